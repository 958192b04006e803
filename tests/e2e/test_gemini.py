"""The room with Gemini Live: the product in Chromium, the real SDK, and the emulator in Google's place.

Candidate and interviewer speak in coded words, so that what was heard can be read off a tape of the loudspeaker.
"""

import base64
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.rooms import Guest, guest
from tests.e2e.server import Server
from tests.emulators.gemini_live.emulator import GeminiLiveEmulator
from tests.emulators.gemini_live.threaded import emulated
from tests.emulators.gemini_live.tones import CodedWord, Speaker, decode
from tests.emulators.gemini_live.voice import Style, speak
from tests.spoken import INSTALL_HINT, can_speak

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.timeout(420)]

_TAPE = Path(__file__).with_name("tape.js")
_RATE_HZ = 48_000
_PANEL_TURNS = 'aside [data-turn-role="interviewer"] .speech'
# The last word under way, one between the loudspeaker and its report, one for the rounding of sound to words.
_SLACK_WORDS = 3
_TALKED_OVER_AFTER_S = 4.0

ANSWERS = (
    "I took over a slow billing report that nobody wanted and made it run in four minutes instead of ninety",
    "Then I showed two new colleagues how to read the plan of a query so that they could find the next slow one alone",
)
BARGE_IN: dict[str, object] = {
    "name": "talked_over",
    "audio": {"style": "voice"},
    "interview": {"questions": ["What are you most proud of?", "And what came of it?"], "follow_up_every": 0},
    "steps": [{"when": {"model_turn": 2}, "do": {"say": {"text": "This reply goes on.", "secs": 20, "speed": 6}}}],
}
SHORT: dict[str, object] = {
    "name": "short",
    "audio": {"style": "voice"},
    "interview": {"questions": ["What are you most proud of?", "And what came of it?"], "follow_up_every": 0},
}


@contextmanager
def product(scenario: dict[str, object], port: int, data_dir: Path) -> Iterator[tuple[Server, GeminiLiveEmulator]]:
    """The product with three variables that point it at the emulator."""
    with emulated(scenario, data_dir) as emulator:
        for number, answer in enumerate(ANSWERS):
            emulator.learn(number, answer)
        environment = {"PREPPAL_ENGINE": "auto", "NO_PROXY": "127.0.0.1", **emulator.environment}
        server = Server(data_dir, port, None, **environment).start()
        try:
            yield server, emulator
        finally:
            server.stop()


def say(someone: Guest, number: int) -> None:
    """At the rate of the tape: a browser that has to raise it blurs the code."""
    spoken = speak(ANSWERS[number], number=number, speaker=Speaker.CANDIDATE, rate_hz=_RATE_HZ, style=Style.VOICE)
    text = base64.b64encode(spoken.pcm).decode()
    someone.page.evaluate("([text, rate]) => microphone.say(text, rate)", [text, _RATE_HZ])


def tape_of(page: Page, folder: Path) -> list[CodedWord]:
    """The interviewer's words as they sounded."""
    recorded = folder / "tape.webm"
    recorded.write_bytes(base64.b64decode(page.evaluate("tape.stop()")))
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-i", str(recorded), "-ac", "1"]
    plain = subprocess.run([*command, "-ar", str(_RATE_HZ), "-f", "s16le", "-"], capture_output=True, check=True)
    return [word for word in decode(plain.stdout, _RATE_HZ) if word.code.speaker is Speaker.INTERVIEWER]


def words_of(tape: list[CodedWord], utterance: int, until_s: float = float("inf")) -> list[CodedWord]:
    return [word for word in tape if word.code.utterance == utterance and word.start_ms / 1000 <= until_s]


