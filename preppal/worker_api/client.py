"""The Backend port across HTTP: for a gateway on its own. A backend that restarts is waited for; repeats do no harm."""

import asyncio
from collections.abc import Sequence

import httpx

from preppal.domain.feedback import Feedback
from preppal.domain.interview import EndReason, InterviewContext, Status
from preppal.domain.prices import NO_USAGE, TokenUsage
from preppal.domain.transcript import Entry
from preppal.errors import BackendError, Conflict, NotFound, ProtocolError, StaleOwner
from preppal.wire import worker_api as wire

_PATH = "/api/worker"
_MEDIA_TYPE = "application/x-protobuf"
_ANSWER_LIMIT_S = 5.0
# A little less than the ten seconds that a gateway gives one write before it begins the next try.
_PAUSES_S = (0.1, 0.2, 0.4, 0.8, 1.5, 2.0, 2.0)
_NOT_NOW = frozenset({429, 502, 503, 504})


class HttpBackend:
    """Shares one connection pool, opened at first use. Made for one event loop."""

    def __init__(
        self,
        backend_url: str,
        shared_secret: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        pauses_s: Sequence[float] = _PAUSES_S,
    ) -> None:
        self._url = backend_url.rstrip("/") + _PATH
        self._headers = {"Authorization": f"Bearer {shared_secret}", "Content-Type": _MEDIA_TYPE}
        self._transport = transport
        self._pauses_s = pauses_s
        self._client: httpx.AsyncClient | None = None

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def is_there(self) -> bool:
        """Whether the backend answers at all and knows the secret."""
        try:
            answer = await self._post(b"")
        except httpx.HTTPError:
            return False
        # An empty request is nonsense, which only whoever may ask is told.
        return answer is not None and answer.status_code == wire.Refused.NONSENSE

    async def get_context(self, interview_id: str, user_id: str) -> InterviewContext:
        context = await self._ask(wire.GetContext(interview_id, user_id))
        assert context is not None  # decode_response answers a GetContext with a context
        return context

    async def update_status(
        self, interview_id: str, epoch: int, status: Status, end_reason: EndReason | None, elapsed_ms: int
    ) -> None:
        await self._ask(wire.UpdateStatus(interview_id, epoch, status, end_reason, elapsed_ms))

    async def submit_transcript(
        self,
        interview_id: str,
        epoch: int,
        entries: Sequence[Entry],
        *,
        last_sequence: int,
        elapsed_ms: int,
        engine_state: str,
        usage: TokenUsage = NO_USAGE,
    ) -> None:
        turn = tuple(entries)
        await self._ask(
            wire.SubmitTranscript(interview_id, epoch, turn, last_sequence, elapsed_ms, engine_state, usage)
        )

    async def submit_feedback(self, interview_id: str, epoch: int, feedback: Feedback) -> None:
        await self._ask(wire.SubmitFeedback(interview_id, epoch, feedback))

    async def _ask(self, request: wire.Request) -> InterviewContext | None:
        body = wire.encode_request(request)
        for pause_s in (*self._pauses_s, None):
            answer = await self._post(body)
            if answer is not None:
                return _read(answer, request)
            if pause_s is not None:
                await asyncio.sleep(pause_s)
        raise BackendError("The backend does not answer.")

    async def _post(self, body: bytes) -> httpx.Response | None:
        """None when it is worth asking again."""
        if self._client is None:
            self._client = httpx.AsyncClient(transport=self._transport, timeout=_ANSWER_LIMIT_S)
        try:
            answer = await self._client.post(self._url, content=body, headers=self._headers)
        except httpx.TransportError:
            return None
        return None if answer.status_code in _NOT_NOW else answer


def _read(answer: httpx.Response, request: wire.Request) -> InterviewContext | None:
    if answer.headers.get("content-type") != _MEDIA_TYPE:
        raise BackendError(f"The backend answered {answer.status_code} in no words of ours.")
    try:
        told = wire.decode_response(answer.content, request)
    except ProtocolError as error:
        raise BackendError("The backend answered something else.", retryable=False) from error
    if isinstance(told, wire.Refusal):
        raise _error(told)
    return told


def _error(refusal: wire.Refusal) -> Exception:
    match refusal.code:
        case wire.Refused.NOT_FOUND:
            return NotFound(refusal.message)
        case wire.Refused.ENDED:
            return Conflict(refusal.message)
        case wire.Refused.STALE_OWNER:
            return StaleOwner(refusal.message)
        case _:
            return BackendError(refusal.message, retryable=False)
