/**
 * The whole component in a page without React: its own worklets, its own worker, a real socket. `line.tap` keeps every
 * frame on its way from the worklet to the worker, so that a test knows what the server must have in the end.
 */

import { sharedController } from "/audio_worklet/interview_controller.js";

const told = [];
const kept = [];
let tapped = false;
let worklets = { capture: "/audio_worklet/capture_processor.js", playback: "/audio_worklet/playback_processor.js" };

/** Puts itself between worklet and worker on the channel of the frames; buffers go back the same way. */
function tapFrames(port) {
  const { port1, port2 } = new MessageChannel();
  port.onmessage = ({ data }) => {
    kept.push(new Uint8Array(data.buffer.slice(0)));
    port1.postMessage(data, [data.buffer]);
  };
  port1.onmessage = ({ data }) => port.postMessage(data, [data]);
  return port2;
}

function createWorker() {
  const worker = new Worker("/audio_worklet/socket_worker.js", { type: "module" });
  const post = worker.postMessage.bind(worker);
  worker.postMessage = (message, transfer) => {
    if (!tapped || message.type !== "capture_port") return post(message, transfer);
    const port = tapFrames(message.port);
    return post({ ...message, port }, [port]);
  };
  return worker;
}

function toText(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += 32768)
    text += String.fromCharCode(...bytes.subarray(start, start + 32768));
  return btoa(text);
}

window.line = {
  /** @param options `{tap, worklets}`: keep the frames; other worklets than the component's own */
  join(props, options = {}) {
    tapped = options.tap ?? false;
    worklets = options.worklets ?? worklets;
    const controller = sharedController({ createWorker, workletUrls: worklets });
    controller.attach((event, argument) => told.push([event, argument ?? null]));
    controller.update(props);
    window.line.run = (command, args) => controller.run(command, args);
    window.line.update = (next) => controller.update(next);
  },
  told: (event) => told.filter(([name]) => name === event).map(([, argument]) => argument),
  frames: () => kept.length,
  /** All frames so far, one behind the other. */
  captured() {
    const all = new Uint8Array(kept.length * 640);
    kept.forEach((frame, index) => all.set(frame, index * 640));
    return toText(all);
  },
};
