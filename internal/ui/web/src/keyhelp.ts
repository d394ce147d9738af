// The list of keys that `?` opens, where they are changed and switched off.

import { type Keymap, keyOf } from "./keymap";

export interface KeyRow {
  /** The key by default; what a changed key is kept under. */
  key: string;
  label: string;
  where: string;
  /** Keys that cannot be changed. */
  fixed?: boolean;
}

export function showKeys(doc: Document, rows: KeyRow[], map: Keymap): void {
  doc.getElementById("all-keys")?.remove();
  const dialog = doc.createElement("dialog");
  dialog.id = "all-keys";
  dialog.className = "all-keys";
  dialog.setAttribute("aria-labelledby", "all-keys-h");

  const head = el(doc, "h2", "Keys");
  head.id = "all-keys-h";
  const off = doc.createElement("input");
  off.type = "checkbox";
  off.checked = !map.off;
  off.addEventListener("change", () => (map.off = !off.checked));
  const offLabel = el(doc, "label", "");
  offLabel.append(off, " Single keys are on");

  const table = doc.createElement("table");
  const th = table.createTHead().insertRow();
  for (const t of ["What", "Where", "Key"]) {
    const c = el(doc, "th", t);
    c.setAttribute("scope", "col");
    th.append(c);
  }
  const body = table.createTBody();
  const say = el(doc, "p", "");
  say.className = "meta";
  say.setAttribute("role", "status");

  for (const row of rows) {
    const tr = body.insertRow();
    const name = el(doc, "th", row.label);
    name.setAttribute("scope", "row");
    tr.append(name, el(doc, "td", row.where));
    const cell = tr.insertCell();
    if (row.fixed) {
      cell.append(caps(doc, row.key));
      continue;
    }
    const button = doc.createElement("button");
    button.type = "button";
    button.className = "key";
    const paint = (): void => {
      button.replaceChildren(caps(doc, map.keyFor(row.key)));
      button.setAttribute("aria-label", `${row.label}: ${map.keyFor(row.key)}. Press to change`);
    };
    paint();
    button.addEventListener("click", () => {
      say.textContent = `Press the new key for “${row.label}”, or Escape to keep it.`;
      const take = (e: KeyboardEvent): void => {
        const key = keyOf(e);
        if (!key) return;
        e.preventDefault();
        e.stopPropagation();
        dialog.removeEventListener("keydown", take, true);
        say.textContent = "";
        if (key === "Escape" || key === "Enter") return;
        const clash = rows.find((r) => r !== row && (map.keyFor(r.key) === key || map.keyFor(r.key).startsWith(key + " ")));
        if (clash) {
          say.textContent = `“${key}” is the key for “${clash.label}”. Nothing was changed.`;
          return;
        }
        map.change(row.key, key);
        paint();
        say.textContent = `“${row.label}” is now “${key}”.`;
        reset.hidden = !map.changed;
      };
      dialog.addEventListener("keydown", take, true);
      button.addEventListener("blur", () => dialog.removeEventListener("keydown", take, true), { once: true });
    });
    cell.append(button);
  }

  const reset = doc.createElement("button");
  reset.type = "button";
  reset.className = "btn";
  reset.textContent = "As they were";
  reset.hidden = !map.changed;
  reset.addEventListener("click", () => {
    map.reset();
    dialog.close();
    showKeys(doc, rows, map);
  });
  const close = doc.createElement("button");
  close.type = "button";
  close.className = "btn";
  close.textContent = "Close";
  close.autofocus = true;
  close.addEventListener("click", () => dialog.close());
  const acts = el(doc, "p", "");
  acts.className = "close";
  acts.append(close, " ", reset);

  dialog.append(head, offLabel, table, say, acts);
  dialog.addEventListener("close", () => dialog.remove());
  doc.body.append(dialog);
  dialog.showModal();
}

function caps(doc: Document, key: string): DocumentFragment {
  const out = doc.createDocumentFragment();
  key.split(" ").forEach((k, i) => {
    if (i > 0) out.append(" ");
    out.append(el(doc, "kbd", k === "Escape" ? "Esc" : k));
  });
  return out;
}

function el(doc: Document, tag: string, text: string): HTMLElement {
  const e = doc.createElement(tag);
  e.textContent = text;
  return e;
}
