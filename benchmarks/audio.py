"""The sound of the component at every rate, beside three other ways of doing it, in one run in Chromium.

The others are yardsticks of our own (`audio_page/`): a 16 kHz context that leaves resampling to the browser and cuts
frames of 128 ms (as Google's Live console does), linear interpolation message by message and a queue of blocks (as
wavtools does), and AudioBuffers one behind the other. `--write` puts the tables into docs/audio.md.
"""

import base64
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import audio_signals as signals
from benchmarks.audio_signals import Samples
from benchmarks.line_server import LineServer
from benchmarks.soak import BUSY_MS, EVERY_MS, GESTURE_FREE, Latency, delays, latency, open_room
from benchmarks.table import Missed
from tests.integration.audio.origin import FAKE_MICROPHONE, FLAGS, INSTALL_HINT, chromium_path, component_origin
from tests.integration.audio.worklets import CAPTURE_RATE_HZ, PLAYBACK_RATE_HZ
from tests.integration.audio.worklets import capture as capture_with_component
from tests.integration.audio.worklets import play as play_with_component

RATES_HZ = (16_000, 32_000, 44_100, 48_000, 96_000)
_SPEECH_S = 4.0
_FLUSHES = 20
_DRIFTS = 0.002
_LATENCY_S = 8
_DOCS = Path(__file__).parents[1] / "docs" / "audio.md"

# What issue and README promise.
LEAST_STOPPED_DB, MOST_RIPPLE_DB, MOST_DELAY_MS, LEAST_VOICED_DB, FLUSH_SLACK_MS = 80.0, 0.05, 1.9, 90.0, 10.0

Convert = Callable[[Page, Samples, int], Samples]
Play = Callable[[Page, Samples, int], Samples]


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        rule = tuple("---" if not number else "--:" for number in range(len(self.columns)))
        lines = ["| " + " | ".join(row) + " |" for row in (self.columns, rule, *self.rows)]
        return "\n".join([f"### {self.title}", "", *lines])


# ---- capture


def _component(page: Page, samples: Samples, rate_hz: int) -> Samples:
    return capture_with_component(page, samples, rate_hz).samples


def _offline(name: str) -> Convert:
    def convert(page: Page, samples: Samples, rate_hz: int) -> Samples:
        text = page.evaluate("args => baseline.capture(...args)", [name, rate_hz, _text(samples)])
        return _truncated(_floats(text))

    return convert


def _browser(page: Page, samples: Samples, rate_hz: int) -> Samples:
    text = page.evaluate("args => baseline.nativeCapture(...args)", [rate_hz, _text(samples)])
    return _rounded(_floats(text))


def _console(page: Page, samples: Samples, rate_hz: int) -> Samples:
    text = page.evaluate("args => baseline.nativeCapture(...args)", [rate_hz, _text(samples)])
    return _wrapped(_floats(text))


def _text(samples: Samples) -> str:
    return base64.b64encode(samples.astype("<f4").tobytes()).decode()


def _floats(text: str) -> Samples:
    return np.frombuffer(base64.b64decode(text), "<f4").astype(np.float64)


def _rounded(samples: Samples) -> Samples:
    return np.clip(np.round(samples * 32_768), -32_768, 32_767) / 32_768


def _truncated(samples: Samples) -> Samples:
    """Clamped and cut: 0x8000 below zero, 0x7fff above."""
    clamped = np.clip(samples, -1, 1)
    return np.trunc(np.where(clamped < 0, clamped * 32_768, clamped * 32_767)) / 32_768


def _wrapped(samples: Samples) -> Samples:
    """Stored straight into an Int16Array: cut, and +1.0 becomes -1.0."""
    return np.trunc(samples * 32_768).astype(np.int64).astype(np.int16) / 32_768


# name, how, frame in ms, worklet whose cost is measured, rates whose samples take real time
CAPTURES: tuple[tuple[str, Convert, float, str | None], ...] = (
    ("**this component**", _component, 20.0, "interview-capture"),
    ("Google's console: 16 kHz context, 2048 samples", _console, 128.0, None),
    ("wavtools: linear, message by message", _offline("linear"), 8.0, "linear"),
    ("nearest sample", _offline("pick"), 8.0, "pick"),
    ("browser: AudioContext at 16 kHz", _browser, 8.0, None),
)


def capture_tables(page: Page, missed: list[str]) -> Iterator[Table]:
    for rate_hz in RATES_HZ:
        rows = [_capture_row(page, rate_hz, *way, missed) for way in CAPTURES]
        yield Table(f"Microphone, {rate_hz / 1000:g} kHz to 16 kHz", _CAPTURE_COLUMNS, tuple(rows))


_CAPTURE_COLUMNS = (
    "",
    "ripple to 7 kHz",
    "at 7.2 kHz",
    "at 8.6 kHz",
    "worst alias from 9 kHz",
    "1 kHz SNR",
    "speech SNR",
    "delay",
    "frame",
    "CPU per s",
)


