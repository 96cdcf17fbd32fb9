"""How a record is served: where, for whom, and whether it may be changed."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass

from onrecord.errors import UsageError

LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
DEFAULT_PORT = 8765


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """The choices of `onrecord serve`.

    `write` lets people judge; `who` is the name on judgements where there are no accounts. `names` are host names that
    requests may be sent to besides this machine's own (what a reverse proxy calls it). `title` is what pages call the
    record. `https_proxy`: all requests come through a proxy that speaks TLS with the browsers, and says from whom.
    """

    write: bool = False
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    who: str = "reviewer"
    names: tuple[str, ...] = ()
    title: str = ""
    https_proxy: bool = False

    @property
    def local(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host) and not self.https_proxy and not self.names

    @property
    def scheme(self) -> str:
        """How browsers reach it."""
        return "https" if self.https_proxy else "http"

    @property
    def cookie(self) -> str:
        """The name of the cookie; on another port it is another, since browsers keep one jar for all ports."""
        return "__Host-onrecord" if self.https_proxy else f"onrecord_{self.port}"

    def called(self, host: str) -> bool:
        """Whether a request may name this host, without its port: others are attacks on the browser of the user.

        A number is no name that an attacker's server could answer for, so where others can reach it any will do.
        """
        host = host.lower()
        if host in LOCAL_NAMES or host == bracketed(self.host) or host in (n.lower() for n in self.names):
            return True
        return not is_loopback(self.host) and (host == socket.gethostname().lower() or _is_number(host))


def is_loopback(host: str) -> bool:
    """Whether an address to bind to is this machine's alone. Raises UsageError for what is no address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        raise UsageError(f"{host!r} is no address to bind to; give one such as 127.0.0.1 or 0.0.0.0") from None


def bracketed(host: str) -> str:
    """A host as it stands in an address."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def entrance(serving: Serving, users: int | None, *, no_accounts: bool, record: str) -> bool:
    """Whether people log in. `users` is how many there are, None where nobody was ever added.

    Raises UsageError where that would let in whom it should not, with the command that settles it.
    """
    alone = serving.local
    if no_accounts:
        if not alone:
            raise UsageError("--no-accounts is for this machine alone: leave out --host, --name and --https-proxy")
        return False
    if users is None and alone:
        return False
    if not users:
        first = f"onrecord user add NAME --role admin --record {record}"
        if alone:
            raise UsageError(f"this record has accounts, and none is left: {first}; or serve it with --no-accounts")
        raise UsageError(f"others can reach it there, so it needs accounts; make the first with: {first}")
    return True


__all__ = ["DEFAULT_PORT", "Serving", "bracketed", "entrance", "is_loopback"]
