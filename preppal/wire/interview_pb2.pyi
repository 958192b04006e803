from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ClientToServerMessage(_message.Message):
    __slots__ = ("audio_chunk", "end_request", "text_input", "turn_control", "playback", "patience")
    AUDIO_CHUNK_FIELD_NUMBER: _ClassVar[int]
    END_REQUEST_FIELD_NUMBER: _ClassVar[int]
    TEXT_INPUT_FIELD_NUMBER: _ClassVar[int]
    TURN_CONTROL_FIELD_NUMBER: _ClassVar[int]
    PLAYBACK_FIELD_NUMBER: _ClassVar[int]
    PATIENCE_FIELD_NUMBER: _ClassVar[int]
    audio_chunk: AudioChunk
    end_request: EndRequest
    text_input: TextInput
    turn_control: TurnControl
    playback: PlaybackReport
    patience: PatienceChange
    def __init__(self, audio_chunk: _Optional[_Union[AudioChunk, _Mapping]] = ..., end_request: _Optional[_Union[EndRequest, _Mapping]] = ..., text_input: _Optional[_Union[TextInput, _Mapping]] = ..., turn_control: _Optional[_Union[TurnControl, _Mapping]] = ..., playback: _Optional[_Union[PlaybackReport, _Mapping]] = ..., patience: _Optional[_Union[PatienceChange, _Mapping]] = ...) -> None: ...

class AudioChunk(_message.Message):
    __slots__ = ("audio_content", "timestamp", "sequence")
    AUDIO_CONTENT_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    audio_content: bytes
    timestamp: int
    sequence: int
    def __init__(self, audio_content: _Optional[bytes] = ..., timestamp: _Optional[int] = ..., sequence: _Optional[int] = ...) -> None: ...

class EndRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class TextInput(_message.Message):
    __slots__ = ("text", "sequence")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    text: str
    sequence: int
    def __init__(self, text: _Optional[str] = ..., sequence: _Optional[int] = ...) -> None: ...

