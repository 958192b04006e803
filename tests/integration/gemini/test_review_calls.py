"""The model's review through the real SDK and the emulated REST calls: group 41."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from preppal.analysis.measures import measure_interview
from preppal.config import Settings
from preppal.domain.feedback import WrittenBy
from preppal.domain.interview import InterviewType
from preppal.domain.transcript import Entry, Question, Role
from preppal.engines.gemini_generation import StructuredGeneration
from preppal.engines.model_reviewer import ModelReviewer
from preppal.engines.review_schema import Judgement
from preppal.engines.reviewers import RuleReviewer
from preppal.errors import EngineError
from preppal.ports import ReviewMaterial
from tests.emulators.gemini_live.emulator import GeminiLiveEmulator

_ANSWERS = (
    "Last year our billing job failed every night and I was the one on call. I read the logs, found a slow query, "
    "rewrote it with an index and added a test. After that the job ran in four minutes instead of ninety, and we had "
    "no failed night in the six months that followed.",
    "A colleague wanted to rewrite the service and I did not. I asked him to measure first, so we set up a small trial "
    "together. The numbers showed that one part was slow, and we changed only that part. We shipped two weeks early.",
)
_QUESTIONS = ("Tell me about a failure you handled.", "When did you disagree with a colleague?")


def entries() -> tuple[Entry, ...]:
    made: list[Entry] = []
    for place, (question, answer) in enumerate(zip(_QUESTIONS, _ANSWERS, strict=True)):
        asked = Question(place + 1, "ownership", f"q{place}", text=question)
        at_ms = place * 60_000
        made.append(Entry(2 * place, Role.INTERVIEWER, question, at_ms, at_ms + 3_000, question=asked))
        made.append(Entry(2 * place + 1, Role.CANDIDATE, answer, at_ms + 5_000, at_ms + 40_000, question=asked))
    return tuple(made)


MATERIAL = ReviewMaterial(
    "i", InterviewType.BEHAVIORAL, "standard", entries(), measure_interview(entries(), "gemini", frozenset())
)


@contextmanager
def emulated(scenario: str, cert_dir: Path) -> Iterator[GeminiLiveEmulator]:
    """The emulator on a loop of its own, as the reviewer blocks the thread it runs in."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    emulator = asyncio.run_coroutine_threadsafe(_started(scenario, cert_dir), loop).result(20)
    try:
        yield emulator
    finally:
        asyncio.run_coroutine_threadsafe(emulator.stop(), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(20)
        loop.close()


async def _started(scenario: str, cert_dir: Path) -> GeminiLiveEmulator:
    emulator = GeminiLiveEmulator(scenario, cert_dir=cert_dir)
    await emulator.start()
    return emulator


def reviewer(emulator: GeminiLiveEmulator, key: str = "emulated") -> ModelReviewer:
    settings = Settings(gemini_api_key=key, gemini_base_url=emulator.url)
    return ModelReviewer(StructuredGeneration(settings, timeout_ms=2_000, pause_s=0.01), RuleReviewer())


@pytest.fixture(autouse=True)
def _points_at_the_emulator(monkeypatch: pytest.MonkeyPatch, cert_dir: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(cert_dir / "ca.pem"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


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
    settings_of = Settings(gemini_api_key="emulated")
    with emulated("feedback_blocked", cert_dir) as emulator:
        generation = StructuredGeneration(
            Settings(gemini_api_key=settings_of.gemini_api_key, gemini_base_url=emulator.url), pause_s=0.01
        )
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
    assert len(requests) == 3  # two answers and the top of the report
    bodies = [str(request.fields["body"]) for request in requests]
    assert all("'temperature': 0" in body for body in bodies)
    assert all("'responseMimeType': 'application/json'" in body for body in bodies)
    assert sum("| Last year our billing job failed" in body for body in bodies) == 1
