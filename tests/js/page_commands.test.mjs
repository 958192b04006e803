import assert from "node:assert/strict";
import test from "node:test";

import { DEFAULT_SHORTCUTS, keyName, normalizeShortcuts } from "../../audio_worklet/page_commands.js";

test("key presses have the names that shortcuts are written in", () => {
  assert.equal(keyName({ key: " " }), "Space");
  assert.equal(keyName({ key: "m" }), "M");
  assert.equal(keyName({ key: "E", shiftKey: true }), "Shift+E");
  assert.equal(keyName({ key: "?", shiftKey: true }), "?");
  assert.equal(keyName({ key: "Escape" }), "Escape");
  assert.equal(keyName({ key: "r", ctrlKey: true }), null);
});

test("shortcuts may be written in any case", () => {
  assert.deepEqual(
    [...normalizeShortcuts({ "shift+e": "ask-end", space: "done", m: "toggle-mute" })],
    [
      ["Shift+E", "ask_end"],
      ["Space", "done"],
      ["M", "toggle_mute"],
    ],
  );
});

test("without own shortcuts the default ones hold, with none there are none", () => {
  assert.equal(normalizeShortcuts(undefined).size, Object.keys(DEFAULT_SHORTCUTS).length);
  assert.equal(normalizeShortcuts({}).size, 0);
});
