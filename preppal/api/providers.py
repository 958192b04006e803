"""`/api/auth/login/{provider}` and its callback: where a browser goes to an OpenID Connect provider and comes back.

Both answer a browser, so what goes wrong is said on the sign-in page and not in a problem document.
"""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse

from preppal.api.callers import device_of
from preppal.api.identity import set_sign_in_cookie
from preppal.api.problems import Responses, responses
from preppal.auth.tokens import ATTEMPT_LIFETIME_S
from preppal.config import Settings
from preppal.errors import BackendError, NotAllowed, NotFound
from preppal.services.accounts import AccountService

ATTEMPT_COOKIE = "preppal_attempt"
_PATH = "/api/auth/callback"
_TO_PAGE: Responses = {302: {"description": "To the provider"}, 303: {"description": "To a page"}}


def create_provider_routes(accounts: AccountService, settings: Settings) -> APIRouter:
    router = APIRouter(prefix="/api/auth", tags=["auth"])

    @router.get(
        "/login/{provider}",
        summary="Go and sign in with a provider",
        status_code=302,
        response_class=RedirectResponse,
        responses={**_TO_PAGE, **responses(404, 422)},
    )
    def begin(provider: str, next: Annotated[str, Query(max_length=2_000)] = "") -> RedirectResponse:
        """A redirect to the provider, with PKCE, state and nonce. `next` is a path of this site to come back to."""
        try:
            departure = accounts.providers.begin(provider, next)
        except BackendError:
            return _to_sign_in("unreachable", next)
        response = _redirect(departure.url, 302)
        _keep(response, departure.attempt, ATTEMPT_LIFETIME_S, settings)
        return response

    @router.get(
        "/callback/{provider}",
        summary="Come back from a provider",
        status_code=303,
        response_class=RedirectResponse,
        responses=_TO_PAGE,
    )
    @router.get("/callback", summary="Come back from a provider", status_code=303, include_in_schema=False)
    def finish(request: Request, provider: str = "") -> RedirectResponse:
        """Sets the sign-in cookie. The answer of a provider counts once, in the browser that asked for it."""
        attempt = request.cookies.get(ATTEMPT_COOKIE, "")
        answer = dict(request.query_params)
        try:
            arrival = accounts.providers.finish(attempt, answer, key=provider, device=device_of(request))
        except (NotAllowed, NotFound):
            response = _to_sign_in("cancelled" if answer.get("error") == "access_denied" else "provider")
        except BackendError:
            response = _to_sign_in("unreachable")
        else:
            response = _redirect(arrival.next, 303)
            set_sign_in_cookie(response, arrival.sign_in, settings)
        _keep(response, "", 0, settings)
        return response

    return router


def _redirect(url: str, status: int) -> RedirectResponse:
    response = RedirectResponse(url, status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"  # the callback's address holds the code
    return response


def _to_sign_in(problem: str, next: str = "") -> RedirectResponse:
    query = {"problem": problem, **({"next": next} if next else {})}
    return _redirect(f"/sign-in?{urlencode(query)}", 303)


def _keep(response: RedirectResponse, attempt: str, max_age_s: int, settings: Settings) -> None:
    """Lax, because the way back from the provider begins on its site."""
    response.set_cookie(
        ATTEMPT_COOKIE,
        attempt,
        max_age=max_age_s,
        path=_PATH,
        httponly=True,
        samesite="lax",
        secure=settings.public_url.startswith("https://"),
    )
