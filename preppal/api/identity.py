"""Who asks: the Bearer token, or else the sign-in cookie, which counts for changes only from our own pages."""

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from preppal.auth.cookies import SIGN_IN_COOKIE, sign_in_token
from preppal.auth.origin import is_same_origin
from preppal.config import Settings
from preppal.errors import NotAllowed
from preppal.services.accounts import AccountService
from preppal.services.views import Person, SignIn

_SAFE_METHODS = frozenset({"GET", "HEAD"})
_DAY_S = 86_400


def person_of(accounts: AccountService, settings: Settings) -> Callable[[Request], Person]:
    """The dependency of every route that is somebody's own.

    Raises NotAllowed, LimitReached, or 403 for other sites' pages.
    """

    def person(request: Request) -> Person:
        token = given_token(request)
        if not token:
            raise NotAllowed("Sign in first.")
        signed_in = accounts.person_for_token(token)
        is_on_cookie_alone = not _bearer(request)
        if request.method not in _SAFE_METHODS and is_on_cookie_alone:
            refuse_other_sites(request, settings)
        accounts.requests.take(signed_in.id)
        return signed_in

    return person


def given_token(request: Request) -> str:
    """The Bearer token when there is one, else the cookie's; an empty string when nobody is signed in."""
    return _bearer(request) or sign_in_token(request.headers.get("cookie", ""))


def refuse_other_sites(request: Request, settings: Settings) -> None:
    """Raises 403 when the request was not made by a page of ours."""
    if not is_same_origin(request.headers, settings.public_url):
        raise HTTPException(403, "Requests on the cookie alone must come from this site. Send the token as Bearer.")


def set_sign_in_cookie(response: Response, sign_in: SignIn, settings: Settings) -> None:
    response.set_cookie(
        SIGN_IN_COOKIE,
        sign_in.token,
        max_age=settings.sign_in_days * _DAY_S,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.public_url.startswith("https://"),
    )


def drop_sign_in_cookie(response: Response) -> None:
    response.delete_cookie(SIGN_IN_COOKIE, path="/", httponly=True, samesite="lax")


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
