"""The one place that chooses where files lie."""

import os

from preppal.config import Settings
from preppal.errors import ConfigurationError
from preppal.ports import BlobStore
from preppal.store.blobs import FolderBlobs


def create_blob_store(settings: Settings) -> BlobStore:
    """The store PREPPAL_BLOB_URL names; the data folder when it names none. Opens nothing yet."""
    url = settings.blob_url
    if not url:
        return FolderBlobs(settings.data_dir / "blobs")
    if url.startswith("s3://"):
        from preppal.store.s3_blobs import S3Blobs  # its library is loaded only where it is used

        return S3Blobs(settings)
    raise ConfigurationError("PREPPAL_BLOB_URL must look like s3://bucket/prefix, or be left out for the data folder.")


def check_blob_store(settings: Settings) -> None:
    """Raises ConfigurationError when the data folder cannot take a file. A store elsewhere is not asked: it charges."""
    if settings.blob_url:
        return
    folder = settings.data_dir
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigurationError(f"The data folder {folder} cannot be written: give it to the account that runs this.")
