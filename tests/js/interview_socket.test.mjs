import assert from "node:assert/strict";
import test from "node:test";

import { socketUrl } from "../../audio_worklet/grants.js";
import { InterviewSocket } from "../../audio_worklet/interview_socket.js";
import { FRAME_BYTES } from "../../audio_worklet/pcm.js";
import { FakeClock, fakeCodec, fakeWebSocketClass, settle } from "./fakes.mjs";

const URLS = { connectUrl: "/connect", reconnectUrl: "/reconnect", base: "https://room.example" };

class Room {
  constructor() {
    this.clock = new FakeClock();
    this.WebSocket = fakeWebSocketClass();
    this.asked = [];
    this.status = 200;
    this.tokens = 0;
    this.events = [];
    this.played = [];
    this.codec = { ...fakeCodec, decode: (data) => this._decode(data) };
    this.socket = new InterviewSocket({
      WebSocket: this.WebSocket,
      requestToken: async (url) => this._grant(url),
      clock: this.clock,
      random: () => 0.5,
      codec: this.codec,
      player: {
        play: (turn, orderIndex, samples) => this.played.push([turn, orderIndex, samples.length]),
        end: () => this.played.push("end"),
        flush: () => this.played.push("flush"),
      },
      emit: (message) => this.events.push(message),
    });
  }

  /** Bytes are one number: the index of what the fake server said. */
  said = [];

  _decode(data) {
    const message = this.said[data[0]];
    if (message === "nonsense") throw new RangeError("nonsense");
    return message;
  }

  _grant(url) {
    this.asked.push(url);
    if (this.status !== 200) return { status: this.status };
    const expiresAt = new Date(this.clock.now() + 3600_000).toISOString();
    return { status: 200, token: `t${++this.tokens}`, url: "/interview/7", expiresAt };
  }

  get line() {
    return this.WebSocket.last;
  }

  receive(message) {
    this.said.push(message);
    this.line.receive(Uint8Array.of(this.said.length - 1).buffer);
  }

  async connect() {
    this.socket.connect(URLS);
    await settle();
  }

  async goLive(lastSequence = 0) {
    if (this.WebSocket.sockets.length === 0) await this.connect();
    this.receive({ kind: "sessionReady", lastSequence, resumed: lastSequence > 0, secondsLeft: 900 });
  }

  speak(frames, first = 0) {
    for (let index = 0; index < frames; index++) {
      this.socket.sendFrame(new Uint8Array(FRAME_BYTES), (first + index) * 20);
    }
  }

  sent(kind) {
    return this.line.sent.filter((message) => message.kind === kind);
  }

  told(type) {
    return this.events.filter((event) => event.type === type);
  }

  get lastLink() {
    return this.told("link").at(-1);
  }
}

async function liveRoom(lastSequence = 0) {
  const room = new Room();
  await room.goLive(lastSequence);
  return room;
}

const numbers = (messages) => messages.map(({ sequence }) => sequence);

test("the first connection asks the connect address for a token and opens the socket with it", async () => {
  const room = new Room();
  await room.connect();
  assert.deepEqual(room.asked, ["/connect"]);
  assert.equal(room.line.url, "wss://room.example/interview/7?token=t1");
});

test("a socket address may be a path, an address, or hold its token already", () => {
  const base = "http://localhost:3000/page";
  assert.equal(socketUrl({ url: "/i/1", token: "a" }, base), "ws://localhost:3000/i/1?token=a");
  assert.equal(socketUrl({ url: "https://x.example/i", token: "a" }, base), "wss://x.example/i?token=a");
  assert.equal(socketUrl({ url: "wss://x.example/i?token=b", token: "a" }, base), "wss://x.example/i?token=b");
});

test("frames before the first SessionReady are not sent, those after it are numbered from one", async () => {
  const room = new Room();
  await room.connect();
  room.speak(5);
  await room.goLive();
  room.speak(3);
  assert.deepEqual(numbers(room.sent("audio")), [1, 2, 3]);
});

