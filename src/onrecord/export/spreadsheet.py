"""The exchange tables as CSV that a spreadsheet opens rightly: UTF-8 with BOM, no cell a formula.

Lists and structures stand in their cell as JSON. A text cell that a spreadsheet would run as a
formula gets a leading apostrophe; a number is never changed.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

from onrecord.export.schema import Table
from onrecord.export.source import Source
from onrecord.export.tables import tables
from onrecord.output import encodable, replacing

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters at which a spreadsheet may take a cell for a formula."""


def write(source: Source, folder: Path) -> dict[Path, int]:
    """Write each table as NAME.csv in `folder`; gives each file with its number of rows."""
    done = {}
    for table in tables(source):
        path = folder / f"{table.name}.csv"
        with replacing(path) as file:
            text = io.TextIOWrapper(file, "utf-8-sig", newline="")
            done[path] = _table(table, text)
            text.detach()  # flushed, and the file stays open for its renaming
    return done


def _table(table: Table, out: io.TextIOWrapper) -> int:
    writer = csv.writer(out)
    writer.writerow(table.fields)
    count = 0
    for row in table.rows:
        writer.writerow(_cells(row[name] for name in table.fields))
        count += 1
    return count


def _cells(values: Iterable[object]) -> list[object]:
    return [cell(v) for v in values]


def cell(value: object) -> object:
    """A value as a CSV cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        return encodable("'" + value if value.startswith(FORMULA) else value)
    if isinstance(value, list | dict):
        return encodable(json.dumps(value, ensure_ascii=False))
    return value
