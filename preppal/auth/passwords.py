"""Passwords: hashed with Argon2, compared in constant time, and refused when anybody would guess them."""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_CHARS = 10
MAX_CHARS = 200
# Each hash takes 64 MiB for its time: many sign-ins at once wait for each other instead of filling the memory.
_AT_ONCE = 4
_GUESSED_FIRST = frozenset(
    "password12 password123 password1234 1234567890 12345678910 qwertyuiop qwerty12345 iloveyou123 letmein1234 "
    "welcome1234 administrator changeme123 preppalpreppal interview1".split()
)

_hasher = PasswordHasher()
_seats = threading.BoundedSemaphore(_AT_ONCE)


def problem_with(password: str, email: str) -> str:
    """A sentence when this must not become somebody's password, else an empty string."""
    if not MIN_CHARS <= len(password) <= MAX_CHARS:
        return f"Use {MIN_CHARS} to {MAX_CHARS} characters. A few words in a row are easy to remember."
    lowered = password.lower()
    if lowered in _GUESSED_FIRST or lowered in (email, email.partition("@")[0]) or len(set(lowered)) < 4:
        return "This is among the first that anybody would try. A few words in a row are hard to guess."
    return ""


def hash_password(password: str) -> str:
    with _seats:
        return _hasher.hash(password)


def is_right(stored_hash: str, password: str) -> bool:
    """Takes as long where nothing is stored, so that the time tells nobody which accounts exist."""
    with _seats:
        try:
            _hasher.verify(stored_hash or _nobodys_hash(), password)
        except (VerificationError, InvalidHashError):
            return False
    return bool(stored_hash)


def needs_new_hash(stored_hash: str) -> bool:
    """True when it was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(stored_hash)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("of nobody")
