"""Finds out which interview a connection belongs to, and which scenario it gets."""

import random
import re
from collections import deque
from collections.abc import Mapping
from pathlib import Path

from tests.emulators.gemini_live.actions import Close
from tests.emulators.gemini_live.http_exchange import HttpRequest
from tests.emulators.gemini_live.memory import Session, SessionStore
from tests.emulators.gemini_live.records import Records
from tests.emulators.gemini_live.runs import Run
from tests.emulators.gemini_live.scenario import Connect, Scenario
from tests.emulators.gemini_live.scenario_files import load_scenario
from tests.emulators.gemini_live.setup_rules import Setup
from tests.emulators.gemini_live.violations import Rule, Violation
from tests.emulators.gemini_live.wire import Wire

_KEY_PREFIX = "emu:"  # an API key emu:<scenario> or emu:<scenario>:<run> chooses both


class RunBook:
    """All runs, and the store of their sessions."""

    def __init__(self, scenario: Scenario, records: Records, log_folder: Path | None) -> None:
        self.default = scenario
        self.store = SessionStore()
        self.runs: dict[str, Run] = {}
        self._records = records
        self._log_folder = log_folder
        self._next_scenarios: deque[Scenario] = deque()
        self._next_connects: deque[Connect] = deque()
        self._unnamed = 0

    # ---- what comes next

    def next_scenario(self, scenario: Scenario) -> None:
        """The next connection without a label of its own begins a run with this one."""
        self._next_scenarios.append(scenario)

    def next_connect(self, connect: Connect) -> None:
        """This befalls the next connection, whatever its scenario says."""
        self._next_connects.append(connect)

    def take_connect(self, scenario: Scenario) -> Connect:
        return self._next_connects.popleft() if self._next_connects else scenario.connect

    def refuses_tls(self) -> bool:
        """Asked before anything is known of the client; a refusal counts as an attempt."""
        if self._next_connects:
            if self._next_connects[0].untrusted_tls:
                self._next_connects.popleft()
                return True
            return False
        run = self.runs.get(self.default.name)
        attempt = run.attempts if run is not None else 0
        if not self.default.for_connection(attempt).connect.untrusted_tls:
            return False
        self._named(self.default.name, self.default).attempts += 1
        return True

    # ---- whose connection is it

    def at_upgrade(self, request: HttpRequest, key: str) -> Run:
        """By label, or the only run; else a run of its own until the setup tells more."""
        scenario, label = self._labels(request.headers, key)
        if label:
            return self._named(label, scenario)
        return self._named(scenario.name, scenario) if scenario.one_run else self._new(scenario)

    def admit(self, wire: Wire, setup: Setup, key: str) -> Session:
        """Raises Violation."""
        if re.search(wire.scenario.rejected_keys, key):
            raise Violation(Rule.API_KEY, "rejected key", 1007, "API key not valid. Please pass a valid API key.")
        self._settle(wire, setup)
        limits = wire.scenario.limits
        if limits.max_sessions is not None and self.store.alive(key) >= limits.max_sessions:
            refusal = next(action for action in limits.over_capacity if isinstance(action, Close))
            raise Violation(Rule.CAPACITY, "too many sessions", refusal.code, refusal.reason)
        run = wire.run
        if setup.handle is None:
            session = self.store.open(setup, run.id, key)
            run.fresh_sessions += 1
            run.session_ids.append(session.id)
            return session
        session = self.store.resume(setup, wire.scenario.resumption, limits.handle_ttl_s, wire.now_s)
        run.resumptions += 1
        return session

    def _settle(self, wire: Wire, setup: Setup) -> None:
        """The handle or the system instruction may name a run that goes on."""
        known = self.store.find(setup.handle) if setup.handle is not None else None
        pattern = wire.scenario.run_pattern
        named = re.search(pattern, setup.system_text) if pattern else None
        if known is not None:
            self._move(wire, self.runs[known.run_id])
        elif named is not None:
            self._move(wire, self._named(named[1], wire.run.scenario))
        self.runs.setdefault(wire.run.id, wire.run)

    def _move(self, wire: Wire, run: Run) -> None:
        if run is wire.run:
            return
        wire.run.open_connections -= 1
        run.open_connections += 1
        wire.run = run
        wire.index = run.attempts
        run.attempts += 1
        wire.scenario = run.scenario.for_connection(wire.index)
        wire.rng = random.Random(f"{run.scenario.seed} {run.id} {wire.index}")

    def _labels(self, headers: Mapping[str, str], key: str) -> tuple[Scenario, str]:
        name, label = headers.get("x-emu-scenario", ""), headers.get("x-emu-run", "")
        if not name and key.startswith(_KEY_PREFIX):
            name, _, run = key.removeprefix(_KEY_PREFIX).partition(":")
            label = label or run
        if name:
            return load_scenario(name), label
        if self._next_scenarios:
            self.default = self._next_scenarios.popleft()
            self.runs.pop(self.default.name, None)
        return self.default, label

    def _named(self, run_id: str, scenario: Scenario) -> Run:
        if run_id not in self.runs:
            self.runs[run_id] = self._run(run_id, scenario)
        return self.runs[run_id]

    def _new(self, scenario: Scenario) -> Run:
        """Numbered at the upgrade: several may be on their way before the first is in the book."""
        self._unnamed += 1
        return self._run(f"{scenario.name}-{self._unnamed}", scenario)

    def _run(self, run_id: str, scenario: Scenario) -> Run:
        safe = re.sub(r"[^\w.-]", "_", run_id)
        file = self._log_folder / f"{safe}.jsonl" if self._log_folder else None
        return Run(run_id, scenario, Records(file, self._records))
