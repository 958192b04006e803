"""Resumption updates: when the client gets a handle, and what the handle leads back to."""

from tests.emulators.gemini_live.jsons import Object
from tests.emulators.gemini_live.memory import Session, SessionStore
from tests.emulators.gemini_live.timeline import pick
from tests.emulators.gemini_live.wire import Wire


class Handles:
    """Of one connection."""

    def __init__(self, wire: Wire, session: Session, store: SessionStore, since_s: float) -> None:
        self._wire = wire
        self._session = session
        self._store = store
        self._since_s = since_s
        self._rules = wire.scenario.resumption
        self._is_wanted = session.setup.wants_handles and self._rules.mode != "never"

    def busy(self) -> None:
        """Not resumable just now."""
        if self._is_wanted and self._rules.busy_updates:
            self._wire.send({"sessionResumptionUpdate": {"resumable": False}})

    def turn_over(self) -> None:
        """A checkpoint of this moment; its handle arrives a little later."""
        if not self._is_wanted:
            return
        if self._wire.now_s - self._since_s < self._rules.gap_s:
            self.busy()
            return
        handle = self._store.checkpoint(self._session, self._wire.now_s)
        self._wire.spawn(self._announce(handle), "resumption update")

    def send(self, handle: str | None, resumable: bool | None) -> None:
        """As a scenario says it."""
        update: Object = {}
        if handle is not None:
            update["newHandle"] = handle
        if resumable is not None:
            update["resumable"] = resumable
        self._wire.send({"sessionResumptionUpdate": update})

    async def _announce(self, handle: str) -> None:
        await self._wire.clock.sleep(pick(self._wire.rng, self._rules.delay_ms) / 1000)
        self.send(handle, True)
