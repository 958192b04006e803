import assert from "node:assert/strict";
import test from "node:test";

import { microphoneErrorCode } from "../../audio_worklet/microphone.js";

const code = (name, message = "") => microphoneErrorCode(Object.assign(new Error(message), { name }));

test("each refusal of a browser has a name of ours", () => {
  assert.equal(code("NotAllowedError", "Permission denied"), "mic_denied");
  assert.equal(code("NotFoundError"), "mic_missing");
  assert.equal(code("NotReadableError"), "mic_busy");
  assert.equal(code("SomethingNew"), "mic_failed");
});

test("a refusal by the operating system is told from one by the browser", () => {
  assert.equal(code("NotAllowedError", "Permission denied by system"), "mic_blocked");
});
