"""Stands where the reading child stands, behind the same limits, and misbehaves as it is told."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

from preppal.documents import child

DEEDS = {
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "write": lambda: Path("from-the-child").write_text("x"),
    "start": lambda: subprocess.run(["true"], check=True),
    "allocate": lambda: bytearray(2_000_000_000),
    "environment": lambda: os.environ["PREPPAL_SECRET_KEY"],
}


def main() -> None:
    child.limit_itself(cpu_s=1)
    deed = sys.stdin.read()
    while deed == "spin":
        pass
    try:
        DEEDS[deed]()
        said = "did it"
    except (PermissionError, MemoryError, KeyError):
        said = "refused"
    sys.stdout.write(json.dumps({"text": said, "kind": "text", "pages": None, "is_cut": False}))


if __name__ == "__main__":
    main()
