/** What the server says, as the page shows it: whose turn it is, the words, the question, the time, the line. */

import { FromWorker } from "./messages.js";

const BACK_SHOWN_MS = 6000;

export class Conversation {
  /**
   * @param tell `(event, argument)` for the events of the component
   * @param sounds `() => boolean` whether the small sounds are wanted
   * @param keepsMicrophone `() => boolean` whether the page goes on listening when the conversation has ended
   */
  constructor({ view, desk, tell, sounds, keepsMicrophone }) {
    this._view = view;
    this._desk = desk;
    this._tell = tell;
    this._sounds = sounds;
    this._keepsMicrophone = keepsMicrophone;
    this.plannedSeconds = 0;
    this.state = null;
    this._forget();
  }

  /** Another conversation in the same page: nothing of the one before is known or shown. */
  begin() {
    this._forget();
    this._view.forgetWords();
    this.setState("connecting");
  }

  _forget() {
    this._startedWith = null;
    this._hasTurned = false;
    /** When an entry's first words came, by order index. */
    this._begunAt = new Map();
  }

  get isUnderWay() {
    return ![null, "idle", "ended"].includes(this.state);
  }

  /**
   * Sound stands still: the browser took it away, or waits for a press. What happens meanwhile shows when it is back.
   */
  setHeld(isHeld) {
    if (isHeld === (this._behind !== undefined)) return;
    const behind = this._behind ?? this.state;
    this._behind = undefined;
    this.setState(isHeld ? "needs_gesture" : behind);
    this._behind = isHeld ? behind : undefined;
  }

  setState(state) {
    if (this._behind !== undefined && !["ended", "idle", "reconnecting"].includes(state)) {
      this._behind = state;
      return;
    }
    this._behind = undefined;
    if (state === this.state) return;
    const before = this.state;
    this.state = state;
    this._view.setState(state);
    if (state !== "idle") this._tell("onStatus", state);
    if (state === "listening" && before === "speaking") this._sound("your_turn");
    if (before === "reconnecting") this._cameBack(!["connecting", "ended", "idle"].includes(state));
  }

  /** An outage is over, which only the browser can know of: the page's own server may have been away as well. */
  _cameBack(isBack) {
    this._view.mark("back", isBack ? "true" : null);
    clearTimeout(this._backTimer);
    if (isBack) this._backTimer = setTimeout(() => this._view.mark("back", null), BACK_SHOWN_MS);
  }

  receive(message) {
    switch (message.type) {
      case FromWorker.LINK:
        return this._linkChanged(message);
      case FromWorker.READY:
        return this._ready(message);
      case FromWorker.TURN_STATE:
        return this._turnChanged(message.state);
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
      case FromWorker.ENDED:
        return this._ended(message.reason);
      default:
        return undefined;
    }
  }

  /**
   * Before the interviewer's first turn nothing can be lost: a server that says "reconnecting" is still opening the
   * room.
   */
  _turnChanged(state) {
    const isOpening = state === "reconnecting" && !this._hasTurned;
    this._hasTurned ||= state !== "reconnecting";
    this.setState(isOpening ? "connecting" : state);
  }

  _linkChanged({ link, tries }) {
    this._view.setLink({ link, tries });
    if (link !== "reconnecting") return;
    this._desk.stopSpeaking();
    this.setState("reconnecting");
  }

  _ready({ isFirst, secondsLeft, question, questionIndex, questionCount, resumed }) {
    this._view.setLink({ link: "live", tries: 0 });
    this._startedWith ??= secondsLeft;
    this._view.setTimeLeft(secondsLeft);
    this._view.setQuestion({ index: questionIndex, count: questionCount, ...(question && { text: question }) });
    this._sound(isFirst && !resumed ? "join" : "reconnected");
  }

  _transcript({ speaker, text, isFinal, orderIndex }) {
    if (speaker === "AI") this._view.setInterviewerCaption(text);
    else this._view.setCandidateCaption(text);
    if (!this._begunAt.has(orderIndex)) this._begunAt.set(orderIndex, this._elapsedSeconds);
    if (isFinal) this._tell("onTurn", { speaker, text, orderIndex, elapsedSeconds: this._begunAt.get(orderIndex) });
  }

  get _elapsedSeconds() {
    const planned = this.plannedSeconds || this._startedWith || 0;
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
    if (!this._keepsMicrophone()) this._desk.closeMicrophone();
    this.setState("ended");
    this._tell("onEnded", reason);
  }

  _sound(name) {
    if (this._sounds()) this._desk.play(name);
  }
}
