/** Bytes ⇄ plain messages for the socket: the only script that knows Protobuf. */

import { create, fromBinary, toBinary } from "@bufbuild/protobuf";

import {
  ClientToServerMessageSchema,
  PatienceChange_Patience,
  ServerToClientMessageSchema,
  SessionEnded_Reason,
  TurnControl_Action,
  TurnState_State,
} from "./interview_pb.js";

function encode(kind, value) {
  return toBinary(ClientToServerMessageSchema, create(ClientToServerMessageSchema, { message: { case: kind, value } }));
}

export const encoder = Object.freeze({
  audio: (pcm, timestampMs, sequence) =>
    encode("audioChunk", { audioContent: pcm, timestamp: BigInt(timestampMs), sequence: BigInt(sequence) }),
  text: (text, sequence) => encode("textInput", { text, sequence: BigInt(sequence) }),
  /** `action` in lower case: done, hold, repeat, not_finished, answer_now. */
  control: (action) => encode("turnControl", { action: TurnControl_Action[action.toUpperCase()] }),
  playback: ({ playedMs, playing, orderIndex }) =>
    encode("playback", { playedMs: BigInt(playedMs), playing, orderIndex }),
  /** `patience` in lower case: short, normal, long, manual. */
  patience: (patience) => encode("patience", { patience: PatienceChange_Patience[patience.toUpperCase()] }),
  end: () => encode("endRequest", {}),
});

const nameOf = (enumeration, number) => (enumeration[number] ?? "unknown").toLowerCase();

/** One server message as `{kind, …}` with plain numbers and lower-case names; null when it holds nothing we know. */
export function decode(bytes) {
  const { case: kind, value } = fromBinary(ServerToClientMessageSchema, bytes).message;
  switch (kind) {
    case "audioResponse":
      return { kind, pcm: value.audioContent, orderIndex: value.orderIndex };
    case "sessionReady":
      return { kind, ...fields(value), lastSequence: Number(value.lastSequence) };
    case "audioAck":
      return { kind, sequence: Number(value.sequence) };
    case "turnState":
      return { kind, state: nameOf(TurnState_State, value.state) };
    case "sessionEnded":
      return { kind, reason: nameOf(SessionEnded_Reason, value.reason) };
    case undefined:
      return null;
    default:
      return { kind, ...fields(value) };
  }
}

function fields({ $typeName, $unknown, ...rest }) {
  return rest;
}
