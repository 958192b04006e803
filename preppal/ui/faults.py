"""What a page says when something failed that nobody foresaw: Reflex's own notice needs `eval`, which we forbid."""

import logging

import reflex as rx

from preppal.errors import where
from preppal.ui.components.button import button
from preppal.ui.components.surface import problem

_log = logging.getLogger(__name__)


class FaultState(rx.State):
    """Whether the last thing asked of the server went wrong."""

    is_shown: bool = False

    @rx.event
    def note(self) -> None:
        self.is_shown = True

    @rx.event
    def dismiss(self) -> None:
        self.is_shown = False


def on_fault(exception: Exception) -> rx.event.EventSpec:
    """Log where it was, without a word of anybody's, and let the page say so."""
    _log.error("an event of a page failed: %s", where(exception))
    return FaultState.note()


def fault_notice() -> rx.Component:
    """Over any page, until it is closed or a page is loaded."""
    return rx.cond(
        FaultState.is_shown,
        rx.el.div(
            problem(
                "That did not work, and it is not your doing",
                "Something failed on this server. What you said and saved is safe. Reload the page and try once more.",
                button("Reload", size="sm", on_click=rx.run_script("location.reload()")),
                button("Close", kind="ghost", size="sm", on_click=FaultState.dismiss),
            ),
            class_name="fault",
        ),
    )
