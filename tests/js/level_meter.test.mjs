import assert from "node:assert/strict";
import test from "node:test";

import { EchoDetector, LevelMeter, MicrophoneJudge, toDecibels } from "../../audio_worklet/level_meter.js";

test("the meter adds blocks up and starts again", () => {
  const meter = new LevelMeter();
  meter.add(Float32Array.of(0.5, -0.5), 2);
  meter.add(Float32Array.of(1, -1), 2);
  assert.ok(Math.abs(meter.rms - Math.sqrt(0.625)) < 1e-9);
  assert.equal(meter.peak, 1);
  assert.equal(meter.clipped, 2);
  meter.clear();
  assert.equal(meter.rms, 0);
});

test("silence is -100 dB and not minus infinity", () => {
  assert.equal(toDecibels(0), -100);
});

/** Plays level reports, 25 per second, to the judge; returns what it said. */
function judge(levels) {
  const microphone = new MicrophoneJudge();
  const said = [];
  let now = 0;
  for (const [seconds, db, clipped = 0] of levels) {
    const rms = db === null ? 0 : 10 ** (db / 20);
    for (let report = 0; report < seconds * 25; report++) {
      // A voice pulses; a room does not.
      const pulse = db !== null && db > -50 ? 0.4 + 0.6 * Math.abs(Math.sin(report / 4)) : 1;
      const status = microphone.observe({ rms: rms * pulse, peak: Math.min(1, rms * 2 * pulse), clipped }, now);
      if (status) said.push(status);
      now += 40;
    }
  }
  return said;
}

test("a dead microphone is called silent after three seconds", () => {
  assert.deepEqual(judge([[2.5, null]]), []);
  assert.deepEqual(judge([[4, null]]), ["silent"]);
});

test("a quiet room says nothing about the microphone", () => {
  assert.deepEqual(judge([[10, -62]]), []);
});

test("a microphone that gives nothing for a moment when it opens does not make the room behind it a quiet voice", () => {
  assert.deepEqual(
    judge([
      [0.5, null],
      [10, -62],
    ]),
    [],
  );
});

test("a distant voice between which the browser sends nothing at all is quiet", () => {
  const word = [
    [0.2, null],
    [0.6, -46],
    [0.1, -58],
  ];
  assert.deepEqual(judge([...word, ...word, ...word, ...word]), ["quiet"]);
});

test("a voice at a good level is ok at once", () => {
  assert.deepEqual(
    judge([
      [1, -60],
      [2, -24],
    ]),
    ["ok"],
  );
});

test("a distant voice is quiet", () => {
  assert.deepEqual(
    judge([
      [1, -70],
      [3, -46],
    ]),
    ["quiet"],
  );
});

test("a clipping voice is loud and recovers", () => {
  assert.deepEqual(
    judge([
      [1, -60],
      [2, -2, 3],
      [6, -20],
    ]),
    ["loud", "ok"],
  );
});

test("a microphone that comes back to life is no longer silent", () => {
  assert.deepEqual(
    judge([
      [4, null],
      [2, -25],
    ]),
    ["silent", "ok"],
  );
});

test("a pause in judging is no silence", () => {
  const microphone = new MicrophoneJudge();
  microphone.observe({ rms: 0.05, peak: 0.1, clipped: 0 }, 0);
  assert.equal(microphone.observe({ rms: 0, peak: 0, clipped: 0 }, 60_000), null);
});

/** Loudness of speech-like syllables, in dB, at 25 a second. */
function syllables(seed, count = 200) {
  let state = seed;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  let db = -70;
  return Array.from({ length: count }, () => {
    if (random() < 0.25) db = random() < 0.4 ? -70 : -40 + 25 * random();
    return db;
  });
}

function hears(theirs, mine) {
  const detector = new EchoDetector();
  const amplitude = (db) => 10 ** (db / 20);
  return theirs.some((db, index) => detector.observe(amplitude(db), amplitude(mine[index])));
}

test("the interviewer's voice in the microphone is noticed, some way behind and quieter", () => {
  const theirs = syllables(11);
  const mine = theirs.map((_, index) => Math.max(-62, (theirs[index - 5] ?? -70) - 14));
  assert.equal(hears(theirs, mine), true);
});

test("a candidate who talks over the interviewer is no echo", () => {
  for (let seed = 1; seed <= 20; seed++) assert.equal(hears(syllables(seed), syllables(seed + 1000)), false);
});

test("a quiet room is no echo", () => {
  assert.equal(
    hears(
      syllables(3),
      syllables(3).map((db) => db - 50),
    ),
    false,
  );
  assert.equal(
    hears(
      syllables(3),
      syllables(3).map(() => -48),
    ),
    false,
  );
});
