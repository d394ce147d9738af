// Moving in lists and tables by keys.
//
//   <table data-keys="list">   j and k move over its body's rows
//   <ol data-keys="list">      … over its items
//   <div data-keys="list">     … over what is marked data-item within it
//   <tbody data-list>          the same, for rows and items marked data-row
//
// The item one is on has class "on" (a row is aria-current too) and is scrolled into sight. Enter opens its first link
// that is no citation (or the one marked data-open); `o` opens its evidence: what is marked data-evidence, a <details>,
// or its first citation.

export interface Lists {
  /** Whether the page has a list to move in. */
  readonly any: boolean;
  move(by: 1 | -1): boolean;
  open(): boolean;
  evidence(): boolean;
}

const lists = '[data-keys~="list"], [data-list]';

export function watchLists(doc: Document): Lists {
  let current: HTMLElement | undefined;

  // Lists are looked up on every key, because parts of a page may be put in later.
  const items = (): HTMLElement[] => {
    const out: HTMLElement[] = [];
    for (const list of doc.querySelectorAll<HTMLElement>(lists)) {
      if (list.closest("[hidden], details:not([open])")) continue;
      const own = list.querySelectorAll<HTMLElement>("[data-item], [data-row]");
      if (own.length > 0) out.push(...own);
      else if (list instanceof HTMLTableElement) out.push(...[...list.tBodies].flatMap((b) => [...b.rows]).filter((r) => !r.classList.contains("ev")));
      else out.push(...([...list.children] as HTMLElement[]));
    }
    return out.filter((e) => e.offsetParent !== null);
  };

  const select = (item: HTMLElement | undefined): void => {
    if (current && current !== item) {
      current.classList.remove("on");
      current.removeAttribute("aria-current");
    }
    current = item;
    if (!item) return;
    item.classList.add("on");
    item.setAttribute("aria-current", "true");
    item.scrollIntoView({ block: "nearest" });
    // Focus follows, so that Tab goes on from here and a screen reader reads the item.
    const link = opener(item);
    if (link) link.focus({ preventScroll: true });
    else {
      if (!item.hasAttribute("tabindex")) item.tabIndex = -1;
      item.focus({ preventScroll: true });
    }
  };

  const opener = (item: HTMLElement): HTMLAnchorElement | null =>
    item.querySelector<HTMLAnchorElement>("a[data-open]") ?? item.querySelector<HTMLAnchorElement>("a[href]:not(.cite)");

  return {
    get any(): boolean {
      return doc.querySelector(lists) !== null;
    },
    move(by) {
      const all = items();
      if (all.length === 0) return false;
      const focused = doc.activeElement instanceof HTMLElement ? all.findIndex((e) => e.contains(doc.activeElement)) : -1;
      const at = current ? all.indexOf(current) : focused;
      const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
      select(all[next]);
      return true;
    },
    open() {
      const link = current?.isConnected ? opener(current) : null;
      link?.click();
      return link !== null;
    },
    evidence() {
      if (!current?.isConnected) return false;
      const details = current.querySelector<HTMLDetailsElement>("details");
      const target = current.querySelector<HTMLElement>("[data-evidence]") ?? details?.querySelector("summary") ?? current.querySelector<HTMLElement>("a.cite");
      target?.click();
      return Boolean(target);
    },
  };
}
