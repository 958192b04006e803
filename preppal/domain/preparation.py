"""What somebody prepares for, in their own words, and what follows from it for practice. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from preppal.domain.bands import Measure
from preppal.domain.feedback import StarPart
from preppal.domain.interview import Difficulty, InterviewType

# So close to the day one whole run helps more than a new habit; up to a week, practice is as hard as it gets.
REHEARSAL_DAYS, CLOSE_DAYS = 3, 7
_SHOWN_CHARS = 60


class Aim(StrEnum):
    """Something to get better at that practice here can be about."""

    FILLERS = "fillers"
    PACE = "pace"
    PAUSES = "pauses"
    ENDINGS = "endings"
    OWN_PART = "own_part"
    STRUCTURE = "structure"
    TECHNICAL = "technical"
    SCREENING = "screening"
    NERVES = "nerves"
    PRESSURE = "pressure"

    @property
    def words(self) -> str:
        """As in "You want to work on …"."""
        return _WORDS[self]


_WORDS: Mapping[Aim, str] = {
    Aim.FILLERS: "filler words",
    Aim.PACE: "your pace",
    Aim.PAUSES: "pauses",
    Aim.ENDINGS: "how answers end",
    Aim.OWN_PART: "saying what you did yourself",
    Aim.STRUCTURE: "how answers are built",
    Aim.TECHNICAL: "technical answers",
    Aim.SCREENING: "the first screening call",
    Aim.NERVES: "staying calm",
    Aim.PRESSURE: "hard questions",
}
_SAID: Mapping[Aim, tuple[str, ...]] = {
    Aim.FILLERS: ("fillers?", "ums?", "uhs?", "you know"),
    Aim.PACE: (
        r"too (fast|slow\w*)",
        r"slow(er|ing)? down",
        "pace",
        "speed",
        r"rush\w*",
        r"talk(ing)? (slower|faster|fast)",
    ),
    Aim.PAUSES: (r"paus\w+", "silences?", r"freez\w+", "(go|going) blank", "blanking"),
    Aim.ENDINGS: (
        r"end(ing|s)?( my)? answers?",
        "endings?",
        "results?",
        "outcomes?",
        "impact",
        "numbers",
        "metrics",
        r"quantify\w*",
        r"conclu\w+",
    ),
    Aim.OWN_PART: ("own part", "saying we", "my (own )?(role|contribution|part)", "what i did"),
    Aim.STRUCTURE: (
        r"structur\w+",
        "star",
        r"rambl\w+",
        "to the point",
        r"concise\w*",
        "shorter( answers)?",
        r"focus\w*",
        "stor(y|ies)",
        "examples?",
    ),
    Aim.TECHNICAL: (
        r"technical\w*",
        "system design",
        "coding",
        "algorithms?",
        "architecture",
        "trade-?offs?",
        "explain(ing)? (code|concepts?)",
    ),
    Aim.SCREENING: (
        "screen(ing)?",
        "recruiters?",
        "motivation",
        "salary",
        "notice period",
        "about (myself|yourself)",
        "weakness(es)?",
        "why (this|the) (job|company)",
    ),
    Aim.NERVES: (
        r"nerv\w+",
        r"anxi\w+",
        r"confiden\w+",
        r"calm\w*",
        r"shy\w*",
        "scared",
        "afraid",
        "first (ever )?interview",
    ),
    Aim.PRESSURE: (
        "pressure",
        "(hard|difficult) questions?",
        r"tough\w*",
        r"challeng\w+",
        "follow-?ups?",
        "push ?back",
        r"stress\w*",
    ),
}
_FINDERS = {aim: re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?!\w)", re.IGNORECASE) for aim, said in _SAID.items()}
_TYPES = {Aim.TECHNICAL: InterviewType.TECHNICAL_VERBAL, Aim.SCREENING: InterviewType.HR_SCREEN}
_STORIES = (Aim.ENDINGS, Aim.OWN_PART, Aim.STRUCTURE)
PARTS: Mapping[Aim, frozenset[StarPart]] = {
    Aim.ENDINGS: frozenset({StarPart.RESULT}),
    Aim.OWN_PART: frozenset({StarPart.ACTION}),
    Aim.STRUCTURE: frozenset(StarPart),
}
MEASURED: Mapping[Aim, Measure] = {
    Aim.FILLERS: Measure.FILLERS,
    Aim.PACE: Measure.SPEECH_RATE,
    Aim.PAUSES: Measure.LONG_PAUSES,
}


@dataclass(frozen=True, slots=True)
class Preparation:
    """Of the onboarding and the settings. `timeline` is this_week, 2_4_weeks, exploring or nothing."""

    target_role: str = ""
    timeline: str = ""
    goals: str = ""
    interview_on: date | None = None

    @property
    def aims(self) -> tuple[Aim, ...]:
        """What the goals speak of, in the order in which they do; words nobody knows mean nothing."""
        found = {aim: match.start() for aim, finder in _FINDERS.items() if (match := finder.search(self.goals))}
        return tuple(sorted(found, key=lambda aim: found[aim]))

    def days_left(self, today: date) -> int | None:
        """None without a date, or when it has passed."""
        if self.interview_on is None or self.interview_on < today:
            return None
        return (self.interview_on - today).days

    def is_close(self, today: date) -> bool:
        """The interview is within a week."""
        days = self.days_left(today)
        return days <= CLOSE_DAYS if days is not None else self.interview_on is None and self.timeline == "this_week"

    def is_rehearsal(self, today: date) -> bool:
        """Within three days of a known date."""
        days = self.days_left(today)
        return days is not None and days <= REHEARSAL_DAYS

    def standing(self, today: date) -> str:
        """How things stand, as a sentence; nothing when nothing is known."""
        role = f" as {_shown(self.target_role)}" if self.target_role else ""
        if self.interview_on is not None and self.interview_on < today:
            return "The date of your interview has passed: set the next one in the settings."
        days = self.days_left(today)
        if days is not None:
            when = "is today" if days == 0 else "is tomorrow" if days == 1 else f"is in {days} days"
            return f"Your interview{role} {when}."
        if self.timeline == "this_week":
            return f"Your interview{role} is this week."
        if self.timeline == "2_4_weeks":
            return f"Your interview{role} is in two to four weeks."
        return f"You practise for a job{role}." if role else ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a new interview begins with, where goals and time say so. `why` is a sentence, or nothing."""

    interview_type: InterviewType | None = None
    difficulty: Difficulty | None = None
    why: str = ""


