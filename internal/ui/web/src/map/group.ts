// Which events show, and how they are grouped where they lie too close to be told apart.

import { type MapData, undated } from "./data";

/** What of the data is shown: families by their number, and the days of a window; the whole period where the window is null. */
export interface Filter {
  hidden: Set<number>;
  window: { from: number; to: number } | null;
}

/** Events that show, by spot. */
export interface Shown {
  total: number;
  n: Int32Array; // events at a spot
  family: Uint8Array; // of the spot's only event
  grade: Uint8Array;
  order: Int32Array; // spots with events, those with most first
}

/** Counts what a filter shows. */
export function show(data: MapData, filter: Filter): Shown {
  const { spots, events } = data;
  const n = new Int32Array(spots.count);
  const family = new Uint8Array(spots.count);
  const grade = new Uint8Array(spots.count);
  const hidden = new Uint8Array(256);
  for (const f of filter.hidden) hidden[f] = 1;
  const from = filter.window ? filter.window.from : -Infinity;
  const to = filter.window ? filter.window.to : Infinity;
  let total = 0;
  for (let i = 0; i < events.count; i++) {
    const f = events.family[i] as number;
    if (hidden[f] === 1) continue;
    const first = events.first[i] as number;
    if (filter.window && (first === undated || first > to || (events.last[i] as number) < from)) continue;
    const s = events.spot[i] as number;
    n[s] = (n[s] as number) + 1;
    family[s] = f;
    grade[s] = events.grade[i] as number;
    total++;
  }
  // By count without comparing: most spots have few events.
  const buckets = new Map<number, number>();
  let any = 0;
  for (let s = 0; s < spots.count; s++) {
    const c = n[s] as number;
    if (c > 0) {
      any++;
      buckets.set(c, (buckets.get(c) ?? 0) + 1);
    }
  }
  let at = 0;
  const start = new Map<number, number>();
  for (const c of [...buckets.keys()].sort((a, b) => b - a)) {
    start.set(c, at);
    at += buckets.get(c) ?? 0;
  }
  const order = new Int32Array(any);
  for (let s = 0; s < spots.count; s++) {
    const c = n[s] as number;
    if (c === 0) continue;
    const k = start.get(c) as number;
    order[k] = s;
    start.set(c, k + 1);
  }
  return { total, n, family, grade, order };
}

/** What is drawn at one zoom. */
export interface Groups {
  zoom: number;
  /** Marks and counts: a position, how many events, the one spot or -1 for several, and the box of what is in it. */
  count: number;
  x: Float64Array;
  y: Float64Array;
  n: Int32Array;
  spot: Int32Array;
  /** The spot with most events. */
  top: Int32Array;
  west: Float64Array;
  north: Float64Array;
  east: Float64Array;
  south: Float64Array;
  /** The group that a spot is in, -1 where it is in none. */
  of: Int32Array;
  /** Spots that are drawn as areas. */
  areas: number[];
}

/** From this radius on a place is drawn as an area, in px: what is smaller is as exact as a count's own square. */
export const areaFrom = 24;

/** How close two positions may lie before they are counted together, in px. */
const near = 34;

/** The zoom from which only what lies at one place is counted together. */
const apartFrom = 16;

/** Groups what shows at a zoom (a whole number; marks keep their groups until the next). */
export function group(data: MapData, shown: Shown, zoom: number): Groups {
  const { spots } = data;
  const px = 512 * 2 ** zoom;
  const r = (zoom >= apartFrom ? 1 : near) / px;
  const most = shown.order.length;
  const g: Groups = {
    zoom,
    count: 0,
    x: new Float64Array(most),
    y: new Float64Array(most),
    n: new Int32Array(most),
    spot: new Int32Array(most),
    top: new Int32Array(most),
    west: new Float64Array(most),
    north: new Float64Array(most),
    east: new Float64Array(most),
    south: new Float64Array(most),
    of: new Int32Array(spots.count).fill(-1),
    areas: [],
  };

  // Spots hang in lists by the cell of a grid, and leave them as they are taken.
  const side = Math.max(1, Math.floor(1 / r));
  const cellOf = (s: number): number => Math.min(side - 1, Math.floor((spots.y[s] as number) * side)) * side + Math.min(side - 1, Math.floor((spots.x[s] as number) * side));
  const head = new Map<number, number>();
  const next = new Int32Array(spots.count).fill(-1);
  const todo: number[] = [];
  for (let k = most - 1; k >= 0; k--) {
    const s = shown.order[k] as number;
    if ((spots.km[s] as number) * (spots.scale[s] as number) * px >= areaFrom && isArea(data, s)) {
      g.areas.push(s);
      continue;
    }
    const c = cellOf(s);
    next[s] = head.get(c) ?? -1;
    head.set(c, s);
    todo.push(s);
  }
  g.areas.reverse();

  const r2 = r * r;
  for (let k = todo.length - 1; k >= 0; k--) {
    const s = todo[k] as number;
    if ((g.of[s] as number) >= 0) continue;
    const x = spots.x[s] as number;
    const y = spots.y[s] as number;
    const id = g.count++;
    let n = 0;
    let sx = 0;
    let sy = 0;
    let only = s;
    let west = x;
    let east = x;
    let north = y;
    let south = y;
    const cx = Math.min(side - 1, Math.floor(x * side));
    const cy = Math.min(side - 1, Math.floor(y * side));
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        if (cx + dx < 0 || cx + dx >= side || cy + dy < 0 || cy + dy >= side) continue;
        const cell = (cy + dy) * side + cx + dx;
        let before = -1;
        for (let t = head.get(cell) ?? -1; t >= 0; ) {
          const after = next[t] as number;
          const tx = spots.x[t] as number;
          const ty = spots.y[t] as number;
          if ((tx - x) * (tx - x) + (ty - y) * (ty - y) <= r2) {
            const c = shown.n[t] as number;
            n += c;
            sx += tx * c;
            sy += ty * c;
            if (t !== s) only = -1;
            west = Math.min(west, tx);
            east = Math.max(east, tx);
            north = Math.min(north, ty);
            south = Math.max(south, ty);
            g.of[t] = id;
            if (before < 0) head.set(cell, after);
            else next[before] = after;
          } else before = t;
          t = after;
        }
      }
    }
    g.x[id] = sx / n;
    g.y[id] = sy / n;
    g.n[id] = n;
    g.spot[id] = only;
    g.top[id] = s; // it was opened by the spot with most
    g.west[id] = west;
    g.east[id] = east;
    g.north[id] = north;
    g.south[id] = south;
  }
  return g;
}

/** Whether a spot's place is known as an area alone: a town or coarser. An exact place and a quarter keep their mark. */
export function isArea(data: MapData, spot: number): boolean {
  switch (data.wire.precisions[data.wire.spots.precision[spot] ?? 0]) {
    case "exact":
    case "neighbourhood":
    case "offset":
      return false;
  }
  return true;
}
