import assert from "node:assert/strict";
import test from "node:test";

import { Resampler, designFilter, rateFraction } from "../../audio_worklet/resample.js";

const QUANTUM = 128;

/** Feeds a tone in quanta; returns the output without the settling at both ends. */
function resampleTone(frequencyHz, fromHz, toHz, seconds = 0.5) {
  const resampler = new Resampler(fromHz, toHz);
  const output = [];
  const input = new Float32Array(QUANTUM);
  const block = new Float32Array(2048);
  for (let start = 0; start < seconds * fromHz; start += QUANTUM) {
    for (let index = 0; index < QUANTUM; index++) {
      input[index] = 0.5 * Math.sin((2 * Math.PI * frequencyHz * (start + index)) / fromHz);
    }
    const count = resampler.process(input, QUANTUM, block);
    output.push(...block.subarray(0, count));
  }
  return Float64Array.from(output.slice(800));
}

function decibels(ratio) {
  return 20 * Math.log10(Math.max(ratio, 1e-12));
}

function rms(samples) {
  return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
}

/** The tone's own amplitude by least squares, and what is left without it. */
function fitTone(frequencyHz, fromHz, toHz) {
  const samples = resampleTone(frequencyHz, fromHz, toHz);
  const sine = samples.map((_, n) => Math.sin((2 * Math.PI * frequencyHz * n) / toHz));
  const cosine = samples.map((_, n) => Math.cos((2 * Math.PI * frequencyHz * n) / toHz));
  const dot = (a, b) => a.reduce((sum, value, n) => sum + value * b[n], 0);
  const [ss, cc, sc] = [dot(sine, sine), dot(cosine, cosine), dot(sine, cosine)];
  const [ys, yc] = [dot(samples, sine), dot(samples, cosine)];
  const determinant = ss * cc - sc * sc;
  const a = (ys * cc - yc * sc) / determinant;
  const b = (yc * ss - ys * sc) / determinant;
  return { amplitude: Math.hypot(a, b), rest: samples.map((y, n) => y - a * sine[n] - b * cosine[n]) };
}

function gainDb(frequencyHz, fromHz, toHz) {
  return decibels(fitTone(frequencyHz, fromHz, toHz).amplitude / 0.5);
}

function aliasDb(frequencyHz, fromHz, toHz) {
  return decibels(rms(resampleTone(frequencyHz, fromHz, toHz)) / (0.5 / Math.SQRT2));
}

function toneSnrDb(frequencyHz, fromHz, toHz) {
  const { amplitude, rest } = fitTone(frequencyHz, fromHz, toHz);
  return decibels(amplitude / Math.SQRT2 / rms(rest));
}

for (const [fromHz, taps] of [
  [32000, 116],
  [44100, 160],
  [48000, 176],
  [96000, 348],
]) {
  test(`the capture filter from ${fromHz} Hz has ${taps} taps and delays at most 1.9 ms`, () => {
    assert.equal(designFilter(fromHz, 16000).taps, taps);
    assert.ok((new Resampler(fromHz, 16000).delay / fromHz) * 1000 <= 1.9);
  });
}

for (const fromHz of [32000, 44100, 48000, 96000, 192000]) {
  test(`speech up to 7 kHz passes unchanged from ${fromHz} Hz`, () => {
    const gains = [100, 440, 1000, 3000, 5000, 6000, 7000].map((hz) => gainDb(hz, fromHz, 16000));
    assert.ok(Math.max(...gains) - Math.min(...gains) <= 0.01, `ripple: ${gains}`);
    assert.ok(Math.abs(gains[2]) <= 0.01, `gain at 1 kHz: ${gains[2]}`);
  });

  test(`nothing from 9 kHz up survives from ${fromHz} Hz`, () => {
    const highest = Math.min(20000, fromHz / 2 - 100);
    for (const hz of [9000, 10000, 11000, 12345, 15000, 15900, 17000, highest]) {
      if (hz <= highest) assert.ok(aliasDb(hz, fromHz, 16000) <= -80, `${hz} Hz: ${aliasDb(hz, fromHz, 16000)} dB`);
    }
  });
}

