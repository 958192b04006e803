"""Correcting the transcript on the report: what is offered, what is sent, and what a refusal leaves."""

import asyncio
from dataclasses import dataclass, field

import pytest

from preppal.domain.transcript import Role
from preppal.errors import Conflict, InvalidInput
from preppal.services.corrections import TurnReading
from preppal.ui import deps
from preppal.ui.components.transcript_view import Piece, pieces_of
from preppal.ui.pages.feedback.correcting import CorrectionState, correctable, corrections
from tests.unit.ui.pages.interview_services import FakeServices, open_state, rendered

_PATH = "/interview/abc/feedback"
_HEARD = "we moved the rapport to a nightly job"


def _turn(order_index: int = 1, **changes: object) -> TurnReading:
    fields = {
        "order_index": order_index,
        "role": Role.CANDIDATE,
        "content": _HEARD,
        "reader": "",
        "live": _HEARD,
        "heard_again": None,
        "corrected": None,
        "doubtful": ((13, 20),),
        "can_correct": True,
    }
    return TurnReading(**{**fields, **changes})  # type: ignore[arg-type]  # each test passes the field's own type


@dataclass
class Corrections:
    """Keeps what it is sent, or refuses it."""

    refusal: Exception | None = None
    sent: list[dict[int, str]] = field(default_factory=list)
    version: int | None = 2

    def turns(self, user_id: str, interview_id: str) -> tuple[TurnReading, ...]:
        assert (user_id, interview_id) == ("maya", "abc")
        return (
            _turn(0, role=Role.INTERVIEWER, can_correct=False),
            _turn(1),
            _turn(3, corrected="We did.", content="We did."),
        )

    def correct(self, user_id: str, interview_id: str, texts: dict[int, str]) -> int | None:
        if self.refusal is not None:
            raise self.refusal
        self.sent.append(dict(texts))
        return self.version


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Corrections:
    made, services = Corrections(), FakeServices()
    services.corrections = made  # type: ignore[attr-defined]
    monkeypatch.setattr(deps, "_services", services)
    return made


def _opened() -> CorrectionState:
    state = open_state(CorrectionState, _PATH)
    asyncio.run(state.begin())
    return state


async def _save(state: CorrectionState, fields: dict[str, object]) -> list[object]:
    return [event async for event in state.save(fields)]


def test_own_turns_are_offered_with_doubtful_words_marked(service: Corrections) -> None:
    state = _opened()
    assert state.is_open
    assert [turn.name for turn in state.turns] == ["turn-1", "turn-3"]
    assert state.turns[0].pieces == [
        Piece("we moved the "),
        Piece("rapport", is_doubtful=True),
        Piece(" to a nightly job"),
    ]
    assert (state.turns[1].status, state.turns[1].live) == ("Corrected by you.", _HEARD)


def test_words_are_sent_by_turn_and_the_report_is_loaded_anew(service: Corrections) -> None:
    state = _opened()
    events = asyncio.run(_save(state, {"turn-1": "We moved the report.", "turn-99": "Nobody's.", "other": "x"}))
    assert service.sent == [{1: "We moved the report."}]
    assert not state.is_open
    assert "scores are made again" in state.note
    assert any(event is not None for event in events), "the report follows the new version"


def test_saving_without_a_change_says_so(service: Corrections) -> None:
    service.version = None
    state = _opened()
    events = asyncio.run(_save(state, {"turn-1": _HEARD}))
    assert state.note == "Nothing was changed."
    assert all(event is None for event in events)


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (
            InvalidInput("An answer needs words.", {"1": "Write what you said."}),
            "An answer needs words. Write what you said.",
        ),
        (Conflict("The report is being written."), "The report is being written."),
    ],
)
def test_refusal_is_said_and_the_form_stays(service: Corrections, refusal: Exception, words: str) -> None:
    service.refusal = refusal
    state = _opened()
    asyncio.run(_save(state, {"turn-1": ""}))
    assert (state.is_open, state.is_saving, state.error) == (True, False, words)


def test_text_without_doubt_has_no_pieces() -> None:
    assert pieces_of(_HEARD, ()) == []
    assert pieces_of("rapport", ((0, 7),)) == [Piece("rapport", is_doubtful=True)]
    assert correctable((_turn(can_correct=False),)) == []


def test_page_part_has_a_way_in_and_a_form_with_labels() -> None:
    page = rendered(corrections())
    assert "Correct the words" in page
    assert "Save and score again" in page
    assert "htmlFor" in page
