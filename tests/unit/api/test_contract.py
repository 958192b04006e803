"""What clients that nobody here wrote rely on: routes and fields may be added, and none may go or be renamed."""

from typing import Any

import pytest

from tests.unit.api.conftest import Site

ROUTES = """
POST /api/auth/dev
POST /api/auth/register
POST /api/auth/login
GET /api/auth/login/{}
GET /api/auth/callback/{}
POST /api/auth/logout
GET /api/user/profile
PATCH /api/user/profile
GET /api/user/progress
GET /api/user/export
DELETE /api/user
GET /api/resumes
POST /api/resumes
GET /api/resumes/{}
PATCH /api/resumes/{}
DELETE /api/resumes/{}
POST /api/resume/upload
GET /api/resume
DELETE /api/resume
GET /api/job-descriptions
POST /api/job-descriptions
GET /api/job-descriptions/{}
PATCH /api/job-descriptions/{}
DELETE /api/job-descriptions/{}
POST /api/session/create
GET /api/session/{}
GET /api/session/current
GET /api/session/history
DELETE /api/session/{}
POST /api/session/{}/worker-token
POST /api/session/{}/ws-token
POST /api/session/{}/complete
GET /api/session/{}/feedback
POST /api/feedback/generate
POST /api/feedback/{}/rate
GET /api/interview/context
POST /api/interview/respond
POST /api/interview/analyze-message
POST /api/voice/transcribe
POST /api/voice/synthesize
GET /healthz
GET /readyz
GET /metrics
"""
FIELDS = {
    "SignedIn": "user token",
    "User": "id email name",
    "UserWithStats": "user stats",
    "Progress": "sessions streaks trends",
    "ProfileChanges": "name goals targetRole timeline patience",
    "CreateSession": "interviewType difficulty jobDescriptionId resumeId jobDescription resume persona durationMinutes "
    "idempotencyKey",
    "Session": "id status interviewType difficulty createdAt startedAt completedAt durationSeconds endReason "
    "transcript metrics feedback",
    "LiveTokenBody": "token expiresAt url",
    "PendingFeedback": "status",
    "GenerateFeedback": "sessionId",
    "Rating": "rating",
    "TranscriptItem": "orderIndex role content startedAt endedAt durationMs wordCount fillerWordCount pauseCount "
    "longestPauseMs responseMs audioUrl heard",
    "MetricsBody": "totalFillerWords totalPauses longestPauseMs averageResponseMs totalWordCount questionsAnswered "
    "speechRateWpm talkRatio cutOffs clarityScore structureScore relevanceScore confidenceScore overallScore",
    "FeedbackBody": "id sessionId version createdAt writtenBy summary strengths improvements suggestions scores "
    "droppedFindings helpfulnessRating",
    "FindingBody": "text evidence",
    "EvidenceBody": "orderIndex quote startMs endMs",
    "Scores": "clarity structure relevance confidence overall",
    "ScoreBody": "value spread reason evidence",
    "Respond": "sessionId text orderIndex spoken",
    "Turn": "sessionId status isOver endReason answer messages question questionCount secondsLeft nextOrderIndex",
    "InterviewContextBody": "sessionId status persona candidateName jobDescription resume waitsFor question "
    "nextOrderIndex transcript",
    "AnalyzeMessage": "sessionId orderIndex",
    "Transcribed": "text durationMs words speech",
    "Synthesize": "text voice wordsPerMinute",
    "Problem": "type title status detail errors",
}


@pytest.fixture
def document(site: Site) -> dict[str, Any]:
    return site.app.openapi()


def test_every_route_of_the_contract_is_served(document: dict[str, Any]) -> None:
    served = {
        f"{method.upper()} {'{}'.join(part.partition('}')[2] if n else part for n, part in enumerate(path.split('{')))}"
        for path, operations in document["paths"].items()
        for method in operations
    }
    assert set(ROUTES.strip().splitlines()) <= served


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_of_the_contract_is_there(document: dict[str, Any], name: str) -> None:
    assert set(FIELDS[name].split()) <= set(document["components"]["schemas"][name]["properties"])


def test_paths_of_the_other_designs_mean_the_same(site: Site) -> None:
    client = site.client(site.sign_in())
    new = {"interviewType": "hr_screen", "difficulty": "warmup", "idempotencyKey": "one"}
    made, again = client.post("/api/session/create", json=new), client.post("/api/session", json=new)
    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json()["id"] == again.json()["id"]
    assert client.get("/api/auth/callback", follow_redirects=False).status_code == 303


def test_names_of_values_are_the_contracts(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert set(schemas["Status"]["enum"]) == {"pending", "in_progress", "completed", "abandoned", "error"}
    assert set(schemas["InterviewType"]["enum"]) == {"behavioral", "hr_screen", "technical_verbal"}
    assert set(schemas["Difficulty"]["enum"]) == {"warmup", "standard", "intense"}
    assert set(schemas["Heard"]["enum"]) >= {"full", "cut", "unclear"}
