// News of the archive while a page is open. The page says how many reports are new and offers to load it again; it never
// moves anything by itself.
//
// The layout has the region: <div id="live" class="vh" role="status">, which is seen once there is something in it.
//
// /api/v1/stream sends an event for what was taken in; `reports` in its data counts them, or else each event is one.

export function watchStream(doc: Document): void {
  const region = doc.getElementById("live");
  if (!region || typeof EventSource === "undefined") return;
  let fresh = 0;

  const say = (): void => {
    if (fresh === 0) return;
    const again = doc.createElement("a");
    again.href = location.href;
    again.textContent = "reload";
    again.addEventListener("click", (e) => {
      e.preventDefault();
      location.reload();
    });
    region.replaceChildren(`${fresh.toLocaleString("en-GB")} new ${fresh === 1 ? "report" : "reports"}; `, again);
    region.className = "news";
  };

  const take = (e: MessageEvent<string>): void => {
    fresh += count(e.data);
    say();
  };

  let source: EventSource | undefined;
  const open = (): void => {
    if (source) return;
    source = new EventSource("/api/v1/stream");
    for (const type of ["message", "report", "reports"]) source.addEventListener(type, (e) => take(e as MessageEvent<string>));
  };
  const close = (): void => {
    source?.close();
    source = undefined;
  };
  // A page in the background holds no connection: browsers allow six to a host.
  doc.addEventListener("visibilitychange", () => (doc.hidden ? close() : open()));
  addEventListener("pagehide", close);
  if (!doc.hidden) open();
}

function count(data: string): number {
  try {
    const v: unknown = JSON.parse(data);
    if (typeof v === "object" && v !== null && "reports" in v && typeof v.reports === "number" && v.reports >= 0) return Math.floor(v.reports);
  } catch {
    // not JSON: one event, one report
  }
  return 1;
}
