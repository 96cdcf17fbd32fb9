"""Aliases with dates, and the spreadsheet an analyst keeps them in: CSV or TSV -> rows, or the line that is wrong.

An alias holds from `since` to `until`, both days included; None is open. A table has the columns actor, alias, kind,
since, until, of which actor and alias are needed, and note, which is for people.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from onrecord.errors import ProjectError
from onrecord.vocabulary import ACTOR_KINDS

COLUMNS = ("actor", "alias", "kind", "since", "until", "note")
NEEDED = COLUMNS[:2]
LONGEST = 200
"""The most characters of a name or an alias: longer ones are sentences, or a cell that swallowed its neighbours."""
_MARKS = (  # the longer mark first: the UTF-32 mark begins with the UTF-16 one
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


class Alias(NamedTuple):
    """A name of an actor, and when it is that actor's. `where` is the file and line that say so.

    A named tuple, not a dataclass: there may be fifty thousand, which go to every process that works.
    """

    name: str
    since: date | None = None
    until: date | None = None
    where: str = ""

    def holds(self, on: date) -> bool:
        """Whether it is the actor's name on this day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


class Row(NamedTuple):
    """One line of the table; `alias` is None where the line only names an actor and its kind."""

    actor: str
    kind: str
    alias: Alias | None
    where: str


def read_table(path: Path) -> list[Row]:
    """The rows of an alias file. Raises ProjectError with the file and the line, and what to do."""
    text = _decoded(path)
    lines = _cells(path, text)
    at, head = next(lines, (1, []))
    columns = [c.strip().casefold() for c in head]
    _check_head(f"{path}:{at}", columns)
    rows: list[Row] = []
    kinds: dict[str, tuple[str, str]] = {}
    for at, cells in lines:
        if not any(c.strip() for c in cells):
            continue
        row = _row(f"{path}:{at}", dict(zip(columns, cells, strict=False)), cells[len(columns) :])
        kind, where = kinds.setdefault(row.actor, (row.kind, row.where))
        if row.kind and kind and row.kind != kind:
            raise ProjectError(
                f"{row.where}: {row.actor!r} is of kind {row.kind!r} here and {kind!r} in {where}; keep one of them"
            )
        if row.kind and not kind:
            kinds[row.actor] = (row.kind, row.where)
        rows.append(row)
    return [r._replace(kind=kinds[r.actor][0]) for r in rows]


def named(where: str, what: str, text: str) -> str:
    """`text` as a name, its white space made single. Raises ProjectError where it can name nobody."""
    name = " ".join(text.split())
    if not any(c.isalnum() for c in name):
        raise ProjectError(f"{where}: {what}: {'is empty' if not name else f'{name!r} has no letters'}; write a name")
    if len(name) > LONGEST:
        raise ProjectError(
            f"{where}: {what}: {len(name)} characters ({name[:40]!r}...) are no name; write at most {LONGEST},"
            " and look for a quotation mark that is not closed"
        )
    return name


def dated(where: str, name: str, since: object, until: object) -> Alias:
    """An alias with its dates, which may be dates, texts ("2019-05-01", "2019-05", "2019") or nothing."""
    first, last = _day(where, "since", since, first=True), _day(where, "until", until, first=False)
    if first and last and last < first:
        raise ProjectError(f"{where}: since {first} is after until {last}; swap them, or mend the one that is wrong")
    return Alias(name, first, last, where)


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ProjectError(f"{path}: there is no such alias file; make it, or take its name out of [actors]") from None
    except OSError as e:
        raise ProjectError(f"{path}: cannot be read: {e}") from None
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as e:
        line = data.count(b"\n", 0, e.start) + 1
        raise ProjectError(
            f"{path}:{line}: is not UTF-8; save the file as UTF-8 (in a spreadsheet: CSV UTF-8)"
        ) from None


def _cells(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on; the delimiter is the one the first line has most of."""
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(("\t", ";", ","), key=lambda d: (first.count(d), d == ","))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    at = 1
    try:
        for cells in reader:
            if cells:
                yield at, cells
            at = reader.line_num + 1
    except csv.Error as e:
        raise ProjectError(
            f"{path}:{at}: cannot be read as a table ({e}); double the quotation marks inside a cell, and close it"
        ) from None


def _check_head(where: str, columns: Sequence[str]) -> None:
    missing = [c for c in NEEDED if c not in columns]
    if missing:
        raise ProjectError(f"{where}: no column {missing[0]!r}; the first line names the columns: {', '.join(COLUMNS)}")
    strange = [c for c in columns if c and c not in COLUMNS]
    if strange:
        raise ProjectError(f"{where}: no such column {strange[0]!r}; there are: {', '.join(COLUMNS)}")
    twice = [c for c in columns if c and columns.count(c) > 1]
    if twice:
        raise ProjectError(f"{where}: the column {twice[0]!r} is there twice; keep one of them")


def _row(where: str, cells: Mapping[str, str], rest: Sequence[str]) -> Row:
    if any(c.strip() for c in rest):
        raise ProjectError(
            f"{where}: more cells than columns ({rest[0]!r}); put a name that holds the delimiter in quotation marks"
        )
    kind = cells.get("kind", "").strip()
    if kind and kind not in ACTOR_KINDS:
        raise ProjectError(f"{where}: kind: {kind!r} is none of {', '.join(ACTOR_KINDS)}")
    actor = named(where, "actor", cells.get("actor", ""))
    name, since, until = (cells.get(c, "").strip() for c in ("alias", "since", "until"))
    if not name and kind and not since and not until:
        return Row(actor, kind, None, where)
    return Row(actor, kind, dated(where, named(where, "alias", name), since, until), where)


def _day(where: str, key: str, value: object, *, first: bool) -> date | None:
    """A date, or the first or last day of a month or a year; None for an open end."""
    if value is None or value == "":
        return None
    if type(value) is date:
        return value
    m = _DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if m:
        year, month, day = (int(x) if x else None for x in m.groups())
        with suppress(ValueError):  # the 31st of June, the year 0: said below
            if year and month and day:
                return date(year, month, day)
            if year:
                return date(year, month or 1, 1) if first else _last(year, month or 12)
    raise ProjectError(f"{where}: {key}: {str(value)!r} is no date; write it as 2019-05-01 (or 2019-05, or 2019)")


def _last(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)
