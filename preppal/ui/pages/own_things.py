"""The part of the settings where one takes everything out, and where one deletes the account."""

import asyncio

import reflex as rx

from preppal.errors import NotFound, PreppalError
from preppal.ui.auth_state import signed_in_person
from preppal.ui.components.button import PlainLink, button
from preppal.ui.components.field import text_field
from preppal.ui.components.handover import route_address
from preppal.ui.components.icon import icon
from preppal.ui.components.setting import setting_row
from preppal.ui.components.surface import card, section
from preppal.ui.deps import get_services

_WORD = "delete"


class OwnThingsState(rx.State):
    is_asking: bool = False
    is_busy: bool = False
    error: str = ""

    @rx.event
    def load(self) -> None:
        self.reset()

    @rx.event
    def ask(self, is_open: bool = True) -> None:
        self.is_asking, self.error = is_open, ""

    @rx.event
    async def erase(self, form: dict[str, str]):
        """For good, when the word was typed. Nothing of the person stays in this tab either."""
        if str(form.get("word", "")).strip().lower() != _WORD:
            self.error = f"Type the word {_WORD}."
            yield rx.set_focus("word")
            return
        self.is_busy = True
        yield
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            await asyncio.to_thread(get_services().belongings.erase, person.id)
        except NotFound:
            pass  # erased meanwhile, which is what was asked for
        except PreppalError:
            self.is_busy = False
            self.error = "It could not be done, the server did not answer as it should. Try once more."
            return
        root = await self.get_state(rx.State)
        root.reset()
        yield rx.redirect("/", replace=True)


def own_things() -> rx.Component:
    take = PlainLink.create(  # to a route of ours, which is no page
        icon("download", 17),
        "Download",
        href=route_address("/api/user/export"),
        custom_attrs={"download": "preppal.zip"},
        class_name="btn line",
    )
    return section(
        "Your things",
        card(
            setting_row("Take everything out", "Interviews, reports, recordings, résumés. One ZIP file.", take),
            setting_row("Delete account", "Everything here, at once and for good.", _delete()),
            class_name="pad0 mt4",
        ),
        id="your-things",
    )


def _delete() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.trigger(button("Delete…", kind="bad", icon_name="trash-2")),
        rx.dialog.content(
            rx.dialog.title("Delete your account?", class_name="h2"),
            rx.dialog.description(
                "Every interview, report, recording and résumé goes with it, also from the backups this server has "
                "made. Nobody can bring it back. Take everything out first if you want to keep it.",
                class_name="sub mt2",
            ),
            rx.el.form(
                text_field(
                    f"To go on, type the word {_WORD}",
                    id="word",
                    error=OwnThingsState.error,
                    auto_complete="off",
                    auto_capitalize="none",
                ),
                rx.el.div(
                    button(
                        "Delete everything",
                        type="submit",
                        kind="bad",
                        icon_name="trash-2",
                        is_busy=OwnThingsState.is_busy,
                        busy_label="Deleting",
                    ),
                    rx.dialog.close(button("Keep it")),
                    class_name="row wrap",
                ),
                on_submit=OwnThingsState.erase,
                class_name="col g4 mt5",
            ),
            class_name="dialog",
        ),
        open=OwnThingsState.is_asking,
        on_open_change=OwnThingsState.ask,
    )
