/** Runs the component's worklets in an OfflineAudioContext: samples in, what they made of them out. */

import { FRAME, PLAYED, Sound, ToCapture, ToPlayback } from "/audio_worklet/messages.js";

const QUANTUM = 128;

function toBytes(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function toText(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += 32768)
    text += String.fromCharCode(...bytes.subarray(start, start + 32768));
  return btoa(text);
}

/** Long enough for a message to reach the audio thread, which stands still meanwhile. */
function delivered() {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

/** Sends samples through the capture worklet; returns its PCM and the first samples of its frames. */
async function capture(rate, floatsText) {
  const samples = new Float32Array(toBytes(floatsText).buffer);
  const context = new OfflineAudioContext(1, samples.length, rate);
  await context.audioWorklet.addModule("/audio_worklet/capture_processor.js");
  const node = new AudioWorkletNode(context, "interview-capture", {
    numberOfOutputs: 0,
    channelCount: 1,
    channelCountMode: "explicit",
  });
  const { port1, port2 } = new MessageChannel();
  const frames = [];
  port2.onmessage = ({ data }) => data.type === FRAME && frames.push(data);
  node.port.postMessage({ type: ToCapture.FRAME_PORT, port: port1 }, [port1]);
  const buffer = new AudioBuffer({ length: samples.length, sampleRate: rate });
  buffer.copyToChannel(samples, 0);
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(node);
  source.start();
  // The port must be there before the first quantum is.
  context.suspend(0).then(async () => {
    await delivered();
    context.resume();
  });
  await context.startRendering();
  await delivered();
  const pcm = new Uint8Array(frames.length * 640);
  frames.forEach(({ buffer: frame }, index) => pcm.set(new Uint8Array(frame), index * 640));
  return {
    pcm: toText(pcm),
    sizes: [...new Set(frames.map(({ buffer: frame }) => frame.byteLength))],
    firsts: frames.map(({ firstSample }) => firstSample),
    starved: frames.at(-1)?.starved ?? 0,
  };
}

/**
 * Plays through the playback worklet. `steps` are `[second, "samples" | "end" | "flush", turn, orderIndex, pcm]`;
 * returns the sound and the reports.
 */
async function play(rate, seconds, steps) {
  const context = new OfflineAudioContext(1, Math.ceil((seconds * rate) / QUANTUM) * QUANTUM, rate);
  await context.audioWorklet.addModule("/audio_worklet/playback_processor.js");
  const node = new AudioWorkletNode(context, "interview-playback", { numberOfInputs: 0, outputChannelCount: [1] });
  node.connect(context.destination);
  const { port1, port2 } = new MessageChannel();
  const reports = [];
  port2.onmessage = ({ data }) => data.type === PLAYED && reports.push(data);
  node.port.postMessage({ type: ToPlayback.SOUND_PORT, port: port1 }, [port1]);
  for (const second of new Set(steps.map(([at]) => at))) {
    context.suspend(second).then(async () => {
      await delivered();
      for (const [at, kind, turn, orderIndex, pcm] of steps) {
        if (at === second) port2.postMessage(toMessage(kind, turn, orderIndex, pcm));
      }
      await delivered();
      context.resume();
    });
  }
  const sound = await context.startRendering();
  await delivered();
  return { sound: toText(new Uint8Array(sound.getChannelData(0).buffer)), reports };
}

function toMessage(kind, turn, orderIndex, pcm) {
  if (kind === "samples") return { type: Sound.SAMPLES, turn, orderIndex, buffer: toBytes(pcm).buffer };
  return { type: kind === "end" ? Sound.END : Sound.FLUSH };
}

window.bench = { capture, play };
