"""Asks Gemini whether the key is good and the named models exist, without making an interview of it."""

from dataclasses import dataclass

import httpx

from preppal.config import Settings
from preppal.errors import ConfigurationError, EngineError

_BASE = "https://generativelanguage.googleapis.com"
_LIMIT_S = 10.0


@dataclass(frozen=True, slots=True)
class ModelFound:
    """`date` is the provider's own clock, as its answer gave it; empty when it did not."""

    name: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class NamedModel:
    """A model that a setting names, and what it must be able to do."""

    part: str
    setting: str
    name: str
    method: str


def named_models(settings: Settings) -> tuple[NamedModel, ...]:
    return (
        NamedModel("live model", "PREPPAL_GEMINI_LIVE_MODEL", settings.gemini_live_model, "bidiGenerateContent"),
        NamedModel("review model", "PREPPAL_GEMINI_REVIEW_MODEL", settings.gemini_review_model, "generateContent"),
    )


def find_model(settings: Settings, model: NamedModel) -> ModelFound:
    """Raises ConfigurationError (the key, the name or what it can do) and EngineError (nobody there)."""
    name = model.name
    url = f"{settings.gemini_base_url.rstrip('/') or _BASE}/v1beta/models/{name.removeprefix('models/')}"
    try:
        answer = httpx.get(url, headers={"x-goog-api-key": settings.gemini_api_key}, timeout=_LIMIT_S)
    except httpx.HTTPError as error:
        raise EngineError(f"Gemini cannot be reached ({type(error).__name__}).") from error
    match answer.status_code:
        case 200:
            _check_methods(answer, model)
            return ModelFound(name, answer.headers.get("date", ""))
        case 404:
            raise ConfigurationError(f"There is no model {name} any more, or not for this key: change {model.setting}.")
        case 400 | 401 | 403:
            raise ConfigurationError("Gemini refused the key: check GEMINI_API_KEY.")
        case status:
            raise EngineError(f"Gemini answered {status}.")


def _check_methods(answer: httpx.Response, model: NamedModel) -> None:
    try:
        methods = answer.json().get("supportedGenerationMethods", [])
    except (ValueError, AttributeError) as error:
        raise EngineError("What answers for Gemini is something else.") from error
    if model.method not in methods:
        raise ConfigurationError(f"{model.name} cannot do what {model.setting} is for: name another model.")
