/**
 * The browser's own voice, for a server without one. It says how much has been spoken in the measure the server uses
 * for a voice nobody can time: 400 ms a word.
 */

import { countWords } from "./live_words.js";

export const MS_PER_WORD = 400;
/** A browser without voices takes a text and never begins; one with a voice from the network may stop half-way. */
const BEGINS_WITHIN_MS = 3000;
const SLOWEST = 3;

export class BrowserVoice {
  /** @param onProgress `({orderIndex, playedMs, playing})` */
  constructor(onProgress) {
    this._onProgress = onProgress;
    this._current = null;
  }

  get isThere() {
    return "speechSynthesis" in window;
  }

  /**
   * Speaks; `orderIndex` null: a help for the reader, reported to nobody. Resolves when it is over, however it ends, to
   * whether anything was said.
   */
  say(text, orderIndex) {
    this.stop();
    if (!this.isThere) return Promise.resolve(false);
    return new Promise((resolve) => this._start(text, orderIndex, resolve));
  }

  _start(text, orderIndex, resolve) {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = document.documentElement.lang || "en";
    const report = (words, playing) => {
      if (orderIndex === null || this._current !== utterance) return;
      this._onProgress({ orderIndex, playedMs: words * MS_PER_WORD, playing });
    };
    let hasBegun = false;
    const finish = () => {
      clearTimeout(limit);
      if (this._current === utterance) this._current = null;
      resolve(hasBegun);
    };
    const giveUp = () => {
      finish();
      speechSynthesis.cancel();
    };
    let limit = setTimeout(giveUp, BEGINS_WITHIN_MS);
    utterance.onstart = () => {
      hasBegun = true;
      clearTimeout(limit);
      limit = setTimeout(giveUp, BEGINS_WITHIN_MS + SLOWEST * MS_PER_WORD * countWords(text));
      report(0, true);
    };
    utterance.onboundary = ({ charIndex }) => report(countWords(text.slice(0, charIndex)), true);
    utterance.onend = () => {
      report(countWords(text), false);
      finish();
    };
    utterance.onerror = finish;
    this._current = utterance;
    speechSynthesis.speak(utterance);
  }

  stop() {
    if (!this._current) return;
    this._current = null;
    speechSynthesis.cancel();
  }
}
