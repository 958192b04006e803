"""`POST /api/worker`: the Backend port for a gateway on another machine. The shared secret is its only key."""

import secrets

from fastapi import APIRouter, Request, Response

from preppal.errors import BackendError, Conflict, NotFound, PreppalError, ProtocolError, StaleOwner
from preppal.ports import Backend
from preppal.wire import worker_api as wire

MEDIA_TYPE = "application/x-protobuf"
PATH = "/api/worker"
_BODY = {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}
_STATUSES = {
    200: "A WorkerApiResponse",
    400: "No WorkerApiRequest",
    401: "Not the shared secret",
    404: "There is no such interview",
    409: "It was ended",
    410: "It was deleted",
    412: "Another gateway has taken it over",
    503: "Not just now",
}


def create_worker_route(backend: Backend, shared_secret: str) -> APIRouter:
    """Serves whoever sends `Authorization: Bearer` with the secret. Without a secret there is no such route."""
    router = APIRouter(tags=["worker"])

    @router.post(
        PATH,
        summary="A gateway asks the backend",
        response_class=Response,
        responses={status: {"description": text, **_BODY} for status, text in _STATUSES.items()},
        openapi_extra={"requestBody": {"required": True, **_BODY}},
    )
    async def serve(request: Request) -> Response:
        """`WorkerApiRequest` in, `WorkerApiResponse` out; an error has the code of its HTTP status."""
        if not _is_ours(request, shared_secret):
            return _refuse(wire.Refused.NOT_ALLOWED, "The shared secret is wrong.")
        try:
            asked = wire.decode_request(await request.body())
            return Response(await _perform(backend, asked), media_type=MEDIA_TYPE)
        except ProtocolError as error:
            return _refuse(wire.Refused.NONSENSE, str(error))
        except PreppalError as error:
            return _refuse(_code(error), str(error))

    return router


async def _perform(backend: Backend, asked: wire.Request) -> bytes:
    match asked:
        case wire.GetContext():
            return wire.encode_context(await backend.get_context(asked.interview_id, asked.user_id))
        case wire.UpdateStatus():
            await backend.update_status(
                asked.interview_id, asked.epoch, asked.status, asked.end_reason, asked.elapsed_ms
            )
        case wire.SubmitTranscript():
            await backend.submit_transcript(
                asked.interview_id,
                asked.epoch,
                asked.entries,
                last_sequence=asked.last_sequence,
                elapsed_ms=asked.elapsed_ms,
                engine_state=asked.engine_state,
                usage=asked.usage,
            )
        case wire.SubmitFeedback():
            await backend.submit_feedback(asked.interview_id, asked.epoch, asked.feedback)
    return wire.encode_done(asked)


def _is_ours(request: Request, shared_secret: str) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and secrets.compare_digest(given.strip().encode(), shared_secret.encode())


def _refuse(code: wire.Refused, message: str) -> Response:
    return Response(wire.encode_refusal(wire.Refusal(code, message)), status_code=code, media_type=MEDIA_TYPE)


def _code(error: PreppalError) -> wire.Refused:
    match error:
        case NotFound():
            return wire.Refused.NOT_FOUND
        case Conflict():
            return wire.Refused.ENDED
        case StaleOwner():
            return wire.Refused.STALE_OWNER
        case BackendError() if not error.retryable:
            return wire.Refused.GONE
        case BackendError():
            return wire.Refused.UNAVAILABLE
        case _:
            raise error
