"""Requests of our own pages are told from those of other sites."""

import pytest

from preppal.auth.origin import is_same_origin


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "localhost:3000", "origin": "http://localhost:3000"},
        {"host": "localhost:8000", "origin": "http://localhost:3000"},
        {"host": "practice.example.org", "origin": "https://practice.example.org"},
        {"host": "practice.example.org", "sec-fetch-site": "same-origin"},
    ],
)
def test_our_own_pages_pass(headers: dict[str, str]) -> None:
    assert is_same_origin(headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "practice.example.org", "origin": "https://evil.example.org"},
        {"host": "practice.example.org", "origin": "https://practice.example.org:8443"},
        {"host": "practice.example.org", "origin": "null"},
        {"host": "practice.example.org", "sec-fetch-site": "cross-site"},
        {"host": "practice.example.org"},
        {"host": "127.0.0.1:3000", "origin": "http://localhost:3000"},
        {"host": "", "origin": "null"},
    ],
)
def test_other_sites_and_the_nameless_do_not_pass(headers: dict[str, str]) -> None:
    assert not is_same_origin(headers)


def test_public_address_passes_behind_a_proxy_that_changes_the_host() -> None:
    headers = {"host": "backend:8000", "origin": "https://practice.example.org"}
    assert is_same_origin(headers, "https://practice.example.org")
    assert not is_same_origin(headers, "https://other.example.org")
