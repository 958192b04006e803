"""All measures of an entry, an answer and an interview. The one place where sound and text come together.

A measure that cannot be taken is None, and `notes` says why; nothing here divides by nought or guesses.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from types import MappingProxyType
from typing import TypeVar

from preppal.analysis.answers import Answer, group_answers
from preppal.analysis.language import (
    filler_weight,
    find_fillers,
    find_hedges,
    find_phrases,
    find_repeats,
    mattr,
)
from preppal.analysis.locale import load_locale
from preppal.analysis.prosody import Timing, interviewer_ms, join, time_entry
from preppal.analysis.tokens import Token, count_words, entry_tokens
from preppal.domain.bands import Measure
from preppal.domain.metrics import AnswerMetrics, InterviewMetrics, Measured
from preppal.domain.transcript import CANDIDATE_READER, Entry, Heard, Role, Source

_Value = TypeVar("_Value", int | None, float | None)

# Below these a rate says more about chance than about the speaker (research: speech.md 2.2).
MIN_RATE_SPEECH_MS = 30_000
MIN_RATE_WORDS = 20
_MIN_ANSWER_WORDS = 10
_MIN_ANSWER_SPEECH_MS = 5_000
_MS_PER_MINUTE = 60_000
# Who speaks on this soon after the interviewer began had not finished.
_CUT_OFF_MS = 1_500

# Recognisers whose transcripts are drafts: a third of the words wrong, and sounds like "um" never written.
DRAFT_SOURCES = frozenset({"offline"})
_FROM_SOUND = (
    Measure.FILLERS,
    Measure.LONG_PAUSES,
    Measure.LONGEST_PAUSE,
    Measure.RESPONSE,
    Measure.SPEECH_RATE,
    Measure.TALK_RATIO,
)
# Words without the sounds between them: a draft has none, and nobody who corrects one writes an "um".
_WITHOUT_FILLERS = DRAFT_SOURCES | {CANDIDATE_READER}


def has_fillers(transcript_source: str) -> bool:
    """Whether words from there would have an "um" where one was said: without, a count of none means nothing."""
    return transcript_source not in _WITHOUT_FILLERS


@dataclass(frozen=True, slots=True)
class EntryMeasures:
    """One turn of the candidate, as the transcript shows it beside the text. Pauses are None for typed text."""

    word_count: int
    filler_count: int | None
    pause_count: int | None
    longest_pause_ms: int | None


def measure_entry(entry: Entry) -> EntryMeasures:
    tokens = entry_tokens(entry)
    timing = time_entry(entry)
    return EntryMeasures(
        word_count=len(tokens),
        filler_count=len(find_fillers(tokens)),
        pause_count=None if timing is None else len(timing.pauses),
        longest_pause_ms=None if timing is None else timing.longest_pause_ms,
    )


def measure_answer(answer: Answer, skipped: Collection[str] = ()) -> AnswerMetrics:
    tally = _tally(answer.entries)
    timing = tally.timing
    responses = [entry.response_ms for entry in answer.entries if entry.response_ms is not None]

    def keep(measure: Measure, value: _Value) -> _Value | None:
        return None if measure in skipped else value

    return AnswerMetrics(
        question_index=answer.question_index,
        order_indexes=tuple(entry.order_index for entry in answer.entries),
        word_count=tally.words,
        speech_ms=timing.speech_ms if timing else None,
        span_ms=timing.span_ms if timing else None,
        pause_count=keep(Measure.LONG_PAUSES, len(timing.pauses) if timing else None),
        long_pause_count=keep(Measure.LONG_PAUSES, timing.long_pauses if timing else None),
        longest_pause_ms=keep(Measure.LONGEST_PAUSE, timing.longest_pause_ms if timing else None),
        response_ms=keep(Measure.RESPONSE, responses[0] if responses else None),
        filler_count=keep(Measure.FILLERS, tally.fillers if tally.words else None),
        hedge_count=keep(Measure.HEDGES, tally.hedges if tally.words else None),
        repeat_count=keep(Measure.REPEATS, tally.repeats if tally.words else None),
        speech_rate_wpm=keep(Measure.SPEECH_RATE, tally.speech_rate_wpm),
        articulation_rate_wpm=keep(Measure.SPEECH_RATE, tally.articulation_rate_wpm),
        vocabulary_mattr=keep(Measure.VOCABULARY, mattr(tally.texts)),
    )


def measure_interview(
    entries: Sequence[Entry],
    transcript_source: str,
    skipped: Collection[str] = (),
    noisy: Collection[int] = (),
    filled_pauses: Mapping[int, int] = MappingProxyType({}),
) -> InterviewMetrics:
    """`skipped` names the measures (see `rubric.Measure`) the person does not want taken.

    `noisy` are the order indexes of turns in which voice and room cannot be told apart: nothing is measured by their
    sound. `filled_pauses` are "um" and "uh" by their sound, by order index: they count where the words have none, if
    every spoken turn was listened to.
    """
    entries = [
        replace(entry, speech=(), response_ms=None) if entry.order_index in noisy else entry for entry in entries
    ]
    spoken = [entry for entry in entries if entry.role is Role.CANDIDATE]
    answers = [answer for answer in group_answers(entries) if answer.entries]
    tally = _tally(spoken)
    responses = [entry.response_ms for entry in spoken if entry.response_ms is not None]
    values: dict[str, float | None] = {
        Measure.FILLERS: tally.fillers_per_minute if has_fillers(transcript_source) else None,
        Measure.LONG_PAUSES: tally.long_pauses_per_minute,
        Measure.LONGEST_PAUSE: tally.timing.longest_pause_ms if tally.timing else None,
        Measure.RESPONSE: round(fmean(responses)) if responses else None,
        Measure.SPEECH_RATE: tally.speech_rate_wpm,
        Measure.TALK_RATIO: _talk_ratio(tally, entries),
        Measure.HEDGES: _per_100(tally.hedges, tally.words),
        Measure.REPEATS: _per_100(tally.repeats, tally.words),
        Measure.VOCABULARY: mattr(tally.texts),
    }
    notes = {measure.value: _note(measure, values[measure], tally, transcript_source, skipped) for measure in Measure}
    if noisy:
        notes |= dict.fromkeys(_drowned(notes, transcript_source), Measured.TOO_NOISY)
    kept = {name: value if notes[name] is Measured.OK else None for name, value in values.items()}
    uncounted = frozenset(skipped) if has_fillers(transcript_source) else {*skipped, Measure.FILLERS}
    measured = InterviewMetrics(
        total_word_count=tally.words,
        questions_answered=sum(map(_is_answered, answers)),
        total_filler_words=tally.fillers if tally.words and Measure.FILLERS not in uncounted else None,
        fillers_per_minute=kept[Measure.FILLERS],
        total_pauses=len(tally.timing.pauses) if tally.timing and Measure.LONG_PAUSES not in skipped else None,
        long_pauses_per_minute=kept[Measure.LONG_PAUSES],
        longest_pause_ms=_whole(kept[Measure.LONGEST_PAUSE]),
        average_response_ms=_whole(kept[Measure.RESPONSE]),
        speech_rate_wpm=kept[Measure.SPEECH_RATE],
        articulation_rate_wpm=None if Measure.SPEECH_RATE in skipped else tally.articulation_rate_wpm,
        talk_ratio=kept[Measure.TALK_RATIO],
        talk_time_ms=tally.timing.speech_ms if tally.timing else None,
        hedges_per_100_words=kept[Measure.HEDGES],
        repeats_per_100_words=kept[Measure.REPEATS],
        vocabulary_mattr=kept[Measure.VOCABULARY],
        cut_offs=_cut_offs(entries),
        transcript_source=transcript_source,
        answers=tuple(measure_answer(answer, uncounted) for answer in answers),
        notes=notes,
    )
    return _with_fillers_by_sound(measured, answers, filled_pauses)


def _with_fillers_by_sound(
    measured: InterviewMetrics, answers: Sequence[Answer], filled_pauses: Mapping[int, int]
) -> InterviewMetrics:
    voiced = [entry for answer in answers for entry in answer.entries if time_entry(entry) is not None]
    timing = join(found for entry in voiced if (found := time_entry(entry)))
    is_wanted = measured.notes.get(Measure.FILLERS) is Measured.NOT_MEASURED
    is_whole = all(entry.order_index in filled_pauses for entry in voiced)
    if not is_wanted or not is_whole or timing is None or timing.speech_ms < MIN_RATE_SPEECH_MS:
        return measured
    total = sum(filled_pauses[entry.order_index] for entry in voiced)
    return replace(
        measured,
        total_filler_words=total,
        fillers_per_minute=total * _MS_PER_MINUTE / timing.speech_ms,
        answers=tuple(
            replace(each, filler_count=sum(filled_pauses.get(index, 0) for index in each.order_indexes))
            for each in measured.answers
        ),
        notes={**measured.notes, Measure.FILLERS.value: Measured.BY_SOUND},
    )


@dataclass(frozen=True, slots=True)
class _Tally:
    """Sums over entries. `voiced_*` leave typed text and speech without words out: rates are words over time."""

    texts: tuple[str, ...]
    fillers: int
    hedges: int
    repeats: int
    timing: Timing | None
    voiced_words: int
    voiced_filler_weight: float
    voiced_timing: Timing | None

    @property
    def words(self) -> int:
        return len(self.texts)

    @property
    def speech_rate_wpm(self) -> float | None:
        return self._words_per_minute(lambda timing: timing.span_ms)

    @property
    def articulation_rate_wpm(self) -> float | None:
        return self._words_per_minute(lambda timing: timing.speech_ms)

    @property
    def fillers_per_minute(self) -> float | None:
        return self._per_minute(self.voiced_filler_weight, self.voiced_timing)

    @property
    def long_pauses_per_minute(self) -> float | None:
        return None if self.timing is None else self._per_minute(self.timing.long_pauses, self.timing)

    def _words_per_minute(self, length_ms: Callable[[Timing], int]) -> float | None:
        if self.voiced_timing is None or self.voiced_words < MIN_RATE_WORDS or not length_ms(self.voiced_timing):
            return None
        return self.voiced_words * _MS_PER_MINUTE / length_ms(self.voiced_timing)

    @staticmethod
    def _per_minute(count: float, timing: Timing | None) -> float | None:
        if timing is None or timing.speech_ms < MIN_RATE_SPEECH_MS:
            return None
        return count * _MS_PER_MINUTE / timing.speech_ms


def _tally(entries: Sequence[Entry]) -> _Tally:
    rows = [(entry, entry_tokens(entry), time_entry(entry)) for entry in entries]
    voiced = [(tokens, timing) for _, tokens, timing in rows if tokens and timing is not None]
    fillers = [find_fillers(tokens) for _, tokens, _ in rows]
    return _Tally(
        texts=tuple(token.text for _, tokens, _ in rows for token in tokens),
        fillers=sum(map(len, fillers)),
        hedges=sum(len(find_hedges(tokens)) for _, tokens, _ in rows),
        repeats=sum(len(find_repeats(tokens)) for _, tokens, _ in rows),
        timing=join(timing for _, _, timing in rows if timing is not None),
        voiced_words=sum(len(tokens) for tokens, _ in voiced),
        voiced_filler_weight=sum(filler_weight(find_fillers(tokens)) for tokens, _ in voiced),
        voiced_timing=join(timing for _, timing in voiced),
    )


def _talk_ratio(tally: _Tally, entries: Sequence[Entry]) -> float | None:
    theirs = interviewer_ms(entries)
    if tally.timing is None or not theirs:
        return None
    return tally.timing.speech_ms / (tally.timing.speech_ms + theirs)


def _cut_offs(entries: Sequence[Entry]) -> int:
    """How often the turn was taken from the candidate too early: the candidate spoke on, over the first words."""
    heard = [
        entry
        for entry in sorted(entries, key=lambda entry: entry.order_index)
        if entry.role is Role.CANDIDATE or not (entry.heard is Heard.CUT and entry.duration_ms < _CUT_OFF_MS)
    ]
    return sum(
        1
        for entry, following in zip(heard, heard[1:], strict=False)
        if entry.role is following.role is Role.CANDIDATE and entry.source is following.source is Source.VOICE
    )


def _note(measure: Measure, value: float | None, tally: _Tally, source: str, skipped: Collection[str]) -> Measured:
    if measure in skipped:
        return Measured.OPTED_OUT
    if value is not None:
        return Measured.OK
    if measure in (Measure.HEDGES, Measure.REPEATS, Measure.VOCABULARY):
        return Measured.TOO_SHORT if tally.words else Measured.NOT_MEASURED
    if measure is Measure.FILLERS and not has_fillers(source):
        return Measured.NOT_MEASURED
    if measure in (Measure.FILLERS, Measure.SPEECH_RATE):
        return Measured.TOO_SHORT if tally.voiced_timing else Measured.NOT_MEASURED
    if measure is Measure.LONG_PAUSES:
        return Measured.TOO_SHORT if tally.timing else Measured.NOT_MEASURED
    return Measured.NOT_MEASURED


def _drowned(notes: Mapping[str, Measured], source: str) -> Iterator[str]:
    """Measures that rest on sound and could not be taken."""
    for measure in _FROM_SOUND:
        is_hopeless = measure is Measure.FILLERS and source in _WITHOUT_FILLERS
        if notes[measure] is Measured.NOT_MEASURED and not is_hopeless:
            yield measure.value


def _is_answered(answer: Answer) -> bool:
    words = sum(count_words(entry.content) for entry in answer.entries)
    speech_ms = sum(timing.speech_ms for entry in answer.entries if (timing := time_entry(entry)))
    tokens = [token for entry in answer.entries for token in entry_tokens(entry)]
    return (words >= _MIN_ANSWER_WORDS or speech_ms >= _MIN_ANSWER_SPEECH_MS) and not _is_passed(tokens)


def _is_passed(tokens: Sequence[Token]) -> bool:
    """Short, and says that no answer will come."""
    return len(tokens) < 2 * _MIN_ANSWER_WORDS and bool(find_phrases(tokens, load_locale().gives_up))


def _per_100(count: int, words: int) -> float | None:
    return count * 100 / words if words >= MIN_RATE_WORDS else None


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
