"""How a turn is cut into sentences and sound."""

import asyncio

import pytest

from preppal.domain.audio import INTERVIEWER_RATE_HZ, duration_ms
from preppal.domain.interview import PERSONAS, SpeakingSpeed
from preppal.engines.delivery import Sentence, Voice
from tests.unit.engines.fakes import FakeSynthesizer


def spoken(text: str, synthesizer: FakeSynthesizer) -> tuple[Sentence, ...]:
    return asyncio.run(Voice(synthesizer, PERSONAS["ruth"]).speak(text))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Okay. How did it end?", ["Okay.", "How did it end?"]),
        ("You used Node.js. Why?", ["You used Node.js.", "Why?"]),
        ("What did it cost?", ["What did it cost?"]),
    ],
)
def test_turn_is_spoken_sentence_by_sentence(text: str, sentences: list[str]) -> None:
    synthesizer = FakeSynthesizer()
    assert [sentence.text for sentence in spoken(text, synthesizer)] == sentences
    assert synthesizer.said == sentences


@pytest.mark.parametrize(("speed", "pace"), [("slower", 128), ("normal", 160), ("faster", 192)])
def test_voice_goes_at_the_speed_that_the_candidate_likes(speed: str, pace: int) -> None:
    synthesizer = FakeSynthesizer()
    asyncio.run(Voice(synthesizer, PERSONAS["ruth"], SpeakingSpeed(speed)).speak("Okay. How did it end?"))
    assert synthesizer.paces == [pace, pace]


def test_interviewer_breathes_between_sentences() -> None:
    first, second = spoken("One two. One two.", FakeSynthesizer())
    lengths_ms = [
        sum(duration_ms(len(piece), INTERVIEWER_RATE_HZ) for piece in part.pieces) for part in (first, second)
    ]
    assert lengths_ms[1] - lengths_ms[0] == pytest.approx(300)
    assert all(duration_ms(len(piece), INTERVIEWER_RATE_HZ) <= 100 for piece in second.pieces)


def test_turn_is_text_alone_when_the_voice_fails() -> None:
    assert spoken("Okay. How did it end?", FakeSynthesizer(is_broken=True)) == (
        Sentence("Okay."),
        Sentence("How did it end?"),
    )
