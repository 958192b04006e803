/**
 * Draws the conversation in the page's slots: words when they change, levels and presence once per animation frame,
 * nothing while the page is hidden. Outside React, so a busy page does not shake it.
 */

import * as words from "./live_words.js";
import { PageSlots, canonical } from "./page_slots.js";
import { PresenceView, levelFromRms, ringPattern, smooth } from "./presence.js";

const METER_BARS = 54;
const LEVEL_BARS = [7, 14, 19, 11, 6];
const LEVEL_REST_PX = 4;
const HOT_FROM = 0.9;
const STILL_EVERY_MS = 250;
const CLOCK_EVERY_MS = 500;

/** States in which the interview's time stands still. */
const PAUSED = new Set(["connecting", "needs_gesture", "reconnecting"]);
const PRESENCE_STATES = Object.freeze({
  speaking: "speaking",
  listening: "listening",
  thinking: "thinking",
  holding: "holding",
  reconnecting: "off",
});

export class LiveView {
  constructor() {
    this._model = {
      state: "idle",
      isMuted: false,
      captionsOn: true,
      interviewer: "The interviewer",
      statusTexts: {},
      seed: 1,
      durationSeconds: 0,
      network: null,
      ...nothingSaid(),
    };
    this._rms = { you: 0, them: 0 };
    this._youLevel = 0;
    this._presences = new Map();
    this._pattern = ringPattern(3);
    this._reduced = matchMedia("(prefers-reduced-motion: reduce)");
    this._slots = new PageSlots(() => this._fillAll());
    this._onVisibility = () => this._startFrames();
    document.addEventListener("visibilitychange", this._onVisibility);
    this._ticker = setInterval(() => this._fill("clock", "elapsed"), CLOCK_EVERY_MS);
    this._startFrames();
    this._fillAll();
  }

  stop() {
    this._slots.stop();
    clearInterval(this._ticker);
    cancelAnimationFrame(this._frame);
    document.removeEventListener("visibilitychange", this._onVisibility);
    for (const name of Object.keys(document.documentElement.dataset)) {
      if (name.startsWith("interview") && name !== "interviewMotion") delete document.documentElement.dataset[name];
    }
  }

  /** Where the seven bands of the interviewer's voice come from; null when there is no sound. */
  bands = () => null;

  // ---- what is known

  setStyle({ interviewer, statusTexts, seed, durationSeconds }) {
    Object.assign(this._model, { interviewer, statusTexts, seed, durationSeconds });
    this._fill("status", "presence", "elapsed");
  }

  setState(state) {
    if (state === "speaking" && this._model.state !== "speaking") this._model.candidate = { text: "", stable: 0 };
    this._stopOrGo(PAUSED.has(state) || state === "ended");
    this._model.state = state;
    this.mark("state", state);
    this._fill("status", "presence", "caption", "clock");
  }

  setMuted(isMuted) {
    this._model.isMuted = isMuted;
    this.mark("muted", String(isMuted));
    this._fillToggles();
    this._fill("status", "presence");
  }

  setCaptions(captionsOn) {
    this._model.captionsOn = captionsOn;
    this.mark("captions", captionsOn ? "on" : "off");
    this._fillToggles();
  }

  /** What another conversation has left. */
  forgetWords() {
    Object.assign(this._model, nothingSaid());
    this._fillAll();
  }

  setCandidateCaption(text) {
    const stable = words.stableLength(this._model.candidate.text, text);
    this._model.candidate = { text, stable };
    this._fill("caption");
  }

  setInterviewerCaption(text) {
    this._model.interviewerText = text;
    this._fill("caption_interviewer");
  }

  setQuestion(question) {
    Object.assign(this._model.question, question);
    this._fill("question", "question_count", "question_segments");
  }

  setTimeLeft(secondsLeft) {
    const isPaused = PAUSED.has(this._model.state);
    this._model.clock = { secondsLeft, at: performance.now(), isPaused };
    this._fill("clock", "elapsed");
  }

  setNetwork(report) {
    this._model.network = report;
    this.mark("network", report.verdict);
    this._fill("network");
  }

  setLink(link) {
    this._model.link = link;
    this._fill("connection");
  }

  setLevel(side, rms) {
    this._rms[side] = rms;
  }

