"""How far a transcript is from what was said."""

import re


def word_error_rate(said: str, recognised: str) -> float:
    """Substitutions, deletions and insertions per word said."""
    wanted, got = (re.findall(r"[a-z0-9']+", text.lower()) for text in (said, recognised))
    distances = list(range(len(got) + 1))
    for row, word in enumerate(wanted, 1):
        previous, distances[0] = distances[:], row
        for column, other in enumerate(got, 1):
            substituted = previous[column - 1] + (word != other)
            distances[column] = min(substituted, previous[column] + 1, distances[column - 1] + 1)
    return distances[-1] / len(wanted)
