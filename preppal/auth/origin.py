"""Whether a browser's request comes from our own pages: what stands between the cookie and other people's sites."""

from collections.abc import Mapping
from urllib.parse import urlsplit

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def is_same_origin(headers: Mapping[str, str], public_url: str = "") -> bool:
    """True for requests of our own pages. Browsers send Origin with every request that changes something.

    On the loopback address the port may differ: in development the pages and the routes have one each.
    """
    origin = headers.get("origin", "")
    if not origin:
        return headers.get("sec-fetch-site", "") == "same-origin"
    ours = [urlsplit(f"//{headers.get('host', '')}"), urlsplit(public_url)]
    theirs = urlsplit(origin)
    return any(theirs.netloc == own.netloc != "" for own in ours) or (
        theirs.hostname in _LOOPBACK and theirs.hostname == ours[0].hostname
    )
