"""How a page gets a cookie set: it posts a form with a one-time code here. Signing out takes the same road.

Pages cannot do it themselves, because the sign-in cookie is HttpOnly and Reflex events set no headers.
Both routes answer with a redirect, so that they work as plain forms.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from preppal.api.callers import device_of
from preppal.api.identity import drop_sign_in_cookie, set_sign_in_cookie
from preppal.auth.cookies import safe_next, sign_in_token
from preppal.auth.origin import is_same_origin
from preppal.config import Settings
from preppal.errors import InvalidInput, NotAllowed
from preppal.services.accounts import AccountService

_SIGN_IN_AGAIN = "/sign-in?problem=expired"


def create_exchange(accounts: AccountService, settings: Settings) -> APIRouter:
    """`POST /api/auth/exchange` and `POST /api/auth/leave`, as forms."""
    router = APIRouter(prefix="/api/auth", include_in_schema=False)

    @router.post("/exchange")
    async def exchange(
        request: Request,
        code: Annotated[str, Form(max_length=2_000)],
        next: Annotated[str, Form(max_length=2_000)] = "",
        time_zone: Annotated[str, Form(max_length=64)] = "",
    ) -> RedirectResponse:
        if not is_same_origin(request.headers, settings.public_url):
            return _go(request, _SIGN_IN_AGAIN)
        try:
            sign_in = await run_in_threadpool(accounts.redeem_code, code, device_of(request))
        except NotAllowed:
            return _go(request, _SIGN_IN_AGAIN)
        await run_in_threadpool(_keep_time_zone, accounts, sign_in.person.id, time_zone)
        response = _go(request, safe_next(next))
        set_sign_in_cookie(response, sign_in, settings)
        return response

    @router.post("/leave")
    async def leave(request: Request) -> RedirectResponse:
        if not is_same_origin(request.headers, settings.public_url):
            return _go(request, "/")
        await run_in_threadpool(accounts.sign_out, sign_in_token(request.headers.get("cookie", "")))
        response = _go(request, "/")
        drop_sign_in_cookie(response)
        return response

    return router


def _go(request: Request, path: str) -> RedirectResponse:
    """Back to a page. In development pages have another port than these routes; the form's Origin knows it."""
    origin = request.headers.get("origin", "")
    base = origin if origin not in ("", "null") and is_same_origin(request.headers) else ""
    response = RedirectResponse(base + path, status_code=303)
    response.headers["Cache-Control"] = "no-store"
    return response


def _keep_time_zone(accounts: AccountService, user_id: str, time_zone: str) -> None:
    """Streaks and dates follow the browser's clock. A name this machine does not know changes nothing."""
    try:
        accounts.update_profile(user_id, time_zone=time_zone)
    except InvalidInput:
        return
