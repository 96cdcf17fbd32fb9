"""The bytes of an answer, unpacked piece by piece, never more than a bound: a bomb is stopped before it bursts."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from onrecord.fetch.failure import Failed

ACCEPTED = "gzip"  # what is asked for; zlib can be told where to stop, the newer codings' libraries not all
_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_PIECE = 256 * 1024


def collect(chunks: Iterable[bytes], coding: str, limit: int) -> bytes:
    """The whole body. Raises Failed where it is larger than `limit`, packed in an unknown way, or broken."""
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        return _bounded(chunks, limit)
    if coding not in _WINDOWS:
        raise Failed("broken-answer", f"the page came packed as {coding[:40]!r}, which was not asked for")
    try:
        return _bounded(_unpacked(chunks, _WINDOWS[coding]), limit)
    except zlib.error:
        raise Failed("broken-answer", "the packed page is damaged; run the same command again") from None


def _bounded(pieces: Iterable[bytes], limit: int) -> bytes:
    out = bytearray()
    for piece in pieces:
        out += piece
        if len(out) > limit:
            raise too_large(limit)
    return bytes(out)


def too_large(limit: int) -> Failed:
    size = f"{limit // (1024 * 1024)} MB" if limit >= 1024 * 1024 else f"{limit:,} bytes"
    return Failed("too-large", f"more than {size}; it was stopped there. If it is what you want, download and add it")


def _unpacked(chunks: Iterable[bytes], window: int) -> Iterable[bytes]:
    unpacker = zlib.decompressobj(wbits=window)
    begun = False
    for chunk in chunks:
        waiting = chunk
        while waiting:
            if unpacker.eof:
                unpacker, begun = zlib.decompressobj(wbits=window), False  # another member
            try:
                piece = unpacker.decompress(waiting, _PIECE)
            except zlib.error:
                if begun or window != _WINDOWS["deflate"]:
                    raise
                window = -15  # deflate without its header, as some servers send it
                unpacker = zlib.decompressobj(wbits=window)
                piece = unpacker.decompress(waiting, _PIECE)
            begun = True
            waiting = unpacker.unconsumed_tail or unpacker.unused_data
            yield piece
    if begun and not unpacker.eof:
        while piece := unpacker.decompress(unpacker.unconsumed_tail, _PIECE):
            yield piece
        if not unpacker.eof:
            raise zlib.error("it ends before its end")
