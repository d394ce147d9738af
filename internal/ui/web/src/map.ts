// The map page. The server has written everything around the map, with the table beside it; here it is drawn and moved.
//
// What happened is drawn as soon as it is there, over nothing; the ground comes under it when the map library is loaded.

import { readView, writeView } from "./map/address";
import type { Ground } from "./map/base";
import { type Camera, fit, leastZoom } from "./map/camera";
import { cells } from "./map/control";
import { dayWords, decode, isoDay, type MapData, type Wire, worldX, worldY } from "./map/data";
import { type Filter, group, type Groups, show, type Shown } from "./map/group";
import { readInk } from "./map/ink";
import { type Hit, type Names, Overlay } from "./map/overlay";
import { paintKey } from "./map/legend";
import { TimeBar } from "./map/time";

const host = document.querySelector<HTMLElement>("#map[data-src]");
if (host) void start(host);

async function start(host: HTMLElement): Promise<void> {
  const loading = import("./map/base");
  const say = document.querySelector<HTMLElement>("[data-map-status]");
  const base = document.createElement("div");
  base.className = "map-base";
  const canvas = document.createElement("canvas");
  canvas.className = "map-over";
  host.append(base, canvas);

  let data: MapData;
  try {
    const answer = await fetch(host.dataset["src"] ?? "", { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    data = decode((await answer.json()) as Wire);
  } catch (e) {
    tell(say, `The map's data did not come: ${e instanceof Error ? e.message : String(e)}. The table holds the same; load the page again to try once more.`);
    return;
  }
  for (const e of document.querySelectorAll<HTMLElement>("[data-needs-map]")) e.hidden = false;

  const view = readView(location.search, data.wire);
  let camera = cameraAt(host, data, view.camera);
  const filter: Filter = { hidden: view.hidden, window: null };
  let ink = readInk(host);
  const overlay = new Overlay(canvas, data, ink);
  let shown: Shown;
  let grouped = new Map<number, Groups>();
  let cellsAt = "";
  let ground: Ground | undefined;
  const under = document.querySelector<HTMLElement>("[data-map-under]");

  const controlDay = (): number => time.value.day ?? data.wire.days - 1;

  const recount = (): void => {
    const d = time.value;
    filter.window = d.day === null ? null : { from: d.day - d.span + 1, to: d.day };
    shown = show(data, filter);
    overlay.shown = shown;
    overlay.chosen = undefined;
    grouped = new Map();
    cellsAt = "";
    time.draw(ink.colour["rule-strong"], ink.colour.ink);
    sayCount();
    draw();
  };

  const draw = (): void => {
    if (host.clientWidth === 0) return;
    const zoom = Math.max(0, Math.floor(camera.zoom));
    let g = grouped.get(zoom);
    if (!g) {
      g = group(data, shown, zoom);
      grouped.set(zoom, g);
    }
    if (overlay.groups !== g) {
      overlay.groups = g;
      overlay.chosen = undefined;
    }
    const key = `${zoom} ${controlDay()}`;
    if (key !== cellsAt) {
      cellsAt = key;
      overlay.setCells(controlOn() ? cells(data, controlDay(), zoom) : []);
    }
    overlay.draw(camera);
  };

  const sayCount = (): void => {
    if (!say) return;
    const d = time.value;
    tell(say, `${shown.total.toLocaleString("en-GB")} ${shown.total === 1 ? "event" : "events"} with a place${d.day === null ? "" : `, ${d.span > 1 ? `${d.span} days to ` : ""}${dayWords(data.wire, d.day)}`}`);
  };

  const controlBox = document.querySelector<HTMLInputElement>("[data-map-control]");
  const controlOn = (): boolean => controlBox?.checked !== false;
  controlBox?.addEventListener("change", () => {
    cellsAt = "";
    draw();
  });

  const timeRoot = document.querySelector<HTMLElement>("[data-map-time]");
  if (!timeRoot) throw new Error("the map's page lacks its days");
  const time = new TimeBar(timeRoot, data, view.days, () => {
    recount();
    remember();
  });

  for (const box of document.querySelectorAll<HTMLInputElement>("[data-map-family]")) {
    const family = data.wire.families.indexOf(box.dataset["mapFamily"] ?? "");
    box.checked = !filter.hidden.has(family);
    box.addEventListener("change", () => {
      if (box.checked) filter.hidden.delete(family);
      else filter.hidden.add(family);
      recount();
      remember();
    });
  }

  let timer = 0;
  const remember = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      history.replaceState(history.state, "", writeView(location.href, data.wire, camera, time.value, filter.hidden));
      if (under) listUnder(under);
      void retell();
    }, 250);
  };

  // The tables beside the map say what the map says: the server writes them for the same address.
  const told = (): string => JSON.stringify([time.value, [...filter.hidden].sort()]);
  let asTold: string | undefined;
  const retell = async (): Promise<void> => {
    const now = told();
    if (now === asTold || time.playing) return;
    asTold = now;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (now !== asTold) return;
      for (const part of ["data-map-tables", "data-map-meta"]) {
        const from = page.querySelector(`[${part}]`);
        if (from) document.querySelector(`[${part}]`)?.replaceChildren(...from.childNodes);
      }
    } catch {
      asTold = undefined; // tried again with the next change
    }
  };

  // Places that the window has no fitting area for are counted under it.
  const listUnder = (el: HTMLElement): void => {
    const rows = overlay.under.sort((a, b) => b.n - a.n).slice(0, 40);
    const items = rows.map((r) => {
      const li = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "linkish";
      const name = document.createElement("bdi");
      name.textContent = data.wire.spots.name[r.spot] ?? "";
      button.append(name, ` ${r.n.toLocaleString("en-GB")}`);
      button.addEventListener("click", () => void list([r.spot]));
      li.append(button);
      return li;
    });
    el.hidden = items.length === 0;
    el.querySelector("ul")?.replaceChildren(...items);
  };

  const panel = document.querySelector<HTMLElement>("[data-map-list]");
  let asked = 0;
  const fill = async (address: URL): Promise<void> => {
    if (!panel) return;
    const mine = ++asked;
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      const text = await answer.text();
      if (mine !== asked) return;
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      panel.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
    } catch (e) {
      if (mine !== asked) return;
      panel.textContent = `What lies there did not come: ${e instanceof Error ? e.message : String(e)}.`;
    }
    panel.hidden = false;
    panel.focus({ preventScroll: true });
    if (panel.getBoundingClientRect().top > innerHeight - 80) panel.scrollIntoView({ block: "nearest" });
  };
  const list = (spots: number[]): Promise<void> => {
    const address = new URL(host.dataset["at"] ?? "/map/at", location.href);
    const q = new URLSearchParams(new URL(host.dataset["src"] ?? "", location.href).search);
    q.set("seq", String(data.wire.seq));
    q.set("p", spots.slice(0, 100).map((s) => data.wire.spots.n[s]).join("."));
    const d = filter.window;
    if (d) {
      q.set("first", isoDay(data.wire, Math.max(0, d.from)));
      q.set("last", isoDay(data.wire, d.to));
    }
    const names = [...filter.hidden].map((i) => data.wire.families[i] ?? "");
    if (names.length > 0) q.set("hide", names.join(","));
    address.search = q.toString();
    return fill(address);
  };

  const choose = (hit: Hit | undefined): void => {
    overlay.chosen = hit;
    const g = overlay.groups;
    if (!hit || !g) {
      draw();
      return;
    }
    if (hit.kind === "area") {
      draw();
      void list([hit.spot]);
      return;
    }
    if (hit.kind === "site") {
      draw();
      const path = data.wire.control.sites.path[hit.site];
      if (path) void fill(new URL(`/map/holder?place=${encodeURIComponent(path)}&day=${isoDay(data.wire, controlDay())}`, location.href));
      return;
    }
    const only = g.spot[hit.id] as number;
    const west = g.west[hit.id] as number;
    const east = g.east[hit.id] as number;
    const north = g.north[hit.id] as number;
    const south = g.south[hit.id] as number;
    // Several places: come closer until they part; a count of one place, or of places that never part, is listed.
    if (only < 0 && Math.max(east - west, south - north) * 512 * 2 ** 15 > 40) {
      const to = fit(west, north, east, south, camera.width, camera.height, 90, 14);
      if (to.zoom > camera.zoom + 0.3 && ground) {
        ground.move({ ...to, zoom: Math.min(to.zoom, camera.zoom + 5) }, true);
        return;
      }
    }
    draw();
    const spots: number[] = [];
    for (let s = 0; s < g.of.length; s++) if (g.of[s] === hit.id) spots.push(s);
    spots.sort((a, b) => (shown.n[b] as number) - (shown.n[a] as number));
    void list(spots);
  };

  recount();
  asTold = told();
  paintKey(ink);
  performance.mark("map-events");

  new ResizeObserver(() => {
    if (ground) return; // the ground tells
    camera = { ...camera, width: host.clientWidth, height: host.clientHeight };
    draw();
  }).observe(host);

  const repaint = (): void => {
    ink = readInk(host);
    overlay.repaint(ink);
    ground?.repaint(ink);
    time.draw(ink.colour["rule-strong"], ink.colour.ink);
    paintKey(ink);
    draw();
  };
  document.documentElement.addEventListener("themechange", repaint);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);

  let module: typeof import("./map/base");
  try {
    module = await loading;
    ground = module.ground(base, camera, ink);
  } catch (e) {
    host.classList.add("no-ground");
    tell(say, `This browser draws no map (${e instanceof Error ? e.message : String(e)}); events are drawn without land, and the table holds the same.`);
    return;
  }
  const g = ground;
  g.onMove(
    () => {
      camera = g.camera();
      draw();
    },
    () => {
      camera = g.camera();
      remember();
    },
  );
  g.onClick((x, y) => choose(overlay.at(camera, x, y)));
  let pending = false;
  g.onPointer((x, y) => {
    if (pending) return;
    pending = true;
    requestAnimationFrame(() => {
      pending = false;
      g.canvas.style.cursor = overlay.at(camera, x, y) ? "pointer" : "";
    });
  });
  g.canvas.setAttribute("aria-label", "Map. Arrow keys move it, plus and minus change the scale, Enter lists what lies at the cross in the middle");
  g.canvas.setAttribute("role", "application");
  g.canvas.addEventListener("focus", () => {
    overlay.cross = g.canvas.matches(":focus-visible");
    draw();
  });
  g.canvas.addEventListener("blur", () => {
    overlay.cross = false;
    draw();
  });
  g.canvas.addEventListener("keydown", (e) => {
    if (e.key !== "Enter") return;
    e.preventDefault();
    choose(overlay.at(camera, camera.width / 2, camera.height / 2));
  });
  for (const b of document.querySelectorAll<HTMLElement>("[data-map-zoom]")) {
    b.addEventListener("click", () => {
      const by = Number(b.dataset["mapZoom"]);
      if (by === 0) g.move(cameraAt(host, data, undefined), true);
      else g.zoomBy(by);
    });
  }
  if (under) listUnder(under);

  await g.drawn;
  performance.mark("map-ground");
  try {
    const answer = await fetch("/map/names", { headers: { Accept: "application/json" } });
    if (answer.ok) {
      overlay.names = (await answer.json()) as Names;
      draw();
      if (under) listUnder(under);
    }
  } catch {
    // a map without names to find one's way by is still a map
  }
}

// cameraAt is what the map opens on: what the address says, or else the frame of the data.
function cameraAt(host: HTMLElement, data: MapData, at: { x: number; y: number; zoom: number } | undefined): Camera {
  const width = host.clientWidth;
  const height = host.clientHeight;
  if (at) return { ...at, zoom: Math.max(leastZoom(width, height), at.zoom), width, height };
  const f = data.wire.frame;
  if (!f) return { x: 0.5, y: 0.4, zoom: leastZoom(width, height), width, height };
  // Names stand to the right of their marks.
  return fit(worldX(f[0]), worldY(f[3]), worldX(f[2]), worldY(f[1]), width, height, width > 600 ? 88 : 48);
}

function tell(el: HTMLElement | null, text: string): void {
  if (el) el.textContent = text;
}
