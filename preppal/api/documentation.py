"""`/api/openapi.json` and `/api/docs`, with everything the page needs from our own origin.

The routes' types make an OpenAPI 3.1 document. It is served as 3.0.3, which more tools read, our Swagger UI among them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import swagger_ui_bundle
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from preppal.api.examples import examples
from preppal.api.problems import Problem, responses

DOCS_PATH = "/api/docs"
OPENAPI_PATH = "/api/openapi.json"

_ASSETS_PATH = f"{DOCS_PATH}/assets"
_PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Preppal API</title>
<link rel="stylesheet" href="{_ASSETS_PATH}/swagger-ui.css">
</head>
<body>
<main id="api"></main>
<script src="{_ASSETS_PATH}/swagger-ui-bundle.js"></script>
<script src="{DOCS_PATH}/start.js"></script>
</body>
</html>
"""
_START = f"""SwaggerUIBundle({{ url: "{OPENAPI_PATH}", dom_id: "#api", deepLinking: true, validatorUrl: null }});
"""

Json = Any  # a JSON document is dicts, lists and plain values in any depth


def add_documentation(app: FastAPI) -> None:
    def document() -> dict[str, Json]:
        if app.openapi_schema is None:
            app.openapi_schema = _describe(app)
        return app.openapi_schema

    async def openapi() -> dict[str, Json]:
        return app.openapi()

    async def page() -> HTMLResponse:
        return HTMLResponse(_PAGE)

    async def start() -> Response:
        return Response(_START, media_type="text/javascript")

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's documented way to change the document
    for path, endpoint in ((OPENAPI_PATH, openapi), (DOCS_PATH, page), (f"{DOCS_PATH}/start.js", start)):
        app.add_api_route(path, endpoint, include_in_schema=False)
    app.mount(_ASSETS_PATH, StaticFiles(directory=str(swagger_ui_bundle.swagger_ui_path)))


def _describe(app: FastAPI) -> dict[str, Json]:
    document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):  # FastAPI's own 422, which we never send
        schemas.pop(unused, None)
    document["components"]["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": "preppal_session"},
    }
    known = examples()
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _tidy(path, operation)
            _describe_parameters(operation)
            _add_examples(operation, known)
    document["tags"] = [{"name": name, "description": text} for name, text in _TAGS.items()]
    document["openapi"] = "3.0.3"
    converted: dict[str, Json] = _as_3_0(document)
    return converted


def _tidy(path: str, operation: dict[str, Json]) -> None:
    unprocessable = operation["responses"].get("422", {})
    if "HTTPValidationError" in str(unprocessable):
        del operation["responses"]["422"]
    for status in _always(path, operation):
        operation["responses"].setdefault(str(status), responses(status)[status])
    if "401" in operation["responses"]:
        operation["security"] = [{"bearer": []}, {"cookie": []}]


_PARAMETERS = {
    "session_id": "The id of the interview.",
    "sessionId": "The id of the interview.",
    "order_index": "Which entry of the transcript.",
    "feedback_id": "The id of one version of the feedback.",
    "resume_id": "The id of the résumé.",
    "job_description_id": "The id of the job description.",
    "sign_in_id": "The id of the sign-in, as the list gives it.",
    "next": "A path of this site to come back to.",
    "provider": "`google` or `oidc`, where the server has it.",
    "kind": "The kind of file.",
    "limit": "How many at most.",
    "range": "A part of the file, as `bytes=0-1023`.",
    "interviewType": "Only interviews of this type.",
    "difficulty": "Only interviews of this difficulty.",
    "minScore": "Only interviews with at least this overall score.",
}
_TAGS = {
    "auth": "Signing in and out.",
    "user": "The person: profile, progress, sign-ins, taking everything out, erasing everything.",
    "session": "Interviews: made, listed, read, ended, deleted; tokens for the live socket.",
    "interview": "Holding an interview by request and answer, without the live socket.",
    "voice": "Sound to text and text to sound.",
    "feedback": "What is made of an interview.",
    "resumes": "The library's résumés.",
    "job descriptions": "The library's postings.",
    "worker": "For a gateway that runs apart: Protobuf, opened by WORKER_SHARED_SECRET alone.",
    "health": "For whoever runs the server.",
}


def _describe_parameters(operation: dict[str, Json]) -> None:
    for parameter in operation.get("parameters", ()):
        if "description" not in parameter and parameter["name"] in _PARAMETERS:
            parameter["description"] = _PARAMETERS[parameter["name"]]


def _add_examples(operation: dict[str, Json], known: Mapping[str, Json]) -> None:
    for answer in operation["responses"].values():
        content = answer.get("content", {}).get("application/json", {})
        schema = content.get("schema", {})
        kinds = [schema, *schema.get("anyOf", ())]
        for name in (kind.get("$ref", "").rpartition("/")[2] for kind in kinds):
            if name in known:
                content["example"] = known[name]


def _always(path: str, operation: dict[str, Json]) -> Iterator[int]:
    """What stands before the routes may answer too: bodies that are too large or no JSON, and the rate limit."""
    if path.startswith("/api/"):
        yield 429
    if "requestBody" in operation:
        yield from (400, 413)


def _as_3_0(node: Json) -> Json:
    """The same description in the words of OpenAPI 3.0: `nullable`, one `example`, `enum` for constants."""
    if isinstance(node, list):
        return [_as_3_0(item) for item in node]
    if not isinstance(node, dict):
        return node
    changed = {key: _as_3_0(value) for key, value in node.items()}
    choices = changed.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        kept = [choice for choice in choices if choice != {"type": "null"}]
        del changed["anyOf"]
        changed |= {"nullable": True} | (kept[0] if len(kept) == 1 and "$ref" not in kept[0] else {"allOf": kept})
    if changed.pop("contentMediaType", "") == "application/octet-stream":
        changed["format"] = "binary"
    if "const" in changed:
        changed["enum"] = [changed.pop("const")]
    if isinstance(changed.get("examples"), list):
        changed["example"] = changed.pop("examples")[0]
    if "prefixItems" in changed:
        del changed["prefixItems"]
    return changed
