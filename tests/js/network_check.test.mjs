import assert from "node:assert/strict";
import test from "node:test";

import { checkNetwork, median, summarize, verdictOf } from "../../audio_worklet/network_check.js";
import { FakeClock, fakeWebSocketClass } from "./fakes.mjs";

test("the verdict keeps the thresholds of the design", () => {
  assert.equal(verdictOf(149, 0), "good");
  assert.equal(verdictOf(150, 0), "fair");
  assert.equal(verdictOf(100, 2), "fair");
  assert.equal(verdictOf(299, 4.9), "fair");
  assert.equal(verdictOf(300, 0), "poor");
  assert.equal(verdictOf(20, 5), "poor");
  assert.equal(verdictOf(-1, 100), "poor");
});

test("the median is not moved by one slow answer", () => {
  assert.equal(median([30, 31, 900]), 31);
  assert.equal(median([30, 40]), 35);
});

test("jitter is the mean change from answer to answer", () => {
  assert.deepEqual(summarize([40, 60, 40, null]), { verdict: "poor", roundTripMs: 40, jitterMs: 20, lossPercent: 25 });
});

/** Runs a check against a server that answers each ping after `delays[n]` ms, or never (null). */
async function check(delays, { opens = true } = {}) {
  const clock = new FakeClock();
  const WebSocket = fakeWebSocketClass();
  const result = checkNetwork({ WebSocket, clock, url: "wss://x.example/echo" });
  const socket = WebSocket.last;
  socket.send = (frame) => {
    const delay = delays[frame[0]] ?? null;
    if (delay !== null) clock.after(delay, () => socket.onmessage?.({ data: frame.buffer }));
  };
  if (opens) socket.onopen();
  await clock.advance(10_000);
  assert.equal(socket.closedWith, 1000);
  return result;
}

test("a near server is good for voice", async () => {
  const report = await check(Array.from({ length: 20 }, () => 48));
  assert.deepEqual(report, { verdict: "good", roundTripMs: 48, jitterMs: 0, lossPercent: 0 });
});

test("answers later than a second count as lost", async () => {
  const report = await check(Array.from({ length: 20 }, (_, index) => (index < 2 ? 1500 : 50)));
  assert.equal(report.lossPercent, 10);
  assert.equal(report.verdict, "poor");
});

test("a server that cannot be reached is poor and not an exception", async () => {
  const report = await check([], { opens: false });
  assert.deepEqual(report, { verdict: "poor", roundTripMs: -1, jitterMs: -1, lossPercent: 100 });
});
