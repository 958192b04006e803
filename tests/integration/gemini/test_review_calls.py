"""The model's review through the real SDK and the emulated REST calls: group 41."""

from pathlib import Path

import pytest

from preppal.analysis.measures import measure_interview
from preppal.config import Settings
from preppal.domain.feedback import WrittenBy
from preppal.domain.interview import InterviewType
from preppal.engines.gemini_generation import StructuredGeneration
from preppal.engines.model_reviewer import ModelReviewer
from preppal.engines.review_schema import Judgement
from preppal.engines.reviewers import RuleReviewer
from preppal.errors import EngineError
from preppal.ports import ReviewMaterial
from tests.emulators.gemini_live.emulator import GeminiLiveEmulator
from tests.emulators.gemini_live.threaded import emulated
from tests.integration.gemini.reviewing import entries

MATERIAL = ReviewMaterial(
    "i", InterviewType.BEHAVIORAL, "standard", entries(), measure_interview(entries(), "gemini", frozenset())
)


def reviewer(emulator: GeminiLiveEmulator, key: str = "emulated") -> ModelReviewer:
    settings = Settings(gemini_api_key=key, gemini_base_url=emulator.url)
    return ModelReviewer(StructuredGeneration(settings, timeout_ms=2_000, pause_s=0.01), RuleReviewer())


pytestmark = pytest.mark.usefixtures("trusts_the_emulator", "keeps_reviews_out_of_the_log")


@pytest.mark.parametrize(
    "scenario",
    [
        "feedback_ok",
        "feedback_503_then_ok",
        "feedback_429_retry",
        "feedback_timeout",
        "feedback_bad_json",
        "feedback_schema_violation",
        "feedback_truncated",
        "feedback_html_502",
    ],
)
def test_review_is_written_by_the_model_whatever_the_first_calls_do(scenario: str, cert_dir: Path) -> None:
    with emulated(scenario, cert_dir) as emulator:
        feedback = reviewer(emulator).review(MATERIAL)
    assert feedback.written_by is WrittenBy.MODEL
    assert len(feedback.answers) == 2
    for finding in (*feedback.strengths, *feedback.improvements):
        quote = finding.evidence[0]
        said = next(entry.content for entry in MATERIAL.entries if entry.order_index == quote.order_index)
        assert quote.quote in said


def test_answer_that_is_blocked_is_asked_for_once_more(cert_dir: Path) -> None:
    with emulated("feedback_blocked", cert_dir) as emulator:
        settings = Settings(gemini_api_key="emulated", gemini_base_url=emulator.url)
        generation = StructuredGeneration(settings, pause_s=0.01)
        with pytest.raises(EngineError):  # blocked, and then cut for safety
            generation.ask(Judgement, "judge", "an answer")
        assert isinstance(generation.ask(Judgement, "judge", "an answer"), Judgement)


def test_refused_key_is_left_to_the_rules(cert_dir: Path) -> None:
    with emulated("feedback_ok", cert_dir) as emulator, pytest.raises(EngineError):
        reviewer(emulator, key="bad").review(MATERIAL)


def test_request_is_cold_and_holds_the_answer_fenced(cert_dir: Path) -> None:
    with emulated("feedback_ok", cert_dir) as emulator:
        reviewer(emulator).review(MATERIAL)
        requests = emulator.received.received("generateContent")
    assert len(requests) == 7  # three gradings of two answers, and the top of the report
    bodies = [str(request.fields["body"]) for request in requests]
    assert all("'temperature': 0" in body for body in bodies)
    assert all("'responseMimeType': 'application/json'" in body for body in bodies)
    gradings = [body for body in bodies if "| Last year our billing job failed" in body]
    assert len(set(gradings)) == 3, "no two gradings are the same request"
