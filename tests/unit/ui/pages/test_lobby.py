"""The sound check: what it says, what it saves, and when the way into the room is open."""

import asyncio
from dataclasses import replace

import pytest

from preppal.domain.interview import Difficulty, Patience, Status
from preppal.ui import deps
from preppal.ui.pages import lobby
from preppal.ui.pages.lobby import LobbyState
from preppal.ui.pages.lobby.browsers import help_for, system_help
from preppal.ui.pages.lobby.views import briefing_of, first_name
from tests.unit.ui.pages.interview_services import (
    MAYA,
    FakeServices,
    ended,
    interview,
    open_state,
    rendered,
    target_of,
)

_PATH = "/interview/abc/lobby"


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> FakeServices:
    fake = FakeServices()
    monkeypatch.setattr(deps, "_services", fake)
    return fake


def _loaded(services: FakeServices, **changes: object) -> LobbyState:
    services.hold(interview(**changes))
    state = open_state(LobbyState, _PATH)
    assert asyncio.run(state.load()) is None
    return state


def test_candidate_reads_what_is_to_come(services: FakeServices) -> None:
    state = _loaded(services)
    assert state.loading == "ready"
    assert state.briefing.sentence == "Behavioral interview with Ruth. Standard, about 20 minutes, six questions."
    assert state.briefing.first_name == "Maya"


def test_a_screen_is_not_called_an_interview_twice() -> None:
    detail = interview()
    screen = replace(detail.summary, interview_type=type(detail.summary.interview_type).HR_SCREEN)
    assert briefing_of(replace(detail, summary=screen), MAYA).sentence.startswith("HR screen with Ruth.")


def test_a_person_without_a_name_is_not_asked_to_say_one() -> None:
    assert first_name(replace(MAYA, name=" ")) == ""


def test_offline_interviewer_is_named_a_draft_listener_that_stays_here(services: FakeServices) -> None:
    words = {expectation.name: expectation.words for expectation in _loaded(services).briefing.expectations}
    assert "draft listener" in words["Offline interviewer"]
    assert "stays on this server" in words["Offline interviewer"]
    assert "Gemini Live" not in words


def test_gemini_is_named_with_where_the_speech_goes(services: FakeServices) -> None:
    words = {each.name: each.words for each in _loaded(services, engine="gemini").briefing.expectations}
    assert "Google" in words["Gemini Live"]


@pytest.mark.parametrize("difficulty", list(Difficulty))
def test_every_difficulty_has_its_sentence(difficulty: Difficulty) -> None:
    names = [each.name for each in briefing_of(interview(difficulty=difficulty), MAYA).expectations]
    assert difficulty.label in names


def test_a_running_interview_can_be_returned_to(services: FakeServices) -> None:
    assert _loaded(services, status=Status.IN_PROGRESS).briefing.is_running


def test_an_ended_interview_goes_on_to_its_report(services: FakeServices) -> None:
    services.hold(ended(interview()))
    event = asyncio.run(open_state(LobbyState, _PATH).load())
    assert target_of(event) == "/interview/abc/feedback"


@pytest.mark.parametrize("path", ["/interview/other/lobby", "/interview"])
def test_a_missing_interview_is_not_found(services: FakeServices, path: str) -> None:
    services.hold(interview())
    state = open_state(LobbyState, path)
    asyncio.run(state.load())
    assert state.loading == "missing"


def test_a_stranger_finds_nothing_either(services: FakeServices) -> None:
    services.hold(interview())
    state = open_state(LobbyState, _PATH, token="stranger")
    asyncio.run(state.load())
    assert (state.loading, state.briefing.sentence) == ("missing", "")


def test_chosen_patience_is_saved_on_the_interview(services: FakeServices) -> None:
    state = _loaded(services)
    asyncio.run(state.choose_patience("manual"))
    assert services.interviews.held["abc"].patience is Patience.MANUAL
    assert "I'm done" in state.patience_help


def test_unknown_patience_changes_nothing(services: FakeServices) -> None:
    state = _loaded(services)
    asyncio.run(state.choose_patience("for ever"))
    assert (state.patience, services.interviews.held["abc"].patience) == ("normal", Patience.NORMAL)


def test_patience_chosen_after_the_end_reloads_the_page(services: FakeServices) -> None:
    state = _loaded(services)
    services.interviews.held.clear()
    assert asyncio.run(state.choose_patience("long")) is not None


def test_captions_are_remembered_with_the_person_and_in_the_browser(services: FakeServices) -> None:
    state = _loaded(services)
    asyncio.run(state.choose_captions(False))
    assert services.accounts.captions is False
    assert state.command["name"] == "toggle_captions"


def test_the_way_in_opens_with_the_microphone(services: FakeServices) -> None:
    state = _loaded(services)
    assert not state.has_microphone
    state.note_permission("granted")
    assert state.has_microphone


def test_a_blocked_microphone_closes_the_way_in_until_it_is_allowed(services: FakeServices) -> None:
    state = _loaded(services)
    state.note_problem({"code": "mic_denied", "message": "", "status": 0})
    state.note_permission("denied")
    assert not state.has_microphone
    state.note_permission("granted")
    assert (state.problem, state.has_microphone) == ("", True)


def test_a_busy_microphone_is_well_again_once_it_is_heard(services: FakeServices) -> None:
    state = _loaded(services)
    state.note_permission("granted")
    state.note_problem({"code": "mic_busy", "message": "", "status": 0})
    state.note_microphone("off")
    assert not state.has_microphone
    state.note_microphone("quiet")
    assert (state.problem, state.has_microphone) == ("", True)


