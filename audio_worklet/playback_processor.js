/** AudioWorklet: 24 kHz PCM16 from the worker in, sound at the device's rate out; says exactly what has been heard. */

import { LevelMeter } from "./level_meter.js";
import { FromPlayback, PLAYED, Sound, ToPlayback } from "./messages.js";
import { PLAYBACK_RATE_HZ } from "./pcm.js";
import { HeardClock, SampleRing, StartGate } from "./playback_ring.js";
import { Resampler } from "./resample.js";

const QUANTUM = 128;
const RING_SECONDS = 60;
/** Raised to the device's rate, images of the voice stay below what 16 bits hold; lowered, the delay counts more. */
const IMAGES_DB = 96;
const ALIASES_DB = 80;
const LEVEL_EVERY_MS = 40;
const REPORT_EVERY_MS = 250;

class PlaybackProcessor extends AudioWorkletProcessor {
  constructor() {
    super();
    this._ring = new SampleRing(PLAYBACK_RATE_HZ * RING_SECONDS);
    this._gate = new StartGate(PLAYBACK_RATE_HZ);
    this._clock = new HeardClock();
    const attenuationDb = sampleRate > PLAYBACK_RATE_HZ ? IMAGES_DB : ALIASES_DB;
    this._resampler = new Resampler(PLAYBACK_RATE_HZ, sampleRate, 4 * QUANTUM, attenuationDb);
    this._source = new Float32Array(this._resampler.needed(QUANTUM) + 4 * QUANTUM);
    this._output = new Float32Array(QUANTUM);
    this._meter = new LevelMeter();
    // Whole numbers, because V8 puts every other one on the heap when it hands it on.
    this._quantumUs = Math.round((QUANTUM * 1e6) / sampleRate);
    this._quanta = 0;
    this._setLatency(0);
    // Source samples of silence still to be fed before the filter has given back everything it holds.
    this._longestTail = Math.ceil(2 * this._resampler.delay);
    this._tail = 0;
    this._turn = null;
    this._flushing = false;
    this._held = [];
    this._sounding = false;
    this._levelAt = 0;
    this._reportAt = 0;
    this._levelMessage = { type: FromPlayback.LEVEL, rms: 0, playing: false };
    this._report = {
      type: PLAYED,
      orderIndex: 0,
      playedMs: 0,
      playing: false,
      flushed: false,
      underruns: 0,
      bufferedMs: 0,
    };
    this._running = true;
    this.port.onmessage = ({ data }) => this._receive(data);
  }

  _receive(message) {
    if (message.type === ToPlayback.STOP) this._running = false;
    if (message.type === ToPlayback.LATENCY) this._setLatency(message.seconds);
    if (message.type !== ToPlayback.SOUND_PORT) return;
    this._soundPort = message.port;
    this._soundPort.onmessage = ({ data }) => this._receiveSound(data);
  }

  _receiveSound(message) {
    // What arrives behind a flush waits until the old sound has faded.
    if (this._flushing) this._held.push(message);
    else if (message.type === Sound.FLUSH) this._flushing = true;
    else if (message.type === Sound.END) this._gate.end();
    else if (message.type === Sound.SAMPLES) this._append(message);
  }

  _append({ turn, orderIndex, buffer }) {
    if (turn !== this._turn) this._gate.newTurn(this._ring.length);
    this._turn = turn;
    const samples = new Int16Array(buffer);
    this._ring.write(samples);
    this._clock.append(turn, orderIndex, samples.length);
  }

  process(_inputs, outputs) {
    this._quanta++;
    this._render();
    const channels = outputs[0];
    for (let channel = 0; channel < channels.length; channel++) channels[channel].set(this._output);
    this._clock.tick(this._delayQuanta);
    if (this._flushing) this._dropEverything();
    this._tell();
    return this._running;
  }

  _render() {
    const open = this._gate.update(this._ring.length, this._quantumUs);
    if (!open && this._tail <= 0) {
      this._output.fill(0);
      return;
    }
    const needed = this._resampler.needed(QUANTUM);
    const read = open ? this._ring.read(this._source, needed) : 0;
    this._source.fill(0, read, needed);
    this._resampler.process(this._source, needed, this._output, QUANTUM);
    this._clock.consume(read);
    this._tail = (read > 0 ? this._longestTail : this._tail) - (needed - read);
    if (open && read < needed) this._gate.ranDry();
    if (this._flushing) this._fadeOut();
    this._meter.add(this._output, QUANTUM);
  }

  /** One quantum of fade instead of a click. */
  _fadeOut() {
    for (let index = 0; index < QUANTUM; index++) this._output[index] *= 1 - (index + 1) / QUANTUM;
  }

  /** Nothing of the old sound is left anywhere; says how much of it was heard. */
  _dropEverything() {
    this._flushing = false;
    this._ring.clear();
    this._resampler.reset();
    this._tail = 0;
    this._gate.newTurn(0);
    this._turn = null;
    this._clock.drop();
    this._finishHeardTurns();
    this._sounding = false;
    this._postReport(true);
    this._receiveHeld();
  }

  /** What came behind the flush, up to the next one. */
  _receiveHeld() {
    const held = this._held;
    let taken = 0;
    while (taken < held.length && !this._flushing) this._receiveSound(held[taken++]);
    held.copyWithin(0, taken);
    held.length -= taken;
  }

  /** How many quanta after it left the ring a sample is heard: the filter, then the device. */
  _setLatency(seconds) {
    const delaySeconds = seconds + this._resampler.delay / PLAYBACK_RATE_HZ;
    this._delayQuanta = Math.ceil((delaySeconds * sampleRate) / QUANTUM);
  }

  _tell() {
    const changed = this._finishHeardTurns();
    const sounding = this._gate.open || this._clock.isInFlight;
    const due = sounding && this._msSince(this._reportAt) >= REPORT_EVERY_MS;
    if (changed || due || sounding !== this._sounding) {
      this._sounding = sounding;
      this._postReport(false);
    }
    if (this._msSince(this._levelAt) >= LEVEL_EVERY_MS) this._postLevel();
  }

  /** `quantum`: a value of `_quanta`. */
  _msSince(quantum) {
    return Math.round(((this._quanta - quantum) * this._quantumUs) / 1000);
  }

  /** The last word on each turn that another one follows without a pause. */
  _finishHeardTurns() {
    const changed = this._clock.hasMovedOn;
    while (this._clock.hasMovedOn) {
      if (this._sounding) this._postReport(false);
      this._clock.moveOn();
    }
    return changed;
  }

  _postReport(flushed) {
    const turn = this._clock.current;
    if (!turn || !this._soundPort) return;
    this._reportAt = this._quanta;
    const report = this._report;
    report.orderIndex = turn.orderIndex;
    report.playedMs = Math.round((this._clock.heardOfCurrent * 1000) / PLAYBACK_RATE_HZ);
    report.playing = this._sounding;
    report.flushed = flushed;
    report.underruns = this._gate.underruns;
    report.bufferedMs = Math.round((this._ring.length * 1000) / PLAYBACK_RATE_HZ);
    this._soundPort.postMessage(report);
  }

  _postLevel() {
    const rms = this._meter.rms;
    this._levelAt = this._quanta;
    this._meter.clear();
    // Silence is said once, not 25 times a second.
    if (rms === 0 && this._levelMessage.rms === 0 && this._levelMessage.playing === this._sounding) return;
    this._levelMessage.rms = rms;
    this._levelMessage.playing = this._sounding;
    this.port.postMessage(this._levelMessage);
  }
}

registerProcessor("interview-playback", PlaybackProcessor);
