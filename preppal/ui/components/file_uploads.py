"""Files on their way to one of our routes: chosen or dropped anywhere on the page, with their progress.

Not Reflex's upload: its route takes bodies of any size from anybody and holds them in memory before a handler may ask
who it is. Ours asks first and has a limit.
"""

from typing import Any

import reflex as rx
from reflex.event import passthrough_event_spec

from preppal.services.documents import MAX_FILE_BYTES
from preppal.ui.components.handover import route_address
from preppal.ui.components.icon import icon

ACCEPTED = ".pdf,.docx,.txt,.md,.markdown"
_TOO_LARGE = f"This file is larger than {MAX_FILE_BYTES // 1_000_000} MB. Save it without pictures, or paste the text."
_NO_ANSWER = "The server did not answer as it should. Try again in a moment."


class FileUploads(rx.Component):
    """One row per file under way, beside those a list has already."""

    library = rx.asset("file_uploads.jsx", shared=True).importable_path
    tag = "FileUploads"

    action: rx.Var[str]
    chooser: rx.Var[str]
    zone: rx.Var[str]
    other_zone: rx.Var[str]
    max_bytes: rx.Var[int]
    too_large: rx.Var[str]
    no_answer: rx.Var[str]

    on_done: rx.EventHandler[passthrough_event_spec(str, str)]


def file_uploads(route: str, *, chooser: str, zone: str = "", other_zone: str = "", on_done: Any) -> rx.Component:
    """`on_done(file name, problem)`. Files dropped into `zone` belong here; without one, all outside `other_zone`."""
    return FileUploads.create(
        action=route_address(route),
        chooser=chooser,
        zone=zone,
        other_zone=other_zone or "never",
        max_bytes=MAX_FILE_BYTES,
        too_large=_TOO_LARGE,
        no_answer=_NO_ANSWER,
        on_done=on_done,
    )


def file_chooser(label: str, *, id: str, kind: str = "line", icon_name: str = "upload") -> rx.Component:
    """A button that is a file field: the browser's own, with our face."""
    field = rx.el.input(type="file", id=id, accept=ACCEPTED, multiple=True, class_name="sr")
    return rx.el.label(icon(icon_name, 17), label, field, class_name=f"btn {kind} chooser")
