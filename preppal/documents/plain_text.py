"""Text files in the encodings that people have."""

from preppal.documents.problems import Problem, Unreadable

_MAX_STRANGE = 0.05


def read_plain(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or else Windows' Western European. Raises Unreadable."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    strange = sum(1 for letter in text if letter == "\ufffd" or (letter < " " and letter not in "\t\r\n\f"))
    if strange > len(text) * _MAX_STRANGE:
        raise Unreadable(Problem.UNKNOWN)
    return text
