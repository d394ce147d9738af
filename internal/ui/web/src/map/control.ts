// Who holds which place on a day, as areas. Where nothing but a place's name is told, its area is a sign of its size and no
// border: a disc, cut off halfway to its neighbours.

import { kmToWorld, type MapData, undated, worldX, worldY } from "./data";
import { type Ink, sheet } from "./ink";

/** How an area is filled: the first party flat, the second dots, the third lines, any other crosses, contested stripes. */
export type Pattern = "a" | "b" | "c" | "d" | "contested" | "none";

export interface Cell {
  site: number;
  spell: number;
  pattern: Pattern;
  besieged: boolean;
  /** Nobody has told for long that it is still so, nor of an end. */
  faded: boolean;
  /** Corners, in units of the world: x, y, x … */
  ring: Float64Array;
  radius: number;
}

/** The least radius of an area, in px, so that it can be seen around a count; at small scales less, so that they do not hide the land. */
function leastRadius(zoom: number): number {
  return zoom < 3 ? 2.5 : zoom < 5 ? 6 : 18;
}

/** The spells that hold on a day: for each site the best supported one. */
export function spellsOn(data: MapData, day: number): Map<number, number> {
  const { spells } = data.wire.control;
  const out = new Map<number, number>();
  for (let i = 0; i < spells.site.length; i++) {
    const site = spells.site[i] as number;
    const last = spells.last[i] as number;
    if (out.has(site) || (spells.first[i] as number) > day || (last !== undated && last < day)) continue;
    out.set(site, i);
  }
  return out;
}

/** The areas of a day at a zoom, the largest first: what lies in another is drawn over it. */
export function cells(data: MapData, day: number, zoom: number): Cell[] {
  const { sites, spells, statuses } = data.wire.control;
  const px = 512 * 2 ** zoom;
  const discs: { x: number; y: number; r: number; cell: Cell }[] = [];
  const outlined: Cell[] = [];
  for (const [site, spell] of spellsOn(data, day)) {
    const holder = spells.holder[spell] as number;
    const status = statuses[spells.status[spell] as number] ?? "unknown";
    const pattern: Pattern =
      status === "contested" || status === "claimed" ? "contested" : status === "unknown" ? "none" : holder < 0 ? "none" : (["a", "b", "c"] as const)[holder] ?? "d";
    const besieged = status === "besieged";
    if (pattern === "none" && !besieged) continue;
    const fades = spells.fades[spell] ?? undated;
    const cell: Cell = { site, spell, pattern, besieged, faded: fades !== undated && fades <= day, ring: new Float64Array(), radius: 0 };
    const area = sites.area[site] as number;
    const outline = area >= 0 ? data.wire.areas[area] : undefined;
    if (outline) {
      cell.ring = new Float64Array(outline.length);
      for (let i = 0; i + 1 < outline.length; i += 2) {
        cell.ring[i] = worldX(outline[i] as number);
        cell.ring[i + 1] = worldY(outline[i + 1] as number);
      }
      cell.radius = Math.sqrt(Math.abs(areaOf(cell.ring)));
      outlined.push(cell);
      continue;
    }
    const lat = sites.lat[site] as number;
    const r = Math.max((sites.km[site] as number) * kmToWorld(lat), leastRadius(zoom) / px);
    cell.radius = r;
    discs.push({ x: worldX(sites.lon[site] as number), y: worldY(lat), r, cell });
  }
  discs.sort((a, b) => b.r - a.r || a.cell.site - b.cell.site);
  const largest = discs[0]?.r ?? 0;
  const byX = [...discs].sort((a, b) => a.x - b.x);
  for (const d of discs) {
    let ring = disc(d.x, d.y, d.r);
    let lo = 0;
    let hi = byX.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if ((byX[mid] as { x: number }).x < d.x - d.r - largest) lo = mid + 1;
      else hi = mid;
    }
    for (; lo < byX.length; lo++) {
      const o = byX[lo] as (typeof discs)[number];
      if (o.x > d.x + d.r + largest) break;
      if (o === d) continue;
      const dx = o.x - d.x;
      const dy = o.y - d.y;
      const dist = Math.hypot(dx, dy);
      // One within the other is drawn over it; two at one point lie over each other.
      if (dist >= d.r + o.r || dist <= Math.abs(d.r - o.r)) continue;
      const at = (dist * dist + d.r * d.r - o.r * o.r) / (2 * dist);
      ring = cut(ring, d.x, d.y, dx / dist, dy / dist, at);
    }
    d.cell.ring = Float64Array.from(ring);
  }
  outlined.sort((a, b) => b.radius - a.radius || a.site - b.site);
  return [...outlined, ...discs.map((d) => d.cell)].filter((c) => c.ring.length >= 6);
}

