/** The component's capture worklet, which also tells when each frame left it: Date.now() is the only clock here. */

import "/audio_worklet/capture_processor.js";

const stamps = [];
let starved = 0;
let poolMisses = 0;
const post = MessagePort.prototype.postMessage;

MessagePort.prototype.postMessage = function (message, transfer) {
  if (message?.type === "frame") {
    stamps.push(message.firstSample, Date.now());
    ({ starved, poolMisses } = message);
  }
  if (message?.type !== "level") return post.call(this, message, transfer);
  return post.call(this, { ...message, stamps: stamps.splice(0), starved, poolMisses });
};
