"""A posting's fields, by rules and without a network: what it demands, what it would like, what the work is."""

import re
from collections.abc import Iterable, Sequence

from preppal.documents.resume_fields import FindSkills
from preppal.documents.sections import is_point, lines_of, point, split_sections
from preppal.domain.papers import JobFields

_HEADINGS = {
    "must": (
        "requirements", "required", "required skills", "must have", "must-have", "must haves", "qualifications",
        "what you bring", "what you'll bring", "what you’ll bring", "what we look for", "what we're looking for",
        "what we’re looking for", "who you are", "about you", "your profile", "you have", "minimum qualifications",
        "basic qualifications", "essential", "essential skills", "skills", "skills and experience",
        "skills and qualifications", "experience", "dein profil", "ihr profil", "anforderungen", "profil recherché",
    ),
    "nice": (
        "nice to have", "nice-to-have", "nice to haves", "preferred", "preferred qualifications", "desirable", "bonus",
        "bonus points", "a plus", "pluses", "it's a plus", "desired skills", "extra points", "good to have",
    ),
    "duties": (
        "responsibilities", "key responsibilities", "duties", "your role", "the role", "what you will do",
        "what you'll do", "what you’ll do", "your tasks", "tasks", "about the role", "job description", "the job",
        "role description", "main duties", "day to day", "aufgaben", "deine aufgaben", "ihre aufgaben", "vos missions",
    ),
    "other": (
        "benefits", "perks", "what we offer", "we offer", "about us", "about the company", "who we are", "how to apply",
        "salary", "compensation", "location", "our values", "equal opportunity", "wir bieten", "the team",
    ),
}  # fmt: skip
_MUST = re.compile(r"\b(?:must|required?|requires|essential|mandatory|at least \d+|minimum|you have|proven)\b", re.I)
_NICE = re.compile(r"\b(?:nice to have|a plus|is a bonus|preferred|ideally|desirable|advantage\w*|welcome)\b", re.I)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_MAX_ITEMS = 20
_MIN_CHARS = 4
_MAX_CHARS = 240


def read_job(text: str, find_skills: FindSkills) -> JobFields:
    sections = split_sections(text, _HEADINGS)
    must, nice = _items(lines_of(sections, "must")), _items(lines_of(sections, "nice"))
    # A sentence may say otherwise than the heading it stands under.
    loose = _items(lines_of(sections, ""), only_points=False)
    nice_here = [item for item in (*must, *loose) if _NICE.search(item)]
    must_loose = [item for item in loose if _MUST.search(item) and item not in nice_here]
    return JobFields(
        skills=tuple(find_skills(text)),
        must_have=_unique(item for item in (*must, *must_loose) if item not in nice_here),
        nice_to_have=_unique((*nice, *nice_here)),
        responsibilities=_unique(_items(lines_of(sections, "duties"))),
    )


def job_title(text: str) -> str:
    """The first line, when it is short enough to be a title."""
    first = point(next((line for line in text.split("\n") if line.strip()), "")).lstrip("# ")
    label, colon, rest = first.partition(":")
    if colon and label.lower() in {"job title", "title", "position", "role", "job", "vacancy"}:
        first = rest.strip()
    return first if 2 < len(first) <= 80 and not first.endswith(".") else ""


def _items(lines: Sequence[str], *, only_points: bool = True) -> list[str]:
    """The bullets; where there are none, the sentences."""
    points = [point(line) for line in lines if is_point(line)]
    if not points or not only_points:
        points += [sentence for line in lines if not is_point(line) for sentence in _SENTENCE_END.split(line.strip())]
    return [item for item in points if _MIN_CHARS <= len(item) <= _MAX_CHARS]


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))[:_MAX_ITEMS]
