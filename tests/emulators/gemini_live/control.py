"""The control port: what was received, numbers, assertions and faults, over plain HTTP on the loopback address."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Protocol

from tests.emulators.gemini_live.building import ScenarioError
from tests.emulators.gemini_live.http_exchange import HttpRequest, HttpResponse, json_response
from tests.emulators.gemini_live.jsons import Json, as_object, as_text
from tests.emulators.gemini_live.metrics import Value
from tests.emulators.gemini_live.run_book import RunBook
from tests.emulators.gemini_live.runs import Run
from tests.emulators.gemini_live.scenario_files import scenario_names


class Controlled(Protocol):
    """What the control port needs of the emulator."""

    book: RunBook

    @property
    def environment(self) -> dict[str, str]: ...

    def metrics(self, run: Run | None = None) -> dict[str, Json]: ...

    def unmet(self, asserts: Mapping[str, Value] | None = None, run: Run | None = None) -> list[str]: ...

    def learn(self, number: int, text: str) -> None: ...

    def fire(self, label: str, run: Run | None = None) -> int: ...

    async def inject(self, actions: object, run: Run | None = None) -> int: ...

    def next_connect(self, connect: object, times: int = 1) -> None: ...

    def next_scenario(self, scenario: str | Mapping[str, object]) -> None: ...


class ControlApi:
    """`GET /`, `/scenarios`, `/runs`, `/runs/{id}`, `/runs/{id}/log`; `POST /runs/{id}/expect`, `/inject`, `/fire`,
    `/next`, `/answers`.
    """

    def __init__(self, emulator: Controlled) -> None:
        self._emulator = emulator

    async def answer(self, request: HttpRequest) -> HttpResponse:
        try:
            if request.method == "GET":
                return self._get(request.path.strip("/").split("/"))
            return await self._post(request.path.strip("/").split("/"), as_object(request.json()))
        except (ScenarioError, ValueError) as problem:
            return json_response({"error": str(problem)}, 400)
        except KeyError as missing:
            return json_response({"error": f"there is no {missing}"}, 404)

    def _get(self, path: list[str]) -> HttpResponse:
        runs = self._emulator.book.runs
        match path:
            case [""]:
                return json_response({"environment": {**self._emulator.environment}, "runs": list(runs)})
            case ["scenarios"]:
                return json_response(list(scenario_names()))
            case ["runs"]:
                return json_response({run_id: self._emulator.metrics(run) for run_id, run in runs.items()})
            case ["runs", run_id]:
                return json_response(self._emulator.metrics(runs[run_id]))
            case ["runs", run_id, "log"]:
                return json_response([asdict(record) for record in runs[run_id].records])
            case _:
                raise KeyError("/".join(path))

    async def _post(self, path: list[str], body: Mapping[str, Json]) -> HttpResponse:
        emulator = self._emulator
        name = as_text(body.get("run"))
        run = emulator.book.runs[name] if name else None
        match path:
            case ["runs", run_id, "expect"]:
                asserts = {key: value for key, value in body.items() if isinstance(value, str | int | float | None)}
                problems = emulator.unmet(asserts, emulator.book.runs[run_id])
                return json_response({"unmet": list(problems)}, 409 if problems else 200)
            case ["inject"]:
                return json_response({"connections": await emulator.inject(body.get("do"), run)})
            case ["fire"]:
                return json_response({"connections": emulator.fire(as_text(body.get("label")), run)})
            case ["answers"]:
                for number, text in body.items():
                    emulator.learn(int(number), as_text(text))
                return json_response({})
            case ["next"]:
                self._next(body)
                return json_response({})
            case _:
                raise KeyError("/".join(path))

    def _next(self, body: Mapping[str, Json]) -> None:
        scenario, times = body.get("scenario"), body.get("times", 1)
        if isinstance(scenario, str | Mapping):
            self._emulator.next_scenario(scenario)
        if "connect" in body:
            self._emulator.next_connect(body["connect"], times if isinstance(times, int) else 1)
