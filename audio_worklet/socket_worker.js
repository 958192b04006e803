/**
 * Web Worker: frames in from the capture worklet, sound out to the playback worklet, one socket; the page only
 * watches.
 */

import { InterviewSocket } from "./interview_socket.js";
import { FRAME, PLAYED, Sound, ToWorker, FromWorker } from "./messages.js";
import { checkNetwork } from "./network_check.js";
import { CAPTURE_RATE_HZ, FRAME_BYTES } from "./pcm.js";
import { decode, encoder } from "./wire.js";

const TOKEN_WITHIN_MS = 10_000;

const clock = {
  now: () => performance.now(),
  after: (ms, call) => setTimeout(call, ms),
  cancel: (id) => clearTimeout(id),
};

let socket = null;
let capturePort = null;
let playbackPort = null;
let recording = null;
/** Milliseconds of capture before the present microphone graph: a rebuilt graph counts its samples from zero. */
let captureOffsetMs = 0;
let captureStartedAt = null;

const player = {
  play: (turn, orderIndex, { buffer }) =>
    playbackPort?.postMessage({ type: Sound.SAMPLES, turn, orderIndex, buffer }, [buffer]),
  end: () => playbackPort?.postMessage({ type: Sound.END }),
  flush: () => playbackPort?.postMessage({ type: Sound.FLUSH }),
};

async function requestToken(url) {
  const signal = AbortSignal.timeout(TOKEN_WITHIN_MS);
  const headers = { Accept: "application/json" };
  try {
    const answer = await fetch(url, { method: "POST", credentials: "same-origin", headers, signal });
    const grant = answer.ok ? await answer.json() : {};
    return { ...grant, status: answer.status };
  } catch {
    return { status: 0 };
  }
}

function emit(message) {
  postMessage(message);
}

function connect(urls) {
  leave();
  const codec = { encoder, decode };
  const random = Math.random;
  // Tokens carry wall-clock times, waiting needs a clock that never jumps; this one is both.
  const wallClock = { ...clock, now: () => performance.timeOrigin + performance.now() };
  socket = new InterviewSocket({ WebSocket, requestToken, clock: wallClock, random, codec, player, emit });
  socket.connect({ ...urls, base: self.location.origin });
}

/** What another conversation has left in the loudspeaker is not heard in the next. */
function leave() {
  socket?.disconnect();
  socket = null;
  player.flush();
}

function attachCapture(port) {
  capturePort?.close();
  capturePort = port;
  captureStartedAt ??= clock.now();
  captureOffsetMs = clock.now() - captureStartedAt;
  port.onmessage = ({ data }) => data.type === FRAME && receiveFrame(data);
}

function receiveFrame({ buffer, firstSample }) {
  const bytes = new Uint8Array(buffer);
  if (recording) record(bytes);
  socket?.sendFrame(bytes, Math.round(captureOffsetMs + (firstSample * 1000) / CAPTURE_RATE_HZ));
  capturePort.postMessage(buffer, [buffer]);
}

function record(bytes) {
  recording.bytes.set(bytes, recording.filled);
  recording.filled += bytes.length;
  if (recording.filled < recording.bytes.length) return;
  const { buffer } = recording.bytes;
  recording = null;
  postMessage({ type: FromWorker.RECORDED, buffer }, [buffer]);
}

function attachPlayback(port) {
  playbackPort?.close();
  playbackPort = port;
  port.onmessage = ({ data }) => data.type === PLAYED && socket?.reportPlayback(data);
}

const handlers = {
  [ToWorker.CAPTURE_PORT]: ({ port }) => attachCapture(port),
  [ToWorker.PLAYBACK_PORT]: ({ port }) => attachPlayback(port),
  [ToWorker.CONNECT]: (message) => connect(message),
  [ToWorker.CONTROL]: ({ action }) => socket?.sendControl(action),
  [ToWorker.PATIENCE]: ({ patience }) => socket?.choosePatience(patience),
  [ToWorker.SAY]: ({ text }) => socket?.sendText(text),
  [ToWorker.END]: () => socket?.end(),
  [ToWorker.RETRY]: () => socket?.retry(),
  [ToWorker.DISCONNECT]: () => leave(),
  [ToWorker.SPOKEN]: (message) => socket?.reportPlayback(message),
  [ToWorker.RECORD]: ({ frames }) => {
    recording = { bytes: new Uint8Array(frames * FRAME_BYTES), filled: 0 };
  },
  [ToWorker.CHECK_NETWORK]: async ({ url }) => {
    const report = await checkNetwork({ WebSocket, clock, url });
    emit({ type: FromWorker.NETWORK, ...report });
  },
};

self.onmessage = ({ data }) => handlers[data.type]?.(data);
self.addEventListener("online", () => socket?.retry());
self.addEventListener("offline", () => socket?.networkLost());
