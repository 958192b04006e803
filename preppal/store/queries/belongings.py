"""All that is stored about one person, whatever table it is in: to hand it out, and to erase it.

Found by the columns that lead to a person, so that a table added later is neither forgotten nor kept.
"""

from typing import Any

from sqlalchemy import ColumnElement, Table, delete, select
from sqlmodel import Session, SQLModel, col

from preppal.store.models import Interview, User

# What opens a door is nobody's to take out; what only machines understand is no information about a person.
_LEFT_OUT = frozenset({"token_hash", "password_hash", "engine_state", "epoch"})


def tables() -> tuple[Table, ...]:
    return tuple(SQLModel.metadata.sorted_tables)


def is_personal(table: Table) -> bool:
    return table.name == "users" or bool({"user_id", "interview_id", "email"} & set(table.columns.keys()))


def rows_of(db: Session, user: User) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, by table, without secrets."""
    return {table.name: _rows(db, table, user) for table in tables() if is_personal(table)}


def erase(db: Session, user: User) -> None:
    """The account, and by the database's own rules everything below it; then what is only tied to the address."""
    email = user.email
    db.connection().execute(delete(User).where(col(User.id) == user.id))
    for table in tables():
        if table.name != "users" and "email" in table.columns:
            db.connection().execute(delete(table).where(table.columns["email"] == email))


def _rows(db: Session, table: Table, user: User) -> list[dict[str, Any]]:
    columns = [column for column in table.columns if column.name not in _LEFT_OUT]
    found = db.connection().execute(select(*columns).where(_is_about(table, user)))
    return [dict(row) for row in found.mappings()]


def _is_about(table: Table, user: User) -> ColumnElement[bool]:
    if table.name == "users":
        return table.columns["id"] == user.id
    if "user_id" in table.columns:
        return table.columns["user_id"] == user.id
    if "interview_id" in table.columns:
        theirs = select(col(Interview.id)).where(col(Interview.user_id) == user.id)
        return table.columns["interview_id"].in_(theirs)
    return table.columns["email"] == user.email
