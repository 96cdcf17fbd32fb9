"""A stream of WARC records, whatever state it is in: what is whole comes out whole, what is not is named.

Records are framed here and not by a library because crawls are cut off, patched and glued together: after a wrong
length, a missing end or foreign bytes the next record is found again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedIOBase

from onrecord.read.unpack import Refused

MAX_BLOCK = 16 * 1024 * 1024
_MAX_LINE = 64 * 1024
_MAX_HEADERS = 256 * 1024
_PIECE = 1024 * 1024
_WARY_PIECE = 4096
_OPENING = re.compile(rb"WARC/[01]\.\d+\s*$")
_NEXT = re.compile(rb"\r?\n(WARC/[01]\.\d+\r?\nWARC-|WARC/[01]\.\d+\r?\nContent-)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `block` is None where it is too large to be held; `fault` says what is wrong with it."""

    headers: dict[str, str]
    block: bytes | None
    fault: str = ""

    @property
    def kind(self) -> str:
        return self.headers.get("warc-type", "").lower()

    @property
    def address(self) -> str:
        return self.headers.get("warc-target-uri", "").strip("<> ")


@dataclass(frozen=True, slots=True)
class Garbage:
    """Bytes between records that belong to none."""

    size: int


class Tape:
    """A stream from which what was read too much can be put back."""

    def __init__(self, body: BufferedIOBase) -> None:
        self._body = body
        self._back = b""
        self._at = 0  # how much of it was taken again
        self._again = 0
        self._read = 0
        self.failure: Refused | None = None

    @property
    def wary(self) -> bool:
        """Whether so much was put back that lengths are not to be believed any more."""
        return self._again > 4 * MAX_BLOCK + 2 * self._read

    def put_back(self, data: bytes) -> None:
        self._again += len(data)
        self._back = data + self._back[self._at :]
        self._at = 0

    def line(self) -> bytes:
        """The next line, or a piece of it where it is very long; empty at the end."""
        limit = self._at + _MAX_LINE
        end = self._back.find(b"\n", self._at, limit) + 1
        if end or len(self._back) >= limit:
            return self._taken((end or limit) - self._at)
        return self._taken(_MAX_LINE) + self._more(_MAX_LINE, line=True)

    def read(self, size: int) -> bytes:
        data = self._taken(size)
        parts, missing = [data], size - len(data)
        while missing and (piece := self._more(min(missing, _PIECE))):
            parts.append(piece)
            missing -= len(piece)
        return b"".join(parts)

    def _taken(self, size: int) -> bytes:
        """Up to so much of what was put back."""
        data = self._back[self._at : self._at + size]
        self._at += len(data)
        if self._at == len(self._back):
            self._back, self._at = b"", 0
        return data

    def _more(self, size: int, *, line: bool = False) -> bytes:
        """From the stream itself. Where that fails, it ends: the failure is kept for later."""
        if self.failure is not None:
            return b""
        try:
            data = self._body.readline(size) if line else self._body.read1(size)
        except Refused as e:
            self.failure = e
            return b""
        self._read += len(data)
        return data


def records(tape: Tape) -> Iterator[Record | Garbage]:
    """The records of a stream, and what lies between them."""
    garbage = 0
    while line := tape.line():
        if not _OPENING.match(line):
            garbage += len(line) if line.strip() else 0
            continue
        if garbage:
            yield Garbage(garbage)
            garbage = 0
        yield _record(tape)
    if garbage:
        yield Garbage(garbage)


def _record(tape: Tape) -> Record:
    headers, ended = _headers(tape)
    said = headers.get("content-length", "").strip()
    if not ended or not re.fullmatch(r"\d{1,18}", said):
        return Record(headers, None, "its headers are cut off" if not ended else "it does not say how long it is")
    length = int(said)
    block = _block(tape, min(length, MAX_BLOCK))
    whole = len(block) == length
    if whole and _ends(tape):
        return Record(headers, block)
    inner = _NEXT.search(block)
    if inner:  # its length reaches into the next record
        tape.put_back(block[inner.start(1) :])
        return Record(headers, block[: inner.start()].rstrip(b"\r\n"), "its length is wrong")
    if whole:
        return Record(headers, block, "its length is wrong")
    if len(block) < MAX_BLOCK:
        return Record(headers, block, "it is cut off")
    left = length - len(block)
    while left and (piece := tape.read(min(left, _PIECE))):
        left -= len(piece)
    return Record(headers, None, "it is cut off" if left else "")


def _block(tape: Tape, size: int) -> bytes:
    """A record's block; where lengths lie, no more of it than up to the next record and a little beyond."""
    if not tape.wary:
        return tape.read(size)
    block = bytearray()
    while len(block) < size and (piece := tape.read(min(max(_WARY_PIECE, len(block)), size - len(block)))):
        start = max(0, len(block) - 100)
        block += piece
        if _NEXT.search(block, start):
            break
    return bytes(block)


def _headers(tape: Tape) -> tuple[dict[str, str], bool]:
    """The headers of a record by lower-case name, and whether they came to their end."""
    out: dict[str, str] = {}
    size, name = 0, ""
    while line := tape.line():
        size += len(line)
        if not line.strip():
            return out, True
        if size > _MAX_HEADERS:
            return out, False
        if _OPENING.match(line):  # the record before was cut off in its headers
            tape.put_back(line)
            return out, False
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[:1] in " \t" and name in out:
            out[name] += f" {text.strip()}"
            continue
        name, colon, value = text.partition(":")
        name = name.strip().lower()
        if colon and name not in out:
            out[name] = value.strip()
    return out, False


def _ends(tape: Tape) -> bool:
    """Whether a block is followed by what ends a record: a blank line, or the end of the file, or the next record."""
    line = tape.line()
    if not line:
        return tape.failure is None
    if not line.strip():
        return True
    tape.put_back(line)
    return _OPENING.match(line) is not None
