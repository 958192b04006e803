"""The demo's small server speaks the contract: what is said to it comes back, and a lost line changes nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from audio_worklet.demo import PREFIX, demo_page, demo_server, to_interviewer_rate
from preppal.domain.transcript import Role
from preppal.session import messages as msg
from preppal.session.messages import ClosingReason, Phase, TurnAction
from preppal.wire.live import decode_server, encode_client

FRAME = b"\x10\x00" * 320


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(demo_server(Starlette())) as client:
        yield client


def join(client: TestClient) -> Any:
    grant = client.post(f"{PREFIX}/token").json()
    return client.websocket_connect(f"{grant['url']}?token={grant['token']}")


def hear(socket: Any, kind: type[msg.ServerMessage]) -> Any:
    while not isinstance(message := decode_server(socket.receive_bytes()), kind):
        pass
    return message


def say(socket: Any, frames: int, first: int = 1) -> None:
    for sequence in range(first, first + frames):
        socket.send_bytes(encode_client(msg.AudioFrame(FRAME, sequence * 20, sequence)))


def test_what_was_said_comes_back_at_the_interviewer_s_rate(client: TestClient) -> None:
    with join(client) as socket:
        assert hear(socket, msg.SessionReady).last_sequence == 0
        assert hear(socket, msg.TurnState).phase is Phase.LISTENING
        say(socket, 50)
        assert hear(socket, msg.AudioAck).sequence == 50
        socket.send_bytes(encode_client(msg.TurnControl(TurnAction.DONE)))
        mine, theirs = hear(socket, msg.TranscriptUpdate), hear(socket, msg.TranscriptUpdate)
        assert (mine.role, mine.text, theirs.role) == (Role.CANDIDATE, "1.0 seconds", Role.INTERVIEWER)
        assert hear(socket, msg.TurnState).phase is Phase.SPEAKING
        pcm = b""
        while len(pcm) < 24_000 * 2 - 8:
            pcm += hear(socket, msg.AudioResponse).pcm
        assert set(memoryview(pcm).cast("h")) == {16}
        socket.send_bytes(encode_client(msg.PlaybackReport(1_000, False, theirs.order_index)))
        assert hear(socket, msg.TurnState).phase is Phase.LISTENING
        socket.send_bytes(encode_client(msg.EndRequest()))
        assert hear(socket, msg.SessionEnded).reason is ClosingReason.USER_ENDED


def test_a_second_line_goes_on_behind_the_last_frame(client: TestClient) -> None:
    with join(client) as socket:
        say(socket, 50)
        hear(socket, msg.AudioAck)
    with join(client) as socket:
        ready = hear(socket, msg.SessionReady)
        assert (ready.resumed, ready.last_sequence) == (True, 50)
        socket.send_bytes(encode_client(msg.EndRequest()))
        hear(socket, msg.SessionEnded)


def test_frames_of_the_network_check_come_back(client: TestClient) -> None:
    with client.websocket_connect(f"{PREFIX}/ping") as socket:
        socket.send_bytes(FRAME)
        assert socket.receive_bytes() == FRAME


def test_a_slope_stays_a_slope_at_the_other_rate() -> None:
    slope = b"".join((30 * index).to_bytes(2, "little", signed=True) for index in range(100))
    raised = memoryview(to_interviewer_rate(slope)).cast("h")
    assert list(raised[:6]) == [0, 20, 40, 60, 80, 100]


def test_the_page_is_a_component() -> None:
    assert "InterviewAudio" in str(demo_page())
