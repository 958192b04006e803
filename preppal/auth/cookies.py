"""The sign-in cookie: its name, how to find its token in a request, and where a sign-in may lead."""

from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

SIGN_IN_COOKIE = "preppal_session"
HOME = "/dashboard"


def sign_in_token(cookie_header: str) -> str:
    """The token of the sign-in cookie, or an empty string."""
    try:
        morsel = SimpleCookie(cookie_header).get(SIGN_IN_COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def safe_next(target: str) -> str:
    """Where to go after sign-in: only a path of this site, so that no link can send a person elsewhere."""
    is_plain = not any(ord(letter) <= 32 or letter == "\\" for letter in target)
    parts = urlsplit(target) if is_plain else None
    if parts is None or not target.startswith("/") or target.startswith("//") or parts.scheme or parts.netloc:
        return HOME
    return target
