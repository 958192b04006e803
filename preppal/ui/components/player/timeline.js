/** The recordings of one answer as one stretch of time, and what is drawn of it. Arithmetic only. */

const LEVELS_PER_S = 10;

/** Clips one after the other: each with `offsetMs`, where it begins. */
export function placeClips(clips) {
  let offsetMs = 0;
  return clips.map((clip) => {
    const placed = { ...clip, offsetMs };
    offsetMs += clip.duration_ms;
    return placed;
  });
}

export function totalMs(placed) {
  const last = placed.at(-1);
  return last ? last.offsetMs + last.duration_ms : 0;
}

/** Which clip sounds at `ms`, and how far into it; the end of all belongs to the last. */
export function locate(placed, ms) {
  const inside = Math.max(0, Math.min(ms, totalMs(placed)));
  const index = placed.findLastIndex((clip) => clip.offsetMs <= inside);
  return { index: Math.max(0, index), atMs: inside - (placed[index]?.offsetMs ?? 0) };
}

/** 0:47. */
export function clock(ms) {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The loudness of `count` equal slices between two moments, 0 to 1; the loudest tenth of a second in each counts. */
export function bars(placed, fromMs, toMs, count) {
  const slice = (toMs - fromMs) / count;
  return Array.from({ length: count }, (_, index) => {
    const start = fromMs + index * slice;
    return loudest(placed, start, start + slice) / 100;
  });
}

function loudest(placed, fromMs, toMs) {
  let most = 0;
  for (const clip of placed) {
    const first = Math.max(0, Math.floor(((fromMs - clip.offsetMs) * LEVELS_PER_S) / 1000));
    const end = Math.min(clip.levels.length, Math.ceil(((toMs - clip.offsetMs) * LEVELS_PER_S) / 1000));
    for (let index = first; index < end; index += 1) most = Math.max(most, clip.levels[index]);
  }
  return most;
}

/** Marks of all clips on the common time, in order. */
export function placeMarks(placed) {
  return placed
    .flatMap((clip) =>
      clip.marks.map((mark) => ({ ...mark, fromMs: clip.offsetMs + mark.start_ms, toMs: clip.offsetMs + mark.end_ms })),
    )
    .sort((left, right) => left.fromMs - right.fromMs);
}
