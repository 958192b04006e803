"""Pictures of setting up, the sound check and the live room for the documentation, of the running product.

    PORT=3000 python -m tests.e2e.pictures docs/screenshots shown

makes those that docs/practising.md shows; with a part of a name instead of `shown` those, and alone all of them, to
look at beside a design. They are small: a palette of 256 colours holds everything these pages show.
"""

import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from PIL import Image
from playwright.sync_api import expect

from tests.e2e.conftest import CHROMIUM
from tests.e2e.rooms import PHONE, Guest, guest, new_interview
from tests.e2e.server import Server, product_port
from tests.spoken import silence, speak

_ROOT = Path(__file__).parents[2]
_ANSWER = "I wrote a dry run mode for the deploy script, and I added a test. No deploy has failed for six months."
_TYPED = "In March our only release engineer left and I took over the scripts. The first day I didn't touch anything."
_COLOURS = 256
# What a scene's name may be followed by: one visit to the room gives several pictures.
_PARTS = ("", "-speaking", "-listening", "-thinking", "-holding", "-help")
_SETTLED_MS = 600  # one state fades into the next
# Four of them, however they were understood.
_WORDS = re.compile(r"\w+ \w+ \w+ \w+")

Look = Literal["light", "dark"]


class Album:
    """Where the pictures go, and who is seen in them."""

    def __init__(self, server: Server, folder: Path, say: Callable[[str], bytes], wanted: str) -> None:
        self._server = server
        self._folder = folder
        self._say = say
        self._wanted = re.compile(wanted)

    @contextmanager
    def someone(self, look: Look, *, on_phone: bool = False, **choices: Any) -> Iterator[Guest]:
        choices = {"difficulty": "standard", "durationMinutes": 20, "jobTitle": "Release engineer, Lumen", **choices}
        interview_id = new_interview(self._server, **choices)
        size: dict[str, Any] = {**PHONE, "has_touch": True} if on_phone else {}
        assert CHROMIUM is not None
        with guest(CHROMIUM, self._server, interview_id=interview_id, color_scheme=look, **size) as visitor:
            yield visitor

    def keep(self, someone: Guest, name: str, *, whole: bool = False) -> None:
        if not self._wanted.search(name):
            return
        someone.page.wait_for_timeout(_SETTLED_MS)
        shot = Image.open(io.BytesIO(someone.page.screenshot(full_page=whole)))
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{name}.png"
        shot.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        sys.stdout.write(f"{path}: {path.stat().st_size // 1024} kB\n")

    # ---- the scenes

    def lobby(self, look: Look, on_phone: bool, name: str) -> None:
        with self.someone(look, on_phone=on_phone) as someone:
            someone.go_to_lobby()
            expect(someone.page.get_by_text("Good for voice")).to_be_visible()
            someone.say(self._say(_ANSWER))
            expect(someone.page.get_by_text("We can hear you")).to_be_visible()
            self.keep(someone, name, whole=True)

    def lobby_denied(self, look: Look, on_phone: bool, name: str) -> None:
        with self.someone(look, on_phone=on_phone) as someone:
            someone.page.evaluate("microphone.refuse('NotAllowedError')")
            someone.go_to_lobby()
            expect(someone.page.get_by_text("Your browser is blocking the microphone")).to_be_visible()
            expect(someone.page.get_by_text("Good for voice")).to_be_visible()
            self.keep(someone, name, whole=True)

    def warm_up(self, look: Look, on_phone: bool, name: str) -> None:
        with self.someone(look, on_phone=on_phone) as someone:
            someone.go_to_lobby()
            expect(someone.page.get_by_text("Good for voice")).to_be_visible()
            someone.button("Start the warm-up").click()
            someone.wait_for_state("speaking")
            expect(someone.slot("caption_interviewer")).to_contain_text("kept")
            self.keep(someone, name, whole=True)

    def room(self, look: Look, on_phone: bool, name: str) -> None:
        """Speaking, listening with the transcript, holding, help."""
        with self.someone(look, on_phone=on_phone) as someone:
            someone.enter_room()
            expect(someone.slot("caption_interviewer").locator("visible=true").first).not_to_be_empty()
            someone.wait_until("() => window.__heard.soundingMs > 1500")
            self.keep(someone, f"{name}-speaking")
            someone.button("Answer now").click()
            someone.wait_for_state("listening")
            if not on_phone:
                someone.button("Transcript").click()
            someone.say(self._say(_ANSWER))
            expect(someone.slot("caption")).to_contain_text(_WORDS, timeout=60_000)
            self.keep(someone, f"{name}-listening")
            someone.finish_saying()
            with self._server.slow_recogniser():
                someone.page.get_by_role("button", name="I'm done").click()
                someone.wait_for_state("thinking")
                self.keep(someone, f"{name}-thinking")
            someone.wait_for_state("speaking")
            someone.button("Answer now").click()
            someone.wait_for_state("listening")
            someone.button("Give me a moment").click()
            someone.wait_for_state("holding")
            self.keep(someone, f"{name}-holding")
            someone.page.keyboard.press("?")
            expect(someone.page.get_by_role("dialog")).to_have_css("opacity", "1")
            someone.wait_until("() => document.querySelector('[role=dialog]').getAnimations().length === 0")
            self.keep(someone, f"{name}-help")

    def typing(self, look: Look, on_phone: bool, name: str) -> None:
        with self.someone(look, on_phone=on_phone) as someone:
            someone.page.goto(f"/interview/{someone.interview_id}/session?typing=1")
            someone.page.mouse.click(5, 5)
            someone.wait_for_state("speaking", "listening")
            field = someone.page.get_by_label("Your answer")
            field.fill(_ANSWER)
            someone.page.get_by_role("button", name="Send answer").click()
            expect(someone.page.get_by_role("region", name="Conversation")).to_contain_text(_ANSWER)
            someone.wait_for_state("speaking")
            someone.wait_for_state("listening")
            field.fill(_TYPED)
            self.keep(someone, name)

    def settings(self, look: Look, on_phone: bool, name: str) -> None:
        with self.someone(look, on_phone=on_phone) as someone:
            self._prepares(someone)
            someone.page.goto("/profile")
            expect(someone.page.get_by_role("switch", name="Reduce motion")).to_be_visible()
            self.keep(someone, name, whole=not on_phone)

    def setup(self, look: Look, on_phone: bool, name: str) -> None:
        with self.someone(look, on_phone=on_phone) as someone:
            self._prepares(someone)
            someone.page.goto("/interview/new")
            expect(someone.page.get_by_role("button", name="Go to sound check")).to_be_visible()
            self.keep(someone, name, whole=True)

    def _prepares(self, someone: Guest) -> None:
        """Goals and a role, as the onboarding would keep them."""
        someone.page.goto("/welcome")
        someone.page.get_by_label("Target role").fill("Release engineer")
        someone.page.get_by_label("What you want to get better at").fill("Ending my answers")
        someone.page.get_by_role("button", name="Go on").click()
        someone.page.wait_for_url("**/dashboard")

    def reconnecting(self, look: Look, on_phone: bool, name: str) -> None:
        with self.someone(look, on_phone=on_phone) as someone:
            someone.enter_room()
            someone.button("Answer now").click()
            someone.wait_for_state("listening")
            someone.say(self._say(_ANSWER))
            expect(someone.slot("caption")).to_contain_text(_WORDS, timeout=60_000)
            self._server.kill()
            someone.wait_for_state("reconnecting")
            expect(someone.slot("connection")).to_contain_text("try")
            self.keep(someone, name)
            self._server.start(build=False)

    def all(self) -> None:
        scenes = (self.setup, self.settings, self.lobby, self.lobby_denied, self.warm_up)
        for scene in (*scenes, self.room, self.typing, self.reconnecting):
            for look, on_phone in (("light", False), ("dark", False), ("light", True), ("dark", True)):
                name = "-".join([scene.__name__.replace("_", "-"), "phone" if on_phone else "desktop", look])
                if any(self._wanted.search(f"{name}{part}") for part in _PARTS):
                    scene(look, on_phone, name)  # type: ignore[arg-type]  # the tuple's literals are widened


def shown_in_the_docs() -> str:
    """The names as one pattern."""
    text = (_ROOT / "docs/practising.md").read_text(encoding="utf-8")
    return "|".join(f"^{name}$" for name in re.findall(r"screenshots/([\w-]+)\.png", text))


def main(folder: Path, wanted: str) -> None:
    port = product_port()
    environment = {**os.environ, "PORT": str(port)}
    subprocess.run([sys.executable, "-m", "preppal", "build"], cwd=_ROOT, env=environment, check=True, timeout=600)
    with tempfile.TemporaryDirectory() as scratch:
        spoken = Path(scratch, "spoken")
        spoken.mkdir()
        server = Server(Path(scratch), port).start(build=False)
        try:
            Album(server, folder, lambda text: speak(text, spoken) + silence(100), wanted).all()
        finally:
            server.stop()


if __name__ == "__main__":
    asked = sys.argv[2] if len(sys.argv) > 2 else ""
    main(Path(sys.argv[1]), shown_in_the_docs() if asked == "shown" else asked)
