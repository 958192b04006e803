"""What an interview uses of a paid model, and about what that costs. The table is dated: prices change without notice.

Rates are US dollars per million tokens, from the providers' public price pages; a resold or negotiated rate differs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

PRICES_AS_OF = date(2026, 11, 20)

_PER_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """Tokens by modality. `in` is what the model read: each turn reads the whole conversation again.

    `model` is whose tokens they are; of a sum, the newest's.
    """

    audio_in: int = 0
    audio_out: int = 0
    text_in: int = 0
    text_out: int = 0
    model: str = ""

    def __add__(self, other: "TokenUsage") -> "TokenUsage":
        return TokenUsage(
            self.audio_in + other.audio_in,
            self.audio_out + other.audio_out,
            self.text_in + other.text_in,
            self.text_out + other.text_out,
            other.model or self.model,
        )

    @property
    def total(self) -> int:
        return self.audio_in + self.audio_out + self.text_in + self.text_out


NO_USAGE = TokenUsage()


@dataclass(frozen=True, slots=True)
class Rate:
    """Dollars per million tokens. `is_confirmed` False: derived from secondary sources, so shown as "about"."""

    audio_in: float
    audio_out: float
    text_in: float
    text_out: float
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """What an interview's tokens cost, about. None: the table does not hold the model."""

    usage: TokenUsage
    usd: float | None
    as_of: date


# The audio rates of 3.1 follow from the quoted 0.005 and 0.018 dollars a minute at 25 tokens a second. For 3.8 only the
# text rates are published; its audio rates are taken to be those of 3.1.
RATES: Mapping[str, Rate] = {
    "gemini-3.8-live": Rate(audio_in=3.0, audio_out=12.0, text_in=0.75, text_out=4.5),
    "gemini-3.8-live-extended-thinking": Rate(audio_in=3.0, audio_out=12.0, text_in=0.75, text_out=4.5),
    "gemini-3.1-flash-live-preview": Rate(audio_in=3.0, audio_out=12.0, text_in=0.75, text_out=4.5),
    "gemini-3.8-flash": Rate(audio_in=0.75, audio_out=0.0, text_in=0.75, text_out=4.5),
}


def estimated_usd(usage: TokenUsage) -> float | None:
    """About what the usage costs; None when the table does not hold the model."""
    rate = RATES.get(usage.model.removeprefix("models/"))
    if rate is None:
        return None
    return (
        usage.audio_in * rate.audio_in
        + usage.audio_out * rate.audio_out
        + usage.text_in * rate.text_in
        + usage.text_out * rate.text_out
    ) / _PER_MILLION


def cost_of(usage: TokenUsage) -> Cost | None:
    """None when nothing was used, as by the offline interviewer."""
    return Cost(usage, estimated_usd(usage), PRICES_AS_OF) if usage.total else None
