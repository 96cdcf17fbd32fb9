"""Byte streams with limits: a peek at the start, gzip, bzip2 and xz undone, never more memory than allowed."""

from __future__ import annotations

import bz2
import io
import lzma
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from onrecord.read.limits import MAX_RATIO as MAX_RATIO
from onrecord.read.limits import RATIO_FROM, Budget
from onrecord.read.limits import Refused as Refused

HEAD = 65_536
_PIECE = 1 << 20
MAX_ARTICLE = 32 * 1024 * 1024
MAX_WHOLE = 200 * 1024 * 1024
MAX_LINE = 64 * 1024 * 1024
_XZ_MEMORY = 128 * 1024 * 1024
_RATIO_FROM = RATIO_FROM


class _Decompressor(Protocol):
    """What bz2 and lzma offer: `decompress` gives at most so many bytes and keeps the rest of its input."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gzip:
    """zlib under the same signature."""

    def __init__(self) -> None:
        self._zip = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._zip.eof

    @property
    def needs_input(self) -> bool:
        return not self._zip.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._zip.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._zip.decompress(self._zip.unconsumed_tail + data, max_length)


@dataclass(frozen=True, slots=True)
class _Packing:
    """How packed files are called, how each of their members begins, and what unpacks one."""

    name: str
    start: re.Pattern[bytes]
    shortest: int
    make: Callable[[], _Decompressor]


_PACKINGS = (
    _Packing("gzip", re.compile(rb"\x1f\x8b"), 2, _Gzip),
    _Packing("bzip2", re.compile(rb"BZh[1-9](?:1AY&SY|\x17\x72\x45\x38\x50\x90)"), 10, bz2.BZ2Decompressor),
    _Packing("xz", re.compile(rb"\xfd7zXZ\x00"), 6, lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, _XZ_MEMORY)),
)
_NEXT_GZIP = re.compile(rb"\x1f\x8b\x08")
_ERRORS = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, MemoryError)


class Unpacked(io.RawIOBase):
    """A packed stream, unpacked. Refuses bombs by ratio, and says when the end is missing.

    With `mend` set, a damaged member is left where it breaks and reading goes on at the next; `damaged` counts them.
    """

    def __init__(self, packed: io.BufferedIOBase, kind: _Packing, budget: Budget | None = None) -> None:
        self._packed = packed
        self._kind = kind
        self._zip = kind.make()
        self._budget = budget
        self._waiting = b""
        self._read = 0
        self._given = 0
        self.mend = False
        self.damaged = 0

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
            if self._zip.eof and not self._another():
                return b""
            if self._zip.needs_input and not self._waiting and not self._more():
                raise self._broken("cut off")
            data = self._unpack(size)
            if data:
                return data

    def _more(self) -> bool:
        self._waiting = self._packed.read(HEAD)
        self._read += len(self._waiting)
        return bool(self._waiting)

    def _another(self) -> bool:
        """Goes to the next member; padding after the last one is passed over."""
        self._waiting = self._waiting or self._zip.unused_data
        while True:
            while len(self._waiting) < self._kind.shortest:
                more = self._packed.read(HEAD)
                self._read += len(more)
                if not more:
                    return False
                self._waiting += more
            if self._kind.start.match(self._waiting):
                self._zip = self._kind.make()
                return True
            self._waiting = b""

    def _unpack(self, size: int) -> bytes:
        waiting, self._waiting = self._waiting, b""
        try:
            data = self._zip.decompress(waiting, size)
        except _ERRORS:
            if self.mend and self._skip(waiting):
                return b""
            self._waiting = waiting
            raise self._broken("damaged") from None
        self._given += len(data)
        if self._budget is not None:
            self._budget.spend(len(data))
        if self._given > _RATIO_FROM and self._given > MAX_RATIO * self._read:
            raise Refused("too-large", "it unpacks to hundreds of times its size, as no text does")
        return data

    def _skip(self, waiting: bytes) -> bool:
        """Past a damaged member, to where the next one seems to begin."""
        self.damaged += 1
        start = _NEXT_GZIP if self._kind.name == "gzip" else self._kind.start
        found = start.search(waiting, 1)
        while not found:
            tail = waiting[-self._kind.shortest :]
            if not self._more():
                return False
            waiting = tail + self._waiting
            found = start.search(waiting)
        self._waiting = waiting[found.start() :]
        self._zip = self._kind.make()
        return True

    def _broken(self, how: str) -> Refused:
        return Refused(f"broken-{self._kind.name}", f"the {self._kind.name} file is {how}; fetch it again")


class _Joined(io.RawIOBase):
    """Bytes already taken from a stream, then the rest of it."""

    def __init__(self, head: bytes, rest: io.BufferedIOBase) -> None:
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


class _Counted(io.RawIOBase):
    """A stream that knows how many bytes were read from it."""

    def __init__(self, opened: BinaryIO) -> None:
        self._opened = opened
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._opened.read(len(view)) or b""
        view[: len(data)] = data
        self.count += len(data)
        return len(data)


class Stream:
    """A source's bytes, unpacked where they are packed. `head` is their start; reading begins before it.

    `path` is the file itself where these bytes are all of a file on the disk, as they stand there: for libraries
    that seek. `budget` counts what is unpacked, where the source lies in an archive.
    """

    def __init__(self, opened: BinaryIO, path: Path | None = None, budget: Budget | None = None) -> None:
        self._counted = _Counted(opened)
        self.unpacked: Unpacked | None = None
        head, body = _peek(io.BufferedReader(self._counted, HEAD))
        if kind := _packing(head):
            self.unpacked = Unpacked(body, kind, budget)
            head, body = _peek(io.BufferedReader(self.unpacked, HEAD))
            if inner := _packing(head):
                raise Refused("archive", f"a {inner.name} file inside a {kind.name} file; unpack it first")
        self.packed = self.unpacked is not None
        self.head = head
        self.body = body
        self.path = None if self.packed else path

    @property
    def taken(self) -> int:
        """How many bytes were read of the source itself, as they stand there."""
        return self._counted.count

    def whole(self, limit: int) -> bytes:
        """All bytes; refuses more than `limit`."""
        pieces: list[bytes] = []
        size = 0
        while size <= limit and (piece := self.body.read(min(_PIECE, limit + 1 - size))):  # asking for all takes it
            pieces.append(piece)
            size += len(piece)
        if size > limit:
            raise Refused("too-large", f"more than {limit // (1024 * 1024)} MB for one piece; split it")
        return b"".join(pieces)


def _packing(head: bytes) -> _Packing | None:
    """How a file that begins so is packed."""
    return next((p for p in _PACKINGS if p.start.match(head)), None)


def _peek(opened: io.BufferedIOBase) -> tuple[bytes, io.BufferedReader]:
    """The first bytes of a stream, and the stream with them put back. What fails after a good start fails again when
    that has been read."""
    head = b""
    while len(head) < HEAD:
        try:
            more = opened.read1(HEAD - len(head))
        except Refused:
            if not head:
                raise
            break
        if not more:
            break
        head += more
    return head, io.BufferedReader(_Joined(head, opened), HEAD)
