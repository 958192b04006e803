"""Recordings: kept for those who asked for it, heard by their owner alone, deleted with the interview or in time.

A file per turn, as FLAC: 16 kHz, 16 bit, mono, half the 1.9 MB that a minute of WAV takes, and not a sample lost. It is
heard as WAV, in which a moment is a place: seeking to a quote is exact in every browser, which a compressed file
without a seek table does not give.
"""

import wave
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from sqlmodel import Session

from preppal.analysis.flac import decode, encode
from preppal.analysis.waveform import levels
from preppal.config import Settings
from preppal.domain.audio import BYTES_PER_SAMPLE, CANDIDATE_RATE_HZ, Pcm16
from preppal.domain.blob_keys import recording_prefix
from preppal.errors import NotFound, PreppalError
from preppal.ports import BlobStore
from preppal.services import conduct
from preppal.store.database import Database
from preppal.store.models import Interview, Recording, utc_now
from preppal.store.queries import accounts, interviews, recordings

_SUFFIX = ".flac"


@dataclass(frozen=True, slots=True)
class RecordedTurn:
    """What a page draws of a recording; `levels` are 0 to 100, ten a second."""

    order_index: int
    duration_ms: int
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HeldSound:
    """What is kept of one person: in how many interviews, and how much."""

    interviews: int
    byte_count: int


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A recording to be read. `pieces(first, last)` are its bytes between two places, both included."""

    byte_count: int
    pieces: Callable[[int, int], Iterator[bytes]]


class RecordingService:
    """Thread-safe; its calls read and write whole files and belong on a worker thread."""

    def __init__(
        self, database: Database, blobs: BlobStore, settings: Settings, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._settings = settings
        self._now = now

    @property
    def is_offered(self) -> bool:
        """Whether this server offers to record at all."""
        return self._settings.record_audio

    @property
    def kept_days(self) -> int:
        """How long this server keeps a recording at most; 0 is until its owner deletes it."""
        return self._settings.recording_days

    def days_kept_for(self, wished_days: int) -> int:
        """How long recordings of a person with this wish are kept: the shorter of the two; 0 is without end."""
        return min((days for days in (self.kept_days, wished_days) if days), default=0)

    # ---- for the gateway

    def keep(self, interview_id: str, epoch: int, order_index: int, pieces: Sequence[bytes], lost_ms: int = 0) -> bool:
        """Keep one turn; False when its owner has not asked for it. The same turn again replaces.

        Raises StaleOwner, Conflict, BackendError.
        """
        with self._database.begin() as db:
            row = conduct.held(db, interview_id, epoch, self._now())
            if not row.record_audio or not self._settings.record_audio:
                return False
            key = f"{recording_prefix(row.user_id, interview_id)}/{order_index:04d}{_SUFFIX}"
        sound = _whole(pieces, lost_ms)
        file = encode(sound)
        self._blobs.put(key, iter([file]))
        try:
            self._note(interview_id, epoch, order_index, key, file, sound)
        except PreppalError:
            # Nobody would ever find this file again: the interview was deleted or taken over meanwhile.
            self._blobs.delete(key)
            raise
        return True

    def _note(self, interview_id: str, epoch: int, order_index: int, key: str, file: bytes, sound: Pcm16) -> None:
        with self._database.begin() as db:
            conduct.held(db, interview_id, epoch, self._now())
            row = recordings.of_entry(db, interview_id, order_index)
            row = row or Recording(interview_id=interview_id, order_index=order_index)
            row.blob_key = key
            row.byte_count = len(file)
            row.duration_ms = round(sound.duration_ms)
            row.levels = levels(sound)
            row.created_at = self._now()
            db.add(row)

    # ---- for the person

    def of_interview(self, user_id: str, interview_id: str) -> tuple[RecordedTurn, ...]:
        """In order; empty when nothing was recorded. Raises NotFound."""
        with self._database.read() as db:
            _owned(db, user_id, interview_id)
            rows = recordings.of_interview(db, interview_id)
        return tuple(RecordedTurn(row.order_index, row.duration_ms, tuple(row.levels)) for row in rows)

    def sound(self, user_id: str, interview_id: str, order_index: int) -> SoundFile:
        """Raises NotFound, BackendError."""
        row = self._row(user_id, interview_id, order_index)
        file = _wav(self._read(row.blob_key))
        return SoundFile(len(file), lambda first, last: iter([file[first : last + 1]]))

    def pcm(self, user_id: str, interview_id: str, order_index: int) -> Pcm16:
        """The sound itself, to be listened to again. Raises NotFound, BackendError."""
        return self._read(self._row(user_id, interview_id, order_index).blob_key)

    def _row(self, user_id: str, interview_id: str, order_index: int) -> Recording:
        with self._database.read() as db:
            row = recordings.owned(db, user_id, interview_id, order_index)
        if row is None:
            raise NotFound("There is no such recording.")
        return row

    def _read(self, key: str) -> Pcm16:
        file = b"".join(self._blobs.get(key))
        return decode(file) if key.endswith(_SUFFIX) else _of_wav(file)

    def discard(self, user_id: str, interview_id: str) -> int:
        """Delete the recordings of an interview and keep the rest; returns how many. Raises NotFound, BackendError."""
        with self._database.begin() as db:
            _owned(db, user_id, interview_id)
            rows = recordings.of_interview(db, interview_id)
            self._blobs.delete(recording_prefix(user_id, interview_id))
            for row in rows:
                db.delete(row)
            return len(rows)

    def held(self, user_id: str) -> HeldSound:
        """How much there is of one person."""
        with self._database.read() as db:
            return HeldSound(*recordings.held_of(db, user_id))

    def discard_all(self, user_id: str) -> int:
        """Delete every recording of one person and keep the rest; returns how many turns. Raises BackendError."""
        with self._database.read() as db:
            found = recordings.interviews_of(db, user_id)
        return sum(self.discard(user_id, interview_id) for interview_id in found)

    # ---- for the house

    def discard_expired(self) -> int:
        """Delete what has been kept for as long as its owner or the server wants; returns how many turns."""
        with self._database.read() as db:
            wishes = accounts.wished_recording_days(db)
        return sum(self._discard_expired_of(wished_days) for wished_days in wishes)

    def _discard_expired_of(self, wished_days: int) -> int:
        """Of all people with the same wish."""
        days = self.days_kept_for(wished_days)
        if not days:
            return 0
        moment = self._now() - timedelta(days=days)
        with self._database.read() as db:
            found = recordings.interviews_before(db, moment, wished_days)
        return sum(self._discard_before(interview_id, moment) for interview_id in found)

    def _discard_before(self, interview_id: str, moment: datetime) -> int:
        with self._database.begin() as db:
            rows = recordings.made_before(db, interview_id, moment)
            for row in rows:
                self._blobs.delete(row.blob_key)
                db.delete(row)
            return len(rows)


def _owned(db: Session, user_id: str, interview_id: str) -> Interview:
    interview = interviews.owned(db, user_id, interview_id)
    if interview is None:
        raise NotFound("There is no such interview.")
    return interview


def _whole(pieces: Sequence[bytes], lost_ms: int) -> Pcm16:
    """One sound that starts with its entry: what was lost at its start is silence, so that every time still fits."""
    lost = bytes(lost_ms * CANDIDATE_RATE_HZ // 1000 * BYTES_PER_SAMPLE)
    return Pcm16(lost + b"".join(pieces), CANDIDATE_RATE_HZ)


def _wav(sound: Pcm16) -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(BYTES_PER_SAMPLE)
        writer.setframerate(sound.rate_hz)
        writer.writeframes(sound.samples)
    return file.getvalue()


def _of_wav(file: bytes) -> Pcm16:
    """Recordings were kept as WAV once."""
    with wave.open(BytesIO(file), "rb") as reader:
        return Pcm16(reader.readframes(reader.getnframes()), reader.getframerate())