class TurnControl(_message.Message):
    __slots__ = ("action",)
    class Action(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UNSPECIFIED: _ClassVar[TurnControl.Action]
        DONE: _ClassVar[TurnControl.Action]
        HOLD: _ClassVar[TurnControl.Action]
        REPEAT: _ClassVar[TurnControl.Action]
        NOT_FINISHED: _ClassVar[TurnControl.Action]
        ANSWER_NOW: _ClassVar[TurnControl.Action]
    UNSPECIFIED: TurnControl.Action
    DONE: TurnControl.Action
    HOLD: TurnControl.Action
    REPEAT: TurnControl.Action
    NOT_FINISHED: TurnControl.Action
    ANSWER_NOW: TurnControl.Action
    ACTION_FIELD_NUMBER: _ClassVar[int]
    action: TurnControl.Action
    def __init__(self, action: _Optional[_Union[TurnControl.Action, str]] = ...) -> None: ...

class PlaybackReport(_message.Message):
    __slots__ = ("played_ms", "playing", "order_index")
    PLAYED_MS_FIELD_NUMBER: _ClassVar[int]
    PLAYING_FIELD_NUMBER: _ClassVar[int]
    ORDER_INDEX_FIELD_NUMBER: _ClassVar[int]
    played_ms: int
    playing: bool
    order_index: int
    def __init__(self, played_ms: _Optional[int] = ..., playing: _Optional[bool] = ..., order_index: _Optional[int] = ...) -> None: ...

class PatienceChange(_message.Message):
    __slots__ = ("patience",)
    class Patience(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UNSPECIFIED: _ClassVar[PatienceChange.Patience]
        SHORT: _ClassVar[PatienceChange.Patience]
        NORMAL: _ClassVar[PatienceChange.Patience]
        LONG: _ClassVar[PatienceChange.Patience]
        MANUAL: _ClassVar[PatienceChange.Patience]
    UNSPECIFIED: PatienceChange.Patience
    SHORT: PatienceChange.Patience
    NORMAL: PatienceChange.Patience
    LONG: PatienceChange.Patience
    MANUAL: PatienceChange.Patience
    PATIENCE_FIELD_NUMBER: _ClassVar[int]
    patience: PatienceChange.Patience
    def __init__(self, patience: _Optional[_Union[PatienceChange.Patience, str]] = ...) -> None: ...

class ServerToClientMessage(_message.Message):
    __slots__ = ("transcript_update", "audio_response", "error_response", "session_ended", "session_ready", "interrupted", "turn_state", "audio_ack", "time_notice", "question", "speak_text")
    TRANSCRIPT_UPDATE_FIELD_NUMBER: _ClassVar[int]
    AUDIO_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    ERROR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    SESSION_ENDED_FIELD_NUMBER: _ClassVar[int]
    SESSION_READY_FIELD_NUMBER: _ClassVar[int]
    INTERRUPTED_FIELD_NUMBER: _ClassVar[int]
    TURN_STATE_FIELD_NUMBER: _ClassVar[int]
    AUDIO_ACK_FIELD_NUMBER: _ClassVar[int]
    TIME_NOTICE_FIELD_NUMBER: _ClassVar[int]
    QUESTION_FIELD_NUMBER: _ClassVar[int]
    SPEAK_TEXT_FIELD_NUMBER: _ClassVar[int]
    transcript_update: TranscriptUpdate
    audio_response: AudioResponse
    error_response: ErrorResponse
    session_ended: SessionEnded
    session_ready: SessionReady
    interrupted: Interrupted
    turn_state: TurnState
    audio_ack: AudioAck
    time_notice: TimeNotice
    question: QuestionNotice
    speak_text: SpeakText
    def __init__(self, transcript_update: _Optional[_Union[TranscriptUpdate, _Mapping]] = ..., audio_response: _Optional[_Union[AudioResponse, _Mapping]] = ..., error_response: _Optional[_Union[ErrorResponse, _Mapping]] = ..., session_ended: _Optional[_Union[SessionEnded, _Mapping]] = ..., session_ready: _Optional[_Union[SessionReady, _Mapping]] = ..., interrupted: _Optional[_Union[Interrupted, _Mapping]] = ..., turn_state: _Optional[_Union[TurnState, _Mapping]] = ..., audio_ack: _Optional[_Union[AudioAck, _Mapping]] = ..., time_notice: _Optional[_Union[TimeNotice, _Mapping]] = ..., question: _Optional[_Union[QuestionNotice, _Mapping]] = ..., speak_text: _Optional[_Union[SpeakText, _Mapping]] = ...) -> None: ...

class TranscriptUpdate(_message.Message):
    __slots__ = ("speaker", "text", "is_final", "turn_complete", "order_index")
    SPEAKER_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    IS_FINAL_FIELD_NUMBER: _ClassVar[int]
    TURN_COMPLETE_FIELD_NUMBER: _ClassVar[int]
    ORDER_INDEX_FIELD_NUMBER: _ClassVar[int]
    speaker: str
    text: str
    is_final: bool
    turn_complete: bool
    order_index: int
    def __init__(self, speaker: _Optional[str] = ..., text: _Optional[str] = ..., is_final: _Optional[bool] = ..., turn_complete: _Optional[bool] = ..., order_index: _Optional[int] = ...) -> None: ...

class AudioResponse(_message.Message):
    __slots__ = ("audio_content", "order_index")
    AUDIO_CONTENT_FIELD_NUMBER: _ClassVar[int]
    ORDER_INDEX_FIELD_NUMBER: _ClassVar[int]
    audio_content: bytes
    order_index: int
    def __init__(self, audio_content: _Optional[bytes] = ..., order_index: _Optional[int] = ...) -> None: ...

class ErrorResponse(_message.Message):
    __slots__ = ("code", "message")
    CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    code: int
    message: str
    def __init__(self, code: _Optional[int] = ..., message: _Optional[str] = ...) -> None: ...

class SessionEnded(_message.Message):
    __slots__ = ("reason",)
    class Reason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UNKNOWN: _ClassVar[SessionEnded.Reason]
        USER_ENDED: _ClassVar[SessionEnded.Reason]
        ERROR: _ClassVar[SessionEnded.Reason]
        TIMEOUT: _ClassVar[SessionEnded.Reason]
        INTERVIEWER_ENDED: _ClassVar[SessionEnded.Reason]
        REPLACED: _ClassVar[SessionEnded.Reason]
    UNKNOWN: SessionEnded.Reason
    USER_ENDED: SessionEnded.Reason
    ERROR: SessionEnded.Reason
    TIMEOUT: SessionEnded.Reason
    INTERVIEWER_ENDED: SessionEnded.Reason
    REPLACED: SessionEnded.Reason
    REASON_FIELD_NUMBER: _ClassVar[int]
    reason: SessionEnded.Reason
    def __init__(self, reason: _Optional[_Union[SessionEnded.Reason, str]] = ...) -> None: ...

class SessionReady(_message.Message):
    __slots__ = ("resumed", "last_sequence", "seconds_left", "engine", "question_count", "question_index", "question", "next_order_index")
    RESUMED_FIELD_NUMBER: _ClassVar[int]
    LAST_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    SECONDS_LEFT_FIELD_NUMBER: _ClassVar[int]
    ENGINE_FIELD_NUMBER: _ClassVar[int]
    QUESTION_COUNT_FIELD_NUMBER: _ClassVar[int]
    QUESTION_INDEX_FIELD_NUMBER: _ClassVar[int]
    QUESTION_FIELD_NUMBER: _ClassVar[int]
    NEXT_ORDER_INDEX_FIELD_NUMBER: _ClassVar[int]
    resumed: bool
    last_sequence: int
    seconds_left: int
    engine: str
    question_count: int
    question_index: int
    question: str
    next_order_index: int
    def __init__(self, resumed: _Optional[bool] = ..., last_sequence: _Optional[int] = ..., seconds_left: _Optional[int] = ..., engine: _Optional[str] = ..., question_count: _Optional[int] = ..., question_index: _Optional[int] = ..., question: _Optional[str] = ..., next_order_index: _Optional[int] = ...) -> None: ...

class Interrupted(_message.Message):
    __slots__ = ("order_index",)
    ORDER_INDEX_FIELD_NUMBER: _ClassVar[int]
    order_index: int
    def __init__(self, order_index: _Optional[int] = ...) -> None: ...

class TurnState(_message.Message):
    __slots__ = ("state",)
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UNSPECIFIED: _ClassVar[TurnState.State]
        LISTENING: _ClassVar[TurnState.State]
        HOLDING: _ClassVar[TurnState.State]
        THINKING: _ClassVar[TurnState.State]
        SPEAKING: _ClassVar[TurnState.State]
        RECONNECTING: _ClassVar[TurnState.State]
    UNSPECIFIED: TurnState.State
    LISTENING: TurnState.State
    HOLDING: TurnState.State
    THINKING: TurnState.State
    SPEAKING: TurnState.State
    RECONNECTING: TurnState.State
    STATE_FIELD_NUMBER: _ClassVar[int]
    state: TurnState.State
    def __init__(self, state: _Optional[_Union[TurnState.State, str]] = ...) -> None: ...

class AudioAck(_message.Message):
    __slots__ = ("sequence",)
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    def __init__(self, sequence: _Optional[int] = ...) -> None: ...

class TimeNotice(_message.Message):
    __slots__ = ("seconds_left",)
    SECONDS_LEFT_FIELD_NUMBER: _ClassVar[int]
    seconds_left: int
    def __init__(self, seconds_left: _Optional[int] = ...) -> None: ...

class QuestionNotice(_message.Message):
    __slots__ = ("index", "count", "competency", "text", "follow_up")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    COMPETENCY_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    FOLLOW_UP_FIELD_NUMBER: _ClassVar[int]
    index: int
    count: int
    competency: str
    text: str
    follow_up: bool
    def __init__(self, index: _Optional[int] = ..., count: _Optional[int] = ..., competency: _Optional[str] = ..., text: _Optional[str] = ..., follow_up: _Optional[bool] = ...) -> None: ...

class SpeakText(_message.Message):
    __slots__ = ("text", "order_index")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    ORDER_INDEX_FIELD_NUMBER: _ClassVar[int]
    text: str
    order_index: int
    def __init__(self, text: _Optional[str] = ..., order_index: _Optional[int] = ...) -> None: ...

class ClientAudioChunk(_message.Message):
    __slots__ = ("audio_content", "timestamp")
    AUDIO_CONTENT_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    audio_content: bytes
    timestamp: int
    def __init__(self, audio_content: _Optional[bytes] = ..., timestamp: _Optional[int] = ...) -> None: ...

class ServerAudioChunk(_message.Message):
    __slots__ = ("audio_content", "timestamp")
    AUDIO_CONTENT_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    audio_content: bytes
    timestamp: int
    def __init__(self, audio_content: _Optional[bytes] = ..., timestamp: _Optional[int] = ...) -> None: ...

class WorkerApiRequest(_message.Message):
    __slots__ = ("get_context", "update_status", "submit_transcript", "submit_feedback")
    GET_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    UPDATE_STATUS_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_TRANSCRIPT_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_FEEDBACK_FIELD_NUMBER: _ClassVar[int]
    get_context: GetContextRequest
    update_status: UpdateStatusRequest
    submit_transcript: SubmitTranscriptRequest
    submit_feedback: SubmitFeedbackRequest
    def __init__(self, get_context: _Optional[_Union[GetContextRequest, _Mapping]] = ..., update_status: _Optional[_Union[UpdateStatusRequest, _Mapping]] = ..., submit_transcript: _Optional[_Union[SubmitTranscriptRequest, _Mapping]] = ..., submit_feedback: _Optional[_Union[SubmitFeedbackRequest, _Mapping]] = ...) -> None: ...

class WorkerApiResponse(_message.Message):
    __slots__ = ("get_context", "update_status", "submit_transcript", "submit_feedback", "error")
    GET_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    UPDATE_STATUS_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_TRANSCRIPT_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_FEEDBACK_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    get_context: GetContextResponse
    update_status: UpdateStatusResponse
    submit_transcript: SubmitTranscriptResponse
    submit_feedback: SubmitFeedbackResponse
    error: ErrorResponse
    def __init__(self, get_context: _Optional[_Union[GetContextResponse, _Mapping]] = ..., update_status: _Optional[_Union[UpdateStatusResponse, _Mapping]] = ..., submit_transcript: _Optional[_Union[SubmitTranscriptResponse, _Mapping]] = ..., submit_feedback: _Optional[_Union[SubmitFeedbackResponse, _Mapping]] = ..., error: _Optional[_Union[ErrorResponse, _Mapping]] = ...) -> None: ...

class GetContextRequest(_message.Message):
    __slots__ = ("interview_id", "user_id")
    INTERVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    interview_id: str
    user_id: str
    def __init__(self, interview_id: _Optional[str] = ..., user_id: _Optional[str] = ...) -> None: ...

class GetContextResponse(_message.Message):
    __slots__ = ("interview_type", "difficulty", "persona", "patience", "duration_seconds", "question_count", "candidate_name", "job_description", "resume", "status", "epoch", "transcript", "last_sequence", "elapsed_ms", "engine_state", "recent_question_ids", "record_audio", "end_reason", "persona_snapshot", "usage", "retried", "speaking_speed", "language")
    INTERVIEW_TYPE_FIELD_NUMBER: _ClassVar[int]
    DIFFICULTY_FIELD_NUMBER: _ClassVar[int]
    PERSONA_FIELD_NUMBER: _ClassVar[int]
    PATIENCE_FIELD_NUMBER: _ClassVar[int]
    DURATION_SECONDS_FIELD_NUMBER: _ClassVar[int]
    QUESTION_COUNT_FIELD_NUMBER: _ClassVar[int]
    CANDIDATE_NAME_FIELD_NUMBER: _ClassVar[int]
    JOB_DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    RESUME_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    TRANSCRIPT_FIELD_NUMBER: _ClassVar[int]
    LAST_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    ELAPSED_MS_FIELD_NUMBER: _ClassVar[int]
    ENGINE_STATE_FIELD_NUMBER: _ClassVar[int]
    RECENT_QUESTION_IDS_FIELD_NUMBER: _ClassVar[int]
    RECORD_AUDIO_FIELD_NUMBER: _ClassVar[int]
    END_REASON_FIELD_NUMBER: _ClassVar[int]
    PERSONA_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    USAGE_FIELD_NUMBER: _ClassVar[int]
    RETRIED_FIELD_NUMBER: _ClassVar[int]
    SPEAKING_SPEED_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    interview_type: str
    difficulty: str
    persona: str
    patience: str
    duration_seconds: int
    question_count: int
    candidate_name: str
    job_description: str
    resume: str
    status: str
    epoch: int
    transcript: _containers.RepeatedCompositeFieldContainer[TranscriptEntry]
    last_sequence: int
    elapsed_ms: int
    engine_state: str
    recent_question_ids: _containers.RepeatedScalarFieldContainer[str]
    record_audio: bool
    end_reason: str
    persona_snapshot: PersonaSnapshot
    usage: TokenUsage
    retried: RetriedQuestion
    speaking_speed: str
    language: str
    def __init__(self, interview_type: _Optional[str] = ..., difficulty: _Optional[str] = ..., persona: _Optional[str] = ..., patience: _Optional[str] = ..., duration_seconds: _Optional[int] = ..., question_count: _Optional[int] = ..., candidate_name: _Optional[str] = ..., job_description: _Optional[str] = ..., resume: _Optional[str] = ..., status: _Optional[str] = ..., epoch: _Optional[int] = ..., transcript: _Optional[_Iterable[_Union[TranscriptEntry, _Mapping]]] = ..., last_sequence: _Optional[int] = ..., elapsed_ms: _Optional[int] = ..., engine_state: _Optional[str] = ..., recent_question_ids: _Optional[_Iterable[str]] = ..., record_audio: _Optional[bool] = ..., end_reason: _Optional[str] = ..., persona_snapshot: _Optional[_Union[PersonaSnapshot, _Mapping]] = ..., usage: _Optional[_Union[TokenUsage, _Mapping]] = ..., retried: _Optional[_Union[RetriedQuestion, _Mapping]] = ..., speaking_speed: _Optional[str] = ..., language: _Optional[str] = ...) -> None: ...

class TokenUsage(_message.Message):
    __slots__ = ("audio_in", "audio_out", "text_in", "text_out", "model")
    AUDIO_IN_FIELD_NUMBER: _ClassVar[int]
    AUDIO_OUT_FIELD_NUMBER: _ClassVar[int]
    TEXT_IN_FIELD_NUMBER: _ClassVar[int]
    TEXT_OUT_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    audio_in: int
    audio_out: int
    text_in: int
    text_out: int
    model: str
    def __init__(self, audio_in: _Optional[int] = ..., audio_out: _Optional[int] = ..., text_in: _Optional[int] = ..., text_out: _Optional[int] = ..., model: _Optional[str] = ...) -> None: ...

class RetriedQuestion(_message.Message):
    __slots__ = ("question_id", "competency", "text")
    QUESTION_ID_FIELD_NUMBER: _ClassVar[int]
    COMPETENCY_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    question_id: str
    competency: str
    text: str
    def __init__(self, question_id: _Optional[str] = ..., competency: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...

class PersonaSnapshot(_message.Message):
    __slots__ = ("key", "name", "role", "manner", "face", "espeak_voice", "gemini_voice", "words_per_minute")
    KEY_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    MANNER_FIELD_NUMBER: _ClassVar[int]
    FACE_FIELD_NUMBER: _ClassVar[int]
    ESPEAK_VOICE_FIELD_NUMBER: _ClassVar[int]
    GEMINI_VOICE_FIELD_NUMBER: _ClassVar[int]
    WORDS_PER_MINUTE_FIELD_NUMBER: _ClassVar[int]
    key: str
    name: str
    role: str
    manner: str
    face: int
    espeak_voice: str
    gemini_voice: str
    words_per_minute: int
    def __init__(self, key: _Optional[str] = ..., name: _Optional[str] = ..., role: _Optional[str] = ..., manner: _Optional[str] = ..., face: _Optional[int] = ..., espeak_voice: _Optional[str] = ..., gemini_voice: _Optional[str] = ..., words_per_minute: _Optional[int] = ...) -> None: ...

class TranscriptEntry(_message.Message):
    __slots__ = ("order_index", "role", "content", "started_at_ms", "ended_at_ms", "heard", "source", "response_ms", "response_measured", "speech_spans_ms", "words", "question_id", "question_index", "follow_up", "competency", "question_text", "has_question", "distance_db", "distance_measured")
    ORDER_INDEX_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_MS_FIELD_NUMBER: _ClassVar[int]
    ENDED_AT_MS_FIELD_NUMBER: _ClassVar[int]
    HEARD_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_MS_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_MEASURED_FIELD_NUMBER: _ClassVar[int]
    SPEECH_SPANS_MS_FIELD_NUMBER: _ClassVar[int]
    WORDS_FIELD_NUMBER: _ClassVar[int]
    QUESTION_ID_FIELD_NUMBER: _ClassVar[int]
    QUESTION_INDEX_FIELD_NUMBER: _ClassVar[int]
    FOLLOW_UP_FIELD_NUMBER: _ClassVar[int]
    COMPETENCY_FIELD_NUMBER: _ClassVar[int]
    QUESTION_TEXT_FIELD_NUMBER: _ClassVar[int]
    HAS_QUESTION_FIELD_NUMBER: _ClassVar[int]
    DISTANCE_DB_FIELD_NUMBER: _ClassVar[int]
    DISTANCE_MEASURED_FIELD_NUMBER: _ClassVar[int]
    order_index: int
    role: str
    content: str
    started_at_ms: int
    ended_at_ms: int
    heard: str
    source: str
    response_ms: int
    response_measured: bool
    speech_spans_ms: _containers.RepeatedScalarFieldContainer[int]
    words: _containers.RepeatedCompositeFieldContainer[Word]
    question_id: str
    question_index: int
    follow_up: bool
    competency: str
    question_text: str
    has_question: bool
    distance_db: float
    distance_measured: bool
    def __init__(self, order_index: _Optional[int] = ..., role: _Optional[str] = ..., content: _Optional[str] = ..., started_at_ms: _Optional[int] = ..., ended_at_ms: _Optional[int] = ..., heard: _Optional[str] = ..., source: _Optional[str] = ..., response_ms: _Optional[int] = ..., response_measured: _Optional[bool] = ..., speech_spans_ms: _Optional[_Iterable[int]] = ..., words: _Optional[_Iterable[_Union[Word, _Mapping]]] = ..., question_id: _Optional[str] = ..., question_index: _Optional[int] = ..., follow_up: _Optional[bool] = ..., competency: _Optional[str] = ..., question_text: _Optional[str] = ..., has_question: _Optional[bool] = ..., distance_db: _Optional[float] = ..., distance_measured: _Optional[bool] = ...) -> None: ...

class Word(_message.Message):
    __slots__ = ("text", "start_ms", "end_ms", "confidence", "confidence_measured")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    START_MS_FIELD_NUMBER: _ClassVar[int]
    END_MS_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_MEASURED_FIELD_NUMBER: _ClassVar[int]
    text: str
    start_ms: int
    end_ms: int
    confidence: float
    confidence_measured: bool
    def __init__(self, text: _Optional[str] = ..., start_ms: _Optional[int] = ..., end_ms: _Optional[int] = ..., confidence: _Optional[float] = ..., confidence_measured: _Optional[bool] = ...) -> None: ...

class UpdateStatusRequest(_message.Message):
    __slots__ = ("interview_id", "epoch", "status", "end_reason", "elapsed_ms")
    INTERVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    END_REASON_FIELD_NUMBER: _ClassVar[int]
    ELAPSED_MS_FIELD_NUMBER: _ClassVar[int]
    interview_id: str
    epoch: int
    status: str
    end_reason: str
    elapsed_ms: int
    def __init__(self, interview_id: _Optional[str] = ..., epoch: _Optional[int] = ..., status: _Optional[str] = ..., end_reason: _Optional[str] = ..., elapsed_ms: _Optional[int] = ...) -> None: ...

class UpdateStatusResponse(_message.Message):
    __slots__ = ("status",)
    STATUS_FIELD_NUMBER: _ClassVar[int]
    status: str
    def __init__(self, status: _Optional[str] = ...) -> None: ...

class SubmitTranscriptRequest(_message.Message):
    __slots__ = ("interview_id", "epoch", "entries", "last_sequence", "elapsed_ms", "engine_state", "usage")
    INTERVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    LAST_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    ELAPSED_MS_FIELD_NUMBER: _ClassVar[int]
    ENGINE_STATE_FIELD_NUMBER: _ClassVar[int]
    USAGE_FIELD_NUMBER: _ClassVar[int]
    interview_id: str
    epoch: int
    entries: _containers.RepeatedCompositeFieldContainer[TranscriptEntry]
    last_sequence: int
    elapsed_ms: int
    engine_state: str
    usage: TokenUsage
    def __init__(self, interview_id: _Optional[str] = ..., epoch: _Optional[int] = ..., entries: _Optional[_Iterable[_Union[TranscriptEntry, _Mapping]]] = ..., last_sequence: _Optional[int] = ..., elapsed_ms: _Optional[int] = ..., engine_state: _Optional[str] = ..., usage: _Optional[_Union[TokenUsage, _Mapping]] = ...) -> None: ...

class SubmitTranscriptResponse(_message.Message):
    __slots__ = ("stored",)
    STORED_FIELD_NUMBER: _ClassVar[int]
    stored: int
    def __init__(self, stored: _Optional[int] = ...) -> None: ...

class SubmitFeedbackRequest(_message.Message):
    __slots__ = ("interview_id", "epoch", "summary", "strengths", "improvements", "suggestions", "headline", "strength_findings", "improvement_findings", "scores", "overall", "answers", "written_by", "dropped_findings", "rubric_version", "notice")
    class ScoresEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Score
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Score, _Mapping]] = ...) -> None: ...
    INTERVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    STRENGTHS_FIELD_NUMBER: _ClassVar[int]
    IMPROVEMENTS_FIELD_NUMBER: _ClassVar[int]
    SUGGESTIONS_FIELD_NUMBER: _ClassVar[int]
    HEADLINE_FIELD_NUMBER: _ClassVar[int]
    STRENGTH_FINDINGS_FIELD_NUMBER: _ClassVar[int]
    IMPROVEMENT_FINDINGS_FIELD_NUMBER: _ClassVar[int]
    SCORES_FIELD_NUMBER: _ClassVar[int]
    OVERALL_FIELD_NUMBER: _ClassVar[int]
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    WRITTEN_BY_FIELD_NUMBER: _ClassVar[int]
    DROPPED_FINDINGS_FIELD_NUMBER: _ClassVar[int]
    RUBRIC_VERSION_FIELD_NUMBER: _ClassVar[int]
    NOTICE_FIELD_NUMBER: _ClassVar[int]
    interview_id: str
    epoch: int
    summary: str
    strengths: _containers.RepeatedScalarFieldContainer[str]
    improvements: _containers.RepeatedScalarFieldContainer[str]
    suggestions: _containers.RepeatedScalarFieldContainer[str]
    headline: str
    strength_findings: _containers.RepeatedCompositeFieldContainer[Finding]
    improvement_findings: _containers.RepeatedCompositeFieldContainer[Finding]
    scores: _containers.MessageMap[str, Score]
    overall: Score
    answers: _containers.RepeatedCompositeFieldContainer[AnswerReview]
    written_by: str
    dropped_findings: int
    rubric_version: str
    notice: str
    def __init__(self, interview_id: _Optional[str] = ..., epoch: _Optional[int] = ..., summary: _Optional[str] = ..., strengths: _Optional[_Iterable[str]] = ..., improvements: _Optional[_Iterable[str]] = ..., suggestions: _Optional[_Iterable[str]] = ..., headline: _Optional[str] = ..., strength_findings: _Optional[_Iterable[_Union[Finding, _Mapping]]] = ..., improvement_findings: _Optional[_Iterable[_Union[Finding, _Mapping]]] = ..., scores: _Optional[_Mapping[str, Score]] = ..., overall: _Optional[_Union[Score, _Mapping]] = ..., answers: _Optional[_Iterable[_Union[AnswerReview, _Mapping]]] = ..., written_by: _Optional[str] = ..., dropped_findings: _Optional[int] = ..., rubric_version: _Optional[str] = ..., notice: _Optional[str] = ...) -> None: ...

