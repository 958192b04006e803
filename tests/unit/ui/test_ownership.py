"""Every event of every page's State, sent by everybody but the owner: nothing of the owner is shown, nothing changes.

The browser decides which event it sends, from which address and with which arguments. A new event that takes an id
this table does not know fails until the table says which thing of the owner it could name.
"""

import contextlib
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
import reflex as rx
from sqlalchemy import text
from sqlmodel import SQLModel

from preppal import ui
from preppal.auth.tokens import TokenSigner
from preppal.errors import PreppalError
from preppal.services.recordings import RecordingService
from preppal.services.reviews import ReviewService
from preppal.store.blobs import FolderBlobs
from preppal.ui import deps
from tests.factories import JOB_TEXT
from tests.unit.ui.conftest import NOBODY, Product, Visitor, perform

PHRASE = "Zephyrquill"
# Argument -> what of the owner's a stranger would send.
ARGUMENTS: dict[str, Any] = {
    "interview_id": "{interview}",
    "sign_in_id": "{sign_in}",
    "resume_id": "{resume}",
    "job_id": "{job}",
    "form": {"search": "Zephyr", "email": "maya@example.org", "password": "a stranger's words", "name": "Mallory"},
    "value": "long",
    "query": "Zephyr",
    "device_id": "{interview}",
    "kind": "resume",
    "paper_id": "{resume}",
    "rating": 1,
    "var_name": "problem",
}
# Why a handler cannot be called like the others.
APART = {
    "FeedbackState.follow": "a background event: it needs a running app; it asks the same service as `load`",
}


def _states() -> list[type[rx.State]]:
    for module in pkgutil.walk_packages(ui.__path__, "preppal.ui."):
        importlib.import_module(module.name)
    found: list[type[rx.State]] = []
    waiting = [rx.State]
    while waiting:
        for state in waiting.pop().__subclasses__():
            waiting.append(state)
            if state.__module__.startswith("preppal.ui"):
                found.append(state)
    return sorted(set(found), key=lambda state: state.__name__)


@dataclass
class Owned:
    """Everything somebody has, each with a phrase that nobody else may see."""

    owner: Visitor
    interview: str
    resume: str
    job: str
    sign_in: str
    feedback: str


@pytest.fixture
def owned(product: Product) -> Owned:
    _start_whole(product)
    maya = product.sign_in(name=f"Maya {PHRASE}")
    product.accounts.update_profile(maya.user_id, goals=PHRASE, target_role=PHRASE)
    interview = product.reviewed(maya.user_id, job_title=PHRASE, job_description=f"{PHRASE} {JOB_TEXT}", resume=PHRASE)
    feedback = product.interviews.get(maya.user_id, interview).feedback
    assert feedback is not None
    return Owned(
        owner=maya,
        interview=interview,
        resume=product.resumes.paste(maya.user_id, f"{PHRASE}. Led a team of six for four years.", PHRASE).id,
        job=product.jobs.paste(maya.user_id, f"{PHRASE} {JOB_TEXT}", PHRASE).id,
        sign_in=product.accounts.sign_ins(maya.user_id)[0].id,
        feedback=feedback.id,
    )


def _start_whole(product: Product) -> None:
    product.start()
    services = replace(
        deps.get_services(),
        reviews=ReviewService(product.database, product.settings, []),
        recordings=RecordingService(product.database, FolderBlobs(product.blob_folder), product.settings),
    )
    deps.set_services(services)


def _strangers(product: Product, owned: Owned) -> Iterator[tuple[str, Visitor]]:
    yield "somebody else", product.sign_in("ben@example.org", "Ben")
    yield "nobody", NOBODY
    ended = product.sign_in()
    product.accounts.sign_out(ended.token)
    yield "signed out", ended
    long_ago = TokenSigner("k" * 40, lambda: datetime(2026, 1, 1, tzinfo=UTC))
    yield "expired", Visitor("", long_ago.issue_sign_in(owned.owner.user_id, 60).token)
    live = product.tokens.issue_live(owned.owner.user_id, owned.interview, 300)[0]
    yield "the token of an interview", Visitor("", live)
    yield "the worker", Visitor("", "w" * 40)


