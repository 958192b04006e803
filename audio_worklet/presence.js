/**
 * The presence: a disc with seven bars, the interviewer, inside a ring of 84 ticks, the candidate. Geometry first,
 * pure; the drawing of it at the end. Whoever owns the animation frame calls `draw`.
 */

export const TICKS = 84;
export const BARS = 7;
const CENTRE = 180;
const RING_RADIUS = 126;
const REST_RADIUS = 88;
const SPEAKING_RADIUS = 98;
const HOLDING_RADIUS = 90;
const TICK_REST = 0.01;
const TICK_MIN = 3;
const TICK_GROWTH = 34;
const BAR_X = [-51, -34, -17, 0, 17, 34, 51];
const BAR_WIDTH = 9;
const CROSSFADE_MS = 420;
const TURN_MS = 2400;
const BREATH_MS = 5000;
const ATTACK_MS = 40;
const RELEASE_MS = 180;
/** Which band moves which bar: the low ones, which carry the voice, in the middle. */
const BAND_OF_BAR = [5, 3, 1, 0, 2, 4, 6];

/** What a state looks like when nothing moves. */
const STILL_BARS = Object.freeze({
  speaking: [26, 54, 82, 60, 96, 46, 22],
  listening: [9, 9, 14, 18, 14, 9, 9],
  rest: [9, 9, 9, 9, 9, 9, 9],
});

const RINGS = [
  { radius: 110, opacity: 1 },
  { radius: 146, opacity: 0.55 },
  { radius: 164, opacity: 0.28 },
];

/** A level that rises in 40 ms and falls in 180 ms. */
export function smooth(previous, target, elapsedMs) {
  const timeConstant = target > previous ? ATTACK_MS : RELEASE_MS;
  return previous + (target - previous) * (1 - Math.exp(-elapsedMs / timeConstant));
}

/** −60 to −12 dBFS as 0 to 1: what people take for silent and for loud. */
export function levelFromRms(rms) {
  if (rms <= 0) return 0;
  const db = 20 * Math.log10(rms);
  return Math.min(1, Math.max(0, (db + 60) / 48));
}

/** A fixed, speech-like pattern of 0 to 1 around the ring; the same seed is the same pattern. */
export function ringPattern(seed) {
  const random = seededRandom(seed);
  const phase = random() * 6;
  const syllables = 0.5 + 0.3 * random();
  const raw = Array.from({ length: TICKS }, (_, index) => {
    const swing = 0.32 + 0.5 * Math.abs(Math.sin(index * syllables + phase));
    return Math.min(1, swing * (0.65 + 0.7 * random()));
  });
  return raw.map((value, index) => (value + raw[(index + 1) % TICKS] * 0.6) / 1.6);
}

function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function discRadius(state) {
  if (state === "speaking") return SPEAKING_RADIUS;
  return state === "holding" ? HOLDING_RADIUS : REST_RADIUS;
}

/** Seven bars as `{x, width, height}`, x from the centre. States with fewer marks lay bars over one another. */
export function barsOf(state, { bands, them, still }) {
  if (state === "thinking") {
    return [-28, -28, 0, 0, 0, 28, 28].map((x) => ({ x, width: 13, height: 13 }));
  }
  if (state === "holding") return BAR_X.map((_, index) => ({ x: index < 4 ? -14 : 14, width: 11, height: 52 }));
  return BAR_X.map((x, index) => ({ x, width: BAR_WIDTH, height: barHeight(state, index, bands, them, still) }));
}

function barHeight(state, index, bands, them, still) {
  if (state === "listening") return STILL_BARS.listening[index];
  if (state !== "speaking") return STILL_BARS.rest[index];
  if (still) return STILL_BARS.speaking[index];
  const band = bands ? bands[BAND_OF_BAR[index]] : (STILL_BARS.speaking[index] / 96) * them;
  return BAR_WIDTH + band * (96 - BAR_WIDTH);
}

