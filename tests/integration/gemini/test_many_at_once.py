"""Several interviews through one process and one key: groups 31 and 40."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace

from google.genai import Client
from google.genai.types import HttpOptions, LiveConnectConfig, Modality

from preppal.domain.feedback import Feedback
from preppal.domain.interview import EndReason, InterviewContext, Status
from preppal.domain.prices import NO_USAGE, TokenUsage
from preppal.domain.transcript import Entry, Role
from preppal.session import messages as msg
from tests.emulators.gemini_live.scenario_files import load_scenario
from tests.fakes import MemoryBackend
from tests.integration.gemini import checks
from tests.integration.gemini.candidate import Candidate
from tests.integration.gemini.interviewee import Interviewee, interview
from tests.integration.gemini.stage import CONTEXT, KEY, Stage, Theatre

_SOUND = LiveConnectConfig(response_modalities=[Modality.AUDIO])
_PEOPLE = 3
_STORIES_EACH = 25


class Backends:
    """ports.Backend of several interviews, each on a MemoryBackend of its own."""

    def __init__(self, contexts: Sequence[InterviewContext]) -> None:
        self.of = {context.interview_id: MemoryBackend(context) for context in contexts}

    async def get_context(self, interview_id: str, user_id: str) -> InterviewContext:
        return await self.of[interview_id].get_context(interview_id, user_id)

    async def update_status(
        self, interview_id: str, epoch: int, status: Status, end_reason: EndReason | None, elapsed_ms: int
    ) -> None:
        await self.of[interview_id].update_status(interview_id, epoch, status, end_reason, elapsed_ms)

    async def submit_transcript(
        self,
        interview_id: str,
        epoch: int,
        entries: Sequence[Entry],
        *,
        last_sequence: int,
        elapsed_ms: int,
        engine_state: str,
        usage: TokenUsage = NO_USAGE,
    ) -> None:
        await self.of[interview_id].submit_transcript(
            interview_id,
            epoch,
            entries,
            last_sequence=last_sequence,
            elapsed_ms=elapsed_ms,
            engine_state=engine_state,
            usage=usage,
        )

    async def submit_feedback(self, interview_id: str, epoch: int, feedback: Feedback) -> None:
        await self.of[interview_id].submit_feedback(interview_id, epoch, feedback)


async def _hold(gateway: object, candidate: Candidate, first_story: int) -> None:
    candidate.join(gateway)
    Interviewee(candidate, first_story=first_story)
    await candidate.live(lambda: candidate.has_ended, 1_500)


def test_interviews_of_one_process_keep_to_themselves(theatre: Theatre) -> None:
    names = [f"interview-{number}" for number in range(_PEOPLE)]
    backends = Backends([replace(CONTEXT, interview_id=name) for name in names])
    candidates: list[Candidate] = []

    async def scene(stage: Stage) -> None:
        gateway = stage.new_gateway(backends)
        learn = stage.emulator.learn
        candidates.extend(Candidate(learn, name, place * _STORIES_EACH) for place, name in enumerate(names))
        async with gateway, asyncio.TaskGroup() as tasks:
            for place, candidate in enumerate(candidates):
                tasks.create_task(_hold(gateway, candidate, place * _STORIES_EACH))

    fleet = load_scenario("fleet")
    short = replace(fleet.interview, questions=fleet.interview.questions[:3])
    stage = theatre.play(replace(fleet, interview=short), scene)
    runs = list(stage.emulator.book.runs.values())
    assert len(runs) == _PEOPLE
    heard = sorted(tuple(sorted(run.heard())) for run in runs)
    for place, (name, candidate) in enumerate(zip(names, candidates, strict=True)):
        entries = [entry for _, entry in sorted(backends.of[name].entries.items())]
        assert [entry.content for entry in entries if entry.role is Role.CANDIDATE] == candidate.said
        assert heard[place] == tuple(range(place * _STORIES_EACH, place * _STORIES_EACH + len(candidate.said)))
        assert backends.of[name].statuses == [Status.IN_PROGRESS, Status.COMPLETED]
    assert [stage.emulator.metrics(run)["greetings"] for run in runs] == [1] * _PEOPLE
    assert [stage.emulator.metrics(run)["violations"] for run in runs] == [0] * _PEOPLE


def test_candidate_beyond_what_the_key_allows_is_asked_to_wait_and_gets_in_later(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        quiet = logging.getLogger("somebody else")  # it is the product that is listened to
        quiet.disabled = True
        someone_else = {
            "base_url": stage.emulator.url,
            "api_version": "v1beta",
            "headers": {"X-Emu-Run": "else"},
            "async_client_args": {"logger": quiet},
        }
        client = await asyncio.to_thread(Client, api_key=KEY, http_options=HttpOptions.model_validate(someone_else))
        candidate = stage.candidate
        async with client.aio.live.connect(model="gemini-3.8-live", config=_SOUND):
            await stage.join()
            await candidate.live(lambda: False)
        assert candidate.close_code == 1013
        assert stage.backend.entries == {}
        await interview(stage)

    stage = theatre.play("concurrency_cap", scene)
    (error,) = stage.candidate.of(msg.ErrorResponse)
    assert "taken just now" in error.message
    assert stage.backend.statuses == [Status.IN_PROGRESS, Status.COMPLETED]
    checks.everything_agrees(stage)
