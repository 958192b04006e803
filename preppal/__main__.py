"""`python -m preppal`: run the product, or look after it."""

import argparse
import sys
from collections.abc import Sequence

from preppal.cli import backups, doctor, evaluate, users
from preppal.errors import ConfigurationError


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the command line and do what it says; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m preppal", description="Practise job interviews aloud.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="migrate, build the pages when they changed, serve everything on one port")
    commands.add_parser("serve", help="serve what was built before; for the second process and the third")
    commands.add_parser("build", help="build the pages for production, if they changed")
    commands.add_parser("migrate", help="bring the database to the newest schema")
    users.add_parser(commands)
    evaluate.add_parser(commands)
    backups.add_parser(commands)
    doctor.add_parser(commands)
    chosen = parser.parse_args(arguments)
    try:
        return _do(chosen)
    except ConfigurationError as error:
        print(f"preppal: {error}", file=sys.stderr)
        return 2


def _do(chosen: argparse.Namespace) -> int:
    from preppal import serving
    from preppal.config import from_env

    if chosen.command == "doctor":
        return doctor.perform(chosen, from_env, print)
    settings = from_env()
    match chosen.command:
        case "run":
            serving.build_pages(settings)
            serving.serve(settings)
        case "serve":
            serving.serve(settings)
        case "build":
            serving.build_pages(settings)
        case "migrate":
            serving.migrate_database(settings)
        case "eval":
            return evaluate.perform(chosen, settings, print)
        case "user":
            return users.perform(chosen, settings, print)
        case "backup" | "restore":
            return backups.perform(chosen, settings, print)
    return 0


if __name__ == "__main__":
    sys.exit(main())
