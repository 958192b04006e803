"""What each generation of Live models may be sent. A field a model does not take closes the connection with 1007."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LiveModel:
    """Capabilities of one generation.

    `takes_text`: text may join the conversation at any time without a reply; else each text asks for one.
    `answers_silently`: a tool may be answered without another turn of the model.
    `has_status`: a turn may be complete while the interaction goes on.
    """

    takes_text: bool = True
    thinking_level: str | None = None
    answers_silently: bool = True
    has_status: bool = False
    sets_window: bool = True


_NEWEST = LiveModel()
# By the start of the name; the first that fits counts.
_GENERATIONS: tuple[tuple[str, LiveModel], ...] = (
    ("gemini-3.8-live-extended-thinking", LiveModel(thinking_level="LOW", has_status=True)),
    ("gemini-3.8-live", _NEWEST),
    ("gemini-3.1-flash-live", LiveModel(takes_text=False, answers_silently=False)),
    # One report has it close with 1007 when the window's size is given.
    ("gemini-2.5-flash-native-audio", LiveModel(answers_silently=False, sets_window=False)),
    ("gemini-live-2.5-flash", LiveModel(answers_silently=False, sets_window=False)),
)


def live_model(name: str) -> LiveModel:
    """The capabilities of a model by name; a name nobody knows is taken for the newest generation."""
    bare = name.removeprefix("models/")
    return next((model for start, model in _GENERATIONS if bare.startswith(start)), _NEWEST)
