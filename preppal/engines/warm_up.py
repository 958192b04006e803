"""A minute of small talk: what the offline interviewer says in it, and the questions a model is given for it. Pure."""

from dataclasses import replace

from preppal.domain.follow_ups import Answer
from preppal.domain.interview import InterviewContext
from preppal.domain.transcript import Question, Role
from preppal.engines.conduct import Conductor, Course, Reply, first_name
from preppal.engines.question_bank import load_phrases

# An answer to another question would not fit any more.
_CLOSE_BELOW_S = 18.0
_COMPETENCY = "warm-up"


def warm_up_questions(context: InterviewContext) -> tuple[Question, ...]:
    """Easy ones, from a seeded start."""
    texts = load_phrases().warm_up.questions
    start = sum(context.interview_id.encode())
    return tuple(
        Question(place, _COMPETENCY, text=texts[(start + place) % len(texts)])
        for place in range(1, context.question_count + 1)
    )


class WarmUpConductor(Conductor):
    """Greets, asks, says whether it could hear, and leaves when the minute is over. Probes for nothing."""

    def __init__(self, context: InterviewContext) -> None:
        super().__init__(context)
        self._lines = load_phrases().warm_up
        self._questions = warm_up_questions(context)

    def course(self) -> Course:
        """As the transcript shows it: a stream that was lost in mid-minute is gone on with."""
        asked = [
            entry.question.index
            for entry in self._context.transcript
            if entry.role is Role.INTERVIEWER and entry.question is not None
        ]
        ids = tuple(f"{_COMPETENCY}-{question.index}" for question in self._questions)
        return Course(ids, position=max(asked, default=0), turns=len(asked))

    def greet(self, course: Course) -> Reply:
        name = first_name(self._context.candidate_name)
        lead = self._pick(self._lines.greetings, course).format(
            name=f" {name}" if name else "", persona=self._context.persona.name
        )
        return replace(self._ask_next(course, lead), is_greeting=True)

    def answer(self, course: Course, answer: Answer, question: str, seconds_left: float) -> Reply:
        if not answer.latest.split() and not course.is_closing:
            lead = self._pick(self._lines.unheard, course)
            return Reply(replace(course, turns=course.turns + 1), lead, question, is_replay=True)
        is_last = course.position >= len(self._questions) or seconds_left < _CLOSE_BELOW_S
        if course.is_closing or is_last:
            following = replace(course, is_closing=True, turns=course.turns + 1)
            return Reply(following, self._pick(self._lines.closers, course), says_goodbye=True)
        return self._ask_next(course, self._pick(self._lines.heard, course))

    def _ask_next(self, course: Course, lead: str) -> Reply:
        asks = self._questions[course.position]
        following = replace(course, position=course.position + 1, turns=course.turns + 1)
        return Reply(following, lead, asks.text, asks)
