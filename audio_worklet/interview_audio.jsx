/** The React shell: what only the bundler can resolve, and the life of the component. It draws nothing. */

import { useEffect, useRef } from "react";

// `?worker&url` makes each worklet a file of its own with its imports in it; a data: URL would break strict policies.
import captureUrl from "./capture_processor.js?worker&url";
import { sharedController } from "./interview_controller.js";
import playbackUrl from "./playback_processor.js?worker&url";

const parts = {
  createWorker: () => new Worker(new URL("./socket_worker.js", import.meta.url), { type: "module" }),
  workletUrls: { capture: captureUrl, playback: playbackUrl },
};

export function InterviewAudio(props) {
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => sharedController(parts).attach((event, ...args) => latest.current[event]?.(...args)), []);
  useEffect(() => sharedController(parts).update(props));
  return null;
}
