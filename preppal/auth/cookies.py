"""The sign-in cookie: its name, and how to find the token in a request's Cookie header."""

from http.cookies import CookieError, SimpleCookie

SIGN_IN_COOKIE = "preppal_session"


def sign_in_token(cookie_header: str) -> str:
    """The token of the sign-in cookie, or an empty string."""
    try:
        morsel = SimpleCookie(cookie_header).get(SIGN_IN_COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
