"""Strengths and improvements by rule. Each rests on a feature that was seen and quotes the passage that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from preppal.analysis.catalogue import IMPROVEMENTS, NOT_FROM_DRAFTS, STRENGTHS, Rule
from preppal.analysis.passages import Passages
from preppal.analysis.scoring import ScoredAnswer
from preppal.domain.feedback import Evidence, Finding
from preppal.domain.interview import InterviewType

MAX_FINDINGS = 3
_MAX_QUOTES = 2
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Observation:
    """A rule that held, and in which answers."""

    rule: Rule
    finding: Finding
    question_indexes: tuple[int, ...]
    weight: float


def find_strengths(scored: Sequence[ScoredAnswer], kind: InterviewType, passages: Passages) -> tuple[Observation, ...]:
    """The heaviest first, no passage quoted twice."""
    return _observe(scored, STRENGTHS[kind], passages, is_draft=False)


def find_improvements(
    scored: Sequence[ScoredAnswer], kind: InterviewType, passages: Passages, *, is_draft: bool
) -> tuple[Observation, ...]:
    """The heaviest first. From a draft transcript nothing is said about single words the recogniser may have lost."""
    rules = [rule for rule in IMPROVEMENTS[kind] if not (is_draft and rule.key in NOT_FROM_DRAFTS)]
    return _observe(scored, rules, passages, is_draft=is_draft)


def note_on(answer: ScoredAnswer, kind: InterviewType, *, is_draft: bool) -> str:
    """What one answer most needs, or what is best about it."""
    holds = [
        rule for rule in IMPROVEMENTS[kind] if not (is_draft and rule.key in NOT_FROM_DRAFTS) and rule.look(answer)
    ]
    if holds:
        worst = max(holds, key=lambda rule: rule.weight)
        return _alone(worst.draft_text) if is_draft and worst.draft_text else worst.note
    best = max((rule for rule in STRENGTHS[kind] if rule.look(answer)), key=lambda rule: rule.weight, default=None)
    return f"{say_count(best.text, 1)}." if best else ""


def _alone(draft_text: str) -> str:
    return f"{say_count(draft_text.removeprefix('in {n} '), 1)}."


def say_count(text: str, count: int) -> str:
    """Put the number of answers in, and the words that follow it."""
    words = _COUNTS[count] if count < len(_COUNTS) else str(count)
    said = text.replace("{n}", f"{words} answer{'' if count == 1 else 's'}")
    while "[" in said:
        before, _, rest = said.partition("[")
        choice, _, after = rest.partition("]")
        one, _, many = choice.partition("|")
        said = before + (one if count == 1 else many) + after
    return said[:1].upper() + said[1:]


def _observe(
    scored: Sequence[ScoredAnswer], rules: Sequence[Rule], passages: Passages, *, is_draft: bool
) -> tuple[Observation, ...]:
    spoken = [answer for answer in scored if answer.text.tokens]
    found = [seen for rule in rules if (seen := _apply(rule, spoken, passages, is_draft)) is not None]
    found.sort(key=lambda seen: -seen.weight)
    kept: list[Observation] = []
    quoted: set[Evidence] = set()
    for seen in found:
        if len(kept) < MAX_FINDINGS and quoted.isdisjoint(seen.finding.evidence):
            kept.append(seen)
            quoted.update(seen.finding.evidence)
    return tuple(kept)


def _apply(rule: Rule, scored: Sequence[ScoredAnswer], passages: Passages, is_draft: bool) -> Observation | None:
    shown = [(answer, segment) for answer in scored if (segment := rule.look(answer)) is not None]
    if not shown:
        return None
    quotes = [passages.quote(answer, segment, from_end=rule.quotes_end) for answer, segment in shown[:_MAX_QUOTES]]
    text = rule.draft_text if is_draft and rule.draft_text else rule.text
    return Observation(
        rule=rule,
        finding=Finding(say_count(text, len(shown)), tuple(quotes), rule.detail),
        question_indexes=tuple(answer.answer.question_index for answer, _ in shown),
        weight=rule.weight * (0.5 + len(shown) / len(scored)),
    )