class Evidence(_message.Message):
    __slots__ = ("order_index", "quote", "start_ms", "end_ms")
    ORDER_INDEX_FIELD_NUMBER: _ClassVar[int]
    QUOTE_FIELD_NUMBER: _ClassVar[int]
    START_MS_FIELD_NUMBER: _ClassVar[int]
    END_MS_FIELD_NUMBER: _ClassVar[int]
    order_index: int
    quote: str
    start_ms: int
    end_ms: int
    def __init__(self, order_index: _Optional[int] = ..., quote: _Optional[str] = ..., start_ms: _Optional[int] = ..., end_ms: _Optional[int] = ...) -> None: ...

class Finding(_message.Message):
    __slots__ = ("text", "detail", "evidence")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    text: str
    detail: str
    evidence: _containers.RepeatedCompositeFieldContainer[Evidence]
    def __init__(self, text: _Optional[str] = ..., detail: _Optional[str] = ..., evidence: _Optional[_Iterable[_Union[Evidence, _Mapping]]] = ...) -> None: ...

class Score(_message.Message):
    __slots__ = ("value", "spread", "reason", "evidence")
    VALUE_FIELD_NUMBER: _ClassVar[int]
    SPREAD_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    value: float
    spread: float
    reason: str
    evidence: _containers.RepeatedCompositeFieldContainer[Evidence]
    def __init__(self, value: _Optional[float] = ..., spread: _Optional[float] = ..., reason: _Optional[str] = ..., evidence: _Optional[_Iterable[_Union[Evidence, _Mapping]]] = ...) -> None: ...

