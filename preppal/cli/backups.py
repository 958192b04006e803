"""`python -m preppal backup FILE` and `restore FILE`: everything this server holds, in one file and back."""

import argparse
from collections.abc import Callable
from pathlib import Path

from preppal.config import Settings
from preppal.errors import PreppalError
from preppal.services.backups import Backups
from preppal.store.blob_store import create_blob_store
from preppal.store.database import Database


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = commands.add_parser("backup", help="write database, files and recordings to one file; the server may run")
    backup.add_argument("file", type=Path)
    restore = commands.add_parser("restore", help="bring a backup back, checked whole first; stop the server before")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true", help="put it in place of the data that is there")


def perform(arguments: argparse.Namespace, settings: Settings, say: Callable[[str], None]) -> int:
    """The exit code: 0, or 1 when it could not be done."""
    database = Database(settings.database_url)
    backups = Backups(database, create_blob_store(settings), settings)
    try:
        say(_do(arguments, backups))
    except (PreppalError, OSError) as error:
        say(f"preppal: {error}")
        return 1
    finally:
        database.close()
    return 0


def _do(arguments: argparse.Namespace, backups: Backups) -> str:
    if arguments.command == "backup":
        size = backups.make(arguments.file)
        return (
            f"Wrote {arguments.file} ({size / 1_000_000:.1f} MB). It holds what people said: keep it as safe as them."
        )
    count = backups.restore(arguments.file, replace=arguments.replace)
    return f"Restored the database and {count} files. People sign in anew if the secret key is another."
