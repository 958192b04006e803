"""`/api/openapi.json` and `/api/docs`, with everything the page needs from our own origin.

The routes' types make an OpenAPI 3.1 document. It is served as 3.0.3, which more tools read, our Swagger UI among them.
"""

from typing import Any

import swagger_ui_bundle
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

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
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _tidy(path, operation)
    document["openapi"] = "3.0.3"
    converted: dict[str, Json] = _as_3_0(document)
    return converted


def _tidy(path: str, operation: dict[str, Json]) -> None:
    unprocessable = operation["responses"].get("422", {})
    if "HTTPValidationError" in str(unprocessable):
        del operation["responses"]["422"]
    if path.startswith("/api/") and "429" not in operation["responses"]:
        operation["responses"]["429"] = responses(429)[429]
    if "401" in operation["responses"]:
        operation["security"] = [{"bearer": []}, {"cookie": []}]


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
