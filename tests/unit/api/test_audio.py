"""The sound of a turn over HTTP: whole, in parts, and where it is not."""

import pytest

from preppal.domain.interview import Status
from tests.factories import conversation, new_interview
from tests.unit.api.conftest import Site

SECOND = bytes([0, 16]) * 16_000


def _recorded(site: Site) -> str:
    ann = site.user_id()
    interview_id = site.interviews.create(ann, new_interview(record_audio=True))[0].id
    epoch = site.interviews.claim(interview_id, ann).epoch
    site.interviews.store_status(interview_id, epoch, Status.IN_PROGRESS, None, 0)
    site.interviews.store_turn(interview_id, epoch, conversation(1), 2, 30_000, "")
    assert site.recordings.keep(interview_id, epoch, 1, [SECOND])
    return interview_id


def test_owner_plays_the_address_the_transcript_gives(site: Site) -> None:
    interview_id = _recorded(site)
    ann = site.client(site.sign_in())
    asked, answered = ann.get(f"/api/session/{interview_id}").json()["transcript"]
    assert asked["audioUrl"] is None, "the interviewer is not recorded"
    heard = ann.get(answered["audioUrl"])
    assert (heard.status_code, heard.headers["content-type"]) == (200, "audio/wav")
    assert heard.headers["accept-ranges"] == "bytes"
    assert heard.headers["cache-control"].startswith("private")
    assert len(heard.content) == int(heard.headers["content-length"]) == 32_044


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-", 0, 32_043),
        ("bytes=100-199", 100, 199),
        ("bytes=32000-99999", 32_000, 32_043),
        ("bytes=-44", 32_000, 32_043),
    ],
)
def test_part_that_was_asked_for_is_sent(site: Site, asked: str, first: int, last: int) -> None:
    address = f"/api/session/{_recorded(site)}/audio/1"
    ann = site.client(site.sign_in())
    whole = ann.get(address).content
    part = ann.get(address, headers={"Range": asked})
    assert part.status_code == 206
    assert part.headers["content-range"] == f"bytes {first}-{last}/32044"
    assert part.content == whole[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=32044-", "bytes=-0", "bytes=9-3"])
def test_part_outside_the_file_is_refused(site: Site, asked: str) -> None:
    address = f"/api/session/{_recorded(site)}/audio/1"
    answer = site.client(site.sign_in()).get(address, headers={"Range": asked})
    assert (answer.status_code, answer.headers["content-range"]) == (416, "bytes */32044")


def test_range_nobody_understands_is_answered_whole(site: Site) -> None:
    address = f"/api/session/{_recorded(site)}/audio/1"
    assert site.client(site.sign_in()).get(address, headers={"Range": "lines=1-2"}).status_code == 200


def test_recording_is_its_owners_alone(site: Site) -> None:
    address = f"/api/session/{_recorded(site)}/audio/1"
    ben = site.client(site.sign_in("ben@example.com"))
    assert ben.get(address).status_code == 404
    assert site.client().get(address).status_code == 401


def test_turn_that_was_not_recorded_has_no_sound(site: Site) -> None:
    ann = site.client(site.sign_in())
    assert ann.get(f"/api/session/{_recorded(site)}/audio/0").status_code == 404
    assert ann.get(f"/api/session/{site.finished_interview()}/audio/1").status_code == 404
