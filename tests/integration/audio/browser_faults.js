/** What browsers do to sound, at a test's command; loaded before the page. `seen` is what the component asked for. */

(() => {
  const seen = (window.seen = { contexts: [], options: [], constraints: [], streams: [], locks: 0, permission: null });

  const Context = AudioContext;
  window.AudioContext = class extends Context {
    constructor(options) {
      super(options);
      seen.options.push(options ?? {});
      seen.contexts.push(this);
    }
  };

  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    seen.constraints.push(constraints);
    // Allowed, open, and nothing comes out of it: the wrong device, or a privacy switch.
    const stream = window.isDead ? new MediaStreamAudioDestinationNode(new Context()).stream : await ask(constraints);
    seen.streams.push(stream);
    return stream;
  };

  navigator.permissions.query = async () => {
    seen.permission ??= { state: "granted", onchange: null };
    return seen.permission;
  };

  Object.defineProperty(navigator, "wakeLock", {
    value: {
      async request() {
        seen.locks++;
        if (window.refusesLock) throw new DOMException("no gesture", "NotAllowedError");
        return { release: async () => {} };
      },
    },
  });
  Object.defineProperty(navigator, "audioSession", { value: { type: "auto" } });

  window.fault = {
    track: (type) => seen.streams.at(-1).getAudioTracks()[0].dispatchEvent(new Event(type)),
    permission(state) {
      seen.permission.state = state;
      seen.permission.onchange?.();
    },
    /** A context that says it runs, and whose time stands. */
    freeze() {
      const { currentTime } = seen.contexts.at(-1);
      Object.defineProperty(seen.contexts.at(-1), "currentTime", { get: () => currentTime });
    },
    comeBack: () => document.dispatchEvent(new Event("visibilitychange")),
  };
})();
