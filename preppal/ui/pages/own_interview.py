"""The interview an address names: whose it is comes from the sign-in, never from the page."""

import asyncio
from dataclasses import replace

import reflex as rx

from preppal.domain.interview import InterviewType
from preppal.errors import NotAllowed, NotFound
from preppal.services.views import InterviewDetail, Person
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
