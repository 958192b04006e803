/**
 * Ties one page's sound, socket and drawing to the props and events of the component. There is one per document: it
 * outlives the change from the sound check to the interview, so that the browser asks for the microphone once.
 */

import { Conversation } from "./conversation.js";
import { LiveView } from "./live_view.js";
import { countWords, timeLeftSentence } from "./live_words.js";
import { FromWorker, ToWorker } from "./messages.js";
import { isSecure, remembered } from "./microphone.js";
import { PageCommands, normalizeShortcuts, takeAnswer } from "./page_commands.js";
import { SoundDesk } from "./sound_desk.js";
import { WakeLock } from "./wake_lock.js";

/** StrictMode mounts twice; the way from the sound check to the room takes a while. Then everything is let go. */
const LEAVE_AFTER_MS = 1000;
const ENTER_WITHIN_MS = 10_000;
const SERVER_ERROR_SHOWN_MS = 8000;
/** Modes in which somebody answers. A rehearsal is a conversation inside the sound check. */
const CONVERSATIONS = ["live", "rehearse"];
const MICROPHONE_CODES = ["mic_denied", "mic_blocked", "mic_missing", "mic_busy", "mic_failed", "mic_lost", "insecure"];
const LINE_CODES = ["unreachable", "full", "not_allowed", "protocol", "server"];
const PATIENCES = ["short", "normal", "long", "manual"];
const NO_VOICE = "This browser has no voice to read with. The question stays on the screen.";
const INSECURE = "The microphone is only available on https and on localhost.";

/** In which states a key means something; a click is always meant. */
const TURN_CONTROLS = Object.freeze({
  done: ["listening", "holding"],
  hold: ["listening"],
  repeat: ["listening", "holding", "speaking"],
  not_finished: ["thinking"],
  answer_now: ["speaking"],
});

let shared = null;

/** @param parts `{createWorker, workletUrls}`: what only the bundler knows */
export function sharedController(parts) {
  shared ??= new InterviewController(parts);
  return shared;
}

class InterviewController {
  constructor(parts) {
    this._parts = parts;
    this._emit = () => {};
    this._tell = (event, ...args) => this._emit(event, ...args);
    this._run = 0;
    this._wakeLock = new WakeLock();
  }

  // ---- the component's life

  /** The component is in the page; returns what to do when it goes. */
  attach(emit) {
    clearTimeout(this._leaving);
    this._emit = emit;
    if (this._view) this._desk.tellAgain();
    else this._arrive();
    this._tell("onReady");
    return () => this._detach();
  }

  _detach() {
    this._emit = () => {};
    this._leaving = setTimeout(() => this._leave(), this._isEntering ? ENTER_WITHIN_MS : LEAVE_AFTER_MS);
  }

  _arrive() {
    const view = new LiveView();
    const worker = this._parts.createWorker();
    worker.onmessage = ({ data }) => this._receive(data);
    const desk = new SoundDesk({
      worker,
      workletUrls: this._parts.workletUrls,
      view,
      tell: this._tell,
      trouble: (code, message) => (code === null ? this._clearTrouble(MICROPHONE_CODES) : this._trouble(code, message)),
      listens: () => this._mode === "check" || this._talk.state === "listening",
    });
    desk.onHeld = (isHeld) => this._soundHeld(isHeld);
    const sounds = () => this._props?.sounds !== false;
    this._view = view;
    this._worker = worker;
    this._desk = desk;
    const keepsMicrophone = () => this._mode !== "live";
    this._talk = new Conversation({ view, desk, tell: this._tell, sounds, keepsMicrophone });
    this._commands = new PageCommands({
      run: (command, args) => this.run(command, args),
      shortcut: (command) => this._pressShortcut(command),
      answerField: () => view.slot("answer"),
      onTyping: (text) => view.setAnswerWords(countWords(text)),
    });
    this._mode = "idle";
    this._outbox = [];
    this._isConnected = false;
    this._listenToPage();
    this._talk.setState("idle");
    this._setMuted(false);
  }

