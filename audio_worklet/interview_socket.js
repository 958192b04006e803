/**
 * The connection to the server: tokens, opening, sending in order, noticing a dead line, coming back. It owns the
 * socket and asks for everything else (clock, fetch, codec, player), so it runs in a worker and in a test alike.
 */

import { FrameRing } from "./frame_ring.js";
import { Grants, isRefusal } from "./grants.js";
import { FromWorker } from "./messages.js";
import { LineJudge } from "./network_check.js";
import { samplesFromBytes } from "./pcm.js";

const Link = Object.freeze({
  IDLE: "idle",
  ASKING: "asking", // for a token
  OPENING: "opening", // until SessionReady
  LIVE: "live",
  WAITING: "waiting", // for the next try
  REFUSED: "refused",
  ENDED: "ended",
});

const READY_WITHIN_MS = 10_000;
const TICK_MS = 1000;
const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 10_000;
const FULL_DELAY_MS = 3000;
const UNREACHABLE_AFTER_MS = 60_000;
/**
 * The server tells the time every ten seconds; two and a half times that is a dead line. Shorter than the ring is
 * long.
 */
const SILENT_SERVER_MS = 25_000;
const STUCK_BUFFER_MS = 8000;
/** A second and a half of audio in the socket: more would only make turn control late. */
const MAX_BUFFERED_BYTES = 48_000;
const KEEP_ALIVE_MS = 10_000;
const MAX_WAITING_CONTROLS = 32;
const MAX_NONSENSE = 3;

const CloseCode = Object.freeze({
  NORMAL: 1000,
  NONSENSE: 1007,
  NOT_ALLOWED: 1008,
  TOO_BIG: 1009,
  FULL: 1013,
  STALE: 4000,
});

/** What the server writes into a close with FULL when it has no room; it uses the code for being too busy as well. */
const NO_ROOM = "all rooms are taken";

const NOTHING_HEARD = Object.freeze({ playedMs: 0, playing: false, orderIndex: 0 });

/** The server heard the interviewer in the microphone: a hint, no error. */
const ECHO_CODE = 460;

/** These mean something only behind the words spoken before them. */
const IN_ORDER = new Set(["done", "hold", "not_finished"]);

export class InterviewSocket {
  /**
   * @param requestToken `(url) => Promise<{status, token, url, expiresAt}>`; status 0 when nothing answered
   * @param clock `{now(), after(ms, call), cancel(id)}`
   * @param codec `{encoder, decode}` of wire.js
   * @param player `{play(turn, orderIndex, samples), end(), flush()}`
   * @param emit called with messages of `FromWorker`
   */
  constructor({ WebSocket, requestToken, clock, random, codec, player, emit, ring = new FrameRing() }) {
    this._WebSocket = WebSocket;
    this._requestToken = requestToken;
    this._clock = clock;
    this._random = random;
    this._codec = codec;
    this._player = player;
    this._emit = emit;
    this._ring = ring;
    this._link = Link.IDLE;
    this._wasLive = false;
    this._tries = 0;
    this._attempt = 0;
    this._controls = [];
    this._turn = 0;
    this._turnState = null;
    // Known of a server once it has done so, on whichever connection: a young one may go dead as well.
    this._tellsTime = false;
    this._judge = new LineJudge();
    this._report = NOTHING_HEARD;
  }

  get isLive() {
    return this._link === Link.LIVE;
  }

  // ---- the page

  /** @param urls `{connectUrl, reconnectUrl, base}` */
  connect(urls) {
    if (this._link !== Link.IDLE) return;
    this._grants = new Grants(this._requestToken, this._clock, urls);
    this._lostAt = this._clock.now();
    this._tryNow();
    this._tick();
  }

  /** `bytes` are copied; the caller may use them again. */
  sendFrame(bytes, timestampMs) {
    // Nobody listens before the first SessionReady, and a new page does not know its numbers before it.
    if (!this._wasLive || this._isOver) return;
    this._ring.append(bytes, timestampMs);
    this._pump();
  }

  sendText(text) {
    if (this._isOver) return;
    this._ring.appendText(text);
    this._pump();
  }

  sendControl(action) {
    if (this._isOver) return;
    const isInOrder = IN_ORDER.has(action);
    if (!isInOrder && !this.isLive) return;
    if (this._controls.length === MAX_WAITING_CONTROLS) this._controls.shift();
    const bytes = this._codec.encoder.control(action);
    this._controls.push({ bytes, after: isInOrder ? this._ring.newest : 0 });
    this._pump();
  }

  /** Holds until another is chosen: said again on every connection, since the next server may not know it. */
  choosePatience(patience) {
    if (patience === this._patience) return;
    this._patience = patience;
    if (this.isLive) this._sayPatience();
  }

  /** Ends the interview now, or as soon as the line is back. */
  end() {
    if (this._isOver) return;
    this._controls.push({ bytes: this._codec.encoder.end(), after: 0 });
    this._pump();
  }

