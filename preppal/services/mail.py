"""Mails of ours: links for invitations and forgotten passwords. Without SMTP none goes out."""

import smtplib
import ssl
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

from preppal.config import Settings
from preppal.errors import BackendError, ConfigurationError

_TIMEOUT_S = 15.0
_PORTS = {"smtp": 587, "smtps": 465}


class Mailer(Protocol):
    @property
    def can_send(self) -> bool: ...

    def send(self, to: str, subject: str, text: str) -> None:
        """Raises BackendError when the mail server does not take it."""
        ...


class NoMailer:
    """Where SMTP is not set: whoever runs the server hands links out."""

    @property
    def can_send(self) -> bool:
        return False

    def send(self, to: str, subject: str, text: str) -> None:
        raise BackendError("This server sends no mail.", retryable=False)


class SmtpMailer:
    """One connection per mail. `smtp://` asks for encryption (STARTTLS), and goes without only on this machine."""

    def __init__(self, url: str, sender: str) -> None:
        self._parts = urlsplit(url)
        self._sender = sender
        if self._parts.scheme not in _PORTS or not self._parts.hostname:
            raise ConfigurationError("PREPPAL_SMTP_URL must look like smtp://user:password@host:587.")

    @property
    def can_send(self) -> bool:
        return True

    def send(self, to: str, subject: str, text: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, to, subject
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        try:
            with self._connect() as server:
                if self._parts.username:
                    server.login(unquote(self._parts.username), unquote(self._parts.password or ""))
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            raise BackendError("The mail server did not take the message.") from error

    def _connect(self) -> smtplib.SMTP:
        host = self._parts.hostname or ""
        port = self._parts.port or _PORTS[self._parts.scheme]
        if self._parts.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT_S, context=ssl.create_default_context())
        server = smtplib.SMTP(host, port, timeout=_TIMEOUT_S)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        elif host not in ("localhost", "127.0.0.1", "::1"):
            server.close()
            raise smtplib.SMTPNotSupportedError("the server offers no encryption")
        return server


def make_mailer(settings: Settings) -> Mailer:
    """Raises ConfigurationError."""
    return SmtpMailer(settings.smtp_url, settings.mail_from) if settings.smtp_url else NoMailer()
