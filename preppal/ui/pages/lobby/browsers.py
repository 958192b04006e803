"""How a blocked microphone is allowed again, in the words of the person's own browser and system."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BrowserHelp:
    """`name` completes "In …"; `steps` are pressed in order."""

    name: str = ""
    steps: tuple[str, ...] = ()


_LAST = "Come back here and check again. No reload needed."
_CHROME = BrowserHelp(
    "Chrome", ("Press the site settings icon at the left of the address bar.", "Turn Microphone on.", _LAST)
)
_EDGE = BrowserHelp(
    "Edge", ("Press the lock at the left of the address bar.", "Set Microphone to Allow, under Permissions.", _LAST)
)
_FIREFOX = BrowserHelp(
    "Firefox",
    (
        "Press the crossed-out microphone at the left of the address bar.",
        "Remove “Blocked” beside Use the microphone, with its ✕.",
        "Come back here, check again, and choose Allow.",
    ),
)
_SAFARI = BrowserHelp(
    "Safari",
    ("Choose Safari in the menu bar, then Settings for This Website.", "Set Microphone to Allow.", _LAST),
)
_ANDROID = BrowserHelp(
    "Chrome on Android",
    ("Press the icon at the left of the address.", "Choose Permissions, Microphone, and turn it on.", _LAST),
)
_IPHONE = BrowserHelp(
    "Safari on iPhone and iPad",
    ("Press the page menu at the left of the address, then the three dots.", "Set Microphone to Allow.", _LAST),
)
ALL_BROWSERS = (_CHROME, _EDGE, _FIREFOX, _SAFARI, _ANDROID, _IPHONE)

# What a user agent must hold; the first that fits. Everybody claims to be Safari, and most to be Chrome.
_MARKS = (
    ("iPhone", _IPHONE),
    ("iPad", _IPHONE),
    ("Firefox", _FIREFOX),
    ("Android", _ANDROID),
    ("Edg/", _EDGE),
    ("Chrome", _CHROME),
    ("Safari", _SAFARI),
)

_SYSTEMS = (
    ("Windows", "Settings, Privacy & security, Microphone: turn on “Let desktop apps access your microphone”."),
    ("Android", "Settings, Apps, your browser, Permissions, Microphone: choose Allow."),
    ("Mac OS", "System Settings, Privacy & Security, Microphone: turn your browser on, then open it again."),
)
_ANY_SYSTEM = "Look in your system's privacy settings for the microphone, and turn your browser on."


def help_for(user_agent: str) -> BrowserHelp:
    """The steps of the browser that asks; Chrome's for one nobody knows."""
    return next((steps for mark, steps in _MARKS if mark in user_agent), _CHROME)


def system_help(user_agent: str) -> str:
    """Where the operating system keeps its own switch."""
    return next((words for mark, words in _SYSTEMS if mark in user_agent), _ANY_SYSTEM)
