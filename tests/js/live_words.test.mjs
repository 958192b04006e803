import assert from "node:assert/strict";
import test from "node:test";

import * as words from "../../audio_worklet/live_words.js";

const clock = (seconds, isPaused = false) => {
  const { prefix, value, unit } = words.clockText(seconds, isPaused);
  return prefix + value + unit;
};

test("the clock counts down, turns to words at two minutes and never hurries", () => {
  assert.equal(clock(702), "11:42 left");
  assert.equal(clock(701.2), "11:42 left");
  assert.equal(clock(121), "02:01 left");
  assert.equal(clock(120), "About two minutes left");
  assert.equal(clock(60), "About a minute left");
  assert.equal(clock(20), "Less than a minute left");
  assert.equal(clock(0), "Last answer");
});

test("without a line the clock stands", () => {
  assert.equal(clock(657, true), "Paused at 10:57");
});

test("the time left is a sentence when asked for", () => {
  assert.equal(words.timeLeftSentence(700), "12 minutes left.");
  assert.equal(words.timeLeftSentence(40), "About a minute left.");
});

test("the status line names the interviewer, and a page may word it", () => {
  assert.deepEqual(words.statusText("thinking", {}, "Ruth"), ["Ruth is thinking", ""]);
  assert.deepEqual(words.statusText("listening", { listening: ["Go on", "{name} hears you."] }, "Ruth"), [
    "Go on",
    "Ruth hears you.",
  ]);
});

test("tries are counted in words", () => {
  assert.equal(words.connectionText("reconnecting", 0), "Reconnecting…");
  assert.equal(words.connectionText("reconnecting", 2), "Reconnecting… second try");
  assert.equal(words.connectionText("reconnecting", 12), "Reconnecting… 12th try");
  assert.equal(words.connectionText("live", 0), "");
});

test("the network is put in words", () => {
  assert.equal(words.networkText({ roundTripMs: 48, jitterMs: -1, lossPercent: 0 }), "48 ms round trip, no loss");
  assert.equal(
    words.networkText({ roundTripMs: 48, jitterMs: 3, lossPercent: 0 }),
    "48 ms round trip, 3 ms jitter, no loss",
  );
  assert.equal(words.networkText({ roundTripMs: 210, lossPercent: 2.5 }), "210 ms round trip, 2.5 % lost");
  assert.equal(words.networkText({ roundTripMs: -1, lossPercent: 100 }), "No answer");
});

test("a long caption shows its newest words from a word's beginning", () => {
  const text = Array.from({ length: 100 }, (_, index) => `word${index}`).join(" ");
  const tail = words.captionTail(text);
  assert.ok(tail.length <= 281);
  assert.match(tail, /^…word\d+ /);
  assert.ok(tail.endsWith("word99"));
  assert.equal(words.captionTail("short"), "short");
});

test("words count as settled when they have not changed", () => {
  assert.equal(words.stableLength("", "I had"), 0);
  assert.equal(words.stableLength("I had six", "I had six months"), 9);
  assert.equal(words.stableLength("I had sick", "I had six months"), 6);
  assert.equal(words.stableLength("I had six months", "I had six"), 9);
});

test("words are counted", () => {
  assert.equal(words.countWords("  "), 0);
  assert.equal(words.countWords(" forty  percent\nless "), 3);
});
