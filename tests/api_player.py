"""Lets Schemathesis play our OpenAPI document against the app itself: examples, edge cases, noise, and sequences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import schemathesis
from fastapi import FastAPI
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from preppal.api.documentation import OPENAPI_PATH

# What ends the account or the sign-in that plays: everything after it would only be told to sign in.
_STEPS = 8
LAST_THINGS = (("DELETE", "/api/user"), ("POST", "/api/auth/logout"))


@dataclass(frozen=True)
class Played:
    """What came out: one line per failure, and how many requests each phase made."""

    failures: tuple[str, ...]
    requests: dict[str, int]

    @property
    def request_count(self) -> int:
        return sum(self.requests.values())


def play(
    app: FastAPI, token: str, *, examples: int, sequences: int, seed: int, edges: bool = True, last_things: bool = False
) -> Played:
    """`examples` noisy requests per operation and, with `edges`, every edge of every field; then `sequences`."""
    schema: Any = schemathesis.openapi.from_asgi(
        OPENAPI_PATH, app, config=_config(token, examples, sequences, seed, edges)
    )
    names = [f"{method} {path}" for method, path in LAST_THINGS]
    schema = schema.include(name=names) if last_things else schema.exclude(name=names)
    requests: dict[str, int] = {}
    failures: list[str] = []
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            requests[event.phase.value] = requests.get(event.phase.value, 0) + len(event.recorder.interactions)
        failures += _failures(event)
    return Played(tuple(failures), requests)


def _config(token: str, examples: int, sequences: int, seed: int, edges: bool) -> SchemathesisConfig:
    return SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "workers": 1,
            "request-timeout": 120,  # a busy machine is no failure
            "continue-on-failure": True,
            "suppress-health-check": ["all"],
            "headers": {"Authorization": f"Bearer {token}"},
            "generation": {"max-examples": examples, "mode": "all", "database": "none", "deterministic": True},
            "phases": {
                "coverage": {"enabled": edges},
                "stateful": {"max-steps": _STEPS, "generation": {"max-examples": sequences}},
            },
            "checks": {
                # Sign-ins and voices are limited whatever the settings say: a long run hears 429.
                # What a schema cannot say is 422: a cursor that is not ours, a file that is no PDF, a blank text.
                "positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", 401, 404, 409, 422, 429, 503]},
                "negative_data_rejection": {"expected-statuses": [400, 401, 404, 405, 409, 413, 415, 422]},
            },
            "warnings": False,
        }
    )


def _failures(event: object) -> Iterator[str]:
    match event:
        case events.ScenarioFinished():
            for case_id, checks in event.recorder.checks.items():
                for check in checks:
                    if check.failure_info is not None:
                        case = event.recorder.cases[case_id].value
                        failure = check.failure_info.failure
                        if _is_text_all_the_same(case.media_type, failure.message):
                            continue
                        yield f"{case.operation.label}: {check.name}: {failure.title}: {_short(failure.message)}"
        case events.NonFatalError():
            yield f"{event.label}: {_short(str(event.value))}"
        case events.FatalError():
            yield f"the player itself failed: {event.exception!r}"


def _is_text_all_the_same(media_type: str | None, message: str) -> bool:
    """In a form every field is text: a number put where text belongs cannot be told from text, and is no fault."""
    return media_type == "multipart/form-data" and "(was string, became " in message


def _short(text: str, limit: int = 300) -> str:
    return " ".join(text.split())[:limit]


def summary(failures: Sequence[str]) -> str:
    return "\n".join(sorted(set(failures)))