  /** Lets everything go: tracks, context, worker, listeners. */
  _leave() {
    this._run++;
    this._stopper.abort();
    this._gesture?.abort();
    this._commands.stop();
    this._desk.close();
    this._post(ToWorker.DISCONNECT);
    this._worker.terminate();
    this._view.stop();
    this._wakeLock.release();
    this._view = this._desk = this._worker = this._commands = this._talk = this._props = null;
    this._isMuted = this._captionsOn = undefined;
    this._isEntering = false;
  }

  _listenToPage() {
    this._stopper = new AbortController();
    const { signal } = this._stopper;
    addEventListener("beforeunload", (event) => this._mustNotLeave && event.preventDefault(), { signal });
    addEventListener("pageshow", ({ persisted }) => persisted && this._post(ToWorker.RETRY), { signal });
    document.addEventListener("visibilitychange", () => this._visibilityChanged(), { signal });
  }

  get _mustNotLeave() {
    return this._mode === "live" && this._talk.isUnderWay;
  }

  _post(type, rest) {
    this._worker.postMessage({ type, ...rest });
  }

  /** For the server; waits for the connection where sound still waits for a gesture. */
  _postToServer(type, rest) {
    if (this._isConnected) this._post(type, rest);
    else this._outbox.push([type, rest]);
  }

  _receive(message) {
    if (!this._view) return;
    if (message.type === FromWorker.TROUBLE) this._trouble(message.code, message.message, message.status);
    else if (message.type === FromWorker.ECHO) this._desk.echoHeard();
    else if (message.type === FromWorker.RECORDED) this._desk.keepRecording(message.buffer);
    else this._talk.receive(message);
    if (message.type === FromWorker.READY) this._clearTrouble(LINE_CODES);
    if (message.type === FromWorker.ENDED) this._wakeLock.release();
  }

  // ---- props

  update(props) {
    const before = this._props;
    const isFirst = !before;
    this._props = props;
    this._talk.plannedSeconds = props.durationSeconds ?? 0;
    this._view.setStyle({
      interviewer: props.interviewer ?? "The interviewer",
      statusTexts: props.statusTexts ?? {},
      seed: props.presenceSeed ?? 1,
      durationSeconds: props.durationSeconds ?? 0,
    });
    this._commands.shortcuts = normalizeShortcuts(props.shortcuts);
    this._commands.keysOn = CONVERSATIONS.includes(props.mode) && props.keyboard !== false;
    if (isFirst) {
      this._startCaptions(props.captions !== false);
      // What the prop holds when the page comes is an old command: a reload must not run it again.
      this._commandId = props.command?.id;
    }
    // Pages fill in the address a moment after they are drawn.
    const mode = CONVERSATIONS.includes(props.mode) && !props.connectUrl ? "idle" : (props.mode ?? "idle");
    if (mode !== this._mode) this._changeMode(mode);
    else if (!isFirst && props.microphone !== before.microphone) this._changeMicrophone();
    if (props.patience !== before?.patience) this._tellPatience();
    this._runPropCommand(props.command);
  }

  /** The server's own where the page says nothing. A name that the protocol has not is a mistake of the page. */
  _tellPatience() {
    const { patience } = this._props;
    if (!patience || !this._isConnected) return;
    if (PATIENCES.includes(patience)) this._post(ToWorker.PATIENCE, { patience });
    else console.error(`InterviewAudio: patience is one of ${PATIENCES.join(", ")}, not "${patience}".`);
  }

  /** From typing to voice and back, in the middle of an interview. */
  _changeMicrophone() {
    if (this._props.microphone === false) this._desk.closeMicrophone();
    else if (this._mode !== "idle") this._openMicrophone();
  }

  _runPropCommand(command) {
    if (!command?.name || command.id === this._commandId) return;
    this._commandId = command.id;
    const { id, name, ...args } = command;
    this.run(name.replaceAll("-", "_"), args);
  }

