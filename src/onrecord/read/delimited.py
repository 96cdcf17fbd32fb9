"""Delimited text -> rows, in any dialect. A broken quotation mark costs its own row and no more.

The csv module alone would read on from a quotation mark that nobody closed to the next one, over any number of
rows. Here a row has a greatest size, a row that swallowed others is given back, and what is wrong is said.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord import charset
from onrecord.read.columns import Row
from onrecord.read.dialect import Dialect
from onrecord.read.unpack import Refused, Stream

MAX_ROW = 8 * 1024 * 1024
_MAX_AGAIN = 8 * MAX_ROW
_WESTERN = "onrecord-western"


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be read, and why."""

    number: int
    why: str


def text_of(stream: Stream) -> io.TextIOWrapper:
    """A table's text. Where it is not what its start promised, single bytes are read as Windows's Western ones."""
    head = stream.head
    encoding = charset.detect(head[: head.rfind(b"\n") + 1] if b"\n" in head[:-1] and b"\x00" not in head else head)
    if encoding in ("utf-8", "cp1252", "latin-1"):
        codecs.register_error(_WESTERN, _western)
        return io.TextIOWrapper(stream.body, encoding="utf-8", errors=_WESTERN, newline="")
    return io.TextIOWrapper(stream.body, encoding=encoding, errors="replace", newline="")


def _western(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8, as Windows writes them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    data = error.object[error.start : error.end]
    try:
        return data.decode("cp1252"), error.end
    except UnicodeError:
        return data.decode("latin-1"), error.end


class Lines:
    """The lines of a text, without NUL: those of its `head`, then the rest. Some can be put back."""

    def __init__(self, head: str, text: io.TextIOBase) -> None:
        self._head = io.StringIO(head.removeprefix("\ufeff"), newline="")
        self._text = text
        self._back: deque[str] = deque()
        self.read = 0

    def next(self) -> str:
        """The next line, at most a little longer than a row may be; empty at the end."""
        if self._back:
            return self._back.popleft()
        line = self._head.readline()
        if not line.endswith(("\n", "\r")):
            line += self._text.readline(MAX_ROW + 1)
        self.read += len(line)
        return line.replace("\x00", "") or ("\n" if line else "")

    def put_back(self, lines: Sequence[str]) -> None:
        self._back.extendleft(reversed(lines))

    def pass_line(self, line: str) -> None:
        """Past the rest of a line that was too long to be taken whole."""
        while line and not line.endswith(("\n", "\r")):
            line = self._text.readline(MAX_ROW)


class _TooLong(Exception):
    """A row takes more than a row may."""


class Table:
    """The rows of a delimited text."""

    def __init__(self, lines: Lines, dialect: Dialect, width: int = 0) -> None:
        self.lines = lines
        self.dialect = dialect
        self.width = width
        self._again = 0
        csv.field_size_limit(max(csv.field_size_limit(), 2 * MAX_ROW))

    def rows(self, first: int = 1) -> Iterator[Row | Broken]:
        """Each row with its number. Raises Refused where broken quotation marks are all there is."""
        number = first
        while (found := self._next()) is not None:
            yield (number, found) if isinstance(found, list) else Broken(number, found)
            number += 1

    def _next(self) -> list[str] | str | None:
        """The next row, or what is wrong with it, or None at the end."""
        cells, taken = self._read(strict=True)
        if not taken:
            return None
        if cells is not None and not (len(taken) > 1 and self._swallowed(cells, taken)):
            return cells
        self._put_back(taken)
        cells, taken = self._read(strict=False)
        if cells is not None and not any(len(self._alone(line)) == self.width for line in taken[1:]):
            meant = self.dialect.meant("".join(taken))
            if not self.width or len(meant) == self.width:
                return meant
        if len(taken[0]) > MAX_ROW:
            self.lines.pass_line(taken[0])
            self._put_back(taken[1:])
            return f"its line is longer than {MAX_ROW // (1024 * 1024)} MB"
        self._put_back(taken[1:])
        meant = self.dialect.meant(taken[0])
        if len(meant) == self.width > 1 and taken[0].count(self.dialect.quote) % 2 == 0:
            return meant
        return "a quotation mark in it is not closed, or stands where none can; the rows after it are read"

    def _read(self, *, strict: bool) -> tuple[list[str] | None, list[str]]:
        """A row's cells, None if it is broken, and the lines it took."""
        taken: list[str] = []

        def feed() -> Iterator[str]:
            size = 0
            while line := self.lines.next():
                taken.append(line)
                size += len(line)
                if size > MAX_ROW:
                    raise _TooLong
                yield line

        try:
            return next(self.dialect.reader(feed(), strict=strict), None), taken
        except (csv.Error, _TooLong):
            return None, taken

    def _swallowed(self, cells: Sequence[str], taken: Sequence[str]) -> bool:
        """Whether a row over several lines has the wrong number of cells, and a line in it the right one."""
        if self.width < 2 or len(cells) == self.width:
            return False
        return any(len(self._alone(line)) == self.width for line in taken[1:])

    def _alone(self, line: str) -> list[str]:
        """The cells of a line as if it were a row."""
        try:
            return next(self.dialect.reader(iter([line]), strict=False), [])
        except csv.Error:
            return []

    def _put_back(self, lines: Sequence[str]) -> None:
        self._again += sum(map(len, lines))
        if self._again > _MAX_AGAIN + 4 * self.lines.read:
            raise Refused("broken-table", "its quotation marks are broken throughout; export the table anew")
        self.lines.put_back(lines)
