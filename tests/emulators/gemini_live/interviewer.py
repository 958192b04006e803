"""The built-in interviewer: decides what to say from the history alone, as a model does, and keeps nothing itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.emulators.gemini_live.memory import Item
from tests.emulators.gemini_live.scenario import Interview

_WRAP_UP = re.compile(r"close the interview|end the interview|wrap up|time is up|say goodbye|finish now", re.I)
_NO_GREETING = re.compile(r"do not greet|no greeting", re.I)
_REPEAT = re.compile(r"repeat|once more|again|open question", re.I)
_CANDIDATE_LINE = re.compile(r"\b(candidate|user)\W*[:>=-]", re.I)
_FOLLOW_UP = "You mentioned"


class Move(StrEnum):
    GREETING = "greeting"
    QUESTION = "question"
    FOLLOW_UP = "follow_up"
    REPEAT = "repeat"
    GO_ON = "go_on"
    FAREWELL = "farewell"


@dataclass(frozen=True, slots=True)
class Remark:
    """What to say now. `ends` asks for the tool call that ends the interview."""

    move: Move
    text: str
    question: str = ""
    ends: bool = False


class Interviewer:
    """Asks the questions of its list in order, follows up now and then, and says goodbye."""

    def __init__(self, interview: Interview) -> None:
        self._interview = interview

    def next_remark(self, system_text: str, history: Sequence[Item], request: str | None) -> Remark:
        """`request` is the client's text this answers; None after the candidate has spoken."""
        plan = self._interview
        told = _plain(" ".join([system_text, *(item.text for item in history)]))
        asked = [question for question in plan.questions if _plain(question) in told]
        has_spoken = bool(asked) or any(item.role == "model" for item in history)
        if request is not None and plan.ends and has_spoken and _WRAP_UP.search(request):
            return self._farewell()
        is_greeted = _plain(plan.greeting) in told or _NO_GREETING.search(f"{system_text} {request}") is not None
        if not asked and not is_greeted:
            return Remark(Move.GREETING, f"{plan.greeting} {plan.questions[0]}", plan.questions[0])
        if request is not None and asked and not _is_answered(asked[-1], history, system_text):
            return _remind(asked[-1], request)
        if (follow_up := self._follow_up(asked, history)) is not None:
            return follow_up
        open_questions = [question for question in plan.questions if question not in asked]
        if not open_questions and plan.ends:
            return self._farewell()
        question = open_questions[0] if open_questions else plan.questions[-1]
        return Remark(Move.QUESTION, f"Thank you. {question}", question)

    def _farewell(self) -> Remark:
        return Remark(Move.FAREWELL, self._interview.farewell, ends=self._interview.ends)

    def _follow_up(self, asked: Sequence[str], history: Sequence[Item]) -> Remark | None:
        every = self._interview.follow_up_every
        last = history[-1] if history else None
        if not every or not asked or len(asked) % every or last is None or last.role != "user" or not last.text.strip():
            return None
        spoken = [item.text for item in history if item.role == "model"]
        if spoken and spoken[-1].startswith(_FOLLOW_UP):
            return None
        words = " ".join(last.text.split()[:6]).rstrip(".,;")
        return Remark(Move.FOLLOW_UP, f"{_FOLLOW_UP}: {words}. What was the hardest part of it?")


def _remind(question: str, request: str) -> Remark:
    if _REPEAT.search(request):
        return Remark(Move.REPEAT, f"Let me say it again. {question}", question)
    return Remark(Move.GO_ON, "Please go on.")


def _is_answered(question: str, history: Sequence[Item], system_text: str) -> bool:
    """Whether the candidate has said something since the question; the request itself, the last item, is none."""
    *earlier, request = history
    if _is_answered_in(request.text, question) or _is_answered_in(system_text, question):
        return True
    for item in reversed(earlier):
        if item.role == "user" and item.text.strip():
            return True
        if item.role == "model" and _plain(question) in _plain(item.text):
            return False
    return _CANDIDATE_LINE.search(request.text) is not None


def _is_answered_in(text: str, question: str) -> bool:
    """In a conversation retold in one text: whether the candidate speaks after the question."""
    _, found, rest = " ".join(text.split()).casefold().rpartition(question.casefold())
    return bool(found) and _CANDIDATE_LINE.search(rest) is not None


def _plain(text: str) -> str:
    """Without case, punctuation and spacing: transcripts lose all three."""
    return re.sub(r"[^a-z0-9]", "", text.casefold())
