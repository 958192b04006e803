"""The built-in interviewer, which knows nothing but the history."""

from tests.emulators.gemini_live.interviewer import Interviewer, Move, Remark
from tests.emulators.gemini_live.memory import Item
from tests.emulators.gemini_live.scenario import Interview

PLAN = Interview(questions=("Why this work?", "What went wrong?", "What is next?"), follow_up_every=2)


def remark(*history: Item, request: str | None = None, system_text: str = "") -> Remark:
    return Interviewer(PLAN).next_remark(system_text, history, request)


def model(text: str) -> Item:
    return Item("model", text)


def user(text: str) -> Item:
    return Item("user", text)


def test_interviewer_greets_an_empty_history() -> None:
    first = remark(user("Begin."), request="Begin.")
    assert first.move is Move.GREETING
    assert first.text == f"{PLAN.greeting} Why this work?"


def test_interviewer_asks_the_next_question_after_an_answer() -> None:
    assert remark(model("Why this work?"), user("Because.")).question == "What went wrong?"


def test_interviewer_never_greets_when_the_seed_tells_of_an_interview() -> None:
    seed = "So far: Interviewer: why this work. Candidate: because I like it. Go on."
    assert remark(user(seed), request=seed).question == "What went wrong?"
    assert remark(user("Hello"), request="Hello", system_text="You asked: Why this work?").move is Move.GO_ON


def test_interviewer_repeats_the_open_question_when_asked_to() -> None:
    again = remark(model("Why this work?"), user("Repeat the open question."), request="Repeat the open question.")
    assert (again.move, again.question) == (Move.REPEAT, "Why this work?")


def test_interviewer_follows_up_once_with_the_candidates_words() -> None:
    history = [model("Why this work?"), user("One."), model("What went wrong?"), user("The roof fell in.")]
    follow_up = remark(*history)
    assert follow_up.move is Move.FOLLOW_UP
    assert "The roof fell in" in follow_up.text
    assert remark(*history, model(follow_up.text), user("Two.")).question == "What is next?"


def test_interviewer_says_goodbye_when_the_plan_is_done_or_time_is_up() -> None:
    asked = [model(question) for question in PLAN.questions]
    assert remark(*asked, user("Rest.")).ends
    told = "Close the interview now."
    assert remark(model("Why this work?"), user(told), request=told).move is Move.FAREWELL


def test_interviewer_without_an_end_goes_on_for_ever() -> None:
    endless = Interviewer(Interview(questions=("Why this work?",), ends=False, follow_up_every=0))
    told = "Close the interview now."
    history = [model("Why this work?"), user("Because."), user(told)]
    assert endless.next_remark("", history, told).move is Move.QUESTION
