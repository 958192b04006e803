/** What others do, in as few lines as it takes: the yardsticks of the benchmark. Not the product's code. */

const BATCH = 2048;

/** Collects floats and hands them out now and then. */
class Recorder extends AudioWorkletProcessor {
  constructor() {
    super();
    this._batch = new Float32Array(BATCH);
    this._filled = 0;
    this.port.onmessage = () => this._post();
  }

  take(value) {
    this._batch[this._filled++] = value;
    if (this._filled === BATCH) this._post();
  }

  _post() {
    this.port.postMessage(this._batch.slice(0, this._filled));
    this._filled = 0;
  }
}

/** Every sample as it is: for a context whose rate the browser has made to fit. */
registerProcessor(
  "record",
  class extends Recorder {
    process([[samples]]) {
      for (const sample of samples ?? []) this.take(sample);
      return true;
    }
  },
);

/** The nearest sample for each output sample, no filter. */
registerProcessor(
  "pick",
  class extends Recorder {
    constructor() {
      super();
      this._next = 0;
      this._at = 0;
    }

    process([[samples]]) {
      for (const sample of samples ?? []) {
        if (this._at++ >= this._next) {
          this.take(sample);
          this._next += sampleRate / 16000;
        }
      }
      return true;
    }
  },
);

/** Linear interpolation of each message of 128 samples by itself, to a rounded number of outputs. */
registerProcessor(
  "linear",
  class extends Recorder {
    process([[samples]]) {
      if (!samples) return true;
      const count = Math.round((samples.length * 16000) / sampleRate);
      const step = (samples.length - 1) / Math.max(1, count - 1);
      for (let index = 0; index < count; index++) {
        const at = index * step;
        const low = Math.floor(at);
        const high = Math.min(low + 1, samples.length - 1);
        this.take(samples[low] + (samples[high] - samples[low]) * (at - low));
      }
      return true;
    }
  },
);

/** Nothing but the cost of being a worklet. */
registerProcessor(
  "empty",
  class extends AudioWorkletProcessor {
    process() {
      return true;
    }
  },
);

/** Tells when the sound before it has become silence, on the audio thread's own time. */
registerProcessor(
  "silence-watch",
  class extends AudioWorkletProcessor {
    process([[samples]], [[output]]) {
      if (samples) output.set(samples);
      const isSilent = !samples || samples.every((sample) => Math.abs(sample) < 1e-4);
      if (isSilent !== this._wasSilent) this.port.postMessage({ isSilent, at: Date.now() });
      this._wasSilent = isSilent;
      return true;
    }
  },
);

/** Blocks of 128 samples in a queue, as a player in a 24 kHz context keeps them; `interrupt` empties it. */
registerProcessor(
  "queue-player",
  class extends AudioWorkletProcessor {
    constructor() {
      super();
      this._blocks = [];
      this.port.onmessage = ({ data }) => {
        if (data === "interrupt") this._blocks = [];
        else for (let start = 0; start + 128 <= data.length; start += 128) this._blocks.push(data.slice(start, start + 128));
      };
    }

    process(_inputs, [[output]]) {
      const block = this._blocks.shift();
      if (block) output.set(block);
      return true;
    }
  },
);

/** 2048 samples of a 16 kHz context to the main thread, with the time they left. */
registerProcessor(
  "big-frames",
  class extends AudioWorkletProcessor {
    constructor() {
      super();
      this._frame = new Int16Array(BATCH);
      this._filled = 0;
    }

    process([[samples]]) {
      for (const sample of samples ?? []) {
        this._frame[this._filled++] = sample * 32768;
        if (this._filled < BATCH) continue;
        this.port.postMessage({ pcm: this._frame.slice(), at: Date.now() });
        this._filled = 0;
      }
      return true;
    }
  },
);