test("a reloaded page goes on behind the server's last frame", async () => {
  const room = await liveRoom(4200);
  room.speak(2);
  assert.deepEqual(numbers(room.sent("audio")), [4201, 4202]);
});

test("a dropped line comes back by itself and sends what the server lacks", async () => {
  const room = await liveRoom();
  room.speak(10);
  room.line.fail(1006);
  room.speak(5, 10);
  assert.equal(room.lastLink.link, "reconnecting");
  await room.clock.advance(400);
  assert.equal(room.WebSocket.sockets.length, 2);
  assert.deepEqual(room.asked, ["/connect", "/reconnect"]);
  await room.goLive(7);
  assert.deepEqual(numbers(room.sent("audio")), [8, 9, 10, 11, 12, 13, 14, 15]);
});

test("nothing is lost or doubled over a hundred cuts", async () => {
  const room = await liveRoom();
  const heard = [];
  let spoken = 0;
  for (let cut = 0; cut < 100; cut++) {
    room.speak(1 + (cut % 9), spoken);
    spoken += 1 + (cut % 9);
    const arrived = room.sent("audio").slice(0, (cut * 7) % 11);
    heard.push(...numbers(arrived));
    room.line.fail(1006);
    room.speak(2, spoken);
    spoken += 2;
    await room.clock.advance(1000);
    await room.goLive(heard.at(-1) ?? 0);
  }
  heard.push(...numbers(room.sent("audio")));
  assert.deepEqual(
    heard,
    Array.from({ length: spoken }, (_, index) => index + 1),
  );
});

test("a reconnect token is used again while it lasts", async () => {
  const room = await liveRoom();
  for (let cut = 0; cut < 3; cut++) {
    room.line.fail(1006);
    await room.clock.advance(1000);
    await room.goLive();
  }
  assert.deepEqual(room.asked, ["/connect", "/reconnect"]);
});

test("a token that did not open the line is not tried again", async () => {
  const room = await liveRoom();
  room.line.fail(1006);
  await room.clock.advance(400);
  room.line.fail(1006);
  await room.clock.advance(1000);
  assert.deepEqual(room.asked, ["/connect", "/reconnect", "/reconnect"]);
});

test("the wait grows to ten seconds, with jitter", async () => {
  const room = await liveRoom();
  room.line.fail(1006);
  const waits = [];
  for (let attempt = 0; attempt < 8; attempt++) {
    waits.push(room.lastLink.retryInMs);
    await room.clock.advance(waits.at(-1) + 1);
    room.line.fail(1006);
  }
  assert.deepEqual(waits, [188, 375, 750, 1500, 3000, 6000, 7500, 7500]);
});

test("a full server is given three seconds", async () => {
  const room = await liveRoom();
  room.line.fail(1013);
  assert.equal(room.lastLink.retryInMs, 3000);
});

test("whoever waits for a room is told so for as long as it takes, and never that the server is out of reach", async () => {
  const room = await liveRoom();
  for (let attempt = 0; attempt < 40; attempt++) {
    room.line.fail(1013, "all rooms are taken");
    await room.clock.advance(room.lastLink.retryInMs + 1);
  }
  const codes = new Set(room.told("trouble").map(({ code }) => code));
  assert.deepEqual([...codes], ["full"]);
});

test("a server that is only busy is not called full", async () => {
  const room = await liveRoom();
  room.line.fail(1013, "too slow");
  assert.deepEqual(room.told("trouble"), []);
});

test("a restarting server is tried at once", async () => {
  const room = await liveRoom();
  room.line.fail(1012);
  assert.ok(room.lastLink.retryInMs < 300);
});

test("pressing try now does not wait", async () => {
  const room = await liveRoom();
  room.line.fail(1013);
  room.socket.retry();
  await settle();
  assert.equal(room.WebSocket.sockets.length, 2);
});

