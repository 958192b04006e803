"""Token buckets, with the test's own clock."""

import pytest

from preppal.errors import LimitReached
from preppal.services import limits
from preppal.services.limits import RateLimiter


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_burst_is_followed_by_a_wait_that_is_named() -> None:
    clock = Clock()
    limiter = RateLimiter(per_minute=6, burst=3, now=clock)
    for _ in range(3):
        limiter.take("ann")
    with pytest.raises(LimitReached) as refused:
        limiter.take("ann")
    assert refused.value.retry_after_s == 10
    clock.now += refused.value.retry_after_s
    limiter.take("ann")


def test_one_does_not_pay_for_another() -> None:
    limiter = RateLimiter(per_minute=1, burst=1, now=Clock())
    limiter.take("ann")
    limiter.take("ben")
    with pytest.raises(LimitReached):
        limiter.take("ann")


def test_zero_is_no_limit() -> None:
    limiter = RateLimiter(per_minute=0, burst=0, now=Clock())
    for _ in range(1_000):
        limiter.take("ann")


def test_memory_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MAX_KEYS", 10)
    limiter = RateLimiter(per_minute=1, burst=2, now=Clock())
    limiter.take("ann")
    limiter.take("ann")
    for number in range(8):
        limiter.take(str(number))
    with pytest.raises(LimitReached):
        limiter.take("ann")
    for number in range(100):
        limiter.take(f"other {number}")
    assert len(limiter._buckets) <= 10
