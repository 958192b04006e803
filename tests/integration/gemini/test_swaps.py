"""Connections that end, in every way they do: groups 6 to 12, 15 to 21 and 39."""

import asyncio
from dataclasses import replace

import pytest

from preppal.domain.interview import Status
from preppal.domain.transcript import Heard, Role
from preppal.session import messages as msg
from preppal.session.messages import Phase
from tests.integration.gemini import checks
from tests.integration.gemini.interviewee import Interviewee, interview
from tests.integration.gemini.stage import Stage, Theatre


def seconds_of(stage: Stage, phase: Phase) -> list[float]:
    return [now for now, message in stage.candidate.log if message == msg.TurnState(phase)]


def saw_no_swap(stage: Stage) -> bool:
    """After the first words, nothing on the screen said that anything was being connected."""
    begun = seconds_of(stage, Phase.SPEAKING)[0]
    return all(at < begun for at in seconds_of(stage, Phase.RECONNECTING))


async def slowly(stage: Stage, minutes: float) -> None:
    """An interview whose candidate takes a minute and a half before each answer."""
    candidate = await stage.join()
    Interviewee(stage.candidate, thinking_s=90)
    await candidate.live(lambda: candidate.has_ended or candidate.now_s > minutes * 60)


# ---- 6 to 8: announced ends, and ends by age


def test_announced_end_is_met_in_a_quiet_moment_and_nobody_notices(theatre: Theatre) -> None:
    stage = theatre.play("goaway_polite", lambda stage: slowly(stage, 12))
    checks.everything_agrees(stage)
    assert stage.unmet() == []
    assert saw_no_swap(stage)
    assert stage.metrics()["client_close_codes"][0] == 1000  # type: ignore[index]
    assert stage.metrics()["resumptions"] == 1


