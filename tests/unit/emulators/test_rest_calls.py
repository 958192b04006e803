"""The REST calls on the same port, by the official Python SDK."""

import httpx2
import pytest
from google.genai import errors, types
from pydantic import BaseModel, Field

from tests.emulators.gemini_live import GeminiLiveEmulator
from tests.emulators.gemini_live.jsons import at
from tests.unit.emulators.sdk_client import sdk

pytestmark = pytest.mark.anyio

MODEL = "gemini-3.8-flash"
PROMPT = "[1] candidate: I cut the page load time by forty percent within two months."


class Finding(BaseModel):
    text: str
    quote: str


class Review(BaseModel):
    overall: int = Field(ge=1, le=10)
    findings: list[Finding] = Field(min_length=1)


def settings(retries: bool = False, timeout_ms: int = 20_000) -> types.GenerateContentConfig:
    retry = types.HttpRetryOptions(initial_delay=0.01, max_delay=0.02, jitter=0.01) if retries else None
    return types.GenerateContentConfig(
        response_mime_type="application/json",
        response_schema=Review,
        temperature=0,
        http_options=types.HttpOptions(timeout=timeout_ms, retry_options=retry),
    )


async def generate(
    emulator: GeminiLiveEmulator, *, retries: bool = False, timeout_ms: int = 20_000
) -> types.GenerateContentResponse:
    config = settings(retries, timeout_ms)
    return await sdk(emulator).aio.models.generate_content(model=MODEL, contents=PROMPT, config=config)


async def test_answer_follows_the_schema_and_quotes_the_request() -> None:
    async with GeminiLiveEmulator("feedback_ok") as emulator:
        review = (await generate(emulator)).parsed
        assert isinstance(review, Review)
        assert all(finding.quote in PROMPT for finding in review.findings)
        (request,) = emulator.received.received("generateContent")
        assert at(request.fields["body"], "generationConfig", "temperature") == 0
        assert request.fields["timeout"] == "20"


async def test_json_schema_is_followed_too() -> None:
    async with GeminiLiveEmulator("feedback_ok") as emulator:
        config = types.GenerateContentConfig(
            response_mime_type="application/json", response_json_schema=Review.model_json_schema()
        )
        response = await sdk(emulator).aio.models.generate_content(model=MODEL, contents=PROMPT, config=config)
        Review.model_validate(response.parsed)


async def test_busy_service_is_asked_again() -> None:
    async with GeminiLiveEmulator("feedback_503_then_ok") as emulator:
        assert isinstance((await generate(emulator, retries=True)).parsed, Review)
        assert len(emulator.received.received("generateContent")) == 3


async def test_quota_error_has_its_code_without_retries() -> None:
    async with GeminiLiveEmulator("feedback_429_retry") as emulator:
        with pytest.raises(errors.ClientError) as caught:
            await generate(emulator)
        assert (caught.value.code, caught.value.status) == (429, "RESOURCE_EXHAUSTED")
        assert isinstance((await generate(emulator)).parsed, Review)


async def test_slow_answer_runs_into_the_clients_timeout() -> None:
    async with GeminiLiveEmulator("feedback_timeout") as emulator:
        with pytest.raises(httpx2.ReadTimeout):
            await generate(emulator, timeout_ms=100)


@pytest.mark.parametrize("name", ["feedback_bad_json", "feedback_schema_violation", "feedback_truncated"])
async def test_damaged_answer_parses_to_nothing(name: str) -> None:
    async with GeminiLiveEmulator(name) as emulator:
        first, second = await generate(emulator), await generate(emulator)
        assert first.text
        assert first.parsed is None
        assert isinstance(second.parsed, Review)


async def test_blocked_request_has_a_reason_and_no_candidate() -> None:
    async with GeminiLiveEmulator("feedback_blocked") as emulator:
        blocked, cut = await generate(emulator), await generate(emulator)
        assert blocked.candidates is None
        assert blocked.prompt_feedback is not None
        assert blocked.prompt_feedback.block_reason == types.BlockedReason.PROHIBITED_CONTENT
        assert cut.candidates is not None
        assert cut.candidates[0].finish_reason == types.FinishReason.SAFETY


async def test_page_of_a_proxy_is_no_answer() -> None:
    async with GeminiLiveEmulator("feedback_html_502") as emulator:
        with pytest.raises(errors.ServerError):
            await generate(emulator)
        with pytest.raises(ValueError, match="Expecting value"):
            await generate(emulator)


async def test_answer_can_be_streamed() -> None:
    async with GeminiLiveEmulator("feedback_ok") as emulator:
        stream = await sdk(emulator).aio.models.generate_content_stream(model=MODEL, contents="Hello")
        assert [chunk.text async for chunk in stream] == ["This is a made-up answer."]


async def test_models_are_listed_and_described() -> None:
    async with GeminiLiveEmulator() as emulator:
        client = sdk(emulator)
        names = [model.name async for model in await client.aio.models.list()]
        assert {f"models/{MODEL}", "models/gemini-3.8-live"} <= set(names)
        model = await client.aio.models.get(model="gemini-3.8-live")
        assert model.supported_actions == ["bidiGenerateContent"]
        count = await client.aio.models.count_tokens(model=MODEL, contents="Hello there")
        assert count.total_tokens == 3


@pytest.mark.parametrize(
    ("key", "model", "code"), [("bad-key", MODEL, 400), ("good", "gemini-1.0", 404), ("good", "gemini-3.8-live", 404)]
)
async def test_wrong_key_or_model_is_refused(key: str, model: str, code: int) -> None:
    async with GeminiLiveEmulator() as emulator:
        with pytest.raises(errors.ClientError) as caught:
            await sdk(emulator, key=key).aio.models.generate_content(model=model, contents="Hello")
        assert caught.value.code == code


def test_review_can_be_asked_for_from_a_thread(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The synchronous client, as a worker thread uses it."""
    import anyio

    async def ask() -> object:
        async with GeminiLiveEmulator("feedback_ok", cert_dir=tmp_path_factory.mktemp("certificates")) as emulator:
            client = sdk(emulator)
            call = client.models.generate_content
            response = await anyio.to_thread.run_sync(lambda: call(model=MODEL, contents=PROMPT, config=settings()))
            return response.parsed

    assert isinstance(anyio.run(ask), Review)
