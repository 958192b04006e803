"""A whole interview by request and answer: the offline interviewer, the live session's rules, the database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from preppal.domain.interview import EndReason, Status
from preppal.engines.offline import OfflineEngine
from preppal.gateway.app import Gateway
from preppal.gateway.correspondence import GatewayCorrespondence
from preppal.services.backend import LocalBackend
from preppal.session.limits import Limits
from preppal.store.database import Database
from tests.fakes import LoudDetector
from tests.unit.api.conftest import ORIGIN, Site
from tests.unit.engines.fakes import FakeRecognizer, FakeSynthesizer

ANSWER = (
    "In my last job the weekly report took two days. I moved it to a nightly job, checked the numbers with the team, "
    "and in the end errors fell by forty percent."
)
Json = dict[str, Any]
Ask = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    return Site(sqlite_database, tmp_path)


def _gateway(site: Site) -> Gateway:
    return Gateway(
        backend=LocalBackend(site.interviews),
        engine=OfflineEngine(FakeRecognizer(), FakeSynthesizer()),
        check_token=site.tokens.check_live,
        new_detector=LoudDetector,
        limits=Limits(),
        max_interviews=5,
    )


@asynccontextmanager
async def _candidate(site: Site, email: str = "ann@example.com") -> AsyncIterator[Ask]:
    """Requests of one person to a process of its own, on the site's database."""
    async with _gateway(site) as gateway:
        site.correspondence = GatewayCorrespondence(gateway)
        site.__dict__.pop("app", None)
        headers = {"Authorization": f"Bearer {site.sign_in(email)}"}
        transport = httpx.ASGITransport(site.app)
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers, timeout=60) as client:

            async def ask(path: str = "respond", **body: object) -> httpx.Response:
                return await client.post(f"/api/interview/{path}", json=body)

            yield ask


async def _turn(ask: Ask, **body: object) -> Json:
    answer = await ask(**body)
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def test_whole_interview_is_held_and_reviewed(site: Site) -> None:
    interview_id = site.interview()

    async def play() -> tuple[Json, list[str]]:
        async with _candidate(site) as ask:
            turn = await _turn(ask, sessionId=interview_id)
            asked = []
            while not turn["isOver"]:
                asked.append(turn["question"]["text"])
                assert turn["messages"][-1]["role"] == "interviewer"
                turn = await _turn(ask, sessionId=interview_id, text=ANSWER, orderIndex=turn["nextOrderIndex"])
                assert turn["answer"]["content"] == ANSWER
            return turn, asked

    last, asked = asyncio.run(play())
    assert (last["status"], last["endReason"]) == ("completed", "interviewer_ended")
    assert last["messages"][-1]["question"] is None, "the last words are a goodbye"
    detail = site.interviews.get(site.user_id(), interview_id)
    assert len({entry.question.index for entry in detail.entries if entry.question}) == last["questionCount"]
    assert [entry.order_index for entry in detail.entries] == list(range(len(detail.entries)))
    assert len(asked) == len(set(asked)), "no question comes twice"
    site.reviews.open()
    try:
        _wait_for_feedback(site, interview_id)
    finally:
        site.reviews.close()
    feedback = site.reviews.latest(site.user_id(), interview_id)
    assert feedback is not None
    assert feedback.feedback.overall.value is not None


def _wait_for_feedback(site: Site, interview_id: str) -> None:
    while not (progress := site.reviews.progress(site.user_id(), interview_id)).is_ready:
        assert not progress.has_failed


def test_answer_that_is_sent_twice_is_stored_once(site: Site) -> None:
    interview_id = site.interview()

    async def play() -> tuple[Json, Json, list[Json]]:
        async with _candidate(site) as ask:
            await _turn(ask, sessionId=interview_id)
            body = {"sessionId": interview_id, "text": ANSWER, "orderIndex": 1}
            at_once = await asyncio.gather(*(_turn(ask, **body) for _ in range(3)))
            return await _turn(ask, **body), at_once[0], at_once

    again, first, at_once = asyncio.run(play())
    assert all(turn == first for turn in [*at_once, again])
    contents = [entry.content for entry in site.interviews.get(site.user_id(), interview_id).entries]
    assert contents.count(ANSWER) == 1


def test_another_process_goes_on_where_the_first_one_was_killed(site: Site) -> None:
    interview_id = site.interview()

    async def play(*answers: str) -> list[Json]:
        async with _candidate(site) as ask:
            turns = [await _turn(ask, sessionId=interview_id)]
            for text in answers:
                turns.append(
                    await _turn(ask, sessionId=interview_id, text=text, orderIndex=turns[-1]["nextOrderIndex"])
                )
            return turns

    before = asyncio.run(play(ANSWER))
    after = asyncio.run(play(ANSWER))
    assert after[0]["question"] == before[-1]["question"], "the open question, and no second greeting"
    assert after[0]["nextOrderIndex"] == before[-1]["nextOrderIndex"]
    assert after[1]["answer"]["orderIndex"] == before[-1]["nextOrderIndex"]


