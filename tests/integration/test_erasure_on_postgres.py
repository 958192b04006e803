"""Erasing somebody where the tables, and those of the jobs, are in PostgreSQL: no row of any schema holds a word."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from preppal.composition import Product, compose
from preppal.config import Settings
from preppal.domain.blob_keys import person_prefix
from preppal.store.database import Database
from tests.integration.test_belongings import PHRASE, live_a_little, traces
from tests.postgres import PostgresServer

pytestmark = pytest.mark.postgres

_EVERY_TABLE = """
    SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
"""


@pytest.fixture
def product(tmp_path: Path, postgres_server: PostgresServer, migrated_postgres: str) -> Iterator[Product]:
    url = postgres_server.url(postgres_server.new_database(migrated_postgres))
    made = compose(Settings(data_dir=tmp_path / "data", db_url=url))
    made.services.reviews.open()
    yield made
    made.services.reviews.close()
    made.database.close()


def tables_with(database: Database, *words: str) -> set[str]:
    """Every table of every schema that has a row with one of the words in it."""
    with database.read() as db:
        ask = db.connection().execute
        tables = ask(text(_EVERY_TABLE)).scalars().all()
        found = {
            table
            for table in tables
            for word in words
            if ask(text(f"SELECT 1 FROM {table} AS r WHERE r::text LIKE :word LIMIT 1"), {"word": f"%{word}%"}).first()
        }
    assert any("workflow_status" in table for table in tables), "the jobs' tables were looked at"
    return found


def test_erased_person_leaves_no_word_in_any_table_of_any_schema(
    product: Product, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        ann = live_a_little(product, "ann@example.com", PHRASE)
        ben = live_a_little(product, "ben@example.com", "copper violin")
        planted = tables_with(product.database, PHRASE)
        product.services.belongings.erase(ann.id)
    held = {"public.users", "public.transcript_entries", "public.resumes", "public.interviews", "public.feedback"}
    assert held <= planted, "the phrase was planted"
    assert tables_with(product.database, PHRASE, "ann@example.com", ann.id) == set()
    assert traces(tmp_path, PHRASE, "ann@example.com") == []
    assert PHRASE not in caplog.text
    assert "ann@example.com" not in caplog.text
    assert "public.transcript_entries" in tables_with(product.database, "copper violin")
    assert list(product.blobs.keys(person_prefix(ben.id)))


def test_deleted_interview_leaves_no_word_either(product: Product, tmp_path: Path) -> None:
    ann = live_a_little(product, "ann@example.com", "copper violin")
    kept = live_a_little(product, "ben@example.com", PHRASE)
    product.services.interviews.delete(kept.id, kept.interview_id)
    assert not tables_with(product.database, kept.interview_id) & {
        "public.interviews",
        "public.transcript_entries",
        "public.recordings",
        "public.metrics",
        "public.feedback",
        "public.review_runs",
    }
    assert tables_with(product.database, ann.interview_id)
    assert [key for key in product.blobs.keys(person_prefix(kept.id)) if kept.interview_id in key] == []
