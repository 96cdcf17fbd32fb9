"""Lists of quotations to be checked: a quotation a line, or CSV and JSON Lines with named fields."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from onrecord.charset import decode
from onrecord.errors import UsageError

NAMES = {
    "quote": ("quote", "quotation", "text", "words", "statement"),
    "by": ("by", "speaker", "actor", "source", "who"),
    "on": ("on", "date", "said", "said_on", "day"),
    "outlet": ("outlet", "publisher", "paper"),
    "id": ("id", "key", "no", "number"),
}
MOST = 20_000_000  # bytes of one list
_FIELD = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A quotation as somebody claims it: the words, and who is to have said them when, in which outlet.

    `on_name` is what the day is called where it was written: the user's own name of the column.
    """

    quote: str
    by: str | None = None
    on: str | None = None
    outlet: str | None = None
    id: str | None = None
    on_name: str = field(default="on", compare=False)


def listed(name: str, data: bytes) -> Iterator[Asked]:
    """The quotations of a list; its name says the form: .csv, .tsv, .jsonl, .json, else a quotation a line.

    Those without an id are numbered by their line or row. Raises UsageError, with the line, where a list cannot
    be read.
    """
    if len(data) > MOST:
        raise UsageError(f"{name}: a list of more than {MOST:,} bytes; bring it in parts")
    text, _ = decode(data)
    ending = name.lower().rsplit(".", 1)[-1]
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    if ending in ("csv", "tsv"):
        yield from _table(name, text, "\t" if ending == "tsv" else None)
    elif ending in ("jsonl", "ndjson"):
        yield from _json_lines(name, text)
    elif ending == "json":
        yield from _json(name, text)
    else:
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                yield Asked(quote=line.strip(), id=str(number))


def _table(name: str, text: str, delimiter: str | None) -> Iterator[Asked]:
    head = text.split("\n", 1)[0]
    mark = delimiter or max(",;\t", key=head.count)
    before = csv.field_size_limit(_FIELD)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as e:
        raise UsageError(f"{name}: no table that can be read: {e}") from None
    finally:
        csv.field_size_limit(before)
    if not rows:
        return
    header = [cell.strip().casefold() for cell in rows[0]]
    if _field(header, "quote") is None:
        raise UsageError(
            f"{name}: no column is called quote (or quotation, text); there are: {', '.join(header)[:200]}"
        )
    for number, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row):
            yield _asked(dict(zip(header, row, strict=False)), number, dict(zip(header, rows[0], strict=True)))


def _json_lines(name: str, text: str) -> Iterator[Asked]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _object(name, number, _loaded(name, number, line))


def _json(name: str, text: str) -> Iterator[Asked]:
    value = _loaded(name, 1, text)
    for number, item in enumerate(value if isinstance(value, list) else [value], 1):
        yield _object(name, number, item)


def _loaded(name: str, number: int, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as e:
        raise UsageError(f"{name}, line {number}: no JSON: {e}") from None


def _object(name: str, number: int, value: Any) -> Asked:
    if isinstance(value, str):
        return Asked(quote=value, id=str(number))
    if not isinstance(value, dict) or _field([str(k).casefold() for k in value], "quote") is None:
        raise UsageError(f'{name}, line {number}: no object with a field "quote"')
    return _asked({str(k).casefold(): v for k, v in value.items()}, number, {str(k).casefold(): str(k) for k in value})


def _field(names: list[str], what: str) -> str | None:
    return next((n for n in NAMES[what] if n in names), None)


def _asked(row: Mapping[str, Any], number: int, written: Mapping[str, str]) -> Asked:
    """`written` are the names of the fields as the user wrote them."""
    got = {}
    for what in NAMES:
        name = _field(list(row), what)
        value = row[name] if name else None
        got[what] = str(value).strip() if value not in (None, "") else None
    return Asked(
        quote=got["quote"] or "", by=got["by"] or None, on=got["on"] or None, outlet=got["outlet"] or None,
        id=got["id"] or str(number), on_name=written.get(_field(list(row), "on") or "", "on").strip(),
    )  # fmt: skip
