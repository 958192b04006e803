"""Clocks and meters that end a connection: its age, the session's length, the size of the context."""

from collections.abc import Awaitable, Callable

from tests.emulators.gemini_live.actions import Action, GoAway
from tests.emulators.gemini_live.memory import Session
from tests.emulators.gemini_live.setup_rules import Compression
from tests.emulators.gemini_live.wire import Wire

Perform = Callable[[tuple[Action, ...]], Awaitable[None]]


class Limiter:
    """Of one connection."""

    def __init__(self, wire: Wire, session: Session, perform: Perform) -> None:
        self._wire = wire
        self._session = session
        self._perform = perform
        self._limits = wire.scenario.limits
        self._is_full = False

    def start(self) -> None:
        limits = self._limits
        if limits.connection_s is not None:
            if limits.goaway_before_s is not None:
                left = f"{limits.goaway_before_s:g}s" if limits.goaway_left == "auto" else limits.goaway_left
                self._after(limits.connection_s - limits.goaway_before_s, (GoAway(left),), "goAway")
            self._after(limits.connection_s, limits.on_age, "connection age")
        if limits.session_s is not None and self._compression is None:
            self._after(limits.session_s - self._session.connected_s, limits.on_session, "session age")

    def measure(self) -> None:
        """Called when the history has grown."""
        if self._compression is not None:
            if self._session.compress(self._compression):
                self._wire.note("compressed", tokens=self._session.tokens)
            return
        limit = self._limits.context_tokens
        if limit is not None and self._session.tokens > limit and not self._is_full:
            self._is_full = True
            self._wire.note("context_full", tokens=self._session.tokens)
            self._after(0, self._limits.on_session, "full context")

    @property
    def _compression(self) -> Compression | None:
        return self._session.setup.compression if self._limits.honours_compression else None

    def _after(self, seconds: float, actions: tuple[Action, ...], name: str) -> None:
        async def wait() -> None:
            await self._wire.clock.sleep(seconds)
            await self._perform(actions)

        self._wire.spawn(wait(), name)
