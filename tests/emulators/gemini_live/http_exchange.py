"""HTTP/1.1 on an asyncio transport: requests in, one answer each, keep-alive. For REST calls and the control port."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import h11

from tests.emulators.gemini_live.jsons import Json


@dataclass(frozen=True, slots=True)
class HttpRequest:
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""

    def json(self) -> Json:
        """Raises ValueError."""
        value: Json = json.loads(self.body or b"null")
        return value


@dataclass(frozen=True, slots=True)
class HttpResponse:
    status: int = 200
    body: bytes = b""
    content_type: str = "application/json; charset=UTF-8"
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = Callable[[HttpRequest], Awaitable[HttpResponse]]


def json_response(value: Json, status: int = 200) -> HttpResponse:
    return HttpResponse(status, json.dumps(value, indent=2, ensure_ascii=False).encode())


def read_target(method: str, target: str, headers: Mapping[str, str], body: bytes = b"") -> HttpRequest:
    """Double slashes and a trailing one mean nothing to the service."""
    parts = urlsplit("//host/" + target.lstrip("/"))
    path = "/" + "/".join(segment for segment in parts.path.split("/") if segment)
    query = {key: values[-1] for key, values in parse_qs(parts.query, keep_blank_values=True).items()}
    return HttpRequest(method, path, query, headers, body)


class HttpExchange:
    """One HTTP connection. Owns the task that serves it."""

    def __init__(self, transport: asyncio.Transport, answer: Answer) -> None:
        self._transport = transport
        self._answer = answer
        self._parser = h11.Connection(h11.SERVER)
        self._more = asyncio.Event()
        self.task = asyncio.create_task(self._serve())

    def data_received(self, data: bytes) -> None:
        self._parser.receive_data(data)
        self._more.set()

    def eof_received(self) -> None:
        self.data_received(b"")

    def connection_lost(self) -> None:
        self.task.cancel()

    async def _serve(self) -> None:
        try:
            while (request := await self._next_request()) is not None:
                self._send(await self._answer(request))
                if self._parser.our_state is not h11.DONE or self._parser.their_state is not h11.DONE:
                    break
                self._parser.start_next_cycle()
        except h11.RemoteProtocolError:
            self._send_bare(HttpResponse(400, b"bad request", "text/plain"))
        finally:
            self._transport.close()

    async def _next_request(self) -> HttpRequest | None:
        head: h11.Request | None = None
        body = bytearray()
        while True:
            match self._parser.next_event():
                case h11.Request() as request:
                    head = request
                case h11.Data(data=data):
                    body += data
                case h11.EndOfMessage() if head is not None:
                    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers}
                    return read_target(head.method.decode(), head.target.decode(), headers, bytes(body))
                case h11.NEED_DATA:
                    self._more.clear()
                    await self._more.wait()
                case _:
                    return None

    def _send(self, response: HttpResponse) -> None:
        headers = [
            ("content-type", response.content_type),
            ("content-length", str(len(response.body))),
            *response.headers.items(),
        ]
        head = h11.Response(status_code=response.status, headers=headers)
        for event in (head, h11.Data(data=response.body), h11.EndOfMessage()):
            self._transport.write(self._parser.send(event) or b"")

    def _send_bare(self, response: HttpResponse) -> None:
        if self._parser.our_state is h11.SEND_RESPONSE or self._parser.our_state is h11.IDLE:
            self._transport.write(bare_answer(response))


def bare_answer(response: HttpResponse) -> bytes:
    """The bytes of an answer after which the connection closes."""
    head = (
        f"HTTP/1.1 {response.status} {_PHRASES.get(response.status, 'Error')}\r\n"
        f"Content-Type: {response.content_type}\r\nContent-Length: {len(response.body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode("latin-1") + response.body


_PHRASES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
}