  /** Mirrors a fact on <html> for style sheets; null takes it away. */
  mark(name, value) {
    const key = `data-interview-${name}`;
    if (value === null) document.documentElement.removeAttribute(key);
    else document.documentElement.setAttribute(key, value);
  }

  get secondsLeft() {
    const clock = this._model.clock;
    if (!clock) return null;
    const passed = clock.isPaused ? 0 : (performance.now() - clock.at) / 1000;
    return Math.max(0, clock.secondsLeft - passed);
  }

  get questionText() {
    return this._model.question.text || this._model.interviewerText;
  }

  announce(text) {
    const places = this._slots.all("announcer");
    if (places.length === 0) {
      document.body.append(makeAnnouncer());
      this._slots.forget();
    }
    for (const place of this._slots.all("announcer")) place.textContent = text;
  }

  slot(name) {
    return this._slots.all(name)[0] ?? null;
  }

  setAnswerWords(count) {
    for (const element of this._slots.all("answer_words")) write(element, String(count));
  }

  _stopOrGo(isPaused) {
    const clock = this._model.clock;
    if (clock && clock.isPaused !== isPaused) {
      this._model.clock = { secondsLeft: this.secondsLeft, at: performance.now(), isPaused };
    }
  }

  // ---- words

  _fillAll() {
    this._fill(...Object.keys(this._writers));
    this._fillToggles();
  }

  _fill(...names) {
    for (const name of names) for (const element of this._slots.all(name)) this._writers[name](element, this._model);
  }

  _writers = {
    status: (element, model) => {
      const isMuted = model.isMuted && (model.state === "listening" || model.state === "holding");
      const [title, detail] = words.statusText(isMuted ? "muted" : model.state, model.statusTexts, model.interviewer);
      element.setAttribute("role", "status");
      writeParts(element, [
        ["b", "title", title],
        ["span", "detail", detail],
      ]);
    },
    caption: (element, { candidate }) => {
      const shown = words.captionTail(candidate.text);
      const hidden = candidate.text.length - shown.length;
      const stable = Math.max(0, candidate.stable - hidden);
      element.setAttribute("aria-live", "off");
      writeParts(element, [
        ["span", "said", shown.slice(0, stable)],
        ["span", "interim", shown.slice(stable), "interim"],
      ]);
    },
    caption_interviewer: (element, { interviewerText }) => {
      element.setAttribute("aria-live", "polite");
      grow(element, interviewerText);
    },
    question: (element, { question }) => write(element, question.text),
    question_count: (element, { question }) => write(element, words.questionCount(question.index, question.count)),
    question_segments: (element, { question }) => {
      fillWith(element, question.count);
      [...element.children].forEach((segment, index) => {
        segment.className = index + 1 < question.index ? "d" : index + 1 === question.index ? "n" : "";
      });
    },
    clock: (element, model) => {
      if (!model.clock) {
        element.replaceChildren();
        return;
      }
      const { prefix, value, unit } = words.clockText(this.secondsLeft, model.state === "reconnecting");
      writeParts(element, [
        ["span", "prefix", prefix],
        ["span", "value", value],
        ["span", "unit", unit],
      ]);
    },
    elapsed: (element, model) => {
      if (model.clock && model.durationSeconds) {
        write(element, words.minutesAndSeconds(model.durationSeconds - this.secondsLeft));
      }
    },
    network: (element, { network }) => network && write(element, words.networkText(network)),
    connection: (element, { link }) => write(element, words.connectionText(link.link, link.tries)),
    presence: (element, model) => this._fillPresence(element, model),
    meter: (element) => element.childElementCount > 0 || fillWith(element, METER_BARS),
    level: (element) => element.childElementCount > 0 || fillWith(element, LEVEL_BARS.length),
  };

  _fillPresence(element, model) {
    let presence = this._presences.get(element);
    if (!presence || presence.seed !== model.seed || !element.contains(presence.view.element)) {
      presence = { seed: model.seed, view: new PresenceView(model.seed) };
      this._presences.set(element, presence);
      element.replaceChildren(presence.view.element);
    }
    const isMuted = model.isMuted && model.state === "listening";
    const [title] = words.statusText(isMuted ? "muted" : model.state, model.statusTexts, model.interviewer);
    const state = isMuted ? "muted" : (PRESENCE_STATES[model.state] ?? "muted");
    presence.view.setState(state, title || model.interviewer, performance.now());
  }

