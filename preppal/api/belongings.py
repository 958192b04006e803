"""`/api/user/export` and `DELETE /api/user`: taking everything out, and erasing everything."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response, StreamingResponse

from preppal.api.identity import drop_sign_in_cookie, person_of
from preppal.api.problems import Responses, responses
from preppal.config import Settings
from preppal.services.container import Services
from preppal.services.views import Person

_ZIP: Responses = {200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}}


def create_belongings_routes(services: Services, settings: Settings) -> APIRouter:
    router = APIRouter(prefix="/api/user", tags=["user"])
    Asker = Annotated[Person, Depends(person_of(services.accounts, settings))]  # noqa: N806  a type

    @router.get(
        "/export",
        summary="Take everything out",
        response_class=StreamingResponse,
        responses={**_ZIP, **responses(401)},
    )
    def export(asker: Asker) -> StreamingResponse:
        """A ZIP: every stored row as JSON, a Markdown page per interview, uploaded files, recordings."""
        headers = {"Content-Disposition": 'attachment; filename="preppal.zip"'}
        return StreamingResponse(services.belongings.export(asker.id), media_type="application/zip", headers=headers)

    @router.delete("", status_code=204, summary="Erase everything", responses=responses(401, 403))
    def erase(asker: Asker, response: Response) -> None:
        """The account, every interview, file and recording, also in backups this server has made. At once, for good."""
        services.belongings.erase(asker.id)
        drop_sign_in_cookie(response)

    return router
