// Single keys.
//
// A page says what its keys do by marking what they press or go to:
//
//   <a href="/map" data-key="g m">Map</a>
//   <button data-key="a" data-key-label="Accept">…</button>
//   <input type="search" data-key="/">          focused instead of pressed
//
// A key acts on the first such element that can be seen. `j`, `k`, `Enter` and `o` move in lists (list.ts) unless the page
// marks an element with them; `[data-keys~="claims"]` pages mark their own. `?` shows all keys, where they can be changed
// or switched off. Keys are off while a field has focus, and with Ctrl, Alt or Meta.

import { Keymap, keyOf } from "./keymap";
import { showKeys, type KeyRow } from "./keyhelp";
import type { Lists } from "./list";

const builtIn: KeyRow[] = [
  { key: "/", label: "Search", where: "everywhere" },
  { key: "?", label: "All keys", where: "everywhere" },
  { key: "Escape", label: "Back, close", where: "everywhere", fixed: true },
  { key: "g s", label: "Situation", where: "everywhere" },
  { key: "g m", label: "Map", where: "everywhere" },
  { key: "g t", label: "Timeline", where: "everywhere" },
  { key: "g f", label: "Figures", where: "everywhere" },
  { key: "g r", label: "Review", where: "everywhere" },
];

const goes: Record<string, string> = { "g s": "/", "g m": "/map", "g t": "/timeline", "g f": "/figures", "g r": "/review" };

const inLists: KeyRow[] = [
  { key: "j", label: "Next", where: "lists, tables" },
  { key: "k", label: "Previous", where: "lists, tables" },
  { key: "Enter", label: "Open", where: "lists, tables", fixed: true },
  { key: "o", label: "Evidence", where: "lists, tables" },
];

// How long the second key of a sequence may take, in milliseconds.
const patience = 1500;

export function watchKeys(doc: Document, lists: Lists): void {
  const map = new Keymap();
  let first = "";
  let since = 0;

  doc.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || doc.querySelector("dialog[open]")) return;
    const key = keyOf(e);
    if (!key || (key !== "Escape" && typing(e.target)) || (e.repeat && key !== "j" && key !== "k")) return;
    // What is switched off is single characters; Enter and Escape do what they do everywhere.
    if (map.off && key !== "Enter" && key !== "Escape") return;
    // Enter and Space on a link or button are its own.
    if ((key === "Enter" || key === "Space") && e.target instanceof Element && e.target.closest("a, button, summary, [role=button], [tabindex='0']")) return;

    const pair = first && e.timeStamp - since < patience ? `${first} ${key}` : "";
    first = "";
    if (pair && act(pair)) {
      e.preventDefault();
      return;
    }
    if (act(key)) {
      e.preventDefault();
      return;
    }
    if (known().some((r) => map.keyFor(r.key).startsWith(key + " "))) {
      first = key;
      since = e.timeStamp;
      e.preventDefault();
    }
  });

  // All keys of this page, those of its own elements first.
  function known(): KeyRow[] {
    const rows: KeyRow[] = [];
    const seen = new Set<string>();
    for (const el of doc.querySelectorAll<HTMLElement>("[data-key]")) {
      const key = el.dataset["key"] ?? "";
      if (!key || seen.has(key)) continue;
      seen.add(key);
      const label = el.dataset["keyLabel"] ?? el.getAttribute("aria-label") ?? (el.textContent ?? "").trim().replace(/\s+/g, " ");
      const row = builtIn.find((b) => b.key === key);
      rows.push({ key, label: row?.label ?? label, where: row?.where ?? "this page" });
    }
    if (lists.any) rows.push(...inLists.filter((r) => !seen.has(r.key)));
    rows.push(...builtIn.filter((r) => !seen.has(r.key)));
    return rows;
  }

  function act(pressed: string): boolean {
    const row = known().find((r) => map.keyFor(r.key) === pressed);
    if (!row) return false;
    if (row.key === "?") {
      showKeys(doc, known(), map);
      return true;
    }
    const marked = [...doc.querySelectorAll<HTMLElement>("[data-key]")].filter((el) => el.dataset["key"] === row.key);
    const target = marked.find((el) => el.offsetParent !== null || el === doc.activeElement) ?? marked.find((el) => el instanceof HTMLAnchorElement);
    if (target) {
      if (target.matches("input:not([type=checkbox]):not([type=radio]):not([type=submit]):not([type=button]), textarea, select")) {
        target.focus();
        if (target instanceof HTMLInputElement) target.select();
      } else if (!target.matches(":disabled, [aria-disabled=true]")) target.click();
      return true;
    }
    switch (row.key) {
      case "/": {
        const field = doc.querySelector<HTMLInputElement>("input[type=search]");
        field?.focus();
        field?.select();
        return field !== null;
      }
      case "j":
        return lists.move(1);
      case "k":
        return lists.move(-1);
      case "Enter":
        return lists.open();
      case "o":
        return lists.evidence();
      case "Escape":
        return leave();
    }
    const to = goes[row.key];
    if (to) location.assign(to);
    return to !== undefined;
  }

  // leave gives up the field one is in, so that keys work again.
  function leave(): boolean {
    const at = doc.activeElement;
    if (at instanceof HTMLElement && typing(at)) {
      at.blur();
      return true;
    }
    return false;
  }

  for (const el of doc.querySelectorAll<HTMLElement>("[data-keys-help], [data-key-help]")) {
    el.addEventListener("click", (e) => {
      e.preventDefault(); // where it is a link to the page of all keys
      showKeys(doc, known(), map);
    });
  }
}

// typing says that keys belong to a field.
function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit", "reset", "image", "file"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