@pytest.mark.parametrize("scenario", ["goaway_short", "goaway_no_time", "goaway_then_silent"])
def test_end_announced_in_the_middle_of_a_reply_costs_no_answer(theatre: Theatre, scenario: str) -> None:
    stage = theatre.play(scenario, interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []


def test_end_by_age_without_a_word_is_survived(theatre: Theatre) -> None:
    stage = theatre.play("age_1011_no_goaway", lambda stage: slowly(stage, 9))
    checks.everything_agrees(stage)
    assert stage.unmet() == []


def test_old_connection_is_swapped_before_it_is_ended(theatre: Theatre) -> None:
    scenario = {"limits": {"connection_s": 720, "goaway_before_s": None}}
    stage = theatre.play(scenario, lambda stage: slowly(stage, 12.5))
    checks.everything_agrees(stage)
    assert stage.metrics()["client_close_codes"][0] == 1000  # type: ignore[index]
    assert saw_no_swap(stage)


# ---- 9 to 12: links that break, and links that only seem to


@pytest.mark.parametrize("scenario", ["tcp_abort_model_speech", "tcp_abort_user_speech", "tcp_abort_tool_call"])
def test_cut_link_costs_no_answer_and_no_question(theatre: Theatre, scenario: str) -> None:
    stage = theatre.play(scenario, interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []


def test_question_cut_by_a_broken_link_is_asked_again_once(theatre: Theatre) -> None:
    scenario = {
        "audio": {"speed": 1},
        "steps": [{"when": {"model_turn": 2, "at": "50%", "conn": 0}, "do": "abort_tcp"}],
    }
    stage = theatre.play(scenario, interview)
    checks.everything_agrees(stage)
    cut, again = stage.entries()[2:4]
    assert (cut.heard, again.heard) == (Heard.CUT, Heard.FULL)
    assert again.role is Role.INTERVIEWER


def test_greeting_cut_by_a_broken_link_is_not_repeated(theatre: Theatre) -> None:
    scenario = {
        "audio": {"speed": 1},
        "steps": [{"when": {"model_turn": 1, "at": "60%", "conn": 0}, "do": "abort_tcp"}],
    }
    stage = theatre.play(scenario, interview)
    checks.everything_agrees(stage)
    assert stage.entries()[0].heard is Heard.CUT
    assert stage.metrics()["greetings"] == 0  # no greeting was sent whole, and none was sent again
    assert sum("welcome" in entry.content for entry in stage.entries()) == 1


@pytest.mark.parametrize("scenario", ["half_open", "silent_stall"])
def test_dead_link_is_told_within_ten_seconds_and_replaced_within_twenty_five(theatre: Theatre, scenario: str) -> None:
    stage = theatre.play(scenario, interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []
    told_s = next(at for at in seconds_of(stage, Phase.RECONNECTING) if at > 5)
    ended_s = max(at for at in seconds_of(stage, Phase.THINKING) if at < told_s)
    spoke_s = min(at for at in seconds_of(stage, Phase.SPEAKING) if at > told_s)
    assert told_s - ended_s <= 10
    assert spoke_s - ended_s <= 25


def test_late_pongs_are_no_reason_to_reconnect(theatre: Theatre) -> None:
    stage = theatre.play("slow_pongs", lambda stage: slowly(stage, 5))
    checks.everything_agrees(stage)
    assert stage.unmet() == []


# ---- 15: closed in the middle


@pytest.mark.parametrize("scenario", ["mid_1008_unsupported", "mid_1011_internal", "mid_1012"])
def test_connection_closed_in_the_middle_of_a_reply_is_resumed(theatre: Theatre, scenario: str) -> None:
    stage = theatre.play(scenario, interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []
    assert stage.metrics()["resumptions"] == 1


def test_conversation_called_invalid_is_begun_afresh_from_our_own_memory(theatre: Theatre) -> None:
    stage = theatre.play("mid_1007", interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []
    assert (stage.metrics()["sessions"], stage.metrics()["resumptions"]) == (2, 0)


# ---- 16 to 21: handles


@pytest.mark.parametrize("scenario", ["resume_ok", "resume_config_change", "resume_busy", "handle_late"])
def test_handle_leads_back_to_the_same_conversation(theatre: Theatre, scenario: str) -> None:
    stage = theatre.play(scenario, interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []
    assert stage.metrics()["sessions"] == 1


def test_resumed_interviewer_remembers_what_was_said_before(theatre: Theatre) -> None:
    stage = theatre.play("resume_ok", interview)
    quote = next(entry for entry in stage.entries() if entry.content.startswith("Before we were cut off"))
    assert stage.candidate.said[0] in quote.content


@pytest.mark.parametrize(
    "scenario",
    ["resume_expired", "resume_unknown", "resume_poisoned", "handle_gap", "no_handle_before_drop"],
)
def test_without_a_good_handle_our_own_transcript_carries_the_interview(theatre: Theatre, scenario: str) -> None:
    stage = theatre.play(scenario, interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []
    assert stage.metrics()["sessions"] == 2


def test_fresh_conversation_is_told_everything_and_not_to_greet(theatre: Theatre) -> None:
    stage = theatre.play("resume_unknown", interview)
    setup = stage.emulator.run.records.received("setup")[-1]
    told = str(setup.fields["systemInstruction"])
    assert "do not greet" in told
    assert stage.candidate.said[0] in told
    assert stage.entries()[0].content.split(".")[0] in told


def test_poisoned_handle_is_given_up_after_two_tries(theatre: Theatre) -> None:
    stage = theatre.play("resume_poisoned", interview)
    handles = [handle for handle in stage.metrics()["handles"] if handle]  # type: ignore[attr-defined]
    assert len(handles) == 2


def test_old_socket_is_closed_before_its_handle_is_used(theatre: Theatre) -> None:
    stage = theatre.play("goaway_polite", lambda stage: slowly(stage, 12))
    ended = stage.emulator.run.records.notes("ended")[0]
    second = stage.emulator.run.records.received("setup")[1]
    assert ended.time_s <= second.time_s


# ---- 39: our own end


def test_restarted_process_goes_on_with_the_same_question(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        Interviewee(stage.candidate)
        await candidate.live(lambda: len(stage.entries()) >= 5 and candidate.phase is Phase.LISTENING)
        await stage.crash()
        await candidate.wait(2)
        await stage.join()
        await candidate.live(lambda: candidate.has_ended)

    stage = theatre.play("server_restart", scene)
    checks.everything_agrees(stage)
    assert stage.unmet() == []
    assert stage.metrics()["resumptions"] == 1
    ready = stage.candidate.of(msg.SessionReady)[-1]
    assert ready.resumed
    assert ready.question


def test_process_restarted_with_another_model_does_not_use_the_old_models_handle(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        Interviewee(stage.candidate)
        await candidate.live(lambda: len(stage.entries()) >= 3 and candidate.phase is Phase.LISTENING)
        stage.settings = replace(stage.settings, gemini_live_model="gemini-3.8-live-extended-thinking")
        await stage.crash()
        await candidate.wait(2)
        await stage.join()
        await candidate.live(lambda: candidate.has_ended)

    stage = theatre.play("server_restart", scene)
    checks.everything_agrees(stage)
    metrics = stage.metrics()
    assert (metrics["violations"], metrics["sessions"], metrics["resumptions"]) == (0, 2, 0)
    assert stage.backend.context.usage.model == "gemini-3.8-live-extended-thinking"


def test_process_that_dies_in_the_middle_of_an_answer_loses_none_of_it(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        Interviewee(stage.candidate)
        await candidate.live(lambda: len(candidate.said) == 2)
        await candidate.wait(3)
        await stage.crash()
        await candidate.wait(2)
        await stage.join()
        await candidate.live(lambda: candidate.has_ended)

    stage = theatre.play("server_restart", scene)
    checks.everything_agrees(stage)
    assert stage.unmet() == []


def test_process_restarted_after_hours_goes_on_from_the_transcript(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        interviewee = Interviewee(stage.candidate)
        await candidate.live(lambda: len(stage.entries()) >= 5 and candidate.phase is Phase.LISTENING)
        await stage.crash()
        interviewee.is_silent = True
        await asyncio.sleep(2.2 * 3600)
        await stage.join()
        interviewee.is_silent = False
        await candidate.live(lambda: candidate.has_ended)

    stage = theatre.play("server_restart", scene)
    checks.everything_agrees(stage)
    assert (stage.metrics()["sessions"], stage.metrics()["resumptions"]) == (2, 0)
    assert stage.backend.statuses[-1] is Status.COMPLETED


# ---- the candidate's own connection


def test_closed_tab_lets_the_provider_go_in_order_and_coming_back_goes_on(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        interviewee = Interviewee(stage.candidate)
        await candidate.live(lambda: len(stage.entries()) >= 3 and candidate.phase is Phase.LISTENING)
        candidate.drop()
        interviewee.is_silent = True
        await candidate.wait(5)
        assert stage.metrics()["open_connections"] == 0
        assert stage.metrics()["client_close_code"] == 1000
        await candidate.wait(120)
        await stage.join()
        interviewee.is_silent = False
        await candidate.live(lambda: candidate.has_ended)

    stage = theatre.play("client_vanishes", scene)
    checks.everything_agrees(stage)
    assert stage.unmet() == []


def test_network_of_the_candidate_that_comes_straight_back_costs_nothing(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        Interviewee(stage.candidate)
        await candidate.live(lambda: len(candidate.said) == 2)
        await candidate.wait(2)
        candidate.drop()
        await candidate.wait(1)
        await stage.join()
        await candidate.live(lambda: candidate.has_ended)

    stage = theatre.play("happy", scene)
    checks.everything_agrees(stage)
    assert stage.metrics()["connections"] == 1
