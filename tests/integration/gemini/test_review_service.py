"""A model's review through the real service: workflow, database, SDK and the emulated REST calls; group 41."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from dbos import DBOS

from preppal.config import Settings
from preppal.domain.feedback import Finding, WrittenBy
from preppal.engines.reviewers import create_reviewers
from preppal.services.reviews import ReviewService
from preppal.services.views import FeedbackView
from preppal.store.database import Database
from preppal.store.models import Interview, User, utc_now
from preppal.store.queries import transcripts
from tests.emulators.gemini_live.emulator import GeminiLiveEmulator
from tests.emulators.gemini_live.threaded import emulated
from tests.integration.gemini.reviewing import ANSWERS, QUESTIONS, entries

pytestmark = pytest.mark.usefixtures("trusts_the_emulator", "keeps_reviews_out_of_the_log")

_NEVER_SAID = "I led forty engineers to glory"
_QUOTES = (
    ("I read the logs, found a slow query", "the job ran in four minutes instead of ninety"),
    ("I asked him to measure first", "We shipped two weeks early"),
    ("I ask what it should replace", "write down three things that have to be done"),
)


def ended_interview(database: Database) -> tuple[str, str]:
    """A person's interview of three answers; returns (person, interview)."""
    now = utc_now()
    with database.begin() as db:
        user = User(email="ann@example.com", name="Ann")
        db.add(user)
        db.flush()
        row = Interview(
            user_id=user.id,
            idempotency_key="k",
            interview_type="behavioral",
            difficulty="standard",
            duration_min=15,
            question_count=3,
            persona_key="ruth",
            engine="gemini",
            status="completed",
            started_at=now,
            completed_at=now,
        )
        db.add(row)
        db.flush()
        transcripts.store(db, row.id, entries(3))
        return user.id, row.id


@contextmanager
def opened(database: Database, data_dir: Path, emulator: GeminiLiveEmulator) -> Iterator[ReviewService]:
    settings = Settings(data_dir=data_dir, db_url=database.url, gemini_api_key="emulated", gemini_base_url=emulator.url)
    service = ReviewService(database, settings, create_reviewers(settings), retry_interval_s=0.001)
    service.open()
    try:
        yield service
    finally:
        service.close()


def reviewed(database: Database, data_dir: Path, emulator: GeminiLiveEmulator) -> FeedbackView:
    user_id, interview_id = ended_interview(database)
    with opened(database, data_dir, emulator) as service:
        service.start(interview_id)
        DBOS.get_result(f"{interview_id}:1")
        latest = service.latest(user_id, interview_id)
    assert latest is not None
    return latest


def finding(quote: str) -> dict[str, object]:
    return {"text": "You say what you did", "detail": "It can be believed.", "quote": quote}


def judgement(strengths: list[str], improvements: list[str]) -> dict[str, object]:
    return {
        "evidence": [{"quote": quote, "shows": "what was done"} for quote in strengths if quote != _NEVER_SAID],
        "missing": ["the goal"],
        "strengths": [finding(quote) for quote in strengths],
        "improvements": [finding(quote) for quote in improvements],
        "note": "Begin with the goal.",
        "scores": {"clarity": 7, "structure": 7, "relevance": 7, "confidence": 7},
    }


def scripted(*judgements: dict[str, object]) -> dict[str, object]:
    """A model that answers about each question whatever it is told to, as often as it is asked."""
    answers = zip(QUESTIONS, judgements, strict=True)
    return {"rest": [{"matches": f"QUESTION: {question}", "body": body, "times": 9} for question, body in answers]}


def test_of_ten_findings_with_four_false_quotes_six_are_shown_and_four_counted(
    sqlite_database: Database, tmp_path: Path, cert_dir: Path
) -> None:
    (first, also), (second, too), (third, last) = _QUOTES
    model = scripted(
        judgement([first, _NEVER_SAID], [_NEVER_SAID, also]),
        judgement([_NEVER_SAID, second], [too, _NEVER_SAID]),
        judgement([third], [last]),
    )
    with emulated(model, cert_dir) as emulator:
        feedback = reviewed(sqlite_database, tmp_path, emulator).feedback
    assert feedback.written_by is WrittenBy.MODEL
    shown = (*feedback.strengths, *feedback.improvements)
    assert (len(shown), feedback.dropped_findings) == (6, 4)
    assert sorted(map(quoted, shown)) == sorted((first, also, second, too, third, last))
    assert all(any(quoted(one) in answer for answer in ANSWERS) for one in shown)


def quoted(finding: Finding) -> str:
    (evidence,) = finding.evidence
    return evidence.quote


def test_gradings_that_differ_are_shown_as_their_median_with_its_spread(
    sqlite_database: Database, tmp_path: Path, cert_dir: Path
) -> None:
    def graded(score: float) -> dict[str, object]:
        body = judgement([_QUOTES[0][0]], [_QUOTES[0][1]])
        return {**body, "scores": dict.fromkeys(("clarity", "structure", "relevance", "confidence"), score)}

    asked = f"QUESTION: {QUESTIONS[0]}"
    model = {"rest": [{"matches": asked, "body": graded(score)} for score in (9, 4, 6)]}
    with emulated(model, cert_dir) as emulator:
        answer = reviewed(sqlite_database, tmp_path, emulator).feedback.answers[0]
    relevance = next(score for dimension, score in answer.scores.items() if dimension == "relevance")
    assert relevance.value == 6
    assert relevance.spread >= 2.5


@pytest.mark.parametrize(
    "trouble",
    [
        {"code": 400, "text": "API key not valid."},
        {"text": "no JSON at all"},
        {"block_reason": "PROHIBITED_CONTENT"},
        {"finish_reason": "SAFETY"},
        {"damage": "truncated", "finish_reason": "MAX_TOKENS"},
    ],
)
def test_model_that_gives_nothing_to_use_is_replaced_by_rules_and_the_report_says_so(
    sqlite_database: Database, tmp_path: Path, cert_dir: Path, trouble: dict[str, object]
) -> None:
    with emulated({"rest": [{**trouble, "times": 99}]}, cert_dir) as emulator:
        feedback = reviewed(sqlite_database, tmp_path, emulator).feedback
    assert feedback.written_by is WrittenBy.RULES
    assert "written by rules" in feedback.notice
    assert feedback.overall.value is not None
