"""A paper's sections, by the headings people use. A heading is a short line whose words we know."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_MAX_HEADING_CHARS = 60
_DECORATION = re.compile(r"^[\s#*_=>|-]+|[\s#*_=|:-]+$")
_SPACED_OUT = re.compile(r"^(?:\w ){3,}\w$")
_BULLET = re.compile(r"^(?:[-*+]|\d{1,2}[.)])\s+")
_MAX_LIST_ITEM_CHARS = 40
_ONE_LETTER_SKILLS = frozenset("CRD")
_LIST_BREAKS = re.compile(r"[,;|/•·]|\s{2,}|\t")


@dataclass(frozen=True, slots=True)
class Section:
    """`name` is ours, not the paper's; what stands before the first heading has an empty one."""

    name: str
    lines: tuple[str, ...]


def split_sections(text: str, headings: Mapping[str, Sequence[str]]) -> tuple[Section, ...]:
    """`headings` maps our names to the words that people use for them."""
    names = {word: name for name, words in headings.items() for word in words}
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in text.split("\n"):
        name, rest = _heading(line, names)
        if name is None:
            sections[-1][1].append(line)
        else:
            sections.append((name, [rest] if rest else []))
    return tuple(Section(name, tuple(lines)) for name, lines in sections)


def lines_of(sections: Iterable[Section], name: str) -> list[str]:
    return [line for section in sections if section.name == name for line in section.lines]


def is_point(line: str) -> bool:
    return _BULLET.match(line) is not None


def point(line: str) -> str:
    """A line without its bullet and without Markdown's stars."""
    return _BULLET.sub("", line).replace("**", "").strip()


def listed_items(lines: Iterable[str]) -> tuple[str, ...]:
    """Short things in a row: `Python, SQL | Tableau`, one per bullet, or after a label (`Languages: Go, Rust`)."""
    found: dict[str, str] = {}
    for line in lines:
        _, colon, after = line.partition(":")
        for item in _LIST_BREAKS.split(point(after if colon and after.strip() else line)):
            name = item.strip(" .()-")
            is_short = 1 < len(name) <= _MAX_LIST_ITEM_CHARS or name in _ONE_LETTER_SKILLS
            if is_short and len(name.split()) <= 4:
                found.setdefault(name.lower(), name)
    return tuple(found.values())


def _heading(line: str, names: Mapping[str, str]) -> tuple[str | None, str]:
    """Our name for a heading and what follows it on the same line; None when the line is no heading."""
    if len(line) > _MAX_HEADING_CHARS and ":" not in line[:_MAX_HEADING_CHARS]:
        return None, ""
    label, colon, rest = line.partition(":")
    words = _plain(label)
    if words in names and (not rest.strip() or colon):
        return names[words], rest.strip(" *")
    return None, ""


def _plain(label: str) -> str:
    """`## E X P E R I E N C E` and `**Experience**` are both `experience`."""
    bare = _DECORATION.sub("", label)
    if _SPACED_OUT.match(bare):
        bare = bare.replace(" ", "")
    return " ".join(bare.lower().replace("&", "and").split())
