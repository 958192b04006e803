/** What waits to be played, when to start, and how much of each turn has been heard. Pure: rates and counts come in. */

import { fromPcm16 } from "./pcm.js";

/** Int16 ring. Reading never allocates; writing doubles it when a longer answer arrives than it was made for. */
export class SampleRing {
  constructor(capacity) {
    this._samples = new Int16Array(capacity);
    this._read = 0;
    this.length = 0;
  }

  write(samples) {
    this._reserve(this.length + samples.length);
    const capacity = this._samples.length;
    const start = (this._read + this.length) % capacity;
    const first = Math.min(samples.length, capacity - start);
    this._samples.set(samples.subarray(0, first), start);
    this._samples.set(samples.subarray(first), 0);
    this.length += samples.length;
  }

  /** Moves up to `count` samples into `floats` and returns how many there were. */
  read(floats, count) {
    const available = Math.min(count, this.length);
    const capacity = this._samples.length;
    for (let index = 0; index < available; index++) {
      floats[index] = fromPcm16(this._samples[(this._read + index) % capacity]);
    }
    this._read = (this._read + available) % capacity;
    this.length -= available;
    return available;
  }

  clear() {
    this._read = 0;
    this.length = 0;
  }

  _reserve(length) {
    if (length <= this._samples.length) return;
    const larger = new Int16Array(Math.max(length, this._samples.length * 2));
    const capacity = this._samples.length;
    for (let index = 0; index < this.length; index++) larger[index] = this._samples[(this._read + index) % capacity];
    this._samples = larger;
    this._read = 0;
  }
}

const START_MS = 40;
const MAX_START_MS = 200;
/** A remainder shorter than the threshold must not wait for ever when its end was not announced. */
const PATIENCE_MS = 300;

/**
 * Decides when enough is buffered. Each underrun doubles the threshold, up to 200 ms; a new turn starts low again.
 */
export class StartGate {
  constructor(rateHz) {
    this._rateHz = rateHz;
    this.underruns = 0;
    this.open = false;
    this.newTurn(0);
  }

  /** A turn begins behind `bufferedSamples` of the last one: what plays goes on playing. */
  newTurn(bufferedSamples) {
    this._thresholdMs = START_MS;
    this._waitedUs = 0;
    this._ended = false;
    if (bufferedSamples === 0) this.open = false;
  }

  /** No more sound of this turn will come. */
  end() {
    this._ended = true;
  }

  /** Called once per block of `blockUs` microseconds before playing; true when playing may go on. */
  update(bufferedSamples, blockUs) {
    if (this.open || bufferedSamples === 0) return this.open;
    this._waitedUs += blockUs;
    const enough = bufferedSamples * 1000 >= this._thresholdMs * this._rateHz;
    this.open = enough || this._ended || this._waitedUs >= PATIENCE_MS * 1000;
    return this.open;
  }

  /** The ring ran dry. After the announced end that is no fault. */
  ranDry() {
    this.open = false;
    this._waitedUs = 0;
    if (this._ended) return;
    this.underruns++;
    this._thresholdMs = Math.min(MAX_START_MS, this._thresholdMs * 2);
  }
}

const HISTORY_BLOCKS = 1024;

/**
 * Knows which turn every sample belongs to and how many of them have reached the ear: those that left the ring one
 * output delay ago.
 */
export class HeardClock {
  constructor() {
    this._history = new Int32Array(HISTORY_BLOCKS); // a day of samples
    this._block = 0;
    this._segments = [];
    this._written = 0;
    this._consumed = 0;
    this._heard = 0;
  }

  /** `count` samples of a turn were put into the ring. The same `turn` continues its segment. */
  append(turn, orderIndex, count) {
    const last = this._segments[this._segments.length - 1];
    if (last && last.turn === turn) last.end += count;
    else this._segments.push({ turn, orderIndex, start: this._written, end: this._written + count });
    this._written += count;
  }

  /** `count` samples left the ring. */
  consume(count) {
    this._consumed += count;
  }

  /** One block has passed; what left the ring `delayBlocks` ago is heard now. */
  tick(delayBlocks) {
    this._history[this._block % HISTORY_BLOCKS] = this._consumed;
    const back = Math.min(delayBlocks, HISTORY_BLOCKS - 1);
    this._heard = this._history[(this._block - back + HISTORY_BLOCKS) % HISTORY_BLOCKS];
    this._block++;
  }

  /** Everything not yet consumed is dropped. What the device has taken will still sound, so it counts as heard. */
  drop() {
    const segments = this._segments;
    let kept = 0;
    for (let index = 0; index < segments.length; index++) {
      const segment = segments[index];
      segment.end = Math.min(segment.end, this._consumed);
      if (segment.start < this._consumed) segments[kept++] = segment;
    }
    // A turn flushed before its first sample is still the one that is spoken of.
    segments.length = kept || Math.min(1, segments.length);
    this._written = this._consumed;
    this._heard = this._consumed;
    this._history.fill(this._consumed);
  }

  /** The turn that is being heard, or the last one that was. */
  get current() {
    return this._segments.length > 0 ? this._segments[0] : null;
  }

  /** True when the current turn has been heard to its end and another one follows. */
  get hasMovedOn() {
    return this._segments.length > 1 && this._heard >= this._segments[0].end;
  }

  moveOn() {
    this._segments.shift();
  }

  /** Some sound has left the ring and not yet reached the ear. */
  get isInFlight() {
    return this._heard < this._consumed;
  }

  /** Samples of the current turn that have been heard. */
  get heardOfCurrent() {
    const segment = this.current;
    return segment ? Math.max(0, Math.min(this._heard, segment.end) - segment.start) : 0;
  }
}