def test_two_processes_may_take_turns(site: Site) -> None:
    """Behind a proxy each request may meet another process; what one knows is stale after the other's turn."""
    interview_id = site.interview()

    async def play() -> Json:
        async with _candidate(site) as first, _candidate(site) as second:
            turn = await _turn(first, sessionId=interview_id)
            for process in (second, first, second, first):
                turn = await _turn(process, sessionId=interview_id, text=ANSWER, orderIndex=turn["nextOrderIndex"])
            return turn

    turn = asyncio.run(play())
    entries = site.interviews.get(site.user_id(), interview_id).entries
    assert sum(entry.content == ANSWER for entry in entries) == 4
    assert turn["nextOrderIndex"] == len(entries)


def test_spoken_answer_keeps_its_times(site: Site) -> None:
    interview_id = site.interview()
    spoken = {
        "durationMs": 4_000,
        "words": [{"text": "I", "startMs": 200, "endMs": 300}, {"text": "led", "startMs": 2_500, "endMs": 2_900}],
        "speech": [{"startMs": 200, "endMs": 400}, {"startMs": 2_400, "endMs": 3_900}],
    }

    async def play() -> Json:
        async with _candidate(site) as ask:
            await _turn(ask, sessionId=interview_id)
            return await _turn(ask, sessionId=interview_id, text="I led.", orderIndex=1, spoken=spoken)

    answer = asyncio.run(play())["answer"]
    assert (answer["source"], answer["durationMs"], answer["pauseCount"]) == ("voice", 4_000, 1)
    assert answer["longestPauseMs"] == 2_000


def test_refusals_say_what_to_do(site: Site) -> None:
    interview_id = site.interview()

    async def play() -> None:
        async with _candidate(site) as ask, _candidate(site, "ben@example.com") as ben:
            assert (await ben(sessionId=interview_id)).status_code == 404
            too_early = await ask(sessionId=interview_id, text=ANSWER)
            assert too_early.status_code == 409
            assert "speaks first" in too_early.json()["detail"]
            await _turn(ask, sessionId=interview_id)
            assert (await ask(sessionId=interview_id, text=ANSWER, orderIndex=7)).status_code == 409
            assert (await ask(sessionId=interview_id, text=ANSWER, orderIndex=0)).status_code == 409
            assert (await ask(sessionId=interview_id, text="x" * 4_001, orderIndex=1)).status_code == 422
            unordered = {"durationMs": 10, "words": [{"text": "a", "startMs": 5, "endMs": 20}]}
            assert (await ask(sessionId=interview_id, text="a", spoken=unordered)).status_code == 422
            await asyncio.to_thread(site.interviews.complete, site.user_id(), interview_id)
            assert (await ask(sessionId=interview_id, text=ANSWER, orderIndex=1)).status_code == 409
            over = await _turn(ask, sessionId=interview_id)
            assert over["isOver"]
            assert over["question"] is None

    asyncio.run(play())
    summary = site.interviews.get(site.user_id(), interview_id).summary
    assert summary.status in (Status.COMPLETED, Status.ABANDONED)
    assert summary.end_reason is EndReason.USER_ENDED


def test_answer_is_looked_at_by_itself(site: Site) -> None:
    interview_id = site.finished_interview()
    client = site.client(site.sign_in())
    body = {"sessionId": interview_id, "orderIndex": 1}
    looked = client.post("/api/interview/analyze-message", json=body)
    assert looked.status_code == 200, looked.text
    told = looked.json()
    assert told["question"] == "What changed because of you?"
    assert told["wordCount"] == 8
    assert told["pauseCount"] == 1
    assert set(told["scores"]) == {"clarity", "structure", "relevance", "confidence", "overall"}
    for index in (0, 99):
        missing = client.post("/api/interview/analyze-message", json={**body, "orderIndex": index})
        assert missing.status_code == 404


def test_context_is_what_the_interview_was_made_with(site: Site) -> None:
    interview_id = site.finished_interview()
    ann = site.client(site.sign_in())
    ann.patch("/api/user/profile", json={"name": "Ann"})
    told = ann.get("/api/interview/context", params={"sessionId": interview_id}).json()
    assert told["persona"]["name"] == "Ruth"
    assert told["candidateName"] == "Ann"
    assert (told["waitsFor"], told["nextOrderIndex"], len(told["transcript"])) == ("nobody", 4, 4)
