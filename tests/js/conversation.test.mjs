import assert from "node:assert/strict";
import test from "node:test";

import { Conversation } from "../../audio_worklet/conversation.js";
import { FromWorker } from "../../audio_worklet/messages.js";

const READY = { type: FromWorker.READY, isFirst: true, secondsLeft: 60, questionIndex: 0, questionCount: 1 };

/** Everything the conversation did to view, desk and page, as lines. */
function stand({ keepsMicrophone = false } = {}) {
  const did = [];
  const note = (name) => new Proxy({}, { get: (_, verb) => (...args) => void did.push([`${name}.${verb}`, ...args]) });
  const talk = new Conversation({
    view: note("view"),
    desk: note("desk"),
    tell: (event, ...args) => did.push([event, ...args]),
    sounds: () => false,
    keepsMicrophone: () => keepsMicrophone,
  });
  const done = (name) => did.filter(([what]) => what === name).map(([, ...args]) => args);
  return { talk, done };
}

test("the end of an interview closes the microphone", () => {
  const { talk, done } = stand();
  talk.receive({ type: FromWorker.ENDED, reason: "user_ended" });
  assert.equal(done("desk.closeMicrophone").length, 1);
  assert.deepEqual(done("onEnded"), [["user_ended"]]);
});

test("the end of a rehearsal leaves the microphone to the sound check", () => {
  const { talk, done } = stand({ keepsMicrophone: true });
  talk.receive({ type: FromWorker.ENDED, reason: "interviewer_ended" });
  assert.equal(done("desk.closeMicrophone").length, 0);
  assert.equal(talk.state, "ended");
});

test("an interview after a rehearsal begins from nothing", () => {
  const { talk, done } = stand();
  talk.begin();
  talk.receive(READY);
  talk.receive({ type: FromWorker.TURN_STATE, state: "speaking" });
  talk.receive({ type: FromWorker.ENDED, reason: "interviewer_ended" });
  talk.begin();
  assert.equal(done("view.forgetWords").length, 2);
  assert.equal(talk.state, "connecting");
  // A server that is still opening the room is not an outage, although there was a conversation before.
  talk.receive({ type: FromWorker.TURN_STATE, state: "reconnecting" });
  assert.equal(talk.state, "connecting");
});
