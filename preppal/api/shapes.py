"""What all JSON bodies have in common: camelCase, times to the millisecond in UTC, and no field we do not know."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import (
    AliasGenerator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel


class Body(BaseModel):
    """A request body. An unknown field, or a number in quotes, is a mistake of the client that it wants to hear of."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", strict=True)


# JSON has no enumerations: their names come as text.
ByName = Field(strict=False)


class Answer(BaseModel):
    """A response body. `model_validate` reads it from our values, field by field of the same name."""

    model_config = ConfigDict(
        alias_generator=AliasGenerator(serialization_alias=to_camel),
        populate_by_name=True,
        from_attributes=True,
        frozen=True,
    )


def write_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_of_ms(unix_ms: int) -> datetime:
    return datetime.fromtimestamp(unix_ms / 1000, UTC)


Moment = Annotated[
    datetime,
    PlainSerializer(write_moment, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "example": "2026-11-20T10:00:00.000Z"}),
]


MAX_ORDER_INDEX = 100_000  # far more than anybody says, and less than a database can hold

SessionId = Annotated[
    str,
    Field(max_length=100, examples=["5e0c8a52-7c7b-4a9e-9d2c-3b1f6a7d8e90"], description="The id of the interview."),
]


def _written_out(value: object) -> object:
    if isinstance(value, str) and not _MOMENT.match(value):
        raise ValueError("Send a moment such as 2026-11-20T10:00:00Z")
    return value


def _day_written_out(value: object) -> object:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("Send a day such as 2027-03-09")
    return value


_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# A number would be read as seconds since 1970 otherwise.
AskedDay = Annotated[date, Field(strict=False), BeforeValidator(_day_written_out)]
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT", re.IGNORECASE)
# In a query: a bare number would be read as seconds since 1970 otherwise.
AskedMoment = Annotated[AwareDatetime, BeforeValidator(_written_out)]