def test_a_microphone_that_opens_is_well_before_anybody_has_spoken(services: FakeServices) -> None:
    state = _loaded(services)
    state.note_permission("granted")
    state.note_problem({"code": "mic_busy", "message": "", "status": 0})
    state.note_microphone("open")
    assert state.has_microphone


def test_a_server_error_is_no_problem_of_the_microphone(services: FakeServices) -> None:
    state = _loaded(services)
    state.note_permission("granted")
    state.note_problem({"code": "unreachable", "message": "", "status": 0})
    assert state.has_microphone


def test_the_chime_asks_whether_it_was_heard(services: FakeServices) -> None:
    state = _loaded(services)
    state.ask_about_chime()
    assert state.chime == "asking"
    state.note_chime(False)
    assert state.chime == "unheard"


def test_device_lists_follow_the_browser(services: FakeServices) -> None:
    state = _loaded(services)
    state.list_devices(
        [
            {"id": "a", "label": "", "kind": "input", "selected": False},
            {"id": "b", "label": "Desk", "kind": "input", "selected": True},
        ]
    )
    assert [device.label for device in state.inputs] == ["Microphone 1", "Desk"]
    assert (state.input_id, state.outputs) == ("b", [])


@pytest.mark.parametrize(
    ("user_agent", "browser", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36", "Chrome", "site settings"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36 Edg/142.0", "Edge", "lock"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox", "crossed-out"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/26.0 Safari/605.1.15", "Safari", "menu bar"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_7) Version/26.0 Mobile Safari/604.1", "Safari on iPhone", "page menu"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/142.0 Mobile Safari/537.36", "Chrome on Android", "Permissions"),
        ("something new", "Chrome", "site settings"),
    ],
)
def test_help_is_in_the_words_of_the_browser_that_asks(user_agent: str, browser: str, words: str) -> None:
    steps = help_for(user_agent)
    assert steps.name.startswith(browser)
    assert words in " ".join(steps.steps)


def test_system_that_keeps_the_microphone_is_named_with_its_own_switch() -> None:
    assert "Privacy & Security" in system_help("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)")
    assert "desktop apps" in system_help("Mozilla/5.0 (Windows NT 10.0)")
    assert system_help("") != ""


# ---- warming up


def _ready(services: FakeServices) -> LobbyState:
    state = _loaded(services)
    state.note_permission("granted")
    return state


def test_warm_up_runs_inside_the_sound_check_and_returns_to_it(services: FakeServices) -> None:
    state = _ready(services)
    assert state.mode == "check"
    state.start_warm_up()
    assert state.mode == "rehearse"
    state.end_warm_up("interviewer_ended")
    assert (state.mode, state.warm_up) == ("check", "over")


def test_warm_up_waits_for_a_microphone(services: FakeServices) -> None:
    state = _loaded(services)
    state.start_warm_up()
    assert state.mode == "check"


def test_warm_up_ends_with_its_microphone(services: FakeServices) -> None:
    state = _ready(services)
    state.start_warm_up()
    state.note_problem({"code": "mic_lost", "message": "", "status": 0})
    assert state.mode == "check"


@pytest.mark.parametrize(
    ("code", "status", "words"),
    [
        ("not_allowed", 429, "a lot of warming up"),
        ("not_allowed", 409, "didn't open"),
        ("full", 1013, "All rooms are taken"),
    ],
)
def test_warm_up_that_is_refused_keeps_nobody_out(services: FakeServices, code: str, status: int, words: str) -> None:
    state = _ready(services)
    state.start_warm_up()
    state.note_problem({"code": code, "message": "", "status": status})
    assert (state.mode, state.warm_up, state.has_microphone) == ("check", "refused", True)
    assert words in state.warm_up_refusal


def test_interviewer_waits_in_the_warm_up_as_long_as_was_chosen(services: FakeServices) -> None:
    state = _ready(services)
    asyncio.run(state.choose_patience("manual"))
    assert "I'm done" in state.status_texts["listening"][1]


def test_line_on_which_nothing_comes_back_is_called_dead(services: FakeServices) -> None:
    state = _loaded(services)
    state.note_network({"verdict": "poor", "roundTripMs": -1, "jitterMs": -1, "lossPercent": 100.0})
    assert state.network == "dead"


def test_what_is_known_against_the_microphone_in_use_is_said(services: FakeServices) -> None:
    state = _loaded(services)
    headset = {"id": "b", "label": "Headset", "kind": "input", "selected": True, "narrow": True, "cancelsEcho": False}
    desk = {"id": "d", "label": "Desk", "kind": "input", "selected": False, "narrow": False, "cancelsEcho": True}
    state.list_devices([headset, desk])
    assert state.microphone_doubts == ["narrow", "echo"]
    state.list_devices([{**headset, "selected": False}, {**desk, "selected": True}])
    assert state.microphone_doubts == [], "the others are not in use"


def test_entering_leads_to_the_room(services: FakeServices) -> None:
    assert target_of(_loaded(services).enter()) == "/interview/abc/session"


def test_page_holds_every_help_and_the_way_to_type() -> None:
    page = rendered(lobby.page())
    for title in (
        "Your browser is blocking the microphone",
        "Your computer is keeping the microphone",
        "Start the warm-up",
        "Another app is using your microphone",
        "We can't find a microphone",
        "This address can't use the microphone",
        "Did you hear it?",
        "Enter the room",
        "This microphone sounds like a telephone",
        "Wear headphones",
        "You can change this in the room",
        "There is nothing at this address",
    ):
        assert title in page
    assert "typing=1" in page
