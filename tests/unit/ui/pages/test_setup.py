"""Setting up: filled in from last time, problems under their field, sent once."""

from dataclasses import replace

import pytest

from preppal.domain.interview import Difficulty, InterviewType
from preppal.ui.pages.setup import sample
from preppal.ui.pages.setup.choices import choices_from, questions_note
from preppal.ui.pages.setup.state import SetupState
from tests.factories import JOB_TEXT, new_interview
from tests.unit.ui.conftest import NOBODY, Product, Visitor, perform, redirects

TEXTS = {"job_title": "Team lead", "job_description": JOB_TEXT, "resume": "Ten years of teams."}


def opened(visitor: Visitor, address: str = "/interview/new") -> SetupState:
    state = visitor.open(SetupState, address)
    perform(state.load())
    return state


def test_first_visit_has_sensible_choices(product: Product) -> None:
    state = opened(product.sign_in())
    assert (state.loading, state.has_history) == ("ready", False)
    assert (state.level_and_type, state.persona_name, state.minutes) == ("standard behavioral", "Ruth", "15")
    assert state.questions.startswith("Six questions.")


def test_first_interview_begins_with_the_role_somebody_said_they_practise_for(product: Product) -> None:
    maya = product.sign_in()
    product.accounts.update_profile(maya.user_id, target_role="Product analyst")
    assert opened(maya).job_title == "Product analyst"
    product.interviews.create(maya.user_id, new_interview(job_title="Team lead"))
    assert opened(maya).job_title == "Team lead"


def test_type_and_difficulty_follow_the_goals_and_the_page_says_why(product: Product) -> None:
    maya = product.sign_in()
    product.accounts.update_profile(maya.user_id, goals="I get nervous in technical rounds")
    state = opened(maya)
    assert state.level_and_type == "warm-up technical verbal"
    assert state.why == "You want to work on technical answers and a gentle start helps with staying calm."
    assert opened(maya, "/interview/new?warmup=1").why == ""
    product.accounts.update_profile(maya.user_id, goals="")
    assert (opened(maya).level_and_type, opened(maya).why) == ("standard behavioral", "")


def test_language_of_the_interview_is_said_when_it_is_another(product: Product) -> None:
    maya = product.sign_in()
    assert opened(maya).language == ""
    product.settings = replace(product.settings, gemini_api_key="key")
    product.start()
    product.accounts.update_profile(maya.user_id, language="de-DE")
    assert opened(maya).language == "German"


def test_choices_and_texts_are_filled_in_from_last_time(product: Product) -> None:
    maya = product.sign_in()
    last = new_interview(
        interview_type=InterviewType.HR_SCREEN,
        difficulty=Difficulty.INTENSE,
        persona="daniel",
        duration_min=30,
        **TEXTS,
    )
    product.interviews.create(maya.user_id, last)
    state = opened(maya)
    assert state.has_history
    assert (state.level_and_type, state.persona, state.minutes) == ("intense HR screen", "daniel", "30")
    assert {name: getattr(state, name) for name in TEXTS} == TEXTS


def test_deleted_interview_takes_its_texts_along(product: Product) -> None:
    maya = product.sign_in()
    made, _ = product.interviews.create(maya.user_id, new_interview(persona="imani", **TEXTS))
    product.interviews.delete(maya.user_id, made.id)
    state = opened(maya)
    assert (state.loading, state.persona, state.resume) == ("ready", "imani", "")


def test_link_to_the_warm_up_chooses_it(product: Product) -> None:
    state = opened(product.sign_in(), "/interview/new?warmup=1")
    assert (state.difficulty, state.minutes) == ("warmup", "5")
    assert state.questions.startswith("Three questions.")


def test_setup_becomes_an_interview_and_leads_to_the_sound_check(product: Product) -> None:
    maya = product.sign_in()
    state = opened(maya)
    state.choose_type("technical_verbal")
    state.choose_difficulty("intense")
    state.choose_persona("imani")
    state.choose_minutes("20")
    events = perform(state.create(dict(TEXTS)))
    made = product.interviews.history(maya.user_id).items[0]
    assert redirects(events) == [f"/interview/{made.id}/lobby"]
    assert (made.interview_type, made.difficulty) == (InterviewType.TECHNICAL_VERBAL, Difficulty.INTENSE)
    assert (made.persona_key, made.duration_min, made.job_title) == ("imani", 20, "Team lead")
    detail = product.interviews.get(maya.user_id, made.id)
    assert (detail.job_description, detail.resume) == (JOB_TEXT, "Ten years of teams.")


