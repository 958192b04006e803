"""The report: what it says and what it leaves unsaid, and the wait for it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from preppal.domain.feedback import (
    AnswerReview,
    Dimension,
    Evidence,
    Feedback,
    Finding,
    Score,
    StarPart,
    StarShare,
    WrittenBy,
)
from preppal.domain.interview import EndReason, InterviewType
from preppal.domain.metrics import AnswerMetrics, InterviewMetrics, Measured
from preppal.domain.prices import TokenUsage, cost_of
from preppal.domain.transcript import Word
from preppal.services.recordings import RecordedTurn
from preppal.services.views import FeedbackView, InterviewDetail, ReviewProgress
from preppal.ui import deps
from preppal.ui.components.transcript_view import transcript_lines
from preppal.ui.pages import feedback
from preppal.ui.pages.feedback import FeedbackState
from preppal.ui.pages.feedback import state as feedback_state
from preppal.ui.pages.feedback.about import day_text, heading_of
from preppal.ui.pages.feedback.views import ReportView, report_of, star_segments
from preppal.ui.pages.feedback.waiting import voice_levels, wait_view
from tests.factories import answer_entry, question_entry
from tests.unit.ui.pages.interview_services import (
    FakeServices,
    ended,
    go_to,
    interview,
    open_state,
    progress,
    rendered,
    target_of,
)

_PATH = "/interview/abc/feedback"
_WORDS = "I moved the report to a nightly job and the errors fell by half."
_TALK = (question_entry(0), answer_entry(1, _WORDS), question_entry(2, "And then?"), answer_entry(3, "We kept it."))


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> FakeServices:
    fake = FakeServices()
    monkeypatch.setattr(deps, "_services", fake)
    monkeypatch.setattr(feedback_state, "_POLL_S", 0)
    return fake


def _finding(text: str, order_index: int = 1) -> Finding:
    return Finding(text, (Evidence(order_index, "the errors fell by half", 41_000, 43_000),), "It can be believed.")


def _answer(**changes: object) -> AnswerReview:
    shares = (StarShare(StarPart.SITUATION, 12_000), StarShare(StarPart.ACTION, 36_000))
    scores = {Dimension.STRUCTURE: Score(5.5, 1.0, "Stops at the action.")}
    made = AnswerReview(1, "What changed because of you?", (1, 3), 72_000, scores, Score(6.0, 1.0), shares, ("result",))
    return replace(made, **changes)  # type: ignore[arg-type]  # each test passes the field's own type


def _feedback(**changes: object) -> Feedback:
    made = Feedback(
        headline="A clear change. Now say what it was worth.",
        summary="One sentence of result would lift it.",
        strengths=(_finding("Numbers, unprompted"),),
        improvements=(_finding("No result found"),),
        suggestions=("Say the result first.",),
        scores={dimension: Score(7.0, 1.0, "Steady.") for dimension in Dimension},
        overall=Score(6.5, 1.0),
        answers=(_answer(),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def _reviewed(written: Feedback | None = None, metrics: InterviewMetrics | None = None) -> InterviewDetail:
    view = FeedbackView("fb", "abc", 1, datetime(2026, 11, 18, tzinfo=UTC), written or _feedback(), None)
    return replace(ended(interview(entries=_TALK), answers=2), feedback=view, metrics=metrics)


def _report(**changes: object) -> ReportView:
    return report_of(_reviewed(_feedback(**changes)))


# ---- scores


def test_a_score_is_never_shown_without_its_spread_and_its_meaning() -> None:
    report = _report()
    assert (report.overall.shown, report.overall.spread) == ("6.5", "1")
    assert report.overall.axis.label == "6.5 out of 10, likely between 5.5 and 7.5"
    assert report.anchor == (
        "Between 6 (clear, evidence thin in places) and "
        "7 (convincing on most answers, a result or reflection sometimes missing)."
    )
    assert [score.name for score in report.scores] == ["Clarity", "Structure", "Relevance", "Confidence"]


def test_a_whole_score_has_one_meaning() -> None:
    assert _report(overall=Score(10.0, 0.5)).anchor == "10 means nothing to add."


def test_who_scored_is_said_with_what_the_spread_means() -> None:
    assert "by rules" in _report().spread_meaning
    assert "more than once" in _report(written_by=WrittenBy.MODEL).spread_meaning


def test_too_little_speech_has_a_transcript_and_no_score() -> None:
    report = _report(overall=Score(None, 0.0), answers=())
    assert not report.overall.is_scored
    assert report.too_short == "Under 40 words in total, so there is no score. Here is the transcript."


def test_an_interview_without_an_answer_invents_nothing() -> None:
    report = report_of(ended(interview(entries=(question_entry(0),)), answers=0))
    assert report == ReportView(too_short="You didn't answer a question, so there is nothing to score.")


# ---- findings


def test_a_quote_says_where_it_stands() -> None:
    (strength,) = _report().strengths
    assert strength.quotes[0].place == "Question 1, 00:41"
    assert strength.detail == "It can be believed."


def test_a_quote_without_a_time_takes_the_start_of_its_turn() -> None:
    finding = Finding("Short", (Evidence(3, "We kept it."),))
    (strength,) = _report(strengths=(finding,)).strengths
    assert strength.quotes[0].place == "Question 1, 01:30"


def test_evidence_that_is_in_no_turn_is_not_shown() -> None:
    (strength,) = _report(strengths=(_finding("Ghost", order_index=99),)).strengths
    assert strength.quotes == []


def test_no_more_than_three_findings_are_shown() -> None:
    assert len(_report(improvements=tuple(_finding(f"Point {number}") for number in range(5))).improvements) == 3


@pytest.mark.parametrize(
    ("count", "words"), [(0, ""), (1, "1 unsupported finding removed"), (2, "2 unsupported findings removed")]
)
def test_findings_without_support_are_counted(count: int, words: str) -> None:
    assert _report(dropped_findings=count).dropped == words


# ---- delivery


def test_a_measure_has_its_unit_its_aim_and_a_verdict() -> None:
    report = report_of(_reviewed(metrics=InterviewMetrics(312, 2, fillers_per_minute=4.24)))
    fillers = next(tile for tile in report.tiles if tile.name == "Fillers")
    assert (fillers.value, fillers.is_inside, fillers.words) == ("4.2", False, "Noticeable")
    assert fillers.unit.startswith("per min")
    assert not fillers.gauge.is_inside


def test_what_was_not_measured_says_why_and_shows_no_number() -> None:
    metrics = InterviewMetrics(22, 1, notes={"speech_rate_wpm": Measured.TOO_SHORT})
    pace, *rest = report_of(_reviewed(metrics=metrics)).tiles
    assert (pace.is_measured, pace.value, pace.words) == (False, "", "Too short to measure")
    assert {tile.words for tile in rest} == {"Not measured"}
    assert not report_of(_reviewed(metrics=metrics)).has_delivery


def test_a_measure_without_an_upper_limit_fits_its_axis() -> None:
    report = report_of(_reviewed(metrics=InterviewMetrics(312, 2, vocabulary_mattr=0.75)))
    vocabulary = next(measure for measure in report.measures if measure.name == "Vocabulary")
    assert vocabulary.is_inside
    assert vocabulary.gauge.band_x + vocabulary.gauge.band_width <= 200


def test_totals_say_how_much_was_answered() -> None:
    report = report_of(_reviewed(metrics=InterviewMetrics(312, 2, talk_time_ms=340_000)))
    assert report.totals == "2 of 6 questions answered, 312 words, 05:40 of speech."


def test_without_measures_there_is_no_delivery() -> None:
    assert report_of(_reviewed()).tiles == []


# ---- answers


def test_a_missing_part_is_hatched_and_said() -> None:
    parts = star_segments(_answer(), InterviewType.BEHAVIORAL)
    assert [(part.letter, part.seconds, part.css) for part in parts] == [
        ("S", 12, "S"),
        ("T", 0, "miss"),
        ("A", 36, "A"),
        ("R", 0, "miss"),
    ]
    assert _report().answers[0].star_words == "Situation 12 s, Action 36 s, Task missing, Result missing"


def test_a_learning_nobody_asked_for_is_never_missing() -> None:
    names = [part.name for part in star_segments(_answer(), InterviewType.BEHAVIORAL)]
    assert "Learning" not in names


def test_a_typed_answer_has_no_seconds() -> None:
    (answer,) = _report(answers=(_answer(duration_ms=0),)).answers
    assert answer.duration == "Typed"
    assert answer.star_words == "Situation, Action, Task missing, Result missing"


def test_an_answer_without_parts_has_no_bar() -> None:
    assert star_segments(_answer(star=()), InterviewType.BEHAVIORAL) == []


def test_an_answer_shows_its_follow_up_between_its_own_words() -> None:
    (answer,) = _report().answers
    assert [line.order_index for line in answer.lines] == [1, 2, 3]
    assert (answer.duration, answer.missing) == ("1:12", ["No result"])


def test_an_answer_carries_what_was_measured_on_it() -> None:
    measured = AnswerMetrics(1, (1, 3), 16, filler_count=1, long_pause_count=2, response_ms=1400)
    report = report_of(_reviewed(metrics=InterviewMetrics(16, 1, answers=(measured,))))
    assert report.answers[0].facts == ["16 words", "1 filler", "2 long pauses", "Started after 1.4 s"]


# ---- heading


def test_the_day_is_the_persons_own() -> None:
    late = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
    assert day_text(late, "Europe/Berlin") == "Thursday 19 November"
    assert day_text(late, "nowhere") == "Wednesday 18 November"


@pytest.mark.parametrize(
    ("model", "price"),
    [
        ("gemini-3.8-live", "About $0.75, at list prices of 20 November 2026"),
        ("gemini-99-live", "Not known for this model (prices of 20 November 2026)"),
    ],
)
def test_what_a_paid_model_used_is_told_with_its_price(model: str, price: str) -> None:
    usage = TokenUsage(audio_in=200_000, audio_out=10_000, text_in=40_000, text_out=500, model=model)
    detail = replace(ended(interview(engine="gemini")), cost=cost_of(usage))
    facts = {fact.name: fact.value for fact in heading_of(detail, "UTC").facts}
    assert facts["Interviewer model"] == model
    assert facts["Used"] == "9 min 0 s of conversation"
    assert facts["Tokens it read"] == "200,000 of sound and 40,000 of text"
    assert facts["Tokens it spoke"] == "10,000 of sound and 500 of text"
    assert facts["Estimated price of the conversation"] == price


def test_interview_that_cost_nothing_says_nothing_of_prices() -> None:
    assert cost_of(TokenUsage()) is None
    names = {fact.name for fact in heading_of(ended(interview()), "UTC").facts}
    assert not names & {"Interviewer model", "Estimated price of the conversation"}


def test_heading_says_what_broke_an_interview_off() -> None:
    heading = heading_of(ended(interview(job_title="Analyst"), reason=EndReason.ERROR), "UTC")
    assert heading.sentence == "Analyst. Ruth, standard. Wednesday 18 November, 9 min 0 s."
    assert "fault on our side" in heading.ended


# ---- the wait


def test_the_voice_of_the_interview_is_where_the_candidate_spoke() -> None:
    levels = voice_levels(_TALK, 11)
    # The first answer lasts from the 30th to the 50th second of 110, the second from the 90th.
    assert [level > 0 for level in levels] == [False] * 3 + [True, True] + [False] * 4 + [True, True]
    assert max(levels) == 1.0


def test_nothing_said_is_a_row_of_rests() -> None:
    assert voice_levels((), 4) == [0.0] * 4


def test_steps_are_done_running_or_to_come() -> None:
    view = wait_view(ended(interview(), answers=2).summary, [0.5] * 92, progress(2))
    assert [step.stage for step in view.steps] == ["done", "done", "now", "later"]
    assert (view.percent, view.is_late, view.facts) == (50, False, "9 minutes, two answers.")
    assert view.wave.voice
    assert view.wave.unplayed


def test_a_long_wait_is_called_one() -> None:
    assert wait_view(interview().summary, [0.0] * 92, progress(1, waiting_s=90)).is_late


# ---- the page's state


async def _follow(state: FeedbackState) -> list[object]:
    """Run the background event as Reflex would, and collect what it asks for."""
    return [event async for event in FeedbackState.event_handlers["follow"].fn(state)]


def test_a_report_that_is_there_is_shown(services: FakeServices) -> None:
    services.hold(_reviewed())
    state = open_state(FeedbackState, _PATH)
    assert asyncio.run(state.load()) is None
    assert (state.loading, state.report.headline) == ("ready", "A clear change. Now say what it was worth.")
    assert [line.who for line in state.lines] == ["Ruth", "You", "Ruth", "You"]


def test_an_interview_under_way_leads_back_to_its_sound_check(services: FakeServices) -> None:
    services.hold(interview())
    assert target_of(asyncio.run(open_state(FeedbackState, _PATH).load())) == "/interview/abc/lobby"


def test_a_stranger_reads_no_report(services: FakeServices) -> None:
    services.hold(_reviewed())
    state = open_state(FeedbackState, _PATH, token="stranger")
    asyncio.run(state.load())
    assert (state.loading, state.report.headline, state.lines) == ("missing", "", [])


def test_an_interview_without_an_answer_does_not_wait_for_a_report(services: FakeServices) -> None:
    services.hold(ended(interview(entries=(question_entry(0),)), answers=0))
    state = open_state(FeedbackState, _PATH)
    assert asyncio.run(state.load()) is None
    assert (state.loading, len(state.lines)) == ("ready", 1)


def _waiting(services: FakeServices, *queued: ReviewProgress) -> FeedbackState:
    services.hold(ended(interview(entries=_TALK), answers=2))
    services.reviews.queued = list(queued)
    state = open_state(FeedbackState, _PATH)
    assert asyncio.run(state.load()) is not None
    assert state.loading == "waiting"
    return state


def test_the_wait_ends_with_the_report(services: FakeServices) -> None:
    state = _waiting(services, progress(1), progress(3), progress(4, is_ready=True))
    events = asyncio.run(_follow(state))
    assert len(events) == 1
    assert (services.reviews.asked, state.wait.percent) == (3, 100)


def test_a_failed_review_can_be_tried_again(services: FakeServices) -> None:
    state = _waiting(services, progress(2, has_failed=True))
    assert asyncio.run(_follow(state)) == []
    assert state.wait.has_failed
    assert asyncio.run(state.try_again()) is not None
    assert services.reviews.retried == ["abc"]


def test_nobody_is_followed_who_has_left_the_page(services: FakeServices) -> None:
    state = _waiting(services, progress(1))
    services.reviews.when_asked = lambda: go_to(state, "/dashboard")
    asyncio.run(_follow(state))
    assert (services.reviews.asked, state.loading) == (1, "waiting")


def test_a_second_start_stops_the_first(services: FakeServices) -> None:
    state = _waiting(services, progress(1))
    services.reviews.when_asked = lambda: setattr(state, "_watch_id", "another start")
    asyncio.run(_follow(state))
    assert services.reviews.asked == 1


def test_following_has_an_end(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback_state, "_MAX_POLLS", 3)
    state = _waiting(services, progress(1))
    asyncio.run(_follow(state))
    assert services.reviews.asked == 3


def test_a_rating_is_kept_with_this_version(services: FakeServices) -> None:
    services.hold(_reviewed())
    state = open_state(FeedbackState, _PATH)
    asyncio.run(state.load())
    asyncio.run(state.rate("4"))
    assert services.reviews.ratings == {"fb": 4}
    assert (state.rating, state.rating_note) == (4, "Saved")


@pytest.mark.parametrize("rating", ["0", "6", "five", ""])
def test_a_rating_outside_one_to_five_is_refused(services: FakeServices, rating: str) -> None:
    services.hold(_reviewed())
    state = open_state(FeedbackState, _PATH)
    asyncio.run(state.load())
    asyncio.run(state.rate(rating))
    assert services.reviews.ratings == {}


def test_answers_have_an_address_of_their_own(services: FakeServices) -> None:
    services.hold(_reviewed())
    state = open_state(FeedbackState, _PATH)
    asyncio.run(state.load())
    assert state.answers_address == "/interview/abc/feedback"
    assert target_of(state.show_tab("answers")) == "/interview/abc/feedback/1"
    assert state.show_tab("transcript") is None
    assert state.tab == "transcript"


def test_recorded_quote_is_heard_from_its_place_in_its_turn(services: FakeServices) -> None:
    services.hold(_reviewed())
    services.recordings.held["abc"] = (RecordedTurn(1, 20_000, (10,) * 200),)
    state = open_state(FeedbackState, _PATH)
    asyncio.run(state.load())
    assert [clip.url for clip in state.clips] == ["/api/session/abc/audio/1"]
    quotes = [quote for finding in state.report.strengths for quote in finding.quotes]
    assert [quote.is_recorded for quote in quotes] == [quote.order_index == 1 for quote in quotes]
    assert [line.order_index for line in state.lines if line.is_recorded] == [1]


def test_nothing_offers_to_play_without_a_recording(services: FakeServices) -> None:
    services.hold(_reviewed())
    state = open_state(FeedbackState, _PATH)
    asyncio.run(state.load())
    assert state.clips == []
    assert not any(quote.is_recorded for finding in state.report.strengths for quote in finding.quotes)
    assert not any(line.is_recorded for line in state.lines)


def test_page_keeps_the_order_of_the_report() -> None:
    page = rendered(feedback.page())
    places = [
        page.index(words)
        for words in (
            "Overall",
            "All ten anchors",
            "What worked",
            "What to work on",
            "Delivery",
            "Answer by answer",
            "Before the next one",
            "Was this feedback fair?",
        )
    ]
    assert places == sorted(places)
    assert "We couldn't finish this report" in page
    assert "You can leave. The report will be waiting in History." in page


# ---- versions


def _held_versions(services: FakeServices) -> list[FeedbackView]:
    """The newest first, as the service gives them; the newest is what the interview comes with."""
    newest = services.hold(_reviewed(_feedback(headline="Newer."))).feedback
    assert newest is not None
    newest = replace(newest, version=2)
    services.hold(replace(services.interviews.held["abc"], feedback=newest))
    older = replace(newest, id="old", version=1, feedback=_feedback(headline="Older."), rating=2)
    services.reviews.written = [newest, older]
    return services.reviews.written


def test_newest_version_is_shown_and_the_others_are_named(services: FakeServices) -> None:
    _held_versions(services)
    state = open_state(FeedbackState, _PATH)
    assert asyncio.run(state.load()) is None
    assert (state.report.headline, state.version, state.version_query) == ("Newer.", "2", "")
    assert [each.label for each in state.versions] == [
        "Version 2, 18 Nov 00:00, by rules",
        "Version 1, 18 Nov 00:00, by rules, you gave it 2 of 5",
    ]


def test_address_with_a_version_shows_that_one_and_keeps_to_it(services: FakeServices) -> None:
    _held_versions(services)
    state = open_state(FeedbackState, f"{_PATH}?version=1")
    asyncio.run(state.load())
    assert (state.report.headline, state.rating, state.version_query) == ("Older.", 2, "?version=1")
    assert target_of(state.show_tab("answers")).endswith("/feedback/1?version=1")
    assert target_of(state.show_version("2")) == _PATH
    asyncio.run(state.rate("5"))
    assert services.reviews.ratings == {"old": 5}


def test_older_version_shows_the_words_it_rests_on(services: FakeServices) -> None:
    _held_versions(services)
    key, before = ("abc", 1), replace(answer_entry(1), content="Before it was corrected.")
    services.reviews.rested_on[key] = (before,)
    state = open_state(FeedbackState, f"{_PATH}?version=1")
    asyncio.run(state.load())
    assert [line.text for line in state.lines] == ["Before it was corrected."]
    newest = open_state(FeedbackState, _PATH)
    asyncio.run(newest.load())
    assert "Before it was corrected." not in [line.text for line in newest.lines]


def test_doubtful_words_of_the_transcript_are_marked_and_explained(services: FakeServices) -> None:
    entry = answer_entry(1, "we wrote a rapport")
    unsure = replace(entry, words=(Word("wrote", 0, 200, 0.9), Word("rapport", 300, 600, 0.2)))
    (line,) = transcript_lines([unsure], "Ruth")
    assert [piece.text for piece in line.pieces if piece.is_doubtful] == ["rapport"]
    assert "".join(piece.text for piece in line.pieces) == "we wrote a rapport"
    assert transcript_lines([entry], "Ruth")[0].pieces == [], "nothing is marked where nothing is known"
    page = rendered(feedback.page())
    assert "(not sure)" in page
    assert "the recogniser was not sure of them" in page


def test_version_that_does_not_exist_is_not_found(services: FakeServices) -> None:
    _held_versions(services)
    state = open_state(FeedbackState, f"{_PATH}?version=7")
    asyncio.run(state.load())
    assert state.loading == "missing"


def test_written_again_is_followed_while_the_old_one_stays(services: FakeServices) -> None:
    _held_versions(services)
    state = open_state(FeedbackState, _PATH)
    asyncio.run(state.load())
    assert asyncio.run(state.write_again()) is not None
    assert (services.reviews.regenerated, state.writing, state.loading) == (["abc"], "now", "ready")
    assert asyncio.run(state.write_again()) is None, "one at a time"
    services.reviews.queued = [progress(2), progress(2, has_failed=True)]
    asyncio.run(_follow(state))
    assert (state.writing, state.loading, state.report.headline) == ("failed", "ready", "Newer.")
    asyncio.run(state.try_again())
    assert (services.reviews.retried, state.writing) == (["abc"], "now")


def test_report_that_is_being_written_again_says_so_after_a_reload(services: FakeServices) -> None:
    _held_versions(services)
    services.reviews.queued = [progress(1)]
    state = open_state(FeedbackState, _PATH)
    assert asyncio.run(state.load()) is not None
    assert state.writing == "now"
