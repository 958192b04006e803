"""What went wrong between us and Gemini, and whether another stream may help: the SDK's faults, translated once.

The SDK raises its own APIError for close codes, websockets' errors for sends and refused upgrades, and whatever parsing
raises for messages it cannot read. Their texts may hold speech or keys, so none of them goes any further than this.
"""

import re
import ssl
from dataclasses import dataclass
from enum import Enum, auto

from preppal.errors import EngineError

_KEY = re.compile(r"api.?key|unauthenticated|permission.?denied|credential", re.I)
_QUOTA = re.compile(r"quota|resource.?exhausted|rate limit", re.I)
_MODEL = re.compile(r"is not found|not supported for bidi", re.I)

_FIRST_CLOSE_CODE, _INVALID_ARGUMENT, _POLICY = 1000, 1007, 1008


class Trouble(Enum):
    """Kinds of fault, by what can be done about them."""

    KEY = auto()
    MODEL = auto()
    QUOTA = auto()
    ARGUMENT = auto()
    TRUST = auto()
    SERVICE = auto()
    NETWORK = auto()


@dataclass(frozen=True, slots=True)
class Fault:
    """`code`: a close code or an HTTP status, 0 when there was neither."""

    trouble: Trouble
    code: int = 0

    @property
    def was_refused(self) -> bool:
        """The provider was there, and closed the connection itself."""
        return self.trouble is not Trouble.NETWORK and 1000 <= self.code < 2000 and self.code != 1006


_SAYING = {
    Trouble.KEY: "The interviewer's voice service refused its key. Whoever runs this Preppal has to check it.",
    Trouble.MODEL: "The voice service doesn't offer the chosen model. Whoever runs this Preppal has to change it.",
    Trouble.QUOTA: "All interviewers are taken just now. Try again in a few minutes; what you said is kept.",
    Trouble.ARGUMENT: "The interviewer's voice service refused the conversation. What you said is kept.",
    Trouble.TRUST: "The connection to the interviewer's voice service can't be trusted (its certificate is unknown).",
    Trouble.SERVICE: "The interviewer's voice service isn't answering. It's not you: your place is kept.",
    Trouble.NETWORK: "The interviewer's voice service can't be reached. It's not you: your place is kept.",
}
_RETRYABLE = frozenset({Trouble.SERVICE, Trouble.NETWORK})


def engine_error(fault: Fault) -> EngineError:
    return EngineError(_SAYING[fault.trouble], retryable=fault.trouble in _RETRYABLE)


def fault_of(error: BaseException) -> Fault:
    """What an exception of the SDK, of websockets or of the network means."""
    from google.genai.errors import APIError
    from websockets.exceptions import ConnectionClosed, InvalidStatus

    match error:
        case APIError():
            return _of_code(error.code or 0, str(error.details or ""))
        case ConnectionClosed():
            frame = error.rcvd
            return _of_code(frame.code, frame.reason) if frame else Fault(Trouble.NETWORK, 1006)
        case InvalidStatus():
            body = bytes(error.response.body or b"").decode("utf-8", "replace")
            return _of_code(error.response.status_code, body)
        case ssl.SSLCertVerificationError():
            return Fault(Trouble.TRUST)
        case _:
            return Fault(Trouble.NETWORK)


def is_unreadable_message(error: BaseException) -> bool:
    """Whether the SDK merely could not read a message, or read an error in one: the connection itself is well."""
    from google.genai.errors import APIError

    if isinstance(error, APIError):
        return (error.code or 0) < _FIRST_CLOSE_CODE
    return isinstance(error, TypeError | ValueError | AttributeError | KeyError)


def _of_code(code: int, reason: str) -> Fault:
    if _QUOTA.search(reason) or code == 429:
        return Fault(Trouble.QUOTA, code)
    if code in (401, 403) or (code in (400, _INVALID_ARGUMENT, _POLICY) and _KEY.search(reason)):
        return Fault(Trouble.KEY, code)
    if code == 404 or (code == _POLICY and _MODEL.search(reason)):
        return Fault(Trouble.MODEL, code)
    if code in (400, _INVALID_ARGUMENT):
        return Fault(Trouble.ARGUMENT, code)
    if code == 1006:
        return Fault(Trouble.NETWORK, code)
    return Fault(Trouble.SERVICE, code)