test("the end of an interview is final", async () => {
  const room = await liveRoom();
  room.receive({ kind: "sessionEnded", reason: "interviewer_ended" });
  const line = room.line;
  line.fail(1000);
  await room.clock.advance(60_000);
  room.speak(1);
  assert.deepEqual(room.told("ended"), [{ type: "ended", reason: "interviewer_ended" }]);
  assert.equal(room.WebSocket.sockets.length, 1);
  assert.equal(line.closedWith, 1000);
});

test("a close with 1000 that nobody announced is a server going down: the client comes back", async () => {
  const room = await liveRoom();
  room.line.fail(1000);
  assert.deepEqual(room.told("ended"), []);
  await room.clock.advance(10_000);
  assert.equal(room.WebSocket.sockets.length, 2);
});

test("a page that was replaced does not fight for the line", async () => {
  const room = await liveRoom();
  room.receive({ kind: "sessionEnded", reason: "replaced" });
  await room.clock.advance(60_000);
  assert.equal(room.WebSocket.sockets.length, 1);
});

test("close 1008 stops and says so", async () => {
  const room = await liveRoom();
  room.line.fail(1008);
  await room.clock.advance(60_000);
  assert.equal(room.WebSocket.sockets.length, 1);
  assert.equal(room.told("trouble")[0].code, "not_allowed");
});

test("a refused token stops, a failing server does not", async () => {
  for (const [status, sockets, code] of [
    [403, 0, "not_allowed"],
    [404, 0, "not_allowed"],
  ]) {
    const room = new Room();
    room.status = status;
    await room.connect();
    await room.clock.advance(30_000);
    assert.equal(room.WebSocket.sockets.length, sockets);
    assert.equal(room.told("trouble")[0].code, code);
  }
  for (const status of [0, 429, 500, 503]) {
    const room = new Room();
    room.status = status;
    await room.connect();
    room.status = 200;
    await room.clock.advance(2000);
    assert.equal(room.WebSocket.sockets.length, 1);
  }
});

test("a minute without a line is said once while trying goes on", async () => {
  const room = new Room();
  room.status = 503;
  await room.connect();
  await room.clock.advance(300_000);
  assert.deepEqual(
    room.told("trouble").map(({ code }) => code),
    ["unreachable"],
  );
  room.status = 200;
  await room.clock.advance(11_000);
  assert.equal(room.WebSocket.sockets.length, 1);
});

test("a server that never says it is ready is left", async () => {
  const room = new Room();
  await room.connect();
  const first = room.line;
  await room.clock.advance(11_000);
  assert.equal(first.closedWith, 4000);
  assert.ok(room.WebSocket.sockets.length > 1);
});

test("a half-open line is noticed by the missing time of the server", async () => {
  const room = await liveRoom();
  room.receive({ kind: "timeNotice", secondsLeft: 890 });
  await room.clock.advance(24_000);
  assert.equal(room.WebSocket.sockets.length, 1);
  await room.clock.advance(3000);
  assert.equal(room.WebSocket.sockets.length, 2);
});

test("a connection that goes dead before it has told the time is noticed as well", async () => {
  const room = await liveRoom();
  room.receive({ kind: "timeNotice", secondsLeft: 890 });
  room.line.fail(1006);
  await room.clock.advance(1000);
  await room.goLive(0);
  const before = room.WebSocket.sockets.length;
  await room.clock.advance(27_000);
  assert.equal(room.WebSocket.sockets.length, before + 1);
});

test("a server that never tells the time is trusted", async () => {
  const room = await liveRoom();
  await room.clock.advance(120_000);
  assert.equal(room.WebSocket.sockets.length, 1);
});

test("a buffer that does not drain for eight seconds is a dead line", async () => {
  const room = await liveRoom();
  room.line.bufferedAmount = 50_000;
  await room.clock.advance(10_500);
  assert.equal(room.WebSocket.sockets.length, 2);
});

