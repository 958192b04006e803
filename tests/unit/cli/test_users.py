"""`python -m preppal user`, as whoever runs the server types it."""

from pathlib import Path

import pytest

from preppal.__main__ import main
from preppal.auth.tokens import TokenSigner
from preppal.config import Settings, ensure_secret_key
from preppal.errors import NotAllowed, NotFound
from preppal.services.accounts import AccountService
from preppal.store.database import Database


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AccountService:
    """The accounts of the server that the commands are for."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREPPAL_DATA_DIR", str(tmp_path))
    for name in ("REFLEX_DB_URL", "DATABASE_URL", "PREPPAL_SECRET_KEY", "WORKER_SHARED_SECRET"):
        monkeypatch.delenv(name, raising=False)
    settings = Settings(data_dir=tmp_path)
    return AccountService(Database(settings.database_url), settings, TokenSigner(ensure_secret_key(settings)))


def test_created_person_signs_in_with_the_password_that_was_shown(
    accounts: AccountService, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["user", "create", "Ann@example.com", "--name", "Ann"]) == 0
    password = capsys.readouterr().out.split("password ")[1].split()[0]
    assert accounts.passwords.sign_in("ann@example.com", password).person.name == "Ann"


def test_invitation_makes_an_account(accounts: AccountService, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "invite", "ann@example.com"]) == 0
    token = capsys.readouterr().out.strip().rpartition("invitation=")[2]
    made = accounts.passwords.register("", "four words in a row", invitation=token)
    assert made.person.email == "ann@example.com"


def test_reset_replaces_the_password(accounts: AccountService, capsys: pytest.CaptureFixture[str]) -> None:
    main(["user", "create", "ann@example.com"])
    old = capsys.readouterr().out.split("password ")[1].split()[0]
    assert main(["user", "reset", "ann@example.com"]) == 0
    token = capsys.readouterr().out.strip().rpartition("link=")[2]
    accounts.passwords.reset(token, "four words in a row")
    assert accounts.passwords.sign_in("ann@example.com", "four words in a row").person.email == "ann@example.com"
    with pytest.raises(NotAllowed):
        accounts.passwords.sign_in("ann@example.com", old)


def test_person_who_does_not_exist_is_named_as_the_reason(
    accounts: AccountService, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["user", "reset", "nobody@example.com"]) == 1
    assert "no such account" in capsys.readouterr().out


def test_deleted_person_is_gone_with_everything(
    accounts: AccountService, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["user", "create", "ann@example.com", "--name", "Zephyrquill"])
    main(["user", "create", "ben@example.com"])
    assert main(["user", "delete", "ann@example.com"]) == 0
    assert "--yes" in capsys.readouterr().out
    assert accounts.passwords.person("ann@example.com").name == "Zephyrquill"
    assert main(["user", "delete", "Ann@example.com", "--yes"]) == 0
    with pytest.raises(NotFound):
        accounts.passwords.person("ann@example.com")
    assert accounts.passwords.person("ben@example.com")
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Zephyrquill" not in left
    assert main(["user", "delete", "ann@example.com", "--yes"]) == 1
