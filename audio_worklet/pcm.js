/** Samples as floats and as signed 16-bit integers, and the rates of the two directions. */

export const CAPTURE_RATE_HZ = 16000;
export const PLAYBACK_RATE_HZ = 24000;
export const FRAME_MS = 20;
export const FRAME_SAMPLES = (CAPTURE_RATE_HZ * FRAME_MS) / 1000;
export const FRAME_BYTES = FRAME_SAMPLES * 2;

const FULL_SCALE = 32768;

/** Rounds and saturates: +1.0 is 32767. A typed-array store alone would truncate and wrap to a full-scale click. */
export function toPcm16(sample) {
  const scaled = Math.round(sample * FULL_SCALE);
  if (scaled > 32767) return 32767;
  if (scaled < -32768) return -32768;
  return scaled;
}

export function fromPcm16(value) {
  return value / FULL_SCALE;
}

/** Wire bytes as samples. Copies, because a view into a socket message may start at an odd address. */
export function samplesFromBytes(bytes) {
  const even = bytes.length - (bytes.length % 2);
  const samples = new Int16Array(even / 2);
  const view = new DataView(bytes.buffer, bytes.byteOffset, even);
  for (let index = 0; index < samples.length; index++) samples[index] = view.getInt16(index * 2, true);
  return samples;
}
