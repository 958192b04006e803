"""What a story says in no set phrase: where it happened, what called for something to be done, what came of it.

These parts are found by where they stand. The opening comes before the first step that the teller took; what came of it
follows the last.
"""

from collections.abc import Iterator, Sequence

from preppal.analysis.answers import AnswerText
from preppal.analysis.cues import Cue, own_steps, phrase_cues
from preppal.analysis.language import find_phrases
from preppal.analysis.locale import Locale, load_locale
from preppal.analysis.outcome import OutcomeSigns, outcome_likelihood, read_signs
from preppal.analysis.sentences import sentence_bounds
from preppal.domain.feedback import StarPart
from preppal.domain.interview import InterviewType

# Nobody should be told that an outcome is missing that they told: at 0.4 that happens to one in six, at 0.5 to one in
# five, and of stories without one a third and not three tenths pass (`python -m benchmarks.learn`).
_LIKELY = 0.4


def find_cues(text: AnswerText, interview_type: InterviewType, locale: Locale | None = None) -> tuple[Cue, ...]:
    """All cues in order, of a story also those that are inferred."""
    cues = phrase_cues(text, interview_type, locale)
    if interview_type is not InterviewType.BEHAVIORAL:
        return cues
    named = {cue.part for cue in cues}
    inferred = [cue for cue in _infer(text, cues) if cue.part not in named]
    return tuple(sorted([*cues, *inferred], key=lambda cue: cue.place))


def judge_outcome(text: AnswerText, cues: Sequence[Cue], interview_type: InterviewType) -> float:
    """How likely it is that the answer says what came of it, 0 to 1."""
    if interview_type is not InterviewType.BEHAVIORAL or not own_steps(text, cues):
        return float(_names_result(cues))
    return outcome_likelihood(outcome_signs(text, cues))


def outcome_signs(text: AnswerText, cues: Sequence[Cue]) -> OutcomeSigns:
    """What follows the last own step, apart from sentences of padding and "that's it"."""
    last = _last_step(text, cues)
    locale = load_locale()
    idle = find_phrases(text.tokens, (*locale.padding, *locale.closers))
    rest = [
        token
        for first, end in sentence_bounds(text)
        if not any(first <= hit.first < end for hit in idle)
        for token in text.tokens[max(first, last) : end]
    ]
    return read_signs(rest, has_phrase=_names_result(cues))


def _infer(text: AnswerText, cues: Sequence[Cue]) -> Iterator[Cue]:
    if not own_steps(text, cues):
        return
    yield from _opening_cues(text, cues)
    if judge_outcome(text, cues, InterviewType.BEHAVIORAL) >= _LIKELY:
        yield _outcome_cue(text, cues)


def _opening_cues(text: AnswerText, cues: Sequence[Cue]) -> Iterator[Cue]:
    """The sentence before the first own step says what called for it, if another one before it set the scene."""
    first_step = min(cue.first for cue in own_steps(text, cues))
    opening = [bound for bound in sentence_bounds(text) if bound[1] <= first_step]
    if len(opening) > 1:
        yield Cue(StarPart.TASK, *opening[-1], is_inferred=True)


def _names_result(cues: Sequence[Cue]) -> bool:
    return any(cue.part is StarPart.RESULT and not cue.is_inferred for cue in cues)


def _last_step(text: AnswerText, cues: Sequence[Cue]) -> int:
    """Where the last own step ends that is told for itself, which "where I put it" is not."""
    words = load_locale().clause_words
    steps = own_steps(text, cues)
    told = [cue.end for cue in steps if not (cue.first and text.tokens[cue.first - 1].text in words)]
    return max(told or [cue.end for cue in steps], default=len(text.tokens))


def _outcome_cue(text: AnswerText, cues: Sequence[Cue]) -> Cue:
    """The first sentence after the last own step; what is left of the step's own sentence where none follows."""
    last = _last_step(text, cues)
    first, end = next((bound for bound in sentence_bounds(text) if bound[0] >= last), (last, len(text.tokens)))
    return Cue(StarPart.RESULT, first, end, is_inferred=True)