def _capture_row(
    page: Page, rate_hz: int, name: str, convert: Convert, frame_ms: float, worklet: str | None, missed: list[str]
) -> tuple[str, ...]:
    row = signals.tone_row(signals.PASSED_HZ, rate_hz)
    converted = convert(page, row, rate_hz)
    stretch = len(converted) * rate_hz / (len(row) * CAPTURE_RATE_HZ) if worklet else 1.0
    if abs(stretch - 1) <= _DRIFTS:
        stretch = 1.0  # the last frame of a recording is not handed out
    figures = signals.passed(converted, CAPTURE_RATE_HZ, stretch)
    too_high = [hz for hz in signals.STOPPED_HZ if hz < rate_hz / 2]
    left = signals.stopped(
        convert(page, signals.tone_row(too_high, rate_hz), rate_hz) if too_high else np.zeros(1),
        too_high,
        CAPTURE_RATE_HZ,
    )
    speech, sibilant = signals.speech_like(_SPEECH_S, rate_hz)
    wanted = soxr.resample(speech, rate_hz, CAPTURE_RATE_HZ, "VHQ") if rate_hz != CAPTURE_RATE_HZ else speech
    ratio, delay_ms = signals.fidelity(convert(page, sibilant, rate_hz), wanted, CAPTURE_RATE_HZ)
    alias = max((db for hz, db in left.items() if hz >= 9_000), default=None)
    cost = page.evaluate("args => baseline.cpu(...args)", [worklet, rate_hz]) if worklet else None
    if worklet == "interview-capture":
        edge_left = left.get(8_600, -200.0)
        _promise(missed, figures.ripple <= MOST_RIPPLE_DB, f"ripple at {rate_hz} Hz: {figures.ripple:.3f} dB")
        _promise(missed, abs(figures.edge) <= MOST_RIPPLE_DB, f"7.2 kHz at {rate_hz} Hz: {figures.edge:.3f} dB")
        _promise(missed, edge_left <= -LEAST_STOPPED_DB, f"8.6 kHz at {rate_hz} Hz: {edge_left:.1f} dB")
        _promise(missed, (alias or -200.0) <= -LEAST_STOPPED_DB, f"alias at {rate_hz} Hz: {alias} dB")
        _promise(missed, delay_ms <= MOST_DELAY_MS, f"delay at {rate_hz} Hz: {delay_ms:.2f} ms")
    return (
        name,
        f"{figures.ripple:.3f} dB",
        f"{figures.edge:.2f} dB",
        _stopped_text(left.get(8_600)),
        _stopped_text(alias),
        f"{figures.clean:.0f} dB" if stretch == 1.0 else "–",
        f"{ratio:.0f} dB",
        _delay_text(delay_ms, stretch) if worklet else "in the browser",
        f"{frame_ms:g} ms",
        f"{cost:.2f} ms" if cost is not None else "in the browser",
    )


def _stopped_text(db: float | None) -> str:
    """Below -96 dB a tone is less than one step of 16 bits."""
    if db is None:
        return "–"
    return f"{db:.0f} dB" if db > -96 else "under -96 dB"


def _delay_text(delay_ms: float, stretch: float) -> str:
    if stretch != 1.0:
        return f"drifts {stretch - 1:+.2%}"
    return f"{delay_ms:.2f} ms"


def _promise(missed: list[str], is_kept: bool, what: str) -> None:
    if not is_kept:
        missed.append(what)


# ---- playback


def _played_by_component(page: Page, samples: Samples, rate_hz: int) -> Samples:
    seconds = len(samples) / PLAYBACK_RATE_HZ
    return play_with_component(page, seconds, rate_hz, (0.0, "samples", 1, 0, samples), (0.0, "end")).samples


def _played_as_buffers(page: Page, samples: Samples, rate_hz: int) -> Samples:
    return _floats(page.evaluate("args => baseline.bufferPlayback(...args)", [rate_hz, _text(samples), 7_680]))


def _played_natively(page: Page, samples: Samples, rate_hz: int) -> Samples:
    return _floats(page.evaluate("args => baseline.nativePlayback(...args)", [rate_hz, _text(samples)]))


PLAYBACKS: tuple[tuple[str, Play, str, str | None], ...] = (
    ("**this component**", _played_by_component, "component", "interview-playback"),
    ("Google's console: AudioBuffers", _played_as_buffers, "buffers", None),
    ("wavtools: queue in a 24 kHz context", _played_natively, "queue", None),
)


def playback_table(page: Page, missed: list[str]) -> Table:
    rows = [_playback_row(page, rate_hz, *way, missed) for rate_hz in RATES_HZ for way in PLAYBACKS]
    columns = ("", "rate", "gain error to 7 kHz", "worst SNR to 7 kHz", "silence after interruption", "CPU per s")
    return Table("Loudspeaker, 24 kHz to the context's rate", columns, tuple(rows))


