/** Microphone and loudspeaker of one page: opens them, tries them out, tells when something is wrong with them. */

import { AudioSession } from "./audio_session.js";
import { BrowserVoice } from "./browser_voice.js";
import { EchoDetector, MicrophoneJudge } from "./level_meter.js";
import { ToWorker } from "./messages.js";
import {
  Microphone,
  isSecure,
  listDevices,
  microphoneErrorCode,
  microphonePermission,
  remembered,
} from "./microphone.js";
import { CAPTURE_RATE_HZ, FRAME_MS } from "./pcm.js";
import { playPcm, playSound } from "./sound_check.js";

const RECORDING_FRAMES = 5000 / FRAME_MS;

export class SoundDesk {
  /**
   * @param tell `(event, argument)` for the events of the component
   * @param trouble `(code, message)`; null as code: the microphone is well again
   * @param listens whether the candidate is expected to speak now, so that the microphone can be judged
   */
  constructor({ worker, workletUrls, view, tell, trouble, listens }) {
    this._worker = worker;
    this._workletUrls = workletUrls;
    this._view = view;
    this._tell = tell;
    this._trouble = trouble;
    this._listens = listens;
    this._session = null;
    this._isMuted = false;
    this._wantsMicrophone = false;
    this._isVoiceSpeaking = false;
    this._recording = null;
    this._echo = new EchoDetector();
    this._theirRms = 0;
    this._microphone = new Microphone({
      onLost: () => this._microphoneLost(),
      onMuted: (isMuted) => this._setStatus(isMuted ? "muted" : "ok"),
    });
    this._voice = new BrowserVoice((report) => worker.postMessage({ type: ToWorker.SPOKEN, ...report }));
    this._onDevices = () => this._devicesChanged();
    navigator.mediaDevices?.addEventListener("devicechange", this._onDevices);
    view.bands = () => this._session?.bands() ?? null;
  }

  /** Called when sound stands still or runs again. */
  onHeld = () => {};

  // ---- sound

  /** Creates the context. Call it inside a gesture where there is one, before anything is awaited. */
  prepare() {
    if (this._session) {
      this._session.context.resume().catch(() => {});
      return;
    }
    if (typeof AudioContext === "undefined") return;
    if (navigator.audioSession) navigator.audioSession.type = "play-and-record";
    this._session = new AudioSession({
      worker: this._worker,
      workletUrls: this._workletUrls,
      onCaptureLevel: (level) => this._captureLevel(level),
      onPlaybackLevel: (level) => this._playbackLevel(level),
      onHeld: (isHeld) => this.onHeld(isHeld),
    });
    const output = remembered.get("output");
    if (output) this._session.chooseOutput(output);
  }

  /** `running`, `held` by the autoplay policy, or `failed`: the interview can still be typed. */
  async start() {
    this.prepare();
    try {
      if (!this._session) throw new Error("This browser has no Web Audio.");
      await this._session.load();
    } catch (error) {
      this._trouble("audio_failed", `${error.name}: ${error.message}`);
      return "failed";
    }
    return (await this._session.resume()) ? "running" : "held";
  }

  /**
   * The page is back, or sound is. A context that claims to run but stands still is replaced; after an interruption the
   * microphone is opened anew, because iOS gives back tracks that are live and dead.
   */
  async revive({ afterInterruption = false } = {}) {
    if (!this._session) return;
    const before = this._session.context.currentTime;
    await this._session.resume();
    if (afterInterruption && this._wantsMicrophone) await this._reopenMicrophone();
    await new Promise((resolve) => setTimeout(resolve, 500));
    if (!this._session || this._session.context.currentTime > before) return;
    await this._session.rebuild();
  }

  play(sound) {
    return this._session?.isRunning ? playSound(this._session.context, sound) : Promise.resolve();
  }

  // ---- microphone

  get hasMicrophone() {
    return this._microphone.isOpen;
  }

  /** Opens it unless it is open; true when it is there. */
  openMicrophone() {
    this._wantsMicrophone = true;
    if (this.hasMicrophone) return Promise.resolve(true);
    this._opening ??= this._reopenMicrophone().finally(() => {
      this._opening = null;
    });
    return this._opening;
  }

  async _reopenMicrophone() {
    if (!isSecure()) {
      this._trouble("insecure", "The microphone is only available on https and on localhost.");
      return false;
    }
    try {
      this._session?.plug(await this._microphone.open());
    } catch (error) {
      this._microphoneFailed(error);
      return false;
    }
    this._judge = new MicrophoneJudge();
    this._setStatus("open");
    this._trouble(null);
    this._tellPermission("granted");
    await this._tellDevices();
    return true;
  }

  closeMicrophone() {
    this._wantsMicrophone = false;
    this._session?.unplug();
    this._microphone.close();
    this._view.setLevel("you", 0);
    this._judge = undefined;
    this._setStatus("off");
  }

