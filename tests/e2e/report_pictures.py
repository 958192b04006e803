"""Pictures of Home, the report and one answer, from the sample data, for the README and to look at beside a design.

    PORT=3000 python -m tests.e2e.report_pictures docs/screenshots shown

makes the README's three; without `shown` each page is taken in light and dark, wide, on a phone and at 320 pixels.
"""

import io
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import expect

from preppal.config import Settings
from preppal.store.database import Database
from preppal.store.migrations import migrate
from tests.e2e.browser import Visit, visiting
from tests.e2e.conftest import CHROMIUM
from tests.e2e.rooms import NARROW, PHONE
from tests.e2e.server import Server, product_port
from tests.sample_data import Filled, fill

_ROOT = Path(__file__).parents[2]
_EMAIL, _NAME = "maya@example.com", "Maya Okafor"
_INTERVIEWS = 23
_SHOWN_WIDTH = 960
_COLOURS = 256
_UNSETTLED = "[aria-busy=true], .skel"


class Size(NamedTuple):
    width: int
    height: int


_WIDE = Size(1280, 900)
_SIZES = {"desktop": _WIDE, "phone": Size(**PHONE), "narrow": Size(**NARROW)}


def pages(filled: Filled) -> dict[str, str]:
    """Each picture's name and where it is taken."""
    report = f"/interview/{filled.retried}"
    return {
        "dashboard": "/dashboard",
        "feedback": f"{report}/feedback",
        "answer": f"{report}/feedback/1",
        "compare": f"{report}/compare?question=1",
        "progress": "/progress",
        "history": "/history",
    }


def take(visit: Visit, address: str, look: str, size: Size, *, whole: bool = True) -> Image.Image:
    page = visit.page
    page.set_viewport_size({"width": size.width, "height": size.height})
    page.emulate_media(color_scheme="dark" if look == "dark" else "light", reduced_motion="reduce")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(_UNSETTLED)).to_have_count(0)
    visit.serious_barriers()  # waits until nothing moves
    return Image.open(io.BytesIO(page.screenshot(full_page=whole))).convert("RGB")


def keep(picture: Image.Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    sys.stdout.write(f"{path}: {path.stat().st_size // 1024} kB\n")


def take_all(visit: Visit, filled: Filled, folder: Path) -> None:
    for name, address in pages(filled).items():
        for look in ("light", "dark"):
            for size_name, size in _SIZES.items():
                keep(take(visit, address, look, size), folder / f"{name}-{size_name}-{look}.png")


def take_shown(visit: Visit, filled: Filled, folder: Path) -> None:
    """What the README shows: the first screens, a little smaller."""
    for name, height in (("dashboard", 1_080), ("feedback", 1_500), ("answer", 1_400)):
        picture = take(visit, pages(filled)[name], "light", Size(_WIDE.width, height), whole=False)
        scaled = (_SHOWN_WIDTH, height * _SHOWN_WIDTH // _WIDE.width)
        keep(picture.resize(scaled, Image.Resampling.LANCZOS), folder / f"{name}.png")


def main(folder: Path, *, only_shown: bool) -> None:
    port = product_port()
    environment = {**os.environ, "PORT": str(port)}
    subprocess.run([sys.executable, "-m", "preppal", "build"], cwd=_ROOT, env=environment, check=True, timeout=600)
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory() as scratch:
        settings = replace(Settings(), data_dir=Path(scratch))
        database = Database(settings.database_url)
        migrate(database)
        filled = fill(database, settings, _INTERVIEWS, email=_EMAIL, name=_NAME)
        database.close()
        server = Server(Path(scratch), port).start(build=False)
        try:
            with visiting(CHROMIUM, server.url) as visit, server.sign_in(_EMAIL, _NAME) as person:
                token = person.headers["Authorization"].removeprefix("Bearer ")
                visit.context.add_cookies([{"name": "preppal_session", "value": token, "url": visit.page.url}])
                (take_shown if only_shown else take_all)(visit, filled, folder)
        finally:
            server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), only_shown="shown" in sys.argv[2:])
