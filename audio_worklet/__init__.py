"""A Reflex component for spoken interviews: microphone, loudspeaker and socket, off the main thread."""

from audio_worklet.component import (
    CommandName,
    DeviceInfo,
    InterviewAudio,
    InterviewError,
    MicrophoneStatus,
    Mode,
    NetworkReport,
    Patience,
    QuestionProgress,
    SlotName,
    TranscriptEntry,
    TurnStatus,
    interview_audio,
)

__all__ = [
    "CommandName",
    "DeviceInfo",
    "InterviewAudio",
    "InterviewError",
    "MicrophoneStatus",
    "Mode",
    "NetworkReport",
    "Patience",
    "QuestionProgress",
    "SlotName",
    "TranscriptEntry",
    "TurnStatus",
    "interview_audio",
]
