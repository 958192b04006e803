"""JSON as a type, and the few ways in which this program looks into it."""

import base64
import binascii
from collections.abc import Mapping, Sequence

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
Object = dict[str, "Json"]


def as_object(value: Json) -> Mapping[str, Json]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def as_list(value: Json) -> Sequence[Json]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else []


def as_text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def at(value: Json, *path: str) -> Json:
    """What lies below these keys, or nothing."""
    for key in path:
        value = as_object(value).get(key)
    return value


def decode_base64(text: str) -> bytes:
    """Both alphabets, padded or not. Raises ValueError."""
    plain = text.replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


def encode_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
