/** The player on the page: a card with all of an answer, or a bar that comes when a quote is played. */

import { Playback } from "./playback.js";
import { clock, placeMarks } from "./timeline.js";
import { Waveform } from "./waveform.js";

const STEP_MS = 5000;
// A quote is heard from a second before it, and a little past it.
const LEAD_MS = 1000;
const TAIL_MS = 600;
const SPEEDS = [1, 1.25, 1.5, 0.75];
const FIELDS = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";
const ICONS = {
  play: '<path d="M6 4l14 8-14 8z"/>',
  pause: '<rect x="14" y="3" width="5" height="18" rx="1"/><rect x="5" y="3" width="5" height="18" rx="1"/>',
  close: '<path d="M18 6 6 18M6 6l12 12"/>',
};

function glyph(name) {
  return `<svg width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.2"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${ICONS[name]}</svg>`;
}

function make(tag, className, attributes = {}) {
  const element = document.createElement(tag);
  element.className = className;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

export class PlayerView {
  constructor(root) {
    this._root = root;
    this._stopper = new AbortController();
    this._build();
    this._playback = new Playback(this._audio, () => this._show());
    this._wave = new Waveform(this._svg);
    this._resizes = new ResizeObserver(() => this._draw());
    this._resizes.observe(this._svg);
    this._listen();
  }

  /** `props`: clips (see Clip in player.py), kind (card or bar). */
  update({ clips, kind }) {
    const key = JSON.stringify([kind, clips.map((clip) => [clip.url, clip.marks.length])]);
    if (key === this._key) return;
    this._key = key;
    this._kind = kind;
    this._clips = clips;
    this._root.className = kind === "bar" ? "player" : "player-card";
    this._root.hidden = kind === "bar" || clips.length === 0;
    this._about.hidden = kind !== "bar";
    this._hint.hidden = this._kind === "bar";
    this._close.hidden = kind !== "bar";
    this._choose(kind === "bar" ? [] : clips);
  }

  destroy() {
    this._stopper.abort();
    this._resizes.disconnect();
    this._playback.pause();
    this._audio.removeAttribute("src");
    this._root.replaceChildren();
  }

  // ---- parts

  _build() {
    this._audio = make("audio", "", { preload: "none" });
    this._play = make("button", "play", { type: "button" });
    this._about = make("div", "player-about t1");
    this._times = make("div", "num player-times");
    this._hint = make("div", "t1 sub player-hint");
    this._hint.textContent = "Arrow keys move five seconds";
    const words = make("div", "player-words");
    words.append(this._about, this._times, this._hint);
    this._svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    this._svg.setAttribute("class", "wave player-wave");
    this._svg.setAttribute("aria-hidden", "true");
    this._slider = make("div", "player-slider", { role: "slider", tabindex: "0", "aria-label": "Place in the recording" });
    this._slider.append(this._svg);
    this._marks = make("ul", "player-marks", { "aria-label": "Pauses and fillers" });
    const track = make("div", "player-track");
    track.append(this._slider, this._marks);
    this._speed = make("button", "btn sm ghost num player-speed", { type: "button" });
    this._close = make("button", "btn sm icon ghost", { type: "button", "aria-label": "Close the player" });
    this._close.innerHTML = glyph("close");
    this._root.setAttribute("role", "region");
    this._root.setAttribute("aria-label", "Player");
    this._root.append(this._audio, this._play, words, track, this._speed, this._close);
  }

  _listen() {
    const on = (target, type, call) => target.addEventListener(type, call, { signal: this._stopper.signal });
    on(this._play, "click", () => this._playback.toggle());
    on(this._close, "click", () => this._leave());
    on(this._speed, "click", () => this._nextSpeed());
    on(this._slider, "pointerdown", (event) => this._seekTo(event));
    on(this._root, "keydown", (event) => this._key_(event));
    on(document, "click", (event) => this._clicked(event));
    on(document, "keydown", (event) => this._browse(event));
  }

  // ---- what is played

  _choose(clips) {
    this._playback.load(clips);
    this._span = { fromMs: 0, toMs: this._playback.totalMs };
    this._draw();
    this._listMarks();
    this._show();
  }

  _clicked(event) {
    const asked = event.target.closest?.("[data-play-entry]");
    if (!asked) return;
    const orderIndex = Number(asked.dataset.playEntry);
    if (!this._clips?.some((clip) => clip.order_index === orderIndex)) return;
    if (this._asked === asked && this._playback.isPlaying) {
      this._playback.pause();
      return;
    }
    this._ask(asked, orderIndex);
  }

  _ask(asked, orderIndex) {
    if (this._kind === "bar") this._openBar(asked, orderIndex);
    const startMs = Number(asked.dataset.playFrom) || 0;
    const fromMs = this._playback.momentOf(orderIndex, Math.max(0, startMs - LEAD_MS));
    const endMs = Number(asked.dataset.playTo) || 0;
    const toMs = endMs > startMs ? this._playback.momentOf(orderIndex, endMs + TAIL_MS) : null;
    if (this._kind === "bar" && toMs !== null) this._span = { fromMs, toMs };
    this._mark(asked);
    this._draw();
    this._playback.playBetween(fromMs, toMs);
  }

  _openBar(asked, orderIndex) {
    this._root.hidden = false;
    this._playback.load(this._clips.filter((clip) => clip.order_index === orderIndex));
    this._span = { fromMs: 0, toMs: this._playback.totalMs };
    this._about.textContent = asked.dataset.playName ?? "";
    this._listMarks();
  }

  _leave() {
    this._playback.pause();
    this._root.hidden = true;
    this._asked?.focus();
    this._mark(null);
  }

  _mark(asked) {
    this._asked?.removeAttribute("data-playing");
    this._asked = asked;
  }

  // ---- pointer and keys

  _seekTo(event) {
    const box = this._slider.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    this._playback.seek(this._span.fromMs + share * (this._span.toMs - this._span.fromMs));
  }

  _key_(event) {
    const moves = { ArrowLeft: -STEP_MS, ArrowRight: STEP_MS };
    if (event.key in moves) {
      this._playback.seek(this._playback.positionMs + moves[event.key]);
    } else if (event.key === " " && (event.target === this._slider || event.target === this._root)) {
      this._playback.toggle();
    } else if (event.key === "Home" && event.target === this._slider) {
      this._playback.seek(this._span.fromMs);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** J and K go to the next and the previous thing that can be heard. */
  _browse(event) {
    const step = { j: 1, k: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(FIELDS)) return;
    const all = [...document.querySelectorAll("[data-play-entry]")].filter((each) => each.offsetParent !== null);
    const at = all.indexOf(document.activeElement);
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
    next?.focus();
  }

  _nextSpeed() {
    this._playback.setSpeed(SPEEDS[(SPEEDS.indexOf(this._playback.speed) + 1) % SPEEDS.length]);
  }

  // ---- drawing

  _draw() {
    this._wave.draw(this._playback.placed, placeMarks(this._playback.placed), this._span ?? { fromMs: 0, toMs: 0 });
    this._wave.play(this._playback.positionMs);
  }

  _listMarks() {
    const total = this._playback.totalMs;
    const marks = this._kind === "bar" ? [] : placeMarks(this._playback.placed);
    this._marks.hidden = marks.length === 0;
    this._marks.replaceChildren(...marks.map((mark) => this._markItem(mark, total)));
  }

  _markItem(mark, total) {
    const item = make("li", `player-mark ${mark.kind}`);
    const middle = mark.kind === "pause" ? (mark.fromMs + mark.toMs) / 2 : mark.fromMs;
    item.style.setProperty("--at", `${((middle / total) * 100).toFixed(2)}%`);
    const button = make("button", "", { type: "button" });
    button.textContent = mark.label;
    const what = mark.kind === "pause" ? "Pause of" : "Filler";
    button.setAttribute("aria-label", `${what} ${mark.label} at ${clock(mark.fromMs)}`);
    button.addEventListener("click", () => this._playback.playBetween(Math.max(0, mark.fromMs - LEAD_MS), null));
    item.append(button);
    return item;
  }

  _show() {
    const { isPlaying, positionMs, totalMs, speed } = this._playback;
    this._play.innerHTML = glyph(isPlaying ? "pause" : "play");
    this._play.setAttribute("aria-label", isPlaying ? "Pause" : "Play");
    this._times.textContent = `${clock(positionMs)} of ${clock(totalMs)}`;
    this._speed.textContent = `${speed}×`;
    this._speed.setAttribute("aria-label", `Speed ${speed}`);
    this._slider.setAttribute("aria-valuemin", "0");
    this._slider.setAttribute("aria-valuemax", String(Math.round(totalMs / 1000)));
    this._slider.setAttribute("aria-valuenow", String(Math.round(positionMs / 1000)));
    this._slider.setAttribute("aria-valuetext", this._times.textContent);
    this._wave.play(positionMs);
    if (this._asked) this._asked.toggleAttribute("data-playing", isPlaying);
  }
}
