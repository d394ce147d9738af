// The ground of the map: MapLibre GL over Natural Earth, as built into the program. Nothing is fetched from elsewhere.

import * as maplibre from "maplibre-gl";
import { type Camera, leastZoom } from "./camera";
import { latOf, lonOf, worldX, worldY } from "./data";
import type { Ink } from "./ink";

export interface Ground {
  camera(): Camera;
  move(to: Camera, animate: boolean): void;
  zoomBy(by: number): void;
  /** Calls back for every frame in which the window moves, and once it rests. */
  onMove(moving: () => void, rested: () => void): void;
  onClick(run: (x: number, y: number) => void): void;
  onPointer(run: (x: number, y: number) => void): void;
  repaint(ink: Ink): void;
  /** Resolves once land is drawn. */
  drawn: Promise<void>;
  canvas: HTMLCanvasElement;
}

/** Closer than this the map says nothing more: places are known to some hundred metres. */
const mostZoom = 15;

export function ground(host: HTMLElement, at: Camera, ink: Ink): Ground {
  const here = (name: string): string => new URL(name, import.meta.url).href;
  maplibre.setWorkerUrl(here("map-worker.js"));
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = new maplibre.Map({
    container: host,
    style: style(ink, here),
    center: [lonOf(at.x), latOf(at.y)],
    zoom: at.zoom,
    minZoom: leastZoom(at.width, at.height),
    maxZoom: mostZoom,
    attributionControl: false, // it stands under the map
    renderWorldCopies: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    fadeDuration: 0,
    pixelRatio: sharpness(),
    canvasContextAttributes: { antialias: false, powerPreference: "low-power" },
    validateStyle: false,
    localIdeographFontFamily: false,
    locale: { "Map.Title": "Map" },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const drawn = new Promise<void>((done) => map.once("load", () => done()));
  // The finer coasts and borders come when there is nothing else to do.
  map.once("idle", () => {
    for (const name of ["land", "borders"]) (map.getSource(name) as maplibre.GeoJSONSource | undefined)?.setData(here(`${name}-50m.json`));
  });

  return {
    drawn,
    canvas: map.getCanvas(),
    camera() {
      const c = map.getCenter();
      return { x: worldX(c.lng), y: worldY(c.lat), zoom: map.getZoom(), width: host.clientWidth, height: host.clientHeight };
    },
    move(to, animate) {
      const options = { center: [lonOf(to.x), latOf(to.y)] as [number, number], zoom: Math.min(mostZoom, to.zoom) };
      if (animate && !still) map.easeTo({ ...options, duration: 350 });
      else map.jumpTo(options);
    },
    zoomBy(by) {
      if (still) map.jumpTo({ zoom: map.getZoom() + by });
      else map.easeTo({ zoom: map.getZoom() + by, duration: 200 });
    },
    onMove(moving, rested) {
      map.on("move", moving);
      map.on("moveend", rested);
      map.on("resize", () => {
        map.setMinZoom(leastZoom(host.clientWidth, host.clientHeight));
        moving();
      });
    },
    onClick(run) {
      map.on("click", (e) => run(e.point.x, e.point.y));
    },
    onPointer(run) {
      map.on("mousemove", (e) => run(e.point.x, e.point.y));
    },
    repaint(next) {
      for (const [layer, name, colour] of paints(next)) map.setPaintProperty(layer, name, colour);
    },
  };
}

// sharpness is how many px of the ground are drawn for one of the page. Without a graphics card each costs the page's thread, which waits for
// the frame: there a little less than all will do, since marks and names are not the ground's.
function sharpness(): number {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const gl = document.createElement("canvas").getContext("webgl2");
  const info = gl?.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = gl && info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : "";
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return typeof name === "string" && /swiftshader|llvmpipe|software|basic render/i.test(name) ? 0.75 * Math.min(1, ratio) : ratio;
}

function paints(ink: Ink): [string, "background-color" | "fill-color" | "line-color", string][] {
  return [
    ["water", "background-color", ink.colour["c-water"]],
    ["land", "fill-color", ink.colour.bg],
    ["coast", "line-color", ink.colour["rule-strong"]],
    ["borders", "line-color", ink.colour["ink-3"]],
  ];
}

function style(ink: Ink, here: (name: string) => string): maplibre.StyleSpecification {
  const { colour } = ink;
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: here("land-110m.json"), maxzoom: 6, tolerance: 0.5, buffer: 16 },
      borders: { type: "geojson", data: here("borders-110m.json"), maxzoom: 6, tolerance: 0.5, buffer: 16 },
    },
    layers: [
      { id: "water", type: "background", paint: { "background-color": colour["c-water"] } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": colour.bg, "fill-antialias": false } },
      { id: "coast", type: "line", source: "land", paint: { "line-color": colour["rule-strong"], "line-width": 0.5 } },
      {
        id: "borders",
        type: "line",
        source: "borders",
        layout: { "line-join": "round" },
        paint: { "line-color": colour["ink-3"], "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.6, 6, 1.4] },
      },
    ],
  };
}