// areaOf is the area of a ring in units of the world, with a sign for the way it goes.
function areaOf(ring: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    sum += (ring[i] as number) * (ring[j + 1] as number) - (ring[j] as number) * (ring[i + 1] as number);
  }
  return sum / 2;
}

function disc(x: number, y: number, r: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < 32; i++) out.push(x + r * Math.cos((i * Math.PI) / 16), y + r * Math.sin((i * Math.PI) / 16));
  return out;
}

// cut keeps what of a convex ring lies no farther than `at` from x, y in the direction ux, uy.
function cut(ring: number[], x: number, y: number, ux: number, uy: number, at: number): number[] {
  const out: number[] = [];
  const n = ring.length / 2;
  const side = (i: number): number => ((ring[2 * i] as number) - x) * ux + ((ring[2 * i + 1] as number) - y) * uy - at;
  for (let i = 0; i < n; i++) {
    const j = (i + 1) % n;
    const a = side(i);
    const b = side(j);
    if (a <= 0) out.push(ring[2 * i] as number, ring[2 * i + 1] as number);
    if (a < 0 !== b < 0 && a !== b) {
      const t = a / (a - b);
      out.push(
        (ring[2 * i] as number) + t * ((ring[2 * j] as number) - (ring[2 * i] as number)),
        (ring[2 * i + 1] as number) + t * ((ring[2 * j + 1] as number) - (ring[2 * i + 1] as number)),
      );
    }
  }
  return out;
}

/** The fill of a pattern: a tile to be repeated, whose side is tileSide px. */
export const tileSide = 14;

export function tile(pattern: Pattern, ink: Ink): HTMLCanvasElement {
  const { colour } = ink;
  const [canvas, g] = sheet(tileSide, tileSide, ink.ratio);
  const dot = (x: number, y: number): void => {
    g.beginPath();
    g.arc(x, y, 1, 0, 7);
    g.fill();
  };
  switch (pattern) {
    case "a":
      g.fillStyle = colour["c-a"];
      g.fillRect(0, 0, tileSide, tileSide);
      break;
    case "b":
      g.fillStyle = colour["c-b"];
      g.fillRect(0, 0, tileSide, tileSide);
      g.fillStyle = colour["c-b-ink"];
      for (const [x, y] of [[2, 2], [9, 2], [5.5, 5.5], [12.5, 5.5], [2, 9], [9, 9], [5.5, 12.5], [12.5, 12.5]] as const) dot(x, y);
      break;
    case "c":
      g.fillStyle = colour.surface;
      g.fillRect(0, 0, tileSide, tileSide);
      g.strokeStyle = colour["ink-3"];
      g.lineWidth = 1;
      for (const y of [2.5, 7, 11.5]) {
        g.beginPath();
        g.moveTo(0, y);
        g.lineTo(tileSide, y);
        g.stroke();
      }
      break;
    case "d":
      g.fillStyle = colour.surface;
      g.fillRect(0, 0, tileSide, tileSide);
      g.strokeStyle = colour["ink-3"];
      g.lineWidth = 1;
      for (const [x, y] of [[3.5, 3.5], [10.5, 10.5]] as const) {
        g.beginPath();
        g.moveTo(x - 2, y - 2);
        g.lineTo(x + 2, y + 2);
        g.moveTo(x + 2, y - 2);
        g.lineTo(x - 2, y + 2);
        g.stroke();
      }
      break;
    case "contested":
      g.fillStyle = colour["c-a"];
      g.fillRect(0, 0, tileSide, tileSide);
      g.fillStyle = colour["c-b"];
      for (const x of [-tileSide, 0, tileSide]) {
        g.beginPath();
        g.moveTo(x, tileSide);
        g.lineTo(x + tileSide / 2, tileSide);
        g.lineTo(x + tileSide * 1.5, 0);
        g.lineTo(x + tileSide, 0);
        g.fill();
      }
      g.strokeStyle = colour["c-b-ink"];
      g.lineWidth = 0.8;
      for (const x of [-tileSide, -tileSide / 2, 0, tileSide / 2, tileSide]) {
        g.beginPath();
        g.moveTo(x, tileSide);
        g.lineTo(x + tileSide, 0);
        g.stroke();
      }
      break;
  }
  return canvas;
}
