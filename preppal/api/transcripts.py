"""The words of an interview: as they were heard, heard again, and corrected."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import Field

from preppal.api.identity import person_of
from preppal.api.problems import responses
from preppal.api.shapes import Answer, Body
from preppal.config import Settings
from preppal.domain.transcript import Role
from preppal.services.container import Services
from preppal.services.corrections import MAX_ANSWER_CHARS, TurnReading
from preppal.services.views import Person


class TurnWords(Answer):
    """One turn. `content` are the words that count; `live`, `heardAgain` and `corrected` say where they may be from.

    `doubtful` are places in `content`, first and end, that the recogniser was not sure of.
    """

    order_index: int
    role: Role
    content: str
    live: str
    heard_again: str | None
    corrected: str | None
    doubtful: tuple[tuple[int, int], ...]
    can_correct: bool


class Transcript(Answer):
    turns: tuple[TurnWords, ...]


class CorrectedTurn(Body):
    order_index: Annotated[int, Field(ge=0, le=1_000_000, examples=[1])]
    content: Annotated[
        str,
        Field(min_length=1, max_length=MAX_ANSWER_CHARS, examples=["I moved the report to a nightly job."]),
    ]


class Corrections(Body):
    """A turn that is named twice counts as it is named last."""

    turns: Annotated[list[CorrectedTurn], Field(min_length=1, max_length=200)]


class Corrected(Answer):
    """`version` of the feedback is being written; null when nothing differs from what counts already."""

    status: Literal["pending", "unchanged"]
    version: int | None


def transcript_body(turns: tuple[TurnReading, ...]) -> Transcript:
    return Transcript(turns=tuple(TurnWords.model_validate(turn) for turn in turns))


def corrected_body(version: int | None) -> Corrected:
    return Corrected(status="unchanged" if version is None else "pending", version=version)


def create_transcript_routes(services: Services, settings: Settings) -> APIRouter:
    router = APIRouter(prefix="/api/session", tags=["session"])
    Asker = Annotated[Person, Depends(person_of(services.accounts, settings))]  # noqa: N806  a type

    @router.get(
        "/{session_id}/transcript",
        summary="The words of every turn, and where they are from",
        responses=responses(401, 404),
    )
    def get(asker: Asker, session_id: str) -> Transcript:
        """What was heard live is always there, whatever was heard or corrected later."""
        return transcript_body(services.corrections.turns(asker.id, session_id))

    @router.patch(
        "/{session_id}/transcript",
        status_code=202,
        summary="Correct your words and be scored again",
        responses=responses(401, 403, 404, 409, 422),
    )
    def correct(asker: Asker, session_id: str, body: Corrections) -> Corrected:
        """A new version of the feedback; older ones are kept. 409 while the interview runs or a report is written."""
        texts = {turn.order_index: turn.content for turn in body.turns}
        return corrected_body(services.corrections.correct(asker.id, session_id, texts))

    return router
