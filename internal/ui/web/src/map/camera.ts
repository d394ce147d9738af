// What part of the world is in the window. Nothing is turned or tilted, so that the map's own positions are a sum.

export interface Camera {
  /** The middle, in units of the world. */
  x: number;
  y: number;
  zoom: number;
  /** px */
  width: number;
  height: number;
}

/** px to a unit of the world. */
export function scaleOf(c: Camera): number {
  return 512 * 2 ** c.zoom;
}

/** The camera that holds a box of the world, with some room around it. */
export function fit(west: number, north: number, east: number, south: number, width: number, height: number, room = 48, most = 12): Camera {
  const w = Math.max(east - west, 1e-9);
  const h = Math.max(south - north, 1e-9);
  const zoom = Math.min(most, Math.log2(Math.min(Math.max(50, width - 2 * room) / w, Math.max(50, height - 2 * room) / h) / 512));
  return { x: (west + east) / 2, y: (north + south) / 2, zoom: Math.max(leastZoom(width, height), zoom), width, height };
}

/** The zoom at which the world fills a window. */
export function leastZoom(width: number, height: number): number {
  return Math.max(0, Math.log2(Math.max(width, height) / 512));
}
