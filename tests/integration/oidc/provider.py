"""A real OpenID Connect provider from PyPI on a loopback port, with a front that can tamper with what it says."""

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
from werkzeug.serving import make_server
from werkzeug.test import run_wsgi_app

Environ = dict[str, Any]  # WSGI's own type
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Front:
    """Stands before the provider: demands PKCE as providers in the world do, and lies when a test says so."""

    def __init__(self, app: Wsgi, keys_of: Wsgi | None = None) -> None:
        self._app = app
        self._keys_of = keys_of
        self._challenges: dict[str, str] = {}
        self.answers_with_issuer_of = ""  # a Host header for the token endpoint
        self.describes_issuer_of = ""  # and one for its description
        self.drops_signature = False
        self.is_down = False
        self.lets_codes_be_used_again = False
        self._answers: dict[str, bytes] = {}

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if self.is_down:
            start_response("503 Service Unavailable", [])
            return [b""]
        if path == "/jwks" and self._keys_of is not None:
            return self._keys_of(environ, start_response)
        if path.startswith("/.well-known/") and self.describes_issuer_of:
            environ["HTTP_HOST"] = self.describes_issuer_of
        if path == "/oauth2/authorize" and environ["REQUEST_METHOD"] == "POST":
            return self._authorize(environ, start_response)
        if path == "/oauth2/token":
            return self._token(environ, start_response)
        return self._app(environ, start_response)

    def _authorize(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        asked = parse_qs(environ["QUERY_STRING"])
        if asked.get("code_challenge_method") != ["S256"]:
            start_response("400 Bad Request", [])
            return [b"PKCE is required"]
        body, status, headers = run_wsgi_app(self._app, environ)
        for code in parse_qs(urlsplit(headers.get("Location", "")).query).get("code", []):
            self._challenges[code] = asked["code_challenge"][0]
        start_response(status, list(headers))
        return body

    def _token(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        form = parse_qs(sent.decode())
        digest = hashlib.sha256(form.get("code_verifier", [""])[0].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if self._challenges.get(form.get("code", [""])[0]) != challenge:
            start_response("400 Bad Request", [("Content-Type", "application/json")])
            return [b'{"error": "invalid_grant"}']
        code = form["code"][0]
        if self.lets_codes_be_used_again and code in self._answers:
            start_response("200 OK", [("Content-Type", "application/json")])
            return [self._answers[code]]
        environ = {**environ, "wsgi.input": BytesIO(sent)}
        if self.answers_with_issuer_of:
            environ["HTTP_HOST"] = self.answers_with_issuer_of
        body, status, headers = run_wsgi_app(self._app, environ, buffered=True)
        answer = b"".join(body)
        if self.drops_signature:
            token = json.loads(answer)
            header = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
            token["id_token"] = f"{header}.{token['id_token'].split('.')[1]}."
            answer = json.dumps(token).encode()
            headers["Content-Length"] = str(len(answer))
        self._answers[code] = answer
        start_response(status, list(headers))
        return [answer]


class Provider:
    """Where it is, and its front."""

    def __init__(self, url: str, front: Front) -> None:
        self.url = url
        self.front = front


@contextmanager
def running_provider(*, with_keys_of_another: bool = False, token_lifetime_s: int = 3_600) -> Iterator[Provider]:
    app = oidc_provider_mock.app(access_token_max_age=timedelta(seconds=token_lifetime_s))
    front = Front(app, oidc_provider_mock.app() if with_keys_of_another else None)
    server = make_server("localhost", 0, front, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield Provider(f"http://localhost:{server.server_port}", front)
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
