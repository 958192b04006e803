"""The sound of one turn, for its owner: whole or in part, so that a player can jump to a quote."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Response
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse

from preppal.api.identity import person_of
from preppal.api.problems import responses
from preppal.api.shapes import MAX_ORDER_INDEX
from preppal.config import Settings
from preppal.services.container import Services
from preppal.services.views import Person

_MEDIA_TYPE = "audio/wav"
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
# A browser may keep what it plays for the visit; nobody in between may.
_CACHE = "private, max-age=3600"


def create_audio_routes(services: Services, settings: Settings) -> APIRouter:
    router = APIRouter(prefix="/api/session", tags=["session"])
    Asker = Annotated[Person, Depends(person_of(services.accounts, settings))]  # noqa: N806  a type

    @router.get(
        "/{session_id}/audio/{order_index}",
        summary="What was recorded of one answer",
        response_class=StreamingResponse,
        responses={
            200: {"content": {_MEDIA_TYPE: {}}, "description": "The whole recording"},
            206: {"content": {_MEDIA_TYPE: {}}, "description": "The part that `Range` asked for"},
            **responses(401, 404, 416, 422),
        },
    )
    def hear(
        asker: Asker,
        session_id: str,
        order_index: Annotated[int, Path(ge=0, le=MAX_ORDER_INDEX)],
        range: Annotated[str, Header(max_length=100)] = "",
    ) -> Response:
        """404 when it was not recorded, was deleted, or its time is over."""
        sound = services.recordings.sound(asker.id, session_id, order_index)
        size = sound.byte_count
        asked = _RANGE.fullmatch(range.strip())
        headers = {"Accept-Ranges": "bytes", "Cache-Control": _CACHE}
        if asked is None:
            headers["Content-Length"] = str(size)
            return StreamingResponse(sound.pieces(0, size - 1), media_type=_MEDIA_TYPE, headers=headers)
        part = _part(asked.group(1), asked.group(2), size)
        if part is None:
            raise HTTPException(416, "There is no such part.", headers={"Content-Range": f"bytes */{size}"})
        first, last = part
        headers |= {"Content-Length": str(last - first + 1), "Content-Range": f"bytes {first}-{last}/{size}"}
        return StreamingResponse(sound.pieces(first, last), 206, media_type=_MEDIA_TYPE, headers=headers)

    return router


def _part(first: str, last: str, size: int) -> tuple[int, int] | None:
    """First and last byte of one range, as RFC 9110 reads it; None when nothing of the file lies in it."""
    if not first and not last:
        return None
    if not first:
        length = min(int(last), size)
        return (size - length, size - 1) if length else None
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    return (start, end) if start <= end and start < size else None
