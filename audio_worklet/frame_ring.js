/**
 * Everything said that the server has not acknowledged: the last two minutes of frames, and typed answers of any age.
 * Both share one sequence, 1, 2, 3 … per interview, which outlives connections. Allocates nothing per frame.
 */

import { FRAME_BYTES, FRAME_MS } from "./pcm.js";

/** A server that is restarted on a busy machine is away for a minute: what was said before must not be gone by then. */
export const RING_MS = 120_000;

export class FrameRing {
  constructor(capacity = RING_MS / FRAME_MS) {
    this._capacity = capacity;
    this._bytes = new Uint8Array(capacity * FRAME_BYTES);
    this._timestamps = new Float64Array(capacity);
    this._sequences = new Float64Array(capacity);
    this._sentAt = new Float64Array(capacity);
    this._texts = new Map();
    this._first = 0;
    this._count = 0;
    this._newest = 0;
    this._acknowledged = 0;
    this._sent = 0;
    this._highestSent = 0;
    /** Frames that were overwritten before they could be sent. */
    this.lost = 0;
  }

  get newest() {
    return this._newest;
  }

  get acknowledged() {
    return this._acknowledged;
  }

  /** The last sequence handed to the socket of this connection. */
  get sent() {
    return this._sent;
  }

  append(frame, timestampMs) {
    if (this._count === this._capacity) this._dropOldest();
    const slot = (this._first + this._count) % this._capacity;
    this._bytes.set(frame, slot * FRAME_BYTES);
    this._timestamps[slot] = timestampMs;
    this._sequences[slot] = ++this._newest;
    this._count++;
  }

  appendText(text) {
    this._texts.set(++this._newest, text);
  }

  /** The server has everything up to `sequence`. Returns how long the frame of that number took, or null. */
  acknowledge(sequence, now) {
    const slot = this._slotOf(sequence);
    const tookMs = slot !== null && sequence <= this._sent ? now - this._sentAt[slot] : null;
    this._forget(sequence);
    return tookMs;
  }

  /**
   * A connection begins and the server has everything up to `lastSequence`: all after it goes again. If it knows more
   * than we do, a page before this one had the interview and our numbers start behind its.
   */
  restart(lastSequence) {
    if (lastSequence > this._newest) this._startBehind(lastSequence);
    this._forget(lastSequence);
    this._sent = lastSequence;
  }

  _startBehind(lastSequence) {
    const unsent = [...this._texts].filter(([sequence]) => sequence > this._highestSent).map(([, text]) => text);
    this._texts.clear();
    this._count = 0;
    this._newest = lastSequence;
    for (const text of unsent) this.appendText(text);
  }

  /** The next thing to send as `{sequence, text}` or `{sequence, pcm, timestampMs}`; null when there is nothing. */
  takeNext(now) {
    const slot = this._slotAfter(this._sent);
    const frameSequence = slot === null ? Infinity : this._sequences[slot];
    const textSequence = this._textAfter(this._sent);
    if (textSequence < frameSequence) {
      this._markSent(textSequence);
      return { sequence: textSequence, text: this._texts.get(textSequence) };
    }
    if (slot === null) return null;
    this._markSent(frameSequence);
    this._sentAt[slot] = now;
    const start = slot * FRAME_BYTES;
    const pcm = this._bytes.subarray(start, start + FRAME_BYTES);
    return { sequence: frameSequence, pcm, timestampMs: this._timestamps[slot] };
  }

  _markSent(sequence) {
    this._sent = sequence;
    this._highestSent = Math.max(this._highestSent, sequence);
  }

  _dropOldest() {
    if (this._sequences[this._first] > this._sent) this.lost++;
    this._first = (this._first + 1) % this._capacity;
    this._count--;
  }

  _forget(sequence) {
    this._acknowledged = Math.max(this._acknowledged, sequence);
    while (this._count > 0 && this._sequences[this._first] <= sequence) {
      this._first = (this._first + 1) % this._capacity;
      this._count--;
    }
    for (const key of this._texts.keys()) if (key <= sequence) this._texts.delete(key);
  }

  _slotOf(sequence) {
    const slot = this._slotAfter(sequence - 1);
    return slot !== null && this._sequences[slot] === sequence ? slot : null;
  }

  /** The oldest kept frame with a higher number. Typed answers leave holes between frames, hence the search. */
  _slotAfter(sequence) {
    let low = 0;
    let high = this._count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this._sequences[(this._first + middle) % this._capacity] > sequence) high = middle;
      else low = middle + 1;
    }
    return low < this._count ? (this._first + low) % this._capacity : null;
  }

  _textAfter(sequence) {
    for (const key of this._texts.keys()) if (key > sequence) return key;
    return Infinity;
  }
}
