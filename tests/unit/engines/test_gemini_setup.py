"""What a Live connection is set up with, of what a person chose."""

from dataclasses import replace

import pytest

from preppal.domain.interview import InterviewContext, Patience
from preppal.domain.languages import ENGLISH, LANGUAGES
from preppal.engines.gemini_conversation import Terms
from preppal.engines.gemini_models import live_model
from preppal.engines.gemini_setup import live_config
from tests.unit.domain.test_prompts import CONTEXT


def setup(context: InterviewContext, *, own_detection: bool = True) -> dict[str, object]:
    name = "gemini-3.8-live"
    terms = Terms(context, (), name, live_model(name), own_detection, lambda: 0)
    return dict(live_config(terms, "Be kind.", ""))


def test_english_leaves_the_language_to_the_model() -> None:
    assert setup(replace(CONTEXT, language=ENGLISH))["speech_config"] == {
        "voice_config": {"prebuilt_voice_config": {"voice_name": "Kore"}}
    }


@pytest.mark.parametrize("code", sorted(set(LANGUAGES) - {"en"}))
def test_any_other_language_is_named_by_its_code(code: str) -> None:
    speech = setup(replace(CONTEXT, language=LANGUAGES[code]))["speech_config"]
    assert isinstance(speech, dict)
    assert speech["language_code"] == code


def test_patience_becomes_the_silence_that_the_provider_waits() -> None:
    detection = setup(replace(CONTEXT, patience=Patience.LONG), own_detection=False)["realtime_input_config"]
    assert isinstance(detection, dict)
    assert detection["automatic_activity_detection"]["silence_duration_ms"] == 3_000