  reportPlayback({ playedMs, playing, orderIndex }) {
    this._report = { playedMs, playing, orderIndex };
    if (this.isLive) this._send(this._codec.encoder.playback(this._report));
  }

  /** Someone pressed "try now", or the network came back. */
  retry() {
    if (this._link !== Link.WAITING && this._link !== Link.REFUSED) return;
    this._tryNow();
  }

  /** The network is gone: there is no use in waiting for the socket to notice. */
  networkLost() {
    if (this._link === Link.LIVE || this._link === Link.OPENING) this._lose(CloseCode.STALE);
  }

  /** The page leaves. Another interview takes another InterviewSocket. */
  disconnect() {
    this._leave(Link.IDLE);
  }

  // ---- connecting

  get _isOver() {
    return this._link === Link.ENDED;
  }

  _enter(link) {
    this._link = link;
    this._attempt++;
    this._clock.cancel(this._timer);
    return this._attempt;
  }

  _tryNow() {
    this._tries++;
    this._tellLink(0);
    this._ask(this._enter(Link.ASKING));
  }

  async _ask(attempt) {
    const grant = await this._grants.take(this._wasLive);
    if (attempt !== this._attempt) return;
    if (grant.token) this._open(grant);
    else if (isRefusal(grant.status)) this._refuse(`The server refused a token (${grant.status}).`, grant.status);
    else this._wait(0);
  }

  _open(grant) {
    this._enter(Link.OPENING);
    this._openingWith = grant;
    this._nonsense = 0;
    try {
      this._socket = new this._WebSocket(grant.address());
    } catch (error) {
      this._refuse(`The address of the socket is not usable: ${error.name}.`, 0);
      return;
    }
    this._socket.binaryType = "arraybuffer";
    this._socket.onmessage = ({ data }) => this._receive(data);
    this._socket.onclose = ({ code, reason }) => this._lose(code, reason);
    this._timer = this._clock.after(READY_WITHIN_MS, () => this._lose(CloseCode.STALE));
  }

  _lose(code, reason = "") {
    this._dropSocket(CloseCode.STALE);
    if (this._link === Link.LIVE) {
      this._lostAt = this._clock.now();
      this._tries = 0;
      // The server sends again what was not heard.
      this._player.flush();
    }
    // 1000 without session_ended: a server that is going down closes so; it says itself when an interview is over.
    if (code === CloseCode.NOT_ALLOWED) this._refuse("The server closed the connection (1008).", code);
    else this._wait(code === CloseCode.FULL ? FULL_DELAY_MS : 0);
    if (code === CloseCode.FULL && reason === NO_ROOM) this._waitForRoom();
    if (code === CloseCode.NONSENSE || code === CloseCode.TOO_BIG) {
      this._trouble("protocol", `The server did not understand us (${code}).`, code);
    }
  }

