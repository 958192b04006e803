"""Which question the interviewer asks, judged from its words against the plan it was given.

A tool that the model calls before each question was decided against: in the field each further tool brings repeated
sentences, empty turns after its answer and calls that are forgotten. The plan's wording is kept by instruction, so the
words themselves say which question is asked; what fits none of them is a follow-up.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from preppal.domain.background import stems
from preppal.domain.transcript import Entry, Question, Role, question_text

_CLEARLY = 0.8
_PROBABLY = 0.6
_NEXT_IN_LINE = 0.5  # the one that is due needs less
_MAX_FOLLOW_UPS = 2
_ASKING = re.compile(r"\b(tell|describe|walk|talk|explain|give|show) (me|us)\b|\bdescribe\b", re.I)
_GOODBYE = re.compile(
    r"\b(good ?bye|bye( now| for now)?[.!]*$|we('ll| will) be in touch"
    r"|that('s| is| concludes| brings).{0,40}\b(the end|all (i|we) have|(our|the) interview)"
    r"|(enjoy|have a (good|great|nice)) .{0,20}(day|evening|week))",
    re.I,
)


class QuestionTracker:
    """Counts core questions and follow-ups of one interview."""

    def __init__(self, plan: Sequence[Question], count: int, entries: Iterable[Entry] = ()) -> None:
        self._plan = tuple(plan)
        self._count = count
        self._asked_ids: set[str] = set()
        self._texts: dict[str, None] = {}
        self._open: Question | None = None
        self._follow_ups = 0
        for entry in entries:
            if entry.role is Role.INTERVIEWER and entry.question is not None:
                self.note(entry.question, question_text(entry))

    @property
    def open_text(self) -> str:
        """The words of the open question; empty before the first."""
        return self._open.text if self._open else ""

    @property
    def asked(self) -> tuple[str, ...]:
        """The words of every question so far, each once."""
        return tuple(self._texts)

    def note(self, question: Question, text: str) -> None:
        """It has been asked."""
        self._texts[" ".join((question.text or text).split())] = None
        is_new = self._open is None or question.index > self._open.index
        if question.is_follow_up:
            self._follow_ups = 0 if is_new else self._follow_ups + 1
        elif is_new:
            self._follow_ups = 0
        if question.question_id:
            self._asked_ids.add(question.question_id)
        self._open = question if question.text else replace(question, text=text)

    def recognise(self, text: str) -> Question | None:
        """A planned question, in words that may go on; None while that is not clear."""
        planned, share = self._best(text)
        return self._as_asked(planned) if planned is not None and share >= _CLEARLY else None

    def judge(self, text: str) -> Question | None:
        """What a whole turn asks; None when it asks nothing."""
        planned, share = self._best(text)
        due = next((question for question in self._plan if question.question_id not in self._asked_ids), None)
        if planned is not None and share >= (_NEXT_IN_LINE if planned is due else _PROBABLY):
            return self._as_asked(planned)
        if "?" not in text and not _ASKING.search(text):
            return None
        return self._unplanned(text)

    def _best(self, text: str) -> tuple[Question | None, float]:
        heard = stems(text)
        scored = [(_share(question.text, heard), -question.index, question) for question in self._plan]
        if not scored:
            return None, 0.0
        share, _, question = max(scored, key=lambda item: item[:2])
        return question, share

    def _as_asked(self, planned: Question) -> Question:
        """By its place in the plan; one from further back is gone into once more."""
        if planned.index >= self._index:
            return replace(planned, index=min(planned.index, self._count))
        return replace(planned, index=self._index, is_follow_up=True)

    def _unplanned(self, text: str) -> Question:
        """The open question once more, a follow-up, or a new one: when nothing was asked yet or enough followed up."""
        words = _asking_sentence(text)
        if self._open is not None and stems(words) == stems(self._open.text):
            return self._open
        is_follow_up = self._open is not None and (self._follow_ups < _MAX_FOLLOW_UPS or self._index >= self._count)
        if is_follow_up and self._open is not None:
            return Question(self._index, self._open.competency, self._open.question_id, True, words)
        return Question(min(self._index + 1, self._count), text=words)

    @property
    def _index(self) -> int:
        return self._open.index if self._open else 0


def is_farewell(text: str) -> bool:
    """Words of goodbye that ask nothing more."""
    return "?" not in text and _GOODBYE.search(text.strip()) is not None


def _share(question: str, heard: frozenset[str]) -> float:
    wanted = stems(question)
    return len(wanted & heard) / len(wanted) if wanted else 0.0


def _asking_sentence(text: str) -> str:
    sentences = re.split(r"(?<=[.?!])\s+", text.strip())
    asking = [sentence for sentence in sentences if "?" in sentence or _ASKING.search(sentence)]
    return asking[-1] if asking else text.strip()
