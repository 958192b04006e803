"""How engines are called where people read their names."""

_LABELS = {"offline": "Offline interviewer", "gemini": "Gemini Live", "pipeline": "Speech pipeline"}


def engine_label(engine: str) -> str:
    """The name for people; an engine without one goes by its own."""
    return _LABELS.get(engine, engine or "nobody we know")
