"""Network namespaces for tests: machines of their own as far as the network can tell, joined by virtual cables."""

import os
import shutil
import subprocess
from dataclasses import dataclass

INSTALL_HINT = "needs ip (Debian package iproute2)"
RIGHTS_HINT = "needs the right to make network namespaces: run as root with CAP_NET_ADMIN and CAP_SYS_ADMIN"


class NoNamespaces(Exception):
    """They cannot be made here; the message says what is needed."""


@dataclass(frozen=True, slots=True)
class Machine:
    """One namespace. `address` is where the test reaches it, `inner` where the other machine does."""

    name: str
    address: str
    inner: str

    @property
    def command(self) -> tuple[str, ...]:
        """What to put before a program so that it runs there."""
        return ("ip", "netns", "exec", self.name)


class TwoNetworks:
    """Two namespaces, each on a cable to the test and both on one between them. Nothing is routed onwards."""

    def __init__(self) -> None:
        # Names hold at most 15 letters. 198.18.0.0/15 is set apart for tests of networks (RFC 2544).
        self._tag = f"pp{os.getpid()}"
        net = f"198.18.{os.getpid() % 256}"
        self.first = Machine(f"{self._tag}-a", f"{net}.2", f"{net}.9")
        self.second = Machine(f"{self._tag}-b", f"{net}.6", f"{net}.10")
        self._ends = ((self.first, f"{net}.1"), (self.second, f"{net}.5"))

    def __enter__(self) -> "TwoNetworks":
        if shutil.which("ip") is None:
            raise NoNamespaces(INSTALL_HINT)
        try:
            self._make()
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._remove()

    def _make(self) -> None:
        for machine, _ in self._ends:
            try:
                _ip("netns", "add", machine.name)
            except subprocess.CalledProcessError as error:
                raise NoNamespaces(RIGHTS_HINT) from error
            _ip("-n", machine.name, "link", "set", "lo", "up")
        for number, (machine, here) in enumerate(self._ends):
            outside = self._outside(number)
            _ip("link", "add", outside, "type", "veth", "peer", "name", "outer", "netns", machine.name)
            _ip("address", "add", f"{here}/30", "dev", outside)
            _ip("link", "set", outside, "up")
            _plug(machine, "outer", machine.address)
        peer = ("peer", "name", "inner", "netns", self.second.name)
        _ip("-n", self.first.name, "link", "add", "inner", "type", "veth", *peer)
        for machine, _ in self._ends:
            _plug(machine, "inner", machine.inner)

    def _remove(self) -> None:
        """The cables first: those of a namespace that is gone would hang about for a while."""
        for number, (machine, _) in enumerate(self._ends):
            subprocess.run(["ip", "link", "delete", self._outside(number)], check=False, capture_output=True)
            subprocess.run(["ip", "netns", "delete", machine.name], check=False, capture_output=True)

    def _outside(self, number: int) -> str:
        return f"{self._tag}{number}"


def _plug(machine: Machine, device: str, address: str) -> None:
    _ip("-n", machine.name, "address", "add", f"{address}/30", "dev", device)
    _ip("-n", machine.name, "link", "set", device, "up")


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)
