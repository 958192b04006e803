"""`/api/auth`: signing in on one's own machine, and out."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from preppal.api.identity import drop_sign_in_cookie, given_token, refuse_other_sites, set_sign_in_cookie
from preppal.api.problems import responses
from preppal.api.shapes import Answer, Body
from preppal.config import Settings
from preppal.services.accounts import AccountService


class DevSignIn(Body):
    email: Annotated[str, Field(max_length=320, examples=["ann@example.com"])]
    name: Annotated[str, Field(max_length=200, examples=["Ann"])] = ""


class User(Answer):
    id: str
    email: str
    name: str


class SignedIn(Answer):
    user: User
    token: Annotated[str, Field(description="The same token as in the cookie, to be sent as Bearer.")]


def create_auth_routes(accounts: AccountService, settings: Settings) -> APIRouter:
    router = APIRouter(prefix="/api/auth", tags=["auth"])

    @router.post("/dev", summary="Sign in with dev credentials", responses=responses(403, 404, 422))
    def sign_in_dev(body: DevSignIn, request: Request, response: Response) -> SignedIn:
        """Off unless the server is somebody's own machine. Sets the cookie `preppal_session` as well."""
        if "origin" in request.headers:
            refuse_other_sites(request, settings)
        sign_in = accounts.sign_in_dev(body.email, body.name)
        set_sign_in_cookie(response, sign_in, settings)
        person = sign_in.person
        return SignedIn(user=User(id=person.id, email=person.email, name=person.name), token=sign_in.token)

    @router.post("/logout", status_code=204, summary="End this sign-in", responses=responses(403))
    def sign_out(request: Request, response: Response) -> None:
        """The token is worth nothing afterwards, wherever it was copied to."""
        if "authorization" not in request.headers:
            refuse_other_sites(request, settings)
        accounts.sign_out(given_token(request))
        drop_sign_in_cookie(response)

    return router
