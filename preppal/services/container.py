"""All services in one value, for the composition root to hand to pages and routes."""

from dataclasses import dataclass

from preppal.services.accounts import AccountService
from preppal.services.belongings import Belongings
from preppal.services.corrections import CorrectionService
from preppal.services.custody import Custody
from preppal.services.interviews import InterviewService
from preppal.services.job_descriptions import JobLibrary
from preppal.services.recordings import RecordingService
from preppal.services.resumes import ResumeLibrary
from preppal.services.reviews import ReviewService
from preppal.services.takes import TakeService


@dataclass(frozen=True, slots=True)
class Services:
    accounts: AccountService
    interviews: InterviewService
    reviews: ReviewService
    recordings: RecordingService
    takes: TakeService
    resumes: ResumeLibrary
    jobs: JobLibrary
    belongings: Belongings
    corrections: CorrectionService
    custody: Custody = Custody()
