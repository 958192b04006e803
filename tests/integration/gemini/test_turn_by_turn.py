"""Interviews by request and answer, with Gemini as the interviewer."""

import asyncio
from contextlib import suppress

import pytest

from preppal.domain.interview import EndReason, Status
from preppal.domain.transcript import Role, Source
from preppal.errors import Conflict
from preppal.gateway.correspondence import GatewayCorrespondence
from preppal.ports import Said
from tests.integration.gemini.stage import Stage, Theatre

ANSWER = "I moved the report to a nightly job, and errors fell by forty percent."


@pytest.mark.parametrize("thinks_s", [0, 300], ids=["at once", "after five minutes each"])
def test_whole_interview_is_held_by_request_and_answer(theatre: Theatre, thinks_s: int) -> None:
    async def scene(stage: Stage) -> None:
        letters = GatewayCorrespondence(stage.gateway)
        await letters.take_turn("i", "u", None, 0)
        while not stage.backend.statuses[-1].is_final:
            await asyncio.sleep(thinks_s)
            # A goodbye that came after its turn may have ended it meanwhile.
            with suppress(Conflict):
                await letters.take_turn("i", "u", Said(ANSWER), len(stage.backend.entries))

    stage = theatre.play("happy", scene)
    entries = stage.entries()
    assert stage.backend.statuses[-1] is Status.COMPLETED
    assert stage.backend.context.end_reason is EndReason.INTERVIEWER_ENDED
    assert entries[0].role is Role.INTERVIEWER
    answers = [entry for entry in entries if entry.role is Role.CANDIDATE]
    assert {entry.source for entry in answers} == {Source.TYPED}
    assert len(answers) >= stage.backend.context.question_count
    assert stage.unmet() == []
