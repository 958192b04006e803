/**
 * Stand-ins of our own: a clock that moves when told, a socket that keeps what it is given, a codec without Protobuf.
 */

export class FakeClock {
  constructor() {
    this._now = 1_000_000;
    this._timers = new Map();
    this._nextId = 1;
  }

  now = () => this._now;

  after = (ms, call) => {
    this._timers.set(this._nextId, { at: this._now + ms, call });
    return this._nextId++;
  };

  cancel = (id) => this._timers.delete(id);

  /** Lets time pass, firing what falls due in order, with promises settled in between. */
  async advance(ms) {
    const until = this._now + ms;
    await settle();
    for (;;) {
      const due = [...this._timers].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this._timers.delete(due[0]);
      this._now = due[1].at;
      due[1].call();
      await settle();
    }
    this._now = until;
    await settle();
  }
}

export async function settle() {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

/** Makes a WebSocket class whose instances are kept in `sockets`. */
export function fakeWebSocketClass() {
  class FakeWebSocket {
    static sockets = [];

    constructor(url) {
      this.url = url;
      this.sent = [];
      this.bufferedAmount = 0;
      this.closedWith = null;
      FakeWebSocket.sockets.push(this);
    }

    static get last() {
      return FakeWebSocket.sockets[FakeWebSocket.sockets.length - 1];
    }

    send(bytes) {
      this.sent.push(bytes);
    }

    close(code) {
      this.closedWith = code ?? 1000;
    }

    /** What the server says; the fake codec passes objects through. */
    receive(message) {
      this.onmessage?.({ data: message });
    }

    fail(code, reason = "") {
      this.onclose?.({ code, reason });
    }
  }
  return FakeWebSocket;
}

export const fakeCodec = {
  encoder: {
    audio: (pcm, timestampMs, sequence) => ({ kind: "audio", first: pcm[0], timestampMs, sequence }),
    text: (text, sequence) => ({ kind: "text", text, sequence }),
    control: (action) => ({ kind: "control", action }),
    playback: (report) => ({ kind: "playback", ...report }),
    patience: (patience) => ({ kind: "patience", patience }),
    end: () => ({ kind: "end" }),
  },
};