def test_interviewer_who_is_talked_over_is_silent_and_keeps_only_what_was_heard(
    port: int, tmp_path: Path, chromium: str
) -> None:
    if not can_speak():
        pytest.skip(INSTALL_HINT)
    with (
        product(BARGE_IN, port, tmp_path) as (server, emulator),
        guest(chromium, server, scripts=(_TAPE,)) as someone,
    ):
        page = someone.page
        someone.enter_room()
        someone.button("Transcript").click()
        page.evaluate("selector => tape.watch(selector)", _PANEL_TURNS)
        someone.wait_for_state("listening")
        say(someone, 0)
        someone.wait_for_state("speaking")
        begun_s = page.evaluate("tape.seconds()")
        page.wait_for_function("until => tape.seconds() > until", arg=begun_s + _TALKED_OVER_AFTER_S)
        say(someone, 1)
        someone.wait_for_state("listening")
        expect(page.locator(_PANEL_TURNS)).to_have_count(2)
        someone.wait_for_state("speaking")
        someone.wait_for_state("listening")
        notes: list[dict[str, Any]] = page.evaluate("tape.notes")
        tape = tape_of(page, tmp_path)
        stored = someone.stored("interviewer")
        assert someone.visit.complaints == []

    run = emulator.run
    talked_over = run.said[1]
    places = [word.code.position for word in words_of(tape, talked_over.number)]
    heard = places[-1] + 1
    assert places == sorted(set(places))
    assert _SLACK_WORDS < heard < len(talked_over.text.split()) / 2
    assert stored[1]["heard"] == "cut"
    assert abs(len(stored[1]["content"].split()) - heard) <= _SLACK_WORDS
    assert talked_over.text.startswith(stored[1]["content"])
    _nothing_unheard_was_shown(notes, tape, [said.number for said in run.said])
    assert notes[-1]["text"].split("\n")[:2] == [entry["content"] for entry in stored[:2]]
    # The provider has every syllable of both answers, the one that talked over it from its first.
    assert {number: utterance.is_complete for number, utterance in run.heard().items()} == {0: True, 1: True}
    assert emulator.metrics()["interruptions"] == 1
    assert not any(answer[:20] in server.log() for answer in ANSWERS)


def _nothing_unheard_was_shown(notes: list[dict[str, Any]], tape: list[CodedWord], utterances: list[int]) -> None:
    """At no moment did the panel hold more words of a turn than had sounded by then."""
    assert any(note["text"] for note in notes)
    for note in notes:
        for utterance, line in zip(utterances, note["text"].split("\n"), strict=False):
            sounded = max((word.code.position + 1 for word in words_of(tape, utterance, note["at"])), default=0)
            assert len(line.split()) <= sounded + _SLACK_WORDS, (note, sounded)


def test_short_interview_with_gemini_leads_to_the_report(port: int, tmp_path: Path, chromium: str) -> None:
    with product(SHORT, port, tmp_path) as (server, emulator), guest(chromium, server) as someone:
        page = someone.page
        someone.enter_room()
        for number in range(len(ANSWERS)):
            someone.wait_for_state("listening")
            say(someone, number)
            someone.wait_for_state("speaking")
        page.wait_for_url("**/feedback", timeout=60_000)
        expect(page.get_by_text("A language model, checked by rules")).to_be_attached(timeout=90_000)
        expect(page.get_by_text("at list prices of")).to_be_attached()
        assert [entry["content"] for entry in someone.stored("candidate")] == list(ANSWERS)
        with server.sign_in() as person:
            usage = person.get(f"/api/session/{someone.interview_id}").json()["usage"]
        assert someone.visit.complaints == []
    assert usage["model"] == "gemini-3.8-live"
    assert usage["tokens"]["audioIn"] > usage["tokens"]["audioOut"] > 0
    assert usage["estimatedUsd"] > 0
    assert emulator.metrics()["greetings"] == emulator.metrics()["farewells"] == 1
    assert emulator.metrics()["violations"] == 0
    assert "Traceback" not in server.log()
    assert not any(answer[:20] in server.log() for answer in ANSWERS)
