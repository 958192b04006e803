/** The global scope of an AudioWorklet, as far as the component's processors use it, and its audio clock in a test's hands. */

const QUANTUM = 128;

class FakePort {
  constructor() {
    this.posted = 0;
    this.last = null;
  }

  postMessage(message, transfer) {
    this.posted++;
    this.last = message;
    this.onPost?.(message, transfer);
  }
}

globalThis.AudioWorkletProcessor = class {
  port = new FakePort();
};
const processors = new Map();
globalThis.registerProcessor = (name, Processor) => processors.set(name, Processor);
globalThis.sampleRate = 48000;
globalThis.currentTime = 0;

await import("../../audio_worklet/capture_processor.js");
await import("../../audio_worklet/playback_processor.js");

export function makeProcessor(name, rate = 48000) {
  globalThis.sampleRate = rate;
  return new (processors.get(name))();
}

/** Hands the processor a port, as the page does; returns it. */
export function connect(processor, type) {
  const port = new FakePort();
  processor.port.onmessage({ data: { type, port } });
  return port;
}

export function passQuantum() {
  globalThis.currentTime += QUANTUM / globalThis.sampleRate;
}
