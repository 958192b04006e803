"""Interviews for their owner: made once per key, listed, found, ended and deleted."""

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preppal.domain.history import HistoryFilter
from preppal.domain.interview import PERSONAS, Difficulty, EndReason, InterviewType, Patience, SpeakingSpeed, Status
from preppal.errors import Conflict, InvalidInput, LimitReached, NotAllowed, NotFound
from preppal.services.creation import OwnPersona
from preppal.services.cursors import read_cursor
from preppal.services.interviews import InterviewService
from preppal.store.models import JobDescription, Resume
from preppal.store.queries import reviews as queries
from tests.factories import JOB_TEXT, conversation, feedback, new_interview
from tests.unit.services.conftest import World


def made(world: World, user_id: str, **changes: object) -> str:
    return world.interviews.create(user_id, new_interview(**changes))[0].id


def running(world: World, user_id: str, answers: int = 0, **changes: object) -> tuple[str, int]:
    """An interview in progress with that many answers, and its epoch."""
    interview_id = made(world, user_id, **changes)
    epoch = world.interviews.claim(interview_id, user_id).epoch
    world.interviews.store_status(interview_id, epoch, Status.IN_PROGRESS, None, 0)
    world.interviews.store_turn(interview_id, epoch, conversation(answers), answers, answers * 60_000, "state")
    return interview_id, epoch


# ---- creating


def test_new_interview_is_pending_with_its_choices(world: World) -> None:
    ann = world.person()
    summary, is_new = world.interviews.create(
        ann, new_interview(difficulty=Difficulty.INTENSE, duration_min=30, persona="imani", job_title="Team lead")
    )
    assert is_new
    assert (summary.status, summary.question_count, summary.answers) == (Status.PENDING, 8, 0)
    assert (summary.persona_name, summary.job_title, summary.engine) == ("Imani", "Team lead", "offline")
    assert (summary.is_resumable, summary.overall, summary.duration_s) == (True, None, 0)


def test_same_key_finds_the_same_interview_whatever_else_is_sent(world: World) -> None:
    ann = world.person()
    first, _ = world.interviews.create(ann, new_interview(idempotency_key="k"))
    again, is_new = world.interviews.create(ann, new_interview(idempotency_key="k", duration_min=30))
    assert (again, is_new) == (first, False)


def test_same_key_of_two_people_makes_two_interviews(world: World) -> None:
    mine = made(world, world.person(), idempotency_key="k")
    theirs = made(world, world.person("ben@example.com"), idempotency_key="k")
    assert mine != theirs


