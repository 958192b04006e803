"""The look, as values for the app root: stylesheets, fonts, Radix theme. The colours are in assets/styles."""

import reflex as rx

# tokens.css must follow the Radix stylesheet, which Reflex puts first; the rest builds on it.
STYLESHEETS = [
    "styles/fonts.css",
    "styles/tokens.css",
    "styles/base.css",
    "styles/shell.css",
    "styles/controls.css",
    "styles/surfaces.css",
    "styles/voice.css",
    "styles/room.css",
    "styles/live.css",
    "styles/feedback.css",
    "styles/progress.css",
    "styles/library.css",
]
FRONTEND_PACKAGES = (
    "@fontsource-variable/figtree@5.3.0",
    "@fontsource-variable/newsreader@5.3.0",
)


def radix_theme() -> rx.Component:
    return rx.theme(accent_color="teal", gray_color="sand", radius="large", panel_background="solid", scaling="100%")


def head() -> list[rx.Component]:
    """What every page carries in its head."""
    return [
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.meta(name="color-scheme", content="light dark"),
        rx.el.script(src="/motion.js"),
    ]
