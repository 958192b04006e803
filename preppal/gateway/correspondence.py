"""Interviews by request and answer: a candidate without a socket takes a turn, and the interviewer's is waited for.

The interview is the same live session that a socket would meet, with its rules, its transcript and its end.
"""

import asyncio
import logging
from weakref import WeakValueDictionary

from preppal.errors import BackendError, Conflict
from preppal.gateway.app import Gateway
from preppal.gateway.connection import ClientCame, ClientSaid, ClientWent, LiveInterview
from preppal.ports import Said
from preppal.session import messages as msg
from preppal.session.messages import ClosingReason, Phase

# A spoken turn of the longest kind is made in far less; a provider that needs more is stuck.
_TURN_LIMIT_S = 60.0
# Between two requests the interview goes on for so long; then it waits, its clock stopped, as without a socket.
_STAYS_S = 120.0
_EVERYTHING_MS = 2**31
_TRIES = 2

_log = logging.getLogger(__name__)


class TurnTaker:
    """The client end of somebody who reads: what the interviewer says counts as heard as soon as it is here."""

    def __init__(self, interview: LiveInterview, user_id: str) -> None:
        self.interview = interview
        self.user_id = user_id
        self.next_order_index: int | None = None  # None until the interview has said where it stands
        self.phase: Phase | None = None
        self.has_come = False
        self.end: ClosingReason | None = None
        self.is_closed = False
        self.problem = ""
        self._unheard: set[int] = set()
        self._has_news = asyncio.Event()
        self._leaving: asyncio.TimerHandle | None = None

    # ---- what the interview says

    def send(self, message: msg.ServerMessage) -> None:
        match message:
            case msg.SessionReady():
                self.next_order_index = message.next_order_index
            case msg.TurnState():
                self.phase = message.phase
            case msg.TranscriptUpdate() if message.is_final:
                self.next_order_index = max(self.next_order_index or 0, message.order_index + 1)
            case msg.AudioResponse() | msg.SpeakText():
                self._unheard.add(message.order_index)
            case msg.ErrorResponse():
                self.problem = message.message
            case msg.SessionEnded():
                self.end = message.reason
            case _:
                return
        self._has_news.set()

    def close(self, code: int, reason: str) -> None:
        self.is_closed = True
        self.stay(None)
        self._has_news.set()

    # ---- what the candidate does

    async def be_there(self) -> None:
        """Come, if that is still to be done, and wait until it is the candidate's turn, or it is over."""
        if not self.has_come:
            self.has_come = True
            await self.interview.put(ClientCame(self))
        await self.floor()

    async def say(self, said: Said) -> None:
        """Returns when the interviewer has answered and it is the candidate's turn again, or it is over."""
        self.phase = None
        spoken = msg.Spoken(said.duration_ms, said.words, said.speech) if said.duration_ms else None
        await self.interview.put(ClientSaid(self, msg.TextInput(said.text, spoken=spoken)))
        await self.floor()

    async def floor(self) -> None:
        """Wait until it is the candidate's turn, everything before has been heard, or it is over."""
        while not self.is_closed:
            self._has_news.clear()
            while self._unheard:
                heard = msg.PlaybackReport(_EVERYTHING_MS, playing=False, order_index=self._unheard.pop())
                await self.interview.put(ClientSaid(self, heard))
            if self.phase in (Phase.LISTENING, Phase.HOLDING):
                return
            await self._has_news.wait()

    def stay(self, seconds: float | None) -> None:
        """Leave when nothing is asked for so long; None: do not leave by oneself."""
        if self._leaving is not None:
            self._leaving.cancel()
        self._leaving = None
        if seconds is not None:
            self._leaving = asyncio.get_running_loop().call_later(seconds, self.leave)

    def leave(self) -> None:
        """The interview waits from now on, for this candidate or for a socket."""
        self.stay(None)
        self.is_closed = True
        task = asyncio.ensure_future(self.interview.put(ClientWent(self)))
        _leaving.add(task)
        task.add_done_callback(_leaving.discard)


_leaving: set["asyncio.Future[None]"] = set()  # held until they are done


class GatewayCorrespondence:
    """ports.Correspondence on the gateway of this process. One request per interview at a time."""

    def __init__(self, gateway: Gateway, *, turn_limit_s: float = _TURN_LIMIT_S, stays_s: float = _STAYS_S) -> None:
        self._gateway = gateway
        self.turn_limit_s = turn_limit_s
        self._stays_s = stays_s
        self._takers: dict[str, TurnTaker] = {}
        self._busy: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def take_turn(self, interview_id: str, user_id: str, said: Said | None, order_index: int) -> None:
        lock = self._busy.setdefault(interview_id, asyncio.Lock())
        async with lock:
            for _ in range(_TRIES):
                if await self._try(interview_id, user_id, said, order_index):
                    return
        raise BackendError("The interview goes on in another process just now. Ask again in a moment.")

    async def _try(self, interview_id: str, user_id: str, said: Said | None, order_index: int) -> bool:
        """False when this process holds the interview no longer, or not as the store has it: try once more."""
        taker = await self._taker(interview_id, user_id)
        taker.stay(None)
        try:
            async with asyncio.timeout(self.turn_limit_s):
                await taker.be_there()
                if taker.is_closed:
                    return await self._left(taker, interview_id)
                known = taker.next_order_index or 0
                if known < order_index:
                    await self._gateway.let_go(taker.interview)
                    return False
                if said is not None and known == order_index:
                    await taker.say(said)
        except TimeoutError as error:
            raise BackendError(
                "The interviewer takes long. Ask again without a text to wait for the answer."
            ) from error
        finally:
            if not taker.is_closed:
                taker.stay(self._stays_s)
        return await self._left(taker, interview_id) if taker.is_closed else True

    async def _left(self, taker: TurnTaker, interview_id: str) -> bool:
        """What a closed taker means: True when it is over."""
        self._takers.pop(interview_id, None)
        if taker.end is ClosingReason.REPLACED and self._gateway.running(interview_id) is taker.interview:
            raise Conflict("This interview has been opened in another window.")
        if taker.end is None and taker.problem:
            raise BackendError(taker.problem)
        return taker.end not in (None, ClosingReason.REPLACED)

    async def _taker(self, interview_id: str, user_id: str) -> TurnTaker:
        """Raises NotFound, Conflict when it has ended, BackendError when there is no room."""
        self._forget_the_closed()
        known = self._takers.get(interview_id)
        if known is not None:
            return known
        await self._leave_others(user_id)
        interview = await self._gateway.join(interview_id, user_id)
        if isinstance(interview, msg.SessionEnded):
            raise Conflict("This interview has ended.")
        if interview is None:
            raise BackendError("All rooms are taken just now. Ask again in a moment.")
        self._takers[interview_id] = taker = TurnTaker(interview, user_id)
        return taker

    async def _leave_others(self, user_id: str) -> None:
        """One person cannot hold many rooms: whoever goes to another interview leaves the one before."""
        for interview_id, taker in list(self._takers.items()):
            if taker.user_id == user_id and not self._is_busy(interview_id):
                taker.leave()
                await self._gateway.let_go(taker.interview)

    def _is_busy(self, interview_id: str) -> bool:
        lock = self._busy.get(interview_id)
        return lock is not None and lock.locked()

    def _forget_the_closed(self) -> None:
        self._takers = {key: taker for key, taker in self._takers.items() if not taker.is_closed}
