"""One BidiGenerateContent connection from the upgrade on: waits for the setup, then hands over to the conversation."""

import asyncio
from typing import Protocol

from tests.emulators.gemini_live import client_messages as got
from tests.emulators.gemini_live.client_log import describe_client
from tests.emulators.gemini_live.conversation import Conversation
from tests.emulators.gemini_live.jsons import Object
from tests.emulators.gemini_live.link import Ending
from tests.emulators.gemini_live.memory import Session, SessionStore
from tests.emulators.gemini_live.profiles import PROFILES
from tests.emulators.gemini_live.setup_rules import Setup, read_setup
from tests.emulators.gemini_live.violations import Rule, Violation
from tests.emulators.gemini_live.wire import Wire


class Admission(Protocol):
    """Who may open a session, and which."""

    store: SessionStore

    def admit(self, wire: Wire, setup: Setup, key: str) -> Session:
        """A new or a resumed session; may put the wire on another run. Raises Violation."""
        ...


class LiveConnection:
    """The user of one link."""

    def __init__(self, wire: Wire, admission: Admission, *, version: str, key: str) -> None:
        self._wire = wire
        self._admission = admission
        self._version = version
        self._key = key
        self._session: Session | None = None
        self._conversation: Conversation | None = None
        self._early: list[got.ClientMessage] = []
        self._since_s = wire.now_s
        wire.spawn(self._wait_for_setup(), "setup timeout")

    @property
    def wire(self) -> Wire:
        return self._wire

    @property
    def conversation(self) -> Conversation | None:
        return self._conversation

    def received(self, data: bytes, is_text: bool) -> None:
        self._wire.run.client_messages += 1
        try:
            for message in got.read_message(data, self._wire.scenario.relax):
                self._log(message, len(data), is_text)
                self._take(message)
        except Violation as violation:
            self._fail(violation)

    def lost(self, ending: Ending) -> None:
        run = self._wire.run
        run.open_connections -= 1
        run.backpressure_s += self._wire.link.backpressure_s
        self._wire.note(
            "ended",
            client_code=ending.client_code,
            client_reason=ending.client_reason,
            server_code=ending.server_code,
            client_first=ending.client_first,
        )
        if self._session is not None and self._session.connection is self._wire.link:
            self._session.connection = None
            self._session.left_s = self._wire.now_s
            self._session.connected_s += self._wire.now_s - self._since_s
        self._wire.close()

    # ---- setup

    def _take(self, message: got.ClientMessage) -> None:
        if self._session is None:
            if not isinstance(message, got.SetupMessage):
                raise Violation(Rule.SETUP_FIRST, "the first message is no setup")
            self._set_up(message)
        elif self._conversation is None:
            self._early.append(message)
        else:
            self._conversation.receive(message)

    def _set_up(self, message: got.SetupMessage) -> None:
        scenario = self._wire.scenario
        setup = read_setup(message.body, self._version, scenario.relax, PROFILES.get(scenario.profile or ""))
        self._session = self._admission.admit(self._wire, setup, self._key)
        self._session.connection = self._wire.link
        self._wire.spawn(self._answer_setup(self._session), "setup")

    async def _answer_setup(self, session: Session) -> None:
        scenario = self._wire.scenario
        conversation = Conversation(self._wire, session, self._admission.store)
        conversation.announce()
        delay_ms = scenario.resumption.latency_ms if session.setup.handle else scenario.latency.setup_ms
        await self._wire.clock.sleep(delay_ms / 1000)
        if scenario.connect.close is not None:
            self._wire.link.close(scenario.connect.close.code, scenario.connect.close.reason)
        if scenario.connect.close is not None or scenario.connect.never_setup:
            return
        if scenario.connect.first_message is not None:
            self._wire.send(_as_message(scenario.connect.first_message))
        self._wire.send({"setupComplete": {}})
        self._wire.run.connections += 1
        self._conversation = conversation
        conversation.begin()
        self._catch_up(conversation)

    def _catch_up(self, conversation: Conversation) -> None:
        """A client need not wait for setupComplete; what it sent meanwhile is taken in order."""
        early, self._early = self._early, []
        try:
            for message in early:
                conversation.receive(message)
        except Violation as violation:
            self._fail(violation)

    async def _wait_for_setup(self) -> None:
        await asyncio.sleep(self._wire.scenario.limits.setup_s)
        if self._session is None and self._wire.link.is_open:
            self._fail(Violation(Rule.SETUP_FIRST, "no setup in time"))

    def _fail(self, violation: Violation) -> None:
        self._wire.run.violate(self._wire.now_s, self._wire.index, violation)
        self._wire.link.close(violation.code, violation.reason)

    def _log(self, message: got.ClientMessage, size_bytes: int, is_text: bool) -> None:
        kind, fields = describe_client(message)
        self._wire.received(kind, size_bytes, {**fields, "textFrame": is_text} if kind == "setup" else fields)


def _as_message(body: object) -> Object:
    return body if isinstance(body, dict) else {}
