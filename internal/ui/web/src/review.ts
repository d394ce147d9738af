// The review desk by single keys: a number opens a slot, then a number chooses a candidate; `a` writes it all down.
//
// keys.ts presses what is marked with data-key. While a slot or a pair is open, the numbers belong to its candidates, which are marked
// data-choice; the slots get theirs back once it is closed.

const wide = ".slot .pick input";

export function watchReview(doc: Document): void {
  const form = doc.querySelector<HTMLFormElement>("#decide");
  if (!form) return;
  const picks = [...form.querySelectorAll<HTMLInputElement>(wide)];
  const pairs = [...doc.querySelectorAll<HTMLDetailsElement>("details.pair")];
  const own = new Map(picks.map((p) => [p, p.dataset["key"] ?? ""]));
  const accept = form.querySelector<HTMLElement>("[data-accept]");
  const said = doc.getElementById("live");

  const optionsOf = (pick: HTMLInputElement): HTMLElement | null => {
    const next = pick.closest("tr")?.nextElementSibling;
    return next instanceof HTMLElement ? next : null;
  };
  const open = (): HTMLElement | null => {
    const pair = pairs.find((d) => d.open);
    if (pair) return pair;
    const pick = picks.find((p) => p.checked);
    return pick ? optionsOf(pick) : null;
  };

  // give hands the numbers to what is open.
  const give = (): void => {
    const at = open();
    for (const label of doc.querySelectorAll<HTMLElement>("[data-choice]")) {
      if (at?.contains(label)) label.dataset["key"] = label.dataset["choice"] ?? "";
      else delete label.dataset["key"];
    }
    for (const [pick, key] of own) {
      if (at || !key) delete pick.dataset["key"];
      else pick.dataset["key"] = key;
    }
  };

  // paint shows what slots are set to now.
  const paint = (): void => {
    let changed = 0;
    for (const pick of picks) {
      const row = pick.closest("tr");
      const at = optionsOf(pick);
      if (!row || !at) continue;
      const typed = at.querySelector<HTMLInputElement>("input[type=text]")?.value.trim() ?? "";
      const chosen = at.querySelector<HTMLInputElement>("input[type=radio]:checked");
      const to = typed || (chosen?.value ? (chosen.closest("label")?.querySelector("span")?.textContent ?? "").trim() : "");
      row.classList.toggle("changed", to !== "");
      row.querySelector(".now")?.classList.toggle("was", to !== "");
      let shown = row.querySelector<HTMLElement>(".to");
      if (to === "") shown?.remove();
      else {
        changed++;
        if (!shown) {
          shown = doc.createElement("b");
          shown.className = "to";
          row.querySelector(".now")?.after(shown);
        }
        shown.textContent = to;
      }
    }
    const more = form.querySelector<HTMLTextAreaElement>("textarea[name=more]")?.value.trim() ?? "";
    if (accept) accept.textContent = changed > 0 || more ? "Correct" : "Accept";
  };

  for (const pick of picks) {
    pick.addEventListener("change", () => {
      if (pick.checked) {
        for (const other of picks) if (other !== pick) other.checked = false;
        for (const d of pairs) d.open = false;
      }
      give();
      if (pick.checked) {
        const at = optionsOf(pick);
        at?.querySelector<HTMLElement>("input[type=radio]:checked, input")?.focus({ preventScroll: true });
        at?.scrollIntoView({ block: "nearest" });
      }
    });
  }
  for (const pair of pairs) {
    pair.addEventListener("toggle", () => {
      if (pair.open) {
        for (const other of pairs) if (other !== pair) other.open = false;
        for (const pick of picks) pick.checked = false;
        pair.querySelector<HTMLElement>("input:not([type=hidden])")?.focus({ preventScroll: true });
        pair.scrollIntoView({ block: "nearest" });
      }
      give();
    });
  }

  // A candidate that was chosen by its key closes its slot: the next number is the next slot.
  form.addEventListener("click", (e) => {
    const label = e.target instanceof Element ? e.target.closest<HTMLElement>("label[data-choice]") : null;
    if (!label || e.isTrusted) return;
    const row = label.closest("tr.opts");
    const pick = picks.find((p) => optionsOf(p) === row);
    if (!pick) return;
    // The click has not reached the radio yet.
    queueMicrotask(() => {
      pick.checked = false;
      paint();
      give();
      pick.focus({ preventScroll: true });
      if (said) said.textContent = `${pick.getAttribute("aria-label") ?? "slot"}: ${(label.querySelector("span")?.textContent ?? "").trim()}`;
    });
  });
  form.addEventListener("input", paint);

  // Space on a box is its own; Escape closes what is open.
  doc.addEventListener(
    "keydown",
    (e) => {
      if (!(e.target instanceof HTMLElement) || e.ctrlKey || e.metaKey || e.altKey) return;
      if (e.key === " " && e.target.matches("input[type=checkbox], input[type=radio]")) e.stopPropagation();
      if (e.key === "Escape" && open() && !doc.querySelector("dialog[open]")) {
        const from = picks.find((p) => p.checked) ?? pairs.find((d) => d.open)?.querySelector("summary");
        for (const pick of picks) pick.checked = false;
        for (const d of pairs) d.open = false;
        give();
        from?.focus({ preventScroll: true });
        e.stopPropagation();
      }
    },
    true,
  );

  paint();
  give();
}
