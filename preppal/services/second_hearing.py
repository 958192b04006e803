"""Hears recorded answers again after the interview, with the best listener at hand, and keeps what it understood.

What was written while the interview ran stays; the new words are a reading beside it. Each is stored by itself, so
that a hearing that is cut off goes on where it stopped.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from preppal.analysis.tokens import count_words
from preppal.domain.audio import Pcm16
from preppal.domain.transcript import CANDIDATE_READER, Entry, Role, Source
from preppal.errors import EngineError, NotFound
from preppal.ports import Hypothesis, Listener
from preppal.services.recordings import RecordingService
from preppal.store.database import Database
from preppal.store.models import utc_now
from preppal.store.queries import readings, transcripts

# The last answer may still be on its way into the blob store when the interview ends.
_SOUND_LIMIT_S = 6.0
_SOUND_EVERY_S = 0.5
# A hearing that lost a good part of the answer is no better one.
_MIN_SHARE_OF_WORDS = 0.7

_log = logging.getLogger(__name__)


class SecondHearing:
    """Thread-safe; blocks. `listeners` are asked in order; when none can, the words of the interview count."""

    def __init__(
        self,
        database: Database,
        recordings: RecordingService,
        listeners: Sequence[Listener],
        now: Callable[[], datetime] = utc_now,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._database = database
        self._recordings = recordings
        self._listeners = tuple(listeners)
        self._now = now
        self._wait = wait

    def hear(self, user_id: str, interview_id: str) -> int:
        """Hear each recorded answer that was not heard again yet; returns how many were. Raises BackendError."""
        if not self._listeners:
            return 0
        with self._database.read() as db:
            entries = transcripts.entries(db, interview_id)
            known = readings.newest(db, interview_id)
        wanted = [entry for entry in entries if _is_spoken(entry) and entry.order_index not in known]
        recorded = self._recorded(user_id, interview_id, {entry.order_index for entry in wanted})
        heard = 0
        for entry in wanted:
            if entry.order_index in recorded:
                heard += self._hear_one(user_id, interview_id, entry, _question_before(entry, entries))
        return heard

    def _recorded(self, user_id: str, interview_id: str, wanted: set[int]) -> set[int]:
        """Which of them can be heard; where some can, the others are waited for a moment."""
        waited_s = 0.0
        while True:
            there = {turn.order_index for turn in self._recordings.of_interview(user_id, interview_id)}
            if not there or wanted <= there or waited_s >= _SOUND_LIMIT_S:
                return wanted & there
            self._wait(_SOUND_EVERY_S)
            waited_s += _SOUND_EVERY_S

    def _hear_one(self, user_id: str, interview_id: str, entry: Entry, question: str) -> bool:
        try:
            sound = self._recordings.pcm(user_id, interview_id, entry.order_index)
        except NotFound:  # deleted meanwhile
            return False
        heard, listener = self._ask(sound, question)
        if heard is None or not _is_whole(heard, entry):
            return False
        with self._database.begin() as db:
            if entry.order_index in readings.newest(db, interview_id):
                return False
            now = self._now()
            readings.add(db, interview_id, entry.order_index, listener, heard.text.strip(), now, heard.words)
        return True

    def _ask(self, sound: Pcm16, question: str) -> tuple[Hypothesis | None, str]:
        for listener in self._listeners:
            try:
                return listener.hear(sound, question), listener.name
            except EngineError:
                _log.warning("listener %s could not hear an answer again", listener.name)
        return None, ""


def source_of(engine: str, entries: Sequence[Entry], readers: dict[int, str]) -> str:
    """Whose words the answers are: the engine's as long as one answer is still as it wrote it.

    Words that candidates corrected are theirs, and tell nothing of the "um" that a listener left out.
    """
    spoken = [entry.order_index for entry in entries if _is_spoken(entry)]
    sources = {readers.get(index, engine) for index in spoken}
    if not sources or engine in sources:
        return engine
    return CANDIDATE_READER if CANDIDATE_READER in sources else sorted(sources)[0]


def _is_spoken(entry: Entry) -> bool:
    return entry.role is Role.CANDIDATE and entry.source is Source.VOICE


def _is_whole(heard: Hypothesis, entry: Entry) -> bool:
    words = count_words(heard.text)
    return words > 0 and words >= _MIN_SHARE_OF_WORDS * count_words(entry.content)


def _question_before(entry: Entry, entries: Sequence[Entry]) -> str:
    asked = [each for each in entries if each.order_index < entry.order_index and each.role is Role.INTERVIEWER]
    return asked[-1].content if asked else ""
