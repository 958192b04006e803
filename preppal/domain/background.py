"""What a candidate's papers tell an interviewer: skills from a known list, their roles, and the words that matter.

Only what is on the known list is ever said aloud: a résumé is somebody else's text, not ours.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

_WORD = re.compile(r"[a-z][a-z+#]+")
_ENDINGS = ("ments", "ment", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "s", "y", "e")
_SHORTEST_STEM = 3
_COMMON_WORDS = frozenset(
    "a about across after all also an and any are as at be been before being both but by can could did do does each "
    "for from had has have he her here his how if in into is it its just made make many may more most must my new no "
    "not of on one or other our out over own per role she should so some such team than that the their them then "
    "there these they this those through to too under up us use used using very was way we well were what when where "
    "which while who why will with within work worked working would year years you your".split()
)


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill by the name people say, with its spellings. In `exact_spellings`, everyday words, capitals count."""

    name: str
    spellings: tuple[str, ...] = ()
    exact_spellings: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class SkillList:
    """The skills we know, and how to find them in a text."""

    skills: tuple[Skill, ...]
    role_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def _by_spelling(self) -> dict[str, Skill]:
        loose = {spelling.lower(): skill for skill in self.skills for spelling in skill.spellings}
        return loose | {spelling: skill for skill in self.skills for spelling in skill.exact_spellings}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        exact = {spelling for skill in self.skills for spelling in skill.exact_spellings}
        longest_first = sorted(self._by_spelling, key=lambda spelling: (-len(spelling), spelling))
        choices = (
            re.escape(spelling) if spelling in exact else f"(?i:{re.escape(spelling)})" for spelling in longest_first
        )
        return re.compile(rf"(?<![\w+#.])(?:{'|'.join(choices)})(?![\w+#])")

    def find(self, text: str) -> tuple[Skill, ...]:
        """The skills a text names, each once, in order of first mention."""
        named = (match.group() for match in self._pattern.finditer(text))
        return tuple(dict.fromkeys(self._by_spelling.get(name) or self._by_spelling[name.lower()] for name in named))

    def roles(self, text: str, skills: Iterable[Skill]) -> frozenset[str]:
        """The roles a text speaks of, by its words and by the skills in it."""
        lowered = text.lower()
        named = {role for role, words in self.role_words.items() if any(_has_word(lowered, word) for word in words)}
        return frozenset(named | {role for skill in skills for role in skill.roles})


@dataclass(frozen=True, slots=True)
class Background:
    """`skills`: those in both papers first. `terms`: the stems of all words that matter."""

    skills: tuple[Skill, ...] = ()
    roles: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()


def read_background(job_description: str, resume: str, known: SkillList) -> Background:
    """What the two texts tell. The job's roles count; a résumé's only when there is no job description."""
    wanted, offered = known.find(job_description), known.find(resume)
    shared = [skill for skill in offered if skill in wanted]
    skills = tuple(dict.fromkeys([*shared, *offered, *wanted]))
    deciding = job_description if job_description.strip() else resume
    roles = known.roles(deciding, wanted if job_description.strip() else offered)
    return Background(skills, roles, stems(f"{job_description} {resume}"))


def stems(text: str) -> frozenset[str]:
    """The words that matter, without endings: enough to match 'deadline' with 'deadlines'."""
    return frozenset(stem(word) for word in _WORD.findall(text.lower()) if word not in _COMMON_WORDS)


def stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def _has_word(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
