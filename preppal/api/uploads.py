"""A file in and out: read whole within its limit, given back as a download that no browser opens as a page."""

from urllib.parse import quote

from fastapi import UploadFile
from starlette.responses import StreamingResponse

from preppal.api.problems import Responses
from preppal.services.documents import MAX_FILE_BYTES
from preppal.services.library import StoredFile


def read_upload(file: UploadFile) -> tuple[str, bytes]:
    """Its name, and one byte more than the limit at most: enough to know that it is too large."""
    return file.filename or "", file.file.read(MAX_FILE_BYTES + 1)


def download(stored: StoredFile) -> StreamingResponse:
    """Whatever the file says it is, it is kept on the disk and never shown on our origin."""
    name = quote(stored.file_name)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return StreamingResponse(stored.pieces, media_type="application/octet-stream", headers=headers)


DOWNLOAD: Responses = {
    200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
}
