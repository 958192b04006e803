"""Answers heard again from their recordings: whose words count, and that nothing is heard twice or lost."""

from pathlib import Path

import pytest

from preppal.domain.audio import Pcm16
from preppal.errors import EngineError
from preppal.ports import Hypothesis
from preppal.services.recordings import RecordingService
from preppal.services.second_hearing import SecondHearing
from preppal.store.blobs import FolderBlobs
from preppal.store.models import Interview
from tests.unit.services.conftest import World
from tests.unit.services.reviewed import STORIES, Reviewed

_SECOND = bytes([0, 16]) * 16_000


class Ears:
    """A listener that understands what it is told to, and counts how often it was asked."""

    def __init__(self, name: str = "better", *texts: str, is_deaf: bool = False) -> None:
        self._name = name
        self._texts = list(texts)
        self._is_deaf = is_deaf
        self.asked: list[str] = []

    @property
    def name(self) -> str:
        return self._name

    def hear(self, sound: Pcm16, question: str) -> Hypothesis:
        assert sound.samples
        if self._is_deaf:
            raise EngineError("The model can't be reached.")
        self.asked.append(question)
        return Hypothesis(self._texts[len(self.asked) - 1])


class Studio:
    """An interview that is over, with the recordings of its two answers."""

    def __init__(self, world: World, folder: Path, engine: str = "offline") -> None:
        self.over = Reviewed(world, engine, record_audio=True)
        self.recordings = RecordingService(world.database, FolderBlobs(folder), world.settings, world.clock)
        self.waited: list[float] = []
        for order_index in (1, 3):
            self.keep(order_index)

    def keep(self, order_index: int) -> None:
        with self.over.world.database.read() as db:
            epoch = db.get_one(Interview, self.over.id).epoch
        assert self.recordings.keep(self.over.id, epoch, order_index, [_SECOND])

    def hear_with(self, *ears: Ears) -> None:
        world = self.over.world
        self.over.hearing = SecondHearing(world.database, self.recordings, ears, world.clock, self.waited.append)


@pytest.fixture
def studio(world: World, tmp_path: Path) -> Studio:
    return Studio(world, tmp_path)


def _said(place: int) -> str:
    return STORIES[place].text.replace("I ", "I really ")


def test_what_was_heard_again_is_scored_and_what_was_heard_live_stays(studio: Studio) -> None:
    ears = Ears("better", _said(0), _said(1))
    studio.hear_with(ears)
    studio.over.review()
    assert ears.asked == [STORIES[0].question, STORIES[1].question]
    turns = studio.over.corrections.turns(studio.over.person, studio.over.id)
    assert [turn.heard_again for turn in turns] == [None, _said(0), None, _said(1)]
    assert [turn.live for turn in turns if turn.can_correct] == [STORIES[0].text, STORIES[1].text]
    assert studio.over.metrics().transcript_source == "better"
    assert studio.over.live()[1].speech == studio.over.entries_of(1)[1].speech, "times come from the sound"


def test_nothing_is_heard_twice(studio: Studio) -> None:
    ears = Ears("better", _said(0), _said(1))
    studio.hear_with(ears)
    studio.over.review()
    studio.over.reviews.regenerate(studio.over.person, studio.over.id)
    studio.over.review()
    assert len(ears.asked) == 2


def test_the_next_listener_is_asked_when_one_cannot(studio: Studio) -> None:
    studio.hear_with(Ears("away", is_deaf=True), Ears("there", _said(0), _said(1)))
    studio.over.review()
    assert studio.over.metrics().transcript_source == "there"


def test_without_a_listener_that_can_the_words_of_the_interview_count(studio: Studio) -> None:
    studio.hear_with(Ears("away", is_deaf=True))
    studio.over.review()
    assert studio.over.metrics().transcript_source == "offline"


@pytest.mark.parametrize("text", ["", "Only a few words."])
def test_a_hearing_that_lost_the_answer_does_not_count(studio: Studio, text: str) -> None:
    studio.hear_with(Ears("better", text, _said(1)))
    studio.over.review()
    turns = studio.over.corrections.turns(studio.over.person, studio.over.id)
    assert [turn.heard_again for turn in turns] == [None, None, None, _said(1)]
    assert studio.over.metrics().transcript_source == "offline", "as long as one answer is the draft's, it is a draft"


def test_corrected_words_are_not_heard_over(studio: Studio) -> None:
    studio.over.review()
    studio.over.corrections.correct(studio.over.person, studio.over.id, {1: "I built the board by hand."})
    ears = Ears("better", _said(1))
    studio.hear_with(ears)
    studio.over.review()
    assert studio.over.entries_of(2)[1].content == "I built the board by hand."
    assert ears.asked == [STORIES[1].question]


def test_a_sound_that_is_still_on_its_way_is_waited_for(world: World, tmp_path: Path) -> None:
    studio = Studio(world, tmp_path)
    with world.database.begin() as db:
        for row in studio.recordings.of_interview(studio.over.person, studio.over.id):
            assert row.order_index in (1, 3)
        db.flush()
    studio.recordings.discard(studio.over.person, studio.over.id)
    studio.keep(1)

    def arrive(_: float) -> None:
        studio.keep(3)

    ears = Ears("better", _said(0), _said(1))
    studio.over.hearing = SecondHearing(world.database, studio.recordings, [ears], world.clock, arrive)
    studio.over.review()
    assert len(ears.asked) == 2


def test_an_interview_that_was_not_recorded_is_not_waited_for(studio: Studio) -> None:
    studio.recordings.discard(studio.over.person, studio.over.id)
    ears = Ears("better")
    studio.hear_with(ears)
    studio.over.review()
    assert (ears.asked, studio.waited) == ([], [])
