"""`/api/user`: the profile, and how practice goes."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from preppal.api.identity import person_of
from preppal.api.problems import responses
from preppal.api.shapes import Answer, AskedDay, Body, ByName, Moment
from preppal.config import Settings
from preppal.domain.interview import Patience, SpeakingSpeed
from preppal.domain.languages import Language
from preppal.services.accounts import AccountService
from preppal.services.views import Person, Profile, Stats, TrendPoint


class UserProfile(Answer):
    id: str
    email: str
    name: str
    image: str
    target_role: str
    timeline: str
    goals: str
    patience: Patience
    captions: bool
    theme: str
    time_zone: str
    skipped_measures: tuple[str, ...]
    record_audio: bool
    recording_days: int
    speaking_speed: SpeakingSpeed
    language: str
    languages: Annotated[tuple[str, ...], Field(description="What the interviewer of this server speaks")]
    reduce_motion: bool
    interview_on: date | None


class Day(Answer):
    date: date
    minutes: int


class UserStats(Answer):
    total_sessions: int
    current_streak: Annotated[int, Field(description="Days in a row; one missed day in seven is forgiven.")]
    longest_streak: int
    last_session_at: Moment | None
    week: tuple[Day, ...]
    week_minutes: int


class UserWithStats(Answer):
    user: UserProfile
    stats: UserStats


class ProfileChanges(Body):
    """What is left out stays as it is."""

    name: Annotated[str, Field(examples=["Ann"])] = ""
    target_role: Annotated[str, Field(examples=["Product manager"])] = ""
    timeline: Annotated[str, Field(examples=["2_4_weeks"], description="this_week, 2_4_weeks or exploring")] = ""
    goals: str = ""
    patience: Annotated[Patience, ByName] = Patience.NORMAL
    captions: bool = True
    theme: Annotated[str, Field(examples=["dark"], description="system, light or dark")] = "system"
    time_zone: Annotated[str, Field(examples=["Europe/Berlin"])] = "UTC"
    skipped_measures: Annotated[list[str], Field(max_length=20)] = []
    record_audio: Annotated[bool, Field(description="Whether new interviews begin with recording on")] = False
    recording_days: Annotated[
        int, Field(examples=[30], description="7, 30, 90 or 365; 0 is for as long as this server keeps them")
    ] = 0
    speaking_speed: Annotated[SpeakingSpeed, ByName] = SpeakingSpeed.NORMAL
    language: Annotated[
        str, Field(max_length=40, examples=["en"], description="The language of new interviews, one of `languages`")
    ] = "en"
    reduce_motion: Annotated[bool, Field(description="Pages stay still, whatever the device says")] = False
    interview_on: Annotated[
        AskedDay | None, Field(examples=["2027-03-09"], description="The day of the interview; null: none is known")
    ] = None


class Point(Answer):
    session_id: str
    at: Moment
    value: float
    spread: float | None = None


class Streaks(Answer):
    current: int
    longest: int


class ProgressSession(Answer):
    session_id: str
    at: Moment
    overall_score: float | None
    overall_spread: float | None


class Progress(Answer):
    """A trend has a point for each interview in which that was scored or measured, oldest first."""

    sessions: tuple[ProgressSession, ...]
    streaks: Streaks
    trends: dict[str, tuple[Point, ...]]


_TRENDS = {
    "overallScore": "overall",
    "speechRateWpm": "speech_rate_wpm",
    "fillersPerMinute": "fillers_per_minute",
    "averageResponseMs": "average_response_ms",
}
_PROGRESS_LIMIT = 100


def create_user_routes(accounts: AccountService, settings: Settings) -> APIRouter:
    router = APIRouter(prefix="/api/user", tags=["user"])
    Asker = Annotated[Person, Depends(person_of(accounts, settings))]  # noqa: N806  a type

    @router.get("/profile", summary="Who is signed in, with figures of practice", responses=responses(401))
    def get_profile(asker: Asker) -> UserWithStats:
        """Days, streaks and minutes are counted in the person's time zone."""
        return profile_body(accounts.profile(asker.id), accounts.stats(asker.id), accounts.languages)

    @router.patch("/profile", summary="Change the profile", responses=responses(401, 403, 422))
    def update_profile(asker: Asker, changes: ProfileChanges) -> UserWithStats:
        """What is left out stays as it is."""
        named = {field: getattr(changes, field) for field in changes.model_fields_set}
        profile = accounts.update_profile(asker.id, **named)
        return profile_body(profile, accounts.stats(asker.id), accounts.languages)

    @router.get("/progress", summary="Scores and measures over time", responses=responses(401))
    def get_progress(asker: Asker) -> Progress:
        """The newest 100 interviews that were reviewed. What was not measured has no point."""
        return progress_body(accounts.stats(asker.id), accounts.trends(asker.id, _PROGRESS_LIMIT))

    return router


def progress_body(stats: Stats, points: tuple[TrendPoint, ...]) -> Progress:
    return Progress(
        sessions=tuple(
            ProgressSession(
                session_id=point.interview_id,
                at=point.at,
                overall_score=point.overall,
                overall_spread=point.overall_spread,
            )
            for point in points
        ),
        streaks=Streaks(current=stats.current_streak, longest=stats.longest_streak),
        trends={name: _trend(points, field) for name, field in _TRENDS.items()},
    )


def _trend(points: tuple[TrendPoint, ...], field: str) -> tuple[Point, ...]:
    return tuple(
        Point(
            session_id=point.interview_id,
            at=point.at,
            value=getattr(point, field),
            spread=point.overall_spread if field == "overall" else None,
        )
        for point in points
        if getattr(point, field) is not None
    )


def profile_body(profile: Profile, stats: Stats, languages: Sequence[Language]) -> UserWithStats:
    """`languages` are those of this server's interviewer."""
    person = profile.person
    return UserWithStats(
        user=UserProfile(
            id=person.id,
            email=person.email,
            name=person.name,
            image=person.image,
            target_role=profile.target_role,
            timeline=profile.timeline,
            goals=profile.goals,
            patience=profile.patience,
            captions=profile.captions,
            theme=profile.theme,
            time_zone=profile.time_zone,
            skipped_measures=profile.skipped_measures,
            record_audio=profile.record_audio,
            recording_days=profile.recording_days,
            speaking_speed=profile.speaking_speed,
            language=profile.language.code,
            languages=tuple(language.code for language in languages),
            reduce_motion=profile.reduce_motion,
            interview_on=profile.interview_on,
        ),
        stats=UserStats.model_validate(stats),
    )
