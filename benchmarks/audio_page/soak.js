/** Keeps what the watched worklets tell, blocks the main thread on demand, and can force the rate of the context. */

const rate = Number(new URLSearchParams(location.search).get("rate"));

if (rate) {
  const Context = AudioContext;
  globalThis.AudioContext = class extends Context {
    constructor(options) {
      super({ ...options, sampleRate: rate });
    }
  };
}

const kept = { stamps: [], starved: 0, poolMisses: 0, watched: null, rate: 0 };

const Node = AudioWorkletNode;
globalThis.AudioWorkletNode = class extends Node {
  constructor(context, ...rest) {
    super(context, ...rest);
    kept.rate = context.sampleRate;
    this.port.addEventListener("message", ({ data }) => {
      if (data.stamps) {
        kept.stamps.push(...data.stamps);
        kept.starved = data.starved;
        kept.poolMisses = data.poolMisses;
      }
      if (data.watched) kept.watched = data.watched;
    });
  }
};

let blocking = null;

function blockFor(ms) {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

window.soak = {
  kept,
  /** Busy for `busyMs` of every `everyMs`; 0 stops it. */
  block(busyMs, everyMs) {
    clearInterval(blocking);
    blocking = busyMs ? setInterval(() => blockFor(busyMs), everyMs) : null;
  },
};

await import("/tests/integration/audio/line.js");
window.soak.join = (props) =>
  window.line.join(props, {
    worklets: {
      capture: "/benchmarks/audio_page/soak_capture.js",
      playback: "/benchmarks/audio_page/soak_playback.js",
    },
  });
window.soak.ready = true;
