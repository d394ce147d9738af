// Draws what the map says over its ground: areas of control, outlines of coarse places, marks, counts and names.
//
// It is a canvas of our own and not layers of the map library, because marks there are laid out anew in a worker with every
// change of the day, and placed against each other on the page's thread: with fifty thousand events neither is quick.

import { type Camera, scaleOf } from "./camera";
import { type Cell, type Pattern, tile } from "./control";
import { kmToWorld, latOf, type MapData, worldX, worldY } from "./data";
import type { Groups, Shown } from "./group";
import { type Ink, Marks, markHalf, sheet, type Token } from "./ink";

/** Names to find one's way by, the weightiest first: countries, then towns by size. */
export interface Names {
  name: string[];
  lat: number[];
  lon: number[];
  /** From which zoom on it is worth its room. */
  zoom: number[];
  country: number[];
}

/** What can be chosen on the map. */
export type Hit = { kind: "group"; id: number } | { kind: "area"; spot: number } | { kind: "site"; site: number };

/** The least radius, in px, from which the reach of a quarter or an offset is drawn. */
const reachFrom = 11;

type Box = [number, number, number, number];

/** An area to be named, in px. */
interface Placed {
  spot: number;
  n: number;
  x: number;
  y: number;
}

/** A count to be named: the spot with most of it, and where it is drawn. */
interface Counted {
  n: number;
  top: number;
  box: Box;
}

export class Overlay {
  private readonly g: CanvasRenderingContext2D;
  private marks: Marks;
  private patterns = new Map<Pattern, CanvasPattern>();
  private labels = new Map<string, HTMLCanvasElement>();
  private outlines = new Map<number, Float64Array>();
  private boxes: { box: Box; hit: Hit }[] = [];
  private paths: { zoom: number; x: number; y: number; steps: { pattern: Pattern; faded: boolean; path: Path2D }[]; siege: Path2D } | undefined;

  private named: Names | undefined;
  private namesX = new Float64Array();
  private namesY = new Float64Array();
  groups: Groups | undefined;
  shown: Shown | undefined;
  cells: Cell[] = [];
  chosen: Hit | undefined;
  /** A cross in the middle: what Enter asks about. */
  cross = false;
  /** Places in the window whose area does not fit it or has no room for its name, with their events. */
  under: { spot: number; n: number }[] = [];

  constructor(
    readonly canvas: HTMLCanvasElement,
    readonly data: MapData,
    private ink: Ink,
  ) {
    const g = canvas.getContext("2d");
    if (!g) throw new Error("this browser draws no pictures");
    this.g = g;
    this.marks = new Marks(ink);
  }

  /** Takes the colours of another theme. */
  repaint(ink: Ink): void {
    this.ink = ink;
    this.marks = new Marks(ink);
    this.patterns.clear();
    this.labels.clear();
  }

  get names(): Names | undefined {
    return this.named;
  }

  set names(names: Names | undefined) {
    this.named = names;
    this.namesX = Float64Array.from(names?.lon ?? [], worldX);
    this.namesY = Float64Array.from(names?.lat ?? [], worldY);
  }

  setCells(cells: Cell[]): void {
    this.cells = cells;
    this.paths = undefined;
  }

