"""Messages over the pipes between the app and a speech child: kind (1 byte), length (4 bytes, little-endian), payload.

Children import this module and little else, so that they start in tens of milliseconds.
"""

import os
import signal
import struct
import sys
from dataclasses import dataclass
from enum import IntEnum
from typing import BinaryIO

HEADER = struct.Struct("<BI")
MAX_PAYLOAD_BYTES = 4 * 1024 * 1024


class Kind(IntEnum):
    """What a message is. The first four go down to a child, the others come up."""

    OPEN = 1
    AUDIO = 2
    SKIP = 3
    FINISH = 4
    SPEAK = 5
    READY = 16
    PARTIAL = 17
    FINAL = 18
    FAILED = 19


@dataclass(frozen=True, slots=True)
class Message:
    kind: Kind
    payload: bytes = b""


def encode(message: Message) -> bytes:
    return HEADER.pack(message.kind, len(message.payload)) + message.payload


def decode_header(header: bytes) -> tuple[Kind, int]:
    """Raises ValueError for what no child of ours would send."""
    kind, length = HEADER.unpack(header)
    if length > MAX_PAYLOAD_BYTES:
        raise ValueError(f"a message of {length} bytes is over the limit")
    return Kind(kind), length


class ChildEnd:
    """The child's end of the pipes. Blocking: a child does one thing at a time."""

    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO) -> None:
        self._incoming = incoming
        self._outgoing = outgoing

    @classmethod
    def over_stdio(cls) -> "ChildEnd":
        """Take stdin and stdout for messages; whatever a library prints goes to stderr instead.

        Ctrl-C in a terminal reaches children too; it is the app's to handle, which then closes our input.
        """
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        outgoing = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        return cls(sys.stdin.buffer, outgoing)

    def receive(self) -> Message | None:
        """The next message; None when the app has let go of us."""
        header = self._incoming.read(HEADER.size)
        if len(header) < HEADER.size:
            return None
        kind, length = decode_header(header)
        payload = self._incoming.read(length)
        return Message(kind, payload) if len(payload) == length else None

    def send(self, kind: Kind, payload: bytes = b"") -> None:
        self._outgoing.write(encode(Message(kind, payload)))
        self._outgoing.flush()
