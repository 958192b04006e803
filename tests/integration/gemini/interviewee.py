"""A candidate who follows a script: answers each question after a moment, and now and then talks over one."""

from collections.abc import Iterator, Sequence

from preppal.session.messages import Phase
from tests.integration.gemini.candidate import TICK_S, Candidate
from tests.integration.gemini.stage import Stage

_TOPICS = (
    "the billing service",
    "a slow report",
    "our oldest queue",
    "the night shift",
    "a broken import",
    "the search page",
    "a late release",
    "the payment form",
    "two angry customers",
    "a new colleague",
    "the backup plan",
    "a noisy alarm",
)


def answers(first: int = 0, count: int = 400) -> Iterator[str]:
    """Sentences of about five seconds, no two alike."""
    for number in range(first, first + count):
        topic = _TOPICS[number % len(_TOPICS)]
        yield f"Story {number} is about {topic} which I took over alone and finished in {number + 2} weeks"


class Interviewee:
    """Reacts once per tick. `interrupts`: of which interviewer turns (from 1) some is talked over."""

    def __init__(
        self,
        candidate: Candidate,
        *,
        interrupts: Sequence[int] = (),
        after_ms: int = 1_500,
        thinking_s: float = 1.0,
        first_story: int = 0,
    ) -> None:
        self._candidate = candidate
        self._thinking_s = thinking_s
        self._answers = answers(first_story)
        self._interrupts = set(interrupts)
        self._after_ms = after_ms
        self._turns_heard: list[int] = []
        self._waited_s = 0.0
        self._owes_answer = False
        self.is_silent = False
        self._candidate.reactions = self.react

    @property
    def answered(self) -> int:
        return len(self._candidate.said)

    def react(self) -> None:
        candidate = self._candidate
        if candidate.is_hearing:
            self._follow_turn()
        if self.is_silent or candidate.is_talking:
            return
        if candidate.phase is Phase.LISTENING and not candidate.is_hearing and self._owes_answer:
            self._waited_s += TICK_S
            if self._waited_s >= self._thinking_s:
                self._answer()
        else:
            self._waited_s = 0.0

    def _follow_turn(self) -> None:
        heard = self._candidate.heard
        if not heard:
            return
        newest = heard[-1]
        if newest.order_index not in self._turns_heard:
            self._turns_heard.append(newest.order_index)
            self._owes_answer = True
        if len(self._turns_heard) in self._interrupts and newest.ms >= self._after_ms:
            self._interrupts.discard(len(self._turns_heard))
            self._answer()

    def _answer(self) -> None:
        self._owes_answer = False
        self._waited_s = 0.0
        self._candidate.talk(next(self._answers))


async def interview(stage: Stage, *, limit_s: float = 1_500.0, interrupts: Sequence[int] = ()) -> Candidate:
    """From the door to the end, or to the limit."""
    candidate = await stage.join()
    Interviewee(stage.candidate, interrupts=interrupts)
    await candidate.live(lambda: candidate.has_ended, limit_s)
    return candidate
