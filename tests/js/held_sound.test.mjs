import assert from "node:assert/strict";
import test from "node:test";

import { Conversation } from "../../audio_worklet/conversation.js";
import { listDevices } from "../../audio_worklet/microphone.js";

function conversation() {
  const told = [];
  const view = { setState() {}, mark() {} };
  const desk = { play() {}, stopSpeaking() {}, closeMicrophone() {} };
  const talk = new Conversation({ view, desk, tell: (event, argument) => told.push([event, argument]), sounds: () => false });
  return { talk, statuses: () => told.filter(([event]) => event === "onStatus").map(([, status]) => status) };
}

test("what happens while sound stands still shows when it is back", () => {
  const { talk, statuses } = conversation();
  talk.setState("listening");
  talk.setHeld(true);
  talk.setState("holding");
  assert.equal(talk.state, "needs_gesture");
  talk.setHeld(false);
  assert.deepEqual(statuses(), ["listening", "needs_gesture", "holding"]);
});

test("sound that comes back after nothing happened goes on where it was", () => {
  const { talk } = conversation();
  talk.setState("speaking");
  talk.setHeld(true);
  talk.setHeld(true);
  talk.setHeld(false);
  talk.setHeld(false);
  assert.equal(talk.state, "speaking");
});

test("an interview that ends while sound stands still is over", () => {
  const { talk } = conversation();
  talk.setState("listening");
  talk.setHeld(true);
  talk.setState("ended");
  talk.setHeld(false);
  assert.equal(talk.state, "ended");
});

function withDevices(...devices) {
  Object.defineProperty(globalThis, "navigator", {
    value: { mediaDevices: { enumerateDevices: async () => devices } },
    configurable: true,
  });
}

const input = (deviceId, label) => ({ deviceId, label, kind: "audioinput" });

test("a headset that listens by telephone quality is marked by its name or by its rate", async () => {
  withDevices(input("a", "Built-in"), input("b", "WH-1000 Hands-Free AG Audio"));
  const options = { inputId: "a", outputId: "", canChooseOutput: true };
  const byName = await listDevices({ ...options, microphone: null });
  assert.deepEqual(
    byName.map(({ narrow }) => narrow),
    [false, true],
  );
  const byRate = await listDevices({ ...options, microphone: { isNarrow: true, cancelsEcho: false } });
  assert.deepEqual(
    byRate.map(({ narrow, cancelsEcho }) => [narrow, cancelsEcho]),
    [
      [true, false],
      [true, true],
    ],
  );
});
