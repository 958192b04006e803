"""The languages an interview can be held in.

Those that Gemini Live lists (in its BCP-47 codes) and write words apart: answers are counted in words. What is counted
and scored by rule is made for English alone; elsewhere it is left out rather than guessed.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """`name` is the English one, for prompts and pages."""

    code: str
    name: str

    @property
    def is_english(self) -> bool:
        return self == ENGLISH


ENGLISH = Language("en", "English")
LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        ENGLISH,
        Language("nl-NL", "Dutch"),
        Language("fr-FR", "French"),
        Language("de-DE", "German"),
        Language("id-ID", "Indonesian"),
        Language("it-IT", "Italian"),
        Language("pl-PL", "Polish"),
        Language("pt-BR", "Portuguese"),
        Language("ro-RO", "Romanian"),
        Language("ru-RU", "Russian"),
        Language("es-US", "Spanish"),
        Language("tr-TR", "Turkish"),
        Language("uk-UA", "Ukrainian"),
        Language("vi-VN", "Vietnamese"),
    )
}
_MULTILINGUAL = frozenset({"gemini"})


def spoken_by(engine: str) -> tuple[Language, ...]:
    """What an engine can hold an interview in."""
    return tuple(LANGUAGES.values()) if engine in _MULTILINGUAL else (ENGLISH,)


def language_of(code: str) -> Language:
    """English for a code that is not offered any more."""
    return LANGUAGES.get(code, ENGLISH)
