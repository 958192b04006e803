"""The dialog in which a paper's text is read, corrected or pasted."""

from typing import Any

import reflex as rx

from preppal.ui.components.button import button
from preppal.ui.components.field import text_area, text_field
from preppal.ui.pages.library.state import LibraryState


def editor() -> rx.Component:
    is_resume = LibraryState.open_kind == "resume"
    is_new = LibraryState.open_id == ""
    title = rx.cond(is_resume, "Résumé", "Job description")
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(title, class_name="h2"),
            rx.dialog.description(
                rx.cond(
                    is_new,
                    "Paste the text. It is all the interviewer needs.",
                    "This is what the interviewer reads. Correct what came out wrong.",
                ),
                class_name="sub mt2",
            ),
            _form(is_resume),
            class_name="dialog wide",
        ),
        open=LibraryState.open_kind != "",
        on_open_change=LibraryState.show_editor,
    )


def _form(is_resume: Any) -> rx.Component:
    company = text_field(
        "Company", id="company", default_value=LibraryState.company, error=_error("company"), max_length=120
    )
    return rx.el.form(
        rx.el.div(
            text_field("Title", id="title", default_value=LibraryState.title, error=_error("title"), max_length=120),
            rx.cond(is_resume, rx.fragment(), company),
            class_name="grid c2 g4",
        ),
        text_area("Text", id="text", default_value=LibraryState.text, error=_error("text"), rows=14, dir="auto"),
        rx.cond(LibraryState.found != "", rx.el.p(LibraryState.found, class_name="help"), rx.fragment()),
        rx.el.div(
            button("Save", type="submit", kind="solid", is_busy=LibraryState.is_busy, busy_label="Saving"),
            rx.dialog.close(button("Cancel")),
            class_name="row wrap mt2",
        ),
        on_submit=LibraryState.save,
        no_validate=True,
        class_name="col g4 mt5",
    )


def _error(field: str) -> Any:
    return LibraryState.errors.get(field, "")
