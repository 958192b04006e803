"""Proto-JSON accepts every field in snake_case and in camelCase; the emulator reads camelCase only, after this."""

from tests.emulators.gemini_live.jsons import Json

# Below these everything belongs to the caller and keeps its spelling …
_OPAQUE = frozenset({"args", "response", "labels", "parametersJsonSchema", "responseJsonSchema"})
# … and of these only the names do.
_NAMED = frozenset({"properties", "$defs", "definitions"})


def normalised(value: Json) -> Json:
    """The same message in camelCase at every level."""
    if isinstance(value, list):
        return [normalised(item) for item in value]
    if not isinstance(value, dict):
        return value
    result: dict[str, Json] = {}
    for key, item in value.items():
        name = camel_case(key)
        if name in _NAMED and isinstance(item, dict):
            result[name] = {own: normalised(schema) for own, schema in item.items()}
        else:
            result[name] = item if name in _OPAQUE else normalised(item)
    return result


def camel_case(key: str) -> str:
    first, *rest = key.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def snake_case(name: str) -> str:
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name).lstrip("_")
