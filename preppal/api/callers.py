"""Where a request comes from: its network address, for limits, and its browser, to name the sign-in after."""

from starlette.requests import Request

from preppal.auth.callers import caller_address
from preppal.auth.devices import device_name
from preppal.config import Settings


def address_of(request: Request, settings: Settings) -> str:
    peer = request.client.host if request.client else ""
    return caller_address(peer, request.headers.get("x-forwarded-for", ""), settings.proxies)


def device_of(request: Request) -> str:
    return device_name(request.headers.get("user-agent", ""))
