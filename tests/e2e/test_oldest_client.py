"""A client that knows only the design documents' own fields holds a whole interview, by voice."""

import asyncio
import importlib
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from websockets.asyncio.client import ClientConnection, connect

from tests.e2e.journey import ANSWERS
from tests.e2e.server import Server
from tests.spoken import silence

pytestmark = pytest.mark.e2e

_FRAME_BYTES = 640  # 20 ms


@pytest.fixture(scope="module")
def design(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Code generated from the cut-down schema."""
    folder = tmp_path_factory.mktemp("proto")
    source = Path(__file__).parent
    command = [sys.executable, "-m", "grpc_tools.protoc", "-I", str(source), f"--python_out={folder}", "design.proto"]
    subprocess.run(command, check=True)
    sys.path.insert(0, str(folder))
    return importlib.import_module("design_pb2")


class OldestClient:
    """Sends its microphone in real pace, whatever it is hearing; speaks when the interviewer has finished."""

    def __init__(self, socket: ClientConnection, design: ModuleType) -> None:
        self.socket = socket
        self.design = design
        self.finals: list[tuple[str, str]] = []
        self.heard = bytearray()
        self.reason: int | None = None
        self.interviewer_finished = asyncio.Event()
        self._due = asyncio.get_running_loop().time()

    async def listen(self) -> None:
        async for data in self.socket:
            message = self.design.ServerToClientMessage.FromString(data)
            match message.WhichOneof("message"):
                case "audio_response":
                    self.heard += message.audio_response.audio_content
                case "transcript_update" if message.transcript_update.is_final:
                    update = message.transcript_update
                    self.finals.append((update.speaker, update.text))
                    if update.speaker == "AI":
                        self.interviewer_finished.set()
                case "session_ended":
                    self.reason = message.session_ended.reason

    async def play(self, pcm: bytes) -> None:
        for start in range(0, len(pcm), _FRAME_BYTES):
            chunk = self.design.AudioChunk(audio_content=pcm[start : start + _FRAME_BYTES])
            await self.socket.send(self.design.ClientToServerMessage(audio_chunk=chunk).SerializeToString())
            self._due += 0.02
            await asyncio.sleep(max(0.0, self._due - asyncio.get_running_loop().time()))

    async def wait_for_the_question(self) -> None:
        """Silence into the microphone until the interviewer's turn is final: whole, and heard."""
        while not self.interviewer_finished.is_set():
            await self.play(silence(200))
        self.interviewer_finished.clear()
        await self.play(silence(300))


async def _hold_interview(url: str, design: ModuleType, answers: list[bytes]) -> OldestClient:
    async with asyncio.timeout(280), connect(url, max_size=None) as socket:
        client = OldestClient(socket, design)
        listening = asyncio.create_task(client.listen())
        for answer in answers:
            await client.wait_for_the_question()
            await client.play(answer)
        await client.wait_for_the_question()
        ending = design.ClientToServerMessage(end_request=design.EndRequest())
        await socket.send(ending.SerializeToString())
        await listening
        assert socket.close_code == 1000
        return client


def test_client_with_only_the_design_fields_holds_a_complete_interview(
    server: Server, say: Callable[..., bytes], design: ModuleType
) -> None:
    person = server.sign_in()
    body = {"interviewType": "behavioral", "difficulty": "warmup", "idempotencyKey": str(uuid.uuid4())}
    interview = person.post("/api/session/create", json=body).raise_for_status().json()
    token = person.post(f"/api/session/{interview['id']}/worker-token").raise_for_status().json()["token"]
    url = f"{server.ws_url}/interview/{interview['id']}?token={token}"

    client = asyncio.run(_hold_interview(url, design, [say(answer) for answer in ANSWERS]))

    assert client.reason == design.SessionEnded.USER_ENDED
    assert len(client.heard) > 10 * 48_000, "the interviewer was heard for more than ten seconds"
    assert [speaker for speaker, _ in client.finals].count("USER") >= len(ANSWERS)
    stored = person.get(f"/api/session/{interview['id']}").raise_for_status().json()
    assert stored["status"] == "completed"
    assert stored["endReason"] == "user_ended"
    assert [entry["orderIndex"] for entry in stored["transcript"]] == list(range(len(stored["transcript"])))
    spoken = " ".join(entry["content"] for entry in stored["transcript"] if entry["role"] == "candidate").lower()
    assert sum(word in spoken for word in ("script", "months", "manager", "faster", "team", "promised", "test")) >= 3
