"""The words of an interview as they were heard, heard again and corrected, and the way to correct them.

What was heard stays. A correction is a reading of its own and begins a new version of the feedback, in which only what
depends on words can differ: pauses, pace of the voice and response times come from the sound.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from preppal.domain.interview import Status
from preppal.domain.transcript import CANDIDATE_READER, Entry, Heard, Reading, Role, Source, Word
from preppal.errors import Conflict, InvalidInput, NotFound
from preppal.services.reviews import ReviewService
from preppal.store.database import Database
from preppal.store.models import utc_now
from preppal.store.queries import interviews, readings, transcripts

MAX_ANSWER_CHARS = 20_000
# Below this the offline recogniser is more often wrong than right about a word: measured, docs/scores.md.
LOW_CONFIDENCE = 0.4


@dataclass(frozen=True, slots=True)
class TurnReading:
    """One turn: as it was heard live, as it was heard again, as it was corrected, and the words that count.

    `reader` is whose words count: empty for those of the interview. `doubtful` are places (first, end) in `content`
    that the recogniser was not sure of; none where it does not say, and none once somebody corrected the turn.
    """

    order_index: int
    role: Role
    content: str
    reader: str
    live: str
    heard_again: str | None
    corrected: str | None
    doubtful: tuple[tuple[int, int], ...]
    can_correct: bool


class CorrectionService:
    """Thread-safe."""

    def __init__(self, database: Database, reviews: ReviewService, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._reviews = reviews
        self._now = now

    def turns(self, user_id: str, interview_id: str) -> tuple[TurnReading, ...]:
        """In order. Raises NotFound."""
        with self._database.read() as db:
            interview = interviews.owned(db, user_id, interview_id)
            if interview is None:
                raise NotFound("There is no such interview.")
            entries = transcripts.entries(db, interview_id)
            known = readings.of_interview(db, interview_id)
            is_over = Status(interview.status).is_final
        return tuple(_turn(entry, known, is_over) for entry in entries)

    def correct(self, user_id: str, interview_id: str, texts: Mapping[int, str]) -> int | None:
        """Keep these words, by order index, and score again; the version of the feedback that is begun.

        None when nothing differs from what counts already. Raises NotFound, InvalidInput, Conflict while the interview
        runs or a review of it does.
        """
        wanted = {index: _checked(index, text) for index, text in texts.items()}
        with self._database.begin() as db:
            interview = interviews.locked(db, user_id, interview_id)
            if interview is None:
                raise NotFound("There is no such interview.")
            if not Status(interview.status).is_final:
                raise Conflict("This interview has not ended yet.")
            self._reviews.refuse_while_running(db, interview_id)
            entries = {entry.order_index: entry for entry in readings.read_entries(db, interview_id)}
            changed = {index: text for index, text in wanted.items() if text != _own(entries, index).content.strip()}
            for index, text in changed.items():
                readings.add(db, interview_id, index, CANDIDATE_READER, text, self._now())
        return self._reviews.regenerate(user_id, interview_id) if changed else None


def _checked(index: int, text: str) -> str:
    kept = " ".join(text.split())
    if not kept:
        raise InvalidInput("An answer needs words.", {str(index): "Write what you said, or leave it as it was."})
    if len(kept) > MAX_ANSWER_CHARS:
        raise InvalidInput("That is too long.", {str(index): f"Use at most {MAX_ANSWER_CHARS} characters."})
    return kept


def _own(entries: Mapping[int, Entry], index: int) -> Entry:
    entry = entries.get(index)
    if entry is None or entry.role is not Role.CANDIDATE:
        raise InvalidInput("Only your own turns can be corrected.", {str(index): "This is no turn of yours."})
    return entry


def _turn(entry: Entry, known: tuple[Reading, ...], is_over: bool) -> TurnReading:
    mine = [reading for reading in known if reading.order_index == entry.order_index]
    newest = mine[-1] if mine else None
    again = [reading.content for reading in mine if reading.reader != CANDIDATE_READER]
    corrected = [reading.content for reading in mine if reading.reader == CANDIDATE_READER]
    content = newest.content if newest else entry.content
    words = newest.words if newest else entry.words
    return TurnReading(
        order_index=entry.order_index,
        role=entry.role,
        content=content,
        reader=newest.reader if newest else "",
        live=entry.content,
        heard_again=again[-1] if again else None,
        corrected=corrected[-1] if corrected else None,
        doubtful=() if corrected or entry.source is Source.TYPED else doubtful_places(content, words),
        can_correct=is_over
        and entry.role is Role.CANDIDATE
        and (bool(content.strip()) or entry.heard is Heard.UNCLEAR),
    )


def doubtful_places(content: str, words: tuple[Word, ...]) -> tuple[tuple[int, int], ...]:
    """Where in the text the words stand that the recogniser was not sure of; neighbours are one place."""
    places: list[tuple[int, int]] = []
    position = 0
    is_next_to_one = False
    for word in words:
        at = content.find(word.text, position)
        if at < 0:
            is_next_to_one = False
            continue
        position = at + len(word.text)
        is_doubtful = word.confidence is not None and word.confidence < LOW_CONFIDENCE
        if is_doubtful and is_next_to_one:
            places[-1] = (places[-1][0], position)
        elif is_doubtful:
            places.append((at, position))
        is_next_to_one = is_doubtful
    return tuple(places)
