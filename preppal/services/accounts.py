"""People: signing in and out, the profile, and how much they have practised."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from preppal.auth.oidc import OpenIdProvider
from preppal.auth.tokens import TokenSigner
from preppal.config import Settings
from preppal.domain.bands import Measure
from preppal.domain.interview import Patience, SpeakingSpeed
from preppal.domain.languages import ENGLISH, Language, language_of, spoken_by
from preppal.domain.practice import RECENT_REPORTS, Guidance, advise
from preppal.domain.preparation import Preparation, suggest
from preppal.domain.streaks import MIN_ANSWERS, local_day, streak, week_of
from preppal.errors import Conflict, NotAllowed, NotFound
from preppal.services.creation import no_such_language
from preppal.services.limits import RateLimiter
from preppal.services.mail import Mailer, make_mailer
from preppal.services.passwords import PasswordService
from preppal.services.providers import ProviderService
from preppal.services.sign_ins import checked_email, new_user, open_sign_in, person_view, required
from preppal.services.texts import Checked
from preppal.services.trends import latest_reports, trend_points
from preppal.services.views import OpenSignIn, Person, Profile, SignIn, Stats, TrendPoint, WeekDay
from preppal.store.database import Database
from preppal.store.models import Identity, Interview, User, utc_now
from preppal.store.queries import accounts, interviews, transcripts

TIMELINES = ("", "this_week", "2_4_weeks", "exploring")
THEMES = ("system", "light", "dark")
RECORDING_DAYS = (0, 7, 30, 90, 365)
SKIPPABLE_MEASURES = tuple(measure.value for measure in Measure)

_DEV = "dev"


class AccountService:
    """Thread-safe; each method is one unit of work. `passwords` and `providers` are the two ways in."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        tokens: TokenSigner,
        now: Callable[[], datetime] = utc_now,
        *,
        mailer: Mailer | None = None,
        providers: Sequence[OpenIdProvider] | None = None,
    ) -> None:
        self._database = database
        self._settings = settings
        self._tokens = tokens
        self._now = now
        # Everything one person asks for, whichever route takes it.
        self.requests = RateLimiter(settings.requests_per_minute, settings.requests_per_minute)
        self.passwords = PasswordService(database, settings, tokens, mailer or make_mailer(settings), now)
        self.providers = ProviderService(database, settings, tokens, providers, now)

    def sign_in_dev(self, email: str, name: str = "", device: str = "") -> SignIn:
        """Sign in without a password, on one's own machine. Raises NotFound when that is off, InvalidInput."""
        return self._open(self._dev_user(email, name), device=device)

    def sign_in_code_dev(self, email: str, name: str = "") -> str:
        """As `sign_in_dev`, for a page that cannot set cookies: a code to redeem over HTTP within a minute."""
        return self._tokens.issue_code(self._dev_user(email, name))

    def redeem_code(self, code: str, device: str = "") -> SignIn:
        """Open the sign-in a code stands for, once. Raises NotAllowed when it has run out or was used."""
        claims = self._tokens.check_code(code)
        try:
            return self._open(claims.user_id, claims.token_id, device)
        except (Conflict, NotFound) as error:  # the sign-in of this id exists already, or the account is gone
            raise NotAllowed("This sign-in was used already. Please sign in again.") from error

    def _dev_user(self, email: str, name: str) -> str:
        if not self._settings.dev_login:
            raise NotFound("Dev sign-in is off on this server.")
        checked = Checked()
        email = checked_email(checked, email)
        name = checked.line("name", name, 80)
        checked.raise_problems()
        try:
            return self._user_id(_DEV, email, name)
        except Conflict:  # two first sign-ins at once: the other one has made the account
            return self._user_id(_DEV, email, name)

    def _user_id(self, provider: str, email: str, name: str) -> str:
        """The account for an e-mail, made when there is none."""
        with self._database.begin() as db:
            user = accounts.user_by_email(db, email) or new_user(db, email, name, self._now())
            if accounts.user_by_identity(db, provider, email) is None:
                db.add(Identity(user_id=user.id, provider=provider, subject=email))
            return user.id

    def _open(self, user_id: str, token_id: str = "", device: str = "") -> SignIn:
        with self._database.begin() as db:
            return open_sign_in(
                db,
                required(accounts.user(db, user_id)),
                tokens=self._tokens,
                settings=self._settings,
                now=self._now(),
                token_id=token_id,
                device=device,
            )

    def person_for_token(self, token: str) -> Person:
        """Raises NotAllowed when the token is no good or the sign-in was ended."""
        claims = self._tokens.check_sign_in(token)
        with self._database.read() as db:
            user = accounts.signed_in_user(db, claims.token_hash, self._now())
            if user is None or user.id != claims.user_id:
                raise NotAllowed("Your sign-in has ended. Please sign in again.")
            return person_view(user)

    def sign_out(self, token: str) -> None:
        """End the sign-in for good. A token that is no good any more is as well as ended."""
        try:
            claims = self._tokens.check_sign_in(token)
        except NotAllowed:
            return
        with self._database.begin() as db:
            accounts.revoke_sign_in(db, claims.token_hash, self._now())

    def sign_ins(self, user_id: str, token: str = "") -> tuple[OpenSignIn, ...]:
        """Where the person is signed in, newest first; the one `token` belongs to is marked."""
        current = self._hash_of(token)
        with self._database.read() as db:
            rows = accounts.open_sign_ins(db, user_id, self._now())
        return tuple(
            OpenSignIn(row.id, row.device, row.created_at, row.expires_at, row.token_hash == current) for row in rows
        )

    def end_sign_in(self, user_id: str, sign_in_id: str) -> None:
        """End one of the person's own sign-ins. Raises NotFound."""
        with self._database.begin() as db:
            if not accounts.revoke_own_sign_in(db, user_id, sign_in_id, self._now()):
                raise NotFound("There is no such sign-in.")

    def end_other_sign_ins(self, user_id: str, token: str) -> int:
        """End all but the one `token` belongs to; returns how many."""
        with self._database.begin() as db:
            return accounts.revoke_sign_ins(db, user_id, self._now(), but=self._hash_of(token))

    def _hash_of(self, token: str) -> str:
        try:
            return self._tokens.check_sign_in(token).token_hash
        except NotAllowed:
            return ""

    @property
    def has_dev_login(self) -> bool:
        return self._settings.dev_login

    @property
    def languages(self) -> tuple[Language, ...]:
        """What the interviewer of this server speaks."""
        return spoken_by(self._settings.chosen_engine.value)

    def profile(self, user_id: str) -> Profile:
        """Raises NotFound."""
        with self._database.read() as db:
            return _profile(required(accounts.user(db, user_id)), self.languages)

    def update_profile(self, user_id: str, **changes: Any) -> Profile:  # each value is checked by its name
        """Change what is named; the rest stays. Raises InvalidInput, NotFound."""
        checked_changes = _checked_profile(changes, {language.code for language in self.languages})
        with self._database.begin() as db:
            user = required(accounts.locked_user(db, user_id))
            for field, value in checked_changes.items():
                setattr(user, field, value)
            user.updated_at = self._now()
            db.add(user)
            return _profile(user, self.languages)

    def stats(self, user_id: str) -> Stats:
        """Raises NotFound."""
        with self._database.read() as db:
            time_zone = required(accounts.user(db, user_id)).time_zone
            rows = interviews.completed(db, user_id)
            answers = transcripts.answer_counts(db, [row.id for row in rows])
        today = local_day(self._now(), time_zone)
        practised = [row for row in rows if answers.get(row.id, 0) >= MIN_ANSWERS]
        run = streak((_day_of(row, time_zone) for row in practised), today)
        week = _week(rows, today, time_zone)
        return Stats(
            total_sessions=len(rows),
            current_streak=run.current,
            longest_streak=run.longest,
            last_session_at=max((_ended_at(row) for row in rows), default=None),
            week=week,
            week_minutes=sum(day.minutes for day in week),
            total_s=sum(row.elapsed_ms for row in rows) // 1000,
            is_day_off_used=run.is_day_off_used,
        )

    def trends(self, user_id: str, limit: int = 12) -> tuple[TrendPoint, ...]:
        """The newest reviewed interviews, oldest first."""
        with self._database.read() as db:
            return trend_points(db, interviews.completed(db, user_id))[-limit:]

    def guidance(self, user_id: str) -> Guidance:
        """What to practise next, for what they prepare for and in the time that is left. Raises NotFound."""
        with self._database.read() as db:
            user = required(accounts.user(db, user_id))
            reports = latest_reports(db, user_id, RECENT_REPORTS)
        preparing = Preparation(user.target_role, user.timeline, user.goals, user.interview_on)
        today = local_day(self._now(), user.time_zone)
        return Guidance(
            advice=advise(reports, preparing.aims),
            standing=preparing.standing(today),
            is_rehearsal=preparing.is_rehearsal(today),
            suggestion=suggest(preparing, today, is_first=not user.last_setup),
        )


