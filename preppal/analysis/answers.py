"""Which entries answer which question. One answer is everything the candidate said to it, follow-ups included."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from preppal.analysis.tokens import Token, entry_tokens
from preppal.domain.transcript import Entry, Heard, Question, Role, question_text


@dataclass(frozen=True, slots=True)
class Answer:
    """`entries` are the candidate's, in order; empty when the interview went past the question."""

    question_index: int
    question: str
    competency: str
    question_id: str
    entries: tuple[Entry, ...]

    @property
    def is_unclear(self) -> bool:
        """Speech was heard and no word of it could be made out."""
        is_silent = not any(entry.content.strip() for entry in self.entries)
        return is_silent and any(entry.heard is Heard.UNCLEAR for entry in self.entries)


@dataclass(frozen=True, slots=True)
class AnswerText:
    """The words of an answer in one row; `owners` says for each token which of the answer's entries it is from."""

    tokens: tuple[Token, ...]
    owners: tuple[int, ...]

    def without(self, first: int, end: int) -> "AnswerText":
        """The same answer with a passage left out."""
        return AnswerText(self.tokens[:first] + self.tokens[end:], self.owners[:first] + self.owners[end:])


def read_answer(answer: Answer) -> AnswerText:
    rows = [entry_tokens(entry) for entry in answer.entries]
    return AnswerText(
        tokens=tuple(token for row in rows for token in row),
        owners=tuple(owner for owner, row in enumerate(rows) for _ in row),
    )


def group_answers(entries: Sequence[Entry]) -> tuple[Answer, ...]:
    """All questions that were asked, with what was said to them.

    What is said before the first question answers none. A last question that nobody answered is left out: the
    interview ended there, and ending is no failure.
    """
    answers: dict[int, Answer] = {}
    open_index: int | None = None
    for entry in _with_questions(entries):
        if entry.role is Role.INTERVIEWER:
            if entry.question is not None:
                open_index = entry.question.index
                answers.setdefault(open_index, _asked(entry, entry.question))
            continue
        index = entry.question.index if entry.question is not None else open_index
        if index is None or not _says_something(entry):
            continue
        answer = answers.get(index) or Answer(index, "", "", "", ())
        answers[index] = replace(answer, entries=(*answer.entries, entry))
    grouped = sorted(answers.values(), key=lambda answer: answer.question_index)
    if grouped and not grouped[-1].entries:
        grouped.pop()
    return tuple(grouped)


def _asked(entry: Entry, question: Question) -> Answer:
    return Answer(question.index, question_text(entry), question.competency, question.question_id, ())


def _says_something(entry: Entry) -> bool:
    return bool(entry.content.strip()) or entry.heard is Heard.UNCLEAR


def _with_questions(entries: Sequence[Entry]) -> list[Entry]:
    """In order. An engine that names no questions at all gets one per turn of its own that was answered."""
    ordered = sorted(entries, key=lambda entry: entry.order_index)
    if any(entry.question is not None for entry in ordered):
        return ordered
    numbered: list[Entry] = []
    count = 0
    for position, entry in enumerate(ordered):
        is_followed = position + 1 < len(ordered) and ordered[position + 1].role is Role.CANDIDATE
        is_asked = entry.role is Role.INTERVIEWER and is_followed
        count += is_asked
        numbered.append(replace(entry, question=Question(index=count)) if is_asked else entry)
    return numbered
