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

// round keeps three decimals and drops points that then repeat.
function round(geometry) {
  const line = (ps, least) => {
    const out = [];
    for (const [x, y] of ps) {
      const p = [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000];
      const last = out[out.length - 1];
      if (!last || last[0] !== p[0] || last[1] !== p[1]) out.push(p);
    }
    return out.length >= least ? out : undefined;
  };
  const lines = (ls, least) => ls.map((l) => line(l, least)).filter(Boolean);
  switch (geometry.type) {
    case "Polygon":
      return { type: "Polygon", coordinates: lines(geometry.coordinates, 4) };
    case "MultiPolygon":
      return { type: "MultiPolygon", coordinates: geometry.coordinates.map((p) => lines(p, 4)).filter((p) => p.length > 0) };
    case "MultiLineString":
      return { type: "MultiLineString", coordinates: lines(geometry.coordinates, 2) };
    default:
      throw new Error(`world-atlas holds a ${geometry.type}, which the base map has no use for`);
  }
}
