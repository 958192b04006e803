"""Addresses that pages and routes must agree on."""


def audio_url(interview_id: str, order_index: int) -> str:
    """Where the recording of one turn is heard."""
    return f"/api/session/{interview_id}/audio/{order_index}"


def export_url(interview_id: str, kind: str) -> str:
    """Where a report is downloaded; `kind` is md, pdf or json."""
    return f"/api/session/{interview_id}/export.{kind}"
