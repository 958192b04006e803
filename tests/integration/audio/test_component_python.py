"""The Python face of the component: it compiles, links its scripts, and its README lists every name."""

from pathlib import Path
from typing import get_args

import pytest

from audio_worklet import CommandName, InterviewAudio, SlotName, interview_audio

FOLDER = Path(__file__).parents[3] / "audio_worklet"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
OWN_PROPS = set(InterviewAudio.__annotations__) - {"lib_dependencies"}


def test_component_is_loaded_in_the_browser_only() -> None:
    component = interview_audio(mode="live", connect_url="/connect")
    assert "ClientSide" in (component._get_dynamic_imports() or "")
    assert 'connectUrl:"/connect"' in component.render()["props"]


def test_a_mode_that_does_not_exist_is_refused() -> None:
    with pytest.raises(TypeError):
        interview_audio(mode="alive")


def test_every_script_is_linked_beside_the_shell() -> None:
    linked = Path.cwd() / "assets" / "external" / "audio_worklet" / "component"
    scripts = {path.name for path in FOLDER.glob("*.js")} | {"interview_audio.jsx"}
    assert scripts <= {path.name for path in linked.iterdir()}


@pytest.mark.parametrize("name", sorted(get_args(CommandName)))
def test_readme_lists_the_command_and_the_page_knows_it(name: str) -> None:
    assert f"`{name}`" in README
    assert f"    {name}: (" in (FOLDER / "interview_controller.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(get_args(SlotName)))
def test_readme_lists_the_slot(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize("name", sorted(OWN_PROPS))
def test_readme_lists_the_prop_or_event(name: str) -> None:
    assert f"`{name}`" in README
