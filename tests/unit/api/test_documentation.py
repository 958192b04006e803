"""The OpenAPI document and the page that shows it."""

import json
import re
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from tests.unit.api.conftest import Site


def _document(site: Site) -> dict[str, Any]:
    document: dict[str, Any] = site.client().get("/api/openapi.json").json()
    return document


def test_every_operation_has_a_summary_and_its_problems(site: Site) -> None:
    for path, operations in _document(site)["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], (method, path)
            takes_input = "requestBody" in operation or any(
                parameter["in"] == "query" for parameter in operation.get("parameters", [])
            )
            assert not takes_input or "422" in operation["responses"], (method, path)
            if "401" in operation["responses"] and method not in ("get", "head"):
                assert "403" in operation["responses"], (method, path)


def test_problems_are_described_as_they_are_sent(site: Site) -> None:
    document = _document(site)
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if status.startswith("4"):
                    assert list(answer["content"]) == ["application/problem+json"], (path, status)


def test_document_speaks_the_words_of_its_version(site: Site) -> None:
    document = _document(site)
    text = json.dumps(document)
    assert document["openapi"] == "3.0.3"
    for newer in ('"const"', '"type": "null"', '"prefixItems"', '"$defs"', "HTTPValidationError"):
        assert newer not in text
    references = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert references <= set(document["components"]["schemas"])


def test_fields_are_in_camel_case(site: Site) -> None:
    for name, schema in _document(site)["components"]["schemas"].items():
        for field in schema.get("properties", {}):
            assert "_" not in field, (name, field)


def test_page_needs_nothing_from_elsewhere(site: Site) -> None:
    client: TestClient = site.client()
    page = client.get("/api/docs")
    assert page.status_code == 200
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert loaded
    for address in loaded:
        assert address.startswith("/api/docs/")
        assert client.get(address).status_code == 200
    assert "/api/openapi.json" in client.get("/api/docs/start.js").text


def test_every_operation_and_parameter_is_described_and_every_answer_has_an_example(site: Site) -> None:
    for path, operations in _document(site)["paths"].items():
        for method, operation in operations.items():
            assert operation["description"], (method, path)
            for parameter in operation.get("parameters", ()):
                assert parameter["description"], (method, path, parameter["name"])
            for status, answer in operation["responses"].items():
                for media_type, content in answer.get("content", {}).items():
                    is_list = content.get("schema", {}).get("type") == "array"
                    if media_type.endswith("json") and content and not is_list:
                        assert "example" in content, (method, path, status)


def test_every_body_of_a_request_has_an_example_in_its_fields(site: Site) -> None:
    document = _document(site)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content is None:
                continue
            schema = document["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
            required = schema.get("required", ())
            for field in required:
                described = schema["properties"][field]
                is_known = "example" in described or "$ref" in str(described) or "enum" in described
                assert is_known, (method, path, field)


def test_waiting_time_is_documented_wherever_one_is_sent(site: Site) -> None:
    for operations in _document(site)["paths"].values():
        for operation in operations.values():
            for status in {"429", "503"} & set(operation["responses"]):
                answer = operation["responses"][status]
                assert "Retry-After" in answer.get("headers", ()) or "Readiness" in str(answer)


def test_every_tag_is_described(site: Site) -> None:
    document = _document(site)
    described = {tag["name"] for tag in document["tags"]}
    used = {tag for operations in document["paths"].values() for one in operations.values() for tag in one["tags"]}
    assert used <= described


def test_page_about_the_api_names_routes_that_exist(site: Site) -> None:
    text = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
    named = {path.rstrip("/.") for path in re.findall(r"(/api/[a-z][\w/{}$-]*)", text)}
    assert len(named) > 10
    known = {re.sub(r"\{[^}]*\}", "{}", path) for path in _document(site)["paths"]} | {"/api/docs", "/api/openapi"}
    assert {re.sub(r"\{[^}]*\}|\$ID", "{}", path) for path in named} <= known