def suggest(preparation: Preparation, today: date, *, is_first: bool = False) -> Suggestion:
    """The type by the first aim that belongs to one; the difficulty by nerves, then pressure, then the time left.

    `is_first`: nobody begins with the hardest because the day is close.
    """
    aims = preparation.aims
    kind = next((_TYPES[aim] for aim in aims if aim in _TYPES), None)
    story = next((aim for aim in aims if aim in _STORIES), None)
    if kind is None and story is not None:
        kind = InterviewType.BEHAVIORAL
    about = next((aim for aim in aims if aim in _TYPES), story)
    level, because = _level(preparation, aims, is_close=preparation.is_close(today), is_first=is_first)
    reasons = [f"you want to work on {about.words}" if about else "", because]
    said = " and ".join(filter(None, reasons))
    return Suggestion(kind, level, f"{said[:1].upper()}{said[1:]}." if said else "")


def _level(
    preparation: Preparation, aims: tuple[Aim, ...], *, is_close: bool, is_first: bool
) -> tuple[Difficulty | None, str]:
    if Aim.NERVES in aims:
        return Difficulty.WARMUP, "a gentle start helps with staying calm"
    if Aim.PRESSURE in aims:
        return Difficulty.INTENSE, "hard questions are what you want to be ready for"
    if is_close and not is_first:
        return Difficulty.INTENSE, "your interview is close, so practise as hard as it may get"
    if is_first and preparation.timeline == "exploring" and preparation.interview_on is None:
        return Difficulty.WARMUP, "you are just exploring, so nothing has to be hard"
    return None, ""


def _shown(role: str) -> str:
    return role if len(role) <= _SHOWN_CHARS else f"{role[:_SHOWN_CHARS].rsplit(' ', 1)[0]} …"
