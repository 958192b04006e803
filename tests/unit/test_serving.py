"""Two servers never share a port."""

import socket

import pytest

from preppal.errors import ConfigurationError
from preppal.serving import require_free_port


def _listener() -> socket.socket:
    """One that would share its port, as granian's does."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    return listener


def test_taken_port_is_refused_with_what_to_do() -> None:
    with _listener() as listener, pytest.raises(ConfigurationError, match="PORT"):
        require_free_port("127.0.0.1", listener.getsockname()[1], patience_s=0)


def test_port_that_was_let_go_is_free() -> None:
    with _listener() as listener:
        port = listener.getsockname()[1]
    require_free_port("127.0.0.1", port, patience_s=0)
