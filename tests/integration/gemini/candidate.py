"""A candidate at a browser, as the gateway sees one: an ASGI WebSocket, a microphone that never stops, a loudspeaker.

Speaks coded utterances, hears what really sounds, reports it, keeps frames until they are acknowledged and comes back.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from preppal.session import messages as msg
from preppal.session.messages import Phase
from preppal.wire.live import decode_server, encode_client
from tests.emulators.gemini_live.tones import Speaker
from tests.emulators.gemini_live.voice import speak

RATE_HZ = 16_000
TICK_S = 0.1
_FRAME_BYTES = int(RATE_HZ * TICK_S) * 2
_SILENCE = bytes(_FRAME_BYTES)
_RING_FRAMES = 300  # half a minute, as in the browser
_INTERVIEWER_BYTES_PER_MS = 48
_REPORT_EVERY_TICKS = 3


@dataclass(slots=True)
class Heard:
    """Sound of one entry, as far as the loudspeaker got."""

    order_index: int
    pcm: bytearray = field(default_factory=bytearray)

    @property
    def ms(self) -> int:
        return len(self.pcm) // _INTERVIEWER_BYTES_PER_MS


class Socket:
    """One WebSocket over ASGI in memory."""

    def __init__(self, app: Any, interview_id: str) -> None:
        self.to_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.from_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        scope = {
            "type": "websocket",
            "path": f"/interview/{interview_id}",
            "query_string": b"token=good",
            "extensions": {"websocket.http.response": {}},
        }
        self.to_app.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.ensure_future(app(scope, self.to_app.get, self.from_app.put))


class Candidate:
    """`reactions` is called once per tick, after everything that came has been taken.

    `first_number` is the code of the first utterance: those of several candidates are told apart by it.
    """

    def __init__(self, learn: Callable[[int, str], None], interview_id: str = "i", first_number: int = 0) -> None:
        self._learn = learn
        self._interview_id = interview_id
        self._first_number = first_number
        self.reactions: Callable[[], None] = lambda: None
        self.socket: Socket | None = None
        self.messages: list[msg.ServerMessage] = []
        self.log: list[tuple[float, msg.ServerMessage]] = []
        self.phase: Phase | None = None
        self.close_code: int | None = None
        self.refusal: int | None = None
        self.said: list[str] = []
        self.heard: list[Heard] = []
        self.captions: dict[int, str] = {}
        self._microphone: deque[bytes] = deque()
        self._loudspeaker: deque[tuple[int, bytes]] = deque()
        self._ring: deque[tuple[int, bytes]] = deque(maxlen=_RING_FRAMES)
        self._sequence = 0
        self._ticks = 0
        self._is_ready = False
        self._played: dict[int, int] = {}
        self.is_stalled = False  # the browser reads nothing
        self.echo_gain = 0.0  # how much of what the loudspeaker sounds gets back into the microphone
        self._sounding = b""

    # ---- the connection

    def join(self, app: Any) -> None:
        self.socket = Socket(app, self._interview_id)
        self.close_code = None
        self._is_ready = False
        self._loudspeaker.clear()

    def drop(self) -> None:
        """The network, or the tab, is gone."""
        if self.socket is not None:
            self.socket.to_app.put_nowait({"type": "websocket.disconnect", "code": 1006})
        self.socket = None
        self._loudspeaker.clear()
        self._is_ready = False

    def send(self, message: msg.ClientMessage) -> None:
        if self.socket is not None:
            self.socket.to_app.put_nowait({"type": "websocket.receive", "bytes": encode_client(message)})

    # ---- what the candidate does

    def talk(self, text: str) -> None:
        """Say a coded utterance; its number is its place among all that were said."""
        number = self._first_number + len(self.said)
        self.said.append(text)
        self._learn(number, text)
        pcm = speak(text, number=number, speaker=Speaker.CANDIDATE, rate_hz=RATE_HZ).pcm
        pcm += bytes(-len(pcm) % _FRAME_BYTES)
        self._microphone.extend(pcm[start : start + _FRAME_BYTES] for start in range(0, len(pcm), _FRAME_BYTES))

    def pause(self, seconds: float) -> None:
        """Be silent for so long in the middle of what is being said."""
        self._microphone.extend([_SILENCE] * round(seconds / TICK_S))

    def make_noise(self, ms: int) -> None:
        loud = (b"\x00\x30\x00\xd0" * (RATE_HZ * ms // 2000))[: RATE_HZ * ms // 500]
        self._microphone.append(loud + bytes(_FRAME_BYTES - len(loud)))

    @property
    def is_listening(self) -> bool:
        return self.phase is Phase.LISTENING

    @property
    def is_talking(self) -> bool:
        return bool(self._microphone)

    @property
    def is_hearing(self) -> bool:
        return bool(self._loudspeaker)

    # ---- time

    @property
    def now_s(self) -> float:
        return asyncio.get_running_loop().time()

    async def live(self, until: Callable[[], bool], limit_s: float = 4_000.0) -> None:
        """Tick until something is so, the socket is closed, or the limit. Raises TimeoutError."""
        async with asyncio.timeout(limit_s):
            while not until() and self.close_code is None and self.refusal is None:
                await self.tick()

    async def wait(self, seconds: float) -> None:
        for _ in range(round(seconds / TICK_S)):
            await self.tick()

    async def tick(self) -> None:
        await asyncio.sleep(TICK_S)
        self._ticks += 1
        self._take_messages()
        self._play()
        self._capture()
        self.reactions()

    def _take_messages(self) -> None:
        while self.socket is not None and not self.is_stalled and not self.socket.from_app.empty():
            event = self.socket.from_app.get_nowait()
            match event["type"]:
                case "websocket.send":
                    message = decode_server(event["bytes"])
                    assert message is not None
                    self._take(message)
                case "websocket.close":
                    self.close_code = event["code"]
                case "websocket.http.response.start":
                    self.refusal = event["status"]
                case _:
                    pass

    def _take(self, message: msg.ServerMessage) -> None:
        now = asyncio.get_running_loop().time()
        self.log.append((now, message))
        match message:
            case msg.AudioResponse():
                self._loudspeaker.append((message.order_index, message.pcm))
                return  # sound is heard, not listed
            case msg.Interrupted():
                self._loudspeaker.clear()
            case msg.TurnState():
                self.phase = message.phase
            case msg.TranscriptUpdate():
                self.captions[message.order_index] = message.text
            case msg.SessionReady():
                self._resend(message.last_sequence)
            case msg.AudioAck():
                self._forget(message.sequence)
            case _:
                pass
        self.messages.append(message)

    def _resend(self, last_sequence: int) -> None:
        """What the server has not stored is said again."""
        self._sequence = max(self._sequence, last_sequence)
        for sequence, pcm in self._ring:
            if sequence > last_sequence:
                self.send(msg.AudioFrame(pcm, sequence=sequence))
        self._is_ready = True

    def _forget(self, sequence: int) -> None:
        while self._ring and self._ring[0][0] <= sequence:
            self._ring.popleft()

    def _capture(self) -> None:
        pcm = self._with_echo(self._microphone.popleft() if self._microphone else _SILENCE)
        self._sequence += 1
        self._ring.append((self._sequence, pcm))
        if self._is_ready:
            self.send(msg.AudioFrame(pcm, sequence=self._sequence))

    def _with_echo(self, pcm: bytes) -> bytes:
        if not self.echo_gain or not self._sounding:
            return pcm
        heard = np.frombuffer(self._sounding, dtype="<i2").astype(np.float32)
        own = np.frombuffer(pcm, dtype="<i2").astype(np.float32)
        echo = np.interp(np.arange(len(own)) * 1.5, np.arange(len(heard)), heard, right=0.0)
        return bytes(np.clip(own + self.echo_gain * echo, -32768, 32767).astype("<i2").tobytes())

    def _play(self) -> None:
        """Sound for one tick, in the order in which it came."""
        self._sounding = b""
        left = int(TICK_S * 1000) * _INTERVIEWER_BYTES_PER_MS
        played_index: int | None = None
        while left and self._loudspeaker:
            index, pcm = self._loudspeaker.popleft()
            if len(pcm) > left:
                self._loudspeaker.appendleft((index, pcm[left:]))
                pcm = pcm[:left]
            left -= len(pcm)
            self._sound(index, pcm)
            played_index = index
        is_done = not self._loudspeaker
        if played_index is not None and (is_done or self._ticks % _REPORT_EVERY_TICKS == 0):
            self.send(msg.PlaybackReport(self._played[played_index], not is_done, played_index))

    def _sound(self, index: int, pcm: bytes) -> None:
        if not self.heard or self.heard[-1].order_index != index:
            self.heard.append(Heard(index))
            self._played[index] = 0
        self.heard[-1].pcm += pcm
        self._sounding += pcm
        self._played[index] += len(pcm) // _INTERVIEWER_BYTES_PER_MS

    # ---- what happened

    def of(self, kind: type[msg.ServerMessage]) -> list[Any]:
        return [message for message in self.messages if isinstance(message, kind)]

    def phases(self) -> list[Phase]:
        return [message.phase for message in self.of(msg.TurnState)]

    @property
    def has_ended(self) -> bool:
        return bool(self.of(msg.SessionEnded))