def test_interviewer_in_ones_own_words_is_made_and_comes_back_next_time(product: Product) -> None:
    maya = product.sign_in()
    state = opened(maya)
    state.choose_persona("own")
    state.name_own(" Mr Okoye ")
    assert state.persona_name == "Mr Okoye"
    perform(state.create({"persona_name": "Mr Okoye", "persona_role": "Plant manager", "persona_manner": "Dry."}))
    made = product.interviews.history(maya.user_id).items[0]
    assert (made.persona_key, made.persona_name, made.persona_role) == ("own", "Mr Okoye", "Plant manager")
    again = opened(maya)
    assert (again.persona, again.own_name, again.own_role, again.own_manner) == (
        "own",
        "Mr Okoye",
        "Plant manager",
        "Dry.",
    )


def test_interviewer_without_a_name_is_a_problem_under_the_name(product: Product) -> None:
    maya = product.sign_in()
    state = opened(maya)
    state.choose_persona("own")
    perform(state.create({}))
    assert state.errors == {"persona_name": "Give your interviewer a name."}


def test_first_timer_can_try_with_a_made_up_job(product: Product) -> None:
    maya = product.sign_in()
    state = opened(maya)
    assert not state.has_papers
    filled = state.fill_in_sample()
    assert len(filled) == 3
    assert state.job_words == "Product analyst"
    perform(state.create({"job_title": sample.JOB_TITLE, "job_description": sample.JOB_DESCRIPTION}))
    assert product.interviews.history(maya.user_id).items[0].job_title == "Product analyst"
    assert opened(maya).has_papers, "whoever has practised has papers of their own to change"


def test_sending_twice_makes_one_and_a_new_visit_makes_another(product: Product) -> None:
    maya = product.sign_in()
    state = opened(maya)
    for _ in range(2):
        perform(state.create({}))
    assert len(product.interviews.history(maya.user_id).items) == 1
    perform(opened(maya).create({}))
    assert len(product.interviews.history(maya.user_id).items) == 2


def test_short_job_text_is_a_problem_under_its_field(product: Product) -> None:
    maya = product.sign_in()
    state = opened(maya)
    perform(state.create({"job_description": "A job"}))
    assert state.errors == {"job_description": "Paste a little more, at least the duties."}
    assert not state.is_busy
    assert product.interviews.history(maya.user_id).items == ()


@pytest.mark.parametrize("value", ["", "nonsense", "behavioral; drop", "999"])
def test_choice_that_is_none_changes_nothing_for_the_worse(product: Product, value: str) -> None:
    state = opened(product.sign_in())
    state.choose_type(value)
    state.choose_difficulty(value)
    state.choose_persona(value)
    state.choose_minutes(value)
    assert (state.interview_type, state.difficulty, state.persona, state.minutes) == (
        "behavioral",
        "standard",
        "ruth",
        "15",
    )


def test_limit_is_explained_and_the_form_stays(product: Product) -> None:
    product.settings = replace(product.settings, sessions_per_day=1)
    product.start()
    maya = product.sign_in()
    product.interviews.create(maya.user_id, new_interview())
    state = opened(maya)
    assert redirects(perform(state.create({}))) == []
    assert "allowance" in state.problem


def test_setup_needs_a_sign_in(product: Product) -> None:
    state = opened(NOBODY)
    assert state.loading == "loading"
    assert redirects(perform(state.create({}))) == []


def test_unreachable_server_offers_to_try_again(product: Product) -> None:
    maya = product.sign_in()
    state = maya.open(SetupState, "/interview/new")
    product.fail("accounts", "profile")
    perform(state.load())
    assert state.loading == "failed"


def test_stale_choices_fall_back_to_their_defaults() -> None:
    stale = {"interview_type": "pair_programming", "difficulty": "?", "persona": "tomas", "duration_min": 45}
    assert choices_from(stale) == choices_from({})


@pytest.mark.parametrize(
    ("difficulty", "minutes", "count"), [(Difficulty.WARMUP, 5, "Three"), (Difficulty.INTENSE, 30, "Eight")]
)
def test_questions_are_counted_as_the_interview_counts_them(difficulty: Difficulty, minutes: int, count: str) -> None:
    assert questions_note(difficulty, minutes).startswith(f"{count} questions.")
