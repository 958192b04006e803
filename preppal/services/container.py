"""All services in one value, for the composition root to hand to pages and routes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from preppal.services.accounts import AccountService
from preppal.services.interviews import InterviewService

if TYPE_CHECKING:
    # The review brings the workflow library; whoever only needs the names does not load it.
    from preppal.services.reviews import ReviewService


@dataclass(frozen=True, slots=True)
class Services:
    accounts: AccountService
    interviews: InterviewService
    reviews: "ReviewService"
