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

LIMIT_S = 20.0
END_TOOL = types.Tool(
    function_declarations=[
        types.FunctionDeclaration(name="end_interview", description="End it.", behavior=types.Behavior.BLOCKING)
    ]
)


def sdk(emulator: GeminiLiveEmulator, *, key: str = "some-key", version: str = "v1beta") -> genai.Client:
    context = emulator.ssl_context
    arguments = {"ssl": context, "verify": context, "compression": None, "proxy": None, "max_size": None}
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
        self.ended: errors.APIError | None = None
        self._changed = asyncio.Event()
        self._pump = asyncio.create_task(self._receive())

    async def _receive(self) -> None:
        while self.ended is None:
            try:
                async for message in self.session.receive():
                    self.messages.append(message)
                    self._changed.set()
            except errors.APIError as error:
                self.ended = error
            except (TypeError, ValueError, AttributeError) as problem:
                self.problems.append(problem)
            self._changed.set()

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(LIMIT_S):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    async def close(self) -> None:
        await self.session.close()
        await self.until(lambda: self.ended)
        await self._pump

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
    def turns(self) -> int:
        return sum(bool(content.turn_complete) for content in self.contents())

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

    @property
    def calls(self) -> list[types.FunctionCall]:
        return [call for m in self.messages if m.tool_call for call in m.tool_call.function_calls or []]

    @property
    def go_aways(self) -> list[types.LiveServerGoAway]:
        return [message.go_away for message in self.messages if message.go_away]


@asynccontextmanager
async def line(
    client: genai.Client, settings: types.LiveConnectConfig | None = None, *, model: str = "gemini-3.8-live"
) -> AsyncIterator[Line]:
    async with asyncio.timeout(LIMIT_S):
        connection = client.aio.live.connect(model=model, config=settings or config())
        session = await connection.__aenter__()
    opened = Line(session)
    try:
        yield opened
    finally:
        if opened.ended is None:
            await opened.close()
        await connection.__aexit__(None, None, None)
