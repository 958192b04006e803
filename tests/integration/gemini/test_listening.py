"""Recorded answers heard again through the real SDK and the emulated service, and scorers tried on such a model."""

import base64
from pathlib import Path

import pytest

from preppal.cli import evaluate
from preppal.cli.graded_answers import load_answers, mark, parts
from preppal.cli.relations import try_relations
from preppal.config import Settings
from preppal.domain.audio import CANDIDATE_RATE_HZ, Pcm16
from preppal.engines.gemini_generation import StructuredGeneration
from preppal.engines.gemini_listener import GeminiListener
from preppal.engines.listeners import create_listeners
from preppal.engines.model_reviewer import ModelReviewer
from preppal.engines.reviewers import RuleReviewer
from preppal.errors import EngineError
from tests.emulators.gemini_live.emulator import GeminiLiveEmulator
from tests.emulators.gemini_live.threaded import emulated

pytestmark = pytest.mark.usefixtures("trusts_the_emulator")

_SAID = "Um, I moved the re- the report to a nightly job."
_SOUND = Pcm16(bytes([1, 0]) * CANDIDATE_RATE_HZ, CANDIDATE_RATE_HZ)


def _generation(emulator: GeminiLiveEmulator) -> StructuredGeneration:
    settings = Settings(gemini_api_key="emulated", gemini_base_url=emulator.url)
    return StructuredGeneration(settings, timeout_ms=2_000, pause_s=0.01)


def _heard(*answers: dict[str, object]) -> dict[str, object]:
    return {"name": "hears", "group": 41, "summary": "An answer is heard again.", "rest": list(answers)}


def test_an_answer_is_sent_whole_and_comes_back_word_for_word(cert_dir: Path) -> None:
    scenario = _heard({"body": {"text": f" {_SAID}  "}})
    with emulated(scenario, cert_dir) as emulator:
        heard = GeminiListener(_generation(emulator)).hear(_SOUND, "What did you change?")
        request = emulator.received.received("generateContent")[0]
    assert heard.text == _SAID
    parts = request.fields["body"]["contents"][0]["parts"]
    sound = base64.b64decode(parts[0]["inlineData"]["data"])
    assert (sound[:4], sound[8:12]) == (b"RIFF", b"WAVE")
    assert sound.endswith(_SOUND.samples)
    assert "What did you change?" in parts[1]["text"]


def test_a_call_that_fails_is_made_again(cert_dir: Path) -> None:
    with emulated(_heard({"code": 503}, {"body": {"text": _SAID}}), cert_dir) as emulator:
        assert GeminiListener(_generation(emulator)).hear(_SOUND, "").text == _SAID


def test_a_service_that_refuses_is_an_error_of_the_engine(cert_dir: Path) -> None:
    with (
        emulated(_heard({"code": 400, "times": 9}), cert_dir) as emulator,
        pytest.raises(EngineError),
    ):
        GeminiListener(_generation(emulator)).hear(_SOUND, "")


def test_answers_are_heard_again_where_a_model_is_configured() -> None:
    assert [each.name for each in create_listeners(Settings(gemini_api_key="k"))] == ["gemini"]
    assert create_listeners(Settings()) == []


def test_a_model_can_be_tried_on_the_graded_answers(cert_dir: Path) -> None:
    """Its marks mean nothing here, an emulator made them up; that it is asked and its marks are read does."""
    chosen = [
        next(answer for answer in load_answers() if (answer.part, answer.level) == (part, level))
        for part in parts()
        for level in ("weak", "strong")
    ]
    with emulated("feedback_ok", cert_dir) as emulator:
        reviewer = ModelReviewer(_generation(emulator), RuleReviewer())
        marks = {answer: mark(reviewer, answer) for answer in chosen}
        relations = try_relations(reviewer, chosen[1:2], questions=1)
        asked = emulator.received.received("generateContent")
    assert len(asked) > len(chosen) + len(relations)
    assert all(1.0 <= each.overall <= 10.0 for each in marks.values())
    table = list(evaluate._ordering(marks))
    assert all(f"{marks[answer].overall:.1f}" in table[2 + place // 2] for place, answer in enumerate(chosen))
    # Where an answer clearly does not belong was judged for the held-out ones only.
    assert all(each.tried == 1 for each in relations if "clearly" not in each.name)
