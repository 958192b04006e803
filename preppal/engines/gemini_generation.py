"""Structured answers by `generate_content`: temperature 0, every wait limited, retries, nothing taken on trust."""

import logging
import threading
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from preppal.config import Settings
from preppal.domain.review_prompts import correction_request
from preppal.engines.gemini_client import silence_sdk
from preppal.errors import EngineError

if TYPE_CHECKING:
    from google.genai import Client
    from google.genai.types import GenerateContentResponse

T = TypeVar("T", bound=BaseModel)

_API_VERSION = "v1beta"
_TIMEOUT_MS = 60_000
_HTTP_ATTEMPTS = 3
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 8.0
_RETRIED_CODES = [408, 429, 500, 502, 503, 504]
_ANSWERS = 2  # one, and one more when it could not be used
_MAX_TOKENS = 4_096

_log = logging.getLogger(__name__)


class StructuredGeneration:
    """One client, made at first use. Thread-safe: reviews and papers are read in worker threads.

    `attempts` is how often one call is made over a bad line, `answers` how often an unusable answer is asked for anew.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        timeout_ms: int = _TIMEOUT_MS,
        pause_s: float = _FIRST_PAUSE_S,
        attempts: int = _HTTP_ATTEMPTS,
        answers: int = _ANSWERS,
    ) -> None:
        self._settings = settings
        self._timeout_ms = timeout_ms
        self._pause_s = pause_s
        self._attempts = attempts
        self._answers = answers
        self._client: Client | None = None
        self._making = threading.Lock()

    def ask(self, schema: type[T], instructions: str, request: str, sound: bytes = b"") -> T:
        """`sound` is a WAV file the request is about. Raises EngineError when no usable answer came."""
        problem = ""
        for _ in range(self._answers):
            text = f"{request}\n\n{correction_request(problem)}" if problem else request
            response = self._generate(schema, instructions, text, sound)
            if response is not None and isinstance(response.parsed, schema):
                return response.parsed
            problem = _problem(response)
            _log.info("gemini: an answer could not be used (%s)", problem)
        raise EngineError("The reviewing model gave no answer that could be used.")

    def _generate(
        self, schema: type[T], instructions: str, text: str, sound: bytes
    ) -> "GenerateContentResponse | None":
        """None when what came was no answer at all."""
        from google.genai.errors import APIError
        from google.genai.types import Content, GenerateContentConfig, Part

        config = GenerateContentConfig(
            system_instruction=instructions,
            temperature=0.0,
            max_output_tokens=_MAX_TOKENS,
            response_mime_type="application/json",
            response_schema=schema,
        )
        parts = [Part.from_bytes(data=sound, mime_type="audio/wav")] if sound else []
        contents = Content(role="user", parts=[*parts, Part.from_text(text=text)])
        try:
            return self._get_client().models.generate_content(
                model=self._settings.gemini_review_model, contents=contents, config=config
            )
        except APIError as error:
            raise EngineError("The reviewing model's service refused or failed.", retryable=error.code != 400) from None
        except (ValidationError, ValueError):  # a page where JSON should be; its text stays here
            return None
        except Exception as error:  # transport errors of whichever HTTP client the SDK uses
            _log.warning("gemini: a review call failed (%s)", type(error).__name__)
            raise EngineError("The reviewing model can't be reached.") from None

    def _get_client(self) -> "Client":
        with self._making:
            if self._client is None:
                self._client = self._new_client()
            return self._client

    def _new_client(self) -> "Client":
        from google.genai import Client
        from google.genai.types import HttpOptions, HttpRetryOptions

        silence_sdk()
        retries = HttpRetryOptions(
            attempts=self._attempts,
            initial_delay=self._pause_s,
            max_delay=_LONGEST_PAUSE_S,
            http_status_codes=_RETRIED_CODES,
        )
        options = HttpOptions(
            api_version=_API_VERSION,
            base_url=self._settings.gemini_base_url.rstrip("/") or None,
            timeout=self._timeout_ms,
            retry_options=retries,
        )
        return Client(api_key=self._settings.gemini_api_key, http_options=options)


def _problem(response: "GenerateContentResponse | None") -> str:
    """Why there is nothing parsed, in a word that holds nothing of what was said."""
    if response is None:
        return "not JSON"
    feedback = response.prompt_feedback
    if feedback is not None and feedback.block_reason is not None:
        return "blocked"
    candidate = response.candidates[0] if response.candidates else None
    reason = str(getattr(candidate.finish_reason, "value", candidate.finish_reason)) if candidate else "empty"
    return "invalid" if reason == "STOP" else reason.lower()
