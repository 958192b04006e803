"""ports.BlobStore, one suite on both adapters: a folder, and an S3 server that nobody here wrote (moto)."""

import os
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from moto.server import ThreadedMotoServer

from preppal.config import Settings, from_env
from preppal.domain.blob_keys import person_prefix, recording_prefix
from preppal.errors import BackendError, ConfigurationError, InvalidInput, NotFound
from preppal.ports import BlobStore
from preppal.store.blob_store import create_blob_store
from preppal.store.blobs import FolderBlobs

_KEYS = {"AWS_ACCESS_KEY_ID": "tester", "AWS_SECRET_ACCESS_KEY": "not-a-secret"}


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3_settings(s3_address: str, tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    bucket = f"blobs-{abs(hash(request.node.nodeid))}"
    made = httpx.put(f"{s3_address}/{bucket}")
    assert made.status_code == 200
    return from_env(
        {
            "PREPPAL_DATA_DIR": str(tmp_path),
            "PREPPAL_BLOB_URL": f"s3://{bucket}/preppal/",
            "AWS_ENDPOINT_URL": s3_address,
            **_KEYS,
        }
    )


@pytest.fixture(params=["folder", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    if request.param == "folder":
        return create_blob_store(Settings(data_dir=tmp_path))
    return create_blob_store(request.getfixturevalue("s3_settings"))


def read(blobs: BlobStore, key: str) -> bytes:
    return b"".join(blobs.get(key))


def failing_pieces() -> Iterator[bytes]:
    yield b"half of it"
    raise OSError("the microphone went away")


def test_store_gives_back_what_was_put(blobs: BlobStore) -> None:
    blobs.put("people/a/recordings/1/0001.wav", iter([b"RIFF", b"", b"more"]))
    assert read(blobs, "people/a/recordings/1/0001.wav") == b"RIFFmore"


def test_store_keeps_an_empty_blob(blobs: BlobStore) -> None:
    blobs.put("people/a/empty", iter([]))
    assert read(blobs, "people/a/empty") == b""


def test_store_keeps_a_long_recording_piece_by_piece(blobs: BlobStore) -> None:
    piece = os.urandom(64 * 1024)
    blobs.put("people/a/long", (piece for _ in range(200)))
    assert read(blobs, "people/a/long") == piece * 200


def test_store_replaces_a_blob_of_the_same_key(blobs: BlobStore) -> None:
    blobs.put("people/a/x", iter([b"the longer first one"]))
    blobs.put("people/a/x", iter([b"second"]))
    assert read(blobs, "people/a/x") == b"second"


def test_store_says_at_once_that_a_blob_does_not_exist(blobs: BlobStore) -> None:
    with pytest.raises(NotFound):
        blobs.get("people/a/none")
    blobs.put("people/a/folder/x", iter([b"x"]))
    with pytest.raises(NotFound):
        blobs.get("people/a/folder")


def test_store_shows_nothing_of_a_put_that_failed(blobs: BlobStore) -> None:
    blobs.put("people/a/kept", iter([b"whole"]))
    for key in ("people/a/kept", "people/a/new"):
        with pytest.raises((OSError, BackendError)):
            blobs.put(key, failing_pieces())
    assert read(blobs, "people/a/kept") == b"whole"
    assert list(blobs.keys()) == ["people/a/kept"]


def test_store_lists_a_key_itself_and_what_lies_below(blobs: BlobStore) -> None:
    for key in ("people/a/1", "people/a/2/x", "people/ab/1", "other"):
        blobs.put(key, iter([b"x"]))
    assert sorted(blobs.keys()) == ["other", "people/a/1", "people/a/2/x", "people/ab/1"]
    assert sorted(blobs.keys("people/a")) == ["people/a/1", "people/a/2/x"]
    assert list(blobs.keys("other")) == ["other"]
    assert list(blobs.keys("nothing")) == []


def test_store_deletes_below_a_prefix_and_nothing_beside_it(blobs: BlobStore) -> None:
    kept = recording_prefix("ab", "1") + "/0001.wav"
    for key in (recording_prefix("a", "1") + "/0001.wav", recording_prefix("a", "2") + "/0001.wav", kept):
        blobs.put(key, iter([b"x"]))
    assert blobs.delete(person_prefix("a")) == 2
    assert list(blobs.keys()) == [kept]
    assert blobs.delete(person_prefix("a")) == 0


def test_store_deletes_a_single_blob_by_its_key(blobs: BlobStore) -> None:
    blobs.put("people/a/1", iter([b"x"]))
    blobs.put("people/a/10", iter([b"x"]))
    assert blobs.delete("people/a/1") == 1
    assert list(blobs.keys()) == ["people/a/10"]


@pytest.mark.parametrize(
    "key",
    ["", "/", "/etc/passwd", "../secret_key", "a/../b", "a//b", "a/", ".hidden", "a\\b", "a\x00b", "ä", "a" * 500],
)
def test_store_refuses_a_key_that_could_leave_it(blobs: BlobStore, key: str) -> None:
    for verb in (lambda: blobs.put(key, iter([b"x"])), lambda: blobs.get(key), lambda: blobs.delete(key)):
        with pytest.raises(InvalidInput):
            verb()


def test_store_serves_several_threads_at_once(blobs: BlobStore) -> None:
    problems: list[Exception] = []

    def work(number: int) -> None:
        try:
            for round_ in range(5):
                key = f"people/a/{number}/{round_}"
                blobs.put(key, iter([str(number).encode()]))
                assert read(blobs, key) == str(number).encode()
                assert blobs.delete(f"people/a/{number}") == 1
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert list(blobs.keys()) == []


def test_folder_store_keeps_others_of_the_machine_out_and_leaves_no_empty_folders(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path / "blobs")
    blobs.put("people/a/1", iter([b"x"]))
    assert stat.S_IMODE((tmp_path / "blobs").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "blobs/people/a/1").stat().st_mode) == 0o600
    blobs.delete("people/a")
    assert list((tmp_path / "blobs").rglob("*")) == []


def test_folder_store_deletes_what_a_crash_left_half_written(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path / "blobs")
    blobs.put("people/a/1", iter([b"x"]))
    (tmp_path / "blobs/people/a/.unfinished-abc").write_bytes(b"half an answer")
    assert list(blobs.keys()) == ["people/a/1"]
    assert blobs.delete("people/a") == 1
    assert not (tmp_path / "blobs/people").exists()


def test_s3_store_that_does_not_answer_is_a_backend_error(s3_settings: Settings) -> None:
    missing = create_blob_store(replace(s3_settings, blob_url="s3://no-such-bucket"))
    with pytest.raises(BackendError):
        missing.put("a", iter([b"x"]))


@pytest.mark.parametrize("url", ["ftp://somewhere", "s3://", "s3://key:secret@bucket", "s3:bucket"])
def test_unknown_store_address_is_refused_with_the_cure(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigurationError, match="s3://bucket/prefix"):
        create_blob_store(Settings(data_dir=tmp_path, blob_url=url))


def test_secret_of_the_store_is_not_in_the_settings_repr(s3_settings: Settings) -> None:
    assert "not-a-secret" not in repr(s3_settings)
