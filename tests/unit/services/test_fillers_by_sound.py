"""Fillers by their sound: counted where the words have none, if every answer was recorded; left alone elsewhere."""

from pathlib import Path

import pytest

from preppal.analysis import filled_pauses
from preppal.domain.bands import Measure
from preppal.domain.metrics import Measured
from preppal.domain.transcript import Span
from preppal.services import fillers_by_sound
from preppal.services.fillers_by_sound import FillersBySound
from preppal.store.models import User
from tests.unit.services.conftest import World
from tests.unit.services.test_second_hearing import Studio


@pytest.fixture(autouse=True)
def _three_in_each(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fillers_by_sound.find_filled_pauses is filled_pauses.find_filled_pauses
    monkeypatch.setattr(fillers_by_sound, "find_filled_pauses", lambda sound, speech: (Span(0, 300),) * 3)


def _reviewed(world: World, folder: Path, engine: str) -> Studio:
    studio = Studio(world, folder, engine)
    studio.over.fillers = FillersBySound(studio.recordings)
    return studio


def test_offline_answers_that_were_recorded_have_fillers_by_sound(world: World, tmp_path: Path) -> None:
    studio = _reviewed(world, tmp_path, "offline")
    studio.over.review()
    metrics = studio.over.metrics()
    assert metrics.notes[Measure.FILLERS] is Measured.BY_SOUND
    assert metrics.total_filler_words == 6
    assert [answer.filler_count for answer in metrics.answers] == [3, 3]
    assert metrics.talk_time_ms is not None
    assert metrics.fillers_per_minute == pytest.approx(6 * 60_000 / metrics.talk_time_ms)


def test_words_that_have_fillers_count_as_they_are(world: World, tmp_path: Path) -> None:
    studio = _reviewed(world, tmp_path, "gemini")
    studio.over.review()
    assert studio.over.metrics().notes[Measure.FILLERS] is Measured.OK
    assert studio.over.metrics().total_filler_words == 0


def test_one_answer_without_sound_leaves_them_unmeasured(world: World, tmp_path: Path) -> None:
    studio = _reviewed(world, tmp_path, "offline")
    studio.recordings.discard(studio.over.person, studio.over.id)
    studio.keep(1)
    studio.over.review()
    assert studio.over.metrics().notes[Measure.FILLERS] is Measured.NOT_MEASURED
    assert studio.over.metrics().fillers_per_minute is None


def test_who_opted_out_of_fillers_has_none(world: World, tmp_path: Path) -> None:
    studio = _reviewed(world, tmp_path, "offline")
    with world.database.begin() as db:
        owner = db.get_one(User, studio.over.person)
        owner.skipped_measures = [Measure.FILLERS.value]
        db.add(owner)
    studio.over.review()
    assert studio.over.metrics().notes[Measure.FILLERS] is Measured.OPTED_OUT
    assert studio.over.metrics().total_filler_words is None
