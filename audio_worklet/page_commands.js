/** Clicks and keys in the page become commands at once, without a round trip. Also reads the field of typed answers. */

import { canonical } from "./page_slots.js";

const CONTROLS = [
  "input, textarea, select, button, summary, a[href], audio[controls], video[controls]",
  "[contenteditable]:not([contenteditable='false']), [tabindex]:not([tabindex^='-'])",
].join(", ");
const OPEN_DIALOG = "dialog[open], [role='dialog'], [role='alertdialog'], [role='menu'], [role='listbox']";

export const DEFAULT_SHORTCUTS = Object.freeze({
  Space: "done",
  P: "hold",
  M: "toggle_mute",
  R: "repeat",
  C: "toggle_captions",
  Q: "read_question",
  L: "tell_time_left",
});

/** The name of a key press as shortcuts write it: `Space`, `M`, `?`, `Shift+E`. Null for what is no shortcut. */
export function keyName({ key, shiftKey, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) return null;
  if (key === " ") return "Space";
  if (key.length > 1) return key;
  const isLetter = key.toLowerCase() !== key.toUpperCase();
  return isLetter && shiftKey ? `Shift+${key.toUpperCase()}` : key.toUpperCase();
}

/** Shortcuts of any spelling by the names `keyName` gives. */
export function normalizeShortcuts(shortcuts) {
  const upper = (part) =>
    part.length === 1 ? part.toUpperCase() : part[0].toUpperCase() + part.slice(1).toLowerCase();
  const entries = Object.entries(shortcuts ?? DEFAULT_SHORTCUTS);
  return new Map(entries.map(([key, command]) => [key.split("+").map(upper).join("+"), canonical(command)]));
}

export class PageCommands {
  /**
   * @param run `(command, args)`
   * @param shortcut `(command)` for a key in `shortcuts`; returns whether it did something
   * @param answerField `() => element | null`
   */
  constructor({ run, shortcut, answerField, onTyping }) {
    this._run = run;
    this._shortcut = shortcut;
    this._answerField = answerField;
    this._onTyping = onTyping;
    this.shortcuts = normalizeShortcuts();
    this.keysOn = false;
    this._stopper = new AbortController();
    const listen = (type, call) =>
      document.addEventListener(type, call, { capture: true, signal: this._stopper.signal });
    listen("click", (event) => this._click(event));
    listen("change", (event) => this._change(event));
    listen("keydown", (event) => this._key(event));
    listen("input", (event) => this._input(event));
    listen("focusin", (event) => this._focus(event));
  }

  stop() {
    this._stopper.abort();
  }

  _click({ target, detail }) {
    this._noteOpener(target.closest?.("[data-interview-key]"), detail);
    const element = target.closest?.("[data-interview-command]");
    if (!element || element.tagName === "SELECT" || isDisabled(element)) return;
    this._run(canonical(element.dataset.interviewCommand), argumentsOf(element));
  }

  /** Pressed by a pointer or by its key: the focus was not on it before. */
  _noteOpener(element, clicks) {
    if (element) this._opener = clicks > 0 || document.activeElement !== element ? element : null;
  }

  /** A dialog that closes gives the focus to its opener, where it would take Space and the letters away. */
  _focus({ target }) {
    if (target === this._opener && this._lastKey !== "Tab") target.blur();
  }

  _change({ target }) {
    if (target.tagName !== "SELECT" || !target.dataset.interviewCommand) return;
    this._run(canonical(target.dataset.interviewCommand), { device: target.value });
  }

  _input({ target }) {
    if (this._answerField()?.contains(target)) this._onTyping(target.value ?? "");
  }

  _key(event) {
    this._lastKey = event.key;
    if (event.defaultPrevented || event.repeat || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && this._answerField()?.contains(event.target)) {
      event.preventDefault();
      this._run("say", {});
      return;
    }
    const name = keyName(event);
    if (!this.keysOn || !name || isOnControl(event.target) || isDialogOpen()) return;
    if (this._press(name)) event.preventDefault();
  }

  _press(name) {
    const element = [...document.querySelectorAll("[data-interview-key]")].find(
      (candidate) => normalizeKey(candidate.dataset.interviewKey) === name && isUsable(candidate),
    );
    if (element) {
      element.click();
      return true;
    }
    const command = this.shortcuts.get(name);
    return command !== undefined && this._shortcut(command);
  }
}

function normalizeKey(key) {
  return normalizeShortcuts({ [key]: "" })
    .keys()
    .next().value;
}

/** A button that the turn has just taken away holds the focus for a moment longer. */
function isOnControl(target) {
  return target.closest?.(CONTROLS)?.checkVisibility() ?? false;
}

function argumentsOf(element) {
  const { interviewDevice: device, interviewText: text } = element.dataset;
  return { ...(device !== undefined && { device }), ...(text !== undefined && { text }) };
}

function isDisabled(element) {
  return element.disabled === true || element.getAttribute("aria-disabled") === "true";
}

function isUsable(element) {
  return !isDisabled(element) && element.checkVisibility();
}

function isDialogOpen() {
  return [...document.querySelectorAll(OPEN_DIALOG)].some((dialog) => dialog.checkVisibility());
}

/** Takes the typed answer out of its field, in a way that React notices. */
export function takeAnswer(slot) {
  const field = slot?.matches("textarea, input") ? slot : slot?.querySelector("textarea, input");
  const text = field?.value.trim() ?? "";
  if (text === "") return "";
  const prototype = field.tagName === "TEXTAREA" ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, "value").set.call(field, "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return text;
}
