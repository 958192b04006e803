"""How entries were read after the interview: by a listener, by the candidate. The newest reading of an entry counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from preppal.domain import transcript as domain
from preppal.domain.transcript import Entry, Word, reread
from preppal.store.models import Reading
from preppal.store.queries import transcripts
from preppal.store.records import read_reading, write_words


def of_interview(db: Session, interview_id: str) -> tuple[domain.Reading, ...]:
    """All of them, by entry and in order."""
    statement = (
        select(Reading)
        .where(Reading.interview_id == interview_id)
        .order_by(col(Reading.order_index), col(Reading.revision))
    )
    return tuple(read_reading(row) for row in db.exec(statement))


def newest(db: Session, interview_id: str) -> dict[int, domain.Reading]:
    """By order index."""
    return {reading.order_index: reading for reading in of_interview(db, interview_id)}


def read_entries(db: Session, interview_id: str) -> tuple[Entry, ...]:
    """All entries in order, with the words that count today."""
    return reread(transcripts.entries(db, interview_id), newest(db, interview_id).values())


def entries_as_read(db: Session, interview_id: str, revisions: Mapping[int, int]) -> tuple[Entry, ...]:
    """All entries in order, with the words that counted when these were the newest revisions."""
    readings = [each for each in of_interview(db, interview_id) if revisions.get(each.order_index) == each.revision]
    return reread(transcripts.entries(db, interview_id), readings)


def add(
    db: Session,
    interview_id: str,
    order_index: int,
    reader: str,
    content: str,
    now: datetime,
    words: Sequence[Word] = (),
) -> None:
    """One more reading; those before it stay. The caller holds the interview's row."""
    mine = (Reading.interview_id == interview_id, Reading.order_index == order_index)
    highest = db.exec(select(func.max(Reading.revision)).where(*mine)).one()
    db.add(
        Reading(
            interview_id=interview_id,
            order_index=order_index,
            revision=(highest or 0) + 1,
            reader=reader,
            content=content,
            words=write_words(words),
            created_at=now,
        )
    )