test("a slow line is not flooded, and catches up in order", async () => {
  const room = await liveRoom();
  room.line.bufferedAmount = 48_000;
  room.speak(100);
  assert.equal(room.sent("audio").length, 0);
  room.line.bufferedAmount = 0;
  room.speak(1, 100);
  assert.deepEqual(
    numbers(room.sent("audio")),
    Array.from({ length: 101 }, (_, index) => index + 1),
  );
});

test("done is sent behind the words before it, even on a slow line", async () => {
  const room = await liveRoom();
  room.line.bufferedAmount = 48_000;
  room.speak(3);
  room.socket.sendControl("done");
  assert.equal(room.line.sent.length, 0);
  room.line.bufferedAmount = 0;
  await room.clock.advance(1100);
  assert.deepEqual(
    room.line.sent.map(({ kind }) => kind),
    ["audio", "audio", "audio", "control"],
  );
});

test("answer now does not wait for a slow line", async () => {
  const room = await liveRoom();
  room.line.bufferedAmount = 48_000;
  room.speak(3);
  room.socket.sendControl("answer_now");
  assert.deepEqual(room.sent("control"), [{ kind: "control", action: "answer_now" }]);
});

test("done pressed without a line is sent when it is back", async () => {
  const room = await liveRoom();
  room.speak(2);
  room.line.fail(1006);
  room.socket.sendControl("done");
  room.socket.sendControl("repeat");
  await room.clock.advance(400);
  await room.goLive(2);
  assert.deepEqual(room.sent("control"), [{ kind: "control", action: "done" }]);
});

test("the wish to end survives a lost line", async () => {
  const room = await liveRoom();
  room.line.fail(1006);
  room.socket.end();
  await room.clock.advance(400);
  await room.goLive();
  assert.equal(room.sent("end").length, 1);
});

test("a typed answer is sent again until the server has it", async () => {
  const room = await liveRoom();
  room.socket.sendText("forty percent");
  room.line.fail(1006);
  await room.clock.advance(400);
  await room.goLive(0);
  assert.deepEqual(room.sent("text"), [{ kind: "text", text: "forty percent", sequence: 1 }]);
  room.receive({ kind: "audioAck", sequence: 1 });
  room.line.fail(1006);
  await room.clock.advance(400);
  await room.goLive(0);
  assert.deepEqual(room.sent("text"), []);
});

test("the interviewer's sound goes to the player, each turn with its own number", async () => {
  const room = await liveRoom();
  room.receive({ kind: "turnState", state: "speaking" });
  room.receive({ kind: "audioResponse", orderIndex: 0, pcm: new Uint8Array(8) });
  room.receive({ kind: "audioResponse", orderIndex: 0, pcm: new Uint8Array(4) });
  room.receive({ kind: "turnState", state: "listening" });
  room.receive({ kind: "turnState", state: "speaking" });
  room.receive({ kind: "audioResponse", orderIndex: 0, pcm: new Uint8Array(4) });
  const [first, second, end, again] = room.played.filter((item) => item !== undefined);
  assert.deepEqual([first[1], first[2], second[2]], [0, 4, 2]);
  assert.equal(first[0], second[0]);
  assert.equal(end, "end");
  assert.ok(again[0] > first[0]);
});

test("an interruption empties the player", async () => {
  const room = await liveRoom();
  room.receive({ kind: "interrupted", orderIndex: 4 });
  assert.deepEqual(room.played, ["flush"]);
  assert.equal(room.told("interrupted")[0].orderIndex, 4);
});

test("sound that was on its way when the line broke is dropped: the server sends it again", async () => {
  const room = await liveRoom();
  room.line.fail(1006);
  assert.deepEqual(room.played, ["flush"]);
});

test("what was heard is reported", async () => {
  const room = await liveRoom();
  room.socket.reportPlayback({ orderIndex: 2, playedMs: 750, playing: true, underruns: 0 });
  assert.deepEqual(room.sent("playback"), [{ kind: "playback", playedMs: 750, playing: true, orderIndex: 2 }]);
});

