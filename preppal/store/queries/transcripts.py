"""Entries of interviews."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import Session, col, select

from preppal.domain.transcript import Entry
from preppal.store.models import TranscriptEntry
from preppal.store.records import read_entry, write_entry


def entries(db: Session, interview_id: str) -> tuple[Entry, ...]:
    """All entries in order."""
    statement = (
        select(TranscriptEntry)
        .where(TranscriptEntry.interview_id == interview_id)
        .order_by(col(TranscriptEntry.order_index))
    )
    return tuple(read_entry(row) for row in db.exec(statement))


def store(db: Session, interview_id: str, new: Sequence[Entry]) -> None:
    """Store entries by order index; the same index again replaces. The caller holds the interview's row."""
    indexes = [entry.order_index for entry in new]
    statement = select(TranscriptEntry).where(
        TranscriptEntry.interview_id == interview_id, col(TranscriptEntry.order_index).in_(indexes)
    )
    rows = {row.order_index: row for row in db.exec(statement)}
    for entry in new:
        row = rows.get(entry.order_index)
        if row is None:
            row = rows[entry.order_index] = TranscriptEntry(interview_id=interview_id, order_index=entry.order_index)
        write_entry(row, entry)
        db.add(row)


def answer_counts(db: Session, interview_ids: Sequence[str]) -> dict[str, int]:
    """How many answers each interview holds; interviews without any are left out."""
    statement = (
        select(TranscriptEntry.interview_id, func.count())
        .where(col(TranscriptEntry.interview_id).in_(interview_ids), col(TranscriptEntry.is_answer).is_(True))
        .group_by(col(TranscriptEntry.interview_id))
    )
    return dict(db.exec(statement).all())
