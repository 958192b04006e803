"""Two people at once never see each other's interviews: over pages, routes and sockets."""

import asyncio
import uuid

import httpx
import pytest
from playwright.sync_api import expect
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from preppal.session import messages as msg
from preppal.wire.live import decode_server, encode_client
from tests.e2e.browser import visiting
from tests.e2e.journey import sign_in
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

SECRET = "a sentence only Ann has typed about her violin"


def _create(person: httpx.Client) -> str:
    body = {"interviewType": "hr_screen", "difficulty": "standard", "idempotencyKey": str(uuid.uuid4())}
    interview_id: str = person.post("/api/session/create", json=body).raise_for_status().json()["id"]
    return interview_id


def _token(person: httpx.Client, interview_id: str) -> str:
    token: str = person.post(f"/api/session/{interview_id}/worker-token").raise_for_status().json()["token"]
    return token


async def _type_an_answer(url: str) -> None:
    async with asyncio.timeout(60), connect(url, max_size=None) as socket:
        async for data in socket:
            message = decode_server(bytes(data))
            if isinstance(message, msg.TranscriptUpdate) and message.is_final and message.order_index == 0:
                await socket.send(encode_client(msg.TextInput(SECRET, 1)))
            if isinstance(message, msg.TranscriptUpdate) and message.text == SECRET:
                return


async def _is_refused(url: str) -> int:
    with pytest.raises(InvalidStatus) as refusal:
        async with connect(url):
            pass
    status: int = refusal.value.response.status_code
    return status


def test_nobody_sees_what_is_somebody_elses(server: Server, chromium: str) -> None:
    ann, bob = server.sign_in("ann@example.com", "Ann"), server.sign_in("bob@example.com", "Bob")
    hers, his = _create(ann), _create(bob)
    asyncio.run(_type_an_answer(f"{server.ws_url}/interview/{hers}?token={_token(ann, hers)}"))
    assert SECRET in ann.get(f"/api/session/{hers}").text

    missing = bob.get(f"/api/session/{uuid.uuid4()}")
    for answer in (
        bob.get(f"/api/session/{hers}"),
        bob.get(f"/api/session/{hers}/feedback"),
        bob.post(f"/api/session/{hers}/worker-token"),
        bob.post(f"/api/session/{hers}/ws-token"),
        bob.post(f"/api/session/{hers}/complete"),
        bob.delete(f"/api/session/{hers}"),
    ):
        assert answer.status_code == 404
        assert answer.json()["title"] == missing.json()["title"]
    assert hers not in bob.get("/api/session/history").text

    his_token = _token(bob, his)
    assert asyncio.run(_is_refused(f"{server.ws_url}/interview/{hers}?token={his_token}")) in (401, 403, 404)
    assert asyncio.run(_is_refused(f"{server.ws_url}/interview/{hers}")) in (401, 403, 404)

    with visiting(chromium, server.url) as visit:
        sign_in(visit.page, "Bob")
        for place in ("lobby", "session", "feedback"):
            visit.page.goto(f"/interview/{hers}/{place}")
            expect(visit.page.get_by_role("heading", level=1)).to_be_visible()
            expect(visit.page.get_by_text("violin")).to_have_count(0)
            assert SECRET not in visit.page.content()
        visit.page.goto("/history")
        expect(visit.page.get_by_role("heading", level=1)).to_be_visible()
        assert hers not in visit.page.content()
