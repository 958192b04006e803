"""The live WebSocket: ClientToServerMessage and ServerToClientMessage as session values."""

from collections.abc import Callable

from google.protobuf.message import DecodeError

from preppal.domain.interview import Patience
from preppal.domain.transcript import Role
from preppal.errors import ProtocolError
from preppal.session import messages as msg
from preppal.wire import interview_pb2 as pb

_SPEAKERS = {Role.CANDIDATE: "USER", Role.INTERVIEWER: "AI"}
_ROLES = {speaker: role for role, speaker in _SPEAKERS.items()}
_PHASES = {
    msg.Phase.LISTENING: pb.TurnState.LISTENING,
    msg.Phase.HOLDING: pb.TurnState.HOLDING,
    msg.Phase.THINKING: pb.TurnState.THINKING,
    msg.Phase.SPEAKING: pb.TurnState.SPEAKING,
    msg.Phase.RECONNECTING: pb.TurnState.RECONNECTING,
}
_ACTIONS = {
    msg.TurnAction.DONE: pb.TurnControl.DONE,
    msg.TurnAction.HOLD: pb.TurnControl.HOLD,
    msg.TurnAction.REPEAT: pb.TurnControl.REPEAT,
    msg.TurnAction.NOT_FINISHED: pb.TurnControl.NOT_FINISHED,
    msg.TurnAction.ANSWER_NOW: pb.TurnControl.ANSWER_NOW,
}
_PATIENCES = {
    Patience.SHORT: pb.PatienceChange.SHORT,
    Patience.NORMAL: pb.PatienceChange.NORMAL,
    Patience.LONG: pb.PatienceChange.LONG,
    Patience.MANUAL: pb.PatienceChange.MANUAL,
}
_REASONS = {
    msg.ClosingReason.UNKNOWN: pb.SessionEnded.UNKNOWN,
    msg.ClosingReason.USER_ENDED: pb.SessionEnded.USER_ENDED,
    msg.ClosingReason.ERROR: pb.SessionEnded.ERROR,
    msg.ClosingReason.TIMEOUT: pb.SessionEnded.TIMEOUT,
    msg.ClosingReason.INTERVIEWER_ENDED: pb.SessionEnded.INTERVIEWER_ENDED,
    msg.ClosingReason.REPLACED: pb.SessionEnded.REPLACED,
}


def decode_client(data: bytes) -> msg.ClientMessage | None:
    """One frame from a client. None for a kind that a newer client knows and we do not.

    Raises ProtocolError for bytes that are no message, and for sound that is not whole samples.
    """
    message = pb.ClientToServerMessage()
    try:
        message.ParseFromString(data)
    except DecodeError as error:
        raise ProtocolError("That frame is no ClientToServerMessage.") from error
    match message.WhichOneof("message"):
        case "audio_chunk":
            return _audio_frame(message.audio_chunk)
        case "end_request":
            return msg.EndRequest()
        case "text_input":
            return msg.TextInput(message.text_input.text, message.text_input.sequence)
        case "turn_control":
            return _turn_control(message.turn_control)
        case "playback":
            report = message.playback
            return msg.PlaybackReport(report.played_ms, report.playing, report.order_index)
        case "patience":
            return _patience_change(message.patience)
        case None if not data:
            raise ProtocolError("An empty frame says nothing.")
        case None:
            return None
        case kind:
            raise AssertionError(f"a kind without a case: {kind}")


def _audio_frame(chunk: pb.AudioChunk) -> msg.AudioFrame:
    if not chunk.audio_content or len(chunk.audio_content) % 2:
        raise ProtocolError("Audio must be whole PCM16 samples.")
    return msg.AudioFrame(chunk.audio_content, chunk.timestamp, chunk.sequence)


def _turn_control(control: pb.TurnControl) -> msg.TurnControl | None:
    action = next((action for action, value in _ACTIONS.items() if value == control.action), None)
    return None if action is None else msg.TurnControl(action)


def _patience_change(change: pb.PatienceChange) -> msg.PatienceChange | None:
    patience = next((patience for patience, value in _PATIENCES.items() if value == change.patience), None)
    return None if patience is None else msg.PatienceChange(patience)


def encode_client(message: msg.ClientMessage) -> bytes:
    """What a client sends; for clients and tests in Python."""
    out = pb.ClientToServerMessage()
    match message:
        case msg.AudioFrame():
            out.audio_chunk.audio_content = message.pcm
            out.audio_chunk.timestamp = message.captured_ms
            out.audio_chunk.sequence = message.sequence
        case msg.EndRequest():
            out.end_request.SetInParent()
        case msg.TextInput():
            out.text_input.text = message.text
            out.text_input.sequence = message.sequence
        case msg.TurnControl():
            out.turn_control.action = _ACTIONS[message.action]
        case msg.PlaybackReport():
            out.playback.played_ms = message.played_ms
            out.playback.playing = message.playing
            out.playback.order_index = message.order_index
            out.playback.SetInParent()
        case msg.PatienceChange():
            out.patience.patience = _PATIENCES[message.patience]
    return out.SerializeToString()


