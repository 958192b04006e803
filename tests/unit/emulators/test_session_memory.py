"""Sessions, handles and checkpoints."""

from dataclasses import dataclass, replace

import pytest

from tests.emulators.gemini_live.memory import Item, Session, SessionStore
from tests.emulators.gemini_live.scenario import ResumptionRules
from tests.emulators.gemini_live.setup_rules import Compression, Setup, read_setup
from tests.emulators.gemini_live.violations import Rule, Violation

RULES = ResumptionRules()
TTL_S = 7200


@dataclass
class Socket:
    is_open: bool = True


def setup(handle: str | None = None, model: str = "gemini-3.8-live") -> Setup:
    return replace(read_setup({"model": f"models/{model}"}, "v1beta"), handle=handle)


def opened(store: SessionStore) -> Session:
    session = store.open(setup(), "run", "key")
    session.connection = Socket()
    return session


def test_resumed_session_knows_what_the_checkpoint_knew() -> None:
    store = SessionStore()
    session = opened(store)
    session.history.append(Item("user", "kept"))
    handle = store.checkpoint(session, 10)
    session.history.append(Item("user", "lost"))
    session.connection = Socket(is_open=False)
    assert [item.text for item in store.resume(setup(handle), RULES, TTL_S, 20).history] == ["kept"]


def test_older_handle_leads_back_to_its_own_moment() -> None:
    store = SessionStore()
    session = opened(store)
    handles = []
    for text in ("one", "two"):
        session.history.append(Item("user", text))
        handles.append(store.checkpoint(session, 1))
    session.connection = None
    assert len(store.resume(setup(handles[0]), RULES, TTL_S, 2).history) == 1


@pytest.mark.parametrize(
    ("now_s", "is_open", "handle", "model", "rule", "code"),
    [
        (100, False, "h_unknown", "gemini-3.8-live", Rule.HANDLE, 1007),
        (100 + TTL_S, False, None, "gemini-3.8-live", Rule.HANDLE, 1007),
        (100, True, None, "gemini-3.8-live", Rule.HANDLE_BUSY, 1011),
        (100, False, None, "gemini-3.1-flash-live-preview", Rule.HANDLE_MODEL, 1007),
    ],
)
def test_handle_that_cannot_be_used_is_refused(
    now_s: float, is_open: bool, handle: str | None, model: str, rule: Rule, code: int
) -> None:
    store = SessionStore()
    session = opened(store)
    good = store.checkpoint(session, 10)
    session.connection, session.left_s = Socket(is_open), 50
    with pytest.raises(Violation) as caught:
        store.resume(setup(handle or good, model), RULES, TTL_S, now_s)
    assert (caught.value.rule, caught.value.code) == (rule, code)


def test_forgotten_handles_are_unknown() -> None:
    store = SessionStore()
    handle = store.checkpoint(opened(store), 1)
    store.forget("run")
    with pytest.raises(Violation, match="unknown handle"):
        store.resume(setup(handle), RULES, TTL_S, 2)


def test_compression_drops_the_oldest_turns_down_to_the_target() -> None:
    session = SessionStore().open(setup(), "run", "key")
    session.history = [Item("user", str(number), audio_ms=10_000) for number in range(10)]
    assert session.tokens == 2500
    assert not session.compress(Compression(2500, 1000))
    assert session.compress(Compression(2400, 1000))
    assert [item.text for item in session.history] == ["6", "7", "8", "9"]
