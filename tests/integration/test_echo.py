"""The interviewer's voice comes back through the microphone, through the real detector and the real gateway."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from preppal.analysis.echo import to_candidate_rate, to_samples
from preppal.gateway.app import Gateway
from preppal.session import actions as act
from preppal.session import events as ev
from preppal.session import messages as msg
from preppal.session.limits import Limits
from preppal.speech.vad import SileroDetector
from tests.fakes import MemoryBackend, ScriptedEngine, Socket
from tests.spoken import INSTALL_HINT, can_speak, speak
from tests.unit.gateway.test_app import check
from tests.unit.session.driver import CONTEXT, FIRST

Samples = npt.NDArray[np.float64]

_RATE_HZ, _VOICE_RATE_HZ = 16_000, 24_000
_FRAME_MS = 20
_FRAME = _RATE_HZ * _FRAME_MS // 1000
_REPORT_EVERY_MS = 240
QUESTION = "What is a promise you made at work that became hard to keep, and what did you do about it in the end?"
ANSWER = "Last spring our deploy script deleted the wrong folder, and I was responsible for the script."


@pytest.fixture(scope="module")
def say(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    if not can_speak():
        pytest.skip(INSTALL_HINT)
    folder: Path = tmp_path_factory.mktemp("spoken")
    return lambda text, **options: speak(text, folder, **options)


def room(reverberation_s: float) -> Samples:
    """The way from loudspeaker to microphone: the direct sound, and what the walls send back."""
    length = round(reverberation_s * _RATE_HZ)
    walls = np.random.default_rng(5).normal(0, 1, length) * np.exp(-6.9 * np.arange(length) / length)
    walls *= 0.6 / np.sqrt(np.sum(walls**2))
    walls[0] = 1.0
    return walls


def echo_of(voice: bytes, *, delay_ms: int, decibels: float, reverberation_s: float) -> Samples:
    """What comes back, and a second of room after it."""
    direct = to_candidate_rate(to_samples(voice)).astype(np.float64)
    delayed = np.concatenate([np.zeros(delay_ms * _RATE_HZ // 1000), direct, np.zeros(_RATE_HZ)])
    return np.convolve(delayed, room(reverberation_s))[: len(delayed)] * 10 ** (decibels / 20)


def noisy(sound: Samples) -> bytes:
    """A quiet room around it."""
    noise = np.random.default_rng(6).normal(0, 10 ** (-65 / 20), len(sound))
    return np.round(np.clip(sound + noise, -1, 1) * 32_767).astype("<i2").tobytes()


class Person:
    """At a client that plays what it is sent, tells how far it is, and sends its microphone. Faster than time."""

    def __init__(self, socket: Socket, engine: ScriptedEngine, *, reports: bool) -> None:
        self.socket = socket
        self.engine = engine
        self.reports = reports
        self.heard: list[msg.ServerMessage] = []

    async def ask(self, voice: bytes) -> None:
        """The interviewer asks; all of the sound comes at once."""
        stream = await self.engine.next_stream()
        await stream.told(act.Begin)
        piece = _VOICE_RATE_HZ // 10 * 2
        pieces = [ev.InterviewerAudio(voice[start : start + piece]) for start in range(0, len(voice), piece)]
        stream.say(ev.Asks(FIRST), ev.InterviewerText(QUESTION), *pieces, ev.InterviewerDone())
        await self.socket.message(msg.AudioResponse)

    async def listen(self, microphone: bytes, voice: bytes) -> None:
        """Until the microphone has nothing more, or the interviewer was interrupted."""
        sounds_ms = len(voice) * 1000 // (2 * _VOICE_RATE_HZ)
        for number in range(len(microphone) // (2 * _FRAME)):
            at_ms = number * _FRAME_MS
            if self.reports and at_ms % _REPORT_EVERY_MS == 0:
                playing = at_ms < sounds_ms
                self.socket.send(msg.PlaybackReport(min(at_ms, sounds_ms), playing, 0))
            frame = microphone[number * 2 * _FRAME : (number + 1) * 2 * _FRAME]
            self.socket.send(msg.AudioFrame(frame, at_ms, number + 1))
        await self._all_is_taken(len(microphone) // (2 * _FRAME))

    async def _all_is_taken(self, sequence: int) -> None:
        """What is said after the frames is answered after them."""
        self.socket.send(msg.TurnControl(msg.TurnAction.DONE))
        self.socket.send(msg.TextInput("And that is all I typed.", sequence + 1))
        while True:
            event = await self.socket.event()
            message = msg_of(event)
            self.heard.append(message)
            if isinstance(message, msg.TranscriptUpdate) and message.text == "And that is all I typed.":
                return

    def commands(self, kind: type[act.EngineCommand]) -> list[act.EngineCommand]:
        waiting = self.engine.streams[0].commands
        told = [waiting.get_nowait() for _ in range(waiting.qsize())]
        for command in told:
            waiting.put_nowait(command)
        return [command for command in told if isinstance(command, kind)]

    @property
    def notices(self) -> list[msg.ErrorResponse]:
        return [m for m in self.heard if isinstance(m, msg.ErrorResponse) and m.code == msg.ECHO_CODE]

    @property
    def interruptions(self) -> list[msg.Interrupted]:
        return [message for message in self.heard if isinstance(message, msg.Interrupted)]


def msg_of(event: dict[str, object]) -> msg.ServerMessage:
    from preppal.wire.live import decode_server

    message = decode_server(bytes(event["bytes"]))  # type: ignore[arg-type]  # a send event holds bytes
    assert message is not None
    return message


def play(scene: Callable[[Person], Awaitable[None]], *, reports: bool = True) -> Person:
    async def run() -> Person:
        engine = ScriptedEngine()
        gateway = Gateway(
            backend=MemoryBackend(CONTEXT),
            engine=engine,
            check_token=check,
            new_detector=SileroDetector,
            limits=Limits(),
            max_interviews=1,
        )
        async with gateway, asyncio.timeout(60):
            person = Person(await Socket(gateway, "/interview/i", "token=good").accepted(), engine, reports=reports)
            await scene(person)
            person.socket.drop()
            return person

    return asyncio.run(run())


@pytest.mark.parametrize("reports", [True, False], ids=["client reports", "oldest client"])
@pytest.mark.parametrize(
    ("delay_ms", "decibels", "reverberation_s"),
    [(0, -10, 0.05), (180, -20, 0.3), (420, -30, 0.5)],
    ids=["laptop", "room", "bluetooth"],
)
def test_the_interviewer_in_the_microphone_takes_no_turn_and_is_told(
    say: Callable[..., bytes], delay_ms: int, decibels: float, reverberation_s: float, reports: bool
) -> None:
    voice = say(QUESTION, voice="slt", rate_hz=_VOICE_RATE_HZ)
    sound = echo_of(voice, delay_ms=delay_ms, decibels=decibels, reverberation_s=reverberation_s)

    async def scene(person: Person) -> None:
        await person.ask(voice)
        await person.listen(noisy(sound), voice)

    person = play(scene, reports=reports)
    assert person.commands(act.ActivityStart) == [], "the echo is no answer"
    assert person.commands(act.CandidateAudio) == [], "and none of it reaches the engine"
    assert [notice.code for notice in person.notices] == [msg.ECHO_CODE], "said once"
    assert "headphones" in person.notices[0].message


def test_the_same_words_of_somebody_in_the_room_do_interrupt(say: Callable[..., bytes]) -> None:
    """No fault of the echo's level: a voice as quiet as it that nobody played is the candidate's."""
    voice = say(QUESTION, voice="slt", rate_hz=_VOICE_RATE_HZ)
    other = say(ANSWER, voice="rms", rate_hz=_VOICE_RATE_HZ)
    sound = echo_of(other, delay_ms=800, decibels=-20, reverberation_s=0.3)

    async def scene(person: Person) -> None:
        await person.ask(voice)
        await person.listen(noisy(sound), voice)

    person = play(scene)
    assert len(person.interruptions) == 1
    assert len(person.commands(act.ActivityStart)) == 1
    assert person.notices == []


@pytest.mark.parametrize("decibels", [-20, -10])
def test_the_candidate_interrupts_through_the_echo(say: Callable[..., bytes], decibels: float) -> None:
    voice = say(QUESTION, voice="slt", rate_hz=_VOICE_RATE_HZ)
    begins = 2 * _RATE_HZ
    sound = echo_of(voice, delay_ms=180, decibels=decibels, reverberation_s=0.3)
    speech = to_samples(say(ANSWER, voice="rms", rate_hz=_RATE_HZ))[: len(sound) - begins]
    sound[begins : begins + len(speech)] += speech

    async def scene(person: Person) -> None:
        await person.ask(voice)
        await person.listen(noisy(sound), voice)

    person = play(scene)
    assert len(person.interruptions) >= 1
    assert len(person.commands(act.ActivityStart)) == 1
