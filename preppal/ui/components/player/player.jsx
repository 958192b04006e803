/** The React shell of the player: its life, and nothing else. */

import { useEffect, useRef } from "react";

import { PlayerView } from "./player_view.js";

export function RecordingPlayer({ clips, kind }) {
  const root = useRef(null);
  const view = useRef(null);
  useEffect(() => {
    view.current = new PlayerView(root.current);
    return () => view.current.destroy();
  }, []);
  useEffect(() => view.current.update({ clips: clips ?? [], kind }), [clips, kind]);
  return <div ref={root} hidden />;
}
