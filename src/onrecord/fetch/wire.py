"""One request and its answer: bounded in time and size from the look-up of the name to the last byte.

Every request has a connection of its own. The address that a name leads to is looked at before it is connected to, so
that a page on the open web cannot send us into the user's own network, whatever its name leads to by then.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

import httpcore
import httpx

from onrecord.fetch.body import ACCEPTED, collect, too_large
from onrecord.fetch.failure import Failed
from onrecord.fetch.manners import Clock, Manners

Resolve = Callable[[str, int], Sequence[str]]
SocketOption = httpcore.SOCKET_OPTION

_ACCEPT = "text/html, application/xhtml+xml, application/xml;q=0.9, application/pdf;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered. `private`: it is a machine of this network or this very one."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    private: bool


def resolve(host: str, port: int) -> Sequence[str]:
    """The numeric addresses of a host, in the system's order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _PrivateAddress(Exception):
    """A name leads into the user's network where that was not asked for."""


class _Timed(httpcore.NetworkStream):
    """A connection whose every operation ends before the request's last moment."""

    def __init__(self, inner: httpcore.NetworkStream, left: Callable[[float | None], float]) -> None:
        self._inner = inner
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, self._left(timeout)), self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Guard(httpcore.NetworkBackend):
    """Connects to what a name leads to, if that may be connected to."""

    def __init__(self, clock: Clock, resolver: Resolve) -> None:
        self._clock = clock
        self._resolve = resolver
        self._plain = httpcore.SyncBackend()
        self._last_moment = 0.0
        self.may_be_private = False
        self.private = False  # where the last connection led

    def begin(self, seconds: float, *, private: bool) -> None:
        self._last_moment = self._clock.monotonic() + seconds
        self.may_be_private = private
        self.private = False

    def left(self, timeout: float | None) -> float:
        seconds = self._last_moment - self._clock.monotonic()
        if seconds <= 0:
            raise httpcore.ReadTimeout("the whole request takes too long")
        return seconds if timeout is None else min(seconds, timeout)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        found = self._resolve(host.strip("[]"), port)
        if not self.may_be_private and any(map(_is_private, found)):
            raise _PrivateAddress
        problem: Exception = httpcore.ConnectError("the name leads nowhere")
        for address in found[:4]:
            try:
                stream = self._plain.connect_tcp(address, port, self.left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as e:
                problem = e
                continue
            self.private = _is_private(address)
            return _Timed(stream, self.left)
        raise problem


def _names_private(host: str) -> bool:
    """Whether a host is this machine or one of this network by its very name."""
    try:
        return _is_private(host.strip("[]"))
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _is_private(address: str) -> bool:
    """Whether a numeric address is not one of the open internet."""
    found = ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return not (mapped or found).is_global or found.is_multicast


class Wire:
    """Asks servers, one request at a time. Close it, or use it as a context manager."""

    def __init__(self, manners: Manners, clock: Clock, resolver: Resolve = resolve) -> None:
        self.manners = manners
        self.guard = _Guard(clock, resolver)
        self._tls = httpx.create_ssl_context()
        self._pools: dict[str, httpcore.ConnectionPool] = {}

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()
        self._pools.clear()

    def get(self, url: str, headers: Mapping[str, str], *, private: bool, limit: int) -> Answer:
        """Ask once, follow nothing. Raises Failed where there is no whole answer.

        `private`: it may be a machine of the user's own network. A body comes only with status 200.
        """
        try:
            asked = httpx.URL(url)
        except (httpx.InvalidURL, UnicodeError) as e:
            raise Failed("bad-address", f"not a web address: {e}") from None
        host = asked.raw_host.decode("ascii")
        self.guard.begin(self.manners.total, private=private)
        try:
            return self._ask(asked, headers, limit)
        except _PrivateAddress:
            detail = f"{host} is a machine of this network, and only an address that you name yourself may be one"
            raise Failed("private-address", detail) from None
        except (socket.gaierror, UnicodeError):
            detail = f"no address is known for {host}; check its spelling, and whether this machine is online"
            raise Failed("unknown-host", detail) from None
        except httpcore.TimeoutException:
            raise Failed("timeout", f"{host} takes too long; run the same command again later") from None
        except httpcore.ProxyError as e:
            raise Failed("proxy", f"the proxy of this network refuses: {e}") from None
        except httpcore.ConnectError as e:
            raise _unconnected(host, e) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as e:
            said = " ".join(str(e).split())[:200]
            raise Failed("broken-answer", f"{host} broke off or answers nonsense ({said}); try again later") from None

    def _ask(self, asked: httpx.URL, headers: Mapping[str, str], limit: int) -> Answer:
        m = self.manners
        timeouts = {"connect": m.connect, "read": m.read, "write": m.read, "pool": m.connect}
        sent = {
            "Host": asked.netloc.decode("ascii"),
            "User-Agent": m.agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": ACCEPTED,
            "Connection": "close",
            **headers,
        }
        target = httpcore.URL(
            scheme=asked.raw_scheme, host=asked.raw_host, port=asked.port, target=asked.raw_path or b"/"
        )
        pool = self._pool(asked)
        with pool.stream("GET", target, headers=list(sent.items()), extensions={"timeout": timeouts}) as response:
            said = {k.decode("latin-1").lower(): v.decode("latin-1").strip() for k, v in response.headers}
            body = b""
            if response.status in (200, 203):
                length = said.get("content-length", "")
                if length.isascii() and length.isdigit() and len(length) < 20 and int(length) > limit:
                    raise too_large(limit)
                body = collect(response.iter_stream(), said.get("content-encoding", ""), limit)
            return Answer(status=response.status, headers=said, body=body, private=self.guard.private)

    def _pool(self, asked: httpx.URL) -> httpcore.ConnectionPool:
        """Straight to the server, or through the proxy that the user's environment names."""
        proxy = _proxy(asked)
        if proxy and not self.guard.may_be_private and _names_private(asked.raw_host.decode("ascii")):
            raise _PrivateAddress  # of other names only the proxy knows where they lead
        if proxy not in self._pools:
            through = httpx.Proxy(proxy) if proxy else None
            self._pools[proxy] = httpcore.ConnectionPool(
                ssl_context=self._tls,
                proxy=httpcore.Proxy(str(through.url), auth=through.raw_auth) if through else None,
                max_keepalive_connections=0,
                network_backend=self.guard,
            )
        if proxy:
            self.guard.begin(self.manners.total, private=True)  # the proxy is the user's own choice
        return self._pools[proxy]


def _proxy(asked: httpx.URL) -> str:
    """The proxy for an address by HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY; empty if none."""
    proxies = getproxies_environment()
    if not proxies or proxy_bypass_environment(asked.netloc.decode("ascii"), proxies):
        return ""
    found = proxies.get(asked.scheme) or proxies.get("all") or ""
    if found and "://" not in found:
        found = f"http://{found}"
    return found if urlsplit(found).scheme in ("http", "https") else ""


def _unconnected(host: str, e: httpcore.ConnectError) -> Failed:
    cause = e.__cause__ or e.__context__
    if isinstance(cause, ssl.SSLError):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Failed("tls", f"{host} cannot prove that it is {host} ({cause.verify_message}); nothing was fetched")
        return Failed("tls", f"{host} speaks no https as it should ({cause.reason}); see whether http:// works")
    why = getattr(cause, "strerror", None) or str(e) or "refused"
    return Failed("unreachable", f"{host} cannot be reached ({why}); run the same command again later")
