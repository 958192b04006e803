"""The question bank, the interviewer's phrases and the known skills, read from the YAML files of the domain."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any  # what YAML holds before it has been turned into values

import yaml

from preppal.domain.background import Skill, SkillList
from preppal.domain.follow_ups import Move
from preppal.domain.interview import Difficulty, InterviewType
from preppal.domain.questions import GENERAL_ROLE, Anchors, BankQuestion

_FOLDER = "question_bank"

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WarmUpLines:
    """A minute of small talk. `heard` and `unheard` follow an answer."""

    greetings: Lines
    questions: Lines
    heard: Lines
    unheard: Lines
    closers: Lines


@dataclass(frozen=True, slots=True)
class Phrases:
    """What the interviewer says around the questions."""

    greetings: Mapping[str, Lines]  # by persona
    closers: Mapping[str, Lines]  # by persona; "again" for a goodbye that was interrupted
    acknowledgements: Mapping[Difficulty, Lines]
    before_probe: Mapping[Difficulty, Lines]
    nudges: Mapping[Difficulty, Lines]
    before_last: Lines
    repeat: Lines
    resume: Lines
    skip: Lines
    unclear: Lines
    easier: Lines
    no_hint: Lines
    warm_up: WarmUpLines


@cache
def load_questions() -> tuple[BankQuestion, ...]:
    """Every question of every type. Read once per process, at first use."""
    return tuple(
        question for interview_type in InterviewType for question in _questions_of(_read(interview_type.value))
    )


@cache
def questions_by_id() -> Mapping[str, BankQuestion]:
    return {question.id: question for question in load_questions()}


@cache
def load_phrases() -> Phrases:
    raw = _read("phrases")
    return Phrases(
        greetings={key: tuple(lines) for key, lines in raw["greetings"].items()},
        closers={key: tuple(lines) for key, lines in raw["closers"].items()},
        acknowledgements=_by_difficulty(raw["acknowledgements"]),
        before_probe=_by_difficulty(raw["before_probe"]),
        nudges=_by_difficulty(raw["nudges"]),
        before_last=tuple(raw["before_last"]),
        repeat=tuple(raw["repeat"]),
        resume=tuple(raw["resume"]),
        skip=tuple(raw["skip"]),
        unclear=tuple(raw["unclear"]),
        easier=tuple(raw["easier"]),
        no_hint=tuple(raw["no_hint"]),
        warm_up=WarmUpLines(**{name: tuple(lines) for name, lines in raw["warm_up"].items()}),
    )


@cache
def load_skills() -> SkillList:
    raw = _read("skills")
    role_words = {role: tuple(words) for role, words in raw["role_words"].items()}
    return SkillList(tuple(_skill(item) for item in raw["skills"]), role_words)


def _read(name: str) -> dict[str, Any]:
    text = files("preppal.domain").joinpath(_FOLDER, f"{name}.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content


def _questions_of(raw: dict[str, Any]) -> list[BankQuestion]:
    """A question inherits probes, anchors and seconds from its competency and its file."""
    return [
        _question(raw, name, competency, item)
        for name, competency in raw["competencies"].items()
        for item in competency["questions"]
    ]


def _question(raw: dict[str, Any], name: str, competency: dict[str, Any], item: dict[str, Any]) -> BankQuestion:
    words = raw["probes"] | {"hint": competency["hint"]} | item.get("probes", {})
    words["easier"] = item.get("easier", words["easier"])
    return BankQuestion(
        id=item["id"],
        interview_type=InterviewType(raw["type"]),
        level=Difficulty(item["level"]),
        competency=name,
        text=item["text"],
        seconds=item.get("seconds", raw["seconds"]),
        probes={Move(move): text for move, text in words.items()},
        lexicon=tuple(item["lexicon"]),
        look_for=tuple(item["look_for"]),
        anchors=Anchors(**item.get("anchors", competency["anchors"])),
        roles=tuple(item.get("roles", (GENERAL_ROLE,))),
        avoid_with=tuple(item.get("avoid_with", ())),
        version=raw["version"],
    )


def _skill(item: dict[str, Any]) -> Skill:
    name, aliases = item["name"], tuple(item.get("aliases", ()))
    is_exact, only_aliases = item.get("exact", False), item.get("only_aliases", False)
    return Skill(
        name=name,
        spellings=aliases if is_exact or only_aliases else (name, *aliases),
        exact_spellings=(name,) if is_exact else (),
        roles=tuple(item["tags"]),
    )


def _by_difficulty(raw: dict[str, list[str]]) -> Mapping[Difficulty, Lines]:
    return {Difficulty(key): tuple(lines) for key, lines in raw.items()}
