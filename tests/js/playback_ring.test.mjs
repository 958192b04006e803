import assert from "node:assert/strict";
import test from "node:test";

import { HeardClock, SampleRing, StartGate } from "../../audio_worklet/playback_ring.js";

function ramp(start, count) {
  return Int16Array.from({ length: count }, (_, index) => start + index);
}

function readAll(ring, count) {
  const floats = new Float32Array(count);
  const read = ring.read(floats, count);
  return [...floats.subarray(0, read)].map((value) => Math.round(value * 32768));
}

test("samples come out in the order they went in, around the end of the ring", () => {
  const ring = new SampleRing(10);
  ring.write(ramp(0, 8));
  assert.deepEqual(readAll(ring, 6), [0, 1, 2, 3, 4, 5]);
  ring.write(ramp(8, 6));
  assert.deepEqual(readAll(ring, 20), [6, 7, 8, 9, 10, 11, 12, 13]);
  assert.equal(ring.length, 0);
});

test("a longer answer than expected makes the ring grow and keeps the order", () => {
  const ring = new SampleRing(8);
  ring.write(ramp(0, 6));
  readAll(ring, 4);
  ring.write(ramp(6, 30));
  assert.deepEqual(
    readAll(ring, 40),
    Array.from({ length: 32 }, (_, index) => index + 4),
  );
});

test("a cleared ring is empty", () => {
  const ring = new SampleRing(8);
  ring.write(ramp(0, 5));
  ring.clear();
  assert.deepEqual(readAll(ring, 5), []);
});

const BLOCK_US = 2667;

test("playing starts when 40 ms are there", () => {
  const gate = new StartGate(24000);
  assert.equal(gate.update(959, BLOCK_US), false);
  assert.equal(gate.update(960, BLOCK_US), true);
});

test("a remark shorter than 40 ms is played when its end is known", () => {
  const gate = new StartGate(24000);
  gate.end();
  assert.equal(gate.update(100, BLOCK_US), true);
});

test("a remainder whose end was never announced is played after 300 ms", () => {
  const gate = new StartGate(24000);
  let blocks = 1;
  while (!gate.update(100, BLOCK_US)) blocks++;
  assert.equal(blocks, Math.ceil(300_000 / BLOCK_US));
});

test("each underrun doubles the wait up to 200 ms and the next turn starts low again", () => {
  const gate = new StartGate(24000);
  const thresholdMs = () => {
    for (let ms = 1; ; ms++) if (gate.update(ms * 24, 0)) return ms;
  };
  const waits = [];
  for (let turn = 0; turn < 5; turn++) {
    waits.push(thresholdMs());
    gate.ranDry();
  }
  assert.deepEqual(waits, [40, 80, 160, 200, 200]);
  assert.equal(gate.underruns, 5);
  gate.newTurn(0);
  assert.equal(thresholdMs(), 40);
});

test("running dry after the announced end is no underrun", () => {
  const gate = new StartGate(24000);
  gate.update(2400, BLOCK_US);
  gate.end();
  gate.ranDry();
  assert.equal(gate.underruns, 0);
});

test("a turn that arrives while another plays does not stop it", () => {
  const gate = new StartGate(24000);
  gate.update(2400, BLOCK_US);
  gate.newTurn(500);
  assert.equal(gate.open, true);
});

/** Plays `blocks` blocks of 64 samples through a delay of three blocks. */
function play(clock, blocks, samplesPerBlock = 64) {
  for (let block = 0; block < blocks; block++) {
    clock.consume(samplesPerBlock);
    clock.tick(3);
  }
}

test("what is heard lags what was consumed by the delay of the device", () => {
  const clock = new HeardClock();
  clock.append(1, 4, 640);
  play(clock, 3);
  assert.equal(clock.heardOfCurrent, 0);
  play(clock, 1);
  assert.equal(clock.heardOfCurrent, 64);
  play(clock, 6);
  assert.equal(clock.heardOfCurrent, 448);
  assert.equal(clock.isInFlight, true);
  play(clock, 3, 0);
  assert.equal(clock.heardOfCurrent, 640);
  assert.equal(clock.isInFlight, false);
});

test("a turn directly behind another is counted from its own beginning", () => {
  const clock = new HeardClock();
  clock.append(1, 4, 128);
  clock.append(2, 6, 256);
  play(clock, 5);
  assert.equal(clock.hasMovedOn, true);
  assert.equal(clock.heardOfCurrent, 128);
  clock.moveOn();
  assert.equal(clock.current.orderIndex, 6);
  assert.equal(clock.heardOfCurrent, 0);
  play(clock, 2);
  assert.equal(clock.heardOfCurrent, 128);
});

test("the same entry said again counts from zero", () => {
  const clock = new HeardClock();
  clock.append(1, 4, 64);
  play(clock, 1);
  play(clock, 3, 0);
  clock.append(2, 4, 64);
  clock.moveOn();
  assert.equal(clock.heardOfCurrent, 0);
});

test("after a flush exactly what the device took counts as heard", () => {
  const clock = new HeardClock();
  clock.append(1, 4, 6400);
  play(clock, 10);
  clock.drop();
  assert.equal(clock.heardOfCurrent, 640);
  assert.equal(clock.isInFlight, false);
  clock.append(2, 5, 128);
  assert.equal(clock.hasMovedOn, true);
  clock.moveOn();
  play(clock, 4);
  assert.equal(clock.heardOfCurrent, 64);
});

test("a turn flushed before its first sample was heard for nothing", () => {
  const clock = new HeardClock();
  clock.append(1, 4, 6400);
  clock.drop();
  assert.equal(clock.current.orderIndex, 4);
  assert.equal(clock.heardOfCurrent, 0);
});
