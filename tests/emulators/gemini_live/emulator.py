"""The emulator as one object: starts the ports, makes the connections, and answers the questions of tests."""

import asyncio
import random
import re
import ssl
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.emulators.gemini_live.actions import Action
from tests.emulators.gemini_live.building import build
from tests.emulators.gemini_live.certificates import Certificates, make_certificates
from tests.emulators.gemini_live.clock import Clock
from tests.emulators.gemini_live.control import ControlApi
from tests.emulators.gemini_live.crew import TaskCrew
from tests.emulators.gemini_live.front_door import FrontDoor
from tests.emulators.gemini_live.http_exchange import HttpRequest, HttpResponse, bare_answer
from tests.emulators.gemini_live.jsons import Json
from tests.emulators.gemini_live.link import Link
from tests.emulators.gemini_live.live import LiveConnection
from tests.emulators.gemini_live.metrics import Value, measure, unmet
from tests.emulators.gemini_live.mouth import Mouth
from tests.emulators.gemini_live.records import Records
from tests.emulators.gemini_live.rest import RestApi
from tests.emulators.gemini_live.run_book import RunBook
from tests.emulators.gemini_live.runs import Run
from tests.emulators.gemini_live.scenario import Audio, Connect, Scenario
from tests.emulators.gemini_live.scenario_files import load_scenario, read_scenario
from tests.emulators.gemini_live.steps import read_actions
from tests.emulators.gemini_live.voice import Style
from tests.emulators.gemini_live.wire import Wire

