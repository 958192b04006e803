"""What a finding looks for in one answer: each look gives the passage that shows it, or None."""

from collections.abc import Callable

from preppal.analysis.language import find_fillers, find_hedges, find_phrases, find_repeats, is_number
from preppal.analysis.locale import load_locale
from preppal.analysis.passages import first_cued, last_of, with_most
from preppal.analysis.prosody import tidy
from preppal.analysis.scoring import ScoredAnswer
from preppal.analysis.star import READING_MS_PER_WORD, Segment, shares
from preppal.domain.bands import ANSWER_SECONDS_LIMITS, MEASURES, Measure
from preppal.domain.feedback import Dimension, StarPart
from preppal.domain.interview import InterviewType
from preppal.domain.transcript import Entry

Look = Callable[[ScoredAnswer], Segment | None]

_SHORT_WORDS = 40
_LONG_RUN_UP = 0.45
_RUN_UP_WORDS = 60
_MANY_HEDGES = 4.0
_MANY_FILLERS = 4.0
_MANY_REPEATS = 3.0
# Of 214 graded answers that fit their question, one in 17 has less relevance than this; under 4.5 it is one in eight.
_OFF_TOPIC = 4.0
_ENOUGH_OWN_ACTIONS = 2
_STEADY_LONG_PAUSES = 1


def is_told(answer: ScoredAnswer) -> bool:
    return answer.features.words >= _SHORT_WORDS


def measured_result(answer: ScoredAnswer) -> Segment | None:
    segment = first_cued(answer, StarPart.RESULT)
    results = [segment, last_of(answer, StarPart.RESULT)]
    return next((one for one in results if one and _has_number(answer, one)), None)


def _has_number(answer: ScoredAnswer, segment: Segment) -> bool:
    return any(is_number(token) for token in answer.text.tokens[segment.first : segment.end])


def cued(part: StarPart) -> Look:
    return lambda answer: first_cued(answer, part) if is_told(answer) else None


def own_action(answer: ScoredAnswer) -> Segment | None:
    if answer.features.own_actions < _ENOUGH_OWN_ACTIONS:
        return None
    starts = [cue.first for cue in answer.cues if cue.part is StarPart.ACTION]
    return with_most(answer, [start for start in starts if answer.text.tokens[start].text == "i"])


def lacks(part: StarPart, *, quoting: StarPart | None = None) -> Look:
    """A told answer without the part; quotes its end, or what stands where the part should follow."""

    def look(answer: ScoredAnswer) -> Segment | None:
        if not is_told(answer) or answer.features.has(part):
            return None
        return (first_cued(answer, quoting) if quoting else None) or answer.segments[-1]

    return look


def result_without_size(answer: ScoredAnswer) -> Segment | None:
    segment = first_cued(answer, StarPart.RESULT)
    return segment if segment and is_told(answer) and not answer.features.late_numbers else None


def hidden_behind_we(answer: ScoredAnswer) -> Segment | None:
    features = answer.features
    if not is_told(answer) or features.own_actions or features.we_words <= features.i_words:
        return None
    we = load_locale().we_words
    return with_most(answer, [index for index, token in enumerate(answer.text.tokens) if token.text in we])


def general(answer: ScoredAnswer) -> Segment | None:
    if answer.features.own_actions:
        return None
    return with_most(answer, [hit.first for hit in find_phrases(answer.text.tokens, load_locale().general)])


def long_run_up(answer: ScoredAnswer) -> Segment | None:
    if answer.features.words < _RUN_UP_WORDS or not answer.features.has(StarPart.ACTION):
        return None
    parts = {
        share.part: share.ms for share in shares(answer.answer, answer.text, answer.cues, InterviewType.BEHAVIORAL)
    }
    is_long = parts[StarPart.SITUATION] > _LONG_RUN_UP * max(READING_MS_PER_WORD, sum(parts.values()))
    return answer.segments[0] if is_long else None


def short(answer: ScoredAnswer) -> Segment | None:
    return answer.segments[0] if not is_told(answer) and not answer.features.gives_up else None


def gives_up(answer: ScoredAnswer) -> Segment | None:
    if is_told(answer):
        return None
    return with_most(answer, [hit.first for hit in find_phrases(answer.text.tokens, load_locale().gives_up)])


def off_topic(answer: ScoredAnswer) -> Segment | None:
    is_off = answer.scores is not None and answer.scores[Dimension.RELEVANCE] < _OFF_TOPIC
    return answer.segments[0] if is_off and is_told(answer) else None


def many_hedges(answer: ScoredAnswer) -> Segment | None:
    if answer.features.hedges < _MANY_HEDGES:
        return None
    return with_most(answer, [hit.first for hit in find_hedges(answer.text.tokens)])


def many_fillers(answer: ScoredAnswer) -> Segment | None:
    if answer.features.fillers < _MANY_FILLERS:
        return None
    return with_most(answer, [hit.first for hit in find_fillers(answer.text.tokens)])


def many_repeats(answer: ScoredAnswer) -> Segment | None:
    if answer.features.repeats < _MANY_REPEATS:
        return None
    return with_most(answer, [hit.first for hit in find_repeats(answer.text.tokens)])


def too_long(answer: ScoredAnswer) -> Segment | None:
    is_long = (answer.metrics.span_ms or 0) > ANSWER_SECONDS_LIMITS.high * 1000
    return answer.segments[0] if is_long and answer.segments else None


def steady_pace(answer: ScoredAnswer) -> Segment | None:
    """Easy to follow by ear: told at a good pace, hardly ever stopping."""
    pace = answer.metrics.speech_rate_wpm
    is_steady = pace is not None and MEASURES[Measure.SPEECH_RATE].ok.holds(pace)
    has_stalls = (answer.metrics.long_pause_count or 0) > _STEADY_LONG_PAUSES
    return answer.segments[0] if is_steady and not has_stalls and is_told(answer) else None


def slow_start(answer: ScoredAnswer) -> Segment | None:
    is_slow = (answer.metrics.response_ms or 0) > MEASURES[Measure.RESPONSE].tolerable.high
    return answer.segments[0] if is_slow else None


def stall(answer: ScoredAnswer) -> Segment | None:
    """A pause so long that the thread is lost; gives the words before it, where words are timed."""
    if (answer.metrics.longest_pause_ms or 0) <= MEASURES[Measure.LONGEST_PAUSE].tolerable.high:
        return None
    owner, at_ms = max(
        ((owner, stop) for owner, entry in enumerate(answer.answer.entries) if (stop := _longest_stop(entry))),
        key=lambda found: found[1][1],
    )
    before = [
        index
        for index, token in enumerate(answer.text.tokens)
        if answer.text.owners[index] == owner and token.start_ms is not None and token.start_ms < at_ms[0]
    ]
    return with_most(answer, before[-1:])


def _longest_stop(entry: Entry) -> tuple[int, int] | None:
    """Where the longest silence inside the turn begins, and how long it is."""
    spans = tidy(entry.speech)
    stops = [(left.end_ms, right.start_ms - left.end_ms) for left, right in zip(spans, spans[1:], strict=False)]
    return max(stops, key=lambda stop: stop[1], default=None)