def encode_server(message: msg.ServerMessage) -> bytes:
    """One frame for the client."""
    out = pb.ServerToClientMessage()
    match message:
        case msg.TranscriptUpdate():
            update = out.transcript_update
            update.speaker = _SPEAKERS[message.role]
            update.text = message.text
            update.is_final = message.is_final
            update.turn_complete = message.turn_complete
            update.order_index = message.order_index
        case msg.AudioResponse():
            out.audio_response.audio_content = message.pcm
            out.audio_response.order_index = message.order_index
        case msg.ErrorResponse():
            out.error_response.code = message.code
            out.error_response.message = message.message
        case msg.SessionEnded():
            out.session_ended.reason = _REASONS[message.reason]
            out.session_ended.SetInParent()
        case msg.SessionReady():
            _fill_ready(out.session_ready, message)
        case msg.Interrupted():
            out.interrupted.order_index = message.order_index
            out.interrupted.SetInParent()
        case msg.TurnState():
            out.turn_state.state = _PHASES[message.phase]
        case msg.AudioAck():
            out.audio_ack.sequence = message.sequence
        case msg.TimeNotice():
            out.time_notice.seconds_left = message.seconds_left
            out.time_notice.SetInParent()
        case msg.QuestionNotice():
            _fill_question(out.question, message)
        case msg.SpeakText():
            out.speak_text.text = message.text
            out.speak_text.order_index = message.order_index
    return out.SerializeToString()


def _fill_ready(out: pb.SessionReady, message: msg.SessionReady) -> None:
    out.resumed = message.resumed
    out.last_sequence = message.last_sequence
    out.seconds_left = message.seconds_left
    out.engine = message.engine
    out.question_count = message.question_count
    out.question_index = message.question_index
    out.question = message.question
    out.next_order_index = message.next_order_index
    out.SetInParent()


def _fill_question(out: pb.QuestionNotice, message: msg.QuestionNotice) -> None:
    out.index = message.index
    out.count = message.count
    out.competency = message.competency
    out.text = message.text
    out.follow_up = message.is_follow_up


def decode_server(data: bytes) -> msg.ServerMessage | None:
    """What a client receives; for clients and tests in Python. None for a kind we do not know."""
    message = pb.ServerToClientMessage()
    try:
        message.ParseFromString(data)
    except DecodeError as error:
        raise ProtocolError("That frame is no ServerToClientMessage.") from error
    kind = message.WhichOneof("message")
    return None if kind is None else _SERVER_DECODERS[kind](message)


def _decode_update(message: pb.ServerToClientMessage) -> msg.ServerMessage:
    update = message.transcript_update
    return msg.TranscriptUpdate(
        _ROLES[update.speaker], update.text, update.is_final, update.turn_complete, update.order_index
    )


def _decode_ready(message: pb.ServerToClientMessage) -> msg.ServerMessage:
    ready = message.session_ready
    return msg.SessionReady(
        resumed=ready.resumed,
        last_sequence=ready.last_sequence,
        seconds_left=ready.seconds_left,
        engine=ready.engine,
        question_count=ready.question_count,
        question_index=ready.question_index,
        question=ready.question,
        next_order_index=ready.next_order_index,
    )


def _decode_question(message: pb.ServerToClientMessage) -> msg.ServerMessage:
    asked = message.question
    return msg.QuestionNotice(asked.index, asked.count, asked.competency, asked.text, asked.follow_up)


_PHASE_OF = {value: phase for phase, value in _PHASES.items()}
_REASON_OF = {value: reason for reason, value in _REASONS.items()}
_SERVER_DECODERS: dict[str, Callable[[pb.ServerToClientMessage], msg.ServerMessage]] = {
    "transcript_update": _decode_update,
    "audio_response": lambda m: msg.AudioResponse(m.audio_response.audio_content, m.audio_response.order_index),
    "error_response": lambda m: msg.ErrorResponse(m.error_response.code, m.error_response.message),
    "session_ended": lambda m: msg.SessionEnded(_REASON_OF[m.session_ended.reason]),
    "session_ready": _decode_ready,
    "interrupted": lambda m: msg.Interrupted(m.interrupted.order_index),
    "turn_state": lambda m: msg.TurnState(_PHASE_OF[m.turn_state.state]),
    "audio_ack": lambda m: msg.AudioAck(m.audio_ack.sequence),
    "time_notice": lambda m: msg.TimeNotice(m.time_notice.seconds_left),
    "question": _decode_question,
    "speak_text": lambda m: msg.SpeakText(m.speak_text.text, m.speak_text.order_index),
}
