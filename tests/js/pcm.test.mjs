import assert from "node:assert/strict";
import test from "node:test";

import { FRAME_BYTES, fromPcm16, samplesFromBytes, toPcm16 } from "../../audio_worklet/pcm.js";

test("full scale saturates instead of wrapping", () => {
  assert.deepEqual([1, 1.7, -1, -1.7].map(toPcm16), [32767, 32767, -32768, -32768]);
});

test("samples are rounded to the nearest step, not cut", () => {
  assert.equal(toPcm16(0.6 / 32768), 1);
  assert.equal(toPcm16(0.4 / 32768), 0);
  assert.equal(toPcm16(-0.6 / 32768), -1);
});

test("every 16-bit value survives the way to float and back", () => {
  for (let value = -32768; value <= 32767; value++) assert.equal(toPcm16(fromPcm16(value)), value);
});

test("a frame is 20 ms of 16 kHz", () => {
  assert.equal(FRAME_BYTES, 640);
});

test("wire bytes at an odd address become samples", () => {
  const message = Uint8Array.of(9, 0x01, 0x02, 0xff, 0xff, 7);
  assert.deepEqual([...samplesFromBytes(message.subarray(1, 6))], [0x0201, -1]);
});
