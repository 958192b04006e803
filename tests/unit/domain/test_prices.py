"""The price arithmetic and the dated table."""

import pytest

from preppal.domain.prices import PRICES_AS_OF, RATES, TokenUsage, estimated_usd


def test_usage_adds_up_by_modality() -> None:
    assert TokenUsage(1, 2, 3, 4) + TokenUsage(10, 20, 30, 40) == TokenUsage(11, 22, 33, 44)
    assert TokenUsage(1, 2, 3, 4).total == 10


def test_sum_keeps_the_name_of_the_model() -> None:
    assert (TokenUsage(1, model="gemini-3.8-live") + TokenUsage(1)).model == "gemini-3.8-live"
    assert (TokenUsage(1) + TokenUsage(1, model="gemini-3.8-live")).model == "gemini-3.8-live"


def test_price_is_the_sum_over_modalities() -> None:
    usage = TokenUsage(
        audio_in=1_000_000, audio_out=500_000, text_in=2_000_000, text_out=100_000, model="models/gemini-3.8-live"
    )
    rate = RATES["gemini-3.8-live"]
    expected = rate.audio_in + 0.5 * rate.audio_out + 2 * rate.text_in + 0.1 * rate.text_out
    assert estimated_usd(usage) == pytest.approx(expected)


def test_a_minute_each_way_on_3_1_costs_what_was_quoted_for_it() -> None:
    minute = TokenUsage(audio_in=25 * 60, audio_out=25 * 60, model="gemini-3.1-flash-live-preview")
    assert estimated_usd(minute) == pytest.approx(0.005 + 0.018, rel=0.1)


def test_model_without_a_known_price_has_none() -> None:
    assert estimated_usd(TokenUsage(1, 1, 1, 1, "gemini-99-live")) is None


def test_table_says_when_it_was_read() -> None:
    assert PRICES_AS_OF.year >= 2026
