"""What may become a password, and that a stored one opens nothing but itself."""

import pytest

from preppal.auth import passwords


def test_person_is_known_by_their_own_password_only() -> None:
    stored = passwords.hash_password("four words in a row")
    assert passwords.is_right(stored, "four words in a row")
    assert not passwords.is_right(stored, "four words in a Row")
    assert "four words" not in stored


def test_account_without_a_password_is_opened_by_none() -> None:
    assert not passwords.is_right("", "")
    assert not passwords.is_right("", "of nobody")


@pytest.mark.parametrize(
    "guess", ["short", "x" * 201, "password123", "aaaaaaaaaaaa", "ann@example.com", "anneliese.maria"]
)
def test_what_anybody_would_try_first_is_refused(guess: str) -> None:
    email = "anneliese.maria@example.com" if guess.startswith("anneliese") else "ann@example.com"
    assert passwords.problem_with(guess, email)


def test_few_words_in_a_row_are_fine() -> None:
    assert passwords.problem_with("four words in a row", "ann@example.com") == ""


def test_hash_of_weaker_settings_is_made_anew() -> None:
    weak = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$aTBwr8ohgDXA1wBXHHEcYA"
    assert passwords.needs_new_hash(weak)
    assert not passwords.needs_new_hash(passwords.hash_password("four words in a row"))
