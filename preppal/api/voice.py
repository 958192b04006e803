"""`/api/voice`: sound to text and text to sound, on this server, for interviews without a socket."""

from typing import Annotated

from fastapi import APIRouter, Depends, UploadFile
from fastapi.concurrency import run_in_threadpool
from pydantic import Field
from starlette.responses import Response

from preppal.api.identity import person_of
from preppal.api.problems import responses
from preppal.api.shapes import Answer, Body
from preppal.config import Settings
from preppal.domain.interview import DEFAULT_PERSONA
from preppal.errors import InvalidInput
from preppal.services.accounts import AccountService
from preppal.services.views import Person
from preppal.services.voice import MAX_SOUND_BYTES, MAX_SPOKEN_CHARS, Transcription, VoiceService

_WAV = "audio/wav"


class HeardWord(Answer):
    text: str
    start_ms: int
    end_ms: int
    confidence: float | None


class HeardSpan(Answer):
    start_ms: int
    end_ms: int


class Transcribed(Answer):
    """Text, with times from the start of the sound. `words`, `speech` and `durationMs` go into `spoken` of a turn."""

    text: Annotated[str, Field(description="Empty where nobody speaks.")]
    duration_ms: int
    words: tuple[HeardWord, ...]
    speech: tuple[HeardSpan, ...]
    word_count: int
    filler_word_count: int | None
    pause_count: int | None
    longest_pause_ms: int | None
    recognizer: Annotated[str, Field(examples=["pocketsphinx"])]


class Synthesize(Body):
    text: Annotated[str, Field(max_length=MAX_SPOKEN_CHARS, examples=["Tell me about a project you are proud of."])]
    voice: Annotated[str, Field(max_length=40, examples=["ruth"], description="The key of an interviewer.")] = (
        DEFAULT_PERSONA
    )
    words_per_minute: Annotated[
        int | None, Field(ge=80, le=300, description="The interviewer's own when null, at your speaking speed.")
    ] = None


def create_voice_routes(accounts: AccountService, settings: Settings, voice: VoiceService) -> APIRouter:
    router = APIRouter(prefix="/api/voice", tags=["voice"])
    Asker = Annotated[Person, Depends(person_of(accounts, settings))]  # noqa: N806  a type

    @router.post("/transcribe", summary="Sound to text", responses=responses(401, 403, 413, 422, 503))
    async def transcribe(asker: Asker, audio: UploadFile) -> Transcribed:
        """A WAV file (PCM, 8 to 192 kHz) of up to 10 MB and 3 minutes. It is recognised on this server and kept
        nowhere. The recogniser is a draft listener: expect a third of the words to be wrong."""
        file = await run_in_threadpool(audio.file.read, MAX_SOUND_BYTES + 1)
        return transcribed_body(await voice.transcribe(asker.id, file))

    @router.post(
        "/synthesize",
        summary="Text to sound",
        response_class=Response,
        responses={
            200: {
                "content": {_WAV: {"schema": {"type": "string", "format": "binary"}}},
                "description": "WAV, 24 kHz, 16 bit, mono",
            },
            **responses(401, 403, 422, 503),
        },
    )
    async def synthesize(asker: Asker, body: Synthesize) -> Response:
        """In an interviewer's voice."""
        if not body.text.strip():
            raise InvalidInput("There is nothing to say.", {"text": "Send some text."})
        speed = (await run_in_threadpool(accounts.profile, asker.id)).speaking_speed
        sound = await voice.synthesize(asker.id, body.text, body.voice, body.words_per_minute, speed)
        return Response(sound, media_type=_WAV)

    return router


def transcribed_body(heard: Transcription) -> Transcribed:
    return Transcribed(
        text=heard.text,
        duration_ms=heard.duration_ms,
        words=tuple(map(HeardWord.model_validate, heard.words)),
        speech=tuple(map(HeardSpan.model_validate, heard.speech)),
        word_count=heard.measures.word_count,
        filler_word_count=heard.measures.filler_count,
        pause_count=heard.measures.pause_count,
        longest_pause_ms=heard.measures.longest_pause_ms,
        recognizer=heard.recognizer,
    )
