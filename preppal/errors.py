"""Every error that crosses a module boundary.

PreppalError
├── ConfigurationError        a setting is missing, unknown or unsafe; the message says which and the cure
├── InvalidInput              the person's input cannot be used; carries messages per field
├── NotFound                  it does not exist, or it is somebody else's: the two are never told apart
├── Conflict                  it exists, and its state forbids this now
├── NotAllowed                signed out, expired or forbidden
├── LimitReached              too many; carries when to come back
├── ProtocolError             a live client sent something that is no message of ours
├── BackendError              the backend could not do it; `retryable` says whether to try again
│   └── StaleOwner            another gateway has taken the interview over
└── EngineError               the interviewer engine failed; `retryable` says whether a new stream may help
"""

from collections.abc import Mapping
from traceback import extract_tb


class PreppalError(Exception):
    """Root of the tree. The message is for people and holds no personal data."""


class ConfigurationError(PreppalError):
    """Raised at start when a setting is missing, unknown or unsafe."""


class InvalidInput(PreppalError):
    """Raised when what a person entered cannot be used."""

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields: dict[str, str] = dict(fields or {})


class NotFound(PreppalError):
    """Raised when a thing does not exist or belongs to somebody else."""


class Conflict(PreppalError):
    """Raised when the state of a thing forbids what was asked."""


class NotAllowed(PreppalError):
    """Raised when nobody, or the wrong person, asks."""


class LimitReached(PreppalError):
    """Raised when a limit is reached."""

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class ProtocolError(PreppalError):
    """Raised when bytes from a live client are no message of ours."""


class BackendError(PreppalError):
    """Raised when the backend could not do what the gateway asked."""

    def __init__(self, message: str, *, retryable: bool = True) -> None:
        super().__init__(message)
        self.retryable = retryable


class StaleOwner(BackendError):
    """Raised when a write carries an epoch that another gateway has passed."""

    def __init__(self, message: str = "Another connection has taken this interview over.") -> None:
        super().__init__(message, retryable=False)


class EngineError(PreppalError):
    """Raised when an interviewer engine fails."""

    def __init__(self, message: str, *, retryable: bool = True) -> None:
        super().__init__(message)
        self.retryable = retryable


def where(error: BaseException) -> str:
    """What a log may hold of an error nobody foresaw: its kind and the lines it passed, innermost first.

    Its message is left out, because it may quote what somebody said or wrote.
    """
    groups = [error]
    while isinstance(groups[-1], BaseExceptionGroup):
        groups.append(groups[-1].exceptions[0])
    lines = [f"{frame.filename}:{frame.lineno}" for frame in reversed(extract_tb(groups[-1].__traceback__))]
    return f"{type(groups[-1]).__name__} at {' < '.join(lines) or 'nowhere'}"
