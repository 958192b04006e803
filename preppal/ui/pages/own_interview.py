"""The interview an address names: whose it is comes from the sign-in, never from the page."""

import asyncio
from dataclasses import dataclass, replace

import reflex as rx

from preppal.domain.interview import InterviewType, Patience
from preppal.errors import Conflict, NotAllowed, NotFound, PreppalError
from preppal.services.views import InterviewDetail, Person, Profile
from preppal.ui.auth_state import signed_in_person
from preppal.ui.deps import get_services
from preppal.ui.when import number_words

_PREFIX = "interview"


def interview_id_in(path: str) -> str:
    """`/interview/{id}/lobby` -> id, also below a path prefix; empty when there is none."""
    parts = path.strip("/").split("/")
    position = parts.index(_PREFIX) + 1 if _PREFIX in parts else len(parts)
    return parts[position] if position < len(parts) else ""


async def require_person(state: rx.State) -> Person:
    """Raises NotAllowed when signed out."""
    person = await signed_in_person(state)
    if person is None:
        raise NotAllowed("Sign in first.")
    return person


async def find_interview(state: rx.State, user_id: str) -> InterviewDetail:
    """Raises NotFound for a missing one and for somebody else's alike."""
    interview_id = interview_id_in(state.router.url.path)
    if not interview_id:
        raise NotFound("There is no such interview.")
    return await asyncio.to_thread(get_services().interviews.get, user_id, interview_id)


@dataclass(frozen=True, slots=True)
class Visited:
    """Whose interview the address names, and what they chose in their settings."""

    person: Person
    detail: InterviewDetail
    profile: Profile


async def visit_interview(state: rx.State) -> Visited | str:
    """What a page about a running interview begins with, or how that page stands without it.

    "missing", "failed", or "loading" for who is signed out and sent to sign in.
    """
    try:
        person = await require_person(state)
        detail = await find_interview(state, person.id)
        profile = await asyncio.to_thread(get_services().accounts.profile, person.id)
    except NotAllowed:
        return "loading"
    except NotFound:
        return "missing"
    except PreppalError:
        return "failed"
    return Visited(person, detail, profile)


async def keep_patience(state: rx.State, interview_id: str, patience: Patience) -> bool:
    """Kept on the interview; False when it has ended or gone meanwhile."""
    try:
        person = await require_person(state)
        interviews = get_services().interviews
        await asyncio.to_thread(interviews.update_setup, person.id, interview_id, patience=patience)
    except (NotAllowed, NotFound, Conflict):
        return False
    return True


async def find_report(state: rx.State, user_id: str) -> InterviewDetail:
    """The interview with its newest report, or with the version that the address names. Raises NotFound.

    A report stands beside the words it rests on, not beside those that were corrected since.
    """
    detail = await find_interview(state, user_id)
    asked = str(state.router.url.query_parameters.get("version", ""))
    reviews, interview_id = get_services().reviews, detail.summary.id
    if asked:
        versions = await asyncio.to_thread(reviews.versions, user_id, interview_id)
        view = next((view for view in versions if str(view.version) == asked), None)
        if view is None:
            raise NotFound("There is no such version of the report.")
        detail = replace(detail, feedback=view)
    if detail.feedback is None:
        return detail
    words = await asyncio.to_thread(reviews.words_of, user_id, interview_id, detail.feedback.version)
    return replace(detail, entries=words)


def page_of(interview_id: str, page: str) -> str:
    """The address of one of an interview's pages: lobby, session, feedback."""
    return f"/{_PREFIX}/{interview_id}/{page}"


def interview_title(interview_type: InterviewType) -> str:
    """Behavioral interview; HR screen."""
    label = interview_type.label
    return label if label.endswith("screen") else f"{label} interview"


def count_words(number: int, noun: str) -> str:
    """six answers; one answer."""
    return f"{number_words(number).lower()} {noun}{'' if number == 1 else 's'}"


def question_in(path: str) -> int:
    """`/interview/{id}/feedback/3` -> 3. Raises NotFound for what is no number."""
    last = path.strip("/").rsplit("/", 1)[-1]
    if not last.isdecimal() or len(last) > 3:
        raise NotFound("There is no such question.")
    return int(last)
