"""Text as people see it.

What is there and cannot be seen goes: it may be meant for a model and not for them.
"""

import re
import unicodedata

from preppal.documents.limits import MAX_TEXT_BYTES

# Ligatures that LaTeX and print programs store as one letter.
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_BULLETS = dict.fromkeys(map(ord, "•◦▪▸►‣·●○■□➢➤✓✔\uf0b7\uf0a7\uf0d8"), "-")
_KEPT_CONTROLS = "\n\t"
_JOINERS = "\u200c\u200d"  # Persian and Indian scripts spell with them; between Latin letters they only hide
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_BULLET_LINE = re.compile(r"^-\s*", re.MULTILINE)
_BROKEN_WORD = re.compile(r"(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])")


def clean_text(raw: str) -> str:
    """One form for every letter, one space, at most one blank line, bullets as dashes; nothing invisible."""
    composed = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    text = _visible(composed.replace("\f", "\n").translate(_LIGATURES))
    lines = (_SPACES.sub(" ", _bulleted(line)).strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def join_broken_words(text: str) -> str:
    """Typeset pages break words at the line's end."""
    return _BROKEN_WORD.sub("", text)


def cut_to_size(text: str) -> tuple[str, bool]:
    """At most as many bytes as we keep, cut at the end of a line; True when something was left out."""
    encoded = text.encode("utf-8", "ignore")
    if len(encoded) <= MAX_TEXT_BYTES:
        return text, False
    kept = encoded[:MAX_TEXT_BYTES].decode("utf-8", "ignore")
    return (kept.rpartition("\n")[0] or kept).rstrip(), True


def _bulleted(line: str) -> str:
    stripped = line.lstrip()
    if stripped[:1] and ord(stripped[0]) in _BULLETS:
        return _BULLET_LINE.sub("- ", stripped.translate({ord(stripped[0]): "-"}), count=1)
    return line


def _visible(text: str) -> str:
    return "".join(
        letter for place, letter in enumerate(text) if _is_visible(letter) or _joins(text, place) or letter in _KEPT
    )


_KEPT = frozenset(_KEPT_CONTROLS) | {chr(code) for code in _BULLETS}


def _is_visible(letter: str) -> bool:
    """Not controls, formats (zero width, direction, tags), halves of pairs, or letters of private fonts."""
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _joins(text: str, place: int) -> bool:
    return text[place] in _JOINERS and place > 0 and ord(text[place - 1]) > 0x2FF
