/** One microphone: asking for it, noticing that it goes away, remembering the choice. Knows nothing of audio graphs. */

const STORAGE_PREFIX = "interview-audio.";
/** The system's mute key flutters; a second and a half is meant. */
const MUTED_AFTER_MS = 1500;

/** A Bluetooth headset that also listens sounds like a telephone, and the person never knows why. */
const NARROW_HZ = 16_000;
const NARROW_LABEL = /hands-?free|\bhfp\b|\bag audio\b/i;

const CODES = Object.freeze({
  NotAllowedError: "mic_denied",
  SecurityError: "mic_denied",
  NotFoundError: "mic_missing",
  OverconstrainedError: "mic_missing",
  NotReadableError: "mic_busy",
  AbortError: "mic_busy",
});

/** Chromium says so when the browser may, and the operating system does not let it. */
const BY_SYSTEM = /by system/i;

export function microphoneErrorCode(error) {
  const code = CODES[error.name] ?? "mic_failed";
  return code === "mic_denied" && BY_SYSTEM.test(error.message) ? "mic_blocked" : code;
}

/** Choices that outlive the visit. Storage may be forbidden; then they do not. */
export const remembered = Object.freeze({
  get(name) {
    try {
      return localStorage.getItem(STORAGE_PREFIX + name);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(STORAGE_PREFIX + name, value);
    } catch {
      // Nothing depends on it.
    }
  },
});

export function isSecure() {
  return window.isSecureContext && navigator.mediaDevices?.getUserMedia !== undefined;
}

export class Microphone {
  /**
   * @param onLost the track ended: unplugged, or its permission was taken back
   * @param onMuted the system gives no sound (true) or gives it again (false)
   */
  constructor({ onLost, onMuted }) {
    this._onLost = onLost;
    this._onMuted = onMuted;
    this._isSilenced = false;
    this.stream = null;
  }

  get isOpen() {
    return this.stream !== null && this._track.readyState === "live";
  }

  get _track() {
    return this.stream.getAudioTracks()[0];
  }

  get deviceId() {
    return this.isOpen ? (this._track.getSettings().deviceId ?? "") : "";
  }

  /** What the browser says of the open one; null while none is. */
  get traits() {
    if (!this.isOpen) return null;
    const { echoCancellation, sampleRate } = this._track.getSettings();
    return { cancelsEcho: echoCancellation !== false, isNarrow: sampleRate > 0 && sampleRate <= NARROW_HZ };
  }

  /** Throws what getUserMedia throws. The old track is stopped only when the new one is there. */
  async open() {
    const stream = await requestStream(remembered.get("input"));
    this.close();
    this.stream = stream;
    this._watch(this._track);
    this._apply();
    return stream;
  }

  close() {
    if (!this.stream) return;
    clearTimeout(this._muteTimer);
    const track = this._track;
    track.onended = track.onmute = track.onunmute = null;
    track.stop();
    this.stream = null;
  }

  /** Silence instead of sound: the timeline goes on, the system's light may go out. */
  silence(isSilenced) {
    this._isSilenced = isSilenced;
    this._apply();
  }

  _apply() {
    if (this.stream) this._track.enabled = !this._isSilenced;
  }

  _watch(track) {
    track.onended = () => {
      this.stream = null;
      this._onLost();
    };
    track.onmute = () => {
      this._muteTimer = setTimeout(() => this._onMuted(true), MUTED_AFTER_MS);
    };
    track.onunmute = () => {
      clearTimeout(this._muteTimer);
      this._onMuted(false);
    };
  }
}

/** Never asks for a sample rate: Firefox refuses a stream that differs from its context, and we resample anyway. */
async function requestStream(device) {
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
  const ask = (more) => navigator.mediaDevices.getUserMedia({ audio: { ...audio, ...more } });
  if (!device) return ask();
  try {
    // Chromium takes its default device where the chosen one is only the ideal.
    return await ask({ deviceId: { exact: device } });
  } catch (error) {
    if (microphoneErrorCode(error) !== "mic_missing") throw error;
    return ask(); // the chosen one is not here today
  }
}

const KINDS = Object.freeze({ audioinput: "input", audiooutput: "output" });

/**
 * Microphones and, where the browser lets a page choose, loudspeakers. `microphone`: the traits of the open one; of the
 * others only their names tell something.
 */
export async function listDevices({ microphone, inputId, outputId, canChooseOutput }) {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const chosen = { input: inputId, output: outputId };
  const listed = devices
    .filter(({ kind }) => KINDS[kind] === "input" || (KINDS[kind] === "output" && canChooseOutput))
    .map(({ deviceId, label, kind }) => ({
      id: deviceId,
      label,
      kind: KINDS[kind],
      selected: deviceId === chosen[KINDS[kind]],
    }));
  for (const kind of ["input", "output"]) selectOne(listed.filter((device) => device.kind === kind));
  return listed.map((device) => withTraits(device, device.kind === "input" && device.selected ? microphone : null));
}

function withTraits(device, traits) {
  const narrow = (traits?.isNarrow ?? false) || NARROW_LABEL.test(device.label);
  return { ...device, narrow, cancelsEcho: traits?.cancelsEcho ?? true };
}

/** The system's default stands first when nothing else was chosen. */
function selectOne(devices) {
  if (devices.length > 0 && !devices.some(({ selected }) => selected)) devices[0].selected = true;
}

/** granted, denied, prompt; prompt as well where the browser does not tell. `onChange` hears later decisions. */
export async function microphonePermission(onChange) {
  try {
    const status = await navigator.permissions.query({ name: "microphone" });
    status.onchange = () => onChange(status.state);
    return status.state;
  } catch {
    return "prompt";
  }
}
