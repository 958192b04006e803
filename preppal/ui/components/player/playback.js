/** Plays clips one after the other as if they were one: seek, speed, an optional end. Draws nothing. */

import { locate, placeClips, totalMs } from "./timeline.js";

export class Playback {
  /** @param changed called when it starts, stops or moves */
  constructor(audio, changed) {
    this._audio = audio;
    this._changed = changed;
    this._index = -1;
    this._stopAtMs = null;
    this.placed = [];
    this.speed = 1;
    audio.addEventListener("timeupdate", () => this._moved());
    audio.addEventListener("ended", () => this._next());
    for (const event of ["play", "pause", "seeked", "error"]) audio.addEventListener(event, () => changed());
  }

  load(clips) {
    this.placed = placeClips(clips);
    this._index = -1;
    this._stopAtMs = null;
    this._audio.pause();
    this._audio.removeAttribute("src");
  }

  get isPlaying() {
    return !this._audio.paused;
  }

  get totalMs() {
    return totalMs(this.placed);
  }

  get positionMs() {
    return this._index < 0 ? 0 : this.placed[this._index].offsetMs + this._audio.currentTime * 1000;
  }

  /** Where a moment of an entry lies on the common time; null when that entry was not recorded. */
  momentOf(orderIndex, ms) {
    const clip = this.placed.find((each) => each.order_index === orderIndex);
    return clip ? clip.offsetMs + Math.min(ms, clip.duration_ms) : null;
  }

  seek(ms) {
    const { index, atMs } = locate(this.placed, ms);
    this._stopAtMs = null;
    if (index !== this._index) {
      this._index = index;
      this._audio.src = this.placed[index].url;
      this._audio.preload = "auto";
    }
    this._audio.currentTime = atMs / 1000;
    this._audio.playbackRate = this.speed;
    this._changed();
  }

  play() {
    if (this._index < 0 || this.positionMs >= this.totalMs - 50) this.seek(0);
    this._audio.playbackRate = this.speed;
    // A browser that refuses, or a file that is gone, leaves it paused: the button says so.
    this._audio.play().catch(() => this._changed());
  }

  /** From `fromMs` on, and no further than `toMs` when it is given. */
  playBetween(fromMs, toMs) {
    this.seek(fromMs);
    this._stopAtMs = toMs;
    this.play();
  }

  pause() {
    this._audio.pause();
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  setSpeed(speed) {
    this.speed = speed;
    this._audio.playbackRate = speed;
    this._changed();
  }

  _moved() {
    if (this._stopAtMs !== null && this.positionMs >= this._stopAtMs) {
      this._stopAtMs = null;
      this.pause();
    }
    this._changed();
  }

  _next() {
    const following = this._index + 1;
    if (following >= this.placed.length) return;
    const stopAtMs = this._stopAtMs;
    this.seek(this.placed[following].offsetMs);
    this._stopAtMs = stopAtMs;
    this.play();
  }
}
