/**
 * The Web Audio graph of one page: context, capture and playback worklets, their channels to the worker. It keeps sound
 * running through what browsers do to it: held-back autoplay, interruptions, changed devices, clocks that lie.
 */

import { ToCapture, ToPlayback, ToWorker } from "./messages.js";

const RESUME_WITHIN_MS = 1000;
const WATCH_EVERY_MS = 5000;
/** Wrong clocks are off by 8 % and more (44.1 for 48 kHz); a busy machine stalls by 1 %. */
const CLOCK_TOLERANCE = 0.03;
const BANDS_HZ = [90, 180, 320, 560, 1000, 1800, 3200, 6000];
const BAND_FLOOR_DB = -75;
const BAND_RANGE_DB = 50;

export class AudioSession {
  /**
   * @param worker the socket worker
   * @param workletUrls `{capture, playback}`
   * @param onCaptureLevel, onPlaybackLevel called with the worklets' level messages
   * @param onHeld `(isHeld)`: sound stands still (interrupted, suspended) or runs again
   */
  constructor({ worker, workletUrls, onCaptureLevel, onPlaybackLevel, onHeld }) {
    this._worker = worker;
    this._workletUrls = workletUrls;
    this._onCaptureLevel = onCaptureLevel;
    this._onPlaybackLevel = onPlaybackLevel;
    this._onHeld = onHeld;
    this._sinkId = "";
    this._stream = null;
    this._create();
  }

  /** Makes the context; called within a gesture wherever there is one, before anything is awaited. */
  _create() {
    this.context = new AudioContext({ latencyHint: "interactive" });
    this.context.onstatechange = () => this._stateChanged();
    this._loading = null;
    this._wasRunning = false;
    this._offBeats = 0;
    this.context.resume().catch(() => {});
  }

  /**
   * Loads the worklets and wires them. Rejects with AbortError when a file is missing or the page's policy forbids it.
   */
  load() {
    this._loading ??= this._wire();
    return this._loading;
  }

  async _wire() {
    const { context } = this;
    await Promise.all(Object.values(this._workletUrls).map((url) => context.audioWorklet.addModule(url)));
    this._capture = new AudioWorkletNode(context, "interview-capture", {
      numberOfInputs: 1,
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: "explicit",
    });
    this._playback = new AudioWorkletNode(context, "interview-playback", {
      numberOfInputs: 0,
      outputChannelCount: [1],
    });
    this._analyser = new AnalyserNode(context, { fftSize: 1024, smoothingTimeConstant: 0.5 });
    this._playback.connect(this._analyser).connect(context.destination);
    this._capture.port.onmessage = ({ data }) => this._onCaptureLevel(data);
    this._playback.port.onmessage = ({ data }) => this._onPlaybackLevel(data);
    this._openChannel(this._capture, ToCapture.FRAME_PORT, ToWorker.CAPTURE_PORT);
    this._openChannel(this._playback, ToPlayback.SOUND_PORT, ToWorker.PLAYBACK_PORT);
    this._bins = new Float32Array(this._analyser.frequencyBinCount);
    this._bands = new Float32Array(BANDS_HZ.length - 1);
    if (this._sinkId) await this._applySink();
    if (this._stream) this.plug(this._stream);
    this._watchClock();
  }

  /** A channel between worklet and worker: the page hands out its ends and is out of the way from then on. */
  _openChannel(node, toNode, toWorker) {
    const { port1, port2 } = new MessageChannel();
    node.port.postMessage({ type: toNode, port: port1 }, [port1]);
    this._worker.postMessage({ type: toWorker, port: port2 }, [port2]);
  }

  get isRunning() {
    return this.context.state === "running";
  }

  /** True when sound runs; false when the browser waits for a gesture. `resume()` alone may never settle. */
  async resume() {
    const timeout = new Promise((resolve) => setTimeout(resolve, RESUME_WITHIN_MS));
    await Promise.race([this.context.resume().catch(() => {}), timeout]);
    return this.isRunning;
  }

