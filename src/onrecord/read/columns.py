"""What the columns of a list hold: by its header, or by what stands in them where a known list has none."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.model import Rejected
from onrecord.read.items import FIELDS, Found, Items, fields, plain
from onrecord.read.unpack import Refused

SAMPLE_ROWS = 60
_HEADER_WITHIN = 15
_MAX_NAME = 200
_SHOWN = 12
_REMEMBERED = 200_000
_MORE = 100
_BLANKS = frozenset(("", "nan", "null", "none", "n/a", "#n/a", "na", "nat", "\\n", "-", "<na>"))
_ADDRESS = re.compile(r"https?://\S+$", re.IGNORECASE)
_MOSTLY = 0.8
_KEYS = frozenset(FIELDS["text"]) | frozenset(FIELDS["url"])
_KNOWN = frozenset(name for names in FIELDS.values() for name in names)

Row = tuple[int, Sequence[str]]
"""The number of a row, as a spreadsheet would count it, and its cells."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A list known without a header: how many columns it has, and which of them are what (from 0)."""

    what: str
    width: int
    columns: Mapping[str, int]
    extras: int | None = None
    repeats: bool = False  # several rows name one article

    def fits(self, rows: Sequence[Sequence[str]]) -> bool:
        fitting = [r for r in rows if len(r) == self.width and _ADDRESS.match(r[self.columns["url"]].strip())]
        return bool(fitting) and len(fitting) >= 0.5 * len(rows)

    def record(self, cells: Sequence[str]) -> dict[str, str]:
        out = {name: cells[at] for name, at in self.columns.items() if at < len(cells)}
        if self.extras is not None and self.extras < len(cells):
            out |= _extras(cells[self.extras])
        return out


# GDELT's files have no header (codebooks: GKG 2.1, Event 2.0, Mentions 2.0, Event 1.0).
SHAPES = (
    Shape("GDELT GKG", 27, {"id": 0, "published": 1, "outlet": 3, "url": 4}, extras=26),
    Shape("GDELT events", 61, {"published": 59, "url": 60}, repeats=True),
    Shape("GDELT events", 58, {"published": 56, "url": 57}, repeats=True),
    Shape("GDELT mentions", 16, {"published": 2, "outlet": 4, "url": 5}, repeats=True),
)
_PAGE = re.compile(r"<PAGE_(TITLE|AUTHORS|PRECISEPUBTIMESTAMP)>(.*?)</PAGE_\1>", re.DOTALL)
_PAGE_FIELDS = {"TITLE": "title", "AUTHORS": "byline", "PRECISEPUBTIMESTAMP": "published"}


def _extras(cell: str) -> dict[str, str]:
    """What GDELT's GKG says of the page itself, in its last column."""
    found = {_PAGE_FIELDS[name]: html.unescape(value).strip() for name, value in _PAGE.findall(cell)}
    return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Header:
    """A list's header: at which row it stands, and the names of the columns, each once."""

    at: int
    names: tuple[str, ...]

    def record(self, cells: Sequence[str]) -> dict[str, str]:
        if len(self.names) == 1:
            return {self.names[0]: ",".join(cells)}  # addresses may hold commas
        out = {}
        for at, cell in enumerate(cells[: len(self.names) + _MORE]):
            if cell.strip().lower() not in _BLANKS:
                out[self.names[at] if at < len(self.names) else f"column {at + 1}"] = cell
        return out


def header(rows: Sequence[Sequence[str]]) -> Header | None:
    """The first row that names a column of texts or of addresses, among the first few."""
    for at, cells in enumerate(rows[:_HEADER_WITHIN]):
        names = [plain(cell) for cell in cells]
        if not any(name in _KEYS for name in names) or any(len(cell) > _MAX_NAME for cell in cells):
            continue
        if len([name for name in names if name]) > 1 and sum(name in _KNOWN for name in names) < 2:
            if not _holds_addresses(rows[at + 1 :]) and not {"text", "url"}.intersection(names):
                continue
        return Header(at, _distinct(cells))
    return None


def _distinct(cells: Sequence[str]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for at, cell in enumerate(cells):
        name = " ".join(cell.split()) or f"column {at + 1}"
        names[name if name not in names else f"{name} ({at + 1})"] = None
    return tuple(names)


def _holds_addresses(rows: Sequence[Sequence[str]]) -> bool:
    return any(_ADDRESS.match(cell.strip()) for cells in rows for cell in cells)


def known(rows: Sequence[Sequence[str]]) -> Shape | None:
    """Which of GDELT's files these rows are from."""
    return next((shape for shape in SHAPES if shape.fits(rows)), None)


def unnamed(rows: Sequence[Sequence[str]]) -> Shape | None:
    """What a list without a header is: one of GDELT's, or any with a column of addresses."""
    if (shape := known(rows)) is not None:
        return shape
    width = max((len(cells) for cells in rows), default=0)
    for at in range(min(width, 60)):
        column = [cells[at].strip() for cells in rows if at < len(cells) and cells[at].strip()]
        if column and sum(bool(_ADDRESS.match(cell)) for cell in column) >= _MOSTLY * len(rows):
            return Shape("addresses", width, {"url": at})
    return None


@dataclass(slots=True)
class Listed:
    """Turns the rows of one list into documents, wanted ones and rejected ones."""

    items: Items
    layout: Header | Shape
    seen: set[str] = field(default_factory=set)

    def found(self, row: Row) -> Iterator[Found]:
        """What becomes of a row; nothing for an empty one, or for the header again."""
        number, cells = row
        if not any(cell.strip() for cell in cells):
            return
        if isinstance(self.layout, Header) and tuple(" ".join(c.split()) for c in cells) == self.layout.names:
            return
        record = self.layout.record(cells)
        said = fields(record)
        if not said.get("text") and not said.get("url"):
            yield self.rejected(number, "no-text-field", f"row {number} has neither a text nor an address (http...)")
            return
        if isinstance(self.layout, Shape) and self.layout.repeats:
            mark = said.get("url", "")
            if mark in self.seen:
                return
            if len(self.seen) >= _REMEMBERED:  # the record knows an address that is wanted twice
                self.seen.clear()
            self.seen.add(mark)
        yield self.items.document(record, number, said)

    def rejected(self, number: int, reason: str, detail: str) -> Rejected:
        """A row that is no document, under its number."""
        return self.items.rejected(str(number), reason, detail)


def refuse(rows: Sequence[Sequence[str]], what: str = "the table") -> Refused:
    """Why a table is no list of articles, naming its columns."""
    first = next((cells for cells in rows if len(cells) > 1), rows[0] if rows else ())
    named = [" ".join(cell.split())[:30] for cell in first[:_SHOWN]]
    listed = ", ".join(name for name in named if name) + (" ..." if len(first) > _SHOWN else "")
    detail = (
        f"{what} has no column named for texts (text, body, content ...) or addresses (url, link ...). "
        f"Its columns: {listed or 'none'}. Rename one, or, if it is an article, save it as .txt"
    )
    return Refused("no-text-field", detail)
