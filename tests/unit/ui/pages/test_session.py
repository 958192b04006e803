"""The live room: what it shows when it opens, how it follows the conversation, and where it goes at the end."""

import asyncio
import re
from dataclasses import replace
from pathlib import Path

import pytest

from preppal.domain.interview import Patience, Status
from preppal.domain.transcript import Heard, Role, Source
from preppal.ui import deps
from preppal.ui.components.transcript_view import clock_text, transcript_lines
from preppal.ui.components.turn_controls import status_texts
from preppal.ui.pages import session
from preppal.ui.pages.session import LiveState
from preppal.ui.pages.session.views import questions_answered
from tests.factories import answer_entry, question_entry
from tests.unit.ui.pages.interview_services import FakeServices, ended, interview, open_state, rendered, target_of

_PATH = "/interview/abc/session"
_ROOT = Path(__file__).parents[4]
_TALK = (question_entry(0), answer_entry(1), question_entry(2, "And what did it change?"))


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> FakeServices:
    fake = FakeServices()
    monkeypatch.setattr(deps, "_services", fake)
    return fake


def _opened(services: FakeServices, path: str = _PATH) -> LiveState:
    services.hold(interview(entries=_TALK, status=Status.IN_PROGRESS))
    state = open_state(LiveState, path)
    assert asyncio.run(state.load()) is None
    return state


def _turn(order_index: int, text: str, speaker: str = "USER") -> dict[str, object]:
    return {"speaker": speaker, "text": text, "orderIndex": order_index, "elapsedSeconds": 65}


def test_a_reload_brings_back_what_was_said(services: FakeServices) -> None:
    state = _opened(services)
    assert [line.who for line in state.lines] == ["Ruth", "You", "Ruth"]
    assert [line.clock for line in state.lines] == ["00:00", "00:30", "01:00"]
    assert (state.answered, state.question_count) == (1, 6)


def test_the_socket_is_opened_with_the_tokens_of_this_interview(services: FakeServices) -> None:
    room = _opened(services).room
    assert room.connect_url == "/api/session/abc/worker-token"
    assert room.reconnect_url == "/api/session/abc/ws-token"


def test_the_room_of_an_ended_interview_leads_to_its_report(services: FakeServices) -> None:
    services.hold(ended(interview()))
    assert target_of(asyncio.run(open_state(LiveState, _PATH).load())) == "/interview/abc/feedback"


def test_a_stranger_finds_no_room(services: FakeServices) -> None:
    services.hold(interview(entries=_TALK))
    state = open_state(LiveState, _PATH, token="stranger")
    asyncio.run(state.load())
    assert (state.loading, state.lines) == ("missing", [])


def test_a_signed_out_visitor_gets_nothing_but_the_way_to_sign_in(services: FakeServices) -> None:
    services.hold(interview(entries=_TALK))
    state = open_state(LiveState, _PATH, token="nobody")
    asyncio.run(state.load())
    assert (state.loading, state.lines) == ("loading", [])


def test_coming_to_type_asks_for_no_microphone(services: FakeServices) -> None:
    state = _opened(services, f"{_PATH}?typing=1")
    assert (state.is_typing, state.has_microphone) == (True, False)


def test_a_stored_turn_joins_the_transcript(services: FakeServices) -> None:
    state = _opened(services)
    state.show_question({"index": 2, "count": 6, "competency": "", "text": "", "followUp": False})
    state.add_turn(_turn(3, "It halved the errors."))
    assert (state.lines[-1].text, state.lines[-1].clock, state.answered) == ("It halved the errors.", "01:05", 2)


def test_a_repeated_turn_replaces_itself(services: FakeServices) -> None:
    state = _opened(services)
    state.add_turn(_turn(1, "Said again after the outage."))
    assert [line.order_index for line in state.lines] == [0, 1, 2]
    assert (state.lines[1].text, state.lines[1].clock) == ("Said again after the outage.", "00:30")


def test_the_interviewer_is_never_counted_as_an_answer(services: FakeServices) -> None:
    state = _opened(services)
    state.show_question({"index": 4, "count": 6, "competency": "", "text": "", "followUp": False})
    state.add_turn(_turn(3, "Next question.", speaker="AI"))
    assert (state.lines[-1].who, state.answered) == ("Ruth", 1)


def test_a_page_cannot_be_filled_without_end(services: FakeServices) -> None:
    state = _opened(services)
    for index in range(600):
        state.add_turn(_turn(index, "x" * 30_000))
    assert len(state.lines) == 500
    assert max(len(line.text) for line in state.lines) == 20_000


def test_the_end_leads_to_the_report(services: FakeServices) -> None:
    assert target_of(_opened(services).leave("interviewer_ended")) == "/interview/abc/feedback"


def test_an_interview_taken_over_elsewhere_stays_on_the_page(services: FakeServices) -> None:
    state = _opened(services)
    assert state.leave("replaced") is None
    assert state.is_replaced


def test_typing_closes_the_microphone_and_voice_opens_it_again(services: FakeServices) -> None:
    state = _opened(services)
    state.type_answers()
    assert (state.is_typing, state.has_microphone) == (True, False)
    state.use_voice()
    assert (state.is_typing, state.has_microphone) == (False, True)