  /** The same worklet takes another microphone; worker and socket do not notice. */
  plug(stream) {
    this.unplug();
    this._stream = stream;
    if (!this._capture) return;
    this._source = this.context.createMediaStreamSource(stream);
    this._source.connect(this._capture);
  }

  unplug() {
    this._source?.disconnect();
    this._source = null;
    this._stream = null;
  }

  get canChooseOutput() {
    return "setSinkId" in AudioContext.prototype;
  }

  get outputId() {
    return this._sinkId;
  }

  async chooseOutput(deviceId) {
    this._sinkId = deviceId;
    await this._applySink();
  }

  async _applySink() {
    if (!this.canChooseOutput) return;
    // "default" is a name of the list, the context calls it "".
    await this.context.setSinkId(this._sinkId === "default" ? "" : this._sinkId).catch(() => {
      this._sinkId = "";
    });
  }

  /** Seven bands of what is playing, 0 to 1; null when there is no graph. */
  bands() {
    if (!this._analyser) return null;
    this._analyser.getFloatFrequencyData(this._bins);
    const binHz = this.context.sampleRate / this._analyser.fftSize;
    for (let band = 0; band < this._bands.length; band++) {
      const last = Math.min(this._bins.length - 1, Math.ceil(BANDS_HZ[band + 1] / binHz));
      let loudest = -Infinity;
      for (let bin = Math.max(1, Math.floor(BANDS_HZ[band] / binHz)); bin <= last; bin++)
        loudest = Math.max(loudest, this._bins[bin]);
      // High bands of a voice are weaker; without a lift they would never move.
      const lifted = loudest + band * 3;
      const share = Math.min(1, Math.max(0, (lifted - BAND_FLOOR_DB) / BAND_RANGE_DB));
      // Squared, or all bands of a loud voice stand equally tall.
      this._bands[band] = share * share;
    }
    return this._bands;
  }

  /** A new graph in the same place: after a dead interruption or a changed device rate. */
  async rebuild() {
    const stream = this._stream;
    this._teardown();
    this._create();
    this._stream = stream;
    await this.load();
    return this.resume();
  }

  close() {
    this._teardown();
    this._stream = null;
  }

  _teardown() {
    clearInterval(this._watch);
    this._source?.disconnect();
    this._source = null;
    this._capture?.port.postMessage({ type: ToCapture.STOP });
    this._playback?.port.postMessage({ type: ToPlayback.STOP });
    this._capture = this._playback = this._analyser = null;
    this.context.onstatechange = null;
    this.context.close().catch(() => {});
  }

  // ---- what browsers do

  _stateChanged() {
    if (this.isRunning) {
      this._wasRunning = true;
      this._tellLatency();
      this._onHeld(false);
    } else if (this._wasRunning && this.context.state !== "closed") {
      this._onHeld(true);
    }
  }

  _watchClock() {
    this._tellLatency();
    this._beat = { audio: this.context.currentTime, wall: performance.now() };
    this._watch = setInterval(() => this._checkClock(), WATCH_EVERY_MS);
  }

  _checkClock() {
    const beat = { audio: this.context.currentTime, wall: performance.now() };
    const audioSeconds = beat.audio - this._beat.audio;
    const wallSeconds = (beat.wall - this._beat.wall) / 1000;
    this._beat = beat;
    this._tellLatency();
    // A sleeping computer is no wrong clock.
    if (!this.isRunning || wallSeconds > (2 * WATCH_EVERY_MS) / 1000) return;
    const isOff = Math.abs(audioSeconds / wallSeconds - 1) > CLOCK_TOLERANCE;
    this._offBeats = isOff ? this._offBeats + 1 : 0;
    if (this._offBeats >= 2) this.rebuild().catch(() => this._onHeld(true));
  }

  _tellLatency() {
    const seconds = this.context.outputLatency || this.context.baseLatency || 0;
    this._playback?.port.postMessage({ type: ToPlayback.LATENCY, seconds });
  }
}
