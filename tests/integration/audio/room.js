/**
 * The component without React and without its worker: what it posts is kept, what a worker would say is said by the
 * test.
 */

import { sharedController } from "/audio_worklet/interview_controller.js";

const posted = [];
const events = [];
const streams = [];
let worker = null;
let frames = 0;
let detach = null;

const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (constraints) => {
  if (window.refusal) throw new DOMException("refused by the test", window.refusal);
  const stream = await ask(constraints);
  streams.push(stream);
  return stream;
};

class WorkerStand {
  constructor() {
    worker = this;
  }

  postMessage(message) {
    const { port, ...rest } = message;
    posted.push(rest);
    if (message.type === "capture_port") port.onmessage = ({ data }) => this._takeFrame(port, data);
  }

  _takeFrame(port, { buffer }) {
    frames++;
    port.postMessage(buffer, [buffer]);
  }

  terminate() {
    posted.push({ type: "terminated" });
  }
}

const controller = sharedController({
  createWorker: () => new WorkerStand(),
  workletUrls: { capture: "/audio_worklet/capture_processor.js", playback: "/audio_worklet/playback_processor.js" },
});

window.room = {
  attach(props) {
    detach = controller.attach((event, argument) => {
      events.push([event, argument ?? null]);
      console.debug(event, argument);
    });
    controller.update(props);
  },
  update: (props) => controller.update(props),
  detach: () => detach(),
  /** Another page of the same visit. */
  attachAgain(props) {
    detach();
    this.attach(props);
  },
  say: (message) => worker.onmessage({ data: message }),
  posted: (type) => posted.filter((message) => message.type === type),
  told: (event) => events.filter(([name]) => name === event).map(([, argument]) => argument),
  frames: () => frames,
  tracks: () =>
    streams.flatMap((stream) => stream.getAudioTracks().map(({ readyState, enabled }) => ({ readyState, enabled }))),
  unplug: () =>
    streams
      .at(-1)
      .getAudioTracks()
      .forEach((track) => track.dispatchEvent(new Event("ended"))),
};

// What a test calls counts as a gesture; a page that opens by itself has none.
if (location.hash) window.room.attach(JSON.parse(decodeURIComponent(location.hash.slice(1))));
