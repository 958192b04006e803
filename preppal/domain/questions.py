"""Questions an interviewer may ask, and which of them to ask whom. Pure: the data is read elsewhere.

The choice is greedy: an uncovered competency, closeness to the job and the résumé, roles that fit, novelty, and a
little seeded chance, at a level that rises through the interview.
"""

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from preppal.domain.background import Background, stems
from preppal.domain.follow_ups import Move
from preppal.domain.interview import Difficulty, InterviewType

SKILL_SLOT = "{skill}"
GENERAL_ROLE = "general"

_COVERS_NEW = 2.0
_CLOSENESS = 1.5
_FITS_ROLE = 1.0
_SIMILARITY = 1.0
_ASKED_LATELY = 3.0
_CHANCE = 0.6

# Up to which share of the interview a level is asked.
_RAMPS: Mapping[Difficulty, tuple[tuple[float, Difficulty], ...]] = {
    Difficulty.WARMUP: ((0.6, Difficulty.WARMUP), (1.0, Difficulty.STANDARD)),
    Difficulty.STANDARD: ((0.2, Difficulty.WARMUP), (0.8, Difficulty.STANDARD), (1.0, Difficulty.INTENSE)),
    Difficulty.INTENSE: ((0.4, Difficulty.STANDARD), (1.0, Difficulty.INTENSE)),
}


@dataclass(frozen=True, slots=True)
class Anchors:
    """What a weak, a sound and a strong answer hold."""

    low: str
    mid: str
    high: str


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """One question of the bank. `seconds` is what a good answer takes; `probes` are the words of each move."""

    id: str
    interview_type: InterviewType
    level: Difficulty
    competency: str
    text: str
    seconds: int
    probes: Mapping[Move, str]
    lexicon: tuple[str, ...]
    look_for: tuple[str, ...]
    anchors: Anchors
    roles: tuple[str, ...] = (GENERAL_ROLE,)
    avoid_with: tuple[str, ...] = ()
    version: int = 1

    @property
    def needs_skill(self) -> bool:
        return SKILL_SLOT in self.text

    def spoken(self, skill: str) -> str:
        """The text with its slot filled."""
        return self.text.replace(SKILL_SLOT, skill)


@dataclass(frozen=True, slots=True)
class Wish:
    """What an interview asks of the bank."""

    interview_type: InterviewType
    difficulty: Difficulty
    count: int
    background: Background
    recent_ids: frozenset[str] = frozenset()
    seed: str = ""


def choose_questions(bank: Iterable[BankQuestion], wish: Wish) -> tuple[BankQuestion, ...]:
    """`wish.count` questions in the order to ask them; fewer only when the bank holds fewer."""
    candidates = [question for question in bank if _suits(question, wish)]
    weights = _Weights(candidates, wish)
    chosen: list[BankQuestion] = []
    for position in range(min(wish.count, len(candidates))):
        left = [question for question in candidates if _goes_with(question, chosen)]
        left = left or [question for question in candidates if question not in chosen]
        level = level_at(position, wish.count, wish.difficulty)
        fitting = [question for question in left if question.level is level] or left
        chosen.append(max(fitting, key=lambda question: (weights.score(question, chosen), question.id)))
    return tuple(chosen)


def level_at(position: int, count: int, difficulty: Difficulty) -> Difficulty:
    """The level of the question at `position`, from 0; it never falls."""
    share = (position + 0.5) / count
    return next(level for until, level in _RAMPS[difficulty] if share <= until)


def skill_for(question_id: str, background: Background, seed: str) -> str:
    """The skill a question with a slot asks about: among the first few, which both papers name."""
    if not background.skills:
        return ""
    return random.Random(f"{seed}:{question_id}:skill").choice(background.skills[:3]).name


def closeness(question: BankQuestion, terms: frozenset[str], rarity: Mapping[str, float]) -> float:
    """How much of the question's lexicon the papers speak of, rare words counting more: 0 to 1."""
    total = matched = 0.0
    for entry in question.lexicon:
        parts = _stems(entry)
        weight = sum(rarity.get(part, 1.0) for part in parts)
        total += weight
        matched += weight if parts and parts <= terms else 0.0
    return matched / total if total else 0.0


def similarity(one: BankQuestion, other: BankQuestion) -> float:
    """Jaccard of the words that matter in both texts."""
    mine, theirs = _stems(one.text), _stems(other.text)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    """Of the bank's own texts, which come again and again."""
    return stems(text)


def rarity_of_terms(questions: Sequence[BankQuestion]) -> Mapping[str, float]:
    """Inverse document frequency of every stem in the lexicons."""
    found = Counter(stem for question in questions for stem in _stems(" ".join(question.lexicon)))
    return {stem: 1 + math.log((1 + len(questions)) / (1 + count)) for stem, count in found.items()}


class _Weights:
    """What speaks for a question, whatever has been chosen, and what depends on that."""

    def __init__(self, candidates: Sequence[BankQuestion], wish: Wish) -> None:
        self._wish = wish
        rarity = rarity_of_terms(candidates)
        self._fixed = {question.id: self._own_merit(question, rarity) for question in candidates}

    def score(self, question: BankQuestion, chosen: Sequence[BankQuestion]) -> float:
        covered = {other.competency for other in chosen}
        nearest = max((similarity(question, other) for other in chosen), default=0.0)
        novelty = _COVERS_NEW * (question.competency not in covered) - _SIMILARITY * nearest
        return self._fixed[question.id] + novelty

    def _own_merit(self, question: BankQuestion, rarity: Mapping[str, float]) -> float:
        wish = self._wish
        chance = random.Random(f"{wish.seed}:{question.id}").random()
        lately = _ASKED_LATELY * (question.id in wish.recent_ids)
        close = _CLOSENESS * closeness(question, wish.background.terms, rarity)
        role = _FITS_ROLE * bool(wish.background.roles.intersection(question.roles))
        return close + role + _CHANCE * chance - lately


def _suits(question: BankQuestion, wish: Wish) -> bool:
    """A question for one role is asked of that role only; one about a skill needs a skill."""
    background = wish.background
    is_for_them = GENERAL_ROLE in question.roles or background.roles.intersection(question.roles)
    has_words = background.skills or not question.needs_skill
    return question.interview_type is wish.interview_type and bool(is_for_them and has_words)


def _goes_with(question: BankQuestion, chosen: Sequence[BankQuestion]) -> bool:
    """Not asked in this interview, nor too close to one that is."""
    return all(
        question.id != other.id and question.id not in other.avoid_with and other.id not in question.avoid_with
        for other in chosen
    )
