"""What a reviewing model has to fill in. Evidence comes before scores, so that the scores follow from it."""

from pydantic import BaseModel, Field


class Quote(BaseModel):
    quote: str = Field(description="Copied letter by letter from the answer, 3 to 30 words.")
    shows: str = Field(description="What it shows, in a few words.")


class JudgedFinding(BaseModel):
    text: str = Field(description="The finding as a headline, at most 10 words.")
    detail: str = Field(description="One sentence on why it matters.")
    quote: str = Field(description="Copied letter by letter from the answer, 3 to 30 words.")


class JudgedScores(BaseModel):
    clarity: float = Field(ge=1, le=10)
    structure: float = Field(ge=1, le=10)
    relevance: float = Field(ge=1, le=10)
    confidence: float = Field(ge=1, le=10)


class Judgement(BaseModel):
    """One answer."""

    evidence: list[Quote] = Field(max_length=6)
    missing: list[str] = Field(max_length=4, description="What a full answer would also hold.")
    strengths: list[JudgedFinding] = Field(max_length=2)
    improvements: list[JudgedFinding] = Field(max_length=2)
    note: str = Field(description="One sentence: the change that would help this answer most.")
    scores: JudgedScores


class TopOfReport(BaseModel):
    headline: str
    summary: str
    suggestions: list[str] = Field(max_length=3)