  _fillToggles() {
    for (const element of document.querySelectorAll("[data-interview-command]")) {
      const command = canonical(element.getAttribute("data-interview-command"));
      if (command === "toggle_mute") element.setAttribute("aria-pressed", String(this._model.isMuted));
      if (command === "toggle_captions") element.setAttribute("aria-pressed", String(this._model.captionsOn));
    }
  }

  // ---- frames

  get _isStill() {
    return this._reduced.matches || document.documentElement.dataset.interviewMotion === "reduced";
  }

  _startFrames() {
    cancelAnimationFrame(this._frame);
    if (document.visibilityState === "visible") this._frame = requestAnimationFrame((now) => this._drawFrame(now));
  }

  _drawFrame(now) {
    this._frame = requestAnimationFrame((next) => this._drawFrame(next));
    const isStill = this._isStill;
    const elapsedMs = now - (this._drawnAt ?? now);
    if (isStill && this._drawnAt !== undefined && elapsedMs < STILL_EVERY_MS) return;
    this._drawnAt = now;
    const you = this._model.isMuted ? 0 : levelFromRms(this._rms.you);
    this._youLevel = smooth(this._youLevel, you, Math.min(elapsedMs, 300));
    this._drawPresences(now, { you, them: levelFromRms(this._rms.them), bands: this.bands() }, isStill);
    for (const element of this._slots.all("level")) drawLevel(element, this._youLevel);
    for (const element of this._slots.all("meter")) drawMeter(element, this._youLevel, this._pattern);
  }

  _drawPresences(now, target, isStill) {
    for (const [element, { view }] of this._presences) {
      if (!element.isConnected) this._presences.delete(element);
      else view.draw(now, target, isStill);
    }
  }
}

function nothingSaid() {
  return {
    candidate: { text: "", stable: 0 },
    interviewerText: "",
    question: { index: 0, count: 0, text: "" },
    clock: null,
    link: { link: "", tries: 0 },
  };
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Children made once and then only given new text, so that a screen reader hears changes and not rebuilding. */
function writeParts(element, parts) {
  if (element.childElementCount !== parts.length) {
    element.replaceChildren(...parts.map(([tag, name, , className]) => makePart(tag, name, className)));
  }
  parts.forEach(([, , text], index) => write(element.children[index], text));
}

function makePart(tag, name, className) {
  const part = document.createElement(tag);
  part.setAttribute("data-interview-part", name);
  if (className) part.className = className;
  return part;
}

/** Appends what is new, so that a live region speaks only that. */
function grow(element, text) {
  const shown = element.textContent;
  if (shown === text) return;
  if (shown !== "" && text.startsWith(shown)) {
    const added = document.createElement("span");
    added.textContent = text.slice(shown.length);
    element.append(added);
  } else {
    element.textContent = text;
  }
}

function fillWith(element, count) {
  while (element.childElementCount < count) element.append(document.createElement("i"));
  while (element.childElementCount > count) element.lastElementChild.remove();
}

function drawLevel(element, level) {
  [...element.children].forEach((bar, index) => {
    const tallest = LEVEL_BARS[index % LEVEL_BARS.length];
    bar.style.height = `${(LEVEL_REST_PX + Math.max(0, tallest - LEVEL_REST_PX) * level).toFixed(1)}px`;
  });
}

/** How far the bars reach is the level; how tall they are is only life. */
function drawMeter(element, level, pattern) {
  const count = element.childElementCount;
  [...element.children].forEach((bar, index) => {
    const isOn = level > 0 && index < level * count;
    bar.className = isOn ? (index >= HOT_FROM * count ? "on hot" : "on") : "";
    bar.style.height = isOn ? `${Math.round(14 + 70 * level * pattern[index % pattern.length])}%` : "6px";
  });
}

function makeAnnouncer() {
  const announcer = document.createElement("div");
  announcer.setAttribute("data-interview-slot", "announcer");
  announcer.setAttribute("role", "status");
  Object.assign(announcer.style, {
    position: "absolute",
    width: "1px",
    height: "1px",
    overflow: "hidden",
    clipPath: "inset(50%)",
  });
  return announcer;
}
