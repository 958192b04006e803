"""`python -m preppal user`: make accounts, invite people, and let them choose a new password."""

import argparse
import secrets
from collections.abc import Callable

from preppal.auth.tokens import TokenSigner
from preppal.config import Settings, ensure_secret_key
from preppal.errors import PreppalError
from preppal.services.accounts import AccountService
from preppal.services.backups import Backups
from preppal.services.belongings import Belongings
from preppal.services.interviews import InterviewService
from preppal.services.passwords import PasswordService
from preppal.store.blob_store import create_blob_store
from preppal.store.database import Database
from preppal.store.migrations import migrate

_PASSWORD_BYTES = 15


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("user", help="make accounts, invite people, replace forgotten passwords")
    actions = parser.add_subparsers(dest="action", required=True)
    create = actions.add_parser("create", help="make an account and show its password once")
    create.add_argument("email")
    create.add_argument("--name", default="", help="what the interviewer calls them")
    actions.add_parser("invite", help="a link to make an account, for seven days").add_argument("email")
    actions.add_parser("reset", help="a link to choose a new password, for an hour").add_argument("email")
    delete = actions.add_parser("delete", help="erase a person and everything of theirs, also in backups made here")
    delete.add_argument("email")
    delete.add_argument("--yes", action="store_true", help="do it; without it, only say who would be erased")


def perform(arguments: argparse.Namespace, settings: Settings, say: Callable[[str], None]) -> int:
    """The exit code: 0, or 1 when it could not be done."""
    database = Database(settings.database_url)
    try:
        migrate(database)
        signer = TokenSigner(ensure_secret_key(settings), worker_shared_secret=settings.worker_shared_secret)
        passwords = AccountService(database, settings, signer).passwords
        if arguments.action == "delete":
            say(_delete(arguments, passwords, _belongings(database, settings, signer)))
        else:
            say(_do(arguments, passwords))
    except PreppalError as error:
        say(f"preppal: {error}")
        return 1
    finally:
        database.close()
    return 0


def _belongings(database: Database, settings: Settings, signer: TokenSigner) -> Belongings:
    """An interview that runs in a server meanwhile is refused its next write there."""
    blobs = create_blob_store(settings)
    interviews = InterviewService(database, settings, signer, on_ended=lambda _: None)
    return Belongings(database, blobs, interviews, Backups(database, blobs, settings), settings.states_dir)


def _delete(arguments: argparse.Namespace, passwords: PasswordService, belongings: Belongings) -> str:
    person = passwords.person(arguments.email)
    if not arguments.yes:
        return f"This would erase {person.email} and everything of theirs, for good. Say it again with --yes."
    belongings.erase(person.id)
    return f"{person.email} is erased, with interviews, papers, recordings, and their part of backups made here."


def _do(arguments: argparse.Namespace, passwords: PasswordService) -> str:
    match arguments.action:
        case "create":
            password = secrets.token_urlsafe(_PASSWORD_BYTES)
            person = passwords.create_user(arguments.email, arguments.name, password)
            return f"{person.email} can sign in with the password {password} and change it in the settings."
        case "invite":
            return f"Give this link to {arguments.email}; it works once:\n{passwords.invite(arguments.email)}"
        case _:
            return f"Give this link to {arguments.email}; it works once:\n{passwords.reset_address(arguments.email)}"
