"""How fast and how well the local speech parts work here.

Recognition is measured at real pace, as in an interview: flite speaks an answer in 40 ms frames, and the clock starts
when the turn ends, 1.2 s after the last word.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.table import Row, print_table
from preppal.domain.audio import CANDIDATE_RATE_HZ, INTERVIEWER_RATE_HZ, VAD_WINDOW_MS, duration_ms
from preppal.domain.interview import PERSONAS
from preppal.speech.recognizer import PocketsphinxRecognizer
from preppal.speech.synthesizer import EspeakSynthesizer
from preppal.speech.vad import SileroDetector
from tests.spoken import INSTALL_HINT, can_speak, silence, speak
from tests.unit.speech.word_errors import word_error_rate

VOICES = ("rms", "slt", "awb")
ANSWERS = (
    "In my last job I was responsible for the payment service. One evening the service stopped and customers could "
    "not pay. I looked at the logs, found a slow database query, and added an index.",
    "I led a small team of four engineers. We had a conflict about the release date, so I called a meeting and "
    "listened to everybody. In the end we agreed on a smaller release and shipped it two weeks later.",
)
QUESTION = "What is a promise you made at work that became hard to keep, and what did you do?"
FRAME_MS = 40
SILENCE_MS = 1_200
# The whole of it takes as long as the answers do; ten times the pace measures throughput instead.
REAL_PACE = 1.0


def frames(pcm: bytes) -> Iterator[bytes]:
    size = CANDIDATE_RATE_HZ * FRAME_MS // 1000 * 2
    return (pcm[start : start + size] for start in range(0, len(pcm), size))


def measure_detector() -> list[Row]:
    detector, pcm = SileroDetector(), silence(10_000)
    started = time.perf_counter()
    windows = len(detector.feed(pcm))
    cost_ms = (time.perf_counter() - started) * 1000 / windows
    return [Row(f"voice activity, per {VAD_WINDOW_MS} ms window", f"{cost_ms:.2f} ms")]


async def measure_voice() -> list[Row]:
    synthesizer = EspeakSynthesizer()
    started = time.perf_counter()
    await synthesizer.prepare()
    start_ms = (time.perf_counter() - started) * 1000
    firsts, pace = [], []
    for persona in list(PERSONAS.values()) * 5:
        started, sound_ms, first = time.perf_counter(), 0.0, 0.0
        async for piece in synthesizer.synthesize(QUESTION, persona.espeak_voice, persona.words_per_minute):
            first = first or time.perf_counter() - started
            sound_ms += duration_ms(len(piece), INTERVIEWER_RATE_HZ)
        firsts.append(first * 1000)
        pace.append((time.perf_counter() - started) * 1000 / sound_ms)
    await synthesizer.close()
    return [
        Row("voice, start of the process", f"{start_ms:.0f} ms"),
        Row("voice, first sound of a question (median, worst)", _spread(firsts)),
        Row("voice, real-time factor", f"{statistics.median(pace):.4f}"),
    ]


async def measure_recogniser(folder: Path) -> list[Row]:
    recognizer = PocketsphinxRecognizer()
    started = time.perf_counter()
    await recognizer.prepare()
    rows = [Row("recogniser, start of the process", f"{(time.perf_counter() - started) * 1000:.0f} ms")]
    latencies, spoken_ms = [], 0.0
    for voice in VOICES:
        errors = []
        for answer in ANSWERS:
            pcm = speak(answer, folder, voice=voice) + silence(SILENCE_MS)
            text, latency_ms = await _recognise(recognizer, voice, pcm)
            spoken_ms += duration_ms(len(pcm), CANDIDATE_RATE_HZ)
            errors.append(word_error_rate(answer, text))
            latencies.append(latency_ms)
        rows.append(Row(f"recogniser, wrong words of flite's {voice}", f"{statistics.mean(errors):.0%}"))
    await recognizer.close()
    rows.append(Row("recogniser, final words after the end of a turn (median, worst)", _spread(latencies)))
    return rows


async def _recognise(recognizer: PocketsphinxRecognizer, speaker: str, pcm: bytes) -> tuple[str, float]:
    stream = await recognizer.open(speaker)
    clock = asyncio.get_running_loop().time
    due = clock()
    for frame in frames(pcm):
        await stream.feed(frame)
        due += FRAME_MS / 1000 / REAL_PACE
        await asyncio.sleep(max(0.0, due - clock()))
    started = time.perf_counter()
    final = await stream.finish()
    return final.text, (time.perf_counter() - started) * 1000


def _spread(values_ms: list[float]) -> str:
    return f"{statistics.median(values_ms):.1f} ms, {max(values_ms):.1f} ms"


async def measure() -> list[Row]:
    """Every row of the table. Recognition is left out, with a hint, where flite is missing."""
    rows = [*measure_detector(), *await measure_voice()]
    if not can_speak():
        return [*rows, Row("recogniser", INSTALL_HINT)]
    with tempfile.TemporaryDirectory() as folder:
        return [*rows, *await measure_recogniser(Path(folder))]


def run() -> None:
    print_table(asyncio.run(measure()))
