// The reader: going from claim to claim without loading the page again, marks on and off, a citation to take along.
//
// The page is whole without this: a claim is a link to ?claim=ID#ID, and the server writes the page with that claim on. Here
// the same page is fetched, and the parts of it that differ are put in: [data-reader] (text and form) and [data-part] (the
// bars with the links to the claims before and after). #ID alone, as citations have it, is followed to the claim too.

const marksKey = "sitrep.marks";

export function watchReader(doc: Document): void {
  if (!doc.querySelector("[data-reader]")) return;
  let asked = 0; // the latest load; an earlier one that comes late is dropped

  const reader = (): HTMLElement | null => doc.querySelector<HTMLElement>("[data-reader]");

  const say = (words: string): void => {
    const p = doc.querySelector<HTMLElement>("[data-reader-says]");
    if (p) p.textContent = words;
  };

  // dress does what each new page needs: buttons that only scripts make work, and marks as they were left.
  const dress = (): void => {
    for (const b of doc.querySelectorAll<HTMLElement>("[data-copy], [data-marks]")) b.hidden = false;
    marks(read() !== "off");
  };

  const marks = (on: boolean): void => {
    reader()?.classList.toggle("unmarked", !on);
    doc.querySelector("[data-marks]")?.setAttribute("aria-pressed", String(on));
  };

  const show = (claim: string, focus: boolean): void => {
    const at = doc.getElementById(claim);
    if (!at) return;
    const box = at.getBoundingClientRect();
    if (box.top < 60 || box.bottom > innerHeight - 80) at.scrollIntoView({ block: "center" });
    if (focus) at.querySelector<HTMLElement>("a.cn")?.focus({ preventScroll: true });
    const n = at.querySelector("a.cn")?.textContent ?? "";
    say(`Claim ${n}: ${doc.querySelector("#h-x .mono")?.textContent ?? ""}`);
  };

  // load puts in the page with a claim on; how says what becomes of the address.
  const load = async (claim: string, how: "push" | "replace" | "keep", focus = true): Promise<void> => {
    const address = `?claim=${encodeURIComponent(claim)}`;
    const mine = ++asked;
    let page: Document;
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.statusText);
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      if (how !== "replace") location.assign(`${address}#${claim}`);
      return;
    }
    const fresh = page.querySelector("[data-reader]");
    const old = reader();
    if (mine !== asked || !fresh || !old) return;
    const side = old.querySelector(".side")?.scrollTop ?? 0;
    old.replaceWith(doc.importNode(fresh, true));
    for (const part of doc.querySelectorAll<HTMLElement>("[data-part]")) {
      const other = page.querySelector(`[data-part="${part.dataset["part"] ?? ""}"]`);
      if (other) part.replaceWith(doc.importNode(other, true));
    }
    // The list of claims stays where it was, unless the claim's form is not to be seen then.
    const now = reader()?.querySelector(".side");
    if (now && side < 200) now.scrollTop = side;
    dress();
    if (how === "push") history.pushState(null, "", `${address}#${claim}`);
    if (how === "replace") history.replaceState(null, "", `${address}#${claim}`);
    show(claim, focus);
  };

  // follow goes to the claim that the address names, if it is another than the one shown.
  const follow = (how: "replace" | "keep"): void => {
    const named = new URLSearchParams(location.search).get("claim");
    const hash = /^#(c-[0-9a-f]{16})$/.exec(location.hash)?.[1];
    const claim = hash ?? named;
    if (claim && claim !== reader()?.dataset["on"]) void load(claim, how, false);
  };

  doc.addEventListener("click", (e) => {
    if (!(e.target instanceof Element) || e.defaultPrevented || e.button !== 0 || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    const link = e.target.closest<HTMLAnchorElement>('main a[href^="?claim="]');
    const claim = link ? new URLSearchParams(link.search).get("claim") : null;
    if (claim) {
      e.preventDefault();
      void load(claim, "push");
      return;
    }
    const button = e.target.closest<HTMLElement>("[data-copy], [data-marks]");
    if (!button) return;
    if (button.hasAttribute("data-marks")) {
      const on = button.getAttribute("aria-pressed") !== "true";
      write(on ? "on" : "off");
      marks(on);
      say(on ? "Marks on" : "Marks off");
      return;
    }
    void copy(doc, button.dataset["copy"] ?? "").then((done) => say(done ? "Citation copied" : "The browser did not let the citation be copied"));
  });
  addEventListener("popstate", () => follow("keep"));
  addEventListener("hashchange", () => follow("replace"));

  dress();
  follow("replace");
}

// copy takes words along. Browsers have a clipboard for pages only where they were served encrypted or by this machine; else the old way is
// tried.
async function copy(doc: Document, words: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    const field = doc.createElement("textarea");
    field.value = words;
    field.className = "vh";
    field.readOnly = true;
    doc.body.append(field);
    const before = doc.activeElement;
    field.select();
    const done = doc.execCommand("copy");
    field.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    return done;
  }
}

function read(): string | null {
  try {
    return sessionStorage.getItem(marksKey);
  } catch {
    return null;
  }
}

function write(v: string): void {
  try {
    sessionStorage.setItem(marksKey, v);
  } catch {
    // it holds for this page only
  }
}
