"""What was said: answers of the graded set with the fillers, pauses and pace of somebody of a certain skill."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from preppal.cli.graded_answers import GradedAnswer, load_answers
from preppal.domain.audio import CANDIDATE_RATE_HZ
from preppal.domain.interview import InterviewType
from preppal.domain.transcript import Entry, Question, Role, Source, Span, Word

_FILLERS = ("um", "uh", "you know", "um", "er")
_GREETING = "Hello, good to meet you. Let us begin. "
_GOODBYE = "Thank you, that is all from me. You will get your feedback in a moment."
_INTERVIEWER_MS_PER_WORD = 380
_LOUDNESS = 6_000.0


@dataclass(frozen=True, slots=True)
class Speaker:
    """How somebody of this skill speaks."""

    skill: float
    chance: Random

    @property
    def words_per_minute(self) -> float:
        return 196 - 48 * self.skill + self.chance.uniform(-8, 8)

    @property
    def filler_share(self) -> float:
        """Of all words: about eight a minute at first, one or two later."""
        return max(0.004, 0.062 - 0.056 * self.skill)

    @property
    def long_pause_share(self) -> float:
        """Of all ends of sentences."""
        return 0.30 - 0.24 * self.skill

    @property
    def response_ms(self) -> int:
        return round(600 + 1_300 * self.skill + self.chance.uniform(-200, 200))


def conversation(
    kind: InterviewType, skill: float, questions: int, began_ms: int, chance: Random, *, is_typed: bool = False
) -> list[Entry]:
    """Questions and answers in turn, and a goodbye."""
    speaker = Speaker(skill, chance)
    entries: list[Entry] = []
    at_ms = began_ms
    for index, answer in enumerate(_answers(kind, skill, questions, chance), 1):
        question = Question(index, competency=answer.competency, text=answer.question)
        asked = _asked(len(entries), at_ms, (_GREETING if index == 1 else "") + answer.question, question)
        said = _said(len(entries) + 1, asked.ended_at_ms, answer.text, Question(index), speaker, is_typed=is_typed)
        entries += [asked, said]
        at_ms = said.ended_at_ms + 1_500
    entries.append(_asked(len(entries), at_ms, _GOODBYE, None))
    return entries


def one_answer(question: Question, text: str, began_ms: int, skill: float, chance: Random) -> list[Entry]:
    """Another take: the one question, answered with this text."""
    asked = _asked(0, began_ms, question.text, question)
    said = _said(1, asked.ended_at_ms, text, Question(question.index), Speaker(skill, chance), is_typed=False)
    return [asked, said, _asked(2, said.ended_at_ms + 1_500, _GOODBYE, None)]


def best_answer_to(question: str) -> str:
    return max((each for each in load_answers() if each.question == question), key=lambda each: each.grade).text


def _answers(kind: InterviewType, skill: float, count: int, chance: Random) -> Sequence[GradedAnswer]:
    """To each question once, about as good as the skill; weak ones get a neighbour's words less often."""
    by_question: dict[str, list[GradedAnswer]] = {}
    for answer in load_answers():
        if answer.kind is kind:
            by_question.setdefault(answer.question, []).append(answer)
    asked = chance.sample(sorted(by_question), min(count, len(by_question)))
    wanted = 3.5 + 5.5 * skill
    return [
        min(by_question[question], key=lambda each: abs(each.grade - wanted - chance.uniform(-2, 2)))
        for question in asked
    ]


def _asked(order_index: int, at_ms: int, text: str, question: Question | None) -> Entry:
    length_ms = len(text.split()) * _INTERVIEWER_MS_PER_WORD
    return Entry(order_index, Role.INTERVIEWER, text, at_ms, at_ms + length_ms, question=question)


def _said(
    order_index: int, heard_until_ms: int, text: str, question: Question, speaker: Speaker, *, is_typed: bool
) -> Entry:
    if is_typed:
        at_ms = heard_until_ms + 20_000
        return Entry(order_index, Role.CANDIDATE, text, at_ms, at_ms, source=Source.TYPED, question=question)
    words, speech = _spoken(_with_fillers(text, speaker), speaker)
    response_ms = max(250, speaker.response_ms)
    at_ms = heard_until_ms + response_ms
    return Entry(
        order_index,
        Role.CANDIDATE,
        " ".join(word.text for word in words),
        at_ms,
        at_ms + speech[-1].end_ms + 200,
        response_ms=response_ms,
        speech=speech,
        words=words,
        question=question,
    )


def _with_fillers(text: str, speaker: Speaker) -> list[str]:
    said: list[str] = []
    for word in text.split():
        if said and speaker.chance.random() < speaker.filler_share:
            said += f"{speaker.chance.choice(_FILLERS)},".split()
        said.append(word)
    return said


def _spoken(texts: Sequence[str], speaker: Speaker) -> tuple[tuple[Word, ...], tuple[Span, ...]]:
    """Each word at its time, and the stretches of voice between pauses."""
    chance = speaker.chance
    ms_per_letter = 60_000 / speaker.words_per_minute / 5.6
    words: list[Word] = []
    spans: list[Span] = []
    at_ms, began_ms = 0.0, 0.0
    for place, text in enumerate(texts):
        length_ms = max(90.0, (len(text) + 1) * ms_per_letter * chance.uniform(0.85, 1.15) * 0.86)
        words.append(Word(text, round(at_ms), round(at_ms + length_ms), round(chance.uniform(0.62, 0.99), 2)))
        at_ms += length_ms
        is_end = text[-1] in ".?!" or place == len(texts) - 1
        if is_end or text[-1] == ",":
            spans.append(Span(round(began_ms), round(at_ms)))
            is_long = is_end and chance.random() < speaker.long_pause_share
            at_ms += chance.uniform(2_100, 3_600) if is_long else chance.uniform(280, 650) if is_end else 120
            began_ms = at_ms
    return tuple(words), tuple(spans) or (Span(0, round(at_ms)),)


def sound_of(entry: Entry, chance: Random) -> bytes:
    """Something to hear where the voice was: a hum in syllables, as PCM16 at the candidate's rate."""
    total = entry.duration_ms * CANDIDATE_RATE_HZ // 1000
    at_s = np.arange(total) / CANDIDATE_RATE_HZ
    hum = np.sin(2 * np.pi * 140 * at_s) + 0.5 * np.sin(2 * np.pi * 420 * at_s + 1)
    syllables = 0.35 + 0.65 * np.abs(np.sin(2 * np.pi * 2.3 * at_s + chance.random()))
    phrases = 0.55 + 0.45 * np.sin(2 * np.pi * 0.31 * at_s)
    voiced = np.zeros(total)
    for span in entry.speech:
        voiced[span.start_ms * CANDIDATE_RATE_HZ // 1000 : span.end_ms * CANDIDATE_RATE_HZ // 1000] = 1.0
    sound = _LOUDNESS * hum * syllables * phrases * voiced
    return bytes(np.clip(sound, -32_768, 32_767).astype("<i2").tobytes())
