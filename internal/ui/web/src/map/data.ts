// The map's data as the server writes it (map_data.go): columns, so that fifty thousand events are small and quick to read.

export interface Wire {
  /** The entry of the log that it stands on. */
  seq: number;
  families: string[];
  types: { id: string[]; family: number[] };
  grades: string[];
  precisions: string[];
  spots: {
    n: number[]; // the place's number on the server
    name: string[];
    lat: number[];
    lon: number[];
    precision: number[];
    km: number[]; // how far around its point it reaches, 0 for a point
    area: number[]; // its outline, -1 for none
  };
  /** Outlines: longitude, latitude, longitude … */
  areas: number[][];
  events: { spot: number[]; type: number[]; grade: number[]; first: number[]; days: number[] };
  control: {
    parties: string[];
    sites: { name: string[]; path: string[]; lat: number[]; lon: number[]; km: number[]; area: number[] };
    spells: { site: number[]; holder: number[]; status: number[]; first: number[]; last: number[]; fades: number[] };
    statuses: string[];
  };
  /** The first day that events stand on, in days since 1970; the days of events and spells count from it. */
  base: number;
  /** How many days there are from the first to the last. */
  days: number;
  /** The frame that holds most of it: west, south, east, north; absent where there is nothing. */
  frame?: [number, number, number, number];
}

/** What is drawn: columns as typed arrays. Positions are in the world of Web Mercator, 0 to 1 from the north-west. */
export interface MapData {
  wire: Wire;
  spots: { count: number; x: Float64Array; y: Float64Array; km: Float32Array; scale: Float32Array };
  events: { count: number; spot: Int32Array; family: Uint8Array; grade: Uint8Array; first: Int32Array; last: Int32Array };
}

/** No day is told. */
export const undated = -1_000_000;

/** The latitude at which Web Mercator ends. */
const limit = 85.051129;

export function worldX(lon: number): number {
  return lon / 360 + 0.5;
}

export function worldY(lat: number): number {
  const s = Math.sin((Math.max(-limit, Math.min(limit, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
}

export function lonOf(x: number): number {
  return (x - 0.5) * 360;
}

export function latOf(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
}

/** What a kilometre is at a latitude, in units of the world: the earth's girth is 40,075 km at the equator (WGS 84). */
export function kmToWorld(lat: number): number {
  return 1 / (40075.017 * Math.max(0.08, Math.cos((lat * Math.PI) / 180)));
}

/** Makes the wire's columns ready to draw. */
export function decode(wire: Wire): MapData {
  const n = wire.spots.lat.length;
  const spots = { count: n, x: new Float64Array(n), y: new Float64Array(n), km: Float32Array.from(wire.spots.km), scale: new Float32Array(n) };
  for (let i = 0; i < n; i++) {
    const lat = wire.spots.lat[i] ?? 0;
    spots.x[i] = worldX(wire.spots.lon[i] ?? 0);
    spots.y[i] = worldY(lat);
    spots.scale[i] = kmToWorld(lat);
  }
  const e = wire.events;
  const m = e.spot.length;
  const events = {
    count: m,
    spot: Int32Array.from(e.spot),
    family: new Uint8Array(m),
    grade: Uint8Array.from(e.grade),
    first: Int32Array.from(e.first),
    last: new Int32Array(m),
  };
  for (let i = 0; i < m; i++) {
    events.family[i] = wire.types.family[e.type[i] ?? 0] ?? 0;
    events.last[i] = (events.first[i] ?? undated) + (e.days[i] ?? 0);
  }
  return { wire, spots, events };
}

/** A day of the data as a date: 2016-10-17. */
export function isoDay(wire: Wire, day: number): string {
  return new Date((wire.base + day) * 86_400_000).toISOString().slice(0, 10);
}

/** The number of a day of the data; undefined for what is none. */
export function dayOf(wire: Wire, iso: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(iso)) return undefined;
  const ms = Date.parse(iso + "T00:00:00Z");
  return Number.isNaN(ms) ? undefined : Math.round(ms / 86_400_000) - wire.base;
}

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** A day in words, as all pages write it: 17 October 2016. */
export function dayWords(wire: Wire, day: number): string {
  const d = new Date((wire.base + day) * 86_400_000);
  return `${d.getUTCDate()} ${months[d.getUTCMonth()] ?? ""} ${d.getUTCFullYear()}`;
}
