"""Who may see the figures of `/metrics`: whoever has the token or, while there is none, this machine alone."""

import ipaddress
import secrets
from collections.abc import Collection

from preppal.errors import NotAllowed, NotFound

# What a proxy on this machine passes on is not from here, whether or not we were told of the proxy.
_PASSED_ON = frozenset({"x-forwarded-for", "forwarded", "x-real-ip"})


def check_may_see_figures(token: str, *, authorization: str, peer: str, header_names: Collection[str]) -> None:
    """Raises NotAllowed when the token is another, NotFound when there is none and somebody elsewhere asks."""
    if token:
        scheme, _, given = authorization.partition(" ")
        if scheme.lower() != "bearer" or not secrets.compare_digest(given.strip().encode(), token.encode()):
            raise NotAllowed("This needs the token of PREPPAL_METRICS_TOKEN.")
    elif not _is_loopback(peer) or not _PASSED_ON.isdisjoint(header_names):
        raise NotFound("There is no such page.")


def _is_loopback(peer: str) -> bool:
    try:
        return ipaddress.ip_address(peer).is_loopback
    except ValueError:
        return False
