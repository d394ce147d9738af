// The sentence of a citation, shown beside it while it has the focus or the pointer. Enter, a click or a tap still opens
// the reader at the sentence: the preview only saves the way.
//
// A citation is an `a.cite` that has the claim's id in data-cite, or at the end of its address (/reports/ID#CLAIM). The
// server writes the preview (/cite/CLAIM), escaped like every page.

// How long the pointer rests before a preview is fetched, in milliseconds; the focus does not wait.
const rest = 120;

// How many previews are kept.
const keep = 200;

export function watchCitations(doc: Document): void {
  const known = new Map<string, Promise<DocumentFragment | undefined>>();
  let box: HTMLElement | undefined;
  let of: HTMLElement | undefined;
  let timer = 0;

  const later = (run: () => void, ms: number): void => {
    clearTimeout(timer);
    timer = window.setTimeout(run, ms);
  };

  const hide = (): void => {
    clearTimeout(timer);
    of?.removeAttribute("aria-describedby");
    of = undefined;
    if (box) box.hidden = true;
  };

  const show = async (cite: HTMLAnchorElement): Promise<void> => {
    const claim = claimOf(cite);
    if (!claim || of === cite) return;
    hide();
    of = cite;
    let got = known.get(claim);
    if (!got) {
      got = load(claim);
      known.set(claim, got);
      const oldest = known.keys().next().value;
      if (known.size > keep && oldest !== undefined) known.delete(oldest);
    }
    const fragment = await got;
    if (!fragment) {
      known.delete(claim); // so that it is tried again
      return;
    }
    if (of !== cite) return; // one has gone on
    box ??= newBox();
    box.replaceChildren(fragment.cloneNode(true));
    box.hidden = false;
    cite.setAttribute("aria-describedby", box.id);
    place(box, cite);
  };

  const newBox = (): HTMLElement => {
    const b = doc.createElement("div");
    b.id = "cite-preview";
    b.className = "cite-preview";
    b.setAttribute("role", "tooltip");
    b.hidden = true;
    // The pointer may go into the preview without its closing (WCAG 1.4.13).
    b.addEventListener("pointerenter", () => clearTimeout(timer));
    b.addEventListener("pointerleave", () => later(hide, rest * 2));
    doc.body.append(b);
    return b;
  };

  const citeAt = (e: Event): HTMLAnchorElement | null => (e.target instanceof Element ? e.target.closest<HTMLAnchorElement>("a.cite[href]") : null);

  doc.addEventListener("focusin", (e) => {
    const cite = citeAt(e);
    if (cite?.matches(":focus-visible")) void show(cite);
    else if (of) hide();
  });
  doc.addEventListener("pointerover", (e) => {
    if (e.pointerType === "touch") return;
    const cite = citeAt(e);
    if (cite) later(() => void show(cite), rest);
  });
  doc.addEventListener("pointerout", (e) => {
    const cite = citeAt(e);
    if (cite && doc.activeElement !== cite) later(hide, rest * 2);
  });
  doc.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && box && !box.hidden) hide();
  });
  doc.addEventListener("scroll", () => of && box && !box.hidden && place(box, of), { passive: true, capture: true });
}

function claimOf(cite: HTMLAnchorElement): string {
  const own = cite.dataset["cite"];
  if (own) return own;
  try {
    const id = decodeURIComponent(cite.hash.slice(1));
    return cite.pathname.startsWith("/reports/") ? id : "";
  } catch {
    return "";
  }
}

async function load(claim: string): Promise<DocumentFragment | undefined> {
  try {
    const answer = await fetch(`/cite/${encodeURIComponent(claim)}`, { headers: { Accept: "text/html" } });
    if (!answer.ok) return undefined;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const out = document.createDocumentFragment();
    out.append(...page.body.childNodes);
    return out;
  } catch {
    return undefined;
  }
}

// place puts the preview under the citation, or over it where there is no room, within the window.
function place(box: HTMLElement, cite: HTMLElement): void {
  const at = cite.getBoundingClientRect();
  const width = box.offsetWidth;
  const height = box.offsetHeight;
  const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8));
  const under = at.bottom + 4 + height <= innerHeight || at.top < height + 4;
  box.style.left = `${left}px`;
  box.style.top = `${under ? at.bottom + 4 : at.top - height - 4}px`;
}
