"""Taking everything out and erasing everything, on the composed product: database, jobs, files and backups."""

import io
import json
import pickle
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from dbos import DBOS

from preppal.composition import Product, compose
from preppal.config import Settings
from preppal.domain.blob_keys import person_prefix
from preppal.domain.interview import EndReason, Status
from preppal.errors import ConfigurationError, NotAllowed, NotFound
from preppal.services.backups import Backups
from preppal.store.migrations import migrate
from preppal.store.queries import belongings
from tests.factories import answer_entry, new_interview, question_entry
from tests.papers import docx_of

PHRASE = "quartz lantern parade"


@dataclass
class Person:
    id: str
    token: str
    interview_id: str


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    made = compose(Settings(data_dir=tmp_path / "data"))
    migrate(made.database)
    made.services.reviews.open()
    yield made
    made.services.reviews.close()
    made.database.close()


def backups(product: Product) -> Backups:
    return Backups(product.database, product.blobs, product.settings)


def live_a_little(product: Product, email: str, phrase: str) -> Person:
    """Everything a person can leave behind, with the phrase in each of them."""
    services = product.services
    signed_in = services.accounts.sign_in_dev(email, f"Ann {phrase}")
    user_id = signed_in.person.id
    services.accounts.update_profile(user_id, goals=phrase, target_role=phrase)
    resume = services.resumes.upload(user_id, f"{phrase}.docx", docx_of(f"Ann\nExperience\n{phrase}"))
    job = services.jobs.upload(user_id, f"{phrase}.txt", f"Team lead\n{phrase}".encode())
    choices = new_interview(
        resume_id=resume.id, job_description_id=job.id, job_title=phrase, record_audio=True, idempotency_key=phrase
    )
    interview_id = services.interviews.create(user_id, choices)[0].id
    epoch = services.interviews.claim(interview_id, user_id).epoch
    services.interviews.store_status(interview_id, epoch, Status.IN_PROGRESS, None, 0)
    words = f"I moved the {phrase} to a nightly job because the team lost an hour each morning. " * 4
    turns = [question_entry(0, f"What about the {phrase}?"), answer_entry(1, words)]
    services.interviews.store_turn(interview_id, epoch, turns, 2, 70_000, phrase)
    services.recordings.keep(interview_id, epoch, 1, [phrase.encode() * 100])
    services.interviews.store_status(interview_id, epoch, Status.COMPLETED, EndReason.INTERVIEWER_ENDED, 71_000)
    DBOS.get_result(f"{interview_id}:1")
    return Person(user_id, signed_in.token, interview_id)


