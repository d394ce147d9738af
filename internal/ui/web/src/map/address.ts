// What of the map stands in the page's address, so that the address restores it: c=36.34,43.13 (latitude, longitude), z=9.5,
// day=2016-10-17, span=7, hide=politics,means. Everything else of the address is the scope, which is the server's.

import type { Camera } from "./camera";
import { dayOf, isoDay, latOf, lonOf, type Wire, worldX, worldY } from "./data";
import type { Days } from "./time";

export interface View {
  camera?: { x: number; y: number; zoom: number };
  days: Days;
  hidden: Set<number>;
}

export function readView(search: string, wire: Wire): View {
  const q = new URLSearchParams(search);
  const view: View = { days: { day: null, span: 0 }, hidden: new Set() };
  const [lat, lon] = (q.get("c") ?? "").split(",").map(Number);
  const zoom = Number(q.get("z") ?? "NaN");
  if (lat !== undefined && lon !== undefined && Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= 22) {
    view.camera = { x: worldX(lon), y: worldY(lat), zoom };
  }
  const day = dayOf(wire, q.get("day") ?? "");
  if (day !== undefined) {
    const span = Math.floor(Number(q.get("span") ?? "1"));
    view.days = { day: Math.max(0, Math.min(wire.days - 1, day)), span: span >= 1 && span <= 100_000 ? span : 1 };
  }
  for (const name of (q.get("hide") ?? "").split(",")) {
    const i = name ? wire.families.indexOf(name) : -1;
    if (i >= 0) view.hidden.add(i);
  }
  return view;
}

/** The address with the view in it. */
export function writeView(href: string, wire: Wire, camera: Camera, days: Days, hidden: Set<number>): string {
  const url = new URL(href);
  const q = url.searchParams;
  q.set("c", `${latOf(camera.y).toFixed(4)},${lonOf(camera.x).toFixed(4)}`);
  q.set("z", String(Math.round(camera.zoom * 100) / 100));
  if (days.day === null) {
    q.delete("day");
    q.delete("span");
  } else {
    q.set("day", isoDay(wire, days.day));
    q.set("span", String(days.span));
  }
  const names = [...hidden].sort((a, b) => a - b).map((i) => wire.families[i] ?? "");
  if (names.length > 0) q.set("hide", names.join(","));
  else q.delete("hide");
  // Commas need no escape in a query, and read better without.
  url.search = q.toString().replaceAll("%2C", ",");
  return url.href;
}