  _changeMode(mode) {
    this._mode = mode;
    const run = ++this._run;
    if (CONVERSATIONS.includes(mode)) this._goLive(run);
    else if (mode === "check") this._check(run);
    else this._rest();
  }

  _rest() {
    this._hangUp();
    this._desk.closeMicrophone();
  }

  _hangUp() {
    this._talk.setState("idle");
    this._isConnected = false;
    this._outbox = [];
    this._post(ToWorker.DISCONNECT);
    this._wakeLock.release();
  }

  // ---- sound check

  async _check(run) {
    const isFirst = this._talk.state !== "ended" && !this._talk.isUnderWay;
    this._hangUp();
    if (this._props.pingUrl && isFirst) this._checkNetwork();
    if (!isSecure()) {
      this._trouble("insecure", INSECURE);
      return;
    }
    const permission = await this._desk.watchPermission(() => run === this._run && this._openMicrophone());
    if (run !== this._run) return;
    if (permission === "denied") this._trouble("mic_denied", "Blocked in the browser's settings.");
    // Someone who allowed it before need not press anything.
    else if (permission === "granted" && this._props.microphone !== false) this._openMicrophone();
  }

  async _openMicrophone() {
    const run = this._run;
    const sound = await this._desk.start();
    if (run !== this._run || sound === "failed") return;
    if (sound === "held") this._resumeAtGesture();
    await this._desk.openMicrophone();
  }

  _checkNetwork() {
    const address = new URL(this._props.pingUrl, location.href);
    address.protocol = address.protocol.replace(/^http/, "ws");
    this._post(ToWorker.CHECK_NETWORK, { url: address.href });
  }

  // ---- interview

  async _goLive(run) {
    this._isEntering = false;
    this._isConnected = false;
    this._talk.begin();
    const sound = await this._desk.start();
    if (run !== this._run) return;
    this._desk.watchPermission(() => run === this._run && this._props.microphone !== false && this._openMicrophone());
    if (sound === "held") {
      this._talk.setState("needs_gesture");
      this._resumeAtGesture(() => run === this._run && this._goLive(run));
      return;
    }
    const wantsMicrophone = this._props.microphone !== false && sound === "running";
    if (wantsMicrophone) await this._desk.openMicrophone();
    if (run === this._run) this._connect();
  }

  _connect() {
    this._wakeLock.hold();
    const { connectUrl, reconnectUrl = connectUrl } = this._props;
    this._post(ToWorker.CONNECT, {
      connectUrl: new URL(connectUrl, location.href).href,
      reconnectUrl: new URL(reconnectUrl, location.href).href,
    });
    this._isConnected = true;
    this._tellPatience();
    for (const [type, rest] of this._outbox.splice(0)) this._post(type, rest);
  }

  /** The next press anywhere lets sound run. */
  _resumeAtGesture(then = () => {}) {
    this._gesture?.abort();
    this._gesture = new AbortController();
    const { signal } = this._gesture;
    const resume = () => {
      this._gesture.abort();
      this._desk.prepare();
      then();
    };
    for (const type of ["pointerup", "keydown", "touchend"]) addEventListener(type, resume, { signal, capture: true });
  }

  /**
   * iOS takes sound away for a call; every browser may suspend it. It comes back with the page or at the next press.
   */
  _soundHeld(isHeld) {
    if (!this._talk.isUnderWay || !this._isConnected) return;
    if (isHeld) {
      // An answer must not end because a telephone rang.
      this._holdsForSound = this._talk.state === "listening";
      if (this._holdsForSound) this._control("hold");
      this._resumeAtGesture(() => this._desk.revive({ afterInterruption: true }));
    } else if (this._holdsForSound) {
      this._holdsForSound = false;
      this._control("done");
    }
    this._talk.setHeld(isHeld);
  }

  _visibilityChanged() {
    if (document.visibilityState !== "visible" || !this._talk.isUnderWay) return;
    this._wakeLock.hold();
    if (this._isConnected) this._desk.revive();
  }

  // ---- what goes wrong

