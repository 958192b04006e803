"""The official Python SDK as a client of the emulator: a pump that keeps everything, and the few things tests do."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from google import genai
from google.genai import errors, types
from google.genai.live import AsyncSession

from tests.emulators.gemini_live import GeminiLiveEmulator
from tests.emulators.gemini_live.tones import Speaker
from tests.emulators.gemini_live.voice import Style, speak

LIMIT_S = 3600.0  # virtual seconds, where a test runs in virtual time
END_TOOL = types.Tool(
    function_declarations=[
        types.FunctionDeclaration(name="end_interview", description="End it.", behavior=types.Behavior.BLOCKING)
    ]
)


def sdk(
    emulator: GeminiLiveEmulator, *, key: str = "some-key", version: str = "v1beta", **socket: object
) -> genai.Client:
    """`socket` goes to the WebSocket library."""
    context = emulator.ssl_context
    arguments: dict[str, object] = {"ssl": context, "verify": context, "compression": None, "proxy": None}
    arguments |= {"max_size": None, "close_timeout": 0.2, **socket}
    options = types.HttpOptions(
        base_url=emulator.url, api_version=version, client_args={"verify": context}, async_client_args=arguments
    )
    return genai.Client(api_key=key, http_options=options)


def config(**changes: object) -> types.LiveConnectConfig:
    fields: dict[str, object] = {
        "response_modalities": ["AUDIO"],
        "system_instruction": "You interview people.",
        "input_audio_transcription": {},
        "output_audio_transcription": {},
        "session_resumption": {},
        "context_window_compression": {"trigger_tokens": 24000, "sliding_window": {"target_tokens": 12000}},
        "realtime_input_config": {"automatic_activity_detection": {"disabled": True}},
        "tools": [END_TOOL],
    }
    return types.LiveConnectConfig.model_validate({**fields, **changes})


class Line:
    """One open session. `messages` grows; `ended` is set when the SDK says that the link is lost."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.messages: list[types.LiveServerMessage] = []
        self.problems: list[Exception] = []
        self.calls: list[types.FunctionCall] = []
        self.go_aways: list[types.LiveServerGoAway] = []
        self.turns = 0
        self.ended: errors.APIError | None = None
        self._changed = asyncio.Event()
        self._pump = asyncio.create_task(self._receive())

    async def _receive(self) -> None:
        while self.ended is None:
            try:
                async for message in self.session.receive():
                    self._take(message)
                    self._changed.set()
            except errors.APIError as error:
                # A WebSocket close code, or the HTTP code of an error object: only the former ends the link.
                if error.code >= 1000:
                    self.ended = error
                else:
                    self.problems.append(error)
            except (TypeError, ValueError, AttributeError) as problem:
                self.problems.append(problem)
            self._changed.set()

    def _take(self, message: types.LiveServerMessage) -> None:
        self.messages.append(message)
        self.turns += bool(message.server_content and message.server_content.turn_complete)
        if message.tool_call:
            self.calls.extend(message.tool_call.function_calls or [])
        if message.go_away:
            self.go_aways.append(message.go_away)

    async def until(self, condition: Callable[[], object], within_s: float = LIMIT_S) -> None:
        """Raises TimeoutError."""
        async with asyncio.timeout(within_s):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    async def close(self) -> None:
        await self.session.close()
        await self.until(lambda: self.ended)
        await self._pump

    def forget_turns(self) -> None:
        """`turns` counts from here."""
        self.turns = 0

    # ---- what a client says

    async def ask(self, text: str, *, turn_complete: bool = True) -> None:
        turns = types.Content(role="user", parts=[types.Part(text=text)])
        await self.session.send_client_content(turns=turns, turn_complete=turn_complete)

    async def speak(self, pcm: bytes, rate_hz: int = 16_000) -> None:
        size = rate_hz // 10 * 2
        for start in range(0, len(pcm), size):
            blob = types.Blob(data=pcm[start : start + size], mime_type=f"audio/pcm;rate={rate_hz}")
            await self.session.send_realtime_input(audio=blob)

    async def answer(self, number: int, text: str, style: Style = Style.TONE) -> None:
        """A coded utterance between explicit activity messages."""
        await self.session.send_realtime_input(activity_start=types.ActivityStart())
        await self.speak(speak(text, number=number, speaker=Speaker.CANDIDATE, rate_hz=16_000, style=style).pcm)
        await self.session.send_realtime_input(activity_end=types.ActivityEnd())

    # ---- what it has heard

    def contents(self) -> list[types.LiveServerContent]:
        return [message.server_content for message in self.messages if message.server_content is not None]

    @property
    def handle_is_newest(self) -> bool:
        """Whether the last completed turn is behind a handle."""
        for message in reversed(self.messages):
            if message.session_resumption_update and message.session_resumption_update.resumable:
                return True
            if message.server_content and message.server_content.turn_complete:
                return False
        return False

    @property
    def heard_text(self) -> str:
        return "".join(c.output_transcription.text or "" for c in self.contents() if c.output_transcription)

    @property
    def recognised_text(self) -> str:
        return "".join(c.input_transcription.text or "" for c in self.contents() if c.input_transcription)

    @property
    def audio(self) -> bytes:
        parts = [part for c in self.contents() if c.model_turn for part in c.model_turn.parts or []]
        return b"".join(part.inline_data.data or b"" for part in parts if part.inline_data)

    @property
    def interruptions(self) -> int:
        return sum(bool(content.interrupted) for content in self.contents())

    @property
    def handle(self) -> str | None:
        updates = [m.session_resumption_update for m in self.messages if m.session_resumption_update]
        return next((update.new_handle for update in reversed(updates) if update.resumable), None)


@asynccontextmanager
async def line(
    client: genai.Client,
    settings: types.LiveConnectConfig | None = None,
    *,
    model: str = "gemini-3.8-live",
    setup_s: float = LIMIT_S,
) -> AsyncIterator[Line]:
    async with asyncio.timeout(setup_s):
        connection = client.aio.live.connect(model=model, config=settings or config())
        session = await connection.__aenter__()
    opened = Line(session)
    try:
        yield opened
    finally:
        if opened.ended is None:
            await opened.close()
        await connection.__aexit__(None, None, None)
