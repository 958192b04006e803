"""Where words and sound go on this server, as a page can tell everybody: no secret, nothing about a person."""

from dataclasses import dataclass

from preppal.config import EngineName, Settings


@dataclass(frozen=True, slots=True)
class Custody:
    """`recording_days` 0 keeps recordings until their owner deletes them."""

    engine: EngineName = EngineName.OFFLINE
    offers_recording: bool = True
    recording_days: int = 90
    sign_in_days: int = 30
    resume_minutes: int = 15


def custody_of(settings: Settings) -> Custody:
    return Custody(
        engine=settings.chosen_engine,
        offers_recording=settings.record_audio,
        recording_days=settings.recording_days,
        sign_in_days=settings.sign_in_days,
        resume_minutes=settings.resume_minutes,
    )
