"""How Preppal is used with keys, a screen reader, without sound or without a voice; and what does not work yet."""

import reflex as rx

from preppal.ui.components.button import link
from preppal.ui.pages.session.dialogs import key_list
from preppal.ui.template import reading

ROUTE = "/accessibility"
TITLE = "Keyboard and accessibility"


def page() -> rx.Component:
    return reading(
        TITLE,
        "Built to WCAG 2.2 AA. What falls short is listed at the end.",
        rx.el.section(
            rx.el.h2("Keys in the live room", class_name="h2"),
            rx.el.p("They pause while you type in a field. ? shows them there, too.", class_name="sub mt2"),
            key_list(),
            class_name="mt6",
        ),
        _part(
            "Without speaking",
            "“Type instead” answers every question in writing, from the first to the last. The report then leaves out "
            "what only sound can tell, and says so.",
        ),
        _part(
            "Without hearing",
            "Captions show the interviewer’s words as they are spoken, in three sizes. The question stays on screen "
            "until the next one, and the transcript is one key away.",
        ),
        _part(
            "With a screen reader",
            "Changes of turn are announced politely, once; captions are not read out while somebody speaks. The "
            "question can be read aloud again with Q.",
        ),
        _part(
            "With time",
            "Silence never ends an answer that you hold. In ",
            link("Settings", href="/profile"),
            " you choose how long the interviewer waits, up to “I press Done”. Pauses and fillers can be left out of "
            "the scores, for everybody who stammers or thinks slowly.",
        ),
        _part(
            "With less movement",
            "When your system asks for reduced motion, or you choose it in the settings, the ring around the "
            "interviewer changes in steps and nothing slides or pulses.",
        ),
        _part(
            "What falls short",
            "Scores are made for English, and the offline interviewer understands nothing else. It mishears accents "
            "and speech that is not fluent more often than others; its report says how sure it is.",
        ),
    )


def _part(title: str, *words: rx.Component | str) -> rx.Component:
    return rx.el.section(rx.el.h2(title, class_name="h2"), rx.el.p(*words, class_name="mt2"), class_name="mt6")
