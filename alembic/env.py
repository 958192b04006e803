"""Tells Alembic where the tables are: on the connection it is handed, or on the one the settings name."""

from logging.config import fileConfig
from typing import Literal

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

import preppal.store.models  # noqa: F401  registers the tables
from preppal.config import from_env
from preppal.store.columns import FreeText, UtcDateTime
from preppal.store.database import Database
from preppal.store.migrations import locked_connection


def _render_type(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Revisions name plain types: they must still run when our own column types have moved on."""
    if kind == "type" and isinstance(item, FreeText):
        return "sa.Text()"
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        compare_type=True,
        render_item=_render_type,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    if context.config.config_file_name:
        fileConfig(context.config.config_file_name, disable_existing_loggers=False)
    database = Database(from_env().database_url)
    with locked_connection(database) as connection:
        _run(connection)
    database.close()
