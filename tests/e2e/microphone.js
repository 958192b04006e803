/**
 * A microphone that a test speaks into: `microphone.say(base64 PCM16, rate)`, and that refuses as a browser would:
 * `microphone.refusal = "NotReadableError"`. Everything behind getUserMedia is the product's own.
 */

(() => {
  const streams = [];
  let context = null;

  async function open() {
    if (window.microphone.refusal) throw new DOMException("refused by the test", window.microphone.refusal);
    context ??= new AudioContext();
    const node = context.createMediaStreamDestination();
    // A room is never quite silent.
    const hum = new OscillatorNode(context, { frequency: 90 });
    hum.connect(new GainNode(context, { gain: 0.0006 })).connect(node);
    hum.start();
    streams.push(node);
    return node.stream;
  }

  window.microphone = {
    refusal: sessionStorage.getItem("microphone.refusal"),
    refuse(name) {
      if (name) sessionStorage.setItem("microphone.refusal", name);
      else sessionStorage.removeItem("microphone.refusal");
      window.microphone.refusal = name;
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
    },
    unplug() {
      const track = streams.at(-1).stream.getAudioTracks()[0];
      track.stop();
      track.dispatchEvent(new Event("ended"));
    },
  };
  if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = open;
})();
