"""Letters to a mail server nobody here wrote, and a forgotten password by way of one."""

import re
from pathlib import Path

import pytest

from preppal.auth.tokens import TokenSigner
from preppal.config import Settings
from preppal.errors import BackendError, ConfigurationError, NotAllowed
from preppal.services.accounts import AccountService
from preppal.services.mail import SmtpMailer, make_mailer
from preppal.store.database import Database
from tests.emulators.gemini_live.certificates import Certificates, make_certificates
from tests.mail_server import MailServer, running_mail_server

_SENDER = "preppal@example.org"
_LINK = re.compile(r"https://prep\.example\.org/reset\?link=(\S+)")


def mailer(server: MailServer, user: str = "") -> SmtpMailer:
    return SmtpMailer(f"smtp://{user}{server.host}:{server.port}", _SENDER)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


def test_forgotten_password_comes_back_by_mail_once(sqlite_database: Database, tmp_path: Path) -> None:
    with running_mail_server() as server:
        settings = Settings(
            data_dir=tmp_path,
            public_url="https://prep.example.org",
            smtp_url=f"smtp://127.0.0.1:{server.port}",
            mail_from=_SENDER,
        )
        accounts = AccountService(sqlite_database, settings, TokenSigner("k" * 40))
        accounts.passwords.register("zoë@example.org", "four words in a row", "Zoë")
        accounts.passwords.ask_reset("zoë@example.org")
        accounts.passwords.ask_reset("nobody@example.org")
    [letter] = server.letters
    assert (letter["From"], letter["Auto-Submitted"]) == (_SENDER, "auto-generated")
    found = _LINK.search(letter.get_content())
    assert found is not None
    accounts.passwords.reset(found[1], "five other words entirely")
    with pytest.raises(NotAllowed):
        accounts.passwords.reset(found[1], "six more words than before")
    assert accounts.passwords.sign_in("zoë@example.org", "five other words entirely").token


def test_letter_goes_encrypted_and_with_a_login(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.ca_file))
    with running_mail_server(tls=certificates.trusted, password="s3cret/word") as server:
        mailer(server, "preppal:s3cret%2Fword@").send("ann@example.org", "Hello", "A letter.")
        with pytest.raises(BackendError):
            mailer(server, "preppal:wrong@").send("ann@example.org", "Hello", "A letter.")
    assert [letter.get_content().strip() for letter in server.letters] == ["A letter."]


def test_server_that_cannot_prove_who_it_is_gets_no_letter(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.ca_file))
    with running_mail_server(tls=certificates.untrusted) as server, pytest.raises(BackendError):
        mailer(server).send("ann@example.org", "Hello", "A letter.")
    assert server.letters == []


def test_letter_leaves_this_machine_encrypted_or_not_at_all() -> None:
    """An address of this machine that does not look like it stands for another machine."""
    with running_mail_server("127.0.0.2") as server, pytest.raises(BackendError):
        mailer(server).send("ann@example.org", "Hello", "A letter.")
    assert server.letters == []


def test_server_that_is_full_or_gone_is_said_to_have_taken_nothing() -> None:
    with running_mail_server() as server:
        server.is_full = True
        with pytest.raises(BackendError, match="did not take"):
            mailer(server).send("ann@example.org", "Hello", "A letter.")
    with pytest.raises(BackendError, match="did not take"):
        mailer(server).send("ann@example.org", "Hello", "A letter.")


def test_address_that_is_none_is_refused_at_the_start() -> None:
    with pytest.raises(ConfigurationError, match="PREPPAL_SMTP_URL"):
        make_mailer(Settings(smtp_url="mail.example.org:587", mail_from=_SENDER))
