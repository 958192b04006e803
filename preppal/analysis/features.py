"""What a program can see in one answer: the numbers that scores and findings rest on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from preppal.analysis.answers import AnswerText
from preppal.analysis.cues import Cue, own_steps
from preppal.analysis.language import (
    Hit,
    count_in,
    filler_weight,
    find_fillers,
    find_hedges,
    find_phrases,
    find_repeats,
    is_number,
    mattr,
)
from preppal.analysis.locale import Locale, load_locale
from preppal.analysis.relevance import Topic, fit, touches
from preppal.analysis.star import LEAD_IN_WORDS
from preppal.analysis.story import find_cues, judge_outcome
from preppal.analysis.terms import common_stems, content_stems
from preppal.analysis.tokens import Token
from preppal.domain.feedback import StarPart
from preppal.domain.interview import InterviewType

# Good answers bring one new, not everyday word in three or four; padding and saying it twice bring fewer.
_WORDS_PER_NEW_STEM = 3.5
_LATE = 0.45
# The last third of an answer is its ending.
_CLOSING = 0.67


@dataclass(frozen=True, slots=True)
class Features:
    """Rates are per 100 words. `positions` says where, from 0 to 1, each part first shows itself.

    `closings` are the parts that its ending shows; `fit` says from 0 to 1 how
    well it fits the question, None when nothing is known of that. `outcome` says from 0 to 1 how likely it is that
    it tells what came of it: of a story by all that follows the last own step, elsewhere by its cues.
    """

    words: int
    telling_words: float
    function_share: float
    positions: dict[StarPart, float]
    closings: frozenset[StarPart]
    cue_counts: dict[StarPart, int]
    outcome: float
    numbers: int
    late_numbers: int
    own_actions: int
    i_words: int
    we_words: int
    fillers: float
    hedges: float
    repeats: float
    padding: float
    general: int
    gives_up: int
    sentence_words: float
    vocabulary: float | None
    fit: float | None
    touches_topic: bool
    job_terms: int

    def has(self, part: StarPart) -> bool:
        return part in self.positions


def read_features(text: AnswerText, kind: InterviewType, topic: Topic, cues: Sequence[Cue] | None = None) -> Features:
    """All features of an answer; `cues` may be handed in when they are known already."""
    locale = load_locale()
    tokens = text.tokens
    padding = find_phrases(tokens, locale.padding)
    unpadded = _without(tokens, padding)
    found = find_cues(text, kind, locale) if cues is None else cues
    stems = content_stems(unpadded, locale)
    numbers = [index for index, token in enumerate(tokens) if is_number(token, locale)]
    meant = [token for token in tokens if not locale.hard_filler.fullmatch(token.text)]
    return Features(
        words=len(tokens),
        telling_words=min(len(tokens), _WORDS_PER_NEW_STEM * len(set(stems) - common_stems(locale))),
        function_share=_function_share(tokens, locale),
        positions=_positions(found, len(tokens)),
        closings=frozenset(cue.part for cue in found if cue.end > _CLOSING * len(tokens)),
        cue_counts=dict(Counter(cue.part for cue in found)),
        outcome=judge_outcome(text, found, kind),
        numbers=len(numbers),
        late_numbers=sum(1 for index in numbers if index >= _LATE * len(tokens)),
        own_actions=len({tuple(token.text for token in tokens[cue.first : cue.end]) for cue in own_steps(text, found)}),
        i_words=count_in(tokens, locale.i_words),
        we_words=count_in(tokens, locale.we_words),
        fillers=_per_100(filler_weight(find_fillers(tokens, locale)), tokens),
        hedges=_per_100(len(find_hedges(tokens, locale)), tokens),
        repeats=_per_100(len(find_repeats(tokens, locale)), tokens),
        padding=_per_100(len(padding), tokens),
        general=len(find_phrases(tokens, locale.general)),
        gives_up=len(find_phrases(tokens, locale.gives_up)),
        sentence_words=_sentence_words(tokens, len(meant)),
        vocabulary=mattr([token.text for token in meant]),
        fit=fit(topic, stems, unpadded, kind),
        touches_topic=touches(topic, stems),
        job_terms=sum(1 for term in topic.job if term in stems),
    )


def _positions(cues: Sequence[Cue], size: int) -> dict[StarPart, float]:
    positions: dict[StarPart, float] = {}
    for cue in cues:
        positions.setdefault(cue.part, cue.first / size)
    if cues and StarPart.SITUATION not in positions and cues[0].first >= LEAD_IN_WORDS:
        positions[StarPart.SITUATION] = 0.0
    return positions


def _function_share(tokens: Sequence[Token], locale: Locale) -> float:
    return count_in(tokens, locale.function_words) / len(tokens) if tokens else 0.0


def _sentence_words(tokens: Sequence[Token], meant: int) -> float:
    """Words per sentence, without "um"; 0 where nobody wrote full stops and length says nothing."""
    sentences = sum(token.begins for token in tokens)
    return meant / sentences if sentences > 1 else 0.0


def _without(tokens: Sequence[Token], hits: Sequence[Hit]) -> list[Token]:
    left_out = {index for hit in hits for index in range(hit.first, hit.end)}
    return [token for index, token in enumerate(tokens) if index not in left_out]


def _per_100(count: float, tokens: Sequence[Token]) -> float:
    return count * 100 / len(tokens) if tokens else 0.0