  _trouble(code, message, status = 0) {
    this._error = code;
    this._view.mark("error", code);
    this._tell("onError", { code, message, status });
    if (code !== "server") return;
    clearTimeout(this._serverError);
    this._serverError = setTimeout(() => this._view && this._clearTrouble(["server"]), SERVER_ERROR_SHOWN_MS);
  }

  _clearTrouble(codes) {
    if (!codes.includes(this._error)) return;
    this._error = null;
    this._view.mark("error", null);
  }

  // ---- commands

  run(command, args = {}) {
    return this._actions[command]?.(args);
  }

  _actions = {
    enable_mic: () => this._enable(),
    enter: () => this._enter(),
    enable_sound: () => this._desk.prepare(),
    mute: () => this._setMuted(true),
    unmute: () => this._setMuted(false),
    toggle_mute: () => this._setMuted(!this._isMuted),
    done: () => this._control("done"),
    hold: () => this._control("hold"),
    repeat: () => this._control("repeat"),
    not_finished: () => this._control("not_finished"),
    answer_now: () => this._control("answer_now"),
    say: ({ text }) => this._say(text ?? takeAnswer(this._view.slot("answer"))),
    end: () => this._postToServer(ToWorker.END),
    retry: () => this._retry(),
    play_chime: () => this._desk.playChime(),
    chime_heard: () => this._tell("onHeardChime", true),
    chime_not_heard: () => this._tell("onHeardChime", false),
    record: () => this._desk.record(),
    play_recording: () => this._desk.playRecording(),
    check_network: () => this._checkNetwork(),
    choose_input: ({ device }) => this._desk.chooseInput(device),
    choose_output: ({ device }) => this._desk.chooseOutput(device),
    toggle_captions: () => this._setCaptions(!this._captionsOn),
    read_question: () => this._readQuestion(),
    tell_time_left: () => this._view.announce(timeLeftSentence(this._view.secondsLeft ?? 0)),
  };

  /** A key acts only where it means something; the page hears of names that are its own. */
  _pressShortcut(command) {
    if (TURN_CONTROLS[command] && !TURN_CONTROLS[command].includes(this._talk.state)) return false;
    if (command in this._actions) this.run(command);
    else this._tell("onShortcut", command);
    return true;
  }

  _control(action) {
    if (action === "answer_now") this._desk.stopSpeaking();
    this._postToServer(ToWorker.CONTROL, { action });
  }

  _say(text) {
    if (!text?.trim()) return;
    this._view.setAnswerWords(0);
    this._postToServer(ToWorker.SAY, { text: text.trim() });
  }

  async _readQuestion() {
    const text = this._view.questionText;
    if (text && !(await this._desk.speak(text, null))) this._view?.announce(NO_VOICE);
  }

  _enable() {
    this._desk.prepare();
    return this._openMicrophone();
  }

  async _enter() {
    this._isEntering = true;
    this._desk.prepare();
    await this._desk.start();
    this._tell("onEnter");
  }

  _retry() {
    this._desk.prepare();
    this._post(ToWorker.RETRY);
    if (this._props.microphone !== false) this._openMicrophone();
  }

  _setMuted(isMuted) {
    if (isMuted === this._isMuted) return;
    const isChange = this._isMuted !== undefined;
    this._isMuted = isMuted;
    this._desk.setMuted(isMuted);
    this._view.setMuted(isMuted);
    if (isChange) this._tell("onMuted", isMuted);
  }

  /** A choice made in this browser before wins, and the page hears of it. */
  _startCaptions(wanted) {
    this._setCaptions((remembered.get("captions") ?? String(wanted)) === "true");
    if (this._captionsOn !== wanted) this._tell("onCaptions", this._captionsOn);
  }

  _setCaptions(captionsOn) {
    const isChange = this._captionsOn !== undefined;
    this._captionsOn = captionsOn;
    this._view.setCaptions(captionsOn);
    if (!isChange) return;
    remembered.set("captions", String(captionsOn));
    this._tell("onCaptions", captionsOn);
  }
}
