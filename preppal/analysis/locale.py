"""The words of one language that the measures look for, read from a data file."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

DEFAULT_LOCALE = "en"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that count when one of `rules` holds and no neighbour forbids it.

    isolated: between commas · begins: first in its sentence · after: behind one of `after` · before: ahead of one of
    `before` and behind a comma · closes: a comma follows · anywhere. `not_after` and `not_before` are neighbours, no
    comma between, that make it an ordinary word.
    """

    words: tuple[str, ...]
    rules: frozenset[str]
    after: frozenset[str]
    before: frozenset[str]
    not_after: frozenset[str]
    not_before: frozenset[str]
    free_at_start: bool


@dataclass(frozen=True, slots=True)
class Orders:
    """How somebody talks to whoever scores: `verbs` in the imperative with one of `objects`, or one of `claims`.

    A verb is one at the start of a sentence, behind a comma or behind a word of `after`; elsewhere it tells a story.
    """

    verbs: frozenset[str]
    objects: tuple[Phrase, ...]
    claims: tuple[Phrase, ...]
    after: frozenset[str]


@dataclass(frozen=True, slots=True)
class Locale:
    hard_filler: re.Pattern[str]
    soft_fillers: tuple[Phrase, ...]
    hedges: tuple[Phrase, ...]
    repairs: tuple[Phrase, ...]
    doubles: frozenset[str]
    i_words: frozenset[str]
    we_words: frozenset[str]
    padding: tuple[Phrase, ...]
    gives_up: tuple[Phrase, ...]
    orders: Orders
    general: tuple[Phrase, ...]
    function_words: frozenset[str]
    question_words: frozenset[str]
    number_words: frozenset[str]
    closers: tuple[Phrase, ...]
    clause_words: frozenset[str]
    lasting_words: frozenset[str]
    other_words: frozenset[str]
    state_words: frozenset[str]
    cues: Mapping[str, Mapping[str, re.Pattern[str]]]
    topics: Mapping[str, tuple[str, ...]]
    topic_names: Mapping[str, frozenset[str]]
    associations: tuple[tuple[str, ...], ...]


@cache
def load_locale(name: str = DEFAULT_LOCALE) -> Locale:
    """Read once per process, at first use."""
    raw = json.loads(files("preppal.analysis").joinpath("locales", f"{name}.json").read_text(encoding="utf-8"))
    lists: dict[str, list[str]] = raw["lists"]
    return Locale(
        hard_filler=re.compile("|".join(raw["hard_fillers"])),
        soft_fillers=_phrases(raw["soft_fillers"], lists),
        hedges=_phrases(raw["hedges"], lists),
        repairs=_phrases(raw["repairs"], lists),
        doubles=frozenset(raw["doubles"]),
        i_words=frozenset(raw["i_words"]),
        we_words=frozenset(raw["we_words"]),
        padding=_phrases([{"phrase": phrase} for phrase in raw["padding"]], lists),
        gives_up=_phrases([{"phrase": phrase} for phrase in raw["gives_up"]], lists),
        orders=_orders(raw["orders"]),
        general=_phrases([{"phrase": phrase} for phrase in raw["general"]], lists),
        function_words=frozenset(raw["function_words"]),
        question_words=frozenset(raw["question_words"]),
        number_words=frozenset(raw["number_words"]),
        closers=_phrases([{"phrase": phrase} for phrase in raw["closers"]], lists),
        clause_words=frozenset(raw["clause_words"]),
        lasting_words=frozenset(raw["lasting_words"]),
        other_words=frozenset(raw["other_words"]),
        state_words=frozenset(raw["state_words"]),
        cues={kind: {part: _whole_words(cues) for part, cues in parts.items()} for kind, parts in raw["cues"].items()},
        topics={topic: tuple(words) for topic, words in raw["topics"].items()},
        topic_names={topic: frozenset(names.split()) for topic, names in raw["topic_names"].items()},
        associations=tuple(tuple(group.split()) for group in raw["associations"]),
    )


def _whole_words(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{'|'.join(patterns)})(?!\S)")


def _orders(raw: Mapping[str, list[str]]) -> Orders:
    return Orders(
        verbs=frozenset(raw["verbs"]),
        objects=_phrases([{"phrase": phrase} for phrase in raw["objects"]], {}),
        claims=_phrases([{"phrase": phrase} for phrase in raw["claims"]], {}),
        after=frozenset(raw["after"]),
    )


def _phrases(raw: list[dict[str, Any]], lists: Mapping[str, list[str]]) -> tuple[Phrase, ...]:  # Any: a JSON object
    def words_of(entry: dict[str, Any], key: str) -> frozenset[str]:
        value = entry.get(key, [])
        return frozenset(lists[value] if isinstance(value, str) else value)

    return tuple(
        Phrase(
            words=tuple(entry["phrase"].split()),
            rules=frozenset(entry.get("rules", ["anywhere"])),
            after=words_of(entry, "after"),
            before=words_of(entry, "before"),
            not_after=words_of(entry, "not_after"),
            not_before=words_of(entry, "not_before"),
            free_at_start=entry.get("free_at_start", False),
        )
        for entry in raw
    )