class StarShare(_message.Message):
    __slots__ = ("part", "ms")
    PART_FIELD_NUMBER: _ClassVar[int]
    MS_FIELD_NUMBER: _ClassVar[int]
    part: str
    ms: int
    def __init__(self, part: _Optional[str] = ..., ms: _Optional[int] = ...) -> None: ...

class AnswerReview(_message.Message):
    __slots__ = ("question_index", "question", "order_indexes", "duration_ms", "scores", "overall", "star", "missing", "note")
    class ScoresEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Score
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Score, _Mapping]] = ...) -> None: ...
    QUESTION_INDEX_FIELD_NUMBER: _ClassVar[int]
    QUESTION_FIELD_NUMBER: _ClassVar[int]
    ORDER_INDEXES_FIELD_NUMBER: _ClassVar[int]
    DURATION_MS_FIELD_NUMBER: _ClassVar[int]
    SCORES_FIELD_NUMBER: _ClassVar[int]
    OVERALL_FIELD_NUMBER: _ClassVar[int]
    STAR_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    question_index: int
    question: str
    order_indexes: _containers.RepeatedScalarFieldContainer[int]
    duration_ms: int
    scores: _containers.MessageMap[str, Score]
    overall: Score
    star: _containers.RepeatedCompositeFieldContainer[StarShare]
    missing: _containers.RepeatedScalarFieldContainer[str]
    note: str
    def __init__(self, question_index: _Optional[int] = ..., question: _Optional[str] = ..., order_indexes: _Optional[_Iterable[int]] = ..., duration_ms: _Optional[int] = ..., scores: _Optional[_Mapping[str, Score]] = ..., overall: _Optional[_Union[Score, _Mapping]] = ..., star: _Optional[_Iterable[_Union[StarShare, _Mapping]]] = ..., missing: _Optional[_Iterable[str]] = ..., note: _Optional[str] = ...) -> None: ...

class SubmitFeedbackResponse(_message.Message):
    __slots__ = ("feedback_id",)
    FEEDBACK_ID_FIELD_NUMBER: _ClassVar[int]
    feedback_id: str
    def __init__(self, feedback_id: _Optional[str] = ...) -> None: ...
