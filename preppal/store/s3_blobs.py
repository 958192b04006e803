"""Blobs in an S3-compatible store: AWS, MinIO, Ceph, Garage, R2. Imported only when PREPPAL_BLOB_URL names one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from preppal.config import Settings
from preppal.errors import BackendError, ConfigurationError
from preppal.store.blobs import check_key, no_such_blob

if TYPE_CHECKING:
    from obstore.store import S3Config

_PIECE_BYTES = 5 * 1024 * 1024  # the smallest part S3 takes
_BATCH = 500
_TIMEOUT_S = 30


class S3Blobs:
    """`s3://bucket/prefix`; address, region and keys come from the AWS_* settings. Thread-safe."""

    def __init__(self, settings: Settings) -> None:
        url = urlsplit(settings.blob_url)
        if not url.netloc or url.username or url.query:
            raise ConfigurationError("PREPPAL_BLOB_URL must look like s3://bucket/prefix.")
        self._bucket = url.netloc
        self._prefix = url.path.strip("/")
        self._settings = settings

    @cached_property
    def _store(self) -> S3Store:
        """Made at first use: it holds threads, which a forking server must not inherit."""
        settings = self._settings
        config: S3Config = {"region": settings.s3_region}
        if settings.s3_endpoint_url:
            config["endpoint"] = settings.s3_endpoint_url
        if settings.s3_access_key_id:
            config["access_key_id"] = settings.s3_access_key_id
            config["secret_access_key"] = settings.s3_secret_access_key
        return S3Store(
            self._bucket,
            prefix=self._prefix or None,
            config=config,
            client_options={
                "allow_http": settings.s3_endpoint_url.startswith("http://"),
                "timeout": timedelta(seconds=_TIMEOUT_S),
            },
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=_TIMEOUT_S)},
        )

    def put(self, key: str, pieces: Iterator[bytes]) -> None:
        check_key(key)
        with _translated_errors():
            # Handed over as an iterator it goes up in parts, and nothing appears before the last one.
            obstore.put(self._store, key, pieces, chunk_size=_PIECE_BYTES)

    def get(self, key: str) -> Iterator[bytes]:
        check_key(key)
        with _translated_errors():
            try:
                stream = obstore.get(self._store, key).stream()
            except FileNotFoundError:
                raise no_such_blob() from None

        def pieces() -> Iterator[bytes]:
            with _translated_errors():
                for piece in stream:
                    yield bytes(piece)

        return pieces()

    def keys(self, prefix: str = "") -> Iterator[str]:
        if prefix:
            check_key(prefix)
        with _translated_errors():
            if prefix and self._exists(prefix):
                yield prefix
            for batch in obstore.list(self._store, prefix or None):
                yield from (found["path"] for found in batch)

    def delete(self, prefix: str) -> int:
        check_key(prefix)
        found = self.keys(prefix)
        deleted = 0
        with _translated_errors():
            while batch := list(islice(found, _BATCH)):
                obstore.delete(self._store, batch)
                deleted += len(batch)
        return deleted

    def _exists(self, key: str) -> bool:
        try:
            obstore.head(self._store, key)
        except FileNotFoundError:
            return False
        return True


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except (BaseError, FileNotFoundError) as error:  # what is not found here is the bucket
        # Its text names buckets and addresses: for the log's cause, not for people.
        raise BackendError("The file store did not answer.") from error