test("what was heard on a line that broke is not counted on the next", async () => {
  const room = await liveRoom();
  room.socket.reportPlayback({ orderIndex: 2, playedMs: 750, playing: true });
  room.line.fail(1006);
  room.socket.reportPlayback({ orderIndex: 2, playedMs: 800, playing: false });
  await room.clock.advance(400);
  await room.goLive();
  await room.clock.advance(11_000);
  assert.deepEqual(room.sent("playback"), [{ kind: "playback", playedMs: 0, playing: false, orderIndex: 0 }]);
});

test("a quiet line is kept alive", async () => {
  const room = await liveRoom();
  await room.clock.advance(35_000);
  assert.equal(room.sent("playback").length, 3);
});

test("what the server tells reaches the page", async () => {
  const room = await liveRoom(12);
  room.receive({
    kind: "transcriptUpdate",
    speaker: "USER",
    text: "I led",
    isFinal: false,
    turnComplete: false,
    orderIndex: 3,
  });
  room.receive({ kind: "question", index: 2, count: 6, competency: "teamwork", text: "Tell me", followUp: false });
  room.receive({ kind: "errorResponse", code: 409, message: "We haven't heard you yet." });
  room.receive({ kind: "speakText", text: "Hello", orderIndex: 0 });
  assert.equal(room.told("ready")[0].lastSequence, 12);
  assert.equal(room.told("transcript")[0].text, "I led");
  assert.equal(room.told("question")[0].index, 2);
  assert.deepEqual(room.told("trouble"), [
    { type: "trouble", code: "server", message: "We haven't heard you yet.", status: 409 },
  ]);
  assert.equal(room.told("speak")[0].text, "Hello");
});

test("the interviewer in the microphone is a hint and no error", async () => {
  const room = await liveRoom();
  room.receive({ kind: "errorResponse", code: 460, message: "Your microphone hears the interviewer." });
  assert.equal(room.told("echo").length, 1);
  assert.deepEqual(room.told("trouble"), []);
});

test("the verdict on the line follows the round trips of the acknowledgements", async () => {
  const room = await liveRoom();
  for (let second = 1; second <= 10; second++) {
    room.speak(1);
    await room.clock.advance(second <= 5 ? 80 : 400);
    room.receive({ kind: "audioAck", sequence: second });
    await room.clock.advance(1500);
  }
  assert.deepEqual(
    room.told("network").map(({ verdict }) => verdict),
    ["good", "poor"],
  );
});

test("messages nobody understands end the connection at the third, not the interview", async () => {
  const room = await liveRoom();
  for (let count = 0; count < 3; count++) room.receive("nonsense");
  await room.clock.advance(1000);
  assert.equal(room.WebSocket.sockets.length, 2);
});

test("a field of a newer server is passed over", async () => {
  const room = await liveRoom();
  room.receive(null);
  room.receive({ kind: "somethingNew" });
  assert.equal(room.socket.isLive, true);
});

test("leaving closes the line and nothing reconnects", async () => {
  const room = await liveRoom();
  const line = room.line;
  room.socket.disconnect();
  await room.clock.advance(60_000);
  assert.equal(line.closedWith, 1000);
  assert.equal(room.WebSocket.sockets.length, 1);
});

test("patience is said once, and again on every connection until another is chosen", async () => {
  const room = new Room();
  await room.connect();
  room.socket.choosePatience("long");
  assert.deepEqual(room.sent("patience"), [], "nobody listens before the server is ready");
  await room.goLive();
  room.socket.choosePatience("long");
  assert.deepEqual(room.sent("patience"), [{ kind: "patience", patience: "long" }]);
  room.line.fail(1006);
  room.socket.choosePatience("manual");
  await room.clock.advance(1000);
  await settle();
  room.receive({ kind: "sessionReady", lastSequence: 0, resumed: true, secondsLeft: 900 });
  assert.deepEqual(room.sent("patience"), [{ kind: "patience", patience: "manual" }]);
});

test("a page that says nothing of patience leaves it to the server", async () => {
  const room = await liveRoom();
  assert.deepEqual(room.sent("patience"), []);
});
