// Bundles a module of src so that Node can run it.

import { build } from "esbuild";
import { fileURLToPath } from "node:url";

export async function load(path) {
  const out = await build({
    entryPoints: [fileURLToPath(new URL(`../src/${path}`, import.meta.url))],
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "warning",
  });
  return import("data:text/javascript;base64," + Buffer.from(out.outputFiles[0].contents).toString("base64"));
}

// wire is the data of a map with the events given, each at a place of its own: { lat, lon, day, family, precision, km }.
export function wire(events, control) {
  const precisions = ["", "exact", "neighbourhood", "offset", "city", "district", "province", "country"];
  const families = ["fighting", "fires", ""];
  return {
    seq: 1,
    families,
    types: { id: families, family: families.map((_, i) => i) },
    grades: ["confirmed", "single"],
    precisions,
    spots: {
      n: events.map((_, i) => i),
      name: events.map((e, i) => e.name ?? `place ${i}`),
      lat: events.map((e) => e.lat),
      lon: events.map((e) => e.lon),
      precision: events.map((e) => precisions.indexOf(e.precision ?? "exact")),
      km: events.map((e) => e.km ?? 0),
      area: events.map(() => -1),
    },
    areas: [],
    events: {
      spot: events.map((_, i) => i),
      type: events.map((e) => e.family ?? 0),
      grade: events.map(() => 1),
      first: events.map((e) => e.day ?? 0),
      days: events.map((e) => e.days ?? 0),
    },
    control: control ?? { parties: [], sites: { name: [], path: [], lat: [], lon: [], km: [], area: [] }, spells: { site: [], holder: [], status: [], first: [], last: [], fades: [] }, statuses: [] },
    base: 17000,
    days: 100,
  };
}
