/** Watches what a processor puts out: silence in the middle of sound is a hole. Import it before the processor. */

const HOLE_FROM_SAMPLES = 20;
const PAUSE_FROM_S = 1;
const watched = { holes: 0, holeMs: 0, longestMs: 0, underruns: 0 };
let zeros = Infinity;

function watch(samples) {
  for (const sample of samples) {
    if (sample === 0) zeros++;
    else {
      if (zeros >= HOLE_FROM_SAMPLES && zeros < PAUSE_FROM_S * sampleRate) note((zeros * 1000) / sampleRate);
      zeros = 0;
    }
  }
}

function note(ms) {
  watched.holes++;
  watched.holeMs += ms;
  watched.longestMs = Math.max(watched.longestMs, ms);
}

const register = registerProcessor;
globalThis.registerProcessor = (name, Processor) =>
  register(
    name,
    class extends Processor {
      process(inputs, outputs, parameters) {
        const goesOn = super.process(inputs, outputs, parameters);
        if (outputs[0]?.[0]) watch(outputs[0][0]);
        return goesOn;
      }
    },
  );

const post = MessagePort.prototype.postMessage;
MessagePort.prototype.postMessage = function (message, transfer) {
  if (message?.type === "played") watched.underruns = message.underruns;
  return post.call(this, message?.type === "level" ? { ...message, watched } : message, transfer);
};
