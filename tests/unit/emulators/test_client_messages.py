"""Client messages: both spellings, both alphabets of base64, and what is refused."""

import json

import pytest

from tests.emulators.gemini_live import client_messages as got
from tests.emulators.gemini_live.violations import Rule, Violation

STRICT: frozenset[Rule] = frozenset()


def read(message: object) -> list[got.ClientMessage]:
    return got.read_message(json.dumps(message).encode(), STRICT)


@pytest.mark.parametrize("data", ["-_8AAQ==", "+/8AAQ==", "-_8AAQ"])
def test_audio_is_read_in_both_alphabets_and_without_padding(data: str) -> None:
    for message in (
        {"realtime_input": {"audio": {"data": data, "mime_type": "audio/pcm;rate=16000"}}},
        {"realtimeInput": {"audio": {"data": data, "mimeType": "audio/pcm;rate=16000"}}},
    ):
        assert read(message) == [got.AudioMessage(b"\xfb\xff\x00\x01", 16_000, "audio/pcm;rate=16000", True)]


def test_audio_without_a_rate_is_taken_for_16_khz_and_marked() -> None:
    (audio,) = read({"realtimeInput": {"audio": {"data": "AAA=", "mimeType": "audio/pcm"}}})
    assert isinstance(audio, got.AudioMessage)
    assert (audio.rate_hz, audio.has_rate) == (16_000, False)


def test_content_is_read_with_its_roles_and_flag() -> None:
    turns = [{"role": "user", "parts": [{"text": "a"}, {"text": "b"}]}, {"role": "model", "parts": [{"text": "c"}]}]
    for key, flag in (("client_content", "turn_complete"), ("clientContent", "turnComplete")):
        (content,) = read({key: {"turns": turns, flag: True}})
        assert content == got.ContentMessage((got.Content("user", "a b"), got.Content("model", "c")), True)


def test_activity_messages_are_told_apart() -> None:
    kinds = [type(read({"realtime_input": {key: {}}})[0]) for key in ("activityStart", "activity_end")]
    assert kinds == [got.ActivityStartMessage, got.ActivityEndMessage]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"{", Rule.JSON),
        (b"\xff\xfe", Rule.JSON),
        (b"{}", Rule.UNKNOWN_KEY),
        (b'{"hello": {}}', Rule.UNKNOWN_KEY),
        (b'{"realtimeInput": {"sound": {}}}', Rule.UNKNOWN_KEY),
        (b'{"setup": {}, "clientContent": {}}', Rule.ONE_KEY),
        (b'{"realtimeInput": {"audio": {"data": "AAA=", "mimeType": "audio/mpeg"}}}', Rule.AUDIO_FORMAT),
        (b'{"realtimeInput": {"audio": {"data": "%%%", "mimeType": "audio/pcm"}}}', Rule.JSON),
    ],
)
def test_what_is_no_client_message_is_refused(data: bytes, rule: Rule) -> None:
    with pytest.raises(Violation) as caught:
        got.read_message(data, STRICT)
    assert caught.value.rule is rule


def test_relaxed_rules_let_messages_pass() -> None:
    both = b'{"clientContent": {"turnComplete": true}, "realtimeInput": {"text": "hi"}, "noise": 1}'
    relaxed = frozenset({Rule.ONE_KEY, Rule.UNKNOWN_KEY})
    assert got.read_message(both, relaxed) == [got.ContentMessage((), True), got.TextMessage("hi")]