_PATH = re.compile(
    r"/ws/google\.ai\.generativelanguage\.(\w+)\.GenerativeService\.BidiGenerateContent(?:Constrained)?$"
)
_HOST = "127.0.0.1"
# A person at a desk: every session is an interview of its own, and the interviewer sounds like a voice.
DESK = Scenario(
    name="desk", group=0, summary="An interviewer for people.", one_run=False, audio=Audio(style=Style.SPEECH)
)


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known of a connection when its upgrade is accepted."""

    run: Run
    index: int
    scenario: Scenario
    version: str
    key: str


class GeminiLiveEmulator:
    """`async with GeminiLiveEmulator("goaway_polite", time_scale=60) as emulator: …`"""

    def __init__(
        self,
        scenario: str | Scenario | Mapping[str, object] = "happy",
        *,
        time_scale: float | None = None,
        seed: int | None = None,
        answers: Mapping[int, str] | None = None,
        port: int = 0,
        control_port: int = 0,
        cert_dir: Path | None = None,
        log_dir: Path | None = None,
    ) -> None:
        self.scenario = _adjusted(_chosen(scenario), time_scale, seed, answers)
        self.received = Records()
        self.book = RunBook(self.scenario, self.received, log_dir)
        self._answers: dict[int, str] = dict(self.scenario.answers)
        self._ports = (port, control_port)
        self._cert_dir = cert_dir
        self._own_folder: tempfile.TemporaryDirectory[str] | None = None
        self._crew = TaskCrew()
        self._mouth = Mouth()
        self._connections: list[LiveConnection] = []
        self._transports: list[asyncio.Transport] = []
        self._servers: list[asyncio.Server] = []

    # ---- life

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
        if error is None and self._crew.failures:
            raise ExceptionGroup("the emulator failed", self._crew.failures)

    async def start(self) -> None:
        self.clock = Clock(self.scenario.time_scale)
        self.certificates = self._make_certificates()
        self.certificates.trusted.sni_callback = self._on_client_hello
        self._rest = RestApi(self.clock, self.received, lambda: self.book.default, self.scenario.seed)
        control = ControlApi(self)
        loop = asyncio.get_running_loop()
        port, control_port = self._ports
        self._servers = [
            await loop.create_server(
                lambda: FrontDoor(self._rest.answer, self), _HOST, port, ssl=self.certificates.trusted
            ),
            await loop.create_server(lambda: FrontDoor(control.answer), _HOST, control_port),
        ]

    async def stop(self) -> None:
        for server in self._servers:
            server.close()
        for transport in self._transports:
            transport.abort()
        await self._crew.close()
        await self._mouth.close()
        self.clock.close()
        if self._own_folder is not None:
            self._own_folder.cleanup()

    # ---- how to reach it

    @property
    def url(self) -> str:
        """The one base URL, for Live and REST."""
        return f"https://{_HOST}:{_port(self._servers[0])}"

    @property
    def control_url(self) -> str:
        return f"http://{_HOST}:{_port(self._servers[1])}"

    @property
    def ca_file(self) -> Path:
        return self.certificates.ca_file

    @property
    def ssl_context(self) -> ssl.SSLContext:
        """For a client."""
        return self.certificates.client_context()

    @property
    def environment(self) -> dict[str, str]:
        """What points an application at this emulator, and nothing else in it changes."""
        return {
            "GEMINI_API_KEY": "emulated",
            "GOOGLE_GEMINI_BASE_URL": self.url,
            "SSL_CERT_FILE": str(self.ca_file),
        }

    # ---- what it saw

    @property
    def run(self) -> Run:
        """The newest run."""
        return next(reversed(self.book.runs.values()))

    def metrics(self, run: Run | None = None) -> dict[str, Json]:
        return measure(run or self.run, self.book.store.sessions(), self._answers)

    def unmet(self, asserts: Mapping[str, Value] | None = None, run: Run | None = None) -> list[str]:
        """What is not as asserted, by default by the scenario."""
        chosen = run or self.run
        return unmet(self.metrics(chosen), asserts if asserts is not None else chosen.scenario.asserts)

    def learn(self, number: int, text: str) -> None:
        """What the candidate says in coded utterance `number`: it will be in the input transcripts."""
        self._answers[number] = text

    # ---- what it is told

    def fire(self, label: str, run: Run | None = None) -> int:
        """Triggers the steps that wait for this control label; returns on how many connections."""
        told = self._open(run)
        for conversation in [connection.conversation for connection in told]:
            if conversation is not None:
                conversation.control(label)
        return len(told)

    async def inject(self, actions: object, run: Run | None = None) -> int:
        """Performs actions, written as in a scenario, on every open connection; returns how many there were."""
        ready = (actions,) if isinstance(actions, Action) else read_actions(actions, "injected")
        told = self._open(run)
        for connection in told:
            if connection.conversation is not None:
                await connection.conversation.inject(ready)
        return len(told)

    def next_connect(self, connect: object, times: int = 1) -> None:
        """What befalls the next connections before a session exists: `{"http_status": 503}`, …"""
        for _ in range(times):
            self.book.next_connect(build(Connect, connect, "connect"))

    def next_scenario(self, scenario: str | Scenario | Mapping[str, object]) -> None:
        self.book.next_scenario(_chosen(scenario))

    # ---- connections

    def upgrade(self, transport: asyncio.Transport, request: HttpRequest, head: bytes) -> Link | None:
        """Called for every upgrade request."""
        self._transports.append(transport)
        key = _key(request)
        path = _PATH.search(request.path)
        if path is None or path[1] not in self.book.default.versions:
            refusal: HttpResponse | None = HttpResponse(404, b"Not Found", "text/plain")
        elif not key:
            refusal = HttpResponse(403, b"Method doesn't allow unregistered callers.", "text/plain")
        else:
            run = self.book.at_upgrade(request, key)
            index, run.attempts = run.attempts, run.attempts + 1
            scenario = run.scenario.for_connection(index)
            scenario = replace(scenario, connect=self.book.take_connect(scenario))
            headers = _headers(request)
            run.note(self.clock.now_s(), index, "upgrade", path=request.path, version=path[1], headers=headers)
            refusal = self._refusal(scenario, key)
            if refusal is None and not scenario.connect.never_upgrade:
                return self._accept(transport, head, Opening(run, index, scenario, path[1], key))
        if refusal is not None:
            transport.write(bare_answer(refusal))
            transport.close()
        return None

    def _refusal(self, scenario: Scenario, key: str) -> HttpResponse | None:
        limits, answer = scenario.limits, scenario.connect.http_status
        if answer is not None:
            return HttpResponse(answer.code, answer.body.encode(), "text/plain")
        full = limits.max_sessions is not None and self.book.store.alive(key) >= limits.max_sessions
        if full and limits.over_capacity_http is not None:
            return HttpResponse(limits.over_capacity_http, b"RESOURCE_EXHAUSTED", "text/plain")
        return None

    def _accept(self, transport: asyncio.Transport, head: bytes, opening: Opening) -> Link:
        run, scenario = opening.run, opening.scenario
        link = Link(transport, self.clock, max_size=scenario.limits.message_bytes, deflate=scenario.deflate)
        link.accept(head)
        rng = random.Random(f"{scenario.seed} {run.id} {opening.index}")
        wire = Wire(link, self.clock, run, scenario, opening.index, rng, self._crew, self._answers, self._mouth)
        run.open_connections += 1
        connection = LiveConnection(wire, self.book, version=opening.version, key=opening.key)
        self._connections.append(connection)
        link.attach(connection)
        return link

    def _open(self, run: Run | None) -> list[LiveConnection]:
        self._connections = [connection for connection in self._connections if connection.wire.link.is_open]
        return [connection for connection in self._connections if run is None or connection.wire.run is run]

    def _on_client_hello(self, tls: ssl.SSLObject, _name: str | None, _context: ssl.SSLContext) -> None:
        if self.book.refuses_tls():
            tls.context = self.certificates.untrusted

    def _make_certificates(self) -> Certificates:
        if self._cert_dir is None:
            self._own_folder = tempfile.TemporaryDirectory(prefix="gemini-live-")
            return make_certificates(Path(self._own_folder.name))
        return make_certificates(self._cert_dir)


def _chosen(scenario: str | Scenario | Mapping[str, object]) -> Scenario:
    if isinstance(scenario, Scenario):
        return scenario
    if isinstance(scenario, str):
        return DESK if scenario == DESK.name else load_scenario(scenario)
    return read_scenario(scenario)


def _adjusted(
    scenario: Scenario, time_scale: float | None, seed: int | None, answers: Mapping[int, str] | None
) -> Scenario:
    """The scenario, and each of its connections, with what was given."""
    return replace(
        scenario,
        time_scale=scenario.time_scale if time_scale is None else time_scale,
        seed=scenario.seed if seed is None else seed,
        answers=scenario.answers if answers is None else answers,
        connections=tuple(_adjusted(each, time_scale, seed, answers) for each in scenario.connections),
    )


def _key(request: HttpRequest) -> str:
    """Wherever a client may put it."""
    bearer = request.headers.get("authorization", "").partition(" ")[2]
    query = request.query.get("key") or request.query.get("access_token")
    return request.headers.get("x-goog-api-key") or query or bearer


_KEY_PLACES = ("x-goog-api-key", "authorization", "key", "access_token")


def _headers(request: HttpRequest) -> dict[str, Json]:
    """What a test may want to see of the handshake; no secrets."""
    wanted = ("user-agent", "x-goog-api-client", "sec-websocket-extensions", "content-type")
    found: dict[str, Json] = {name: request.headers[name] for name in wanted if name in request.headers}
    places: dict[str, object] = {**request.query, **request.headers}
    keys: list[Json] = [name for name in _KEY_PLACES if name in places]
    found["key-in"] = keys
    return found


def _port(server: asyncio.Server) -> int:
    port: int = server.sockets[0].getsockname()[1]
    return port
