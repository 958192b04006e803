"""Signing in and out, the profile, and the figures of practice."""

from dataclasses import replace
from datetime import date
from threading import Barrier, Thread

import pytest

from preppal.domain.interview import EndReason, Patience, SpeakingSpeed, Status
from preppal.domain.languages import ENGLISH, LANGUAGES
from preppal.errors import InvalidInput, NotAllowed, NotFound
from preppal.services.views import Person
from tests.factories import conversation, new_interview
from tests.unit.services.conftest import World


def practise(world: World, user_id: str, answers: int = 2, minutes: int = 10) -> None:
    """A whole interview, completed at the present time of the test."""
    summary, _ = world.interviews.create(user_id, new_interview())
    epoch = world.interviews.claim(summary.id, user_id).epoch
    elapsed_ms = minutes * 60_000
    world.interviews.store_status(summary.id, epoch, Status.IN_PROGRESS, None, 0)
    world.interviews.store_turn(summary.id, epoch, conversation(answers), 1, elapsed_ms, "")
    world.interviews.store_status(summary.id, epoch, Status.COMPLETED, EndReason.USER_ENDED, elapsed_ms)


def test_first_sign_in_makes_the_account_and_the_second_finds_it(world: World) -> None:
    first = world.accounts.sign_in_dev(" Ann@Example.com ", "Ann")
    second = world.accounts.sign_in_dev("ann@example.com", "Somebody")
    assert first.person == second.person == Person(first.person.id, "ann@example.com", "Ann")
    assert first.token != second.token


def test_person_without_a_name_is_called_after_the_address(world: World) -> None:
    assert world.accounts.sign_in_dev("ann@example.com").person.name == "ann"