def test_only_words_of_the_server_are_shown(services: FakeServices) -> None:
    state = _opened(services)
    state.note_error({"code": "mic_busy", "message": "NotReadableError", "status": 0})
    assert state.server_message == ""
    state.note_error({"code": "server", "message": "We haven't heard you yet.", "status": 0})
    assert state.server_message == "We haven't heard you yet."


def test_caption_size_takes_only_the_three_sizes(services: FakeServices) -> None:
    state = _opened(services)
    state.set_caption_size("48")
    state.set_caption_size("900")
    assert state.caption_size == "48"


def test_a_new_visit_forgets_the_old_one_and_keeps_the_caption_size(services: FakeServices) -> None:
    state = _opened(services)
    state.set_caption_size("40")
    state.is_replaced = True
    asyncio.run(state.load())
    assert (state.is_replaced, state.caption_size) == (False, "40")


def test_patience_chosen_in_the_room_is_said_at_once_and_kept_on_the_interview(services: FakeServices) -> None:
    state = _opened(services)
    assert "two seconds" in state.status_texts["listening"][1]
    assert asyncio.run(state.choose_patience("manual")) is None
    assert "I'm done" in state.status_texts["listening"][1]
    assert "Nothing ends your turn but you" in state.patience_help
    assert services.interviews.held["abc"].patience is Patience.MANUAL


def test_patience_that_does_not_exist_changes_nothing(services: FakeServices) -> None:
    state = _opened(services)
    asyncio.run(state.choose_patience("for ever"))
    assert (state.patience, services.interviews.held["abc"].patience) == ("normal", Patience.NORMAL)


def test_patience_chosen_after_the_end_shows_what_is_there_instead(services: FakeServices) -> None:
    state = _opened(services)
    services.interviews.held.clear()
    assert asyncio.run(state.choose_patience("long")) is not None


@pytest.mark.parametrize(
    ("patience", "words"),
    [(Patience.NORMAL, "two seconds"), (Patience.LONG, "four seconds"), (Patience.MANUAL, "Press I'm done")],
)
def test_the_listening_line_says_how_long_the_interviewer_waits(patience: Patience, words: str) -> None:
    assert words in status_texts("Hiring manager", patience)["listening"][1]


def test_follow_ups_are_not_counted_as_questions() -> None:
    entries = [answer_entry(1, question_index=1), answer_entry(3, question_index=1), answer_entry(5, question_index=2)]
    assert questions_answered(entries) == 2


def test_a_turn_nobody_understood_counts_as_an_answer_and_says_so() -> None:
    unclear = replace(answer_entry(1, ""), heard=Heard.UNCLEAR)
    assert questions_answered([unclear]) == 1
    assert transcript_lines([unclear], "Ruth")[0].text == "Speech that could not be made out."


def test_a_typed_answer_is_marked() -> None:
    typed = replace(answer_entry(1), source=Source.TYPED)
    (line,) = transcript_lines([typed], "Ruth")
    assert (line.note, line.is_candidate, typed.role) == ("typed", True, Role.CANDIDATE)


def test_clock_counts_minutes_past_the_hour() -> None:
    assert [clock_text(seconds) for seconds in (-1, 59.9, 302, 3_725)] == ["00:00", "00:59", "05:02", "62:05"]


# ---- the page and the component it talks to


def test_page_offers_every_control_of_a_turn() -> None:
    page = rendered(session.page())
    for command in (
        "done",
        "hold",
        "repeat",
        "answer_now",
        "not_finished",
        "toggle_mute",
        "toggle_captions",
        "enable_sound",
        "say",
        "end",
        "retry",
        "choose_input",
        "choose_output",
    ):
        assert f'"data-interview-command":"{command}"' in page
    for words in ("End here?", "Keep going", "Keyboard shortcuts", "Send answer", "Use voice"):
        assert words in page


def test_every_error_of_the_component_has_a_notice_that_can_be_seen() -> None:
    readme = (_ROOT / "audio_worklet" / "README.md").read_text(encoding="utf-8")
    errors = re.search(r"### Errors\n(.*?)\n## ", readme, re.DOTALL)
    assert errors is not None
    codes = [found.group(1) for item in errors.group(1).split("·") if (found := re.search(r"`([a-z_]+)`", item))]
    page = rendered(session.page())
    style = (_ROOT / "assets" / "styles" / "live.css").read_text(encoding="utf-8")
    assert len(codes) > 5
    for code in codes:
        assert f'"data-live-error":"{code}"' in page, code
        assert f'[data-interview-error="{code}"] [data-live-error="{code}"]' in style, code


def test_page_marks_every_slot_the_design_needs() -> None:
    page = rendered(session.page())
    for slot in (
        "presence",
        "status",
        "question",
        "question_count",
        "question_segments",
        "clock",
        "caption",
        "caption_interviewer",
        "level",
        "connection",
        "answer",
        "answer_words",
    ):
        assert f'"data-interview-slot":"{slot}"' in page
