"""The sign-in cookie is found, and a sign-in leads nowhere but to this site."""

import pytest

from preppal.auth.cookies import HOME, safe_next, sign_in_token


def test_token_is_found_among_other_cookies() -> None:
    assert sign_in_token("theme=dark; preppal_session=a.b-c; x=1") == "a.b-c"


@pytest.mark.parametrize("header", ["", "theme=dark", "preppal_session=", "=;;=", "preppal_session_2=x"])
def test_header_without_token_gives_none(header: str) -> None:
    assert sign_in_token(header) == ""


@pytest.mark.parametrize("target", ["/interview/new", "/interview/1/lobby?x=1", "/history?q=a%20b#top"])
def test_sign_in_leads_to_paths_of_this_site(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        "",
        "history",
        "https://evil.example.org",
        "//evil.example.org",
        "/\\evil.example.org",
        "\\\\evil.example.org",
        "/\t/evil.example.org",
        "javascript:alert(1)",
        "///evil.example.org",
        "/a\nSet-Cookie: x=1",
    ],
)
def test_sign_in_leads_home_instead_of_elsewhere(target: str) -> None:
    assert safe_next(target) == HOME
