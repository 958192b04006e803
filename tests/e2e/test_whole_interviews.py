"""Somebody who never touches a mouse, and somebody who never speaks, each hold an interview to its last word."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.rooms import Guest, guest, new_interview
from tests.e2e.server import Server
from tests.spoken import silence

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.timeout(420)]

# Own part, result and number, so that little is asked back.
ANSWER = (
    "Last year in my previous job our deploy script deleted the wrong folder. I owned the script, so I decided to "
    "write a dry run mode, I added a test for every path, and I reviewed it with two colleagues. It cost us a week, "
    "however since then no deploy has failed, and the time for a release went down from two hours to twenty minutes."
)
SPOKEN = "I added a test, and no deploy has failed."
MOST_ANSWERS = 12


# It is the person's turn once a question begins, or once the interviewer has said all it has to say.
IS_MY_TURN = """previous => {
  const state = document.documentElement.dataset.interviewState;
  const question = document.querySelector("[data-interview-slot=question]")?.textContent ?? "";
  if (state === "ended" || location.pathname.includes("/feedback")) return "over";
  if (state === "listening") return state;
  return state === "speaking" && question !== "" && question !== previous && state;
}"""


def await_turn(someone: Guest, previous: str) -> str:
    """`speaking` (a new question is being asked), `listening`, or `over`."""
    return str(someone.wait_until(IS_MY_TURN, previous))


def open_question(someone: Guest) -> str:
    return someone.slot("question").text_content() or ""


def test_person_who_only_types_holds_a_whole_interview(shared_server: Server, chromium: str) -> None:
    interview_id = new_interview(shared_server, durationMinutes=5)
    with guest(chromium, shared_server, interview_id=interview_id, scripted=False, allow_microphone=False) as someone:
        page, keys = someone.page, someone.page.keyboard
        someone.go_to_lobby()
        someone.tab_to(page.get_by_role("link", name="Answer by typing").first)
        keys.press("Enter")
        page.wait_for_url("**/session?typing=1")
        field = page.get_by_label("Your answer")
        expect(field).to_be_focused()
        question, answers = "", 0
        while await_turn(someone, question) != "over" and answers < MOST_ANSWERS:
            question = open_question(someone)
            keys.insert_text(ANSWER)
            keys.press("Control+Enter")
            answers += 1
            expect(field).to_have_value("")
            expect(page.locator(".typed-turns .me")).to_have_count(answers)
            someone.wait_for_state("speaking")
        page.wait_for_url("**/feedback")
        stored = someone.stored("candidate")
        assert len(stored) == answers >= 3
        assert {answer["content"] for answer in stored} == {ANSWER}
        assert someone.visit.complaints == []


def test_person_who_only_uses_the_keyboard_holds_a_whole_interview(
    shared_server: Server, chromium: str, say: Callable[..., bytes]
) -> None:
    interview_id = new_interview(shared_server, durationMinutes=5)
    spoken = say(SPOKEN) + silence(200)
    with guest(chromium, shared_server, interview_id=interview_id) as someone:
        page, keys = someone.page, someone.page.keyboard
        someone.go_to_lobby()
        expect(someone.button("Enter the room")).to_be_enabled()
        someone.press("Enter the room")
        page.wait_for_url("**/session")
        question, answers = "", 0
        while (turn := await_turn(someone, question)) != "over" and answers < MOST_ANSWERS:
            if turn == "speaking":
                someone.press("Answer now")
                someone.wait_for_state("listening")
            question = open_question(someone)
            someone.say(spoken)
            expect(someone.slot("caption")).not_to_be_empty(timeout=40_000)
            someone.finish_saying()
            keys.press("Space")
            answers += 1
            someone.wait_for_state("thinking", "speaking")
            someone.wait_for_state("speaking")
        page.wait_for_url("**/feedback")
        assert len(someone.stored("candidate")) == answers >= 3
        assert someone.visit.complaints == []
