// Colours and marks, drawn once a theme and kept as pictures.

/** The colours of tokens.css that the map draws with. */
const tokens = [
  "bg", "surface", "sunk", "rule", "rule-strong", "ink", "ink-2", "ink-3", "focus", "select",
  "f-fighting", "f-fires", "f-territory", "f-harm", "f-displacement", "f-politics", "f-means",
  "c-a", "c-a-ink", "c-b", "c-b-ink", "c-edge", "c-water", "c-siege",
] as const;

export type Token = (typeof tokens)[number];

export interface Ink {
  colour: Record<Token, string>;
  font: string;
  ratio: number;
}

/** Reads the colours as the theme has them now. A token is light-dark(): what it stands for only an element can tell. */
export function readInk(host: HTMLElement): Ink {
  const probe = document.createElement("span");
  probe.hidden = true;
  host.append(probe);
  const colour = {} as Record<Token, string>;
  for (const t of tokens) {
    probe.style.color = `var(--${t})`;
    colour[t] = getComputedStyle(probe).color;
  }
  probe.style.fontFamily = "var(--font-ui)";
  const font = getComputedStyle(probe).fontFamily;
  probe.remove();
  return { colour, font, ratio: Math.min(3, window.devicePixelRatio || 1) };
}

/** Half the width of a mark's picture, in px. */
export const markHalf = 10;

/** The shapes of the families, as the sprite of the pages has them, in a box of 12 about the middle. */
const shapes: Record<string, string> = {
  fighting: "M-4.5-4.5h9v9h-9z",
  fires: "M0-5.2 5.6 5H-5.6z",
  territory: "M0-6l6 6-6 6-6-6z",
  harm: "M5 0a5 5 0 1 1-10 0 5 5 0 1 1 10 0z",
  displacement: "M-5.5-5H.7L6 0 .7 5h-6.2L-2.3 0z",
  politics: "M5.2 0a5.2 5.2 0 1 1-10.4 0 5.2 5.2 0 1 1 10.4 0zM3 0a3 3 0 1 0-6 0 3 3 0 1 0 6 0z",
  means: "M-1.7-5.7h3.4v4h4v3.4h-4v4h-3.4v-4h-4v-3.4h4z",
};

/** Whether an event is drawn solid (an exact place), hollow (a quarter) or as the cross of an offset. */
export type Fill = "solid" | "hollow" | "cross";

/** Marks gives the pictures of marks, each drawn once. */
export class Marks {
  private readonly pictures = new Map<string, HTMLCanvasElement>();
  private readonly counts = new Map<string, HTMLCanvasElement>();

  constructor(readonly ink: Ink) {}

  /** The mark of an event. The edge tells the grade: none for one origin, ink for two or more, heavy ink for confirmed, half of it paper for contested, struck through for discounted. */
  mark(family: string, grade: string, fill: Fill): HTMLCanvasElement {
    const key = `${family} ${grade} ${fill}`;
    let c = this.pictures.get(key);
    if (!c) {
      c = this.draw(family, grade, fill);
      this.pictures.set(key, c);
    }
    return c;
  }

  private draw(family: string, grade: string, fill: Fill): HTMLCanvasElement {
    const { colour, ratio } = this.ink;
    const [canvas, g] = sheet(markHalf * 2, markHalf * 2, ratio);
    const own = colour[`f-${family}` as Token] ?? colour["ink-2"];
    g.translate(markHalf, markHalf);
    if (fill === "cross") {
      g.strokeStyle = own;
      g.lineWidth = 1.75;
      g.stroke(new Path2D("M-5 0h10M0-5v10"));
      return canvas;
    }
    const path = new Path2D(shapes[family] ?? "M4 0a4 4 0 1 1-8 0 4 4 0 1 1 8 0z");
    const firm = grade === "corroborated" || grade === "confirmed";
    g.lineJoin = "round";
    // Paper around the mark keeps it apart from what lies under it.
    g.strokeStyle = colour.surface;
    g.lineWidth = firm ? (grade === "confirmed" ? 6.5 : 5) : 3;
    g.stroke(path);
    if (firm) {
      g.strokeStyle = colour.ink;
      g.lineWidth = grade === "confirmed" ? 5 : 3;
      g.stroke(path);
    }
    if (fill === "hollow") {
      g.fillStyle = colour.surface;
      g.fill(path, "nonzero");
      g.strokeStyle = own;
      g.lineWidth = 2;
      g.stroke(path);
    } else {
      g.fillStyle = own;
      g.fill(path, "evenodd");
    }
    if (grade === "contested") {
      g.save();
      g.beginPath();
      g.rect(0, -markHalf, markHalf, markHalf * 2);
      g.clip();
      g.fillStyle = colour.surface;
      g.fill(path, "evenodd");
      g.restore();
      g.strokeStyle = own;
      g.lineWidth = 1.5;
      g.stroke(path);
    }
    if (grade === "discounted") {
      g.strokeStyle = colour.surface;
      g.lineWidth = 4;
      g.stroke(new Path2D("M-7 7 7-7"));
      g.strokeStyle = colour.ink;
      g.lineWidth = 1.5;
      g.stroke(new Path2D("M-7 7 7-7"));
    }
    return canvas;
  }

  /** The square of a count. */
  count(n: number): HTMLCanvasElement {
    const text = short(n);
    const key = text;
    let c = this.counts.get(key);
    if (!c) {
      const { colour, font, ratio } = this.ink;
      const size = n < 10 ? 18 : n < 100 ? 22 : n < 1000 ? 27 : n < 10000 ? 32 : 36;
      const width = Math.max(size, 7 * text.length + 8);
      const [canvas, g] = sheet(width + 2, size + 2, ratio);
      g.fillStyle = colour.surface;
      g.fillRect(1, 1, width, size);
      g.strokeStyle = colour["ink-2"];
      g.lineWidth = 1.25;
      g.strokeRect(1.5, 1.5, width - 1, size - 1);
      g.fillStyle = colour.ink;
      g.font = `600 ${n < 100 ? 11.5 : 12}px ${font}`;
      g.textAlign = "center";
      g.textBaseline = "middle";
      g.fillText(text, width / 2 + 1, size / 2 + 1.5);
      c = canvas;
      this.counts.set(key, c);
    }
    return c;
  }
}

/** A count as it is written in its square: 980, 1.2k, 14k. */
export function short(n: number): string {
  if (n < 1000) return String(n);
  if (n < 9950) return (n / 1000).toFixed(1).replace(/\.0$/, "") + "k";
  return Math.round(n / 1000) + "k";
}

/** A canvas of a size in px, drawn in px. */
export function sheet(width: number, height: number, ratio: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * ratio);
  canvas.height = Math.ceil(height * ratio);
  const g = canvas.getContext("2d");
  if (!g) throw new Error("this browser draws no pictures");
  g.scale(ratio, ratio);
  return [canvas, g];
}
