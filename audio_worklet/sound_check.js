/** The few sounds of the component itself, and a recording played back. Needs a running AudioContext. */

/** [Hz, start s, length s, gain]: each under 300 ms and soft. */
const SOUNDS = Object.freeze({
  chime: [
    [523.25, 0, 0.28, 0.14],
    [783.99, 0.16, 0.4, 0.14],
  ],
  join: [
    [440, 0, 0.13, 0.07],
    [659.25, 0.11, 0.18, 0.07],
  ],
  your_turn: [[196, 0, 0.12, 0.08]],
  reconnected: [
    [440, 0, 0.13, 0.035],
    [659.25, 0.11, 0.18, 0.035],
  ],
});

/** Resolves when the sound is over. */
export function playSound(context, name) {
  const notes = SOUNDS[name].map(([hz, start, length, gain]) =>
    playNote(context, hz, context.currentTime + start, length, gain),
  );
  return Promise.all(notes);
}

function playNote(context, hz, at, length, gain) {
  const tone = new OscillatorNode(context, { type: "sine", frequency: hz });
  const envelope = new GainNode(context, { gain: 0 });
  envelope.gain.setValueAtTime(0, at);
  envelope.gain.linearRampToValueAtTime(gain, at + 0.012);
  envelope.gain.exponentialRampToValueAtTime(0.0005, at + length);
  tone.connect(envelope).connect(context.destination);
  tone.start(at);
  tone.stop(at + length);
  return new Promise((resolve) => {
    tone.onended = resolve;
  });
}

/** Plays PCM16 of a rate; resolves at its end. */
export function playPcm(context, buffer, rateHz) {
  const pcm = new Int16Array(buffer);
  const sound = new AudioBuffer({ length: pcm.length, sampleRate: rateHz });
  const channel = sound.getChannelData(0);
  for (let index = 0; index < pcm.length; index++) channel[index] = pcm[index] / 32768;
  const source = new AudioBufferSourceNode(context, { buffer: sound });
  source.connect(context.destination);
  source.start();
  return new Promise((resolve) => {
    source.onended = resolve;
  });
}
