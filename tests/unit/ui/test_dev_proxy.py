"""In development our routes and sockets reach the backend through the pages' own port."""

import re
from pathlib import Path

import pytest

from preppal.ui.dev_proxy import with_proxy

_GENERATED = "export default {\n  server: {\n    port: process.env.PORT,\n  },\n};\n"
_PATHS = re.compile(r'"(\^[^"]+)": \{')


def _proxied(path: str) -> bool:
    rules = _PATHS.findall(with_proxy(_GENERATED, 8000))
    return any(re.search(rule.replace("\\\\", "\\"), path) for rule in rules)


@pytest.mark.parametrize("path", ["/api/auth/dev", "/readyz", "/interview-echo", "/interview/abc?token=x.y"])
def test_our_routes_and_sockets_go_to_the_backend(path: str) -> None:
    assert _proxied(path)


@pytest.mark.parametrize(
    "path", ["/", "/interview/new", "/interview/abc/lobby", "/interview/abc/session?x=1", "/history"]
)
def test_pages_stay_with_vite(path: str) -> None:
    assert not _proxied(path)


def test_adding_the_proxy_twice_changes_nothing() -> None:
    once = with_proxy(_GENERATED, 8000)
    assert with_proxy(once, 8000) == once


def test_another_shape_of_the_generated_file_is_named() -> None:
    with pytest.raises(RuntimeError, match=r"vite\.config\.js"):
        with_proxy("export default {}", 8000)


def test_reflex_still_generates_the_shape_we_know(tmp_path: Path) -> None:
    from reflex.config import get_config
    from reflex.utils.frontend_skeleton import _compile_vite_config

    assert "proxy: {" in with_proxy(_compile_vite_config(get_config()), 8000)
