"""Who a document is: its canonical address and its id."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"(?:utm_\w+|at_\w+|fbclid|gclid|msclkid|dclid|igshid|mc_[ce]id|ns_\w+|cmpid?|cmp|ocid|smid|sref|ref_src|xtor|"
    r"ito|icid|spm|guccounter|guce_\w+|wt\.\w+|__twitter_impression|amp|outputtype)",
    re.IGNORECASE,
)
_PORTS = {"http": ":80", "https": ":443"}


def sha(data: bytes) -> str:
    """sha256 in hex."""
    return hashlib.sha256(data).hexdigest()


def document_id(url: str | None, key: str, raw_sha: str) -> str:
    """The same source gives the same id, whatever cleaning finds in it."""
    text = "\x1f".join((url or key, raw_sha))
    return "d" + sha(text.encode("utf-8", "surrogatepass"))[:16]


def canonical(url: str | None, base: str | None = None) -> str | None:
    """A web address without fragment, tracking and default port; None where it is no web address."""
    if not url or not url.strip():
        return None
    try:
        parts = urlsplit(urljoin(base, url.strip()) if base else url.strip())
        host = (parts.hostname or "").lower()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or "." not in host or re.search(r"[\s<>\"'\\]", host):
        return None
    scheme = parts.scheme.lower()
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k)]
    netloc = host + ("" if port == _PORTS[scheme] else port)
    clean = urlunsplit((scheme, netloc, parts.path or "/", urlencode(kept), ""))
    return re.sub(r"[\x00-\x20\x7f<>\"]", "", clean)


def domain(url: str | None) -> str | None:
    """The host of an address, without "www."."""
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None
