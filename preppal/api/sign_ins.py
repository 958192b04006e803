"""`/api/user/sign-ins`: where one is signed in, and ending that."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from preppal.api.identity import given_token, person_of
from preppal.api.problems import responses
from preppal.api.shapes import Answer, Moment
from preppal.config import Settings
from preppal.services.accounts import AccountService
from preppal.services.views import Person


class OpenSignInBody(Answer):
    """`device` is browser and system in words; empty when the browser did not say."""

    id: str
    device: str
    created_at: Moment
    expires_at: Moment
    is_current: bool


def create_sign_in_routes(accounts: AccountService, settings: Settings) -> APIRouter:
    router = APIRouter(prefix="/api/user/sign-ins", tags=["user"])
    Asker = Annotated[Person, Depends(person_of(accounts, settings))]  # noqa: N806  a type

    @router.get("", summary="Where one is signed in", responses=responses(401))
    def list_sign_ins(asker: Asker, request: Request) -> tuple[OpenSignInBody, ...]:
        """Newest first."""
        return tuple(OpenSignInBody.model_validate(one) for one in accounts.sign_ins(asker.id, given_token(request)))

    @router.delete("/{sign_in_id}", status_code=204, summary="End a sign-in", responses=responses(401, 403, 404))
    def end(asker: Asker, sign_in_id: str) -> None:
        """Its token is worth nothing afterwards."""
        accounts.end_sign_in(asker.id, sign_in_id)

    return router