  _wait(atLeastMs) {
    const doubled = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(this._tries, 10));
    const delayMs = Math.max(atLeastMs, doubled * (0.5 + this._random() / 2));
    this._enter(Link.WAITING);
    this._tellLink(delayMs);
    this._timer = this._clock.after(delayMs, () => this._tryNow());
  }

  /** The server answers, so it is not out of reach: waiting has an end that others decide. */
  _waitForRoom() {
    this._lostAt = this._clock.now();
    this._trouble("full", "All rooms are taken.", CloseCode.FULL);
  }

  _refuse(message, status) {
    this._leave(Link.REFUSED);
    this._trouble("not_allowed", message, status);
    this._emit({ type: FromWorker.LINK, link: "refused", tries: this._tries, retryInMs: 0 });
  }

  _end(reason) {
    this._leave(Link.ENDED);
    this._emit({ type: FromWorker.ENDED, reason });
  }

  _leave(link) {
    this._enter(link);
    this._dropSocket(CloseCode.NORMAL);
  }

  _dropSocket(code) {
    const socket = this._socket;
    this._socket = null;
    if (!socket) return;
    // Closing a dead line takes a minute; nobody waits for it.
    socket.onmessage = socket.onclose = null;
    socket.close(code);
  }

  _tellLink(retryInMs) {
    const link = this._wasLive ? "reconnecting" : "connecting";
    this._emit({ type: FromWorker.LINK, link, tries: this._tries, retryInMs: Math.round(retryInMs) });
  }

  _trouble(code, message, status = 0) {
    this._emit({ type: FromWorker.TROUBLE, code, message, status });
  }

  // ---- the line

  _pump() {
    if (!this.isLive) return;
    while (this._socket.bufferedAmount < MAX_BUFFERED_BYTES) {
      const entry = this._ring.takeNext(this._clock.now());
      if (!entry) break;
      this._send(this._encodeEntry(entry));
    }
    this._controls = this._controls.filter(({ bytes, after }) => {
      if (after > this._ring.sent) return true;
      this._send(bytes);
      return false;
    });
  }

  _encodeEntry({ sequence, text, pcm, timestampMs }) {
    if (text !== undefined) return this._codec.encoder.text(text, sequence);
    return this._codec.encoder.audio(pcm, timestampMs, sequence);
  }

  _sayPatience() {
    this._send(this._codec.encoder.patience(this._patience));
  }

  _send(bytes) {
    this._socket.send(bytes);
    this._sentAt = this._clock.now();
  }

  _tick() {
    this._clock.cancel(this._ticker);
    if (this._isOver || this._link === Link.IDLE) return;
    this._ticker = this._clock.after(TICK_MS, () => this._tick());
    const now = this._clock.now();
    if (this.isLive) this._checkLine(now);
    else if (!this._saidUnreachable && this._link !== Link.REFUSED && now - this._lostAt >= UNREACHABLE_AFTER_MS) {
      this._saidUnreachable = true;
      this._trouble("unreachable", "No connection for a minute.");
    }
  }

  _checkLine(now) {
    const buffered = this._socket.bufferedAmount;
    if (buffered === 0 || buffered < this._buffered) this._drainedAt = now;
    this._buffered = buffered;
    const isStuck = now - this._drainedAt >= STUCK_BUFFER_MS;
    const isSilent = this._tellsTime && this._turnState !== "reconnecting" && now - this._heardAt >= SILENT_SERVER_MS;
    if (isStuck || isSilent) this._lose(CloseCode.STALE);
    else if (now - this._sentAt >= KEEP_ALIVE_MS) this._send(this._codec.encoder.playback(this._report));
    else this._pump();
  }

  // ---- the server

  _receive(data) {
    this._heardAt = this._clock.now();
    let message;
    try {
      message = this._codec.decode(new Uint8Array(data));
    } catch (error) {
      this._trouble("protocol", `Undecodable message: ${error.name}.`);
      if (++this._nonsense >= MAX_NONSENSE) this._lose(CloseCode.STALE);
      return;
    }
    if (message) this._handle(message);
  }

  _handle(message) {
    switch (message.kind) {
      case "sessionReady":
        return this._ready(message);
      case "audioResponse":
        return this._play(message);
      case "interrupted":
        this._turn++;
        this._player.flush();
        return this._emit({ type: FromWorker.INTERRUPTED, orderIndex: message.orderIndex });
      case "transcriptUpdate":
        if (message.speaker === "AI" && message.isFinal) this._player.end();
        return this._emit({ ...message, type: FromWorker.TRANSCRIPT });
      case "turnState":
        return this._changeTurn(message.state);
      case "audioAck":
        return this._acknowledge(message.sequence);
      case "timeNotice":
        this._tellsTime = true;
        return this._emit({ type: FromWorker.TIME, secondsLeft: message.secondsLeft });
      case "question":
        return this._emit({ ...message, type: FromWorker.QUESTION });
      case "speakText":
        return this._emit({ ...message, type: FromWorker.SPEAK });
      case "errorResponse":
        if (message.code === ECHO_CODE) return this._emit({ type: FromWorker.ECHO });
        return this._trouble("server", message.message, message.code);
      case "sessionEnded":
        return this._end(message.reason);
      default:
        // A field of a newer server: nothing for us.
        return undefined;
    }
  }

  _ready(message) {
    this._enter(Link.LIVE);
    const isFirst = !this._wasLive;
    this._wasLive = true;
    this._saidUnreachable = false;
    this._buffered = 0;
    this._drainedAt = this._heardAt = this._sentAt = this._clock.now();
    this._grants.keep(this._openingWith);
    this._turn++;
    this._turnState = null;
    // The count of what was heard starts again with the connection.
    this._report = NOTHING_HEARD;
    this._ring.restart(message.lastSequence);
    if (this._patience) this._sayPatience();
    this._emit({ ...message, type: FromWorker.READY, isFirst, tries: this._tries });
    this._pump();
  }

  _play({ pcm, orderIndex }) {
    if (orderIndex !== this._orderIndex) this._turn++;
    this._orderIndex = orderIndex;
    this._player.play(this._turn, orderIndex, samplesFromBytes(pcm));
  }

  _changeTurn(state) {
    // The same entry said again is a new turn for the player: it is counted from its beginning.
    if (state === "speaking" && this._turnState !== "speaking") this._turn++;
    if (state !== "speaking") this._player.end();
    this._turnState = state;
    this._emit({ type: FromWorker.TURN_STATE, state });
  }

  _acknowledge(sequence) {
    const now = this._clock.now();
    const tookMs = this._ring.acknowledge(sequence, now);
    const report = tookMs === null ? null : this._judge.observe(tookMs, now);
    if (report) this._emit({ type: FromWorker.NETWORK, ...report });
  }
}
