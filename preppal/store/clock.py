"""What time a database server thinks it is."""

from datetime import UTC, datetime

from sqlalchemy import text

from preppal.store.database import Database


def clock_of(database: Database) -> datetime:
    """Raises BackendError. SQLite has no clock but ours."""
    with database.read() as db:
        now: datetime = db.connection().execute(text("SELECT clock_timestamp()")).scalar_one()
    return now.astimezone(UTC)
