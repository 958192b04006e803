import assert from "node:assert/strict";
import test from "node:test";

import { FrameRing } from "../../audio_worklet/frame_ring.js";
import { FRAME_BYTES } from "../../audio_worklet/pcm.js";

function frame(value) {
  return new Uint8Array(FRAME_BYTES).fill(value);
}

function fill(ring, count) {
  for (let index = 0; index < count; index++) ring.append(frame(index % 256), index * 20);
}

function takeAll(ring, now = 0) {
  const taken = [];
  for (let entry = ring.takeNext(now); entry; entry = ring.takeNext(now)) taken.push(entry);
  return taken;
}

const sequences = (entries) => entries.map(({ sequence }) => sequence);

test("frames are numbered from one and keep their time", () => {
  const ring = new FrameRing();
  fill(ring, 3);
  const taken = takeAll(ring);
  assert.deepEqual(sequences(taken), [1, 2, 3]);
  assert.deepEqual(
    taken.map(({ timestampMs }) => timestampMs),
    [0, 20, 40],
  );
  assert.equal(taken[2].pcm[0], 2);
  assert.equal(taken[2].pcm.length, FRAME_BYTES);
});

test("what was sent is not sent again on the same connection", () => {
  const ring = new FrameRing();
  fill(ring, 2);
  takeAll(ring);
  assert.equal(ring.takeNext(0), null);
});

test("after a reconnect everything behind the server's last frame goes again with its old number", () => {
  const ring = new FrameRing();
  fill(ring, 10);
  takeAll(ring);
  ring.restart(6);
  assert.deepEqual(sequences(takeAll(ring)), [7, 8, 9, 10]);
});

test("acknowledged frames are not kept", () => {
  const ring = new FrameRing();
  fill(ring, 10);
  takeAll(ring);
  ring.acknowledge(8, 0);
  ring.restart(0);
  assert.deepEqual(sequences(takeAll(ring)), [9, 10]);
});

test("the ring holds two minutes and drops the oldest", () => {
  const ring = new FrameRing();
  fill(ring, 6100);
  const taken = sequences(takeAll(ring));
  assert.equal(taken.length, 6000);
  assert.equal(taken[0], 101);
  assert.equal(ring.lost, 100);
});

test("dropping what was sent already is no loss", () => {
  const ring = new FrameRing(4);
  fill(ring, 4);
  takeAll(ring);
  fill(ring, 2);
  assert.equal(ring.lost, 0);
});

test("a page that comes later begins behind the server's last number", () => {
  const ring = new FrameRing();
  ring.restart(740);
  fill(ring, 2);
  assert.deepEqual(sequences(takeAll(ring)), [741, 742]);
});

test("a typed answer takes its place between the frames", () => {
  const ring = new FrameRing();
  fill(ring, 2);
  ring.appendText("I typed this");
  fill(ring, 1);
  const taken = takeAll(ring);
  assert.deepEqual(sequences(taken), [1, 2, 3, 4]);
  assert.equal(taken[2].text, "I typed this");
});

test("a typed answer outlives thirty seconds without a line", () => {
  const ring = new FrameRing(10);
  ring.appendText("still here");
  fill(ring, 50);
  const taken = takeAll(ring);
  assert.equal(taken[0].text, "still here");
  assert.deepEqual(sequences(taken).slice(1), [42, 43, 44, 45, 46, 47, 48, 49, 50, 51]);
});

test("a typed answer that was never sent gets a new number on a reloaded page", () => {
  const ring = new FrameRing();
  ring.appendText("typed while connecting");
  ring.restart(300);
  const [entry] = takeAll(ring);
  assert.deepEqual(entry, { sequence: 301, text: "typed while connecting" });
});

test("a typed answer the server has is not sent twice", () => {
  const ring = new FrameRing();
  ring.appendText("once");
  takeAll(ring);
  ring.restart(1);
  assert.deepEqual(takeAll(ring), []);
});

test("an acknowledgement tells how long its frame took", () => {
  const ring = new FrameRing();
  fill(ring, 2);
  ring.takeNext(1000);
  ring.takeNext(1020);
  assert.equal(ring.acknowledge(2, 1100), 80);
  assert.equal(ring.acknowledge(2, 1200), null);
});

test("an hour of frames keeps its order", () => {
  const ring = new FrameRing();
  let expected = 1;
  for (let index = 0; index < 180_000; index++) {
    ring.append(frame(0), index);
    if (index % 7 === 0) for (const { sequence } of takeAll(ring)) assert.equal(sequence, expected++);
    if (index % 50 === 0) ring.acknowledge(expected - 3, index);
  }
  assert.equal(ring.lost, 0);
});
