"""What the candidate has said to the open question, collected over turns and follow-ups."""

from collections.abc import Sequence
from dataclasses import dataclass

from preppal.domain.follow_ups import Answer
from preppal.domain.transcript import Entry, Role, Word


@dataclass(frozen=True, slots=True)
class Material:
    """`settled` was replied to by follow-ups already; `latest` was not yet."""

    settled: tuple[str, ...] = ()
    latest: tuple[str, ...] = ()
    latest_ms: int = 0
    words: tuple[Word, ...] = ()

    def with_turn(self, text: str, duration_ms: int, words: tuple[Word, ...]) -> "Material":
        return Material(self.settled, (*self.latest, text), self.latest_ms + duration_ms, (*self.words, *words))

    def after_follow_up(self) -> "Material":
        return Material(self.settled + self.latest, words=self.words)

    def answer(self) -> Answer:
        return Answer(
            text=" ".join(filter(None, self.settled + self.latest)),
            latest=" ".join(filter(None, self.latest)),
            latest_ms=self.latest_ms,
            words=self.words,
        )


def restored(entries: Sequence[Entry], position: int) -> Material:
    """As an earlier process had it: everything since core question `position` was asked."""
    material = Material()
    for entry in entries:
        if entry.role is Role.CANDIDATE:
            material = material.with_turn(entry.content, entry.duration_ms, entry.words)
        elif entry.question is not None and entry.question.index == position and not entry.question.is_follow_up:
            material = Material()
        else:
            material = material.after_follow_up()
    return material
