"""How the offline interviewer conducts an interview: what to say next, given what was asked and answered. Pure.

`Course` is where the interview stands and what a later process needs to go on; `Reply` is one interviewer turn.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from preppal.domain.background import read_background
from preppal.domain.follow_ups import Answer, Decision, Move, Situation, decide
from preppal.domain.interview import Difficulty, InterviewContext
from preppal.domain.questions import BankQuestion, Wish, choose_questions, skill_for
from preppal.domain.transcript import Entry, Heard, Question, Role
from preppal.engines.question_bank import Lines, load_phrases, load_questions, load_skills, questions_by_id

# Below this the interviewer says goodbye instead of asking another core question.
CLOSE_BELOW_SECONDS = 90.0
_HEARD_WELL = 0.6
_STATE_VERSION = 1
_BEGINNING_WORDS = 3
_FIRST_NAME = re.compile(r"[^\W\d_][\w'’.-]{0,29}")


@dataclass(frozen=True, slots=True)
class Course:
    """Where an interview stands. `position` counts core questions asked; `moves` what has followed the last one."""

    question_ids: tuple[str, ...]
    position: int = 0
    moves: tuple[Move, ...] = ()
    turns: int = 0
    is_closing: bool = False

    def as_state(self) -> str:
        return json.dumps({"version": _STATE_VERSION, **asdict(self)}, separators=(",", ":"))

    @classmethod
    def from_state(cls, text: str) -> "Course | None":
        """None when it is not a state of ours, or of another time."""
        try:
            raw = json.loads(text)
            ids, position = tuple(raw["question_ids"]), int(raw["position"])
            if raw["version"] != _STATE_VERSION or not set(ids) <= questions_by_id().keys():
                return None
            if not 0 <= position <= len(ids) or not ids:
                return None
            return cls(
                question_ids=ids,
                position=position,
                moves=tuple(Move(move) for move in raw["moves"]),
                turns=int(raw["turns"]),
                is_closing=bool(raw["is_closing"]),
            )
        except (ValueError, KeyError, TypeError):
            return None


@dataclass(frozen=True, slots=True)
class Reply:
    """One interviewer turn. `course` is how the interview stands once it has been said."""

    course: Course
    lead: str  # greeting, acknowledgement or goodbye
    question: str = ""
    asks: Question | None = None
    says_goodbye: bool = False
    is_greeting: bool = False
    is_replay: bool = False

    @property
    def text(self) -> str:
        return f"{self.lead} {self.question}".strip()


class Conductor:
    """Knows one interview's setup; everything that changes is in the course."""

    def __init__(self, context: InterviewContext) -> None:
        self._context = context
        self._background = read_background(context.job_description, context.resume, load_skills())
        self._seed = context.interview_id
        self._phrases = load_phrases()

    # ---- where the interview stands

    def course(self) -> Course:
        """As an earlier process left it, caught up with the transcript; else as the transcript alone shows it."""
        asked = [
            entry.question
            for entry in self._context.transcript
            if entry.role is Role.INTERVIEWER and entry.question is not None and _was_heard(entry, entry.question)
        ]
        known = Course.from_state(self._context.engine_state)
        course = known or Course(self._plan({question.index: question.question_id for question in asked}))
        return _caught_up(course, asked)

    def _plan(self, asked: Mapping[int, str]) -> tuple[str, ...]:
        """The questions in order; what was asked before, by index, keeps its place and is not asked again."""
        context = self._context
        if context.retried is not None:
            return (self._bank_id(context.retried),)
        known = {index: key for index, key in asked.items() if key in questions_by_id()}
        wish = Wish(
            interview_type=context.interview_type,
            difficulty=context.difficulty,
            count=context.question_count,
            background=self._background,
            recent_ids=frozenset(context.recent_question_ids) | frozenset(known.values()),
            seed=self._seed,
        )
        chosen = choose_questions(load_questions(), wish)
        fresh = iter([question.id for question in sorted(chosen, key=lambda question: question.id in known.values())])
        places = range(1, len(chosen) + 1)
        return tuple(known[place] if place in known else next(fresh) for place in places)

    def _bank_id(self, retried: Question) -> str:
        """The bank's entry of a question asked again; for one it does not know a neighbour's, with its probes."""
        if retried.question_id in questions_by_id():
            return retried.question_id
        mine = [question for question in load_questions() if question.interview_type is self._context.interview_type]
        near = [question for question in mine if question.competency == retried.competency and not question.needs_skill]
        return (near or [question for question in mine if not question.needs_skill])[0].id

    # ---- what to say

    def greet(self, course: Course) -> Reply:
        """The first turn: who I am, and the first question."""
        persona = self._context.persona
        lines = self._phrases.greetings.get(persona.key) or next(iter(self._phrases.greetings.values()))
        name = first_name(self._context.candidate_name)
        lead = self._pick(lines, course).format(
            name=f" {name}" if name else "",
            persona=persona.name,
            role=persona.role.lower(),
            minutes=max(1, round(self._context.duration_s / 60)),
            count=len(course.question_ids),
        )
        return replace(self._ask_core(course, lead), is_greeting=True)

    def replay(self, course: Course, question: str, lead: str = "") -> Reply:
        """The open question, or an interrupted goodbye, once more and with no new entry."""
        return Reply(course, lead, question, says_goodbye=course.is_closing, is_replay=True)

    @property
    def resume_lead(self) -> str:
        return self._phrases.resume[0]

    @property
    def repeat_lead(self) -> str:
        return self._phrases.repeat[0]

    def answer(self, course: Course, answer: Answer, question: str, seconds_left: float) -> Reply:
        """The turn that follows an answer to `question`, the words that were asked last."""
        if course.is_closing:
            return self._goodbye(course, "again")
        if course.position == 0:
            return self._ask_core(course, self._pick(self._acknowledgements, course))
        decision = self._decide(course, answer, seconds_left)
        if decision.move in (Move.NEXT, Move.SKIP):
            return self._go_on(course, decision, seconds_left)
        lead, words = self._follow_up_words(course, decision, question)
        following = replace(course, moves=(*course.moves, decision.move), turns=course.turns + 1)
        return Reply(following, lead, words, self._named(course, words or question, is_follow_up=True))

    def _decide(self, course: Course, answer: Answer, seconds_left: float) -> Decision:
        to_come = [questions_by_id()[key] for key in course.question_ids[course.position :]]
        situation = Situation(
            interview_type=self._context.interview_type,
            difficulty=self._context.difficulty,
            asked=course.moves,
            seconds_left=seconds_left,
            seconds_needed=sum(question.seconds for question in to_come),
            skills=self._skills_heard(answer),
        )
        return decide(answer, situation)

    def _go_on(self, course: Course, decision: Decision, seconds_left: float) -> Reply:
        left = len(course.question_ids) - course.position
        if left <= 0 or seconds_left <= CLOSE_BELOW_SECONDS:
            return self._goodbye(course, self._context.persona.key)
        lines = self._phrases.skip if decision.move is Move.SKIP else self._acknowledgements
        lead = self._pick(lines, course)
        if left == 1:
            lead = f"{lead} {self._pick(self._phrases.before_last, course)}"
        return self._ask_core(course, lead)

    def _ask_core(self, course: Course, lead: str) -> Reply:
        following = replace(course, position=course.position + 1, moves=(), turns=course.turns + 1)
        retried = self._context.retried
        words = retried.text if retried is not None else self._open(following).spoken(self._skill(following))
        return Reply(following, lead, words, self._named(following, words, is_follow_up=False))

    def _goodbye(self, course: Course, key: str) -> Reply:
        lines = self._phrases.closers.get(key) or next(iter(self._phrases.closers.values()))
        following = replace(course, is_closing=True, turns=course.turns + 1)
        return Reply(following, self._pick(lines, course), says_goodbye=True)

    def _follow_up_words(self, course: Course, decision: Decision, question: str) -> tuple[str, str]:
        """Lead and question of a follow-up."""
        difficulty, phrases = self._context.difficulty, self._phrases
        probes = self._open(course).probes
        match decision.move:
            case Move.REPEAT:
                return self.repeat_lead, question
            case Move.UNCLEAR:
                return self._pick(phrases.unclear, course), ""
            case Move.HINT if difficulty is not Difficulty.WARMUP:
                return self._pick(phrases.no_hint, course), question
            case Move.ENCOURAGE:
                return self._pick(phrases.nudges[difficulty], course), probes[Move.ENCOURAGE]
            case Move.EASIER:
                return self._pick(phrases.easier, course), probes[Move.EASIER]
            case move:
                words = probes[move].replace("{skill}", decision.skill)
                return self._pick(phrases.before_probe[difficulty], course), words

    # ---- parts

    @property
    def _acknowledgements(self) -> Lines:
        return self._phrases.acknowledgements[self._context.difficulty]

    def _open(self, course: Course) -> BankQuestion:
        return questions_by_id()[course.question_ids[course.position - 1]]

    def _skill(self, course: Course) -> str:
        return skill_for(self._open(course).id, self._background, self._seed)

    def _named(self, course: Course, words: str, *, is_follow_up: bool) -> Question:
        asked = self._open(course)
        return Question(course.position, asked.competency, asked.id, is_follow_up, words)

    def _skills_heard(self, answer: Answer) -> tuple[str, ...]:
        """Skills of the candidate's papers that the answer names, typed or recognised with some certainty."""
        known = set(self._background.skills)
        heard = [skill for skill in load_skills().find(answer.text) if skill in known]
        if not answer.words:
            return tuple(skill.name for skill in heard)
        sure = " ".join(word.text for word in answer.words if (word.confidence or 0.0) >= _HEARD_WELL)
        certain = set(load_skills().find(sure))
        return tuple(skill.name for skill in heard if skill in certain)

    def _pick(self, lines: Lines, course: Course) -> str:
        """In turn from a seeded start: varied within an interview, the same when it is told again."""
        start = sum(self._seed.encode())
        return lines[(start + course.turns) % len(lines)]


def _was_heard(entry: Entry, question: Question) -> bool:
    """Of a turn that was cut short, whether its question had begun."""
    beginning = " ".join(question.text.split()[:_BEGINNING_WORDS])
    return entry.heard is not Heard.CUT or beginning in entry.content


def _caught_up(course: Course, asked: Sequence[Question]) -> Course:
    """A state is stored with the turn after it: a crash in between leaves it one turn behind."""
    position = min(len(course.question_ids), max((question.index for question in asked), default=0))
    if position < course.position:
        return course
    follow_ups = sum(1 for question in asked if question.index == position and question.is_follow_up)
    moves = course.moves if position == course.position else ()
    unknown = (Move.EXPAND,) * (follow_ups - len(moves))
    return replace(course, position=position, moves=moves + unknown, turns=max(course.turns, len(asked)))


def first_name(name: str) -> str:
    """What a person may be called aloud: one word of letters, else nothing."""
    words = name.split()
    return words[0] if words and _FIRST_NAME.fullmatch(words[0]) else ""