  async watchPermission(onGranted) {
    const state = await microphonePermission((changed) => {
      this._tellPermission(changed);
      if (changed === "granted") onGranted();
    });
    this._tellPermission(state);
    return state;
  }

  setMuted(isMuted) {
    this._isMuted = isMuted;
    this._applySilence();
  }

  /** What the browser's voice says must not come back as an answer: it is not in the echo canceller's reference. */
  _applySilence() {
    this._microphone.silence(this._isMuted || this._isVoiceSpeaking);
  }

  _microphoneFailed(error) {
    const code = microphoneErrorCode(error);
    this._trouble(code, `${error.name}: ${error.message}`);
    // A system that forbids it tells nothing about what the browser allows.
    if (code === "mic_denied") this._tellPermission("denied");
    this._setStatus("off");
  }

  async _microphoneLost() {
    this._session?.unplug();
    this._trouble("mic_lost", "The microphone went away.");
    this._setStatus("off");
    await this.openMicrophone();
  }

  async _devicesChanged() {
    if (this._wantsMicrophone && !this.hasMicrophone) await this.openMicrophone();
    else await this._tellDevices();
  }

  _tellPermission(state) {
    if (state === this._permission) return;
    this._permission = state;
    this._view.mark("permission", state);
    this._tell("onPermission", state);
  }

  async _tellDevices() {
    if (!navigator.mediaDevices?.enumerateDevices) return;
    const devices = await listDevices({
      microphone: this._microphone.traits,
      inputId: this._microphone.deviceId || remembered.get("input"),
      outputId: this._session?.outputId || remembered.get("output"),
      canChooseOutput: this._session?.canChooseOutput ?? false,
    });
    const known = JSON.stringify(devices);
    if (known === this._devices) return;
    this._devices = known;
    this._tell("onDevices", devices);
  }

  /** Another page has taken over: it knows nothing of what the one before was told. */
  tellAgain() {
    if (this._permission) this._tell("onPermission", this._permission);
    if (this._devices) this._tell("onDevices", JSON.parse(this._devices));
  }

  async chooseInput(deviceId) {
    remembered.set("input", deviceId);
    await this._opening;
    await this._reopenMicrophone();
  }

  async chooseOutput(deviceId) {
    remembered.set("output", deviceId);
    await this._session?.chooseOutput(deviceId);
    await this._tellDevices();
  }

  _playbackLevel({ rms, playing }) {
    this._view.setLevel("them", rms);
    this._theirRms = rms;
    this._isPlaying = playing;
    if (!playing) this._echo.clear();
  }

  _captureLevel(level) {
    this._view.setLevel("you", level.rms);
    if (this._isMuted || !this._judge) return;
    if (this._isPlaying && this._echo.observe(this._theirRms, level.rms)) this.echoHeard();
    if (!this._listens()) return;
    const status = this._judge.observe(level, performance.now());
    if (status) this._setStatus(status);
  }

  /** Noticed here by the levels, or by the server in the sound itself. The microphone is judged anew afterwards. */
  echoHeard() {
    this._judge = new MicrophoneJudge();
    this._echo.clear();
    this._setStatus("echo");
  }

  _setStatus(status) {
    if (status === this._status) return;
    this._status = status;
    this._view.mark("mic", status);
    if (status) this._tell("onMic", status);
  }

  // ---- trying out

  async playChime() {
    if ((await this.start()) !== "running") return;
    await this.play("chime");
    this._tell("onChime");
  }

  async record() {
    if ((await this.start()) !== "running") return;
    if (!(await this.openMicrophone())) return;
    this._worker.postMessage({ type: ToWorker.RECORD, frames: RECORDING_FRAMES });
    this._tellRecording("recording");
  }

  keepRecording(buffer) {
    this._recording = buffer;
    this._tellRecording("ready");
  }

  async playRecording() {
    if (!this._recording || !this._session) return;
    this._tellRecording("playing");
    await playPcm(this._session.context, this._recording, CAPTURE_RATE_HZ);
    this._tellRecording("ready");
  }

  _tellRecording(state) {
    this._view.mark("recording", state);
    this._tell("onRecording", state);
  }

  // ---- the browser's voice

  /** Resolves to whether the browser has a voice that said it. */
  async speak(text, orderIndex) {
    this._isVoiceSpeaking = true;
    this._applySilence();
    const isSaid = await this._voice.say(text, orderIndex);
    this._isVoiceSpeaking = false;
    this._applySilence();
    return isSaid;
  }

  stopSpeaking() {
    this._voice.stop();
  }

  close() {
    navigator.mediaDevices?.removeEventListener("devicechange", this._onDevices);
    this._voice.stop();
    this._microphone.close();
    this._session?.close();
    this._session = null;
    if (navigator.audioSession) navigator.audioSession.type = "auto";
  }
}