/** 84 ticks as `{length, opacity}`; `now` in ms moves what turns and what follows the voice. */
export function ticksOf(state, { you, pattern, now, still }) {
  switch (state) {
    case "listening":
      return pattern.map((value, index) => ({
        length: listeningLength(value, index, still ? 1 : you, now, still),
        opacity: 1,
      }));
    case "thinking":
      return pattern.map((_, index) => thinkingTick(index, still ? 0 : (now % TURN_MS) / TURN_MS));
    case "holding":
      return pattern.map(() => ({ length: TICK_REST, opacity: still ? 0.9 : breath(now) }));
    case "off":
      return pattern.map((_, index) => ({ length: TICK_REST, opacity: index % 6 >= 3 ? 0 : 0.8 }));
    default:
      return pattern.map(() => ({ length: TICK_REST, opacity: 1 }));
  }
}

function listeningLength(value, index, you, now, still) {
  const angle = angleOf(index);
  const drift = still ? 0.6 : 0.6 + now / 1300;
  const lobes = 0.55 + 0.45 * Math.cos(angle * 2 + drift) ** 2;
  return TICK_MIN + value * TICK_GROWTH * lobes * you;
}

/** Ticks fade once around behind a head that turns clockwise. */
function thinkingTick(index, turned) {
  const behind = (((index / TICKS - turned) % 1) + 1) % 1;
  return { length: TICK_REST + Math.max(0, 1 - behind * 2.2) * 7, opacity: Math.max(0.28, 1 - behind * 1.25) };
}

function breath(now) {
  return 0.65 - 0.3 * Math.cos((2 * Math.PI * now) / BREATH_MS);
}

function angleOf(index) {
  return (2 * Math.PI * index) / TICKS - Math.PI / 2;
}

/** Easing of the cross-fade between two states: out, no overshoot. */
export function crossfade(elapsedMs) {
  const part = Math.min(1, Math.max(0, elapsedMs / CROSSFADE_MS));
  return 1 - (1 - part) ** 3;
}

function mixBars(from, to, share) {
  if (share >= 1 || !from) return to;
  const mix = (a, b) => a + (b - a) * share;
  return to.map((bar, index) => ({
    x: mix(from[index].x, bar.x),
    width: mix(from[index].width, bar.width),
    height: mix(from[index].height, bar.height),
  }));
}

const SVG = "http://www.w3.org/2000/svg";

