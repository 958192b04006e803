"""The REST calls: generateContent and its kin, the list of models, ephemeral tokens. In the service's own shapes."""

import json
import random
import re
from collections import Counter
from collections.abc import Callable
from http import HTTPStatus

from tests.emulators.gemini_live.clock import Clock
from tests.emulators.gemini_live.http_exchange import HttpRequest, HttpResponse, json_response
from tests.emulators.gemini_live.jsons import Json, Object, as_list, as_object, as_text, at
from tests.emulators.gemini_live.memory import text_tokens
from tests.emulators.gemini_live.profiles import LIVE_MODELS, TEXT_MODELS
from tests.emulators.gemini_live.records import Record, Records
from tests.emulators.gemini_live.scenario import RestAnswer, Scenario
from tests.emulators.gemini_live.schema_filler import SchemaFiller
from tests.emulators.gemini_live.setup_rules import content_text
from tests.emulators.gemini_live.spelling import normalised

_METHOD = re.compile(r"^/(?P<version>v\w+)/(?:tunedM|m)odels/(?P<model>[^:/]+)(?::(?P<method>\w+))?$")
_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
_REST = -1  # the connection number of records that belong to none


class RestApi:
    """Answers one request at a time; the scenario's `rest` answers are used up in order."""

    def __init__(self, clock: Clock, records: Records, scenario: Callable[[], Scenario], seed: int) -> None:
        self._clock = clock
        self._records = records
        self._scenario = scenario
        self._rng = random.Random(seed)
        self._used: Counter[int] = Counter()  # how often each answer of the scenario was given

    async def answer(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("x-goog-api-key") or request.query.get("key", "")
        version, _, rest = request.path.lstrip("/").partition("/")
        if version not in self._scenario().versions:
            return HttpResponse(404, b"Not Found", "text/plain")
        if not key or re.search(self._scenario().rejected_keys, key):
            return error(400, "API key not valid. Please pass a valid API key.")
        if request.method == "GET" and rest == "models":
            return json_response({"models": [_model(name) for name in (*TEXT_MODELS, *LIVE_MODELS)]})
        if request.method == "POST" and rest == "auth_tokens":
            return json_response({"name": f"auth_tokens/{self._rng.getrandbits(64):016x}"})
        return await self._on_model(request)

    async def _on_model(self, request: HttpRequest) -> HttpResponse:
        match = _METHOD.match(request.path)
        if match is None:
            return HttpResponse(404, b"Not Found", "text/plain")
        model, method = match["model"], match["method"]
        if model not in (*TEXT_MODELS, *LIVE_MODELS):
            return error(404, f"models/{model} is not found for API version {match['version']}.")
        if method is None:
            return json_response(_model(model))
        try:
            body = as_object(normalised(request.json()))
        except ValueError:
            return error(400, "Invalid JSON payload received.")
        self._log(method, request, body)
        match method:
            case "countTokens":
                return json_response({"totalTokens": text_tokens(_prompt(body))})
            case "generateContent" if model in TEXT_MODELS:
                return await self._generate(body, is_stream=False)
            case "streamGenerateContent" if model in TEXT_MODELS:
                return await self._generate(body, is_stream=True)
            case _:
                return error(404, f"models/{model} is not supported for {method}.")

    async def _generate(self, body: Json, *, is_stream: bool) -> HttpResponse:
        answer = self._next_answer(_prompt(body))
        await self._clock.sleep(answer.delay_s)
        if answer.html is not None:
            return HttpResponse(answer.code, answer.html.encode(), "text/html; charset=UTF-8")
        if answer.code != HTTPStatus.OK:
            return error(answer.code, answer.text or "The service is currently unavailable.")
        response = _response(body, self._text(body, answer), answer)
        if not is_stream:
            return json_response(response)
        return HttpResponse(200, f"data: {json.dumps(response)}\r\n\r\n".encode(), "text/event-stream")

    def _next_answer(self, prompt: str) -> RestAnswer:
        for place, answer in enumerate(self._scenario().rest):
            if self._used[place] < answer.times and answer.matches in prompt:
                self._used[place] += 1
                return answer
        return RestAnswer()

    def _text(self, body: Json, answer: RestAnswer) -> str:
        if answer.text is not None:
            return answer.text
        if answer.body is not None:
            return json.dumps(answer.body)
        config = at(body, "generationConfig")
        schema = at(config, "responseSchema") or at(config, "responseJsonSchema")
        value = SchemaFiller(_prompt(body), self._rng).fill(schema) if schema else None
        return _damaged(value if value is not None else "This is a made-up answer.", answer.damage)

    def _log(self, method: str, request: HttpRequest, body: Json) -> None:
        fields: Object = {"path": request.path, "body": body, "timeout": request.headers.get("x-server-timeout")}
        self._records.add(Record(self._clock.now_s(), _REST, "in", method, len(request.body), fields))


def error(code: int, message: str) -> HttpResponse:
    """In Google's error shape."""
    status = _STATUS.get(code, "UNKNOWN")
    return json_response({"error": {"code": code, "message": message, "status": status}}, code)


def _response(body: Json, text: str, answer: RestAnswer) -> Object:
    prompt, candidates = text_tokens(_prompt(body)), text_tokens(text)
    counts: Object = {"promptTokenCount": prompt, "totalTokenCount": prompt + candidates}
    if answer.block_reason is not None:
        return {"promptFeedback": {"blockReason": answer.block_reason}, "usageMetadata": counts}
    candidate: Object = {"finishReason": answer.finish_reason, "index": 0}
    if answer.finish_reason != "SAFETY":
        candidate["content"] = {"role": "model", "parts": [{"text": text}]}
    counts["candidatesTokenCount"] = candidates
    return {"candidates": [candidate], "usageMetadata": counts, "modelVersion": "emulated"}


def _damaged(value: Json, damage: str | None) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    match damage:
        case "bad_json":
            return text.replace(":", " is", 1)
        case "schema":
            return json.dumps({"unexpected": True})
        case "truncated":
            return text[: len(text) // 2]
        case _:
            return text


def _prompt(body: Json) -> str:
    contents = [at(body, "systemInstruction"), *as_list(at(body, "contents"))]
    return "\n".join(content_text(content) for content in contents)


def _model(name: str) -> Object:
    methods: list[Json] = ["bidiGenerateContent"] if name in LIVE_MODELS else ["generateContent", "countTokens"]
    return {
        "name": f"models/{name}",
        "displayName": as_text(name).replace("-", " ").title(),
        "supportedGenerationMethods": methods,
        "inputTokenLimit": 131_072,
        "outputTokenLimit": 65_536,
    }
