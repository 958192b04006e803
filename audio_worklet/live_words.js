/** Every word the component writes by itself: status lines, the clock, question count, network. Pure. */

const STATUS_TEXTS = Object.freeze({
  idle: ["", ""],
  connecting: ["Connecting", ""],
  needs_gesture: ["Press once to hear {name}", "Your browser waits for a press before playing sound."],
  speaking: ["{name} is speaking", ""],
  listening: ["Listening", "Pause freely."],
  muted: ["You're muted", "Press M to speak."],
  thinking: ["{name} is thinking", ""],
  holding: ["Take your time", "Nothing is being counted."],
  reconnecting: ["Hold that thought", "{name} can't hear you yet."],
  ended: ["That was the last word", ""],
});

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];

/** Title and detail of the status line. `own` replaces single texts. */
export function statusText(state, own, interviewer) {
  const [title, detail = ""] = own?.[state] ?? STATUS_TEXTS[state] ?? STATUS_TEXTS.idle;
  return [title, detail].map((text) => text.replaceAll("{name}", interviewer));
}

export function minutesAndSeconds(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}

/** The clock as `{prefix, value, unit}`. At two minutes it turns to words, and it never hurries anybody. */
export function clockText(exactSecondsLeft, isPaused) {
  const secondsLeft = Math.ceil(exactSecondsLeft);
  if (isPaused) return { prefix: "Paused at ", value: minutesAndSeconds(secondsLeft), unit: "" };
  if (secondsLeft > 120) return { prefix: "", value: minutesAndSeconds(secondsLeft), unit: " left" };
  if (secondsLeft > 75) return { prefix: "", value: "About two minutes", unit: " left" };
  if (secondsLeft > 30) return { prefix: "", value: "About a minute", unit: " left" };
  if (secondsLeft > 0) return { prefix: "", value: "Less than a minute", unit: " left" };
  return { prefix: "", value: "Last answer", unit: "" };
}

export function timeLeftSentence(secondsLeft) {
  const minutes = Math.round(secondsLeft / 60);
  if (minutes >= 2) return `${minutes} minutes left.`;
  const { value, unit } = clockText(secondsLeft, false);
  return `${value}${unit}.`;
}

export function questionCount(index, count) {
  if (!index || !count) return "";
  return `Question ${index} of ${count}`;
}

/** Jitter below 0 was not measured. */
export function networkText({ roundTripMs, jitterMs = -1, lossPercent }) {
  if (roundTripMs < 0) return "No answer";
  const jitter = jitterMs >= 0 ? `, ${jitterMs} ms jitter` : "";
  const loss = lossPercent > 0 ? `${lossPercent} % lost` : "no loss";
  return `${roundTripMs} ms round trip${jitter}, ${loss}`;
}

export function connectionText(link, tries) {
  if (link !== "reconnecting") return "";
  if (tries <= 1) return "Reconnecting…";
  return `Reconnecting… ${ORDINALS[tries - 1] ?? `${tries}th`} try`;
}

const CAPTION_CHARACTERS = 280;

/** The newest words of a long text, from a word's beginning. */
export function captionTail(text) {
  if (text.length <= CAPTION_CHARACTERS) return text;
  const tail = text.slice(-CAPTION_CHARACTERS);
  return `…${tail.slice(tail.indexOf(" ") + 1)}`;
}

/** How much of `next` was there before: words a recogniser has stopped changing. Cut at a word. */
export function stableLength(previous, next) {
  let same = 0;
  while (same < previous.length && same < next.length && previous[same] === next[same]) same++;
  if (same === next.length || next[same] === " ") return same;
  return next.lastIndexOf(" ", same) + 1;
}

export function countWords(text) {
  return text.trim() === "" ? 0 : text.trim().split(/\s+/).length;
}
