/**
 * A tape recorder at the loudspeaker: everything that the newest AudioContext plays, as WebM with uncompressed samples.
 * `tape.stop()` gives it as base64. `tape.watch(selector)` notes the texts of these elements whenever they change, one
 * per line, with the tape's time in seconds; `tape.notes` are what it noted.
 */

(() => {
  const connect = AudioNode.prototype.connect;
  const tape = { recorder: null, chunks: [], startedAt: 0, context: null, input: null, notes: [] };
  window.tape = tape;

  AudioNode.prototype.connect = function (target, ...rest) {
    if (target instanceof AudioDestinationNode && this.context instanceof AudioContext) record(this);
    return connect.call(this, target, ...rest);
  };

  function record(node) {
    if (tape.context !== node.context) start(node.context);
    connect.call(node, tape.input);
  }

  function start(context) {
    const chunks = [];
    const input = context.createMediaStreamDestination();
    const recorder = new MediaRecorder(input.stream, { mimeType: "audio/webm;codecs=pcm" });
    recorder.ondataavailable = ({ data }) => chunks.push(data);
    recorder.onstart = () => {
      tape.startedAt = context.currentTime;
    };
    Object.assign(tape, { context, input, recorder, chunks });
    recorder.start();
  }

  tape.seconds = () => tape.context.currentTime - tape.startedAt;

  tape.watch = (selector) => {
    let last = null;
    const look = () => {
      const text = [...document.querySelectorAll(selector)].map((element) => element.innerText.trim()).join("\n");
      if (text !== last) tape.notes.push({ at: tape.seconds(), text });
      last = text;
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    look();
  };

  tape.stop = async () => {
    await new Promise((resolve) => {
      tape.recorder.onstop = resolve;
      tape.recorder.stop();
    });
    const bytes = new Uint8Array(await new Blob(tape.chunks).arrayBuffer());
    let text = "";
    for (let from = 0; from < bytes.length; from += 32768) {
      text += String.fromCharCode(...bytes.subarray(from, from + 32768));
    }
    return btoa(text);
  };
})();
