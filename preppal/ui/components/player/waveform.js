/** Draws a waveform into an SVG at its real width: bars, rest dots, pauses, fillers, and how far it has played. */

import { bars } from "./timeline.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const STEP_PX = 6;
const BAR_PX = 3;
const FULL = 0.92;

function shape(name, attributes) {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function paths(levels, height) {
  let voice = "";
  let rest = "";
  levels.forEach((level, index) => {
    const x = index * STEP_PX + BAR_PX;
    const length = level > 0 ? Math.max(1, level * height * FULL - BAR_PX) : 0.01;
    const stroke = `M${x} ${((height - length) / 2).toFixed(1)}v${length.toFixed(1)}`;
    if (level > 0) voice += stroke;
    else rest += stroke;
  });
  return { voice, rest };
}

let drawn = 0;

export class Waveform {
  constructor(svg) {
    this._svg = svg;
    drawn += 1;
    this._clipId = `played-${drawn}`;
  }

  /** `span`: {fromMs, toMs}; pauses and fillers come from `marks`. */
  draw(placed, marks, span) {
    const width = this._svg.clientWidth;
    const height = this._svg.clientHeight;
    if (!width || span.toMs <= span.fromMs) return;
    this._span = span;
    this._width = width;
    const place = (ms) => ((ms - span.fromMs) / (span.toMs - span.fromMs)) * width;
    const { voice, rest } = paths(bars(placed, span.fromMs, span.toMs, Math.floor(width / STEP_PX)), height);
    this._played = shape("rect", { x: -BAR_PX, y: 0, width: 0, height });
    const clip = shape("clipPath", { id: this._clipId });
    clip.append(this._played);
    this._head = shape("line", { class: "player-head", y1: 0, y2: height });
    const stroke = { fill: "none", "stroke-width": BAR_PX, "stroke-linecap": "round" };
    this._svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this._svg.replaceChildren(
      clip,
      ...marks.map((mark) => this._mark(mark, place, height)),
      shape("path", { d: rest, class: "w-rest", ...stroke }),
      shape("path", { d: voice, class: "w-soft", ...stroke }),
      shape("path", { d: voice, class: "w-you", "clip-path": `url(#${this._clipId})`, ...stroke }),
      this._head,
    );
  }

  _mark(mark, place, height) {
    if (mark.kind === "pause") {
      const width = Math.max(4, place(mark.toMs) - place(mark.fromMs));
      return shape("rect", { class: "pause", x: place(mark.fromMs), y: 0, width, height, rx: 6 });
    }
    const x = place(mark.fromMs);
    return shape("line", { class: "filler-line", x1: x, x2: x, y1: 0, y2: height });
  }

  /** Everything before `ms` has been heard. */
  play(ms) {
    if (!this._span) return;
    const share = (ms - this._span.fromMs) / (this._span.toMs - this._span.fromMs);
    const x = Math.max(0, Math.min(1, share)) * this._width;
    this._played.setAttribute("width", String(x + BAR_PX));
    this._head.setAttribute("x1", String(x));
    this._head.setAttribute("x2", String(x));
  }
}
