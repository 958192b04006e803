"""Plays an interview against any engine stream, and collects what it says turn by turn."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

from preppal.domain.interview import PERSONAS, Difficulty, InterviewContext, InterviewType, Patience
from preppal.domain.transcript import Entry, Heard, Question, Role
from preppal.ports import EngineStream
from preppal.session import actions as act
from preppal.session import events as ev

FRAME = bytes(1_280)  # 40 ms of silence


def context(
    interview_type: InterviewType = InterviewType.BEHAVIORAL,
    difficulty: Difficulty = Difficulty.STANDARD,
    *,
    interview_id: str = "interview-1",
    name: str = "Sam Miller",
    persona: str = "ruth",
    duration_s: int = 900,
    question_count: int = 6,
    job_description: str = "",
    resume: str = "",
    recent_question_ids: tuple[str, ...] = (),
) -> InterviewContext:
    return InterviewContext(
        interview_id=interview_id,
        user_id="user-1",
        interview_type=interview_type,
        difficulty=difficulty,
        persona=PERSONAS[persona],
        patience=Patience.NORMAL,
        duration_s=duration_s,
        question_count=question_count,
        candidate_name=name,
        job_description=job_description,
        resume=resume,
        recent_question_ids=recent_question_ids,
    )


@dataclass
class InterviewerTurn:
    """One turn as the session gets it, with everything that came before its end."""

    question: Question | None = None
    texts: list[str] = field(default_factory=list)
    pieces: list[bytes] = field(default_factory=list)
    is_replay: bool = False
    says_goodbye: bool = False
    is_stopped: bool = False
    engine_state: str = ""
    drafts: list[ev.CandidateText] = field(default_factory=list)
    finals: list[ev.CandidateText] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.texts[-1] if self.texts else ""

    @property
    def asked(self) -> Question:
        """The question of a turn that has to have one."""
        assert self.question is not None, f"no question in: {self.text}"
        return self.question


class Stage:
    """One stream with its events."""

    def __init__(self, stream: EngineStream, limit_s: float = 30.0) -> None:
        self.stream = stream
        self._events: AsyncIterator[ev.EngineEvent] = stream.events()
        self._limit_s = limit_s
        self._turns = 0

    async def tell(self, *commands: act.EngineCommand) -> None:
        for command in commands:
            await self.stream.send(command)

    async def begin(self) -> InterviewerTurn:
        await self.tell(act.Begin())
        return await self.turn()

    async def answer(self, pcm: bytes = FRAME * 4) -> InterviewerTurn:
        """Speak, and wait for the reply."""
        await self.speak(pcm)
        await self.tell(act.ActivityEnd(self._turns))
        return await self.turn()

    async def speak(self, pcm: bytes = FRAME * 4) -> int:
        """Begin a turn and leave it open; returns its number."""
        self._turns += 1
        await self.tell(act.ActivityStart(self._turns))
        for start in range(0, len(pcm), len(FRAME)):
            await self.tell(act.CandidateAudio(self._turns, pcm[start : start + len(FRAME)]))
            await asyncio.sleep(0)
        return self._turns

    async def type(self, text: str) -> InterviewerTurn:
        self._turns += 1
        await self.tell(act.CandidateSaid(self._turns, text))
        return await self.turn()

    async def event(self) -> ev.EngineEvent:
        async with asyncio.timeout(self._limit_s):
            return await anext(self._events)

    async def turn(self) -> InterviewerTurn:
        """Everything up to the end of the next interviewer turn."""
        turn = InterviewerTurn()
        while True:
            event = await self.event()
            match event:
                case ev.Asks():
                    turn.question = event.question
                case ev.Replays():
                    turn.is_replay = True
                case ev.InterviewerText():
                    turn.texts.append(event.text)
                case ev.InterviewerAudio():
                    turn.pieces.append(event.pcm)
                case ev.WantsToEnd():
                    turn.says_goodbye = True
                case ev.StateChanged():
                    turn.engine_state = event.engine_state
                case ev.CandidateText() if event.is_final:
                    turn.finals.append(event)
                case ev.CandidateText():
                    turn.drafts.append(event)
                case ev.InterviewerStopped():
                    turn.is_stopped = True
                    return turn
                case ev.InterviewerDone():
                    return turn
                case _:
                    pass

    async def rest(self) -> list[ev.EngineEvent]:
        """What is left until the stream ends."""
        events = []
        async with asyncio.timeout(self._limit_s):
            async for event in self._events:
                events.append(event)
        return events


def asked(turn: InterviewerTurn, order_index: int = 0, heard: Heard = Heard.FULL, content: str = "") -> Entry:
    """As the session stores an interviewer turn."""
    return Entry(
        order_index=order_index,
        role=Role.INTERVIEWER,
        content=content or turn.text,
        started_at_ms=0,
        ended_at_ms=1_000,
        heard=heard,
        question=turn.question,
    )


def answered(text: str, order_index: int = 1, question: Question | None = None) -> Entry:
    """As the session stores a candidate turn."""
    return Entry(order_index, Role.CANDIDATE, text, 2_000, 62_000, question=question)


def resumed(start: InterviewContext, engine_state: str, *entries: Entry) -> InterviewContext:
    """The context a later owner gets."""
    return replace(start, engine_state=engine_state, transcript=entries)
