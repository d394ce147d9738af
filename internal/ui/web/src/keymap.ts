// Which key does what: the defaults of the page, as changed by its user and kept in this browser.
//
// A key is written as it is printed on it, a sequence with a space between: "/", "j", "g s", "Enter", "Space".

const store = "sitrep.keys";

interface Stored {
  off?: boolean;
  keys?: Record<string, string>;
}

/** Keymap says which default key a pressed key stands for. */
export class Keymap {
  private stored: Stored = read();

  /** Whether single keys are switched off (WCAG 2.1.4). */
  get off(): boolean {
    return this.stored.off === true;
  }

  set off(v: boolean) {
    this.stored.off = v;
    this.save();
  }

  /** The key to press for what the page knows by a default key. */
  keyFor(byDefault: string): string {
    return this.stored.keys?.[byDefault] ?? byDefault;
  }

  /** Changes the key; the empty string or the default itself takes the change back. */
  change(byDefault: string, key: string): void {
    const keys = { ...this.stored.keys };
    if (key === "" || key === byDefault) delete keys[byDefault];
    else keys[byDefault] = key;
    this.stored.keys = keys;
    this.save();
  }

  get changed(): boolean {
    return Object.keys(this.stored.keys ?? {}).length > 0;
  }

  reset(): void {
    this.stored = {};
    this.save();
  }

  private save(): void {
    try {
      localStorage.setItem(store, JSON.stringify(this.stored));
    } catch {
      // it holds for this page only
    }
  }
}

function read(): Stored {
  try {
    const v: unknown = JSON.parse(localStorage.getItem(store) ?? "{}");
    if (typeof v !== "object" || v === null) return {};
    const { off, keys } = v as { off?: unknown; keys?: unknown };
    const clean: Record<string, string> = {};
    if (typeof keys === "object" && keys !== null) {
      for (const [k, to] of Object.entries(keys)) if (typeof to === "string" && to.length <= 12) clean[k] = to;
    }
    return { off: off === true, keys: clean };
  } catch {
    return {};
  }
}

/** The name of the key of an event, or "" where it is a key that commands nothing (Shift alone, Ctrl+…). */
export function keyOf(e: KeyboardEvent): string {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return "";
  if (e.key === " ") return "Space";
  if (e.key === "Enter" || e.key === "Escape") return e.key;
  return [...e.key].length === 1 ? e.key : "";
}
