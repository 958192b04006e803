import assert from "node:assert/strict";
import test, { afterEach, beforeEach, mock } from "node:test";

import { BrowserVoice } from "../../audio_worklet/browser_voice.js";
import { settle } from "./fakes.mjs";

class Utterance {
  constructor(text) {
    this.text = text;
  }
}

let said;
let cancelled;

beforeEach(() => {
  said = [];
  cancelled = 0;
  const speechSynthesis = { speak: (utterance) => said.push(utterance), cancel: () => cancelled++ };
  Object.assign(globalThis, {
    window: { speechSynthesis },
    document: { documentElement: { lang: "en" } },
    speechSynthesis,
    SpeechSynthesisUtterance: Utterance,
  });
  mock.timers.enable({ apis: ["setTimeout"] });
});

afterEach(() => {
  mock.timers.reset();
  for (const name of ["window", "document", "speechSynthesis", "SpeechSynthesisUtterance"]) delete globalThis[name];
});

function speaking(orderIndex = null) {
  const talk = { reports: [], isSaid: undefined };
  const voice = new BrowserVoice((report) => talk.reports.push(report));
  voice.say("What went wrong", orderIndex).then((isSaid) => (talk.isSaid = isSaid));
  return talk;
}

test("what is said for the interviewer is reported by words, and it says when it is over", async () => {
  const talk = speaking(4);
  said[0].onstart();
  said[0].onboundary({ charIndex: 5 });
  said[0].onend();
  await settle();
  assert.equal(talk.isSaid, true);
  assert.deepEqual(
    talk.reports.map(({ playedMs, playing }) => [playedMs, playing]),
    [
      [0, true],
      [400, true],
      [1200, false],
    ],
  );
});

test("a browser without a voice is not waited for, and nothing is called said", async () => {
  const talk = speaking();
  mock.timers.tick(2900);
  await settle();
  assert.equal(talk.isSaid, undefined);
  mock.timers.tick(200);
  await settle();
  assert.deepEqual([talk.isSaid, cancelled], [false, 1]);
});

test("a voice that stops half-way without a word is over as well", async () => {
  const talk = speaking();
  mock.timers.tick(2000);
  said[0].onstart();
  mock.timers.tick(6500);
  await settle();
  assert.equal(talk.isSaid, undefined, "slow is not stuck");
  mock.timers.tick(200);
  await settle();
  assert.deepEqual([talk.isSaid, cancelled], [true, 1]);
});

test("a page without speech says so at once", async () => {
  delete globalThis.window.speechSynthesis;
  const talk = speaking();
  await settle();
  assert.equal(talk.isSaid, false);
});
