"""Made-up answers that a schema accepts."""

import random

from pydantic import BaseModel, Field

from tests.emulators.gemini_live.jsons import Json
from tests.emulators.gemini_live.schema_filler import SchemaFiller, quotable_lines

PROMPT = """Review this interview.
[0] interviewer: Tell me about a project you are proud of.
[1] candidate: I cut the page load time by forty percent within two months.
[2] interviewer: How?
[3] candidate: By measuring first and removing three old libraries."""


class Quote(BaseModel):
    order_index: int = Field(ge=0, le=3)
    quote: str


class Finding(BaseModel):
    text: str = Field(max_length=40)
    evidence: list[Quote] = Field(min_length=1, max_length=3)


class Review(BaseModel):
    overall: int = Field(ge=1, le=10)
    ratio: float = Field(ge=0, le=1)
    findings: list[Finding] = Field(min_length=2)
    note: str | None = None
    passed: bool


def test_answer_fits_a_json_schema_with_references() -> None:
    for seed in range(20):
        filled = SchemaFiller(PROMPT, random.Random(seed)).fill(Review.model_json_schema())
        Review.model_validate(filled)


def test_quotes_are_words_of_the_candidate() -> None:
    filled = SchemaFiller(PROMPT, random.Random(3)).fill(Review.model_json_schema())
    quotes = [item.quote for finding in Review.model_validate(filled).findings for item in finding.evidence]
    spoken = [line.partition("candidate: ")[2] for line in PROMPT.splitlines() if "candidate" in line]
    assert all(any(quote in line for line in spoken) for quote in quotes)


def test_schema_in_the_openapi_dialect_is_filled() -> None:
    schema: Json = {
        "type": "OBJECT",
        "properties": {"mark": {"type": "STRING", "enum": ["good", "bad"]}, "list": {"type": "ARRAY", "minItems": "3"}},
        "propertyOrdering": ["list", "mark"],
    }
    filled = SchemaFiller("", random.Random(1)).fill(schema)
    assert isinstance(filled, dict)
    assert list(filled) == ["list", "mark"]
    assert filled["mark"] in ("good", "bad")
    assert isinstance(filled["list"], list)
    assert len(filled["list"]) == 3


def test_material_between_fences_is_quoted_before_anything_else() -> None:
    rules = "Judge this answer of the candidate: be strict and be kind to everybody here."
    request = f"{rules}\nf3 ANSWER\n| I read the logs.\nf3 END"
    assert quotable_lines(request) == ["I read the logs."]
