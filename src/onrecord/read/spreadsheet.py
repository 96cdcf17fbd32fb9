"""Excel and OpenDocument spreadsheets -> the rows of their sheets, as those of a table."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from onrecord.read.columns import SAMPLE_ROWS, Header, Listed, header, refuse, unnamed
from onrecord.read.contained import Limits, contained
from onrecord.read.items import Found, Items
from onrecord.read.unpack import Refused, Stream

_MAX_FILE = 64 * 1024 * 1024
_LIMITS = Limits(seconds=120, megabytes=1536, broken="broken-spreadsheet")
_MAX_CHARS = 200 * 1024 * 1024


def read_spreadsheet(stream: Stream, items: Items) -> Iterator[Found]:
    """The rows of every sheet that lists articles; a sheet that does not is named, unless none does."""
    data = stream.whole(_MAX_FILE)
    sheets = [(str(name), rows) for name, rows in contained(sheets_of, data, _LIMITS) if rows]
    if not sheets:
        raise Refused("empty", "a spreadsheet without rows")
    refused: list[tuple[str, Refused]] = []
    read = 0
    for name, rows in sheets:
        own = replace(items.source, **_below(items, name)) if len(sheets) > 1 else items.source
        sample = [cells for cells in rows[:SAMPLE_ROWS] if any(cells)]
        columns = header(sample) or unnamed(sample)
        if columns is None:
            refused.append((name, refuse(sample, f"the sheet {name}")))
            continue
        read += 1
        listed = Listed(Items(own, items.format), columns)
        past = rows.index(sample[columns.at]) + 1 if isinstance(columns, Header) else 0
        for number, cells in enumerate(rows[past:], past + 1):
            yield from listed.found((number, cells))
    if not read:
        raise refused[0][1]
    for name, why in refused:
        yield items.rejected(name, why.reason, why.detail)


def _below(items: Items, name: str) -> dict[str, Any]:
    """The names of a sheet, as a source in the spreadsheet."""
    source = items.source
    label = " ".join(name.split())[:100] or "sheet"
    return {
        "key": f"{source.key}#{label}", "file": f"{source.file}#{label}", "location": f"{source.location}#{label}",
    }  # fmt: skip


def sheets_of(data: bytes) -> list[tuple[str, list[list[str]]]]:
    """The sheets of a spreadsheet: names and rows of cells. Formulas are there as the values last worked out.

    Runs apart, for a few bytes can claim a sheet of any size. Raises Refused.
    """
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        out, size = [], 0
        for name in book.sheet_names:
            rows = []
            for cells in book.get_sheet_by_name(name).to_python(skip_empty_area=False):
                row = [_shown(cell) for cell in cells]
                size += sum(map(len, row)) + len(row)
                if size > _MAX_CHARS:
                    raise Refused("too-large", "a spreadsheet of this size; save its sheet as CSV")
                rows.append(row)
            out.append((name, rows))
    except calamine.PasswordError:
        raise Refused("encrypted", "locked with a password; save it without one") from None
    except calamine.CalamineError as e:
        detail = f"the spreadsheet cannot be read ({str(e)[:100]}); save it as .xlsx or CSV"
        raise Refused("broken-spreadsheet", detail) from None
    return out


def _shown(cell: Any) -> str:
    """A cell's value as text: whole numbers without a point, days and times as ISO writes them."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell.isoformat() if hasattr(cell, "isoformat") else cell)