def test_same_key_sent_many_times_at_once_makes_one_interview(world: World) -> None:
    ann = world.person()
    together = Barrier(6)
    answers: list[tuple[str, bool]] = []

    def create() -> None:
        together.wait()
        summary, is_new = world.interviews.create(ann, new_interview(idempotency_key="k"))
        answers.append((summary.id, is_new))

    threads = [Thread(target=create) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({interview_id for interview_id, _ in answers}) == 1
    assert sorted(is_new for _, is_new in answers) == [False] * 5 + [True]


def test_interviewer_in_the_candidates_own_words_is_kept_with_the_interview(world: World) -> None:
    ann = world.person()
    interview_id = made(world, ann, persona="own", own_persona=OwnPersona(" Mr  Okoye ", "", "Wants figures."))
    summary = world.interviews.get(ann, interview_id).summary
    assert (summary.persona_key, summary.persona_name, summary.persona_role) == ("own", "Mr Okoye", "Interviewer")
    context = world.interviews.claim(interview_id, ann)
    assert (context.persona.manner, context.persona.espeak_voice) == ("Wants figures.", PERSONAS["ruth"].espeak_voice)


@pytest.mark.parametrize(
    ("own", "field", "words"),
    [
        (None, "persona_name", "name"),
        (OwnPersona("  "), "persona_name", "name"),
        (OwnPersona("n" * 41), "persona_name", "40"),
        (OwnPersona("Ola", "r" * 61), "persona_role", "60"),
        (OwnPersona("Ola", "", "m" * 401), "persona_manner", "400"),
    ],
)
def test_own_interviewer_that_cannot_be_used_is_refused_by_its_field(
    world: World, own: OwnPersona | None, field: str, words: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        made(world, world.person(), persona="own", own_persona=own)
    assert set(caught.value.fields) == {field}
    assert words in caught.value.fields[field]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("job_description", "Team lead wanted", "Paste a little more, at least the duties."),
        ("job_description", "é" * 20_001, "40 kB"),
        ("resume", "a" * 40_001, "40 kB"),
        ("job_title", "a" * 121, "120"),
        ("persona", "hal", "ruth"),
        ("persona", "hal", "own"),
        ("duration_min", 7, "5, 10, 15"),
        ("idempotency_key", "", "key"),
        ("idempotency_key", "k" * 201, "key"),
    ],
)
def test_choice_that_cannot_be_used_is_refused_by_its_field(
    world: World, field: str, value: object, words: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        made(world, world.person(), **{field: value})
    assert set(caught.value.fields) == {field}
    assert words in caught.value.fields[field]


def test_all_problems_of_a_form_are_named_at_once(world: World) -> None:
    with pytest.raises(InvalidInput) as caught:
        made(world, world.person(), job_description="short", duration_min=1)
    assert set(caught.value.fields) == {"job_description", "duration_min"}


def test_library_texts_are_copied_so_that_later_edits_change_nothing(world: World) -> None:
    ann = world.person()
    with world.database.begin() as db:
        job = JobDescription(user_id=ann, title="Team lead", text=JOB_TEXT)
        resume = Resume(user_id=ann, text="Ten years of reports.")
        db.add_all([job, resume])
    interview_id = made(world, ann, job_description_id=job.id, resume_id=resume.id)
    with world.database.begin() as db:
        db.delete(db.get_one(JobDescription, job.id))
        stored = db.get_one(Resume, resume.id)
        stored.text = "Something else."
        db.add(stored)
    detail = world.interviews.get(ann, interview_id)
    assert (detail.job_description, detail.resume) == (JOB_TEXT, "Ten years of reports.")
    assert detail.summary.job_title == "Team lead"


def test_anothers_library_does_not_exist(world: World) -> None:
    ben = world.person("ben@example.com")
    with world.database.begin() as db:
        job = JobDescription(user_id=ben, text=JOB_TEXT)
        resume = Resume(user_id=ben, text="Ten years of reports.")
        db.add_all([job, resume])
    ann = world.person()
    with pytest.raises(NotFound):
        made(world, ann, job_description_id=job.id)
    with pytest.raises(NotFound):
        made(world, ann, resume_id=resume.id)


def test_speed_and_language_are_the_persons_own_and_stay_as_the_interview_was_made(world: World) -> None:
    ann = world.person()
    world.settings = replace(world.settings, gemini_api_key="key")
    world.accounts.update_profile(ann, speaking_speed="slower", language="de-DE")
    interview_id = made(world, ann)
    world.accounts.update_profile(ann, speaking_speed="faster", language="en")
    shown, context = world.interviews.get(ann, interview_id), world.interviews.claim(interview_id, ann)
    assert (shown.speaking_speed, shown.language) == (context.speaking_speed, context.language)
    assert (context.speaking_speed, context.language.name) == (SpeakingSpeed.SLOWER, "German")


def test_language_that_the_interviewer_does_not_speak_is_refused_when_asked_for_and_else_passed_over(
    world: World,
) -> None:
    ann = world.person()
    with pytest.raises(InvalidInput, match="English only"):
        made(world, ann, language="de-DE")
    world.settings = replace(world.settings, gemini_api_key="key")
    world.accounts.update_profile(ann, language="de-DE")
    world.settings = replace(world.settings, gemini_api_key="")
    assert world.interviews.get(ann, made(world, ann)).language.is_english


def test_interview_without_a_posting_is_for_the_role_the_person_prepares_for(world: World) -> None:
    ann = world.person()
    world.accounts.update_profile(ann, target_role="Product analyst")
    plain = made(world, ann, job_title=None)
    assert world.interviews.get(ann, plain).summary.job_title == "Product analyst"
    assert world.interviews.claim(plain, ann).job_description == "Product analyst"
    posted = made(world, ann, job_title=None, job_description="Lead a team of six people. " * 5)
    assert world.interviews.get(ann, posted).summary.job_title == ""
    assert world.interviews.get(ann, made(world, ann, job_title="")).summary.job_title == "", "it was taken out"


def test_patience_is_the_persons_own_unless_another_is_chosen(world: World) -> None:
    ann = world.person()
    world.accounts.update_profile(ann, patience=Patience.LONG)
    assert world.interviews.get(ann, made(world, ann)).patience is Patience.LONG
    assert world.interviews.get(ann, made(world, ann, patience=Patience.SHORT)).patience is Patience.SHORT


def test_setup_page_finds_the_last_choices(world: World) -> None:
    ann = world.person()
    interview_id = made(world, ann, persona="daniel", duration_min=20)
    last = world.accounts.profile(ann).last_setup
    assert (last["interview_id"], last["persona"], last["duration_min"]) == (interview_id, "daniel", 20)


# ---- limits


def test_allowance_of_interviews_is_given_back_after_a_day(world: World) -> None:
    world.settings = replace(world.settings, sessions_per_day=2)
    ann = world.person()
    made(world, ann)
    world.clock.pass_time(hours=1)
    made(world, ann)
    with pytest.raises(LimitReached) as caught:
        made(world, ann)
    assert caught.value.retry_after_s == 23 * 3600
    world.clock.pass_time(seconds=caught.value.retry_after_s)
    made(world, ann)


def test_repeated_key_and_other_people_do_not_count_towards_the_allowance(world: World) -> None:
    world.settings = replace(world.settings, sessions_per_day=1)
    ann = world.person()
    first = made(world, ann, idempotency_key="k")
    assert made(world, ann, idempotency_key="k") == first
    made(world, world.person("ben@example.com"))


def test_allowance_of_minutes_counts_what_was_really_used(world: World) -> None:
    world.settings = replace(world.settings, minutes_per_day=3)
    ann = world.person()
    running(world, ann, answers=2)
    running(world, ann, answers=1)
    with pytest.raises(LimitReached, match="allowance of 3 minutes a day. The next one can begin in 24 h."):
        made(world, ann)


def test_allowance_of_minutes_is_free_again_when_enough_of_them_are_a_day_old(world: World) -> None:
    ann = world.person()
    for minutes in (1, 1, 4):
        running(world, ann, answers=minutes)
        world.clock.pass_time(hours=1)
        world.settings = replace(world.settings, minutes_per_day=3 if minutes == 4 else 9)
    # The two oldest leave four minutes, which is still too much.
    with pytest.raises(LimitReached) as caught:
        made(world, ann)
    assert caught.value.retry_after_s == 23 * 3600
    world.clock.pass_time(seconds=caught.value.retry_after_s)
    made(world, ann)


def test_interview_that_runs_into_the_allowance_is_let_go_on(world: World) -> None:
    world.settings = replace(world.settings, minutes_per_day=1, sessions_per_day=1)
    ann = world.person()
    interview_id, epoch = running(world, ann, answers=5)
    with pytest.raises(LimitReached):
        made(world, ann)
    world.interviews.reconnect_token(ann, interview_id)
    context = world.interviews.claim(interview_id, ann)
    assert context.epoch > epoch
    world.interviews.store_turn(interview_id, context.epoch, conversation(6), 6, 400_000, "state")
    assert world.interviews.current(ann) is not None


# ---- reading


def test_detail_holds_what_was_said_and_made_of_it(world: World) -> None:
    ann = world.person()
    interview_id, epoch = running(world, ann, answers=2)
    world.interviews.store_feedback(interview_id, epoch, feedback(overall=7.5))
    detail = world.interviews.get(ann, interview_id)
    assert list(detail.entries) == list(conversation(2))
    assert detail.feedback is not None
    assert detail.feedback.feedback == feedback(overall=7.5)
    assert (detail.summary.overall, detail.summary.overall_spread, detail.summary.answers) == (7.5, 0.5, 2)
    assert detail.metrics is None


def test_history_is_paged_newest_first_without_gaps(world: World) -> None:
    ann = world.person()
    ids = []
    for n in range(7):
        ids.append(made(world, ann))
        world.clock.pass_time(seconds=n % 2)  # some are made at the very same moment
    seen: list[str] = []
    cursor = None
    while True:
        page = world.interviews.history(ann, limit=3, cursor=cursor)
        seen += [item.id for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sorted(seen) == sorted(ids)
    assert len(seen) == len(set(seen))
    created = [world.interviews.get(ann, interview_id).summary.created_at for interview_id in seen]
    assert created == sorted(created, reverse=True)


def test_history_finds_the_job_and_what_was_said(world: World) -> None:
    ann = world.person()
    running(world, ann, answers=1)
    lead = made(world, ann, job_title="Lead of 100% of reports")
    assert [item.id for item in world.interviews.history(ann, wanted=HistoryFilter("LEAD OF")).items] == [lead]
    assert [item.id for item in world.interviews.history(ann, wanted=HistoryFilter("100%")).items] == [lead]
    assert len(world.interviews.history(ann, wanted=HistoryFilter("nightly job")).items) == 1
    assert world.interviews.history(ann, wanted=HistoryFilter("budget")).items == ()
    assert world.interviews.count(ann, HistoryFilter("nightly   job")) == 1


def test_history_is_narrowed_by_type_level_and_day(world: World) -> None:
    ann, ben = world.person(), world.person("ben@example.com")
    made(world, ben, interview_type=InterviewType.HR_SCREEN)
    old = made(world, ann, interview_type=InterviewType.HR_SCREEN)
    world.clock.pass_time(days=3)
    noon = world.clock()
    new = made(world, ann, difficulty=Difficulty.INTENSE)

    def found(**named: object) -> list[str]:
        wanted = HistoryFilter(**named)  # type: ignore[arg-type]  # each line names the field's own type
        items = [item.id for item in world.interviews.history(ann, wanted=wanted).items]
        assert world.interviews.count(ann, wanted) == len(items)
        return items

    assert found(interview_type=InterviewType.HR_SCREEN) == [old]
    assert found(difficulty=Difficulty.INTENSE) == [new]
    assert found(since=noon) == [new]
    assert found(until=noon) == [old]
    assert found(since=noon, until=noon) == []
    assert found(interview_type=InterviewType.HR_SCREEN, difficulty=Difficulty.INTENSE) == []


def test_history_is_narrowed_by_the_score_of_the_newest_report(world: World) -> None:
    ann = world.person()
    unscored, low, high = (running(world, ann, answers=1)[0] for _ in range(3))
    with world.database.begin() as db:
        for interview_id, versions in ((low, (9.0, 4.0)), (high, (4.0, 8.5))):
            for version, overall in enumerate(versions, 1):
                queries.add_feedback(db, interview_id, version, feedback(overall=overall), world.clock())

    def found(wanted: HistoryFilter) -> list[str]:
        return [item.id for item in world.interviews.history(ann, wanted=wanted).items]

    assert found(HistoryFilter(min_score=8.5)) == [high]
    assert found(HistoryFilter(below_score=8.5)) == [low]
    assert found(HistoryFilter(min_score=4.0, below_score=4.0)) == []
    assert found(HistoryFilter(is_unscored=True)) == [unscored]


@given(cursor=st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_cursor_that_is_not_ours_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_cursor(cursor)
    assert set(caught.value.fields) == {"cursor"}


def test_current_interview_is_the_running_one_before_one_not_begun(world: World) -> None:
    ann = world.person()
    assert world.interviews.current(ann) is None
    begun, _ = running(world, ann)
    world.clock.pass_time(minutes=1)
    made(world, ann)
    current = world.interviews.current(ann)
    assert current is not None
    assert current.id == begun


def test_interview_left_alone_for_too_long_is_not_current(world: World) -> None:
    ann = world.person()
    running(world, ann)
    world.clock.pass_time(minutes=15, seconds=1)
    assert world.interviews.current(ann) is None


# ---- tokens


def test_tokens_open_this_interview_for_five_minutes_and_for_an_hour(world: World) -> None:
    ann = world.person()
    interview_id = made(world, ann)
    connect = world.interviews.connect_token(ann, interview_id)
    reconnect = world.interviews.reconnect_token(ann, interview_id)
    assert world.tokens.check_live(connect.token, interview_id).user_id == ann
    world.clock.pass_time(minutes=5)
    with pytest.raises(NotAllowed):
        world.tokens.check_live(connect.token, interview_id)
    assert world.tokens.check_live(reconnect.token, interview_id).interview_id == interview_id
    world.clock.pass_time(minutes=55)
    with pytest.raises(NotAllowed):
        world.tokens.check_live(reconnect.token, interview_id)


def test_token_names_the_gateway_when_it_lives_apart(world: World) -> None:
    ann = world.person()
    interview_id = made(world, ann)
    assert world.interviews.connect_token(ann, interview_id).url == f"/interview/{interview_id}"
    world.settings = replace(world.settings, gateway_url="https://live.example.com")
    url = world.interviews.connect_token(ann, interview_id).url
    assert url == f"wss://live.example.com/interview/{interview_id}"


def test_ended_interview_gives_no_token(world: World) -> None:
    ann = world.person()
    interview_id, _ = running(world, ann)
    world.interviews.complete(ann, interview_id)
    with pytest.raises(Conflict):
        world.interviews.connect_token(ann, interview_id)


# ---- changing and ending


def test_lobby_changes_patience_and_recording_until_the_end(world: World) -> None:
    ann = world.person()
    interview_id, epoch = running(world, ann)
    world.interviews.update_setup(ann, interview_id, patience=Patience.MANUAL)
    world.interviews.update_setup(ann, interview_id, record_audio=True)
    detail = world.interviews.get(ann, interview_id)
    assert (detail.patience, detail.record_audio) == (Patience.MANUAL, True)
    world.interviews.store_status(interview_id, epoch, Status.COMPLETED, EndReason.USER_ENDED, 0)
    with pytest.raises(Conflict):
        world.interviews.update_setup(ann, interview_id, record_audio=False)


def test_ending_from_outside_completes_once_and_starts_the_review(world: World) -> None:
    ann = world.person()
    interview_id, _ = running(world, ann, answers=1)
    world.clock.pass_time(minutes=3)
    ended = world.interviews.complete(ann, interview_id)
    assert (ended.status, ended.end_reason, ended.is_resumable) == (Status.COMPLETED, EndReason.USER_ENDED, False)
    world.clock.pass_time(minutes=3)
    assert world.interviews.complete(ann, interview_id) == ended
    assert set(world.ended) == {interview_id}


def test_ending_what_never_began_abandons_it_without_a_review(world: World) -> None:
    ann = world.person()
    ended = world.interviews.complete(ann, made(world, ann))
    assert ended.status is Status.ABANDONED
    assert world.ended == []


def test_deleted_interview_is_gone(world: World) -> None:
    ann = world.person()
    interview_id, _ = running(world, ann, answers=1)
    world.interviews.delete(ann, interview_id)
    with pytest.raises(NotFound):
        world.interviews.get(ann, interview_id)
    with pytest.raises(NotFound):
        world.interviews.delete(ann, interview_id)


# ---- whose it is

ASKING: dict[str, Callable[[InterviewService, str, str], object]] = {
    "get": lambda service, user, interview: service.get(user, interview),
    "delete": lambda service, user, interview: service.delete(user, interview),
    "complete": lambda service, user, interview: service.complete(user, interview),
    "update_setup": lambda service, user, interview: service.update_setup(user, interview, record_audio=True),
    "connect_token": lambda service, user, interview: service.connect_token(user, interview),
    "reconnect_token": lambda service, user, interview: service.reconnect_token(user, interview),
    "claim": lambda service, user, interview: service.claim(interview, user),
}


@pytest.mark.parametrize("verb", ASKING)
def test_anothers_interview_is_exactly_like_none(world: World, verb: str) -> None:
    interview_id, epoch = running(world, world.person(), answers=1)
    ben = world.person("ben@example.com")
    before = world.interviews.get(world.person(), interview_id)
    with pytest.raises(NotFound) as foreign:
        ASKING[verb](world.interviews, ben, interview_id)
    with pytest.raises(NotFound) as missing:
        ASKING[verb](world.interviews, ben, "missing")
    assert str(foreign.value) == str(missing.value)
    assert world.interviews.get(world.person(), interview_id) == before
    world.interviews.store_turn(interview_id, epoch, [], 0, 0, "")  # the owner's lease was not touched


def test_lists_hold_only_the_persons_own(world: World) -> None:
    running(world, world.person(), answers=1)
    ben = world.person("ben@example.com")
    assert world.interviews.history(ben).items == ()
    assert world.interviews.history(ben, wanted=HistoryFilter("nightly")).items == ()
    assert world.interviews.current(ben) is None


# ---- warming up


def test_warm_up_before_the_interview_leaves_no_trace(world: World) -> None:
    ann = world.person()
    interview_id = made(world, ann, persona="imani", patience=Patience.LONG)
    before = world.interviews.get(ann, interview_id)
    token = world.interviews.warm_up_token(ann, interview_id)
    warm_up_id = token.url.rsplit("/", 1)[-1]
    claims = world.tokens.check_live(token.token, warm_up_id)
    assert claims.warm_up is not None
    assert (claims.warm_up.persona.key, claims.warm_up.patience) == ("imani", Patience.LONG)
    assert interview_id not in token.url
    assert world.interviews.get(ann, interview_id) == before


def test_warm_up_is_over_once_the_interview_has_begun(world: World) -> None:
    ann = world.person()
    interview_id, _ = running(world, ann)
    with pytest.raises(Conflict):
        world.interviews.warm_up_token(ann, interview_id)


def test_nobody_warms_up_with_another_persons_interview(world: World) -> None:
    interview_id = made(world, world.person())
    with pytest.raises(NotFound):
        world.interviews.warm_up_token(world.person("ben@example.com"), interview_id)


def test_warm_ups_are_not_to_be_had_without_end(world: World) -> None:
    ann = world.person()
    interview_id = made(world, ann)
    service = world.interviews

    def warm_up(times: int) -> None:
        for _ in range(times):
            service.warm_up_token(ann, interview_id)

    warm_up(3)
    with pytest.raises(LimitReached):
        warm_up(50)
