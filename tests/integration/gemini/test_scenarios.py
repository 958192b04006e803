"""Every scenario of the emulator is played here: by the real SDK, through the real gateway or the real reviewer.

The tests are read, not run: a play is a call of one of `_PLAYERS` whose first argument is the scenario's name, or a
parameter that the test is given names for.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulators.gemini_live.scenario_files import load_scenario, scenario_names

_HERE = Path(__file__).parent
_PLAYERS = frozenset({"play", "emulated", "load_scenario"})
_GROUPS = range(1, 42)  # of the specification that the emulator was written from

Test = ast.FunctionDef | ast.AsyncFunctionDef


def _modules() -> list[ast.Module]:
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(_HERE.glob("*.py"))]


def _played() -> set[str]:
    return {name for module in _modules() for test in _functions(module) for name in _played_by(test)}


def _functions(module: ast.Module) -> Iterator[Test]:
    return (node for node in ast.walk(module) if isinstance(node, Test))


def _played_by(test: Test) -> Iterator[str]:
    given = _parameters(test)
    for node in ast.walk(test):
        if isinstance(node, ast.Call) and node.args and _name(node.func) in _PLAYERS:
            match node.args[0]:
                case ast.Constant(value=str(name)):
                    yield name
                case ast.Name(id=parameter):
                    yield from given.get(parameter, ())


def _parameters(test: Test) -> dict[str, list[str]]:
    """The strings that `parametrize` gives to each parameter."""
    given: dict[str, list[str]] = {}
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and _name(mark.func) == "parametrize":
            names, rows = mark.args[:2]
            columns = [names] if isinstance(names, ast.Constant) else _elements(names)
            for row in _elements(rows):
                for column, cell in zip(columns, _elements(row) or [row], strict=True):
                    given.setdefault(_text(column), []).append(_text(cell))
    return given


def _elements(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.List | ast.Tuple) else []


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _name(function: ast.expr) -> str:
    match function:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def test_every_scenario_is_played_by_a_test() -> None:
    assert sorted(set(scenario_names()) - _played()) == []


@pytest.mark.parametrize("group", _GROUPS)
def test_every_group_has_a_scenario(group: int) -> None:
    assert [name for name in scenario_names() if load_scenario(name).group == group]


def test_play_that_nobody_makes_is_found_out() -> None:
    (test,) = _functions(ast.parse("def test(theatre): theatre.play('happy', interview); theatre.talk('mid_1007')"))
    assert list(_played_by(test)) == ["happy"]
