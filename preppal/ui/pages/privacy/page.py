"""The privacy page as it is drawn: questions people ask, this server's answers."""

import reflex as rx

from preppal.ui.components.button import link
from preppal.ui.pages.privacy.state import PrivacyState
from preppal.ui.template import reading

ROUTE = "/privacy"
TITLE = "Privacy"


def page() -> rx.Component:
    return reading(
        "What is kept, and who hears you",
        "The answers of this server, as it is set up now.",
        _answer("Who hears me while I practise?", PrivacyState.listener),
        _answer("Is my voice recorded?", PrivacyState.recording),
        _answer(
            "What is kept?",
            "Your e-mail and name, your settings, the résumés and job descriptions you add, and for each interview a "
            "copy of those two, what was said in words, what was measured, and the reports. All of it lies in this "
            "server’s database, and nobody but you is shown it. Whoever runs the server can read its disk.",
        ),
        _answer(
            "What is not done with it?",
            "It is not sold, not used to train anything here, not sent to statistics or advertising services, and not "
            "written to logs. Nobody guesses your feelings, honesty or personality from your voice.",
        ),
        _answer(
            "How do I take it with me, or get rid of it?",
            "Both are in ",
            link("Settings", href="/profile"),
            ": one ZIP with everything held about you, and one button that erases everything, backups made by this "
            "server included. A single interview, résumé or recording can be deleted where it is shown.",
        ),
        _answer(
            "Cookies?",
            "One, to know you for ",
            PrivacyState.sign_in_days,
            " days or until you sign out. Your devices and caption size are remembered in your browser and not sent.",
        ),
    )


def _answer(question: str, *words: rx.Component | rx.Var | str) -> rx.Component:
    return rx.el.section(rx.el.h2(question, class_name="h2"), rx.el.p(*words, class_name="mt2"), class_name="mt6")