function svgElement(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** One presence in the page. Created once; every frame only sets attributes. */
export class PresenceView {
  constructor(seed) {
    this._pattern = ringPattern(seed);
    this._state = "muted";
    this._since = -Infinity;
    this._fromBars = null;
    this._bars = null;
    this.them = 0;
    this.you = 0;
    this._build();
  }

  _build() {
    this.element = svgElement("svg", { viewBox: "14 14 332 332", role: "img" });
    const pulseColour = { fill: "none", stroke: "var(--gray-a5, #0002)", "stroke-width": 2 };
    this._pulses = RINGS.map(({ radius }) =>
      svgElement("circle", { class: "pulse", cx: CENTRE, cy: CENTRE, r: radius, ...pulseColour }),
    );
    this._ring = svgElement("g", { class: "ringg" });
    this._ticks = Array.from({ length: TICKS }, (_, index) => this._makeTick(index));
    this._disc = svgElement("circle", {
      class: "disc",
      cx: CENTRE,
      cy: CENTRE,
      r: REST_RADIUS,
      "stroke-width": 2.5,
      "stroke-linecap": "round",
    });
    this._barElements = BAR_X.map(() => svgElement("rect", { class: "bar" }));
    this._ring.append(...this._ticks);
    this.element.append(...this._pulses, this._ring, this._disc, ...this._barElements);
    // This loop moves them; a style sheet that animates the same shapes would fight it.
    for (const part of [this._ring, ...this._barElements, ...this._ticks]) part.style.animation = "none";
  }

  _makeTick(index) {
    const angle = angleOf(index);
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    const tick = svgElement("line", {
      class: "tick",
      x1: (CENTRE + RING_RADIUS * x).toFixed(1),
      y1: (CENTRE + RING_RADIUS * y).toFixed(1),
      "stroke-width": 3.2,
      "stroke-linecap": "round",
    });
    tick.direction = [x, y];
    return tick;
  }

  /** `label` describes the picture; the state is also written beside it, in the status line. */
  setState(state, label, now) {
    this.element.setAttribute("aria-label", label);
    if (state === this._state && this._bars) return;
    this._fromBars = this._bars;
    this._since = now;
    this._state = state;
    this.element.setAttribute("class", `presence ${state}`);
    this._disc.setAttribute("r", discRadius(state));
    const isYours = state === "listening" || state === "holding";
    for (const tick of this._ticks) this._paintTick(tick, isYours);
    this._paintDisc(state === "off");
  }

  // Presentation attributes: any style sheet of the page wins over them.

  _paintTick(tick, isYours) {
    tick.setAttribute("class", isYours ? "tick you" : "tick");
    tick.setAttribute("stroke", isYours ? "var(--voice-you, #0f6671)" : "var(--gray-7, #bbb)");
  }

  _paintDisc(isOff) {
    this._disc.setAttribute("fill", isOff ? "none" : "var(--ink, #21201c)");
    this._disc.setAttribute("stroke", isOff ? "var(--gray-9, #888)" : "none");
    this._disc.setAttribute("stroke-dasharray", "5 9");
    const barFill = isOff ? "var(--gray-9, #888)" : "var(--on-ink, #fff)";
    for (const bar of this._barElements) bar.setAttribute("fill", barFill);
  }

  /** One frame. `target` holds the levels of both sides, 0 to 1, and the seven bands or null. */
  draw(now, target, still) {
    const elapsedMs = Math.min(100, now - (this._drawnAt ?? now));
    this._drawnAt = now;
    this.them = smooth(this.them, target.them, elapsedMs);
    this.you = smooth(this.you, target.you, elapsedMs);
    this._writeVariables(target.bands);
    const share = still ? 1 : crossfade(now - this._since);
    const bars = barsOf(this._state, { bands: target.bands, them: this.them, still });
    this._bars = mixBars(this._fromBars, bars, share);
    this._drawBars();
    this._drawTicks(ticksOf(this._state, { you: this.you, pattern: this._pattern, now, still }));
    this._drawPulses(share, still);
  }

  _writeVariables(bands) {
    const style = this.element.style;
    style.setProperty("--level-them", this.them.toFixed(3));
    style.setProperty("--level-you", this.you.toFixed(3));
    bands?.forEach((band, index) => style.setProperty(`--band-${index + 1}`, band.toFixed(3)));
  }

  _drawBars() {
    this._bars.forEach(({ x, width, height }, index) => {
      const bar = this._barElements[index];
      bar.setAttribute("x", (CENTRE + x - width / 2).toFixed(1));
      bar.setAttribute("y", (CENTRE - height / 2).toFixed(1));
      bar.setAttribute("width", width.toFixed(1));
      bar.setAttribute("height", height.toFixed(1));
      bar.setAttribute("rx", (width / 2).toFixed(1));
    });
  }

  _drawTicks(ticks) {
    ticks.forEach(({ length, opacity }, index) => {
      const tick = this._ticks[index];
      const reach = RING_RADIUS + length;
      tick.setAttribute("x2", (CENTRE + reach * tick.direction[0]).toFixed(2));
      tick.setAttribute("y2", (CENTRE + reach * tick.direction[1]).toFixed(2));
      tick.setAttribute("opacity", opacity.toFixed(2));
    });
  }

  /** Tone rings belong to the interviewer's voice and breathe with it. */
  _drawPulses(share, still) {
    const shown = this._state === "speaking" ? share : 0;
    const strength = still ? 1 : 0.35 + 0.65 * this.them;
    this._pulses.forEach((pulse, index) =>
      pulse.setAttribute("opacity", (RINGS[index].opacity * shown * strength).toFixed(2)),
    );
  }
}
