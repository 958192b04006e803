/** Loudness of a stream, block by block, without allocation, and what it says about the microphone. */

const CLIP_LEVEL = 0.999;
const FLOOR_DB = -100;

export function toDecibels(amplitude) {
  return amplitude > 1e-5 ? 20 * Math.log10(amplitude) : FLOOR_DB;
}

export class LevelMeter {
  constructor() {
    this.clear();
  }

  clear() {
    this._sum = 0;
    this._count = 0;
    this.peak = 0;
    this.clipped = 0;
  }

  add(samples, count) {
    let sum = 0;
    for (let index = 0; index < count; index++) {
      const magnitude = Math.abs(samples[index]);
      sum += magnitude * magnitude;
      if (magnitude > this.peak) this.peak = magnitude;
      if (magnitude >= CLIP_LEVEL) this.clipped++;
    }
    this._sum += sum;
    this._count += count;
  }

  get rms() {
    return this._count > 0 ? Math.sqrt(this._sum / this._count) : 0;
  }
}

const SILENT_DB = -80;
const GOOD_DB = -38;
const LOUD_DB = -4;
const SPEECH_OVER_FLOOR_DB = 9;
const WINDOW_MS = 4000;
const SILENT_AFTER_MS = 3000;
const HOLD_MS = 1000;
const FLOOR_RISE_DB_PER_S = 3;

/**
 * Turns levels into `ok`, `quiet`, `loud` or `silent`, and into nothing while there is nothing to judge: a quiet room
 * is not a quiet microphone.
 */
export class MicrophoneJudge {
  constructor() {
    this._floorDb = 0;
    this._loudestDb = FLOOR_DB;
    this._loudestAt = 0;
    this._clippedAt = -Infinity;
    this._heardAt = 0;
    this._candidate = null;
    this._candidateSince = 0;
    this._lastAt = null;
    this.status = null;
  }

  /** Takes one level report; returns the status when it has changed, else null. */
  observe({ rms, peak, clipped }, now) {
    const db = toDecibels(rms);
    const elapsedMs = this._lastAt === null ? Infinity : now - this._lastAt;
    this._lastAt = now;
    // After a pause in judging, the wait begins anew.
    if (elapsedMs > HOLD_MS || db > SILENT_DB) this._heardAt = now;
    // A microphone that has just opened gives nothing at all for a moment: that is not how quiet the room is.
    if (db > SILENT_DB) {
      this._floorDb = Math.min(db, this._floorDb + (FLOOR_RISE_DB_PER_S * Math.min(elapsedMs, HOLD_MS)) / 1000);
    }
    if (db >= this._loudestDb || now - this._loudestAt > WINDOW_MS) {
      this._loudestDb = db;
      this._loudestAt = now;
    }
    if (clipped > 0 || toDecibels(peak) > LOUD_DB) this._clippedAt = now;
    return this._settle(this._judge(now), now);
  }

  _judge(now) {
    if (now - this._heardAt >= SILENT_AFTER_MS) return "silent";
    if (now - this._clippedAt < WINDOW_MS / 2) return "loud";
    if (this._loudestDb >= GOOD_DB) return "ok";
    if (this._loudestDb > SILENT_DB && this._loudestDb - this._floorDb >= SPEECH_OVER_FLOOR_DB) return "quiet";
    return this.status === "silent" ? null : this.status;
  }

  _settle(status, now) {
    if (status !== this._candidate) {
      this._candidate = status;
      this._candidateSince = now;
    }
    if (status === null || status === this.status) return null;
    // Silence has been waited for already; good news need not wait for a whole second either.
    const holdMs = status === "silent" || (status === "ok" && this.status !== "loud") ? 0 : HOLD_MS;
    if (now - this._candidateSince < holdMs) return null;
    this.status = status;
    return status;
  }
}

const ECHO_REPORTS = 100;
const ECHO_MAX_LAG = 10;
const ECHO_MIN_DB = -55;
const ECHO_CORRELATION = 0.8;
const QUIET_DB = -70;

/**
 * Notices the interviewer's voice in the microphone: for four seconds of it, the two loudness curves run alike, one a
 * little behind the other. Both levels come in 25 times a second.
 */
export class EchoDetector {
  constructor() {
    this._theirs = [];
    this._mine = [];
  }

  /** Takes the loudness of both sides at one moment; true when the microphone hears the loudspeaker. */
  observe(theirRms, myRms) {
    this._theirs.push(Math.max(QUIET_DB, toDecibels(theirRms)));
    this._mine.push(Math.max(QUIET_DB, toDecibels(myRms)));
    if (this._theirs.length <= ECHO_REPORTS) return false;
    this._theirs.shift();
    this._mine.shift();
    if (Math.max(...this._mine) < ECHO_MIN_DB) return false;
    for (let lag = 0; lag <= ECHO_MAX_LAG; lag++) {
      const count = ECHO_REPORTS - lag;
      if (correlation(this._theirs.slice(0, count), this._mine.slice(lag)) >= ECHO_CORRELATION) return true;
    }
    return false;
  }

  /** The interviewer has stopped. */
  clear() {
    this._theirs.length = this._mine.length = 0;
  }
}

function correlation(a, b) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [products, squaresA, squaresB] = [0, 0, 0];
  for (let index = 0; index < a.length; index++) {
    products += (a[index] - meanA) * (b[index] - meanB);
    squaresA += (a[index] - meanA) ** 2;
    squaresB += (b[index] - meanB) ** 2;
  }
  // A curve without movement is like nothing.
  return squaresA > a.length && squaresB > a.length ? products / Math.sqrt(squaresA * squaresB) : 0;
}
