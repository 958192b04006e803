/**
 * Bytes that a processor allocates per quantum. Run with a young generation so large that nothing is collected; then what
 * the heap has grown by is what was allocated.
 */

import { connect, makeProcessor, passQuantum } from "./worklet_scope.mjs";

const QUANTA = 400; // fewer frames than the pool has buffers
const ROUNDS = 60;
const [name, rate] = process.argv.slice(2);

const used = () => process.memoryUsage().heapUsed;

function captureSetup(processor) {
  const port = connect(processor, "frame_port");
  const out = new Array(QUANTA).fill(null);
  let count = 0;
  port.onPost = ({ buffer }) => {
    out[count++] = buffer;
  };
  const inputs = [[Float32Array.from({ length: 128 }, (_, index) => Math.sin(index / 5))]];
  return {
    quantum: () => processor.process(inputs),
    // The worker gives buffers back between quanta, by messages.
    between: () => {
      for (let index = 0; index < count; index++) port.onmessage({ data: out[index] });
      count = 0;
    },
  };
}

function playbackSetup(processor) {
  const port = connect(processor, "sound_port");
  const outputs = [[new Float32Array(128)]];
  let turn = 0;
  return {
    quantum: () => processor.process([], outputs),
    // A turn arrives, another one is on its way when it is interrupted.
    between: () => {
      turn++;
      if (turn % 2) port.onmessage({ data: { type: "flush" } });
      const { buffer } = new Int16Array(24000).fill(1000);
      port.onmessage({ data: { type: "samples", turn, orderIndex: turn, buffer } });
    },
  };
}

const processor = makeProcessor(name, Number(rate));
const { quantum, between } = name === "interview-capture" ? captureSetup(processor) : playbackSetup(processor);

function round(step) {
  between();
  const before = used();
  for (let index = 0; index < QUANTA; index++) {
    passQuantum();
    step();
  }
  return used() - before;
}

const nothing = () => true;
const rounds = [];
const overheads = []; // of the clock and of asking for the heap
for (let index = 0; index < 2 * ROUNDS; index++) {
  rounds.push(round(quantum));
  overheads.push(round(nothing));
}
rounds.splice(0, ROUNDS); // until everything is compiled
overheads.splice(0, ROUNDS);
const middle = (values) => values.sort((a, b) => a - b)[values.length >> 1];
console.log(JSON.stringify({ bytesPerQuantum: (middle(rounds) - middle(overheads)) / QUANTA }));
