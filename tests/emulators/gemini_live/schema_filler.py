"""Writes a value that a JSON schema accepts, with strings taken from the request: what a model returns, as to form."""

import random
import re
from collections.abc import Mapping, Sequence

from tests.emulators.gemini_live.jsons import Json, as_list, as_object, as_text

_QUOTE_WORDS = 8
_PLAIN = "The answer stays close to the question and gives one concrete example."


class SchemaFiller:
    """Of one request. Quotes are runs of words that stand in the request, so that a program can find them there."""

    def __init__(self, request_text: str, rng: random.Random) -> None:
        self._rng = rng
        self._lines = quotable_lines(request_text)
        self._definitions: Mapping[str, Json] = {}

    def fill(self, schema: Json) -> Json:
        root = as_object(schema)
        self._definitions = as_object(root.get("$defs") or root.get("definitions"))
        return self._value(root, "", 0)

    def _value(self, schema: Mapping[str, Json], name: str, depth: int) -> Json:
        schema = self._resolved(schema)
        if as_list(schema.get("enum")):
            return self._rng.choice(list(as_list(schema["enum"])))
        if "const" in schema:
            return schema["const"]
        match _kind(schema):
            case "object":
                return self._object(schema, depth)
            case "array":
                return self._array(schema, name, depth)
            case "integer":
                return int(self._number(schema))
            case "number":
                return round(self._number(schema), 2)
            case "boolean":
                return bool(self._rng.getrandbits(1))
            case "null":
                return None
            case _:
                return self._text(name, schema)

    def _resolved(self, schema: Mapping[str, Json]) -> Mapping[str, Json]:
        reference = as_text(schema.get("$ref"))
        if reference:
            return self._resolved(as_object(self._definitions.get(reference.rpartition("/")[2])))
        choices = [as_object(choice) for choice in as_list(schema.get("anyOf") or schema.get("oneOf"))]
        filled = [choice for choice in choices if _kind(choice) != "null"]
        if filled:
            return self._resolved(filled[0])
        parts = [self._resolved(as_object(part)) for part in as_list(schema.get("allOf"))]
        return {**schema, **{key: value for part in parts for key, value in part.items()}} if parts else schema

    def _object(self, schema: Mapping[str, Json], depth: int) -> Json:
        properties = as_object(schema.get("properties"))
        order = [as_text(name) for name in as_list(schema.get("propertyOrdering"))] or list(properties)
        return {name: self._value(as_object(properties[name]), name, depth + 1) for name in order if name in properties}

    def _array(self, schema: Mapping[str, Json], name: str, depth: int) -> Json:
        least = _whole(schema.get("minItems"), 1)
        most = _whole(schema.get("maxItems"), max(least, 2))
        count = min(max(least, 2 if depth < 3 else 1), most)
        return [self._value(as_object(schema.get("items")), name, depth + 1) for _ in range(count)]

    def _number(self, schema: Mapping[str, Json]) -> float:
        low, high = schema.get("minimum"), schema.get("maximum")
        least = float(low) if isinstance(low, int | float) else 1.0
        most = float(high) if isinstance(high, int | float) else least + 9
        return self._rng.uniform(least + (most - least) * 0.5, most)

    def _text(self, name: str, schema: Mapping[str, Json]) -> str:
        text = self._quote() if re.search(r"quote|evidence|excerpt", name, re.I) else f"{_PLAIN} ({name or 'text'})"
        limit = _whole(schema.get("maxLength"), 0)
        return text[:limit] if limit else text

    def _quote(self) -> str:
        if not self._lines:
            return ""
        words = self._rng.choice(self._lines).split()
        start = self._rng.randrange(max(1, len(words) - _QUOTE_WORDS + 1))
        return " ".join(words[start : start + _QUOTE_WORDS])


def quotable_lines(text: str) -> Sequence[str]:
    """What is fenced as material; else what the candidate said, without its label; else every longer line."""
    fenced = [match[1].strip() for match in re.finditer(r"^\| (.+)$", text, re.M)]
    if fenced:
        return fenced
    pattern = re.compile(r"^.{0,40}?\b(?:candidate|user)\b[^:]{0,20}:\s*(.+)$", re.I | re.M)
    spoken = [match[1].strip().strip('"') for match in pattern.finditer(text)]
    lines = spoken or [line.strip() for line in text.splitlines() if len(line.split()) >= _QUOTE_WORDS]
    return [line for line in lines if line]


def _kind(schema: Mapping[str, Json]) -> str:
    """The type in lower case; OpenAPI writes it in capitals, JSON schema may give several."""
    given = schema.get("type")
    kinds = [as_text(kind).lower() for kind in as_list(given)] or [as_text(given).lower()]
    named = [kind for kind in kinds if kind and kind != "null"]
    if named:
        return named[0]
    if kinds == ["null"]:
        return "null"
    return "object" if "properties" in schema else "string"


def _whole(value: Json, default: int) -> int:
    """Proto-JSON writes 64-bit integers as strings."""
    if isinstance(value, str) and value.isdigit():
        return int(value)
    return int(value) if isinstance(value, int | float) else default
