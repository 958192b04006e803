export function InterviewAudio() {
  return null;
}
