"""E-mail and password, from the first invitation to a forgotten password, on SQLite and PostgreSQL."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from preppal.auth.tokens import TokenSigner
from preppal.config import Registration, Settings
from preppal.errors import Conflict, InvalidInput, LimitReached, NotAllowed, NotFound
from preppal.services.accounts import AccountService
from preppal.store.database import Database

PASSWORD = "four words in a row"
OTHER = "five other words entirely"


@dataclass
class Outbox:
    """Mailer that keeps what it is given."""

    can_send: bool = True
    letters: list[tuple[str, str]] = field(default_factory=list)

    def send(self, to: str, subject: str, text: str) -> None:
        self.letters.append((to, text))


class Door:
    """The accounts of one server, whose clock stands where the test puts it."""

    def __init__(self, database: Database, **settings: object) -> None:
        self.now = datetime(2026, 11, 21, 9, tzinfo=UTC)
        self.outbox = Outbox()
        tokens = TokenSigner("k" * 40, lambda: self.now)
        made = Settings(**settings)  # type: ignore[arg-type]  # each test passes the field's own type
        self.accounts = AccountService(database, made, tokens, lambda: self.now, mailer=self.outbox)
        self.passwords = self.accounts.passwords


OpenDoor = Callable[..., Door]


@pytest.fixture
def door_of(database: Database) -> OpenDoor:
    return lambda **settings: Door(database, **settings)


def _token(address: str) -> str:
    return address.rsplit("=", 1)[-1].split()[0]


def test_registered_person_signs_in_again(door_of: OpenDoor) -> None:
    door = door_of()
    made = door.passwords.register(" Ann@Example.com ", PASSWORD, "Ann", device="Firefox on Linux")
    assert (made.person.email, made.person.name) == ("ann@example.com", "Ann")
    again = door.passwords.sign_in("ann@example.com", PASSWORD)
    assert again.person == made.person == door.accounts.person_for_token(again.token)
    code = door.passwords.sign_in_code("ANN@example.com", PASSWORD)
    assert door.accounts.redeem_code(code).person == made.person


def test_wrong_password_and_unknown_person_get_the_same_answer(door_of: OpenDoor) -> None:
    door = door_of()
    door.passwords.register("ann@example.com", PASSWORD)
    answers = []
    for email, password in (("ann@example.com", OTHER), ("nobody@example.com", PASSWORD)):
        with pytest.raises(NotAllowed) as refused:
            door.passwords.sign_in(email, password)
        answers.append(str(refused.value))
    assert answers[0] == answers[1]


def test_guessing_is_stopped_for_the_account_and_for_nobody_else(door_of: OpenDoor) -> None:
    door = door_of()
    door.passwords.register("ann@example.com", PASSWORD)
    door.passwords.register("ben@example.com", PASSWORD)
    for guess in range(10):
        with pytest.raises(NotAllowed):
            door.passwords.sign_in("ann@example.com", f"guess number {guess}", address=f"10.0.0.{guess}")
    with pytest.raises(LimitReached) as stopped:
        door.passwords.sign_in("ann@example.com", PASSWORD, address="10.0.0.99")
    assert 0 < stopped.value.retry_after_s <= 60
    assert door.passwords.sign_in("ben@example.com", PASSWORD).person.email == "ben@example.com"


def test_nobody_registers_over_an_account(door_of: OpenDoor) -> None:
    door = door_of()
    door.accounts.sign_in_dev("ann@example.com", "Ann")
    with pytest.raises(Conflict):
        door.passwords.register("Ann@example.com", PASSWORD)
    with pytest.raises(NotAllowed):
        door.passwords.sign_in("ann@example.com", PASSWORD)


@pytest.mark.parametrize("setting", [Registration.INVITED, Registration.CLOSED])
def test_stranger_makes_no_account_where_registration_is_not_open(door_of: OpenDoor, setting: Registration) -> None:
    door = door_of(registration=setting)
    with pytest.raises(NotAllowed):
        door.passwords.register("ann@example.com", PASSWORD)
    with pytest.raises(NotFound):
        door.passwords.person("ann@example.com")


def test_invited_person_makes_the_account_they_were_invited_to_once(door_of: OpenDoor) -> None:
    door = door_of(registration=Registration.INVITED)
    token = _token(door.passwords.invite("ann@example.com"))
    assert door.passwords.link(token).is_usable
    made = door.passwords.register("mallory@example.com", PASSWORD, "Ann", invitation=token)
    assert made.person.email == "ann@example.com", "the address is the invitation's, whatever the form says"
    with pytest.raises(NotAllowed):
        door.passwords.register("ann@example.com", OTHER, invitation=token)
    assert [to for to, _ in door.outbox.letters] == ["ann@example.com"]


def test_invitation_runs_out_after_seven_days(door_of: OpenDoor) -> None:
    door = door_of(registration=Registration.INVITED)
    token = _token(door.passwords.invite("ann@example.com"))
    door.now += timedelta(days=7, seconds=1)
    assert not door.passwords.link(token).is_usable
    with pytest.raises(NotAllowed):
        door.passwords.register("ann@example.com", PASSWORD, invitation=token)


def test_newer_link_ends_the_older(door_of: OpenDoor) -> None:
    door = door_of()
    first, second = (_token(door.passwords.invite("ann@example.com")) for _ in range(2))
    assert not door.passwords.link(first).is_usable
    assert door.passwords.link(second).is_usable


def test_forgotten_password_is_replaced_by_mail_and_ends_all_sign_ins(door_of: OpenDoor) -> None:
    door = door_of()
    before = door.passwords.register("ann@example.com", PASSWORD)
    door.passwords.ask_reset("Ann@example.com")
    [(to, text)] = door.outbox.letters
    assert to == "ann@example.com"
    code = door.passwords.reset(_token(text), OTHER)
    assert door.accounts.redeem_code(code).person == before.person
    with pytest.raises(NotAllowed):
        door.accounts.person_for_token(before.token)
    with pytest.raises(NotAllowed):
        door.passwords.sign_in("ann@example.com", PASSWORD)
    with pytest.raises(NotAllowed):
        door.passwords.reset(_token(text), PASSWORD)


def test_nobody_learns_who_has_an_account_by_asking_for_mail(door_of: OpenDoor) -> None:
    door = door_of()
    door.passwords.ask_reset("nobody@example.com")
    assert door.outbox.letters == []


def test_server_without_mail_says_so(door_of: OpenDoor) -> None:
    door = door_of()
    door.outbox.can_send = False
    with pytest.raises(NotFound):
        door.passwords.ask_reset("ann@example.com")


def test_invitation_does_not_reset_a_password_and_the_other_way_round(door_of: OpenDoor) -> None:
    door = door_of()
    invitation = _token(door.passwords.invite("ann@example.com"))
    door.passwords.register("ben@example.com", PASSWORD)
    reset = _token(door.passwords.reset_address("ben@example.com"))
    with pytest.raises(NotAllowed):
        door.passwords.reset(invitation, OTHER)
    with pytest.raises(NotAllowed):
        door.passwords.register("ben@example.com", OTHER, invitation=reset)


def test_changed_password_keeps_this_sign_in_and_ends_the_others(door_of: OpenDoor) -> None:
    door = door_of()
    here = door.passwords.register("ann@example.com", PASSWORD)
    there = door.passwords.sign_in("ann@example.com", PASSWORD)
    with pytest.raises(InvalidInput):
        door.passwords.change(here.person.id, OTHER, OTHER, token=here.token)
    door.passwords.change(here.person.id, PASSWORD, OTHER, token=here.token)
    assert door.accounts.person_for_token(here.token) == here.person
    with pytest.raises(NotAllowed):
        door.accounts.person_for_token(there.token)


def test_person_sees_and_ends_their_own_sign_ins(door_of: OpenDoor) -> None:
    door = door_of()
    first = door.passwords.register("ann@example.com", PASSWORD, device="Firefox on Linux")
    door.now += timedelta(hours=1)
    second = door.passwords.sign_in("ann@example.com", PASSWORD, device="Safari on iPhone")
    ben = door.passwords.register("ben@example.com", PASSWORD)
    listed = door.accounts.sign_ins(first.person.id, first.token)
    assert [(one.device, one.is_current) for one in listed] == [
        ("Safari on iPhone", False),
        ("Firefox on Linux", True),
    ]
    with pytest.raises(NotFound):
        door.accounts.end_sign_in(ben.person.id, listed[0].id)
    door.accounts.end_sign_in(first.person.id, listed[0].id)
    with pytest.raises(NotAllowed):
        door.accounts.person_for_token(second.token)
    assert door.accounts.person_for_token(first.token) == first.person


def test_all_other_sign_ins_end_at_once(door_of: OpenDoor) -> None:
    door = door_of()
    here = door.passwords.register("ann@example.com", PASSWORD)
    for _ in range(3):
        door.passwords.sign_in("ann@example.com", PASSWORD)
    assert door.accounts.end_other_sign_ins(here.person.id, here.token) == 3
    assert [one.is_current for one in door.accounts.sign_ins(here.person.id, here.token)] == [True]
