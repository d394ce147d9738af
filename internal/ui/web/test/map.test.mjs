import assert from "node:assert/strict";
import { test } from "node:test";
import { load, wire } from "./load.mjs";

const { decode, dayOf, isoDay, latOf, lonOf, worldX, worldY } = await load("map/data.ts");
const { group, show } = await load("map/group.ts");
const { readView, writeView } = await load("map/address.ts");
const { cells, spellsOn } = await load("map/control.ts");
const { roundKm } = await load("map/overlay.ts");
const { fit } = await load("map/camera.ts");

// A number that is the same at every run.
function random(seed) {
  let s = seed;
  return () => ((s = (s * 1103515245 + 12345) % 2147483648) / 2147483648);
}

test("positions go to the world and back", () => {
  for (const [lat, lon] of [[0, 0], [36.34, 43.13], [-60, -179.9], [84, 179]]) {
    assert.ok(Math.abs(latOf(worldY(lat)) - lat) < 1e-9);
    assert.ok(Math.abs(lonOf(worldX(lon)) - lon) < 1e-9);
  }
  assert.ok(Number.isFinite(worldY(90)) && Number.isFinite(worldY(-90)));
});

test("days are those of the calendar", () => {
  const w = wire([]);
  assert.equal(isoDay(w, 0), "2016-07-18");
  assert.equal(dayOf(w, "2016-07-20"), 2);
  assert.equal(dayOf(w, "20 July 2016"), undefined);
});

test("grouping loses no event and counts none twice, at any scale", () => {
  const r = random(7);
  const events = [];
  for (let i = 0; i < 3000; i++) events.push({ lat: 30 + 8 * r(), lon: 36 + 12 * r(), precision: i % 3 ? "exact" : "city", km: i % 3 ? 0 : 6 });
  const data = decode(wire(events));
  const shown = show(data, { hidden: new Set(), window: null });
  assert.equal(shown.total, events.length);
  for (let zoom = 0; zoom <= 18; zoom++) {
    const g = group(data, shown, zoom);
    let n = g.areas.reduce((sum, s) => sum + shown.n[s], 0);
    for (let i = 0; i < g.count; i++) n += g.n[i];
    assert.equal(n, events.length, `at zoom ${zoom}`);
    for (const s of g.areas) assert.equal(g.of[s], -1);
  }
});

test("a group's box holds its places, and one place is named as such", () => {
  const data = decode(wire([{ lat: 36, lon: 43 }, { lat: 36.001, lon: 43.001 }, { lat: 10, lon: 10 }]));
  const g = group(data, show(data, { hidden: new Set(), window: null }), 5);
  assert.equal(g.count, 2);
  const both = g.of[0];
  assert.equal(g.of[1], both);
  assert.equal(g.spot[both], -1);
  assert.equal(g.spot[g.of[2]], 2);
  assert.ok(g.west[both] <= worldX(43) && g.east[both] >= worldX(43.001));
});

test("a town is a count where it is small and an area where it is not; an exact place is never an area", () => {
  const data = decode(wire([{ lat: 36, lon: 43, precision: "city", km: 8 }, { lat: 36.5, lon: 43.5, precision: "exact", km: 0 }]));
  const shown = show(data, { hidden: new Set(), window: null });
  assert.deepEqual(group(data, shown, 5).areas, []);
  assert.deepEqual(group(data, shown, 11).areas, [0]);
});

test("days and families decide what shows; an event without a day shows with the whole period alone", () => {
  const data = decode(wire([{ lat: 1, lon: 1, day: 5, days: 3 }, { lat: 2, lon: 2, day: 20, family: 1 }, { lat: 3, lon: 3, day: -1_000_000 }]));
  const n = (hidden, window) => show(data, { hidden: new Set(hidden), window }).total;
  assert.equal(n([], null), 3);
  assert.equal(n([], { from: 8, to: 9 }), 1);
  assert.equal(n([], { from: 9, to: 19 }), 0);
  assert.equal(n([1], { from: 0, to: 99 }), 1);
});

test("an address restores the view that wrote it", () => {
  const w = wire([]);
  const camera = { x: worldX(43.13), y: worldY(36.34), zoom: 9.25, width: 800, height: 600 };
  const href = writeView("http://127.0.0.1/map?country=IQ&hide=fires", w, camera, { day: 12, span: 7 }, new Set([0]));
  const url = new URL(href);
  assert.equal(url.searchParams.get("country"), "IQ");
  assert.equal(url.searchParams.get("hide"), "fighting");
  const view = readView(url.search, w);
  assert.ok(Math.abs(view.camera.x - camera.x) < 1e-6 && Math.abs(view.camera.y - camera.y) < 1e-6);
  assert.equal(view.camera.zoom, 9.25);
  assert.deepEqual(view.days, { day: 12, span: 7 });
  assert.deepEqual([...view.hidden], [0]);
});

test("an address that is none of ours gives the view that a page opens on", () => {
  for (const q of ["", "?hide=", "?hide=nonsense", "?c=1&z=2", "?c=a,b&z=c", "?c=999,999&z=3", "?day=soon&span=-1", "?c=10,10"]) {
    const view = readView(q, wire([]));
    assert.equal(view.camera, undefined, q);
    assert.equal(view.hidden.size, 0, q);
    assert.equal(view.days.day, null, q);
  }
});

const held = {
  parties: ["A", "B"],
  sites: { name: ["one", "two"], path: ["gn:1", "gn:2"], lat: [36, 36], lon: [43, 43.1], km: [8, 8], area: [-1, -1] },
  spells: { site: [0, 0, 1], holder: [0, 1, 1], status: [0, 0, 2], first: [10, 0, 0], last: [-1_000_000, 9, 50], fades: [400, -1_000_000, -1_000_000] },
  statuses: ["held", "contested", "besieged"],
};

test("who holds a place is the party of that day", () => {
  const data = decode(wire([], held));
  assert.equal(spellsOn(data, 5).get(0), 1);
  assert.equal(spellsOn(data, 10).get(0), 0);
  assert.equal(spellsOn(data, 60).get(1), undefined);
});

test("what nobody has told of for long is pale, as long as no end is told", () => {
  const data = decode(wire([], held));
  const faded = (day) => cells(data, day, 10).map((c) => [c.site, c.faded]).sort();
  assert.deepEqual(faded(20), [[0, false], [1, false]]);
  assert.deepEqual(faded(399), [[0, false]]);
  assert.deepEqual(faded(400), [[0, true]]);
});

test("areas of neighbours do not lie over each other", () => {
  const data = decode(wire([], held));
  const [a, b] = cells(data, 20, 10).sort((x, y) => x.site - y.site);
  const xs = (c) => [...c.ring].filter((_, i) => i % 2 === 0);
  assert.ok(Math.max(...xs(a)) <= Math.min(...xs(b)) + 1e-12);
  assert.equal(b.besieged, true);
  assert.equal(a.pattern, "a");
});

test("a frame is in the window", () => {
  const c = fit(0.6, 0.38, 0.62, 0.41, 800, 600);
  const k = 512 * 2 ** c.zoom;
  assert.ok(0.02 * k <= 800 && 0.03 * k <= 600);
  assert.ok(Number.isFinite(fit(0.5, 0.5, 0.5, 0.5, 300, 300).zoom));
});

test("the scale is a round number", () => {
  assert.deepEqual([0.0123, 0.9, 1, 4.9, 7, 2400].map((km) => Number(roundKm(km).toPrecision(3))), [0.01, 0.5, 1, 2, 5, 2000]);
});
