"""Byte streams with limits: a peek at the start, gzip undone, never more memory than allowed."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import BinaryIO

from onrecord.read.sniff import GZIP

HEAD = 65_536
MAX_ARTICLE = 32 * 1024 * 1024
MAX_WHOLE = 200 * 1024 * 1024
MAX_LINE = 64 * 1024 * 1024
MAX_RATIO = 200
_RATIO_FROM = 8 * 1024 * 1024


class Refused(Exception):
    """This source cannot be read on: `reason` and `detail` go into its Rejected."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class Gunzip(io.RawIOBase):
    """gzip as a stream. Refuses bombs by ratio, and says when the end is missing."""

    def __init__(self, packed: io.BufferedIOBase) -> None:
        self._packed = packed
        self._zip = zlib.decompressobj(wbits=31)
        self._waiting = b""
        self._read = 0
        self._given = 0
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._next(len(view))
        view[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        """Up to `size` unpacked bytes; none at the end."""
        while True:
            if not self._waiting:
                self._waiting = self._packed.read(HEAD)
                self._read += len(self._waiting)
                if not self._waiting:
                    if not self._ended:
                        raise Refused("broken-gzip", "the gzip file is cut off; fetch it again")
                    return b""
            if self._ended:
                if not self._waiting.startswith(GZIP[: len(self._waiting)]):  # padding after the last member
                    self._waiting = b""
                    continue
                self._zip, self._ended = zlib.decompressobj(wbits=31), False
            data = self._unpack(size)
            if data:
                return data

    def _unpack(self, size: int) -> bytes:
        try:
            data = self._zip.decompress(self._waiting, size)
        except zlib.error:
            raise Refused("broken-gzip", "the gzip file is damaged; fetch it again") from None
        self._waiting = self._zip.unconsumed_tail or self._zip.unused_data
        self._ended = self._zip.eof
        self._given += len(data)
        if self._given > _RATIO_FROM and self._given > MAX_RATIO * self._read:
            raise Refused("too-large", "it unpacks to hundreds of times its size, as no text does")
        return data


class _Joined(io.RawIOBase):
    """Bytes already taken from a stream, then the rest of it."""

    def __init__(self, head: bytes, rest: BinaryIO | io.BufferedIOBase) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._head[: len(view)] if self._head else self._rest.read(len(view))
        self._head = self._head[len(view) :]
        data = data or b""
        view[: len(data)] = data
        return len(data)


class Stream:
    """A source's bytes, unpacked where it is gzip. `head` is its start; reading begins before it.

    `path` is the file itself where these bytes are all of a file on the disk, as they stand there: for libraries
    that seek.
    """

    def __init__(self, opened: BinaryIO, path: Path | None = None) -> None:
        self.packed = False
        head, body = _peek(opened)
        if head.startswith(GZIP):
            self.packed = True
            head, body = _peek(io.BufferedReader(Gunzip(body), HEAD))
            if head.startswith(GZIP):
                raise Refused("archive", "a gzip file inside a gzip file; unpack it first")
        self.head = head
        self.body = body
        self.path = None if self.packed else path

    def whole(self, limit: int) -> bytes:
        """All bytes; refuses more than `limit`."""
        data = self.body.read(limit + 1)
        if len(data) > limit:
            raise Refused("too-large", f"more than {limit // (1024 * 1024)} MB for one piece; split it")
        return data


def _peek(opened: BinaryIO | io.BufferedIOBase) -> tuple[bytes, io.BufferedReader]:
    """The first bytes of a stream, and the stream with them put back."""
    head = b""
    while len(head) < HEAD:
        more = opened.read(HEAD - len(head))
        if not more:
            break
        head += more
    return head, io.BufferedReader(_Joined(head, opened), HEAD)
