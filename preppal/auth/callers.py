"""The network address of whoever asks, for limits. A header alone is never believed: anybody can send one."""


def caller_address(peer: str, forwarded_for: str, proxies: int) -> str:
    """The peer itself, or, behind `proxies` of ours, what the outermost of them says it was asked from."""
    hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
    return hops[-proxies] if 0 < proxies <= len(hops) else peer
