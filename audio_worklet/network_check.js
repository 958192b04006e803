/**
 * How good a connection is for speech: a measurement over a WebSocket that sends binary frames back, and its verdict.
 */

import { FRAME_BYTES } from "./pcm.js";

const PINGS = 20;
const PING_EVERY_MS = 100;
/** TCP loses nothing, it delivers late: for speech an answer after this long is a lost one. */
const LOST_AFTER_MS = 1000;
const OPEN_WITHIN_MS = 5000;

export function verdictOf(roundTripMs, lossPercent) {
  if (roundTripMs < 0) return "poor";
  if (roundTripMs < 150 && lossPercent < 2) return "good";
  if (roundTripMs < 300 && lossPercent < 5) return "fair";
  return "poor";
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** `roundTrips` in the order of the pings; null where no answer came in time. */
export function summarize(roundTrips) {
  const answered = roundTrips.filter((value) => value !== null);
  const lossPercent = Math.round((1000 * (roundTrips.length - answered.length)) / roundTrips.length) / 10;
  if (answered.length === 0) return { verdict: "poor", roundTripMs: -1, jitterMs: -1, lossPercent };
  const roundTripMs = Math.round(median(answered));
  const changes = answered.slice(1).map((value, index) => Math.abs(value - answered[index]));
  const jitterMs = Math.round(changes.reduce((sum, value) => sum + value, 0) / Math.max(1, changes.length));
  return { verdict: verdictOf(roundTripMs, lossPercent), roundTripMs, jitterMs, lossPercent };
}

const ROUND_TRIPS_KEPT = 4;
const VERDICT_EVERY_MS = 5000;

/** The verdict on a running interview, from the time its acknowledgements take. */
export class LineJudge {
  constructor() {
    this._roundTrips = [];
    this._verdict = null;
    this._verdictAt = -Infinity;
  }

  /** Takes one round trip; returns a report when the verdict has changed, at most every five seconds. */
  observe(tookMs, now) {
    this._roundTrips.push(tookMs);
    if (this._roundTrips.length > ROUND_TRIPS_KEPT) this._roundTrips.shift();
    // Some acknowledgements name a frame from before the newest one, so the shortest of a few is the round trip.
    const roundTripMs = Math.round(Math.min(...this._roundTrips));
    const verdict = verdictOf(roundTripMs, 0);
    if (verdict === this._verdict || now - this._verdictAt < VERDICT_EVERY_MS) return null;
    this._verdict = verdict;
    this._verdictAt = now;
    return { verdict, roundTripMs, jitterMs: -1, lossPercent: 0 };
  }
}

/** Sends 20 frames as large as real ones. Resolves with the summary, whatever happens. */
export function checkNetwork({ WebSocket, clock, url }) {
  return new Promise((resolve) => new NetworkCheck(WebSocket, clock, url, resolve));
}

class NetworkCheck {
  constructor(WebSocket, clock, url, resolve) {
    this._clock = clock;
    this._resolve = resolve;
    this._sentAt = [];
    this._roundTrips = new Array(PINGS).fill(null);
    this._socket = new WebSocket(url);
    this._socket.binaryType = "arraybuffer";
    this._socket.onopen = () => this._ping();
    this._socket.onmessage = ({ data }) => this._receive(data);
    this._socket.onclose = () => this._finish();
    this._timer = clock.after(OPEN_WITHIN_MS, () => this._finish());
  }

  _ping() {
    this._clock.cancel(this._timer);
    if (this._sentAt.length === PINGS) {
      this._timer = this._clock.after(LOST_AFTER_MS, () => this._finish());
      return;
    }
    const frame = new Uint8Array(FRAME_BYTES);
    frame[0] = this._sentAt.length;
    this._sentAt.push(this._clock.now());
    this._socket.send(frame);
    this._timer = this._clock.after(PING_EVERY_MS, () => this._ping());
  }

  _receive(data) {
    const number = new Uint8Array(data)[0];
    const tookMs = this._clock.now() - this._sentAt[number];
    if (tookMs <= LOST_AFTER_MS) this._roundTrips[number] = tookMs;
    if (this._roundTrips.every((value) => value !== null)) this._finish();
  }

  _finish() {
    this._clock.cancel(this._timer);
    this._socket.onopen = this._socket.onmessage = this._socket.onclose = null;
    this._socket.close();
    this._resolve(summarize(this._roundTrips));
  }
}
