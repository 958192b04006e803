"""The library: what the interviewer reads before meeting you."""

from typing import Any

import reflex as rx

from preppal.ui.components.button import button, button_link, icon_button
from preppal.ui.components.file_uploads import file_chooser, file_uploads
from preppal.ui.components.geometry import rest_dots
from preppal.ui.components.icon import icon
from preppal.ui.components.surface import badge, card, problem, section, skeleton_rows
from preppal.ui.components.voice import waveform
from preppal.ui.pages.library.editor import editor
from preppal.ui.pages.library.state import NOTICE_ID, LibraryState
from preppal.ui.pages.library.views import PaperRow, UnreadFile
from preppal.ui.template import LIBRARY, frame, page_head

ROUTE = "/library"
TITLE = "Library"

_JOB_ZONE = "#job-descriptions"


def page() -> rx.Component:
    return frame(
        page_head(TITLE, "What the interviewer reads before meeting you."),
        rx.el.p(LibraryState.notice, role="status", id=NOTICE_ID, tab_index=-1, class_name="t1 sub mt2"),
        rx.match(LibraryState.loading, ("ready", _lists()), ("failed", _failed()), _waiting()),
        active=LIBRARY.route,
    )


def _waiting() -> rx.Component:
    return card(skeleton_rows("Loading your library"), class_name="pad0 mt6")


def _failed() -> rx.Component:
    return problem(
        "We couldn’t fetch your library",
        "Nothing is lost, the server did not answer as it should.",
        button("Try again", size="sm", on_click=LibraryState.load),
        tone="warn",
        class_name="mt6",
    )


def _lists() -> rx.Component:
    return rx.fragment(_resumes(), _jobs(), _drop_hint(), editor(), _delete_question())


def _resumes() -> rx.Component:
    actions = rx.el.div(
        button("Paste", icon_name="clipboard-paste", on_click=LibraryState.paste_resume("")),
        file_chooser("Add résumé", id="resume-file", kind="solid"),
        class_name="row g2",
    )
    return section(
        "Résumés",
        card(
            rx.foreach(LibraryState.resumes, _resume),
            rx.foreach(LibraryState.unread, lambda file: _unread(file, LibraryState.paste_resume(file.name))),
            file_uploads(
                "/api/resume/upload",
                chooser="resume-file",
                other_zone=_JOB_ZONE,
                on_done=LibraryState.resume_uploaded,
            ),
            _when_empty(
                LibraryState.resumes, LibraryState.unread, "No résumé yet. Interviews then ask general questions."
            ),
            class_name="pad0 mt4",
        ),
        id="resumes",
        aside=actions,
        class_name="mt6",
    )


def _jobs() -> rx.Component:
    actions = rx.el.div(
        file_chooser("Add file", id="job-file"),
        button("Paste posting", icon_name="clipboard-paste", on_click=LibraryState.paste_job("")),
        class_name="row g2",
    )
    content = section(
        "Job descriptions",
        card(
            rx.foreach(LibraryState.jobs, _job),
            rx.foreach(LibraryState.unread_jobs, lambda file: _unread(file, LibraryState.paste_job(file.name))),
            file_uploads(
                "/api/job-description/upload", chooser="job-file", zone=_JOB_ZONE, on_done=LibraryState.job_uploaded
            ),
            _when_empty(
                LibraryState.jobs, LibraryState.unread_jobs, "No posting yet. Paste one and the questions follow it."
            ),
            class_name="pad0 mt4",
        ),
        id="jobs",
        aside=actions,
        class_name="",
    )
    return rx.el.div(content, id=_JOB_ZONE.removeprefix("#"), class_name="mt8")


def _when_empty(rows: Any, unread: Any, words: str) -> rx.Component:
    is_empty = (rows.length() == 0) & (unread.length() == 0)
    return rx.cond(is_empty, rx.el.p(words, class_name="li sub"), rx.fragment())


def _resume(row: rx.Var[PaperRow]) -> rx.Component:
    return _line(
        row,
        "file-text",
        rx.cond(row.is_default, badge("Default", "acc"), rx.fragment()),
        _menu(
            row,
            rx.menu.item("Read and edit", on_click=LibraryState.edit_resume(row.id)),
            rx.cond(row.is_default, rx.fragment(), _default_item(row)),
            _delete_item("resume", row),
        ),
    )


def _default_item(row: rx.Var[PaperRow]) -> rx.Component:
    return rx.menu.item("Make it the default", on_click=LibraryState.make_default(row.id))


def _job(row: rx.Var[PaperRow]) -> rx.Component:
    return _line(
        row,
        "briefcase",
        button_link("Practise", row.practise, size="sm", aria_label=f"Practise for {row.title}"),
        _menu(
            row,
            rx.menu.item("Read and edit", on_click=LibraryState.edit_job(row.id)),
            _delete_item("job", row),
        ),
    )


def _line(row: rx.Var[PaperRow], icon_name: str, *asides: rx.Component) -> rx.Component:
    words = rx.el.div(
        rx.el.div(row.title, class_name="med"), rx.el.div(row.note, class_name="t1 sub"), class_name="grow"
    )
    return rx.el.div(
        rx.el.span(icon(icon_name, 20, stroke=1.7), class_name="doc-face"),
        words,
        *asides,
        class_name="li doc",
        key=row.id,
    )


def _unread(file: rx.Var[UnreadFile], on_paste: Any) -> rx.Component:
    words = rx.el.div(
        rx.el.div(file.name, class_name="med"), rx.el.div(file.problem, class_name="t1 sub"), class_name="grow"
    )
    return rx.el.div(
        rx.el.span(icon("file-x-2", 20, stroke=1.7), class_name="doc-face"),
        words,
        button("Paste the text", size="sm", on_click=on_paste),
        icon_button("x", f"Forget {file.name}", on_click=LibraryState.forget_unread(file.name)),
        class_name="li doc",
        key=file.name,
    )


def _menu(row: rx.Var[PaperRow], *items: rx.Component) -> rx.Component:
    return rx.menu.root(
        rx.menu.trigger(icon_button("ellipsis", f"More for {row.title}")),
        rx.menu.content(*items, align="end"),
    )


def _delete_item(kind: str, row: rx.Var[PaperRow]) -> rx.Component:
    return rx.menu.item("Delete", color="red", on_click=LibraryState.ask_to_delete(kind, row.id))


def _drop_hint() -> rx.Component:
    return rx.el.div(
        waveform(rest_dots(96, 24, voice_at=(0.5,), spacing=9.6)),
        rx.el.p("Drop a file anywhere on this page", class_name="med mt2"),
        rx.el.p("PDF, Word or text, up to 5 MB. Files stay on this server.", class_name="t1 sub"),
        class_name="empty drop-hint mt5",
    )


def _delete_question() -> rx.Component:
    return rx.alert_dialog.root(
        rx.alert_dialog.content(
            rx.alert_dialog.title("Delete this for good?", class_name="h2"),
            rx.alert_dialog.description(
                f"{LibraryState.deleting.title}, with its file. Interviews that used it keep their copy of the text.",
                class_name="sub mt2",
            ),
            rx.el.div(
                rx.alert_dialog.cancel(button("Keep it")),
                rx.alert_dialog.action(button("Delete", kind="bad", icon_name="trash-2", on_click=LibraryState.delete)),
                class_name="row wrap mt5",
            ),
            class_name="dialog",
        ),
        open=LibraryState.deleting_kind != "",
        on_open_change=LibraryState.keep,
    )
