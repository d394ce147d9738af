// The pictures of the legend that are patterns or marks of the map's own: drawn by the same code, so that they cannot differ.

import { tile, type Pattern } from "./control";
import { type Fill, type Ink, Marks, markHalf, sheet } from "./ink";

/** Draws every <canvas data-key-pattern="…"> and <canvas data-key-mark="family grade fill"> of the page. */
export function paintKey(ink: Ink): void {
  const marks = new Marks(ink);
  for (const canvas of document.querySelectorAll<HTMLCanvasElement>("canvas[data-key-pattern], canvas[data-key-mark]")) {
    const w = canvas.clientWidth || 24;
    const h = canvas.clientHeight || 14;
    canvas.width = Math.ceil(w * ink.ratio);
    canvas.height = Math.ceil(h * ink.ratio);
    const g = canvas.getContext("2d");
    if (!g) continue;
    g.scale(ink.ratio, ink.ratio);
    const pattern = canvas.dataset["keyPattern"];
    if (pattern === "besieged") {
      g.strokeStyle = ink.colour["c-siege"];
      g.lineWidth = 2.5;
      g.setLineDash([8, 4]);
      g.beginPath();
      g.moveTo(0, h / 2);
      g.lineTo(w, h / 2);
      g.stroke();
      continue;
    }
    if (pattern === "count") {
      const picture = marks.count(46);
      g.drawImage(picture, (w - picture.width / ink.ratio) / 2, (h - picture.height / ink.ratio) / 2, picture.width / ink.ratio, picture.height / ink.ratio);
      continue;
    }
    if (pattern === "area") {
      g.strokeStyle = ink.colour.ink;
      g.lineWidth = 1.25;
      g.lineCap = "round";
      g.setLineDash([1.5, 3.5]);
      g.beginPath();
      g.ellipse(w / 2, h / 2, w / 2 - 1.5, h / 2 - 1.5, 0, 0, 7);
      g.stroke();
      continue;
    }
    if (pattern) {
      const fill = g.createPattern(tile(pattern as Pattern, ink), "repeat");
      if (!fill) continue;
      fill.setTransform(new DOMMatrix().scale(1 / ink.ratio));
      g.fillStyle = fill;
      g.fillRect(0, 0, w, h);
      g.strokeStyle = ink.colour["rule-strong"];
      g.strokeRect(0.5, 0.5, w - 1, h - 1);
      continue;
    }
    const [family, grade, fill] = (canvas.dataset["keyMark"] ?? "").split(" ");
    const picture = marks.mark(family ?? "", grade ?? "", (fill ?? "solid") as Fill);
    if (fill === "cross") {
      const [ring, r] = sheet(h, h, ink.ratio);
      r.strokeStyle = ink.colour["ink-2"];
      r.lineWidth = 1.4;
      r.beginPath();
      r.arc(h / 2, h / 2, h / 2 - 1, 0, 7);
      r.stroke();
      g.drawImage(ring, (w - h) / 2, 0, h, h);
    }
    g.drawImage(picture, w / 2 - markHalf, h / 2 - markHalf, markHalf * 2, markHalf * 2);
  }
}
