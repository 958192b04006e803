"""A page that shows the component, and the server it talks to: say something, and hear what the server heard.

    from audio_worklet.demo import demo_page, demo_server

    app = rx.App(api_transformer=demo_server)
    app.add_page(demo_page, route="/")

Serve it on one port (`reflex run --env prod --single-port`), so that page, token and socket have one origin. The server
is the smallest that the component can hold an interview with; it knows the messages it needs without generated code.
"""

import time
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

import reflex as rx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from audio_worklet.component import TranscriptEntry, interview_audio

PREFIX = "/audio-demo"
_LISTENING, _HOLDING, _THINKING, _SPEAKING = 1, 2, 3, 4
_DONE, _HOLD = 1, 2
_USER_ENDED = 1
_ACK_FRAMES = 50
_PIECE_BYTES = 4_800  # 100 ms of 24 kHz
_MOST_BYTES = 32_000 * 60  # a minute of 16 kHz is kept
_NOTICE_S = 10.0


# ---- the page


class DemoState(rx.State):
    """What the component tells."""

    status: str = "idle"
    microphone: str = ""
    network: str = ""
    problem: str = ""
    is_live: bool = False
    turns: list[TranscriptEntry] = []

    @rx.event
    def begin(self) -> None:
        self.is_live, self.problem, self.turns = True, "", []

    @rx.event
    def note_status(self, status: str) -> None:
        self.status = status
        if status == "ended":
            self.is_live = False

    @rx.event
    def note_microphone(self, status: str) -> None:
        self.microphone = status

    @rx.event
    def note_turn(self, entry: TranscriptEntry) -> None:
        self.turns = [*[turn for turn in self.turns if turn["orderIndex"] != entry["orderIndex"]], entry]

    @rx.event
    def note_network(self, report: dict) -> None:
        self.network = f"{report['verdict']}, {report['roundTripMs']} ms"

    @rx.event
    def note_problem(self, error: dict) -> None:
        self.problem = f"{error['code']}: {error['message']}"


def demo_page() -> rx.Component:
    """Slots and commands in plain elements; everything that moves is drawn by the component."""
    return rx.el.main(
        rx.el.h1("Hear what the server heard"),
        rx.el.p("Begin, say a sentence, press “I'm done”: the server plays it back, converted twice."),
        rx.el.div(data_interview_slot="presence", style={"width": "20rem", "height": "20rem"}),
        rx.el.div(data_interview_slot="status"),
        rx.el.p("Microphone: ", DemoState.microphone, " · network: ", DemoState.network),
        rx.el.p(data_interview_slot="clock"),
        rx.cond(
            DemoState.is_live,
            rx.el.div(
                rx.el.button("I'm done", data_interview_command="done"),
                rx.el.button("Give me a moment", data_interview_command="hold"),
                rx.el.button("Mute", data_interview_command="toggle_mute"),
                rx.el.button("End", data_interview_command="end"),
            ),
            rx.el.button("Begin", on_click=DemoState.begin, data_interview_command="enable_mic"),
        ),
        rx.el.ol(rx.foreach(DemoState.turns, lambda turn: rx.el.li(turn["speaker"], ": ", turn["text"]))),
        rx.cond(DemoState.problem != "", rx.el.p(DemoState.problem, role="alert")),
        interview_audio(
            mode=rx.cond(DemoState.is_live, "live", "check"),
            connect_url=f"{PREFIX}/token",
            reconnect_url=f"{PREFIX}/token",
            ping_url=f"{PREFIX}/ping",
            interviewer="The echo",
            on_status=DemoState.note_status,
            on_mic=DemoState.note_microphone,
            on_turn=DemoState.note_turn,
            on_network=DemoState.note_network,
            on_error=DemoState.note_problem,
        ),
    )