def _things_of(product: Product, owned: Owned) -> dict[str, list[str]]:
    """Every row of the owner, whatever table it is in."""
    keys = {"user_id": owned.owner.user_id, "interview_id": owned.interview, "id": owned.owner.user_id}
    things: dict[str, list[str]] = {}
    with product.database.read() as db:
        for name, table in SQLModel.metadata.tables.items():
            column = next((key for key in ("user_id", "interview_id", "id") if key in table.columns), None)
            if column is None or (column == "id" and name != "users"):
                continue
            rows = db.connection().execute(text(f"SELECT * FROM {name} WHERE {column} = :key"), {"key": keys[column]})
            things[name] = sorted(map(str, rows.all()))
    return things


def _handlers(state: type[rx.State]) -> list[str]:
    return [name for name in sorted(state.event_handlers) if name in vars(state) and name != "setvar"]


def _arguments(state: type[rx.State], name: str, owned: Owned) -> list[Any] | None:
    """What a stranger would send; None when the table does not know what the handler takes."""
    taken = list(inspect.signature(state.event_handlers[name].fn).parameters.values())[1:]
    sent = []
    for parameter in taken:
        kind = str(parameter.annotation)
        if parameter.name in ARGUMENTS:
            value = ARGUMENTS[parameter.name]
            sent.append(value.format(**vars(owned)) if isinstance(value, str) else value)
        elif parameter.name.endswith("_id") or parameter.name == "id":
            return None
        elif "bool" in kind:
            sent.append(True)
        elif "int" in kind or "float" in kind:
            sent.append(1)
        elif "dict" in kind:
            sent.append({"id": owned.interview, "order_index": 1, "text": "x", "value": "x"})
        elif "list" in kind:
            sent.append([])
        else:
            sent.append(owned.interview)
    return sent


ADDRESSES = ("/interview/{interview}/feedback/1", "/profile?id={resume}&resume={resume}&job={job}")


@pytest.mark.parametrize("state_class", _states(), ids=lambda state: state.__name__)
def test_nobody_but_the_owner_sees_or_changes_anything(
    product: Product, owned: Owned, state_class: type[rx.State]
) -> None:
    for who, visitor in list(_strangers(product, owned)):
        before = _things_of(product, owned)
        for name in _handlers(state_class):
            if f"{state_class.__name__}.{name}" in APART:
                continue
            arguments = _arguments(state_class, name, owned)
            assert arguments is not None, f"{state_class.__name__}.{name} takes an id that the table does not know"
            for address in ADDRESSES:
                shown = _send(state_class, name, arguments, visitor, address.format(**vars(owned)))
                assert PHRASE not in shown, f"{who} saw it through {name}"
        assert _things_of(product, owned) == before, f"{who} changed something"


def _send(state_class: type[rx.State], name: str, arguments: list[Any], visitor: Visitor, address: str) -> str:
    """Load the page where it loads, then the event; everything the browser has then."""
    state = visitor.open(state_class, address)
    events: list[Any] = []
    steps = [("load", [])] if "load" in state_class.event_handlers and name != "load" else []
    for step, given in [*steps, (name, arguments)]:
        # A refusal is an answer; a page that stumbles over a stranger's arguments has shown nothing either.
        with contextlib.suppress(PreppalError, ValueError, KeyError, IndexError, AttributeError, TypeError):
            events = perform(getattr(state, step)(*given))
    return repr(state.dict()) + repr(events)


@pytest.mark.parametrize(
    ("state_name", "address"),
    [
        ("HistoryState", "/history"),
        ("ProfileState", "/profile"),
        ("WelcomeState", "/welcome"),
        ("LibraryState", "/library"),
        ("SetupState", "/interview/new"),
        ("FeedbackState", "/interview/{interview}/feedback"),
    ],
)
def test_owner_sees_what_is_theirs(product: Product, owned: Owned, state_name: str, address: str) -> None:
    """What the test above must not find is there to be found."""
    [state_class] = [state for state in _states() if state.__name__ == state_name]
    state = owned.owner.open(state_class, address.format(**vars(owned)))
    perform(state.load())
    if state_name == "HistoryState":
        perform(state.show_newest())
    assert PHRASE in repr(state.dict())


def test_every_event_that_stands_apart_exists() -> None:
    known = {f"{state.__name__}.{name}" for state in _states() for name in _handlers(state)}
    assert set(APART) <= known
