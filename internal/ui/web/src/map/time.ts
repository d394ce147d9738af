// The days of the map: a slider over the days of the scope, how many of them show at a time, and play.

import { dayWords, isoDay, type MapData, undated } from "./data";

export interface Days {
  /** The last day that shows; null for the whole period. */
  day: number | null;
  /** How many days show. */
  span: number;
}

export class TimeBar {
  private readonly slider: HTMLInputElement;
  private readonly span: HTMLSelectElement;
  private readonly play: HTMLButtonElement;
  private readonly out: HTMLOutputElement;
  private readonly bars: HTMLCanvasElement | null;
  private timer = 0;
  private counts = new Int32Array(0);

  constructor(
    private readonly root: HTMLElement,
    private readonly data: MapData,
    start: Days,
    private readonly change: (d: Days) => void,
  ) {
    this.slider = part(root, "input[type=range]");
    this.span = part(root, "select");
    this.play = part(root, "button");
    this.out = part(root, "output");
    this.bars = root.querySelector("canvas");
    const last = Math.max(0, data.wire.days - 1);
    this.slider.min = "0";
    this.slider.max = String(last);
    this.slider.step = "1";
    this.slider.value = String(start.day ?? last);
    const span = start.day === null ? 0 : start.span;
    if (![...this.span.options].some((o) => o.value === String(span))) this.span.add(new Option(`${span} days`, String(span)));
    this.span.value = String(span);
    this.root.hidden = data.wire.days < 2;
    this.say();

    this.slider.addEventListener("input", () => {
      this.stop();
      this.step();
    });
    this.span.addEventListener("change", () => {
      this.stop();
      this.emit();
    });
    this.play.addEventListener("click", () => (this.timer ? this.stop() : this.start()));
  }

  get value(): Days {
    const span = Number(this.span.value);
    return span === 0 ? { day: null, span: 0 } : { day: Number(this.slider.value), span };
  }

  get playing(): boolean {
    return this.timer !== 0;
  }

  /** How many events there are in each column. They are counted once for a width, and not whenever the slider moves. */
  private counted(columns: number, days: number): Int32Array {
    if (this.counts.length === columns) return this.counts;
    const counts = new Int32Array(columns);
    const { events } = this.data;
    for (let i = 0; i < events.count; i++) {
      const day = events.last[i] as number;
      if ((events.first[i] as number) === undated) continue;
      const c = Math.min(columns - 1, Math.max(0, Math.floor((day / days) * columns)));
      counts[c] = (counts[c] as number) + 1;
    }
    this.counts = counts;
    return counts;
  }

  /** Draws how many events there are of each day, over the slider. */
  draw(colour: string, on: string): void {
    const canvas = this.bars;
    if (!canvas || canvas.clientWidth === 0) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const w = canvas.clientWidth;
    const h = canvas.clientHeight;
    canvas.width = w * ratio;
    canvas.height = h * ratio;
    const g = canvas.getContext("2d");
    if (!g) return;
    g.scale(ratio, ratio);
    const days = Math.max(1, this.data.wire.days);
    const columns = Math.min(days, Math.floor(w / 2));
    const counts = this.counted(columns, days);
    // The root keeps days with few events in sight beside one with very many.
    const most = Math.sqrt(Math.max(1, ...counts));
    const { day, span } = this.value;
    for (let c = 0; c < columns; c++) {
      const height = (Math.sqrt(counts[c] as number) / most) * (h - 1);
      const from = (c / columns) * days;
      const to = ((c + 1) / columns) * days;
      g.fillStyle = day !== null && to > day - span + 1 && from <= day ? on : colour;
      g.fillRect((c / columns) * w, h - height, Math.max(1, w / columns - 0.5), height);
    }
  }

  private step(): void {
    // One who moves the slider wants less than the whole period.
    if (this.span.value === "0") this.span.value = this.data.wire.days > 120 ? "30" : this.data.wire.days > 14 ? "7" : "1";
    this.emit();
  }

  private emit(): void {
    this.say();
    this.change(this.value);
  }

  private say(): void {
    const { day, span } = this.value;
    const wire = this.data.wire;
    let text: string;
    if (day === null) text = wire.days > 0 ? `${dayWords(wire, 0)} to ${dayWords(wire, wire.days - 1)}` : "";
    else if (span === 1) text = dayWords(wire, day);
    else text = `${dayWords(wire, Math.max(0, day - span + 1))} to ${dayWords(wire, day)}`;
    this.out.value = text;
    this.slider.setAttribute("aria-valuetext", text);
    this.slider.title = day === null ? "" : isoDay(wire, day);
  }

  private start(): void {
    const last = Number(this.slider.max);
    if (this.span.value === "0") this.span.value = last > 120 ? "30" : last > 14 ? "7" : "1";
    if (Number(this.slider.value) >= last) this.slider.value = "0";
    // A period plays in about half a minute, a day at a time where it is short.
    const by = Math.max(1, Math.round(last / 150));
    this.play.textContent = "Pause";
    this.timer = window.setInterval(() => {
      const next = Math.min(last, Number(this.slider.value) + by);
      this.slider.value = String(next);
      this.emit();
      if (next >= last) this.stop();
    }, 200);
    this.emit();
  }

  private stop(): void {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = 0;
    this.play.textContent = "Play";
    this.change(this.value);
  }
}

function part<E extends Element>(root: HTMLElement, selector: string): E {
  const e = root.querySelector<E>(selector);
  if (!e) throw new Error(`the map's page lacks ${selector}`);
  return e;
}
