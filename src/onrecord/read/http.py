"""An HTTP response as it went over the wire -> its status, its headers, and the page it carries."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})\b[^\n]*\n")
_BLANK = re.compile(rb"\r?\n\r?\n")
_MAX_HEADERS = 256 * 1024
_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[^\r\n]*\r?\n")
_GZIP = b"\x1f\x8b"


class Undecoded(Exception):
    """The page cannot be unpacked; says why."""


@dataclass(frozen=True, slots=True)
class Response:
    """A response; `status` is 0 where the bytes are none. `body` is still coded as the headers say."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", self.headers.get("content-type", ""), re.IGNORECASE)
        return found[1] if found else ""


def response(block: bytes) -> Response:
    """The response that a record's block holds."""
    first = _STATUS.match(block)
    if not first:
        return Response(0, {}, b"")
    blank = _BLANK.search(block, first.end() - 2, _MAX_HEADERS)
    head = block[first.end() : blank.start() if blank else len(block)]
    headers: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return Response(int(first[1]), headers, block[blank.end() :] if blank else b"")


def page(found: Response, limit: int) -> bytes:
    """The page, unchunked and unpacked. Crawlers often store it so already and leave the headers as they were: what
    does not look coded is taken as it is. Raises Undecoded past `limit` bytes or where it cannot be unpacked."""
    body = found.body
    if "chunked" in found.headers.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    codings = [c.strip().lower() for c in found.headers.get("content-encoding", "").split(",")]
    for coding in reversed([c for c in codings if c not in ("", "identity", "none", "utf-8")][:3]):
        body = _decoded(body, coding, limit)
    if len(body) > limit:
        raise Undecoded("too large")
    return body


def _unchunked(body: bytes) -> bytes:
    """Chunks joined; the body itself where it is not in chunks. A cut one gives what is there."""
    parts: list[bytes] = []
    at = 0
    while found := _CHUNK.match(body, at):
        size = int(found[1], 16)
        if not size:
            return b"".join(parts)
        part = body[found.end() : found.end() + size]
        parts.append(part)
        at = found.end() + size
        if len(part) < size:
            return b"".join(parts)
        if body[at : at + 1] not in (b"\r", b"\n", b""):
            break
    return b"".join(parts) if parts and at >= len(body) else body


def _decoded(body: bytes, coding: str, limit: int) -> bytes:
    if coding in ("gzip", "x-gzip"):
        return _inflated(body, zlib.decompressobj(wbits=31), limit) if body.startswith(_GZIP) else body
    if body.lstrip()[:1] == b"<":
        return body
    if coding == "deflate":
        wrapped = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] * 256 + body[1]) % 31 == 0
        return _inflated(body, zlib.decompressobj(wbits=15 if wrapped else -15), limit)
    if coding == "br":
        return _unbrotli(body, limit)
    raise Undecoded(f"packed as {coding[:20]}")


def _inflated(body: bytes, unpacker: Any, limit: int) -> bytes:
    try:
        data = bytes(unpacker.decompress(body, limit + 1))
    except zlib.error:
        raise Undecoded("damaged packing") from None
    if len(data) > limit:
        raise Undecoded("too large")
    return data


def _unbrotli(body: bytes, limit: int) -> bytes:
    if find_spec("brotli") is None:
        raise Undecoded("packed as br, which needs pip install 'onrecord[warc]'")
    import brotli

    unpacker = brotli.Decompressor()
    parts, size, data = [], 0, body
    try:
        while size <= limit:
            part = unpacker.process(data, output_buffer_limit=1024 * 1024)
            data = b""
            parts.append(part)
            size += len(part)
            if unpacker.is_finished() or (not part and unpacker.can_accept_more_data()):
                return b"".join(parts)
    except brotli.error:
        raise Undecoded("damaged packing") from None
    raise Undecoded("too large")