def _playback_row(
    page: Page, rate_hz: int, name: str, play: Play, player: str, worklet: str | None, missed: list[str]
) -> tuple[str, ...]:
    sound = play(page, signals.tone_row(signals.VOICED_HZ, PLAYBACK_RATE_HZ), rate_hz)
    gain, clean = signals.voiced(sound, rate_hz)
    flushed = page.evaluate("args => baseline.flushes(...args)", [rate_hz, player, _FLUSHES])
    middle, longest = statistics.median(flushed["tookMs"]), max(flushed["tookMs"])
    cost = page.evaluate("args => baseline.cpu(...args)", [worklet, rate_hz]) if worklet else None
    if player == "component":
        limit_ms = flushed["callbackMs"] + FLUSH_SLACK_MS
        _promise(missed, clean >= LEAST_VOICED_DB, f"SNR of playback at {rate_hz} Hz: {clean:.1f} dB")
        _promise(missed, middle <= limit_ms, f"silence at {rate_hz} Hz: {middle:.0f} ms, limit {limit_ms:.0f} ms")
    return (
        name,
        f"{rate_hz / 1000:g} kHz",
        f"{gain:.2f} dB",
        f"{clean:.0f} dB",
        f"{middle:.0f} ms, longest {longest:.0f} ms (callback {flushed['callbackMs']:.0f} ms)",
        f"{cost:.2f} ms" if cost is not None else "in the browser",
    )


# ---- the way to the socket


def latency_table(browser: Browser) -> Table:
    rows = [
        *(
            ("**this component**", f"{rate / 1000:g} kHz", "idle", *_spread(_to_socket(browser, rate)))
            for rate in RATES_HZ
        ),
        ("**this component**", "device", "blocked", *_spread(_to_socket(browser, 0, is_busy=True))),
        ("Google's console: socket of the page", "16 kHz", "idle", *_spread(_to_page_socket(browser, is_busy=False))),
        ("Google's console: socket of the page", "16 kHz", "blocked", *_spread(_to_page_socket(browser, is_busy=True))),
    ]
    columns = ("", "rate", "main thread", "median", "p99", "longest", "and before it, filling a frame")
    return Table("From the worklet to the server's socket", columns, tuple(rows))


def _spread(found: tuple[Latency, float]) -> tuple[str, ...]:
    spread, frame_ms = found
    return f"{spread.median:.1f} ms", f"{spread.p99:.1f} ms", f"{spread.longest:.1f} ms", f"{frame_ms:g} ms"


def _to_socket(browser: Browser, rate_hz: int, *, is_busy: bool = False) -> tuple[Latency, float]:
    with LineServer(speaks=False) as server, component_origin(server.handler) as url:
        page = browser.new_page()
        open_room(page, url, rate_hz)
        if is_busy:
            page.evaluate("([busy, every]) => soak.block(busy, every)", [BUSY_MS, EVERY_MS])
        page.wait_for_timeout(_LATENCY_S * 1000)
        page.evaluate("soak.block(0)")
        kept = page.evaluate("soak.kept")
        page.close()
    return latency([ms for _, ms in delays(server, kept)]), 20.0


def _to_page_socket(browser: Browser, *, is_busy: bool) -> tuple[Latency, float]:
    with LineServer(speaks=False) as server, component_origin(server.handler) as url:
        page = browser.new_page()
        page.goto(f"{url}/benchmarks/audio_page/bench.html")
        page.wait_for_function("window.baseline !== undefined")
        address = f"ws://127.0.0.1:{server.port}/raw"
        busy_ms = BUSY_MS if is_busy else 0
        page.evaluate("args => baseline.mainThreadSocket(...args)", [address, _LATENCY_S, busy_ms, EVERY_MS])
        page.close()
    return latency(server.raw_delays_ms), 128.0


# ---- all of it


@contextmanager
def _open_page(browser: Browser) -> Iterator[Page]:
    with component_origin() as url:
        page = browser.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{url}/benchmarks/audio_page/bench.html")
        page.wait_for_function("window.baseline !== undefined && window.bench !== undefined")
        yield page
        page.close()


def run() -> None:
    executable = chromium_path()
    if executable is None:
        print(INSTALL_HINT)
        return
    missed: list[str] = []
    tables: list[Table] = []
    with sync_playwright() as playwright:
        flags = FLAGS + FAKE_MICROPHONE + GESTURE_FREE
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        with _open_page(browser) as page:
            for table in (*capture_tables(page, missed), playback_table(page, missed)):
                tables.append(table)
                print(f"\n{table}", flush=True)
        tables.append(latency_table(browser))
        print(f"\n{tables[-1]}", flush=True)
        tables.append(Table("Where", ("", "version"), (("Chromium", browser.version),)))
        browser.close()
    if "--write" in sys.argv:
        _write(tables)
    if missed:
        raise Missed("; ".join(missed))


def _write(tables: list[Table]) -> None:
    """Between the two marks in docs/audio.md."""
    begin, end = "<!-- made by python -m benchmarks.audio --write -->", "<!-- end -->"
    before, _, rest = _DOCS.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    made = "\n\n".join(str(table) for table in tables[:-1])
    _DOCS.write_text(f"{before}{begin}\n\n{made}\n\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    run()