@pytest.mark.parametrize("email", ["", "ann", "ann@", "@example.com", "a b@example.com", "a" * 65 + "@x.org"])
def test_sign_in_refuses_what_is_no_address(world: World, email: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        world.accounts.sign_in_dev(email, "Ann")
    assert set(caught.value.fields) == {"email"}


def test_dev_sign_in_does_not_exist_when_it_is_off(world: World) -> None:
    world.settings = replace(world.settings, dev_login=False)
    with pytest.raises(NotFound):
        world.accounts.sign_in_dev("ann@example.com", "Ann")


def test_two_first_sign_ins_at_once_are_one_account(world: World) -> None:
    together = Barrier(4)
    found: list[str] = []

    def sign_in() -> None:
        together.wait()
        found.append(world.accounts.sign_in_dev("ann@example.com", "Ann").person.id)

    threads = [Thread(target=sign_in) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_token_says_who_is_signed_in_until_it_runs_out(world: World) -> None:
    signed_in = world.accounts.sign_in_dev("ann@example.com", "Ann")
    assert world.accounts.person_for_token(signed_in.token) == signed_in.person
    world.clock.pass_time(days=30)
    with pytest.raises(NotAllowed):
        world.accounts.person_for_token(signed_in.token)


def test_signing_out_ends_this_sign_in_and_no_other(world: World) -> None:
    here = world.accounts.sign_in_dev("ann@example.com", "Ann")
    elsewhere = world.accounts.sign_in_dev("ann@example.com", "Ann")
    world.accounts.sign_out(here.token)
    world.accounts.sign_out(here.token)
    with pytest.raises(NotAllowed):
        world.accounts.person_for_token(here.token)
    assert world.accounts.person_for_token(elsewhere.token) == here.person


def test_signing_out_with_nonsense_harms_nobody(world: World) -> None:
    world.accounts.sign_out("nonsense")


def test_live_token_signs_nobody_in(world: World) -> None:
    ann = world.person()
    summary, _ = world.interviews.create(ann, new_interview())
    with pytest.raises(NotAllowed):
        world.accounts.person_for_token(world.interviews.connect_token(ann, summary.id).token)


def test_profile_keeps_what_is_changed_and_what_is_not(world: World) -> None:
    ann = world.person()
    changed = world.accounts.update_profile(
        ann, target_role="Team  lead", timeline="this_week", patience=Patience.LONG, time_zone="Europe/Berlin"
    )
    assert changed == world.accounts.profile(ann)
    assert (changed.target_role, changed.timeline, changed.patience) == ("Team lead", "this_week", Patience.LONG)
    assert (changed.person.name, changed.captions, changed.theme) == ("Ann", True, "system")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("name", "a" * 81),
        ("goals", "a" * 1_001),
        ("timeline", "tomorrow"),
        ("theme", "pink"),
        ("patience", "endless"),
        ("captions", "yes"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", "Europe"),
        ("skipped_measures", ["faces"]),
        ("speaking_speed", "rushed"),
        ("language", "de-DE"),
        ("reduce_motion", "always"),
        ("interview_on", "tomorrow"),
        ("email", "other@example.com"),
    ],
)
def test_profile_refuses_a_value_by_its_field(world: World, field: str, value: object) -> None:
    ann = world.person()
    before = world.accounts.profile(ann)
    with pytest.raises(InvalidInput) as caught:
        world.accounts.update_profile(ann, **{field: value})
    assert set(caught.value.fields) == {field}
    assert world.accounts.profile(ann) == before


def test_profile_keeps_how_the_room_speaks_and_moves(world: World) -> None:
    ann = world.person()
    day = date(2027, 3, 9)
    world.accounts.update_profile(ann, speaking_speed="slower", reduce_motion=True, interview_on=day)
    profile = world.accounts.profile(ann)
    assert (profile.speaking_speed, profile.interview_on) == (SpeakingSpeed.SLOWER, day)
    assert profile.reduce_motion
    assert profile.person.reduce_motion
    assert world.accounts.update_profile(ann, interview_on=None).interview_on is None


def test_language_is_one_that_this_servers_interviewer_speaks(world: World) -> None:
    ann = world.person()
    with pytest.raises(InvalidInput, match="English only"):
        world.accounts.update_profile(ann, language="de-DE")
    world.settings = replace(world.settings, gemini_api_key="key")
    assert world.accounts.update_profile(ann, language="de-DE").language == LANGUAGES["de-DE"]
    world.settings = replace(world.settings, gemini_api_key="")
    assert world.accounts.profile(ann).language == ENGLISH, "the offline interviewer cannot do what was chosen"


def test_profile_of_nobody_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        world.accounts.profile("nobody")
    with pytest.raises(NotFound):
        world.accounts.update_profile("nobody", name="Ann")
    with pytest.raises(NotFound):
        world.accounts.stats("nobody")


def test_new_person_has_practised_nothing(world: World) -> None:
    stats = world.accounts.stats(world.person())
    assert (stats.total_sessions, stats.current_streak, stats.longest_streak) == (0, 0, 0)
    assert stats.last_session_at is None
    assert [day.minutes for day in stats.week] == [0] * 7


def test_stats_count_completed_interviews_days_and_minutes(world: World) -> None:
    ann = world.person()
    for _ in range(3):  # Saturday to Monday
        practise(world, ann, minutes=12)
        world.clock.pass_time(days=1)
    stats = world.accounts.stats(ann)
    assert (stats.total_sessions, stats.current_streak, stats.longest_streak) == (3, 3, 3)
    assert stats.week[0].minutes == 12  # the week is Monday's, the two days before it are another's
    assert stats.week_minutes == 12


def test_interview_with_one_answer_is_no_day_of_practice(world: World) -> None:
    ann = world.person()
    practise(world, ann, answers=1)
    assert world.accounts.stats(ann).current_streak == 0


def test_stats_follow_the_persons_own_calendar(world: World) -> None:
    ann = world.person()
    world.accounts.update_profile(ann, time_zone="Asia/Tokyo")
    world.clock.pass_time(hours=4)  # 16:00 UTC on Saturday is Sunday in Tokyo
    practise(world, ann, minutes=5)
    assert [day.minutes for day in world.accounts.stats(ann).week] == [0, 0, 0, 0, 0, 0, 5]


def test_one_persons_practice_is_not_anothers(world: World) -> None:
    practise(world, world.person("ben@example.com"))
    assert world.accounts.stats(world.person()).total_sessions == 0
