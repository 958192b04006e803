import assert from "node:assert/strict";
import test from "node:test";

import {
  TICKS,
  barsOf,
  crossfade,
  discRadius,
  levelFromRms,
  ringPattern,
  smooth,
  ticksOf,
} from "../../audio_worklet/presence.js";

const pattern = ringPattern(5);
const still = { bands: null, them: 0, you: 0, pattern, now: 0, still: true };
const heights = (state, given = {}) => barsOf(state, { ...still, ...given }).map(({ height }) => height);
const lengths = (state, given = {}) => ticksOf(state, { ...still, ...given }).map(({ length }) => length);

test("the disc swells when the interviewer speaks", () => {
  assert.deepEqual(
    ["speaking", "listening", "thinking", "holding", "off", "muted"].map(discRadius),
    [98, 88, 88, 90, 88, 88],
  );
});

test("without motion every state has the bars of the design", () => {
  assert.deepEqual(heights("speaking"), [26, 54, 82, 60, 96, 46, 22]);
  assert.deepEqual(heights("listening"), [9, 9, 14, 18, 14, 9, 9]);
  assert.deepEqual(heights("off"), [9, 9, 9, 9, 9, 9, 9]);
  assert.deepEqual(heights("muted"), [9, 9, 9, 9, 9, 9, 9]);
});

test("bars stand 17 apart around the centre", () => {
  assert.deepEqual(
    barsOf("listening", still).map(({ x }) => x),
    [-51, -34, -17, 0, 17, 34, 51],
  );
});

test("thinking is three dots, holding is a pause sign", () => {
  const dots = barsOf("thinking", still);
  assert.deepEqual([...new Set(dots.map(({ x }) => x))], [-28, 0, 28]);
  assert.ok(dots.every(({ width, height }) => width === 13 && height === 13));
  const pause = barsOf("holding", still);
  assert.deepEqual([...new Set(pause.map(({ x }) => x))], [-14, 14]);
  assert.ok(pause.every(({ width, height }) => width === 11 && height === 52));
});

test("speaking bars follow the bands of the voice, the lowest in the middle", () => {
  const loudLow = heights("speaking", { still: false, bands: [1, 0, 0, 0, 0, 0, 0] });
  assert.deepEqual(loudLow, [9, 9, 9, 96, 9, 9, 9]);
});

test("the ring has 84 ticks that grow from 3 to at most 37 px with the candidate's voice", () => {
  const quiet = lengths("listening", { still: false, you: 0 });
  const loud = lengths("listening", { still: false, you: 1 });
  assert.equal(quiet.length, TICKS);
  assert.ok(quiet.every((length) => length === 3));
  assert.ok(loud.every((length) => length >= 3 && length <= 37));
  assert.ok(Math.max(...loud) > 20);
});

test("the candidate's ring rests while the interviewer speaks", () => {
  assert.ok(lengths("speaking", { still: false, you: 1 }).every((length) => length === 0.01));
});

test("thinking turns clockwise once in its period", () => {
  const headAt = (now) => {
    const turning = lengths("thinking", { still: false, now });
    return turning.indexOf(Math.max(...turning));
  };
  assert.equal(headAt(0), 0);
  assert.ok(Math.abs(headAt(600) - TICKS / 4) <= 1);
  assert.ok(Math.abs(headAt(1800) - (3 * TICKS) / 4) <= 1);
  assert.equal(headAt(2400), 0);
});

test("a lost line shows a broken ring", () => {
  const shown = ticksOf("off", still).map(({ opacity }) => opacity > 0);
  assert.deepEqual(shown.slice(0, 7), [true, true, true, false, false, false, true]);
});

test("reduced motion gives the same picture at any time", () => {
  for (const state of ["speaking", "listening", "thinking", "holding", "off", "muted"]) {
    assert.deepEqual(ticksOf(state, { ...still, now: 0 }), ticksOf(state, { ...still, now: 1234, you: 0.7 }));
    assert.deepEqual(heights(state, { them: 0 }), heights(state, { them: 1, bands: [1, 1, 1, 1, 1, 1, 1] }));
  }
});

test("a level rises in 40 ms and falls in 180 ms", () => {
  assert.ok(Math.abs(smooth(0, 1, 40) - (1 - Math.exp(-1))) < 1e-9);
  assert.ok(Math.abs(smooth(1, 0, 180) - Math.exp(-1)) < 1e-9);
});

test("levels are 0 at -60 dBFS and 1 at -12 dBFS", () => {
  assert.equal(levelFromRms(0), 0);
  assert.equal(levelFromRms(0.0005), 0);
  assert.ok(Math.abs(levelFromRms(10 ** (-36 / 20)) - 0.5) < 1e-9);
  assert.equal(levelFromRms(0.5), 1);
});

test("the same seed is the same interviewer", () => {
  assert.deepEqual(ringPattern(7), ringPattern(7));
  assert.notDeepEqual(ringPattern(7), ringPattern(8));
  assert.ok(ringPattern(7).every((value) => value >= 0 && value <= 1));
});

test("the cross-fade takes 420 ms and does not overshoot", () => {
  assert.equal(crossfade(0), 0);
  assert.equal(crossfade(420), 1);
  assert.equal(crossfade(5000), 1);
  for (let ms = 0; ms < 420; ms += 20) assert.ok(crossfade(ms) <= crossfade(ms + 20));
});
