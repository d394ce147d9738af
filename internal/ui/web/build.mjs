// Builds the scripts and the base map of the served pages into ../assets/dist, which the binary embeds.
//
//   node build.mjs            minified, as it is shipped
//   node build.mjs --dev      readable, with source maps
//
// The same sources and lockfile give the same bytes: nothing here depends on the clock or the machine.

import { build } from "esbuild";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { baseMap } from "./basemap.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "assets", "dist");
const dev = process.argv.includes("--dev");

// Files kept in the repository so that the folder is there to embed.
const kept = new Set([".keep"]);

await mkdir(out, { recursive: true });
for (const name of await readdir(out)) {
  if (!kept.has(name)) await rm(join(out, name), { recursive: true });
}

const shared = {
  absWorkingDir: here,
  outdir: out,
  bundle: true,
  target: ["es2022"],
  minify: !dev,
  sourcemap: dev,
  legalComments: "none", // the licences stand whole in licences.txt
  charset: "utf8",
  metafile: true,
  logLevel: "warning",
};

// theme.js runs before the page is drawn, so it is a plain script: modules wait for the whole page.
await build({ ...shared, entryPoints: ["src/theme.ts"], format: "iife" });

const result = await build({
  ...shared,
  entryPoints: ["src/app.ts", "src/api.ts", "src/map.ts"],
  splitting: true,
  format: "esm",
  entryNames: "[name]",
  chunkNames: "chunk-[hash]",
});

// MapLibre's worker is a file of its own, so that the page's policy need not allow scripts from blobs.
await cp(join(here, "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs"), join(out, "map-worker.js"));
await stripSourceMap(join(out, "map-worker.js"));

for (const [name, text] of await baseMap(here)) await writeFile(join(out, name), text);
await writeFile(join(out, "licences.txt"), await licences());

// stripSourceMap drops the link to a source map that is not shipped.
async function stripSourceMap(file) {
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, "\n"));
}

// licences gathers the licence of every package whose code or data is in the output: those that esbuild read, those that
// MapLibre's own bundle names as its dependencies, and the atlas.
async function licences() {
  const names = new Set(["maplibre-gl", "world-atlas"]);
  for (const input of Object.keys(result.metafile.inputs)) {
    const m = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (m) names.add(m[1]);
  }
  const todo = ["maplibre-gl"];
  for (let name = todo.pop(); name; name = todo.pop()) {
    const pkg = await manifest(name);
    for (const dep of Object.keys(pkg?.dependencies ?? {})) {
      if (dep.startsWith("@types/") || names.has(dep)) continue;
      names.add(dep);
      todo.push(dep);
    }
  }
  const parts = [
    "The scripts and the base map that sitrep serves hold code and data of these packages.",
    "Borders and coasts are Natural Earth's, which are in the public domain (naturalearthdata.com), by way of world-atlas.",
  ];
  for (const name of [...names].sort()) {
    const pkg = await manifest(name);
    if (!pkg) continue;
    const dir = join(here, "node_modules", name);
    const file = (await readdir(dir)).sort().find((f) => /^(licen[cs]e|copying)/i.test(f));
    const text = file ? (await readFile(join(dir, file), "utf8")).trim() : `Licence: ${pkg.license}`;
    parts.push(`${name} ${pkg.version} (${pkg.license})\n\n${text}`);
  }
  return parts.join("\n\n" + "-".repeat(72) + "\n\n") + "\n";
}

async function manifest(name) {
  try {
    return JSON.parse(await readFile(join(here, "node_modules", name, "package.json"), "utf8"));
  } catch {
    return undefined;
  }
}