def traces(folder: Path, phrase: str, *ids: str) -> list[str]:
    """Every file below the folder that still holds the phrase, packed or not."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            held = data + b"".join(_unpacked(data))
            found += [path.name for word in (phrase, *ids) if word.encode() in held or word.encode("utf-16-le") in held]
    return found


def _unpacked(data: bytes) -> Iterator[bytes]:
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                inner = archive.read(name)
                yield name.encode() + inner + b"".join(_unpacked(inner))


def test_erased_person_leaves_no_word_in_database_log_jobs_files_or_backups(product: Product, tmp_path: Path) -> None:
    ann = live_a_little(product, "ann@example.com", PHRASE)
    ben = live_a_little(product, "ben@example.com", "copper violin")
    backups(product).make(tmp_path / "kept" / "backup.zip")
    product.settings.states_dir.mkdir()
    (product.settings.states_dir / "0123.pkl").write_bytes(pickle.dumps({"page": f"Ann {PHRASE}"}))
    assert {"preppal.db-wal", "backup.zip", "0123.pkl"} <= set(traces(tmp_path, PHRASE)), "the phrase was planted"
    product.services.belongings.erase(ann.id)
    assert traces(tmp_path, PHRASE, "ann@example.com") == []
    with pytest.raises(NotAllowed):
        product.services.accounts.person_for_token(ann.token)
    with pytest.raises(NotFound):
        product.services.belongings.erase(ann.id)
    kept = product.services.interviews.get(ben.id, ben.interview_id)
    assert kept.feedback is not None
    assert list(product.blobs.keys(person_prefix(ben.id)))
    assert "backup.zip" in traces(tmp_path, "copper violin")


def test_words_that_were_deleted_earlier_are_gone_as_well(product: Product, tmp_path: Path) -> None:
    ann = live_a_little(product, "ann@example.com", "copper violin")
    paper = product.services.resumes.paste(ann.id, f"Ann {PHRASE} " * 500)
    product.services.resumes.delete(ann.id, paper.id)
    product.services.belongings.erase(ann.id)
    assert traces(tmp_path, PHRASE) == []


def test_erasing_that_was_interrupted_is_finished_at_the_next_start(product: Product, tmp_path: Path) -> None:
    ann = live_a_little(product, "ann@example.com", PHRASE)
    archive = tmp_path / "backup.zip"
    backups(product).make(archive)
    whole = archive.read_bytes()
    archive.write_bytes(whole[:-100])
    product.services.belongings.erase(ann.id)
    archive.write_bytes(whole)
    product.services.belongings.finish_erasures()
    assert traces(tmp_path, PHRASE) == []


def test_export_holds_every_word_and_no_secret(product: Product) -> None:
    ann = live_a_little(product, "ann@example.com", PHRASE)
    live_a_little(product, "ben@example.com", "copper violin")
    with zipfile.ZipFile(io.BytesIO(b"".join(product.services.belongings.export(ann.id)))) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names).decode("utf-8", "replace")
        data = json.loads(archive.read("data.json"))
        (page,) = [archive.read(name).decode() for name in names if name.endswith("interview.md")]
    assert [name.rpartition(".")[2] for name in names if name.startswith("interviews/")] == ["md", "flac"]
    assert len([name for name in names if name.startswith("resumes/")]) == 2
    assert f"I moved the {PHRASE}" in page
    assert "## Feedback" in page
    assert data["users"][0]["goals"] == PHRASE
    assert data["transcript_entries"][1]["content"].startswith("I moved")
    assert "copper violin" not in everything
    assert not {"token_hash", "password_hash"} & {key for rows in data.values() for row in rows for key in row}


def test_every_table_is_known_to_be_somebodys() -> None:
    """A table without a way to its person would be neither exported nor erased."""
    assert [table.name for table in belongings.tables() if not belongings.is_personal(table)] == []


def test_backup_comes_back_whole(product: Product, tmp_path: Path) -> None:
    ann = live_a_little(product, "ann@example.com", PHRASE)
    backups(product).make(tmp_path / "backup.zip")
    blobs = {key: b"".join(product.blobs.get(key)) for key in product.blobs.keys("people")}
    elsewhere = compose(Settings(data_dir=tmp_path / "elsewhere"))
    assert backups(elsewhere).restore(tmp_path / "backup.zip") == len(blobs)
    assert {key: b"".join(elsewhere.blobs.get(key)) for key in elsewhere.blobs.keys("people")} == blobs
    restored = elsewhere.services.interviews.get(ann.id, ann.interview_id)
    assert restored == product.services.interviews.get(ann.id, ann.interview_id)
    elsewhere.database.close()


def test_backup_that_was_changed_is_refused_and_changes_nothing(product: Product, tmp_path: Path) -> None:
    live_a_little(product, "ann@example.com", PHRASE)
    good, bad = tmp_path / "backup.zip", tmp_path / "changed.zip"
    backups(product).make(good)
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(bad, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"Team lead", b"Team fool") if name.startswith("blobs/") else data)
    elsewhere = compose(Settings(data_dir=tmp_path / "elsewhere"))
    for damaged in (bad, _cut(good, tmp_path), _with_more(good, tmp_path), _no_archive(tmp_path)):
        with pytest.raises(ConfigurationError, match="Nothing was changed"):
            backups(elsewhere).restore(damaged)
    assert not (tmp_path / "elsewhere" / "preppal.db").exists()
    with pytest.raises(ConfigurationError, match="no file"):
        backups(elsewhere).restore(tmp_path / "missing.zip")


def _cut(archive: Path, folder: Path) -> Path:
    made = folder / "cut.zip"
    made.write_bytes(archive.read_bytes()[:-500])
    return made


def _with_more(archive: Path, folder: Path) -> Path:
    made = folder / "more.zip"
    made.write_bytes(archive.read_bytes())
    with zipfile.ZipFile(made, "a") as more:
        more.writestr("blobs/../../outside", b"x")
    return made


def _no_archive(folder: Path) -> Path:
    made = folder / "letter.txt"
    made.write_text("hello")
    return made


def test_backup_does_not_replace_what_is_there_unasked(product: Product, tmp_path: Path) -> None:
    live_a_little(product, "ann@example.com", PHRASE)
    backups(product).make(tmp_path / "backup.zip")
    with pytest.raises(ConfigurationError, match="--replace"):
        backups(product).restore(tmp_path / "backup.zip")


def test_backup_is_not_restored_under_a_running_server(product: Product, tmp_path: Path) -> None:
    live_a_little(product, "ann@example.com", PHRASE)
    backups(product).make(tmp_path / "backup.zip")
    with closing(sqlite3.connect(product.settings.data_dir / "preppal.db")) as server:
        server.execute("SELECT count(*) FROM users").fetchall()
        with pytest.raises(ConfigurationError, match="Stop Preppal first"):
            backups(product).restore(tmp_path / "backup.zip", replace=True)


def test_person_erased_since_does_not_come_back_with_a_backup(product: Product, tmp_path: Path) -> None:
    ann = live_a_little(product, "ann@example.com", PHRASE)
    ben = live_a_little(product, "ben@example.com", "copper violin")
    backups(product).make(tmp_path / "backup.zip")
    (tmp_path / "backup.zip").rename(tmp_path / "moved.zip")  # out of reach of the erasure
    product.services.belongings.erase(ann.id)
    product.services.reviews.close()
    backups(product).restore(tmp_path / "moved.zip", replace=True)
    (tmp_path / "moved.zip").unlink()
    assert traces(tmp_path, PHRASE) == []
    assert product.services.accounts.profile(ben.id).goals == "copper violin"


def test_postgresql_is_backed_up_with_its_own_tool(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, db_url="postgresql+psycopg://nobody@localhost/none")
    with pytest.raises(ConfigurationError, match="pg_dump"):
        backups(compose(settings)).make(tmp_path / "backup.zip")
