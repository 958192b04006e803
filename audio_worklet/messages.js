/**
 * The one list of what page, worker and worklets say to each other. Every message is an object with one of these as
 * `type`.
 */

/** Page → capture worklet. */
export const ToCapture = Object.freeze({ FRAME_PORT: "frame_port", STOP: "stop" });
/** Capture worklet → page. */
export const FromCapture = Object.freeze({ LEVEL: "level" });
/** Capture worklet → worker on their own channel; each buffer comes back by a message that is the buffer alone. */
export const FRAME = "frame";

/** Page → playback worklet. */
export const ToPlayback = Object.freeze({ SOUND_PORT: "sound_port", LATENCY: "latency", STOP: "stop" });
/** Playback worklet → page. */
export const FromPlayback = Object.freeze({ LEVEL: "level" });
/** Worker → playback worklet on their own channel. */
export const Sound = Object.freeze({ SAMPLES: "samples", END: "end", FLUSH: "flush" });
/** Playback worklet → worker on the same channel. */
export const PLAYED = "played";

/** Page → worker. */
export const ToWorker = Object.freeze({
  CAPTURE_PORT: "capture_port",
  PLAYBACK_PORT: "playback_port",
  CONNECT: "connect",
  CONTROL: "control",
  PATIENCE: "patience",
  SAY: "say",
  END: "end",
  RETRY: "retry",
  DISCONNECT: "disconnect",
  SPOKEN: "spoken",
  RECORD: "record",
  CHECK_NETWORK: "check_network",
});

/** Worker → page. */
export const FromWorker = Object.freeze({
  LINK: "link",
  READY: "ready",
  TRANSCRIPT: "transcript",
  TURN_STATE: "turn_state",
  TIME: "time",
  QUESTION: "question",
  INTERRUPTED: "interrupted",
  SPEAK: "speak",
  NETWORK: "network",
  ENDED: "ended",
  TROUBLE: "trouble",
  ECHO: "echo",
  RECORDED: "recorded",
});
