"""How a delimited text parts and quotes its cells."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are parted and quoted. Without `quoted`, quotation marks mean nothing."""

    delimiter: str
    quote: str = '"'
    escape: str | None = None
    quoted: bool = True

    def reader(self, lines: Iterator[str], *, strict: bool) -> Iterator[list[str]]:
        """The csv module's reader of lines so written."""
        return csv.reader(
            lines, delimiter=self.delimiter, quotechar=self.quote, escapechar=self.escape,
            quoting=csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE,
            doublequote=self.escape is None, strict=strict,
        )  # fmt: skip

    def meant(self, row: str) -> list[str]:
        """The cells of a row in which quotation marks were not doubled: one closes a cell only before a delimiter or
        at the end, all others are the text's own."""
        row, cells, at = row.rstrip("\r\n"), [], 0
        while at <= len(row):
            start, end = at, row.find(self.delimiter, at)
            if self.quoted and row.startswith(self.quote, at):
                start, end = at + 1, self._closing(row, at + 1)
                cells.append(row[start:end].replace(self.quote * 2, self.quote))
                at = end + 2
                continue
            end = end if end >= 0 else len(row)
            cells.append(row[start:end])
            at = end + 1
        return cells

    def _closing(self, row: str, at: int) -> int:
        """Where the quotation mark is that closes a cell; the end of the row if none does."""
        ends = ("", self.delimiter)
        while (at := row.find(self.quote, at)) >= 0:
            after = row[at + 1 : at + 2]
            if after in ends:
                return at
            if after == self.quote:
                if row[at + 2 : at + 3] in ends:
                    return at + 1
                at += 1
            at += 1
        return len(row)
