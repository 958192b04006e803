"""Messages through a pipe."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preppal.speech.pipe import HEADER, MAX_PAYLOAD_BYTES, ChildEnd, Kind, Message, encode

messages = st.lists(st.builds(Message, st.sampled_from(Kind), st.binary(max_size=300)), max_size=5)


@given(messages)
def test_child_receives_what_was_sent_and_then_the_end(sent: list[Message]) -> None:
    end = ChildEnd(io.BytesIO(b"".join(map(encode, sent))), io.BytesIO())
    assert [end.receive() for _ in sent] == sent
    assert end.receive() is None


@given(st.binary(min_size=1, max_size=50), st.integers(0, 60))
def test_message_that_breaks_off_is_the_end(payload: bytes, kept: int) -> None:
    raw = encode(Message(Kind.AUDIO, payload))
    end = ChildEnd(io.BytesIO(raw[: min(kept, len(raw) - 1)]), io.BytesIO())
    assert end.receive() is None


@pytest.mark.parametrize(
    ("header", "why"),
    [(HEADER.pack(Kind.AUDIO, MAX_PAYLOAD_BYTES + 1), "over the limit"), (HEADER.pack(99, 0), "not a valid Kind")],
)
def test_message_no_child_would_send_is_refused(header: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        ChildEnd(io.BytesIO(header + b"x"), io.BytesIO()).receive()


def test_child_sends_what_the_app_can_read() -> None:
    outgoing = io.BytesIO()
    ChildEnd(io.BytesIO(), outgoing).send(Kind.FINAL, b"words")
    assert outgoing.getvalue() == encode(Message(Kind.FINAL, b"words"))
