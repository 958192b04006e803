"""Recordings: kept with consent, heard by their owner alone, gone with the interview or in time."""

import wave
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from preppal.domain.blob_keys import person_prefix
from preppal.domain.interview import EndReason, Status
from preppal.errors import BackendError, NotFound, StaleOwner
from preppal.services.interviews import InterviewService
from preppal.services.recordings import RecordingService
from preppal.store.blobs import FolderBlobs
from preppal.store.queries import recordings
from tests.factories import conversation, new_interview
from tests.unit.services.conftest import World

SECOND = bytes([0, 16]) * 16_000


class Studio:
    """A recorded interview of Ann's, its services and the folder its files lie in."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.blobs = FolderBlobs(folder)
        self.ann = world.person()
        self.interview_id = self.interviews.create(self.ann, new_interview(record_audio=True))[0].id
        self.epoch = self.interviews.claim(self.interview_id, self.ann).epoch
        self.interviews.store_status(self.interview_id, self.epoch, Status.IN_PROGRESS, None, 0)
        self.interviews.store_turn(self.interview_id, self.epoch, conversation(2), 4, 70_000, "")

    @property
    def recordings(self) -> RecordingService:
        return RecordingService(self.world.database, self.blobs, self.world.settings, self.world.clock)

    @property
    def interviews(self) -> InterviewService:
        world = self.world
        return InterviewService(
            world.database, world.settings, world.tokens, world.ended.append, world.clock, self.recordings.discard
        )

    def keep(self, order_index: int = 1, lost_ms: int = 0) -> bool:
        return self.recordings.keep(self.interview_id, self.epoch, order_index, [SECOND, SECOND], lost_ms)

    def files(self) -> list[str]:
        return list(self.blobs.keys(person_prefix(self.ann)))


@pytest.fixture
def studio(world: World, tmp_path: Path) -> Studio:
    return Studio(world, tmp_path / "blobs")


def test_owner_hears_a_turn_as_it_was_spoken(studio: Studio) -> None:
    assert studio.keep()
    sound = studio.recordings.sound(studio.ann, studio.interview_id, 1)
    file = b"".join(sound.pieces(0, sound.byte_count - 1))
    assert len(file) == sound.byte_count
    with wave.open(BytesIO(file)) as reader:
        assert (reader.getframerate(), reader.getnchannels(), reader.getsampwidth()) == (16_000, 1, 2)
        assert reader.readframes(reader.getnframes()) == SECOND * 2
    turn = studio.recordings.of_interview(studio.ann, studio.interview_id)[0]
    assert (turn.order_index, turn.duration_ms, len(turn.levels)) == (1, 2_000, 20)


def test_a_turn_is_kept_as_flac_in_less_room(studio: Studio) -> None:
    studio.keep()
    (key,) = studio.files()
    file = b"".join(studio.blobs.get(key))
    assert (key.rpartition(".")[2], file[:4]) == ("flac", b"fLaC")
    assert len(file) < len(SECOND)


def test_a_turn_that_was_kept_as_wav_is_heard_still(studio: Studio) -> None:
    studio.keep()
    sound = studio.recordings.sound(studio.ann, studio.interview_id, 1)
    key = studio.files()[0].replace(".flac", ".wav")
    studio.blobs.put(key, iter([b"".join(sound.pieces(0, sound.byte_count - 1))]))
    with studio.world.database.begin() as db:
        row = recordings.of_interview(db, studio.interview_id)[0]
        row.blob_key = key
        db.add(row)
    assert studio.recordings.pcm(studio.ann, studio.interview_id, 1).samples == SECOND * 2


def test_lost_beginning_is_silence_so_that_times_still_fit(studio: Studio) -> None:
    studio.keep(lost_ms=1_500)
    sound = studio.recordings.pcm(studio.ann, studio.interview_id, 1)
    assert sound.duration_ms == 3_500
    assert sound.samples == bytes(48_000) + SECOND * 2


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 99), (44, 70_000), (63_999, 64_043), (50, 50)])
def test_part_of_a_file_is_that_part(studio: Studio, first: int, last: int) -> None:
    studio.keep()
    sound = studio.recordings.sound(studio.ann, studio.interview_id, 1)
    whole = b"".join(sound.pieces(0, sound.byte_count - 1))
    assert b"".join(sound.pieces(first, last)) == whole[first : last + 1]


def test_nobody_else_hears_it(studio: Studio) -> None:
    studio.keep()
    ben = studio.world.person("ben@example.com")
    with pytest.raises(NotFound):
        studio.recordings.sound(ben, studio.interview_id, 1)
    with pytest.raises(NotFound):
        studio.recordings.of_interview(ben, studio.interview_id)
    with pytest.raises(NotFound):
        studio.recordings.discard(ben, studio.interview_id)


def test_consent_taken_back_keeps_nothing_more(studio: Studio) -> None:
    studio.interviews.update_setup(studio.ann, studio.interview_id, record_audio=False)
    assert not studio.keep()
    assert studio.files() == []


def test_server_that_does_not_record_ignores_what_was_asked_of_it(studio: Studio) -> None:
    studio.world.settings = replace(studio.world.settings, record_audio=False)
    assert not studio.keep()
    other = studio.interviews.create(studio.ann, new_interview(record_audio=True))[0].id
    assert not studio.interviews.get(studio.ann, other).record_audio


def test_gateway_that_lost_the_interview_leaves_no_file(studio: Studio) -> None:
    studio.interviews.claim(studio.interview_id, studio.ann)
    with pytest.raises(StaleOwner):
        studio.keep()
    assert studio.files() == []


def test_interview_deleted_while_a_turn_is_written_leaves_no_file(studio: Studio) -> None:
    class DeletesMeanwhile(FolderBlobs):
        def put(self, key: str, pieces: object) -> None:
            super().put(key, pieces)  # type: ignore[arg-type]  # as it was given
            studio.world.interviews.delete(studio.ann, studio.interview_id)

    studio.blobs = DeletesMeanwhile(studio.blobs._root)
    with pytest.raises(BackendError):
        studio.keep()
    assert studio.files() == []


def test_same_turn_again_replaces(studio: Studio) -> None:
    studio.keep()
    studio.keep(lost_ms=1_000)
    assert [turn.duration_ms for turn in studio.recordings.of_interview(studio.ann, studio.interview_id)] == [3_000]
    assert len(studio.files()) == 1


def test_deleted_interview_takes_its_recordings_with_it(studio: Studio) -> None:
    studio.keep(1)
    studio.keep(3)
    assert len(studio.files()) == 2
    studio.interviews.delete(studio.ann, studio.interview_id)
    assert studio.files() == []


def test_recordings_can_go_while_the_report_stays(studio: Studio) -> None:
    studio.keep()
    assert studio.recordings.discard(studio.ann, studio.interview_id) == 1
    assert studio.files() == []
    assert studio.recordings.of_interview(studio.ann, studio.interview_id) == ()
    assert len(studio.interviews.get(studio.ann, studio.interview_id).entries) == 4


def test_recordings_go_when_their_time_is_over(studio: Studio) -> None:
    studio.keep(1)
    studio.world.clock.pass_time(days=89)
    studio.keep(3)
    assert studio.recordings.discard_expired() == 0
    studio.world.clock.pass_time(days=2)
    assert studio.recordings.discard_expired() == 1
    assert [turn.order_index for turn in studio.recordings.of_interview(studio.ann, studio.interview_id)] == [3]
    assert len(studio.files()) == 1


def test_recordings_without_a_time_stay(studio: Studio) -> None:
    studio.world.settings = replace(studio.world.settings, recording_days=0)
    studio.keep()
    studio.world.clock.pass_time(days=4_000)
    assert studio.recordings.discard_expired() == 0


@pytest.mark.parametrize(("server_days", "wished_days", "kept_days"), [(90, 7, 7), (30, 365, 30), (0, 30, 30)])
def test_recordings_go_when_the_shorter_of_two_times_is_over(
    studio: Studio, server_days: int, wished_days: int, kept_days: int
) -> None:
    studio.world.settings = replace(studio.world.settings, recording_days=server_days)
    studio.world.accounts.update_profile(studio.ann, recording_days=wished_days)
    studio.keep()
    studio.world.clock.pass_time(days=kept_days - 1)
    assert studio.recordings.discard_expired() == 0
    studio.world.clock.pass_time(days=1, seconds=1)
    assert studio.recordings.discard_expired() == 1
    assert studio.files() == []


def test_wish_of_one_person_leaves_the_recordings_of_another(studio: Studio) -> None:
    ben = studio.world.person("ben@example.com")
    studio.world.accounts.update_profile(ben, recording_days=7)
    studio.keep()
    studio.world.clock.pass_time(days=30)
    assert studio.recordings.discard_expired() == 0


def test_choice_of_the_lobby_is_remembered_for_the_next_interview(studio: Studio) -> None:
    first = studio.world.person("cy@example.com")
    service = studio.interviews
    made = service.create(first, new_interview())[0]
    assert not service.get(first, made.id).record_audio, "off until chosen"
    service.update_setup(first, made.id, record_audio=True)
    assert service.get(first, service.create(first, new_interview())[0].id).record_audio
    service.update_setup(first, made.id, record_audio=False)
    assert not service.get(first, service.create(first, new_interview())[0].id).record_audio


def test_recording_of_the_last_turn_is_kept_after_the_end(studio: Studio) -> None:
    studio.interviews.store_status(studio.interview_id, studio.epoch, Status.COMPLETED, EndReason.USER_ENDED, 70_000)
    assert studio.keep()