  draw(c: Camera): void {
    const { g, ink } = this;
    const w = Math.round(c.width * ink.ratio);
    const h = Math.round(c.height * ink.ratio);
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
    }
    g.setTransform(ink.ratio, 0, 0, ink.ratio, 0, 0);
    g.clearRect(0, 0, c.width, c.height);
    this.boxes = [];
    this.under = [];
    this.drawControl(c);
    const taken: Box[] = [];
    const areas = this.drawOutlines(c);
    const counts = this.drawGroups(c, taken);
    this.nameAreas(areas, taken);
    const said = this.nameGroups(counts, taken);
    this.drawNames(c, taken, said);
    this.drawScale(c);
    if (this.cross) this.drawCross(c);
  }

  /** What lies at a point of the canvas, the nearest mark first. */
  at(c: Camera, px: number, py: number): Hit | undefined {
    let best: Hit | undefined;
    let least = 16 * 16;
    for (const { box, hit } of this.boxes) {
      const dx = Math.max(box[0] - px, 0, px - box[2]);
      const dy = Math.max(box[1] - py, 0, py - box[3]);
      const d = dx * dx + dy * dy + (hit.kind === "group" ? 0 : 1);
      if (d < least) {
        least = d;
        best = hit;
      }
    }
    if (best) return best;
    const k = scaleOf(c);
    const x = c.x + (px - c.width / 2) / k;
    const y = c.y + (py - c.height / 2) / k;
    // The smallest area that holds the point.
    for (let i = this.cells.length - 1; i >= 0; i--) {
      const cell = this.cells[i];
      if (cell && within(cell.ring, x, y)) return { kind: "site", site: cell.site };
    }
    return undefined;
  }

  private drawControl(c: Camera): void {
    if (this.cells.length === 0) return;
    const { g, ink } = this;
    // Paths are kept in px of the zoom that they were made at, about the place the window had then.
    if (!this.paths || Math.abs(c.zoom - this.paths.zoom) > 1.5) {
      const zoom = Math.floor(c.zoom);
      const k = 512 * 2 ** zoom;
      const p = { zoom, x: c.x, y: c.y, steps: [] as { pattern: Pattern; faded: boolean; path: Path2D }[], siege: new Path2D() };
      for (const cell of this.cells) {
        const path = new Path2D();
        for (let i = 0; i + 1 < cell.ring.length; i += 2) {
          const x = ((cell.ring[i] as number) - p.x) * k;
          const y = ((cell.ring[i + 1] as number) - p.y) * k;
          if (i === 0) path.moveTo(x, y);
          else path.lineTo(x, y);
        }
        path.closePath();
        p.steps.push({ pattern: cell.pattern, faded: cell.faded, path });
        if (cell.besieged) p.siege.addPath(path);
      }
      this.paths = p;
    }
    const p = this.paths;
    const k = scaleOf(c);
    const s = k / (512 * 2 ** p.zoom);
    g.save();
    g.translate(c.width / 2 + (p.x - c.x) * k, c.height / 2 + (p.y - c.y) * k);
    g.scale(s, s);
    g.lineJoin = "round";
    g.strokeStyle = ink.colour["rule-strong"];
    g.lineWidth = 0.75 / s;
    const tileOf = new DOMMatrix().scale(1 / (s * ink.ratio));
    // Each is filled by itself, so that a town in a province held by others shows.
    for (const { pattern, faded, path } of p.steps) {
      g.globalAlpha = faded ? 0.4 : 1;
      if (pattern !== "none") {
        const fill = this.pattern(pattern);
        fill.setTransform(tileOf);
        g.fillStyle = fill;
        g.fill(path);
      }
      g.stroke(path);
    }
    g.globalAlpha = 1;
    g.strokeStyle = ink.colour["c-siege"];
    g.lineWidth = 2.5 / s;
    g.setLineDash([9 / s, 5 / s]);
    g.stroke(p.siege);
    g.restore();
  }

  private pattern(name: Pattern): CanvasPattern {
    let p = this.patterns.get(name);
    if (!p) {
      const made = this.g.createPattern(tile(name, this.ink), "repeat");
      if (!made) throw new Error("this browser fills with no patterns");
      p = made;
      this.patterns.set(name, p);
    }
    return p;
  }

  // Towns and coarser: a dotted outline, where it fits the window; gives what is to be named.
  private drawOutlines(c: Camera): Placed[] {
    const { data, groups, shown, g, ink } = this;
    const written: Placed[] = [];
    if (!groups || !shown) return written;
    const k = scaleOf(c);
    const lines = new Path2D();
    for (const s of groups.areas) {
      const n = shown.n[s] as number;
      const x = c.width / 2 + ((data.spots.x[s] as number) - c.x) * k;
      const y = c.height / 2 + ((data.spots.y[s] as number) - c.y) * k;
      const r = (data.spots.km[s] as number) * (data.spots.scale[s] as number) * k;
      if (x + r < 0 || x - r > c.width || y + r < 0 || y - r > c.height) continue;
      const inside = x > 0 && x < c.width && y > 0 && y < c.height;
      if (r > 0.62 * Math.min(c.width, c.height) || !inside) {
        this.under.push({ spot: s, n });
        continue;
      }
      const outline = this.outline(s);
      if (outline) {
        for (let i = 0; i + 1 < outline.length; i += 2) {
          const px = c.width / 2 + ((outline[i] as number) - c.x) * k;
          const py = c.height / 2 + ((outline[i + 1] as number) - c.y) * k;
          if (i === 0) lines.moveTo(px, py);
          else lines.lineTo(px, py);
        }
        lines.closePath();
      } else if (data.wire.precisions[data.wire.spots.precision[s] ?? 0] !== "country") {
        lines.moveTo(x + r, y);
        lines.arc(x, y, r, 0, 2 * Math.PI);
      }
      written.push({ spot: s, n, x, y });
    }
    g.save();
    g.strokeStyle = ink.colour.ink;
    g.lineWidth = 1.25;
    g.lineCap = "round";
    g.setLineDash([1.5, 4]);
    g.stroke(lines);
    g.restore();
    return written;
  }

  // The name and the count of an area, in its middle or close by, where there is room.
  private nameAreas(areas: Placed[], taken: Box[]): void {
    for (const a of areas) {
      const picture = this.label(`${this.data.wire.spots.name[a.spot] ?? ""} ${a.n.toLocaleString("en-GB")}`, "area");
      const step = picture.height / this.ink.ratio + 4;
      let box: Box | undefined;
      for (const dy of [0, step, -step, 2 * step, -2 * step]) {
        box = this.put(picture, a.x, a.y + dy, taken);
        if (box) break;
      }
      if (box) this.boxes.push({ box, hit: { kind: "area", spot: a.spot } });
      else this.under.push({ spot: a.spot, n: a.n });
    }
  }

  // The name of the place that most of a count's events are at, beside it; gives the names.
  private nameGroups(counts: Counted[], taken: Box[]): Set<string> {
    const said = new Set<string>();
    const { wire } = this.data;
    const { groups, shown } = this;
    if (!groups || !shown) return said;
    counts.sort((a, b) => b.n - a.n);
    for (const t of counts.slice(0, 60)) {
      const name = wire.spots.name[t.top] ?? "";
      // One town stands for a count where it has most of it.
      if (!name || said.has(name) || 2 * (shown.n[t.top] as number) < t.n) continue;
      const picture = this.label(name, "town-plain");
      const w = picture.width / this.ink.ratio / 2;
      const box = this.put(picture, t.box[2] + w, (t.box[1] + t.box[3]) / 2, taken) ?? this.put(picture, t.box[0] - w, (t.box[1] + t.box[3]) / 2, taken) ?? this.put(picture, (t.box[0] + t.box[2]) / 2, t.box[3] + 8, taken);
      if (box) said.add(name);
    }
    return said;
  }

  private drawGroups(c: Camera, taken: Box[]): Counted[] {
    const { data, groups, shown, g, ink, marks } = this;
    const counts: Counted[] = [];
    if (!groups || !shown) return counts;
    const k = scaleOf(c);
    const wire = data.wire;
    const left = c.x - (c.width / 2 + 24) / k;
    const right = c.x + (c.width / 2 + 24) / k;
    const top = c.y - (c.height / 2 + 24) / k;
    const bottom = c.y + (c.height / 2 + 24) / k;
    // The last drawn lies on top: counts with most events.
    for (let i = groups.count - 1; i >= 0; i--) {
      const wx = groups.x[i] as number;
      const wy = groups.y[i] as number;
      if (wx < left || wx > right || wy < top || wy > bottom) continue;
      const x = c.width / 2 + (wx - c.x) * k;
      const y = c.height / 2 + (wy - c.y) * k;
      const s = groups.spot[i] as number;
      const precision = s >= 0 ? wire.precisions[wire.spots.precision[s] ?? 0] : "";
      const family = s >= 0 ? (wire.families[shown.family[s] ?? 0] ?? "") : "";
      if (s >= 0 && (precision === "neighbourhood" || precision === "offset")) {
        const r = (data.spots.km[s] as number) * (data.spots.scale[s] as number) * k;
        if (r >= reachFrom && r < 4 * Math.max(c.width, c.height)) this.reach(x, y, r, precision === "offset", family, data.spots.km[s] as number);
      }
      let half: number;
      let halfY: number;
      const one = s >= 0 && groups.n[i] === 1 && (precision === "exact" || precision === "neighbourhood" || precision === "offset");
      const picture = one
        ? marks.mark(family, wire.grades[shown.grade[s] ?? 0] ?? "", precision === "exact" ? "solid" : precision === "offset" ? "cross" : "hollow")
        : marks.count(groups.n[i] as number);
      half = picture.width / ink.ratio / 2;
      halfY = picture.height / ink.ratio / 2;
      const box: Box = [x - half, y - halfY, x + half, y + halfY];
      g.drawImage(picture, snap(x - half, ink.ratio), snap(y - halfY, ink.ratio), half * 2, halfY * 2);
      taken.push(box);
      this.boxes.push({ box, hit: { kind: "group", id: i } });
      if (!one) counts.push({ n: groups.n[i] as number, top: groups.top[i] as number, box });
      if (this.chosen?.kind === "group" && this.chosen.id === i) {
        g.strokeStyle = ink.colour.focus;
        g.lineWidth = 2;
        g.strokeRect(box[0] - 3, box[1] - 3, half * 2 + 6, halfY * 2 + 6);
      }
    }
    return counts;
  }

  private reach(x: number, y: number, r: number, offset: boolean, family: string, km: number): void {
    const { g, ink } = this;
    g.save();
    g.beginPath();
    g.arc(x, y, r, 0, 2 * Math.PI);
    if (offset) {
      const own = ink.colour[`f-${family}` as Token] ?? ink.colour["ink-2"];
      g.globalAlpha = 0.1;
      g.fillStyle = own;
      g.fill();
      g.globalAlpha = 1;
      g.strokeStyle = own;
      g.lineWidth = 1.5;
      g.stroke();
      const picture = this.label(`± ${km < 1 ? `${Math.round(km * 1000)} m` : `${km.toLocaleString("en-GB", { maximumFractionDigits: 1 })} km`}`, "reach");
      g.drawImage(picture, x - picture.width / ink.ratio / 2, y + markHalf - 2, picture.width / ink.ratio, picture.height / ink.ratio);
    } else {
      g.strokeStyle = ink.colour.ink;
      g.lineWidth = 1.25;
      g.lineCap = "round";
      g.setLineDash([1.5, 4]);
      g.stroke();
    }
    g.restore();
  }

  private drawNames(c: Camera, taken: Box[], said: Set<string>): void {
    const names = this.names;
    if (!names) return;
    const k = scaleOf(c);
    let room = Math.ceil((c.width * c.height) / 16_000);
    for (let i = 0; i < names.name.length && room > 0; i++) {
      if ((names.zoom[i] as number) > c.zoom) continue;
      const x = c.width / 2 + ((this.namesX[i] as number) - c.x) * k;
      if (x < 0 || x > c.width) continue;
      const y = c.height / 2 + ((this.namesY[i] as number) - c.y) * k;
      if (y < 0 || y > c.height) continue;
      const country = names.country[i] === 1;
      if (country && c.zoom > 6) continue;
      if (said.has(names.name[i] as string)) continue;
      const picture = this.label(names.name[i] as string, country ? "country" : "town");
      if (this.put(picture, x, y + (country ? 0 : picture.height / this.ink.ratio / 2 - 4), taken)) room--;
    }
  }

  // The scale at the middle of the window: a round number of kilometres.
  private drawScale(c: Camera): void {
    const { g, ink } = this;
    const px = kmToWorld(latOf(c.y)) * scaleOf(c);
    const km = roundKm(110 / px);
    const w = km * px;
    const x = 12;
    const y = c.height - 12;
    for (const [style, width] of [[ink.colour.bg, 4], [ink.colour["ink-2"], 1.5]] as const) {
      g.strokeStyle = style;
      g.lineWidth = width;
      g.beginPath();
      g.moveTo(x, y - 5);
      g.lineTo(x, y);
      g.lineTo(x + w, y);
      g.lineTo(x + w, y - 5);
      g.stroke();
    }
    const picture = this.label(km < 1 ? `${Math.round(km * 1000)} m` : `${km.toLocaleString("en-GB")} km`, "reach");
    g.drawImage(picture, snap(x + 2, ink.ratio), snap(y - 20, ink.ratio), picture.width / ink.ratio, picture.height / ink.ratio);
  }

  private drawCross(c: Camera): void {
    const { g, ink } = this;
    g.strokeStyle = ink.colour.focus;
    g.lineWidth = 2;
    const x = c.width / 2;
    const y = c.height / 2;
    g.beginPath();
    g.moveTo(x - 14, y);
    g.lineTo(x - 5, y);
    g.moveTo(x + 5, y);
    g.lineTo(x + 14, y);
    g.moveTo(x, y - 14);
    g.lineTo(x, y - 5);
    g.moveTo(x, y + 5);
    g.lineTo(x, y + 14);
    g.stroke();
  }

  // put draws a picture about a point if no other box is in the way, and takes its room.
  private put(picture: HTMLCanvasElement, x: number, y: number, taken: Box[]): Box | undefined {
    const { ratio } = this.ink;
    const w = picture.width / ratio;
    const h = picture.height / ratio;
    const box: Box = [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
    for (const t of taken) if (box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1]) return undefined;
    this.g.drawImage(picture, snap(box[0], ratio), snap(box[1], ratio), w, h);
    taken.push(box);
    return box;
  }

  private label(text: string, kind: "area" | "reach" | "country" | "town" | "town-plain"): HTMLCanvasElement {
    const key = kind + text;
    let c = this.labels.get(key);
    if (c) return c;
    if (this.labels.size > 4000) this.labels.clear();
    const { colour, font, ratio } = this.ink;
    const style = { area: `600 12px ${font}`, reach: `600 11px ${font}`, country: `500 12px ${font}`, town: `400 11px ${font}`, "town-plain": `500 12px ${font}` }[kind];
    const [, probe] = sheet(1, 1, 1);
    probe.font = style;
    const w = Math.ceil(probe.measureText(text).width) + (kind === "area" ? 12 : 6);
    const h = kind === "area" ? 22 : kind === "town" ? 22 : 17;
    const [canvas, g] = sheet(w, h, ratio);
    g.font = style;
    g.textAlign = "center";
    g.textBaseline = "middle";
    if (kind === "area") {
      g.fillStyle = colour.surface;
      g.fillRect(0.5, 0.5, w - 1, h - 1);
      g.strokeStyle = colour["rule-strong"];
      g.strokeRect(0.5, 0.5, w - 1, h - 1);
      g.fillStyle = colour.ink;
      g.fillText(text, w / 2, h / 2 + 1);
    } else {
      const mid = kind === "town" ? h / 2 + 3 : h / 2 + 0.5;
      g.lineJoin = "round";
      g.strokeStyle = colour.bg;
      g.lineWidth = 3;
      g.strokeText(text, w / 2, mid);
      g.fillStyle = kind === "reach" || kind === "town-plain" ? colour.ink : kind === "country" ? colour["ink-2"] : colour["ink-3"];
      g.fillText(text, w / 2, mid);
      if (kind === "town") {
        g.beginPath();
        g.arc(w / 2, 4, 1.6, 0, 7);
        g.fill();
      }
    }
    this.labels.set(key, canvas);
    return canvas;
  }

  // outline is a spot's own outline in units of the world.
  private outline(spot: number): Float64Array | undefined {
    const area = this.data.wire.spots.area[spot] ?? -1;
    const flat = area >= 0 ? this.data.wire.areas[area] : undefined;
    if (!flat) return undefined;
    let ring = this.outlines.get(area);
    if (!ring) {
      ring = new Float64Array(flat.length);
      for (let i = 0; i + 1 < flat.length; i += 2) {
        ring[i] = worldX(flat[i] as number);
        ring[i + 1] = worldY(flat[i + 1] as number);
      }
      this.outlines.set(area, ring);
    }
    return ring;
  }
}

/** The largest of 1, 2, 5, 10 … that is not more. */
export function roundKm(most: number): number {
  const ten = 10 ** Math.floor(Math.log10(most));
  return (most >= 5 * ten ? 5 : most >= 2 * ten ? 2 : 1) * ten;
}

function snap(v: number, ratio: number): number {
  return Math.round(v * ratio) / ratio;
}

function within(ring: Float64Array, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 2; i + 1 < ring.length; j = i, i += 2) {
    const xi = ring[i] as number;
    const yi = ring[i + 1] as number;
    const xj = ring[j] as number;
    const yj = ring[j + 1] as number;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}
