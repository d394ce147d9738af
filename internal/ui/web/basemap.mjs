// The base map: land, borders and countries as GeoJSON, out of Natural Earth as world-atlas packs it.
//
// Two scales: 1:110 million paints at once, 1:50 million comes after. Positions are kept to a thousandth of a degree
// (some 110 m), which is finer than either scale.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { feature, mesh } from "topojson-client";

// baseMap gives the files by name.
export async function baseMap(root) {
  const files = new Map();
  for (const scale of ["110m", "50m"]) {
    const topo = JSON.parse(await readFile(join(root, "node_modules/world-atlas", `countries-${scale}.json`), "utf8"));
    const countries = feature(topo, topo.objects.countries);
    const land = {
      type: "FeatureCollection",
      features: countries.features.map((f) => ({
        type: "Feature",
        // The number of ISO 3166-1, where there is one: a place whose country alone is known is this area.
        properties: { iso: f.id ?? "", name: f.properties.name },
        geometry: round(f.geometry),
      })),
    };
    files.set(`land-${scale}.json`, JSON.stringify(land));
    // Borders are drawn once, not by each neighbour; coasts are left to the land's edge.
    const borders = mesh(topo, topo.objects.countries, (a, b) => a !== b);
    files.set(`borders-${scale}.json`, JSON.stringify({ type: "Feature", properties: {}, geometry: round(borders) }));
  }
  return files;
}

// round keeps three decimals and drops points that then repeat. What crosses the antimeridian is cut there: the atlas has it
// whole, as on a globe.
function round(geometry) {
  switch (geometry.type) {
    case "Polygon":
      return { type: "MultiPolygon", coordinates: pieces(geometry.coordinates) };
    case "MultiPolygon":
      return { type: "MultiPolygon", coordinates: geometry.coordinates.flatMap(pieces) };
    case "MultiLineString":
      return { type: "MultiLineString", coordinates: geometry.coordinates.flatMap(parts).map(rounded).filter((l) => l.length >= 2) };
    default:
      throw new Error(`world-atlas holds a ${geometry.type}, which the base map has no use for`);
  }
}

function rounded(points) {
  const out = [];
  for (const [x, y] of points) {
    const p = [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000];
    const last = out[out.length - 1];
    if (!last || last[0] !== p[0] || last[1] !== p[1]) out.push(p);
  }
  return out;
}

// parts are the stretches of a line between its crossings of the antimeridian.
function parts(line) {
  const out = [[]];
  line.forEach((p, i) => {
    if (i > 0 && Math.abs(p[0] - line[i - 1][0]) > 180) out.push([]);
    out[out.length - 1].push(p);
  });
  return out;
}

// pieces are the polygons that one becomes, each within -180 to 180 degrees.
function pieces(rings) {
  // At the finer scale Antarctica has the pole for its outer ring, and its coast for a hole in it.
  const whole = rings.filter((ring) => ring.some(([, y]) => y > -89)).map(unwrapped);
  if (whole.length === 0) return [];
  const out = [];
  for (const turn of [-360, 0, 360]) {
    const cut = whole.map((ring) => clip(clip(ring.map(([x, y]) => [x + turn, y]), -180, 1), 180, -1)).map(closed);
    // A hole belongs to the outer ring, the first; without one there is nothing.
    if (cut[0].length >= 4) out.push(cut.filter((r) => r.length >= 4));
  }
  return out;
}

// unwrapped goes on over the antimeridian instead of jumping. A ring that goes all around the earth is closed over its pole.
function unwrapped(ring) {
  const out = [ring[0].slice()];
  let turn = 0;
  for (let i = 1; i < ring.length; i++) {
    const step = ring[i][0] - ring[i - 1][0];
    if (step > 180) turn -= 360;
    else if (step < -180) turn += 360;
    out.push([ring[i][0] + turn, ring[i][1]]);
  }
  const first = out[0];
  const last = out[out.length - 1];
  if (Math.abs(last[0] - first[0]) > 180) {
    const pole = first[1] < 0 ? -85 : 85; // where the map ends
    out.push([last[0], pole], [first[0], pole], first.slice());
  }
  return out;
}

// clip keeps what of a ring lies east (side 1) or west (-1) of a meridian (Sutherland and Hodgman).
function clip(ring, meridian, side) {
  const out = [];
  const inside = (p) => (p[0] - meridian) * side >= 0;
  for (let i = 0; i < ring.length; i++) {
    const a = ring[(i + ring.length - 1) % ring.length];
    const b = ring[i];
    if (inside(a) !== inside(b)) out.push([meridian, a[1] + ((meridian - a[0]) / (b[0] - a[0])) * (b[1] - a[1])]);
    if (inside(b)) out.push(b);
  }
  return out;
}

function closed(ring) {
  const out = rounded(ring);
  if (out.length > 0) {
    const [a, b] = [out[0], out[out.length - 1]];
    if (a[0] !== b[0] || a[1] !== b[1]) out.push(a.slice());
  }
  return out;
}