test("a slow microphone is raised to 16 kHz without images", () => {
  assert.ok(Math.abs(gainDb(3000, 8000, 16000)) < 0.01);
  assert.ok(toneSnrDb(3000, 8000, 16000) > 80);
});

for (const toHz of [44100, 48000, 96000]) {
  test(`the interviewer's voice reaches a ${toHz} Hz device with 90 dB to 7 kHz`, () => {
    for (const hz of [300, 1000, 3000, 5000, 7000]) {
      assert.ok(toneSnrDb(hz, 24000, toHz) >= 90, `${hz} Hz: ${toneSnrDb(hz, 24000, toHz)} dB`);
      assert.ok(Math.abs(gainDb(hz, 24000, toHz)) <= 0.01);
    }
  });
}

test("the playback interpolator has 72 taps and delays 1.5 ms", () => {
  for (const toHz of [32000, 44100, 48000, 96000]) {
    assert.equal(designFilter(24000, toHz, 96).taps, 72);
    assert.ok(new Resampler(24000, toHz, 128, 96).delay / 24 <= 1.5);
  }
});

test("equal rates pass samples through untouched", () => {
  const resampler = new Resampler(16000, 16000);
  const output = new Float32Array(3);
  assert.equal(resampler.process(Float32Array.of(0.25, -0.5, 1), 3, output), 3);
  assert.deepEqual([...output], [0.25, -0.5, 1]);
});

for (const fromHz of [8000, 11025, 16000, 22050, 32000, 44100, 48000, 88200, 96000, 192000]) {
  test(`a minute at ${fromHz} Hz becomes a minute at 16 kHz`, () => {
    const resampler = new Resampler(fromHz, 16000);
    const input = new Float32Array(QUANTUM);
    const block = new Float32Array(2048);
    let produced = 0;
    let consumed = 0;
    while (consumed < 60 * fromHz) {
      produced += resampler.process(input, QUANTUM, block);
      consumed += QUANTUM;
    }
    assert.ok(Math.abs(produced - (consumed * 16000) / fromHz) <= 1);
  });
}

test("the player is told exactly how much to feed", () => {
  for (const toHz of [8000, 16000, 24000, 44100, 48000, 96000, 192000]) {
    const resampler = new Resampler(24000, toHz);
    const source = new Float32Array(1024);
    const output = new Float32Array(2048);
    for (let block = 0; block < 500; block++) {
      assert.equal(resampler.process(source, resampler.needed(QUANTUM), output, QUANTUM), QUANTUM);
    }
  }
});

test("the same sound gives the same samples however it is cut", () => {
  const input = Float32Array.from({ length: 4410 }, (_, n) => Math.sin(n / 7) * 0.5);
  const whole = new Resampler(44100, 16000, 4410);
  const expected = new Float32Array(2000);
  const count = whole.process(input, input.length, expected);
  const cut = new Resampler(44100, 16000, 4410);
  const pieces = [];
  const block = new Float32Array(2000);
  for (let start = 0; start < input.length;) {
    const length = Math.min(1 + ((start * 7) % 311), input.length - start);
    pieces.push(...block.slice(0, cut.process(input.subarray(start, start + length), length, block)));
    start += length;
  }
  assert.deepEqual(pieces, [...expected.slice(0, count)]);
});

test("a reset forgets the sound before it", () => {
  const resampler = new Resampler(24000, 48000);
  const output = new Float32Array(2048);
  resampler.process(new Float32Array(512).fill(1), 512, output);
  resampler.reset();
  const count = resampler.process(new Float32Array(256), 256, output);
  assert.ok(output.subarray(0, count).every((value) => value === 0));
});

test("an odd rate is met by the nearest small fraction", () => {
  const { up, down } = rateFraction(44099, 16000);
  assert.ok(up <= 1024);
  assert.ok(Math.abs((up / down) * (44099 / 16000) - 1) < 2e-6);
});