def _profile(user: User, spoken: Sequence[Language]) -> Profile:
    chosen = language_of(user.language)
    return Profile(
        person=person_view(user),
        target_role=user.target_role,
        timeline=user.timeline,
        goals=user.goals,
        patience=Patience(user.patience),
        captions=user.captions,
        theme=user.theme,
        time_zone=user.time_zone,
        skipped_measures=tuple(user.skipped_measures),
        record_audio=user.record_audio,
        recording_days=user.recording_days,
        last_setup=dict(user.last_setup),
        speaking_speed=SpeakingSpeed(user.speaking_speed),
        language=chosen if chosen in spoken else ENGLISH,
        reduce_motion=user.reduce_motion,
        interview_on=user.interview_on,
    )


def _checked_profile(changes: dict[str, Any], spoken: Collection[str]) -> dict[str, Any]:
    checked = Checked()
    clean = dict(changes)
    for field, max_chars in (("name", 80), ("target_role", 120)):
        if field in clean:
            clean[field] = checked.line(field, str(clean[field]), max_chars)
    if "goals" in clean:
        clean["goals"] = checked.text("goals", str(clean["goals"]), 1_000)
    if "name" in clean:
        checked.require("name", bool(clean["name"]), "Tell us what to call you.")
    for field, choices in _CHOICES.items():
        if field in clean:
            checked.require(field, clean[field] in choices, f"Choose one of: {', '.join(filter(None, choices))}.")
            clean[field] = str(clean[field])
    if "language" in clean:
        checked.require("language", clean["language"] in spoken, no_such_language(spoken))
    if "interview_on" in clean:
        is_day = clean["interview_on"] is None or type(clean["interview_on"]) is date
        checked.require("interview_on", is_day, "Enter a day, like 2027-03-09, or nothing.")
    for field in ("captions", "record_audio", "reduce_motion"):
        if field in clean:
            checked.require(field, isinstance(clean[field], bool), "Choose on or off.")
    if "recording_days" in clean:
        is_known = clean["recording_days"] in RECORDING_DAYS and not isinstance(clean["recording_days"], bool)
        days = ", ".join(str(days) for days in RECORDING_DAYS if days)
        checked.require("recording_days", is_known, f"Choose {days} days, or 0 for as long as this server keeps them.")
    if "time_zone" in clean:
        checked.require("time_zone", _is_time_zone(clean["time_zone"]), "Choose a time zone, like Europe/Berlin.")
    if "skipped_measures" in clean:
        clean["skipped_measures"] = sorted(set(clean["skipped_measures"]))
        known = set(clean["skipped_measures"]) <= set(SKIPPABLE_MEASURES)
        checked.require("skipped_measures", known, f"Choose from: {', '.join(SKIPPABLE_MEASURES)}.")
    for field in clean.keys() - _PROFILE_FIELDS:
        checked.require(field, False, "This cannot be changed.")
    checked.raise_problems()
    return clean


_PROFILE_FIELDS = frozenset(
    "name target_role timeline goals patience captions theme time_zone skipped_measures record_audio "
    "recording_days speaking_speed language reduce_motion interview_on".split()
)
_CHOICES: dict[str, Sequence[str]] = {
    "timeline": TIMELINES,
    "theme": THEMES,
    "patience": tuple(Patience),
    "speaking_speed": tuple(SpeakingSpeed),
}


def _is_time_zone(name: object) -> bool:
    try:
        ZoneInfo(str(name))
    except (KeyError, ValueError, OSError):  # unknown, not a plain name, or a folder of names
        return False
    return True


def _ended_at(row: Interview) -> datetime:
    return row.completed_at or row.created_at


def _day_of(row: Interview, time_zone: str) -> date:
    return local_day(_ended_at(row), time_zone)


def _week(rows: Iterable[Interview], today: date, time_zone: str) -> tuple[WeekDay, ...]:
    elapsed_ms = dict.fromkeys(week_of(today), 0)
    for row in rows:
        day = _day_of(row, time_zone)
        if day in elapsed_ms:
            elapsed_ms[day] += row.elapsed_ms
    return tuple(WeekDay(day, round(total / 60_000)) for day, total in elapsed_ms.items())
