/**
 * A microphone that a test speaks into: `microphone.say(base64 PCM16, rate)`, and that refuses as a browser would:
 * `microphone.refuse("NotReadableError")`. Everything behind getUserMedia is the product's own; `microphone.opened` and
 * `built` count what the product makes of it; `microphone.traits` are settings of the next track that is opened.
 */

(() => {
  const streams = [];
  const played = []; // of each context: everything that goes to its loudspeaker
  let context = null;
  let room = null;

  async function open() {
    const [name, words] = (window.microphone.refusal ?? "").split("|");
    if (name) throw new DOMException(words ?? "refused by the test", name);
    window.microphone.opened++;
    context ??= new AudioContext();
    const node = context.createMediaStreamDestination();
    // A room is never quite silent, unless the microphone is broken: `microphone.isDead(true)`.
    room = new GainNode(context, { gain: 1 });
    room.connect(node);
    const hum = new OscillatorNode(context, { frequency: 90 });
    hum.connect(new GainNode(context, { gain: 0.0006 })).connect(room);
    hum.start();
    streams.push(node);
    const [track] = node.stream.getAudioTracks();
    const [settings, traits] = [track.getSettings(), window.microphone.traits];
    track.getSettings = () => ({ ...settings, ...traits });
    return node.stream;
  }

  window.microphone = {
    refusal: sessionStorage.getItem("microphone.refusal"),
    opened: 0,
    traits: JSON.parse(sessionStorage.getItem("microphone.traits") ?? "{}"),
    /** Settled when nothing is being said any more. */
    saying: Promise.resolve(),
    /** `name`, or `name|message`. */
    refuse(name) {
      if (name) sessionStorage.setItem("microphone.refusal", name);
      else sessionStorage.removeItem("microphone.refusal");
      window.microphone.refusal = name;
    },
    /** What the browser says of it: `{sampleRate, echoCancellation}`. Kept over page loads. */
    is(traits) {
      sessionStorage.setItem("microphone.traits", JSON.stringify(traits));
      window.microphone.traits = traits;
    },
    say(text, rate) {
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      const pcm = new Int16Array(bytes.buffer);
      const buffer = new AudioBuffer({ length: pcm.length, sampleRate: rate });
      const channel = buffer.getChannelData(0);
      for (let index = 0; index < pcm.length; index++) channel[index] = pcm[index] / 32768;
      const source = new AudioBufferSourceNode(context, { buffer });
      source.connect(streams.at(-1));
      source.start();
      window.microphone.saying = new Promise((resolve) => (source.onended = resolve));
    },
    /** From now on it stands before the loudspeaker. */
    hearSpeaker() {
      for (const { stream } of played) context.createMediaStreamSource(stream).connect(streams.at(-1));
    },
    isDead(isDead) {
      room.gain.value = isDead ? 0 : 1;
    },
    /** By the system, or by a key on the headset. */
    mute(isMuted) {
      const track = streams.at(-1).stream.getAudioTracks()[0];
      Object.defineProperty(track, "muted", { value: isMuted, configurable: true });
      track.dispatchEvent(new Event(isMuted ? "mute" : "unmute"));
    },
    unplug() {
      const track = streams.at(-1).stream.getAudioTracks()[0];
      track.stop();
      track.dispatchEvent(new Event("ended"));
    },
  };
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (target, ...rest) {
    if (target instanceof AudioDestinationNode && this.context instanceof AudioContext) {
      let copy = played.find((node) => node.context === this.context);
      if (!copy) played.push((copy = this.context.createMediaStreamDestination()));
      connect.call(this, copy);
    }
    return connect.call(this, target, ...rest);
  };
  window.built = {};
  const count = (owner, name, label = () => name) => {
    const Real = owner[name];
    if (!Real) return;
    owner[name] = new Proxy(Real, {
      construct(target, args, made) {
        const key = label(...args);
        window.built[key] = (window.built[key] ?? 0) + 1;
        return Reflect.construct(target, args, made);
      },
    });
  };
  count(window, "AudioWorkletNode", (_context, name) => name);
  count(window, "Worker");
  count(window, "MediaRecorder");
  count(window, "ScriptProcessorNode");

  if (navigator.mediaDevices) {
    navigator.mediaDevices.getUserMedia = open;
    navigator.mediaDevices.enumerateDevices = async () => [
      { deviceId: "default", kind: "audioinput", label: "Built-in microphone" },
      { deviceId: "usb", kind: "audioinput", label: "Desk microphone" },
      { deviceId: "default", kind: "audiooutput", label: "Headphones (USB-C)" },
      { deviceId: "desk", kind: "audiooutput", label: "Desk speaker" },
    ];
  }
})();
