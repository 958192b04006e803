"""Who gets into the socket of an interview: its owner with a live token for it, and nobody else."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from preppal.auth.tokens import TokenSigner
from preppal.domain.interview import PERSONAS, Difficulty, InterviewContext, InterviewType, Patience
from preppal.gateway.app import Gateway
from preppal.session.limits import Limits
from tests.fakes import LoudDetector, MemoryBackend, ScriptedEngine, Socket

SECRET = "w" * 40
SIGNER = TokenSigner("k" * 40, worker_shared_secret=SECRET)
CONTEXT = InterviewContext(
    "hers", "ann", InterviewType.BEHAVIORAL, Difficulty.STANDARD, PERSONAS["ruth"], Patience.NORMAL, 900, 6
)


def _expired() -> str:
    long_ago = TokenSigner("k" * 40, lambda: datetime.now(UTC) - timedelta(hours=2), worker_shared_secret=SECRET)
    return long_ago.issue_live("ann", "hers", 300)[0]


# Made when a test runs, not when it is collected: they are good for minutes, a whole run takes longer.
TOKENS: dict[str, tuple[Callable[[], str], int | None]] = {
    "owner": (lambda: SIGNER.issue_live("ann", "hers", 300)[0], None),
    "other user": (lambda: SIGNER.issue_live("ben", "hers", 300)[0], 404),
    "owner, for another interview": (lambda: SIGNER.issue_live("ann", "another", 300)[0], 401),
    "signed out": (lambda: "", 401),
    "signed in only": (lambda: SIGNER.issue_sign_in("ann", 300).token, 401),
    "expired": (_expired, 401),
    "worker secret": (lambda: SECRET, 401),
    "signed with the key of sign-ins": (lambda: TokenSigner("k" * 40).issue_live("ann", "hers", 300)[0], 401),
}


@pytest.mark.parametrize("who", TOKENS)
def test_only_the_owner_gets_in(who: str) -> None:
    make_token, status = TOKENS[who]
    token = make_token()
    backend = MemoryBackend(CONTEXT)

    async def play() -> None:
        gateway = Gateway(
            backend=backend,
            engine=ScriptedEngine(),
            check_token=SIGNER.check_live,
            new_detector=LoudDetector,
            limits=Limits(),
            max_interviews=2,
        )
        async with gateway:
            socket = Socket(gateway, "/interview/hers", f"token={token}")
            event = await socket.event()
            if status is None:
                assert event["type"] == "websocket.accept"
                socket.drop()
            else:
                assert (event["type"], event.get("status")) == ("websocket.http.response.start", status)
        await socket.task

    asyncio.run(play())
    assert (backend.epoch > 0) == (status is None), "only the owner takes the interview over"
