import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import test from "node:test";

import { connect, makeProcessor, passQuantum } from "./worklet_scope.mjs";

const PROBE = fileURLToPath(new URL("./allocation_probe.mjs", import.meta.url));
const FLAGS = ["--min-semi-space-size=64", "--max-semi-space-size=64"];

function bytesPerQuantum(name, rate) {
  const { stdout, stderr } = spawnSync(process.execPath, [...FLAGS, PROBE, name, String(rate)], { encoding: "utf8" });
  assert.ok(stdout, stderr);
  return JSON.parse(stdout).bytesPerQuantum;
}

/**
 * V8 may put a number or two on its heap, where code that is not yet compiled hands them on: 16 bytes each. An object, an
 * array or a closure per quantum would be more.
 */
const TWO_NUMBERS = 40;

for (const rate of [44100, 48000]) {
  test(`the capture worklet makes no object while it runs at ${rate} Hz`, () => {
    assert.ok(bytesPerQuantum("interview-capture", rate) < TWO_NUMBERS);
  });

  test(`the playback worklet makes no object while it plays and is interrupted at ${rate} Hz`, () => {
    assert.ok(bytesPerQuantum("interview-playback", rate) < TWO_NUMBERS);
  });
}

test("frames are transferred, and their buffers come round again", () => {
  const processor = makeProcessor("interview-capture");
  const port = connect(processor, "frame_port");
  const seen = new Set();
  let misses = 0;
  port.onPost = (message, transfer) => {
    assert.deepEqual(transfer, [message.buffer]);
    seen.add(message.buffer);
    misses = message.poolMisses;
    port.onmessage({ data: message.buffer });
  };
  const inputs = [[new Float32Array(128).fill(0.1)]];
  for (let quantum = 0; quantum < 375 * 20; quantum++) {
    passQuantum();
    processor.process(inputs);
  }
  assert.ok(port.posted >= 999); // twenty seconds, perhaps less the delay of the filter
  assert.ok(seen.size <= 64, `${seen.size} buffers`);
  assert.equal(misses, 0);
});

test("a worker that is behind costs memory and no speech", () => {
  const processor = makeProcessor("interview-capture");
  const port = connect(processor, "frame_port");
  const firsts = [];
  port.onPost = ({ firstSample, poolMisses }) => firsts.push([firstSample, poolMisses]);
  for (let quantum = 0; quantum < 375 * 3; quantum++) {
    passQuantum();
    processor.process([[new Float32Array(128)]]);
  }
  assert.deepEqual(
    firsts.map(([first]) => first),
    firsts.map((_, index) => index * 320),
  );
  assert.ok(firsts.at(-1)[1] > 0);
});

test("without an input the timeline goes on in silence and is counted", () => {
  const processor = makeProcessor("interview-capture");
  const port = connect(processor, "frame_port");
  let last = null;
  port.onPost = (message) => {
    last = { ...message, samples: new Int16Array(message.buffer) };
    port.onmessage({ data: message.buffer });
  };
  for (let quantum = 0; quantum < 375; quantum++) {
    passQuantum();
    processor.process([[]]);
  }
  assert.ok(last.firstSample >= 320 * 48);
  assert.ok(last.starved > 370);
  assert.ok(last.samples.every((sample) => sample === 0));
});
