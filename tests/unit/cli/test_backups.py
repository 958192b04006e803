"""The commands `backup` and `restore`, as they are typed."""

from pathlib import Path

import pytest

from preppal.__main__ import main
from preppal.auth.tokens import TokenSigner
from preppal.config import Settings
from preppal.services.accounts import AccountService
from preppal.store.database import Database
from preppal.store.migrations import migrate


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("PREPPAL_DATA_DIR", str(folder))
    for name in ("REFLEX_DB_URL", "DATABASE_URL", "PREPPAL_BLOB_URL"):
        monkeypatch.delenv(name, raising=False)
    return folder


def signed_up(data_dir: Path) -> str:
    settings = Settings(data_dir=data_dir)
    database = Database(settings.database_url)
    migrate(database)
    person = AccountService(database, settings, TokenSigner("k" * 40)).sign_in_dev("ann@example.com", "Ann").person
    database.close()
    return person.id


def test_backup_is_written_and_comes_back(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    user_id = signed_up(data_dir)
    assert main(["backup", str(tmp_path / "b.zip")]) == 0
    assert "keep it as safe" in capsys.readouterr().out
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0
    elsewhere = tmp_path / "elsewhere"
    monkeypatch.setenv("PREPPAL_DATA_DIR", str(elsewhere))
    assert main(["restore", str(tmp_path / "b.zip")]) == 0
    database = Database(Settings(data_dir=elsewhere).database_url)
    accounts = AccountService(database, Settings(data_dir=elsewhere), TokenSigner("k" * 40))
    assert accounts.profile(user_id).person.email == "ann@example.com"
    database.close()


def test_restore_over_data_asks_for_the_word(
    data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed_up(data_dir)
    main(["backup", str(tmp_path / "b.zip")])
    assert main(["restore", str(tmp_path / "b.zip")]) == 1
    assert "--replace" in capsys.readouterr().out
    assert main(["restore", "--replace", str(tmp_path / "b.zip")]) == 0


def test_backup_of_nothing_says_so(data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", str(tmp_path / "b.zip")]) == 1
    assert "no database yet" in capsys.readouterr().out
    assert not (tmp_path / "b.zip").exists()
