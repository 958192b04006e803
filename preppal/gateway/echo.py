"""`/interview-echo`: sends binary frames back, so that the lobby can measure the way there and back."""

from preppal.gateway.client import Receive, Scope, SendEvent

PATH = "/interview-echo"
_MAX_FRAMES = 200
_MAX_BYTES = 2_048


async def echo(scope: Scope, receive: Receive, send: SendEvent) -> None:
    """Echo at most 200 small frames, then close. Needs no token: it touches nothing."""
    await receive()
    await send({"type": "websocket.accept"})
    for _ in range(_MAX_FRAMES):
        event = await receive()
        if event["type"] == "websocket.disconnect":
            return
        data = event.get("bytes") or b""
        if len(data) > _MAX_BYTES:
            break
        await send({"type": "websocket.send", "bytes": data})
    await send({"type": "websocket.close", "code": 1000})
