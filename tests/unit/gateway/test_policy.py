"""The headers our pages go out with: inline scripts by hash alone, and what an answer says itself is not replaced."""

import asyncio
import base64
import hashlib
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from preppal.gateway.asgi import Dispatch
from preppal.gateway.policy import Headers, content_policy, read_pages, script_hashes

PAGE = """<html><head><script>let theme = 1;</script><script src="/a.js"></script>
<script type="module" async="">import "/b.js";
</script></head><body><script>let theme = 1;</script></body></html>"""


def sha256(code: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()


def directives(policy: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for part in policy.split("; ") if (words := part.split())}


def answer(headers: Headers | None, *own: tuple[bytes, bytes], path: str = "/") -> dict[str, str]:
    """The headers of what a page that says `own` sends."""
    sent: list[MutableMapping[str, Any]] = []

    async def page(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": list(own)})
        await send({"type": "http.response.body", "body": b""})

    async def send(event: MutableMapping[str, Any]) -> None:
        sent.append(event)

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    dispatch = Dispatch(pages=page, api=page, gateway=None, headers=headers)
    asyncio.run(dispatch({"type": "http", "path": path}, receive, send))
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_every_inline_script_is_named_once_by_its_hash_and_files_are_not() -> None:
    hashes = script_hashes([PAGE, PAGE])
    assert sorted(hashes) == sorted([sha256("let theme = 1;"), sha256('import "/b.js";\n')])


def test_scripts_may_come_from_here_and_from_nowhere_else() -> None:
    rules = directives(content_policy(script_hashes([PAGE])))
    assert rules["script-src"][0] == "'self'"
    assert all(source.startswith("'sha256-") for source in rules["script-src"][1:])
    assert rules["worker-src"] == rules["default-src"] == ["'self'"]
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == ["'none'"]


def test_a_gateway_elsewhere_may_be_connected_to_by_request_and_by_socket() -> None:
    rules = directives(content_policy((), ["https://live.example.org/x", ""]))
    assert rules["connect-src"] == ["'self'", "https://live.example.org", "wss://live.example.org"]


def test_pages_carry_the_policy_and_files_only_the_rest() -> None:
    headers = Headers("the policy")
    page = answer(headers, (b"content-type", b"text/html; charset=utf-8"))
    assert page["content-security-policy"] == "the policy"
    file = answer(headers, (b"content-type", b"text/javascript"), path="/assets/a.js")
    assert "content-security-policy" not in file
    for each in (page, file):
        assert each["x-content-type-options"] == "nosniff"
        assert each["x-frame-options"] == "DENY"
        assert "microphone=(self)" in each["permissions-policy"]
        assert each["referrer-policy"] == "strict-origin-when-cross-origin"


def test_what_an_answer_says_itself_stays() -> None:
    own = answer(Headers("ours"), (b"Referrer-Policy", b"no-referrer"), path="/api/auth/callback")
    assert own["Referrer-Policy"] == "no-referrer"
    assert "referrer-policy" not in own


def test_pages_are_read_from_every_folder_of_the_build(tmp_path: Path) -> None:
    (tmp_path / "sign-in").mkdir()
    (tmp_path / "sign-in" / "index.html").write_text("<script>1</script>", encoding="utf-8")
    (tmp_path / "index.html").write_text("<script>2</script>", encoding="utf-8")
    assert sorted(script_hashes(read_pages(tmp_path))) == sorted([sha256("1"), sha256("2")])
    assert read_pages(tmp_path / "not built") == []
