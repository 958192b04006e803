"""A mail server nobody here wrote, on a loopback port: it takes every letter and sends none on."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Condition
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword


@dataclass
class MailServer:
    """Where it listens, and what has arrived."""

    host: str
    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    is_full: bool = False
    _came: Condition = field(default_factory=Condition, repr=False)

    def newest(self, within_s: float = 30.0) -> EmailMessage:
        """The newest letter; waits for the first. Pages say that one is on its way before it has come."""
        with self._came:
            assert self._came.wait_for(lambda: self.letters, within_s), "no letter has come"
            return self.letters[-1]

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        if self.is_full:
            return "452 Insufficient storage"
        letter = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        assert isinstance(letter, EmailMessage)  # that policy makes no other kind
        with self._came:
            self.letters.append(letter)
            self._came.notify_all()
        return "250 OK"


@contextmanager
def running_mail_server(
    host: str = "127.0.0.1", *, tls: ssl.SSLContext | None = None, password: str = ""
) -> Iterator[MailServer]:
    """With `tls` it asks for STARTTLS, with a `password` for a login as well."""
    server = MailServer(host, _free_port(host))
    options: dict[str, Any] = {"tls_context": tls, "require_starttls": tls is not None}  # aiosmtpd's own options
    if password:
        options |= {"authenticator": _checking(password), "auth_required": True, "auth_require_tls": tls is not None}
    controller = Controller(server, hostname=host, port=server.port, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def _free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _checking(password: str) -> Any:  # aiosmtpd types none of it
    def check(_server: object, _session: object, _envelope: object, _mechanism: str, data: LoginPassword) -> AuthResult:
        return AuthResult(success=isinstance(data, LoginPassword) and data.password == password.encode())

    return check
