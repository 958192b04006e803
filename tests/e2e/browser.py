"""Chromium with a spoken file as its microphone, an ear at the loudspeaker, and eyes on the console."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, sync_playwright

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)
# Measures what reaches any AudioContext's destination: the loudest sample so far, and how long there was sound.
_EAR = """
(() => {
  window.__heard = { peak: 0, soundingMs: 0 };
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (target, ...rest) {
    if (target instanceof AudioDestinationNode && !this.__tapped) {
      this.__tapped = true;
      const ear = new AnalyserNode(this.context, { fftSize: 2048 });
      connect.call(this, ear);
      const samples = new Float32Array(ear.fftSize);
      setInterval(() => {
        ear.getFloatTimeDomainData(samples);
        let peak = 0;
        for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
        window.__heard.peak = Math.max(window.__heard.peak, peak);
        if (peak > 0.01) window.__heard.soundingMs += 50;
      }, 50);
    }
    return connect.call(this, target, ...rest);
  };
})();
"""
# Sound goes on while a test asks where it is, so the page itself notes where it began, in seconds: on its root, since
# the page's policy lets nobody wait for an expression.
NOTE_WHERE_SOUND_BEGINS = """
document.addEventListener('playing', (event) => {
  document.documentElement.dataset.soundBegan ??= event.target.currentTime;
}, true);
"""

# What fades in or out has little contrast for a moment; what moves for ever is not waited for.
_SETTLED = """
() => Promise.allSettled(
  document.getAnimations()
    .filter(({ playState, effect }) => playState === "running" && effect?.getComputedTiming().endTime !== Infinity)
    .map((animation) => animation.finished)
)
"""


# What a person sees of the page beyond its edges, where nothing lets them scroll to it: text, controls and pictures.
_BEYOND_THE_EDGES = """() => {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page is wider than its window");
  const words = "p, h1, h2, h3, b, span, svg, dt, dd";
  for (const element of document.querySelectorAll(`button, a, input, select, textarea, ${words}`)) {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const { left, right, width } = element.getBoundingClientRect();
    const isBeyond = width > 1 && (left < -1 || right > innerWidth + 1);
    if (isBeyond) found.push(`beyond the edge: ${element.outerHTML.slice(0, 160)}`);
  }
  return found;
}"""


@dataclass
class Visit:
    """One person's browser: a page, what its console complained of, and the rules it breaks."""

    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def heard(self) -> dict[str, float]:
        """`peak` 0..1 and `soundingMs` of what the page has played since it was loaded."""
        heard: dict[str, float] = self.page.evaluate("window.__heard")
        return heard

    def serious_barriers(self) -> list[str]:
        """What axe finds on the page once it stands, serious or critical."""
        self.page.evaluate(_SETTLED)
        violations: list[dict[str, Any]] = Axe().run(self.page).response["violations"]
        return [
            f"{self.page.url}: {violation['id']}: {violation['nodes'][0]['html'][:160]}"
            for violation in violations
            if violation["impact"] in ("serious", "critical")
        ]

    def beyond_the_edges(self) -> list[str]:
        """What does not fit into the width of the window."""
        found: list[str] = self.page.evaluate(_BEYOND_THE_EDGES)
        return found

    def note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{self.page.url}: {message.text}")


@contextmanager
def visiting(
    executable: str,
    url: str,
    *,
    microphone: Path | None = None,
    width: int = 1280,
    height: int = 800,
    allow_microphone: bool = True,
    arguments: Sequence[str] = (),
    scripts: Sequence[Path] = (),
    **context_options: Any,
) -> Iterator[Visit]:
    """A new person at the landing page."""
    switches = [*_ARGUMENTS, *arguments]
    if microphone is not None:
        switches += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={microphone}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=switches)
        context = browser.new_context(base_url=url, viewport={"width": width, "height": height}, **context_options)
        if allow_microphone:
            context.grant_permissions(["microphone"], origin=url)
        context.add_init_script(_EAR)
        for script in scripts:
            context.add_init_script(path=script)
        page = context.new_page()
        page.set_default_timeout(30_000)
        visit = Visit(context, page)
        page.on("console", visit.note)
        page.on("pageerror", lambda error: visit.complaints.append(f"{page.url}: {error}"))
        page.goto("/")
        yield visit
        context.close()
        browser.close()
