"""`python -m preppal eval`: how well scores hold, on answers of our own that were graded first."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean, pstdev

from preppal.analysis.evidence import verify
from preppal.cli.graded_answers import HELD_OUT, SEEN, TUNING, GradedAnswer, Marks, load_answers, mark, parts, spearman
from preppal.cli.relations import ADVERSARIAL, SPARED, perturbed, sentences, try_relations
from preppal.config import Settings
from preppal.domain.feedback import Evidence, Finding
from preppal.domain.interview import InterviewType
from preppal.domain.transcript import Entry, Role
from preppal.engines.reviewers import create_reviewers
from preppal.ports import Reviewer

_DOCUMENT = Path(__file__).parents[2] / "docs" / "scores.md"
_BEGIN, _END = "<!-- written by `python -m preppal eval --write`: begin -->", "<!-- end -->"
_REPEATS = 10
_NAMES = {TUNING: "tuned on", SEEN: "tuned on later", HELD_OUT: "held out"}
_LEVELS = ("weak", "middling", "strong")
_LINE = 0.7  # the rank correlation that a scorer has to reach on the half it was not tuned on
_TRUE, _FALSE = 6, 4


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("eval", help="try the scorer on graded answers and print how well it holds")
    parser.add_argument("--reviewer", default="", help="its name; without one, the first that is configured")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/scores.md")


def perform(arguments: argparse.Namespace, settings: Settings, say: Callable[[str], None]) -> int:
    """The exit code: 0, or 1 when the scorer is below the line or no such reviewer is configured."""
    reviewers = create_reviewers(settings)
    names = {reviewer.name: reviewer for reviewer in reviewers}
    reviewer = names.get(arguments.reviewer) if arguments.reviewer else reviewers[0]
    if reviewer is None:
        say(f"There is no reviewer {arguments.reviewer!r}. Configured: {', '.join(names)}.")
        return 1
    answers = load_answers()
    marks = {answer: mark(reviewer, answer) for answer in answers}
    lines = list(report(reviewer, marks))
    for line in lines:
        say(line)
    if arguments.write:
        _write(lines)
        say(f"Written to {_DOCUMENT.name}.")
    return 0 if _correlation(marks, parts()[-1]) >= _LINE else 1


def report(reviewer: Reviewer, marks: dict[GradedAnswer, Marks]) -> Iterator[str]:
    """Every table, as Markdown."""
    yield f"Scorer: {reviewer.name}. {len(marks)} answers, {_count(marks, HELD_OUT)} of them not seen while tuning."
    yield from ("", *_ordering(marks), "", *_spread(reviewer, marks))
    strong = [answer for answer in marks if answer.level == "strong"]
    yield from ("", *_relations(reviewer, strong), "", *_limits(reviewer), "", *_false_quotes(strong))


def _ordering(marks: dict[GradedAnswer, Marks]) -> Iterator[str]:
    yield "| part | weak: lowest – mean – highest | middling | strong | in order (same question) | Spearman |"
    yield "|---|---|---|---|---|---|"
    for part in parts():
        cells = [_range([marks[a].overall for a in marks if a.part == part and a.level == level]) for level in _LEVELS]
        held, tried = _in_order(marks, part)
        yield f"| {_NAMES[part]} | {' | '.join(cells)} | {held} of {tried} | {_correlation(marks, part):.2f} |"


def _range(values: Sequence[float]) -> str:
    return f"{min(values):.1f} – {mean(values):.1f} – {max(values):.1f}" if values else "–"


def _in_order(marks: dict[GradedAnswer, Marks], part: str) -> tuple[int, int]:
    """Pairs of answers to one question with different grades, and how many of them the scorer puts in order."""
    mine = [answer for answer in marks if answer.part == part]
    pairs = [(a, b) for a in mine for b in mine if a.question == b.question and a.grade < b.grade]
    return sum(marks[a].overall < marks[b].overall for a, b in pairs), len(pairs)


def _correlation(marks: dict[GradedAnswer, Marks], part: str) -> float:
    mine = [answer for answer in marks if answer.part == part]
    return spearman([float(answer.grade) for answer in mine], [marks[answer].overall for answer in mine])


def _count(marks: dict[GradedAnswer, Marks], part: str) -> int:
    return sum(answer.part == part for answer in marks)


def _spread(reviewer: Reviewer, marks: dict[GradedAnswer, Marks]) -> Iterator[str]:
    """Ten hearings of each answer, each a little different, beside the spread that is printed with the score."""
    yield "| heard ten times, a little differently | mean deviation | largest move | within the printed spread |"
    yield "|---|---|---|---|"
    for level in _LEVELS:
        mine = [answer for answer in marks if answer.level == level]
        heard = {
            answer: [mark(reviewer, answer, perturbed(answer.text, seed)).overall for seed in range(_REPEATS)]
            for answer in mine
        }
        moves = [abs(value - marks[answer].overall) for answer in mine for value in heard[answer]]
        within = [
            abs(value - marks[answer].overall) <= marks[answer].spread for answer in mine for value in heard[answer]
        ]
        deviation = mean(pstdev(values) for values in heard.values())
        yield f"| {level} | {deviation:.2f} | {max(moves):.1f} | {mean(within):.0%} |"


def _relations(reviewer: Reviewer, strong: Sequence[GradedAnswer]) -> Iterator[str]:
    yield f"| relation, on every strong answer | {' | '.join(_NAMES[part] for part in parts())} |"
    yield "|---|" + "---|" * len(parts())
    columns = [try_relations(reviewer, [answer for answer in strong if answer.part == part]) for part in parts()]
    for row in zip(*columns, strict=True):
        cells = [f"{cell.held} of {cell.tried}" if cell.tried else "–" for cell in row]
        yield f"| {row[0].name} | {' | '.join(cells)} |"


def _limits(reviewer: Reviewer) -> Iterator[str]:
    """Answers that are none, and good answers that are hard to like."""
    probe = next(answer for answer in load_answers() if answer.kind is InterviewType.BEHAVIORAL)
    yield "| said instead of an answer | scored | should be |"
    yield "|---|---|---|"
    for name, text, most in ADVERSARIAL:
        yield f"| {name} | {mark(reviewer, probe, text).overall:g} | {most:g} or less |"
    for name, text, least in SPARED:
        asked = replace(probe, competency="problem solving", question="Tell me about a problem you solved at work.")
        found = mark(reviewer, asked, text)
        yield f"| {name} | {found.overall:g} | {least:g} or more |"


def _false_quotes(strong: Sequence[GradedAnswer]) -> Iterator[str]:
    """Findings with quotes that were said and quotes that were not, given to the check that every report passes."""
    shown = counted = tried = 0
    for answer, other in zip(strong, strong[1:], strict=False):
        findings = [*_quoting(answer, _TRUE), *_quoting(other, _FALSE)]
        spoken = Entry(1, Role.CANDIDATE, answer.text, 0, 60_000)
        kept, dropped = verify(findings, [spoken])
        shown, counted, tried = shown + len(kept), counted + dropped, tried + 1
    yield "| findings with false quotes among them | shown | removed and counted |"
    yield "|---|---|---|"
    yield f"| {tried} × ({_TRUE} true, {_FALSE} false) | {shown} of {tried * _TRUE} | {counted} of {tried * _FALSE} |"


def _quoting(answer: GradedAnswer, count: int) -> list[Finding]:
    """So many findings, each with a passage of the answer."""
    words = [word for sentence in sentences(answer.text) for word in sentence.split()]
    step = max(1, (len(words) - 8) // count)
    return [Finding(f"Finding {at}", (Evidence(1, " ".join(words[at * step : at * step + 8])),)) for at in range(count)]


def _write(lines: Sequence[str]) -> None:
    """Between the marks in docs/scores.md."""
    text = _DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    _DOCUMENT.write_text(before + "\n".join([_BEGIN, "", *lines, "", _END]) + after, encoding="utf-8")
