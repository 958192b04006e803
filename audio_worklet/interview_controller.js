/**
 * Ties one page's sound, socket and drawing to the props and events of the component. There is one per document: it outlives
 * the change from the sound check to the interview, so that the browser asks for the microphone once.
 */

import { LiveView } from "./live_view.js";
import { countWords, timeLeftSentence } from "./live_words.js";
import { FromWorker, ToWorker } from "./messages.js";
import { isSecure, remembered } from "./microphone.js";
import { PageCommands, normalizeShortcuts, takeAnswer } from "./page_commands.js";
import { SoundDesk } from "./sound_desk.js";

/** StrictMode mounts twice; the way from the sound check to the room takes a while. Then everything is let go. */
const LEAVE_AFTER_MS = 1000;
const ENTER_WITHIN_MS = 10_000;
const SERVER_ERROR_SHOWN_MS = 8000;
const MICROPHONE_CODES = ["mic_denied", "mic_missing", "mic_busy", "mic_failed", "mic_lost", "insecure"];
const TURN_CONTROLS = new Set(["done", "hold", "repeat", "not_finished", "answer_now"]);

/** In which states a key means something; a click is always meant. */
const KEY_STATES = Object.freeze({
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
    this._mode = "idle";
    this._run = 0;
  }

  // ---- the component's life

  /** The component is in the page; returns what to do when it goes. */
  attach(emit) {
    clearTimeout(this._leaving);
    this._emit = emit;
    if (!this._view) this._arrive();
    this._tell("onReady");
    return () => this._detach();
  }

  _detach() {
    this._emit = () => {};
    this._leaving = setTimeout(() => this._leave(), this._isEntering ? ENTER_WITHIN_MS : LEAVE_AFTER_MS);
  }

  _arrive() {
    this._view = new LiveView();
    this._worker = this._parts.createWorker();
    this._worker.onmessage = ({ data }) => this._receive(data);
    this._desk = new SoundDesk({
      worker: this._worker,
      workletUrls: this._parts.workletUrls,
      view: this._view,
      tell: (event, argument) => this._tell(event, argument),
      trouble: (code, message) => this._soundTrouble(code, message),
      listens: () => this._mode === "check" || this._state === "listening",
    });
    this._desk.onHeld = (isHeld) => this._soundHeld(isHeld);
    this._commands = new PageCommands({
      run: (command, args) => this.run(command, args),
      shortcut: (command) => this._pressShortcut(command),
      answerField: () => this._view.slot("answer"),
      onTyping: (text) => this._view.setAnswerWords(countWords(text)),
    });
    this._listenToPage();
    this._setState("idle");
    this._setMuted(false);
  }

  /** Lets everything go: tracks, context, worker, listeners. */
  _leave() {
    this._run++;
    this._mode = "idle";
    this._stopper.abort();
    this._commands.stop();
    this._desk.close();
    this._worker.postMessage({ type: ToWorker.DISCONNECT });
    this._worker.terminate();
    this._view.stop();
    this._letScreenSleep();
    this._view = this._desk = this._worker = this._commands = this._props = null;
    this._state = this._isMuted = this._captionsOn = this._startedWith = undefined;
  }

  _listenToPage() {
    this._stopper = new AbortController();
    const { signal } = this._stopper;
    addEventListener("beforeunload", (event) => this._isUnderWay && event.preventDefault(), { signal });
    addEventListener("pageshow", ({ persisted }) => persisted && this._post(ToWorker.RETRY), { signal });
    document.addEventListener("visibilitychange", () => this._visibilityChanged(), { signal });
  }

  _tell(event, ...args) {
    this._emit(event, ...args);
  }

  _post(type, rest) {
    this._worker.postMessage({ type, ...rest });
  }

  // ---- props

  update(props) {
    const before = this._props;
    this._props = props;
    this._view.setStyle({
      interviewer: props.interviewer ?? "The interviewer",
      statusTexts: props.statusTexts ?? {},
      seed: props.presenceSeed ?? 1,
      durationSeconds: props.durationSeconds ?? 0,
    });
    this._commands.shortcuts = normalizeShortcuts(props.shortcuts);
    this._commands.keysOn = props.mode === "live" && props.keyboard !== false;
    if (!before) this._setCaptions((remembered.get("captions") ?? String(props.captions !== false)) === "true");
    if ((props.mode ?? "idle") !== this._mode) this._changeMode(props.mode ?? "idle");
    if (!before) this._commandId = props.command?.id;
    this._runPropCommand(props.command);
  }

  /** What the prop held when the page came is an old command: a reload must not run it again. */
  _runPropCommand(command) {
    if (!command?.name || command.id === this._commandId) return;
    this._commandId = command.id;
    const { id, name, ...args } = command;
    this.run(name.replaceAll("-", "_"), args);
  }

  _changeMode(mode) {
    this._mode = mode;
    const run = ++this._run;
    if (mode === "check") this._check(run);
    else if (mode === "live") this._goLive(run);
    else this._rest();
  }

  _rest() {
    this._setState("idle");
    this._post(ToWorker.DISCONNECT);
    this._desk.closeMicrophone();
    this._letScreenSleep();
  }

  // ---- sound check

  async _check(run) {
    this._setState("idle");
    if (!isSecure()) {
      this._soundTrouble("insecure", "The microphone is only available on https and on localhost.");
      return;
    }
    if (this._props.pingUrl) this._checkNetwork();
    const permission = await this._desk.watchPermission(() => run === this._run && this._openMicrophone());
    if (run !== this._run) return;
    if (permission === "denied") this._soundTrouble("mic_denied", "Blocked in the browser's settings.");
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
    this._setState("connecting");
    const sound = await this._desk.start();
    if (run !== this._run) return;
    if (sound === "held") {
      this._setState("needs_gesture");
      this._resumeAtGesture(() => run === this._run && this._goLive(run));
      return;
    }
    this._setState("connecting");
    const wantsMicrophone = this._props.microphone !== false && sound === "running";
    if (wantsMicrophone && !this._desk.hasMicrophone) await this._desk.openMicrophone();
    if (run !== this._run) return;
    this._keepScreenAwake();
    this._post(ToWorker.CONNECT, {
      connectUrl: new URL(this._props.connectUrl, location.href).href,
      reconnectUrl: new URL(this._props.reconnectUrl ?? this._props.connectUrl, location.href).href,
    });
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

  get _isUnderWay() {
    return this._mode === "live" && !["idle", "ended"].includes(this._state);
  }

  _setState(state) {
    if (state === this._state) return;
    const before = this._state;
    this._state = state;
    this._view.setState(state);
    if (state !== "idle") this._tell("onStatus", state);
    if (state === "listening" && before === "speaking") this._sound("your_turn");
  }

  _sound(name) {
    if (this._props?.sounds !== false) this._desk.play(name);
  }

  // ---- what the worker says

  _receive(message) {
    if (!this._view) return;
    switch (message.type) {
      case FromWorker.LINK:
        return this._linkChanged(message);
      case FromWorker.READY:
        return this._ready(message);
      case FromWorker.TURN_STATE:
        return this._setState(message.state);
      case FromWorker.TRANSCRIPT:
        return this._transcript(message);
      case FromWorker.QUESTION:
        return this._question(message);
      case FromWorker.TIME:
        this._view.setTimeLeft(message.secondsLeft);
        return this._tell("onTime", message.secondsLeft);
      case FromWorker.SPEAK:
        this._view.setInterviewerCaption(message.text);
        return this._desk.speak(message.text, message.orderIndex);
      case FromWorker.INTERRUPTED:
        return this._desk.stopSpeaking();
      case FromWorker.NETWORK:
        return this._network(message);
      case FromWorker.RECORDED:
        return this._desk.keepRecording(message.buffer);
      case FromWorker.TROUBLE:
        return this._trouble(message.code, message.message, message.status);
      case FromWorker.ENDED:
        return this._ended(message.reason);
      default:
        return undefined;
    }
  }

  _linkChanged({ link, tries }) {
    this._view.setLink({ link, tries });
    if (link === "reconnecting") {
      this._desk.stopSpeaking();
      this._setState("reconnecting");
    }
  }

  _ready({ isFirst, secondsLeft, question, questionIndex, questionCount, resumed }) {
    this._clearTrouble(["unreachable", "not_allowed", "protocol", "server"]);
    this._view.setLink({ link: "live", tries: 0 });
    this._startedWith ??= secondsLeft;
    this._view.setTimeLeft(secondsLeft);
    this._view.setQuestion({ index: questionIndex, count: questionCount, ...(question && { text: question }) });
    this._sound(isFirst && !resumed ? "join" : "reconnected");
  }

  _transcript({ speaker, text, isFinal, orderIndex }) {
    if (speaker === "AI") this._view.setInterviewerCaption(text);
    else this._view.setCandidateCaption(text);
    if (isFinal) this._tell("onTurn", { speaker, text, orderIndex, elapsedSeconds: this._elapsedSeconds });
  }

  get _elapsedSeconds() {
    const planned = this._props.durationSeconds || this._startedWith || 0;
    return Math.max(0, Math.round(planned - (this._view.secondsLeft ?? planned)));
  }

  _question({ index, count, competency, text, followUp }) {
    this._view.setQuestion({ index, count, text });
    this._tell("onQuestion", { index, count, competency, text, followUp });
  }

  _network({ verdict, roundTripMs, jitterMs, lossPercent }) {
    const report = { verdict, roundTripMs, jitterMs, lossPercent };
    this._view.setNetwork(report);
    this._tell("onNetwork", report);
  }

  _ended(reason) {
    this._desk.stopSpeaking();
    this._desk.closeMicrophone();
    this._letScreenSleep();
    this._setState("ended");
    this._tell("onEnded", reason);
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

  _soundTrouble(code, message) {
    if (code === null) this._clearTrouble(MICROPHONE_CODES);
    else this._trouble(code, message);
  }

  _clearTrouble(codes) {
    if (!codes.includes(this._error)) return;
    this._error = null;
    this._view.mark("error", null);
  }

  /** iOS takes sound away for a call; every browser may suspend it. It comes back with the page or at the next press. */
  _soundHeld(isHeld) {
    if (!isHeld || !this._isUnderWay) return;
    this._resumeAtGesture(() => this._desk.revive());
  }

  _visibilityChanged() {
    if (document.visibilityState !== "visible" || !this._isUnderWay) return;
    this._keepScreenAwake();
    if (!["needs_gesture", "connecting"].includes(this._state)) this._desk.revive();
  }

  async _keepScreenAwake() {
    try {
      this._wakeLock = await navigator.wakeLock?.request("screen");
    } catch {
      // A dark screen is no harm to the interview.
    }
  }

  _letScreenSleep() {
    this._wakeLock?.release().catch(() => {});
    this._wakeLock = null;
  }

  // ---- commands

  run(command, args = {}) {
    if (TURN_CONTROLS.has(command)) return this._control(command);
    return this._actions[command]?.(args);
  }

  _actions = {
    enable_mic: () => this._enable(),
    enter: () => this._enter(),
    enable_sound: () => this._desk.prepare(),
    mute: () => this._setMuted(true),
    unmute: () => this._setMuted(false),
    toggle_mute: () => this._setMuted(!this._isMuted),
    say: ({ text }) => this._say(text ?? takeAnswer(this._view.slot("answer"))),
    end: () => this._post(ToWorker.END),
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
    read_question: () => this._desk.speak(this._view.questionText, null),
    tell_time_left: () => this._view.announce(timeLeftSentence(this._view.secondsLeft ?? 0)),
  };

  /** A key acts only where it means something; the page hears of names that are its own. */
  _pressShortcut(command) {
    if (KEY_STATES[command] && !KEY_STATES[command].includes(this._state)) return false;
    if (TURN_CONTROLS.has(command) || command in this._actions) this.run(command);
    else this._tell("onShortcut", command);
    return true;
  }

  _control(action) {
    if (action === "answer_now") this._desk.stopSpeaking();
    this._post(ToWorker.CONTROL, { action });
  }

  _say(text) {
    if (!text?.trim()) return;
    this._view.setAnswerWords(0);
    this._post(ToWorker.SAY, { text: text.trim() });
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
    if (this._props.microphone !== false && !this._desk.hasMicrophone) this._openMicrophone();
  }

  _setMuted(isMuted) {
    if (isMuted === this._isMuted) return;
    const isChange = this._isMuted !== undefined;
    this._isMuted = isMuted;
    this._desk.setMuted(isMuted);
    this._view.setMuted(isMuted);
    if (isChange) this._tell("onMuted", isMuted);
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
