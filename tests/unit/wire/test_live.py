"""The live wire: values survive the way there and back, nonsense is named, unknown kinds are ignored."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preppal.domain.interview import Patience
from preppal.domain.transcript import Role
from preppal.errors import ProtocolError
from preppal.session import messages as msg
from preppal.wire import interview_pb2 as pb
from preppal.wire.live import decode_client, decode_server, encode_client, encode_server

_ROOT = Path(__file__).parents[3]
_U32 = st.integers(0, 2**32 - 1)
_U64 = st.integers(0, 2**64 - 1)

client_messages = st.one_of(
    st.builds(
        msg.AudioFrame, st.binary(min_size=1, max_size=99).map(lambda data: data * 2), captured_ms=_U64, sequence=_U64
    ),
    st.builds(msg.EndRequest),
    st.builds(msg.TextInput, st.text(), _U64),
    st.builds(msg.TurnControl, st.sampled_from(list(msg.TurnAction))),
    st.builds(msg.PlaybackReport, _U64, st.booleans(), _U32),
    st.builds(msg.PatienceChange, st.sampled_from(list(Patience))),
)
server_messages = st.one_of(
    st.builds(msg.TranscriptUpdate, st.sampled_from(list(Role)), st.text(), st.booleans(), st.booleans(), _U32),
    st.builds(msg.AudioResponse, st.binary(), _U32),
    st.builds(msg.ErrorResponse, st.integers(-(2**31), 2**31 - 1), st.text()),
    st.builds(msg.SessionEnded, st.sampled_from(list(msg.ClosingReason))),
    st.builds(msg.SessionReady, st.booleans(), _U64, _U32, st.text(), _U32, _U32, st.text(), _U32),
    st.builds(msg.Interrupted, _U32),
    st.builds(msg.TurnState, st.sampled_from(list(msg.Phase))),
    st.builds(msg.AudioAck, _U64),
    st.builds(msg.TimeNotice, _U32),
    st.builds(msg.QuestionNotice, _U32, _U32, st.text(), st.text(), st.booleans()),
    st.builds(msg.SpeakText, st.text(), _U32),
)


@given(client_messages)
def test_client_message_survives_the_wire(message: msg.ClientMessage) -> None:
    assert decode_client(encode_client(message)) == message


@given(server_messages)
def test_server_message_survives_the_wire(message: msg.ServerMessage) -> None:
    assert decode_server(encode_server(message)) == message


@given(st.binary())
def test_any_bytes_are_a_message_nothing_or_a_protocol_error(data: bytes) -> None:
    try:
        decoded = decode_client(data)
    except ProtocolError:
        return
    assert decoded is None or isinstance(decoded, msg.ClientMessage)


@pytest.mark.parametrize("data", [b"", b"\xff\xff\xff", encode_client(msg.AudioFrame(b"\0\0"))[:-1]])
def test_nonsense_is_named(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode_client(data)


def test_half_a_sample_is_refused() -> None:
    frame = pb.ClientToServerMessage(audio_chunk=pb.AudioChunk(audio_content=b"\0\0\0"))
    with pytest.raises(ProtocolError, match="whole PCM16 samples"):
        decode_client(frame.SerializeToString())


def test_a_kind_of_a_newer_client_is_ignored() -> None:
    assert decode_client(b"\xa2\x06\x03abc") is None  # field 100, length-delimited


def test_a_button_of_a_newer_client_is_ignored() -> None:
    control = pb.ClientToServerMessage(turn_control=pb.TurnControl(action=77))  # type: ignore[arg-type]
    assert decode_client(control.SerializeToString()) is None


@pytest.mark.parametrize("number", [0, 77])
def test_patience_that_says_nothing_or_is_of_a_newer_client_is_ignored(number: int) -> None:
    change = pb.ClientToServerMessage(patience=pb.PatienceChange(patience=number))  # type: ignore[arg-type]
    assert decode_client(change.SerializeToString()) is None


def test_design_fields_keep_their_numbers() -> None:
    up = {field.name: field.number for field in pb.ClientToServerMessage.DESCRIPTOR.fields}
    down = {field.name: field.number for field in pb.ServerToClientMessage.DESCRIPTOR.fields}
    assert {name: up[name] for name in ("audio_chunk", "end_request")} == {"audio_chunk": 1, "end_request": 2}
    design = ("transcript_update", "audio_response", "error_response", "session_ended")
    assert [down[name] for name in design] == [1, 2, 3, 4]
    assert pb.SessionEnded.Reason.items()[:4] == [("UNKNOWN", 0), ("USER_ENDED", 1), ("ERROR", 2), ("TIMEOUT", 3)]


def test_generated_code_is_current(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "grpc_tools.protoc", "-I", "proto", f"--python_out={tmp_path}"]
    subprocess.run([*command, "proto/interview.proto"], cwd=_ROOT, check=True)
    committed = (_ROOT / "preppal/wire/interview_pb2.py").read_text(encoding="utf-8")
    assert (tmp_path / "interview_pb2.py").read_text(encoding="utf-8") == committed, "run `make proto`"
