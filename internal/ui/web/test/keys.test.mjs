import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const kept = new Map();
globalThis.localStorage = { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v), removeItem: (k) => kept.delete(k) };
const { Keymap, keyOf } = await load("keymap.ts");
const { short } = await load("map/ink.ts");

test("a changed key is kept, and taken back by its default", () => {
  new Keymap().change("a", "q");
  assert.equal(new Keymap().keyFor("a"), "q");
  assert.equal(new Keymap().keyFor("x"), "x");
  new Keymap().change("a", "a");
  assert.equal(new Keymap().changed, false);
});

test("what another program kept there does no harm", () => {
  for (const text of ["", "{", "null", "[]", '{"keys":5}', '{"keys":{"a":5}}', '{"off":"yes"}']) {
    kept.set("sitrep.keys", text);
    const map = new Keymap();
    assert.equal(map.keyFor("a"), "a", text);
    assert.equal(map.off, false, text);
  }
});

test("keys with Ctrl, Alt or Meta are the browser's", () => {
  const press = (key, more = {}) => keyOf({ key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...more });
  assert.equal(press("j"), "j");
  assert.equal(press(" "), "Space");
  assert.equal(press("Shift"), "");
  assert.equal(press("j", { ctrlKey: true }), "");
  assert.equal(press("я"), "я");
});

test("counts are short", () => {
  assert.deepEqual([1, 999, 1000, 1240, 9949, 9950, 40165].map(short), ["1", "999", "1k", "1.2k", "9.9k", "10k", "40k"]);
});
