"""Which interviews there are: when each was, what it was about, how well it went and how it ended. Deterministic."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from preppal.config import EngineName
from preppal.domain.interview import PERSONAS, Difficulty, InterviewType

_SEED = 20_261_127
# Everything that may happen to an interview is among so many; fewer are simply interviews.
_FEWEST_FOR_ODD_ONES = 12
_LONG_TITLE = (
    "Senior Principal Product Analyst for Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten"
    "gesellschaft, Freight and Intermodal Logistics (Central and Eastern Europe)"
)
_JOBS = ("", "Product Analyst", "Ward sister", "Release engineer", "", "Data engineer, payments", "Shop manager")
_KINDS = (
    InterviewType.BEHAVIORAL,
    InterviewType.BEHAVIORAL,
    InterviewType.TECHNICAL_VERBAL,
    InterviewType.HR_SCREEN,
)
_IN_FULL = 24
# Days ago of the newest ones: a run of days with one day off, so that the streak has used its free day.
_RECENT_DAYS = (0, 1, 2, 4, 5)


class Fate(StrEnum):
    REVIEWED = "reviewed"
    RECORDED = "recorded"
    TYPED = "typed"
    TOO_SHORT = "too short"
    NO_ANSWER = "no answer"
    LEFT = "left"
    REVIEW_FAILED = "review failed"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Plan:
    """`skill` is 0 to 1 and grows over the weeks; everything that is said and measured follows from it."""

    number: int
    days_ago: int
    kind: InterviewType
    difficulty: Difficulty
    persona: str
    engine: EngineName
    job_title: str
    duration_min: int
    questions: int
    skill: float
    fate: Fate = Fate.REVIEWED


def make_plans(count: int) -> list[Plan]:
    """Oldest first."""
    chance = Random(_SEED)
    days = _days_ago(count, chance)
    fates = _fates(count)
    return [_plan(number, days[number], fates[number], count, chance) for number in range(count)]


def _plan(number: int, days_ago: int, fate: Fate, count: int, chance: Random) -> Plan:
    share = (number + 1) / count if count > 1 else 0.6
    is_newest = number == count - 1
    return Plan(
        number=number,
        days_ago=days_ago,
        kind=InterviewType.BEHAVIORAL if is_newest else _KINDS[number % len(_KINDS)],
        difficulty=tuple(Difficulty)[chance.randrange(3)],
        persona=tuple(PERSONAS)[number % len(PERSONAS)],
        engine=EngineName.GEMINI if is_newest else _engine(number, count),
        job_title=_LONG_TITLE if number == count - 4 else _JOBS[number % len(_JOBS)],
        duration_min=(10, 15, 20)[chance.randrange(3)],
        # Long ago they were short: a review takes its time, and nobody looks at each of two hundred.
        questions=2 if number < count - _IN_FULL else 4,
        # The newest has both strengths and something to work on, since its report is the one to look at.
        skill=0.55 if is_newest else min(1.0, max(0.0, 0.15 + 0.75 * share + chance.uniform(-0.18, 0.18))),
        fate=fate,
    )


def _engine(number: int, count: int) -> EngineName:
    """Somebody who began without a key, and came back to that now and then."""
    began_without_key = count > 3 and number < count // 5
    return EngineName.OFFLINE if began_without_key or (count > 3 and number % 11 == 5) else EngineName.GEMINI


def _days_ago(count: int, chance: Random) -> list[int]:
    recent = list(_RECENT_DAYS[: max(1, count // 2)])
    days = recent[:count]
    while len(days) < count:
        days.append(days[-1] + chance.choice((0, 1, 1, 2, 2, 3, 5)) + (4 if count <= 3 else 0))
    return days[::-1]


def _fates(count: int) -> Sequence[Fate]:
    """The newest is always a plain one, so that the newest report can be read."""
    fates = [Fate.REVIEWED] * count
    if count:
        fates[-1] = Fate.RECORDED
    if count < _FEWEST_FOR_ODD_ONES:
        return fates
    odd = (Fate.TYPED, Fate.LEFT, Fate.TOO_SHORT, Fate.NO_ANSWER, Fate.REVIEW_FAILED, Fate.WAITING)
    for place, fate in enumerate(odd):
        fates[count - 3 - place] = fate
    return fates
