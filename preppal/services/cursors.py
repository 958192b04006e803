"""Page cursors: opaque to clients, a creation time and an id to us."""

import base64
import binascii
from datetime import datetime

from preppal.errors import InvalidInput


def write_cursor(created_at: datetime, row_id: str) -> str:
    return base64.urlsafe_b64encode(f"{created_at.isoformat()}|{row_id}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[datetime, str]:
    """Raises InvalidInput for anything we did not write."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        moment, _, row_id = base64.b64decode(padded, altchars=b"-_", validate=True).decode().partition("|")
        created_at = datetime.fromisoformat(moment)
    except (binascii.Error, ValueError) as error:
        raise _not_ours() from error
    if created_at.tzinfo is None or not row_id:
        raise _not_ours()
    return created_at, row_id


def _not_ours() -> InvalidInput:
    return InvalidInput("This cursor is not one of ours.", {"cursor": "Use the nextCursor of the page before."})
