"""`python -m preppal doctor`: what is well, what is not, and the cure in a sentence."""

import argparse
import json
from collections.abc import Callable, Iterator

from preppal.cli import examinations, surroundings
from preppal.cli.findings import Finding, Health
from preppal.config import Settings
from preppal.errors import ConfigurationError

_MARKS = {Health.WELL: "ok  ", Health.NOTE: "note", Health.ILL: "FAIL"}


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("doctor", help="say what is wrong with this installation, each with the cure")
    parser.add_argument("--json", action="store_true", help="the findings as JSON")


def perform(arguments: argparse.Namespace, read_settings: Callable[[], Settings], say: Callable[[str], None]) -> int:
    """The exit code: 0 when nothing keeps the product from working, else 1."""
    findings = list(_examine(read_settings))
    if arguments.json:
        say(json.dumps([finding.as_json() for finding in findings], indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            say(_line(finding))
        say(_verdict(findings))
    return 1 if any(finding.health is Health.ILL for finding in findings) else 0


def _examine(read_settings: Callable[[], Settings]) -> Iterator[Finding]:
    try:
        settings = read_settings()
    except ConfigurationError as error:
        # Nothing else can be looked at without them.
        yield Finding("settings", Health.ILL, str(error), "Change that setting in .env or in the environment.")
        return
    yield Finding("settings", Health.WELL, f"{settings.chosen_engine} interviews; listens on {settings.host}")
    yield from examinations.examine(settings)
    yield from surroundings.examine(settings)


def _line(finding: Finding) -> str:
    cure = f"\n       → {finding.cure}" if finding.cure else ""
    return f"{_MARKS[finding.health]}  {finding.part}: {finding.says}{cure}"


def _verdict(findings: list[Finding]) -> str:
    ill = sum(finding.health is Health.ILL for finding in findings)
    return "Nothing keeps Preppal from working." if not ill else f"{ill} to mend."
