"""What must be so after every interview, whatever the provider did: what was saved, shown and heard agree."""

from preppal.domain.interview import Status
from preppal.domain.transcript import Entry, Heard, Role
from preppal.session import messages as msg
from tests.emulators.gemini_live.tones import Speaker, decode
from tests.integration.gemini.candidate import Candidate
from tests.integration.gemini.stage import Stage

_INTERVIEWER_RATE_HZ = 24_000
# What sounded before an interruption is known to the nearest report, and stored in whole words.
_SLACK_WORDS = 3


def everything_agrees(stage: Stage) -> None:
    """The invariants of any interview."""
    answers_are_saved_in_order(stage)
    answers_reached_the_provider(stage)
    nothing_unheard_is_saved(stage)
    captions_are_what_is_saved(stage)
    there_was_one_greeting(stage)
    there_was_at_most_one_end(stage)
    nothing_was_asked_twice(stage)


def answers_are_saved_in_order(stage: Stage) -> None:
    spoken = [entry.content for entry in stage.entries() if entry.role is Role.CANDIDATE]
    assert spoken == stage.candidate.said


def answers_reached_the_provider(stage: Stage) -> None:
    """Every coded utterance arrived, with its first syllable and its last."""
    heard = stage.emulator.run.heard()
    assert sorted(heard) == list(range(len(stage.candidate.said)))
    assert [number for number, utterance in heard.items() if not utterance.is_complete] == []


def nothing_unheard_is_saved(stage: Stage) -> None:
    """A turn that was cut short holds no more words than sounded."""
    for entry in stage.entries():
        if entry.role is Role.INTERVIEWER and entry.heard is Heard.CUT:
            assert len(entry.content.split()) <= words_heard(stage.candidate, entry.order_index) + _SLACK_WORDS


def words_heard(candidate: Candidate, order_index: int) -> int:
    """How many coded words of that entry the loudspeaker sounded."""
    pcm = b"".join(bytes(heard.pcm) for heard in candidate.heard if heard.order_index == order_index)
    return sum(word.code.speaker is Speaker.INTERVIEWER for word in decode(pcm, _INTERVIEWER_RATE_HZ))


def captions_are_what_is_saved(stage: Stage) -> None:
    final = {message.order_index: message for message in stage.candidate.of(msg.TranscriptUpdate) if message.is_final}
    saved = {entry.order_index: entry for entry in stage.entries()}
    assert final.keys() <= saved.keys()
    assert all(message.text == saved[index].content for index, message in final.items())


def there_was_one_greeting(stage: Stage) -> None:
    greeting = stage.emulator.run.scenario.interview.greeting
    assert sum(greeting in entry.content for entry in stage.entries()) <= 1
    assert stage.emulator.metrics()["greetings"] in (0, 1)


def there_was_at_most_one_end(stage: Stage) -> None:
    assert len(stage.candidate.of(msg.SessionEnded)) <= 1
    assert sum(status.is_final for status in stage.backend.statuses) <= 1
    assert stage.backend.statuses.count(Status.IN_PROGRESS) <= 1 + stage.crashes


def nothing_was_asked_twice(stage: Stage) -> None:
    """Of the provider's list, no question stands in the transcript twice in full."""
    for question in stage.emulator.run.scenario.interview.questions:
        assert sum(question in entry.content for entry in whole_turns(stage)) <= 1, question


def whole_turns(stage: Stage) -> list[Entry]:
    return [entry for entry in stage.entries() if entry.role is Role.INTERVIEWER and entry.heard is Heard.FULL]
