"""A stage where all but time and the provider is real: gateway, session, engine, SDK, TLS, and then the emulator."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from preppal.auth.tokens import LiveClaims
from preppal.config import Settings
from preppal.domain.audio import VAD_WINDOW_SAMPLES
from preppal.domain.interview import PERSONAS, Difficulty, InterviewContext, InterviewType, Patience
from preppal.domain.transcript import Entry, Role
from preppal.engines.gemini import GeminiEngine
from preppal.gateway import connection
from preppal.gateway.app import Gateway
from preppal.ports import Backend
from preppal.session.limits import Limits
from tests.emulators.gemini_live.emulator import GeminiLiveEmulator
from tests.emulators.gemini_live.scenario import Scenario
from tests.fakes import MemoryBackend
from tests.integration.gemini.candidate import Candidate
from tests.integration.gemini.log_watch import LogWatch
from tests.integration.gemini.virtual_time import run_in_virtual_time

EPOCH = 1_700_000_000.0
_MAX_INTERVIEWS = 8
KEY = "emulated-key-that-no-log-may-hold"

CONTEXT = InterviewContext(
    interview_id="i",
    user_id="u",
    interview_type=InterviewType.BEHAVIORAL,
    difficulty=Difficulty.STANDARD,
    persona=PERSONAS["ruth"],
    patience=Patience.NORMAL,
    duration_s=900,
    question_count=6,
    candidate_name="Ada Lovelace",
    job_description="Backend engineer. Python and PostgreSQL.",
    resume="Built the analytical engine.",
)


class LoudnessDetector:
    """ports.SpeechDetector by loudness. As Silero does, it bridges the short gaps between words."""

    _LOUD_RMS = 300.0
    _BRIDGED_WINDOWS = 4

    def __init__(self) -> None:
        self._rest = b""
        self._quiet_windows = self._BRIDGED_WINDOWS

    def feed(self, pcm: bytes) -> Sequence[float]:
        samples = np.frombuffer(self._rest + pcm, dtype="<i2").astype(np.float32)
        whole = len(samples) - len(samples) % VAD_WINDOW_SAMPLES
        self._rest = samples[whole:].astype("<i2").tobytes()
        levels = np.sqrt(np.mean(samples[:whole].reshape(-1, VAD_WINDOW_SAMPLES) ** 2, axis=1))
        return [self._probability(level > self._LOUD_RMS) for level in levels.tolist()]

    def _probability(self, is_loud: bool) -> float:
        self._quiet_windows = 0 if is_loud else self._quiet_windows + 1
        return 0.95 if self._quiet_windows < self._BRIDGED_WINDOWS else 0.02

    def reset(self) -> None:
        self._rest = b""
        self._quiet_windows = self._BRIDGED_WINDOWS


class Stage:
    """One interview and everything around it."""

    def __init__(self, emulator: GeminiLiveEmulator, settings: Settings, context: InterviewContext) -> None:
        self.emulator = emulator
        self.settings = settings
        self.backend = MemoryBackend(context)
        self.candidate = Candidate(emulator.learn)
        self.crashes = 0
        self.gateway = self.new_gateway(self.backend)

    def new_gateway(self, backend: Backend) -> Gateway:
        """As a process would have it that has just started."""
        loop = asyncio.get_running_loop()
        return Gateway(
            backend=backend,
            engine=GeminiEngine(self.settings, clock=lambda: EPOCH + loop.time()),
            check_token=lambda _token, interview_id: LiveClaims("u", interview_id),
            new_detector=LoudnessDetector,
            limits=Limits(),
            max_interviews=_MAX_INTERVIEWS,
        )

    async def join(self) -> Candidate:
        self.candidate.join(self.gateway)
        return self.candidate

    async def crash(self) -> None:
        """The process dies: no farewell to anybody. Another one starts on the same store."""
        tasks = list(self.gateway._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        self.candidate.drop()
        self.crashes += 1
        self.gateway = self.new_gateway(self.backend)

    async def close(self) -> None:
        async with self.gateway:
            pass

    # ---- what was saved

    def entries(self) -> list[Entry]:
        return [entry for _, entry in sorted(self.backend.entries.items())]

    def spoken_by(self, role: Role) -> list[str]:
        return [entry.content for entry in self.entries() if entry.role is role]

    def secrets(self) -> list[str]:
        """What no log may hold: the key, the papers, what was said by either side, and the prompts."""
        context, book = self.backend.context, self.emulator.book
        return [
            self.settings.gemini_api_key,
            context.resume,
            context.job_description,
            *self.candidate.said,
            *(said.text for run in book.runs.values() for said in run.said),
            *(session.system_text for session in book.store.sessions()),
            *self.emulator.received.texts(),
        ]

    # ---- what the provider received

    def metrics(self) -> Mapping[str, object]:
        return self.emulator.metrics()

    def unmet(self) -> list[str]:
        return self.emulator.unmet()


Scene = Callable[[Stage], Awaitable[object]]


class Theatre:
    """Plays scenes. One per test: it points the environment at its emulator."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, cert_dir: Path) -> None:
        self._monkeypatch = monkeypatch
        self._cert_dir = cert_dir

    def play(
        self,
        scenario: str | Scenario | Mapping[str, object],
        scene: Scene,
        *,
        context: InterviewContext = CONTEXT,
        model: str = "gemini-3.8-live",
        seed: int | None = None,
        **settings: object,
    ) -> Stage:
        return run_in_virtual_time(self._play(scenario, scene, context, model, seed, settings))

    async def _play(
        self,
        scenario: str | Scenario | Mapping[str, object],
        scene: Scene,
        context: InterviewContext,
        model: str,
        seed: int | None,
        settings: Mapping[str, object],
    ) -> Stage:
        with LogWatch() as watch:
            async with self._stage(scenario, context, model, seed, settings) as stage:
                await scene(stage)
        leaks = watch.leaks(stage.secrets())
        assert not leaks, f"in a log: {leaks}"
        return stage

    @asynccontextmanager
    async def _stage(
        self,
        scenario: str | Scenario | Mapping[str, object],
        context: InterviewContext,
        model: str,
        seed: int | None,
        settings: Mapping[str, object],
    ) -> AsyncIterator[Stage]:
        loop = asyncio.get_running_loop()
        self._monkeypatch.setattr(connection, "steady_clock", lambda: lambda: EPOCH + loop.time())
        async with GeminiLiveEmulator(scenario, time_scale=1, seed=seed, cert_dir=self._cert_dir) as emulator:
            self._monkeypatch.setenv("SSL_CERT_FILE", str(emulator.ca_file))
            self._monkeypatch.setenv("NO_PROXY", "127.0.0.1")
            chosen = replace(
                Settings(gemini_api_key=KEY, gemini_base_url=emulator.url, gemini_live_model=model),
                **settings,  # type: ignore[arg-type] # the test names fields of Settings
            )
            stage = Stage(emulator, chosen, context)
            try:
                yield stage
            finally:
                await stage.close()
