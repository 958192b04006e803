"""`/api/auth`: signing in with an e-mail and a password, or on one's own machine without one, and out again."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from preppal.api.callers import address_of, device_of
from preppal.api.identity import drop_sign_in_cookie, given_token, refuse_other_sites, set_sign_in_cookie
from preppal.api.problems import responses
from preppal.api.shapes import Answer, Body
from preppal.config import Settings
from preppal.services.accounts import AccountService
from preppal.services.views import SignIn

_Email = Annotated[str, Field(max_length=320, examples=["ann@example.com"])]
_Password = Annotated[str, Field(max_length=1_000, examples=["four words in a row"])]


class DevSignIn(Body):
    email: _Email
    name: Annotated[str, Field(max_length=200, examples=["Ann"])] = ""


class PasswordSignIn(Body):
    email: _Email
    password: _Password


class Register(PasswordSignIn):
    name: Annotated[str, Field(max_length=200, examples=["Ann"])] = ""
    invitation: Annotated[str, Field(max_length=200, description="from the link that was sent")] = ""


class User(Answer):
    id: str
    email: str
    name: str


class SignedIn(Answer):
    user: User
    token: Annotated[str, Field(description="The same token as in the cookie, to be sent as Bearer.")]


def create_auth_routes(accounts: AccountService, settings: Settings) -> APIRouter:
    router = APIRouter(prefix="/api/auth", tags=["auth"])

    def answer(sign_in: SignIn, response: Response) -> SignedIn:
        set_sign_in_cookie(response, sign_in, settings)
        person = sign_in.person
        return SignedIn(user=User(id=person.id, email=person.email, name=person.name), token=sign_in.token)

    def refuse_forms_of_others(request: Request) -> None:
        """No other site may sign a browser in as somebody else."""
        if "origin" in request.headers:
            refuse_other_sites(request, settings)

    @router.post("/dev", summary="Sign in with dev credentials", responses=responses(403, 404, 422))
    def sign_in_dev(body: DevSignIn, request: Request, response: Response) -> SignedIn:
        """Off unless the server is somebody's own machine. Sets the cookie `preppal_session` as well."""
        refuse_forms_of_others(request)
        return answer(accounts.sign_in_dev(body.email, body.name, device_of(request)), response)

    @router.post(
        "/register",
        status_code=201,
        summary="Make an account with a password",
        responses=responses(401, 403, 409, 422, 429),
    )
    def register(body: Register, request: Request, response: Response) -> SignedIn:
        """401 where the server takes no new accounts, or only invited ones."""
        refuse_forms_of_others(request)
        sign_in = accounts.passwords.register(
            body.email,
            body.password,
            body.name,
            invitation=body.invitation,
            address=address_of(request, settings),
            device=device_of(request),
        )
        return answer(sign_in, response)

    @router.post("/login", summary="Sign in with a password", responses=responses(401, 403, 422, 429))
    def sign_in(body: PasswordSignIn, request: Request, response: Response) -> SignedIn:
        """Sets the cookie `preppal_session` as well. 401 says neither that the account exists nor that it does not."""
        refuse_forms_of_others(request)
        address, device = address_of(request, settings), device_of(request)
        return answer(accounts.passwords.sign_in(body.email, body.password, address=address, device=device), response)

    @router.post("/logout", status_code=204, summary="End this sign-in", responses=responses(403))
    def sign_out(request: Request, response: Response) -> None:
        """The token is worth nothing afterwards, wherever it was copied to."""
        if "authorization" not in request.headers:
            refuse_other_sites(request, settings)
        accounts.sign_out(given_token(request))
        drop_sign_in_cookie(response)

    return router
