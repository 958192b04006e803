"""What this server remembers of backups and erasures: in a file, for a restored database would have forgotten."""

import json
import os
from pathlib import Path
from typing import Any  # the file is JSON


class Notes:
    """Paths of backups, and ids of erased people with whether every backup was cleaned of them. No words of anybody."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def backups(self) -> list[Path]:
        return [Path(name) for name in self._read()["backups"]]

    def add_backup(self, path: Path) -> None:
        noted = self._read()
        noted["backups"] = sorted({*noted["backups"], str(path)})
        self._write(noted)

    def erased(self) -> list[str]:
        return list(self._read()["erased"])

    def unforgotten(self) -> list[str]:
        return [user_id for user_id, is_forgotten in self._read()["erased"].items() if not is_forgotten]

    def set_erased(self, user_id: str, *, is_forgotten: bool) -> None:
        noted = self._read()
        noted["erased"][user_id] = is_forgotten
        self._write(noted)

    def _read(self) -> dict[str, Any]:
        if not self._path.exists():
            return {"backups": [], "erased": {}}
        noted: dict[str, Any] = json.loads(self._path.read_text(encoding="utf-8"))
        return noted

    def _write(self, noted: dict[str, Any]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_suffix(f".{os.getpid()}")
        unfinished.write_text(json.dumps(noted, indent=1), encoding="utf-8")
        os.replace(unfinished, self._path)
