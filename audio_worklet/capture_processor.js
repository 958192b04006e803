/** AudioWorklet: microphone at the device's rate in, 20 ms frames of 16 kHz PCM16 out, straight to the worker. */

import { LevelMeter } from "./level_meter.js";
import { FRAME, FromCapture, ToCapture } from "./messages.js";
import { CAPTURE_RATE_HZ, FRAME_BYTES, FRAME_SAMPLES, toPcm16 } from "./pcm.js";
import { Resampler } from "./resample.js";

const QUANTUM = 128;
const POOL_SIZE = 64;
const LEVEL_EVERY_MS = 40;

class CaptureProcessor extends AudioWorkletProcessor {
  constructor() {
    super();
    this._resampler = new Resampler(sampleRate, CAPTURE_RATE_HZ, QUANTUM);
    this._silence = new Float32Array(QUANTUM);
    this._resampled = new Float32Array(Math.ceil((QUANTUM * CAPTURE_RATE_HZ) / sampleRate) + 2);
    this._pool = [];
    for (let index = 0; index < POOL_SIZE; index++) this._pool.push(new Int16Array(FRAME_SAMPLES));
    this._frame = this._pool.pop();
    this._filled = 0;
    this._meter = new LevelMeter();
    this._quantaPerLevel = Math.round((LEVEL_EVERY_MS * sampleRate) / 1000 / QUANTUM);
    this._quantaSinceLevel = 0;
    // These objects are re-used for every message: posting copies them.
    this._frameMessage = { type: FRAME, buffer: null, firstSample: 0, starved: 0, poolMisses: 0 };
    this._transfer = [null];
    this._levelMessage = { type: FromCapture.LEVEL, rms: 0, peak: 0, clipped: 0 };
    this._running = true;
    this.port.onmessage = ({ data }) => this._receive(data);
  }

  _receive(message) {
    if (message.type === ToCapture.STOP) this._running = false;
    if (message.type !== ToCapture.FRAME_PORT) return;
    this._framePort = message.port;
    this._framePort.onmessage = ({ data }) => this._pool.push(new Int16Array(data));
  }

  process(inputs) {
    const channel = inputs[0][0];
    // Without an input the timeline still goes on: sample index stays time.
    if (!channel) this._frameMessage.starved++;
    const input = channel ?? this._silence;
    const count = this._resampler.process(input, input.length, this._resampled);
    this._meter.add(this._resampled, count);
    this._collect(count);
    if (++this._quantaSinceLevel >= this._quantaPerLevel) this._postLevel();
    return this._running;
  }

  _collect(count) {
    for (let index = 0; index < count; index++) {
      this._frame[this._filled++] = toPcm16(this._resampled[index]);
      if (this._filled === FRAME_SAMPLES) this._postFrame();
    }
  }

  _postFrame() {
    this._filled = 0;
    if (!this._framePort) return;
    const message = this._frameMessage;
    message.buffer = this._frame.buffer;
    this._transfer[0] = message.buffer;
    this._framePort.postMessage(message, this._transfer);
    message.firstSample += FRAME_SAMPLES;
    if (this._pool.length === 0) {
      // The worker is a second behind. Losing speech would be worse than one allocation here.
      message.poolMisses++;
      this._pool.push(new Int16Array(new ArrayBuffer(FRAME_BYTES)));
    }
    this._frame = this._pool.pop();
  }

  _postLevel() {
    this._quantaSinceLevel = 0;
    this._levelMessage.rms = this._meter.rms;
    this._levelMessage.peak = this._meter.peak;
    this._levelMessage.clipped = this._meter.clipped;
    this.port.postMessage(this._levelMessage);
    this._meter.clear();
  }
}

registerProcessor("interview-capture", CaptureProcessor);
