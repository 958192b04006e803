"""Speech as FLAC: nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from preppal.analysis.flac import decode, encode
from preppal.domain.audio import Pcm16


@given(samples=st.binary(min_size=2, max_size=9_000).map(lambda data: data[: len(data) // 2 * 2]))
def test_what_comes_back_is_what_went_in(samples: bytes) -> None:
    assert decode(encode(Pcm16(samples, 16_000))) == Pcm16(samples, 16_000)


def test_silence_takes_next_to_no_room() -> None:
    assert len(encode(Pcm16(bytes(320_000), 16_000))) < 10_000
