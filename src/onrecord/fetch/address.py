"""Web addresses: told from paths, checked as typed, compared by site; `place` is what a record knows a page by."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from onrecord.clean.identity import canonical
from onrecord.errors import UsageError

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,20}://", re.IGNORECASE)
_FORBIDDEN = re.compile('[\x00-\x20\x7f-\x9f<>"\\\\\ud800-\udfff]')
_PORTS = {"http": 80, "https": 443}
MOST_CHARACTERS = 4_000


def is_address(typed: str) -> bool:
    """Whether what the user typed is an address and no path."""
    return _SCHEME.match(typed.strip()) is not None


def checked(typed: str) -> str:
    """The address to ask for, without its fragment. Raises UsageError, saying what is wrong with it."""
    url = typed.strip()
    shown = url[:200]
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as e:
        raise UsageError(f"{shown}: not a web address: {e}") from None
    if not is_address(url):
        raise UsageError(f"{shown}: not a web address; those begin with https://")
    if parts.scheme.lower() not in _PORTS:
        raise UsageError(f"{shown}: only http and https addresses can be fetched")
    if not host or len(url) > MOST_CHARACTERS or _FORBIDDEN.search(url):
        raise UsageError(f"{shown}: not a web address; copy it again from the browser")
    if parts.username or parts.password:
        raise UsageError(f"{parts.scheme}://...@{host}: a name or password in an address would be kept in the record")
    return urlunsplit((parts.scheme.lower(), parts.netloc, parts.path or "/", parts.query, ""))


def place(url: str) -> str:
    """What the record knows a page by: its address without fragment, tracking and default port."""
    found = canonical(url)
    if found:
        return found
    parts = urlsplit(url)  # a name without a dot, or an IPv6 address: fine where the user typed it
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", parts.query, ""))


def site(url: str) -> str:
    """The host that is asked, without "www.", with its port where that is not the usual one."""
    parts = urlsplit(url)
    port = _port(parts)
    return _bare(parts) + ("" if port == _PORTS.get(parts.scheme) else f":{port}")


def origin(url: str) -> str:
    """Scheme, host and port: what has one robots.txt."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are on one host, "www." or not, http or https."""
    return site(one) == site(other)


def follows(start: str, target: str) -> bool:
    """Whether a redirect may be followed: on the same host, "www." or not; http may become https, never the reverse."""
    one, other = urlsplit(start), urlsplit(target)
    if other.scheme not in _PORTS or other.username or other.password or not same_site(start, target):
        return False
    return one.scheme == other.scheme or other.scheme == "https"


def is_front_page(url: str) -> bool:
    """Whether an address is that of a site and not of an article."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _bare(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".").removeprefix("www.")


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
