/** The yardsticks of the benchmark in a page, and the clocks by which the component and they are timed. */

import "/tests/integration/audio/worklet_bench.js";
import { Sound, ToCapture, ToPlayback } from "/audio_worklet/messages.js";

const WORKLETS = "/benchmarks/audio_page/baseline_worklets.js";
const COMPONENT = { capture: "/audio_worklet/capture_processor.js", playback: "/audio_worklet/playback_processor.js" };
const VOICE_HZ = 24000;
const CPU_SECONDS = 20;
const CPU_RUNS = 5;

const toBytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const toFloats = (text) => new Float32Array(toBytes(text).buffer);

function toText(floats) {
  const bytes = new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
  let text = "";
  for (let start = 0; start < bytes.length; start += 32768)
    text += String.fromCharCode(...bytes.subarray(start, start + 32768));
  return btoa(text);
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function join(pieces) {
  const all = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function bufferSource(context, samples, rate) {
  const buffer = new AudioBuffer({ length: samples.length, sampleRate: rate });
  buffer.copyToChannel(samples, 0);
  return new AudioBufferSourceNode(context, { buffer });
}

function listener(context, name) {
  return new AudioWorkletNode(context, name, { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
}

/** A yardstick's capture worklet, offline. */
async function capture(name, rate, text) {
  const samples = toFloats(text);
  const context = new OfflineAudioContext(1, samples.length, rate);
  await context.audioWorklet.addModule(WORKLETS);
  const node = listener(context, name);
  const pieces = [];
  node.port.onmessage = ({ data }) => pieces.push(data);
  const source = bufferSource(context, samples, rate);
  source.connect(node);
  source.start();
  await context.startRendering();
  node.port.postMessage("rest");
  await wait(150);
  return toText(join(pieces));
}

/** From a context at one rate through a stream into a context at another, as microphones and devices are bridged. */
async function bridged(fromRate, toRate, start, seconds) {
  const from = new AudioContext({ sampleRate: fromRate });
  const to = new AudioContext({ sampleRate: toRate });
  await Promise.all([from, to].map((context) => context.audioWorklet.addModule(WORKLETS)));
  const way = new MediaStreamAudioDestinationNode(from, { channelCount: 1 });
  const node = listener(to, "record");
  const pieces = [];
  node.port.onmessage = ({ data }) => pieces.push(data);
  new MediaStreamAudioSourceNode(to, { mediaStream: way.stream }).connect(node);
  await wait(300);
  start(from, way);
  await wait(seconds * 1000 + 600);
  await Promise.all([from.close(), to.close()]);
  return toText(join(pieces));
}

/** A 16 kHz context on a device of another rate: the browser resamples. */
function nativeCapture(rate, text) {
  const samples = toFloats(text);
  const start = (context, way) => {
    const source = bufferSource(context, samples, rate);
    source.connect(way);
    source.start();
  };
  return bridged(rate, 16000, start, samples.length / rate);
}

/** A 24 kHz context with a queue of blocks on a device of another rate. */
function nativePlayback(rate, text) {
  const samples = toFloats(text);
  const start = (context, way) => {
    const player = new AudioWorkletNode(context, "queue-player", { numberOfInputs: 0, outputChannelCount: [1] });
    player.connect(way);
    player.port.postMessage(samples);
  };
  return bridged(VOICE_HZ, rate, start, samples.length / VOICE_HZ);
}

/** AudioBuffers of 24 kHz one behind the other, each resampled by the browser on its own. */
async function bufferPlayback(rate, text, pieceSamples) {
  const samples = toFloats(text);
  const context = new OfflineAudioContext(1, Math.ceil((samples.length / VOICE_HZ) * rate), rate);
  for (let start = 0, at = 0; start < samples.length; start += pieceSamples) {
    const piece = samples.subarray(start, start + pieceSamples);
    const source = bufferSource(context, piece, VOICE_HZ);
    source.connect(context.destination);
    source.start(at);
    at += piece.length / VOICE_HZ;
  }
  return toText((await context.startRendering()).getChannelData(0));
}

// ---- cost

async function renderMs(rate, build) {
  const context = new OfflineAudioContext(1, CPU_SECONDS * rate, rate);
  await build(context);
  const began = performance.now();
  await context.startRendering();
  return performance.now() - began;
}

function noise(rate) {
  const samples = new Float32Array(rate);
  for (let index = 0; index < rate; index++) samples[index] = Math.random() - 0.5;
  return samples;
}

const graphs = {
  async "interview-capture"(context) {
    await context.audioWorklet.addModule(COMPONENT.capture);
    const node = listener(context, "interview-capture");
    const { port1, port2 } = new MessageChannel();
    port2.onmessage = ({ data }) => port2.postMessage(data.buffer, [data.buffer]);
    node.port.postMessage({ type: ToCapture.FRAME_PORT, port: port1 }, [port1]);
    return node;
  },
  async "interview-playback"(context) {
    await context.audioWorklet.addModule(COMPONENT.playback);
    const node = new AudioWorkletNode(context, "interview-playback", { numberOfInputs: 0, outputChannelCount: [1] });
    const { port1, port2 } = new MessageChannel();
    node.port.postMessage({ type: ToPlayback.SOUND_PORT, port: port1 }, [port1]);
    const { buffer } = Int16Array.from(noise(CPU_SECONDS * VOICE_HZ), (sample) => sample * 32767);
    port2.postMessage({ type: Sound.SAMPLES, turn: 1, orderIndex: 0, buffer }, [buffer]);
    node.connect(context.destination);
    await wait(200);
    return null;
  },
};

/** Milliseconds of one core for a second of audio, without what any worklet costs. */
async function cpu(name, rate) {
  const build = async (context, kind) => {
    await context.audioWorklet.addModule(WORKLETS);
    const node = await (graphs[kind] ?? (() => listener(context, kind)))(context);
    if (!node) return;
    const source = bufferSource(context, noise(rate), rate);
    source.loop = true;
    source.connect(node);
    source.start();
  };
  let [least, empty] = [Infinity, Infinity];
  for (let run = 0; run < CPU_RUNS; run++) {
    least = Math.min(least, await renderMs(rate, (context) => build(context, name)));
    empty = Math.min(empty, await renderMs(rate, (context) => build(context, "empty")));
  }
  return Math.max(0, least - empty) / CPU_SECONDS;
}

// ---- interruption

/** From the message to silence on the audio thread, in ms, again and again. `begin` returns what interrupts. */
async function flushes(rate, begin, times) {
  const context = new AudioContext({ sampleRate: rate, latencyHint: "interactive" });
  await context.audioWorklet.addModule(WORKLETS);
  await context.audioWorklet.addModule(COMPONENT.playback);
  const watch = new AudioWorkletNode(context, "silence-watch", { outputChannelCount: [1] });
  watch.connect(context.destination);
  let heard = () => {};
  watch.port.onmessage = ({ data }) => heard(data);
  const until = (isSilent) =>
    new Promise((resolve) => {
      heard = (data) => data.isSilent === isSilent && resolve(data.at);
    });
  const tookMs = [];
  for (let time = 0; time < times; time++) {
    const sounding = until(false);
    const interrupt = begin(context, watch);
    await sounding;
    await wait(120 + Math.random() * 40);
    const silent = until(true);
    const at = Date.now();
    interrupt();
    tookMs.push((await silent) - at);
    await wait(60);
  }
  const { baseLatency, sampleRate } = context;
  await context.close();
  return { tookMs, callbackMs: Math.max(baseLatency * 1000, 128000 / sampleRate) };
}

const tone = (seconds) =>
  Float32Array.from({ length: seconds * VOICE_HZ }, (_, index) => 0.4 * Math.sin((2 * Math.PI * 440 * index) / VOICE_HZ));

const players = {
  component(context, out) {
    const node = new AudioWorkletNode(context, "interview-playback", { numberOfInputs: 0, outputChannelCount: [1] });
    node.connect(out);
    const { port1, port2 } = new MessageChannel();
    node.port.postMessage({ type: ToPlayback.SOUND_PORT, port: port1 }, [port1]);
    const { buffer } = Int16Array.from(tone(2), (sample) => sample * 32767);
    port2.postMessage({ type: Sound.SAMPLES, turn: 1, orderIndex: 0, buffer }, [buffer]);
    return () => port2.postMessage({ type: Sound.FLUSH });
  },
  /** The queue is emptied, what is scheduled fades for 100 ms. */
  buffers(context, out) {
    const gain = new GainNode(context);
    gain.connect(out);
    const samples = tone(2);
    for (let start = 0, at = context.currentTime + 0.1; start < samples.length; start += 7680, at += 0.32) {
      const source = bufferSource(context, samples.subarray(start, start + 7680), VOICE_HZ);
      source.connect(gain);
      source.start(at);
    }
    return () => {
      gain.gain.setValueAtTime(1, context.currentTime);
      gain.gain.linearRampToValueAtTime(0, context.currentTime + 0.1);
    };
  },
  queue(context, out) {
    const node = new AudioWorkletNode(context, "queue-player", { numberOfInputs: 0, outputChannelCount: [1] });
    node.connect(out);
    node.port.postMessage(tone(2));
    return () => node.port.postMessage("interrupt");
  },
};

// ---- latency of a socket on the main thread

function blockFor(ms) {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

/** Frames of 128 ms to a socket that the page owns. */
async function mainThreadSocket(address, seconds, busyMs, everyMs) {
  const socket = new WebSocket(address);
  await new Promise((resolve) => {
    socket.onopen = resolve;
  });
  const context = new AudioContext({ sampleRate: 16000 });
  await context.audioWorklet.addModule(WORKLETS);
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const node = listener(context, "big-frames");
  node.port.onmessage = ({ data: { pcm, at } }) => {
    const message = new Uint8Array(8 + pcm.byteLength);
    new DataView(message.buffer).setFloat64(0, at, true);
    message.set(new Uint8Array(pcm.buffer), 8);
    socket.send(message);
  };
  new MediaStreamAudioSourceNode(context, { mediaStream: stream }).connect(node);
  const blocking = busyMs ? setInterval(() => blockFor(busyMs), everyMs) : null;
  await wait(seconds * 1000);
  clearInterval(blocking);
  stream.getTracks().forEach((track) => track.stop());
  await context.close();
  await wait(300);
  socket.close();
}

window.baseline = {
  capture,
  nativeCapture,
  nativePlayback,
  bufferPlayback,
  cpu,
  flushes: (rate, player, times) => flushes(rate, players[player], times),
  mainThreadSocket,
};