# ---- the wire: Protobuf by hand, as far as it is needed


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _field(number: int, value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _message(number: int, *fields: tuple[int, int | str | bytes]) -> bytes:
    return _field(number, b"".join(_field(*each) for each in fields))


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """(number, value) of a message that holds numbers and bytes alone."""
    at = 0

    def take() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(data):
        number, kind = divmod(take(), 8)
        if kind == 0:
            yield number, take()
        elif kind == 2:
            length = take()
            yield number, data[at : at + length]
            at += length
        else:
            raise ValueError(f"wire type {kind}")


# ---- the server


@dataclass
class _Conversation:
    """One person: what they have said, and which frame came last. Outlives its sockets."""

    sound: bytearray = field(default_factory=bytearray)
    sequence: int = 0
    entries: int = 0
    phase: int = _LISTENING


_conversations: dict[str, _Conversation] = {}


async def _token(request: Request) -> JSONResponse:
    """Anybody may talk to an echo. A real server signs a token for a person and an interview."""
    host = request.client.host if request.client else "somebody"
    expires_at = round((time.time() + 3600) * 1000)
    return JSONResponse({"token": host, "url": f"{PREFIX}/line", "expiresAt": expires_at})


async def _line(socket: WebSocket) -> None:
    await socket.accept()
    person = _conversations.setdefault(socket.query_params.get("token", ""), _Conversation())
    await socket.send_bytes(_message(5, (1, int(person.sequence > 0)), (2, person.sequence), (3, 600)))
    await socket.send_bytes(_message(9, (1, 600)))
    await _enter(socket, person, person.phase)
    told_at = time.monotonic()
    try:
        while True:
            for number, value in _fields(await socket.receive_bytes()):
                if isinstance(value, bytes) and not await _take(socket, person, number, value):
                    return
            if time.monotonic() - told_at > _NOTICE_S:
                told_at = time.monotonic()
                await socket.send_bytes(_message(9, (1, 600)))
    except WebSocketDisconnect:
        pass  # it comes back, and goes on behind person.sequence


async def _enter(socket: WebSocket, person: _Conversation, phase: int) -> None:
    person.phase = phase
    await socket.send_bytes(_message(7, (1, phase)))


async def _take(socket: WebSocket, person: _Conversation, number: int, data: bytes) -> bool:
    """False when the conversation is over."""
    values = dict(_fields(data))
    match number:
        case 1:
            await _hear(socket, person, values)
        case 2:
            await socket.send_bytes(_message(4, (1, _USER_ENDED)))
            _conversations.pop(socket.query_params.get("token", ""), None)
            await socket.close(1000)
            return False
        case 3:
            person.sequence = max(person.sequence, int(values.get(2, 0)))
            await _say(socket, person, bytes(values.get(1, b"")).decode(), b"")
        case 4 if values.get(1) == _DONE and person.phase == _HOLDING:
            await _enter(socket, person, _LISTENING)
        case 4 if values.get(1) == _DONE:
            sound, person.sound = bytes(person.sound), bytearray()
            await _say(socket, person, f"{len(sound) / 32_000:.1f} seconds", sound)
        case 4 if values.get(1) == _HOLD:
            await _enter(socket, person, _HOLDING)
        case 5 if person.phase == _SPEAKING and not values.get(2):
            await _enter(socket, person, _LISTENING)
        case _:
            pass
    return True


async def _hear(socket: WebSocket, person: _Conversation, chunk: dict[int, int | bytes]) -> None:
    sequence = int(chunk.get(3, 0))
    if sequence <= person.sequence:
        return
    person.sequence = sequence
    if person.phase == _LISTENING:
        person.sound += bytes(chunk.get(1, b""))
        del person.sound[:-_MOST_BYTES]
    if sequence % _ACK_FRAMES == 0:
        await socket.send_bytes(_message(8, (1, sequence)))


async def _say(socket: WebSocket, person: _Conversation, text: str, sound: bytes) -> None:
    """Both turns become entries; the sound goes back at the interviewer's rate."""
    for speaker, words in (("USER", text), ("AI", f"I heard: {text}")):
        entry = ((1, speaker), (2, words), (3, 1), (4, 1), (5, person.entries))
        await socket.send_bytes(_message(1, *entry))
        person.entries += 1
    if not sound:
        await _enter(socket, person, _LISTENING)
        return
    await _enter(socket, person, _SPEAKING)
    voice = to_interviewer_rate(sound)
    for start in range(0, len(voice), _PIECE_BYTES):
        piece = voice[start : start + _PIECE_BYTES]
        await socket.send_bytes(_message(2, (1, piece), (2, person.entries - 1)))
    # The end of the turn is known: a remainder need not wait for more.
    await socket.send_bytes(_message(1, (1, "AI"), (2, f"I heard: {text}"), (3, 1), (4, 1), (5, person.entries - 1)))


def to_interviewer_rate(sound: bytes) -> bytes:
    """16 kHz to 24 kHz by straight lines: good enough to know oneself by, not for a product."""
    samples = array("h", sound[: len(sound) // 2 * 2])
    out = array("h")
    for index in range(len(samples) * 3 // 2 - 1):
        low, rest = divmod(index * 2, 3)
        high = min(low + 1, len(samples) - 1)
        out.append(round(samples[low] + (samples[high] - samples[low]) * rest / 3))
    return out.tobytes()


async def _ping(socket: WebSocket) -> None:
    """Sends frames back, for the network check."""
    await socket.accept()
    try:
        while True:
            await socket.send_bytes(await socket.receive_bytes())
    except WebSocketDisconnect:
        pass


def demo_server(app: object) -> Starlette:
    """The demo's routes in front of Reflex's own."""
    server = Starlette(
        routes=[
            Route(f"{PREFIX}/token", _token, methods=["POST"]),
            WebSocketRoute(f"{PREFIX}/line", _line),
            WebSocketRoute(f"{PREFIX}/ping", _ping),
        ]
    )
    server.mount("/", app)
    return server
