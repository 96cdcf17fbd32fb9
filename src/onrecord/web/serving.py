"""How a record is served: where, for whom, and whether it may be changed."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from onrecord.errors import UsageError

LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
DEFAULT_PORT = 8765


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """The choices of `onrecord serve`.

    `write` lets people judge; `who` is the name on judgements where there are no accounts. `names` are host names that
    requests may be sent to besides this machine's own (what a reverse proxy calls it). `title` is what pages call the
    record.
    """

    write: bool = False
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    who: str = "reviewer"
    names: tuple[str, ...] = ()
    title: str = ""

    @property
    def local(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    @property
    def hosts(self) -> frozenset[str]:
        """The host names, without ports, that a request may name: others are attacks on the browser of the user."""
        return frozenset(n.lower() for n in (*LOCAL_NAMES, _bracketed(self.host), *self.names))


def is_loopback(host: str) -> bool:
    """Whether an address to bind to is this machine's alone. Raises UsageError for what is no address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        raise UsageError(f"{host!r} is no address to bind to; give one such as 127.0.0.1 or 0.0.0.0") from None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


__all__ = ["DEFAULT_PORT", "Serving", "is_loopback"]
