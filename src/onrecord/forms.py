"""The forms an answer is given in by every door: JSON, and the cells of CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from typing import Any


def plain(value: Any) -> Any:
    """A record as JSON types: dataclasses as objects, dates as ISO text."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return value


def to_json(value: Any, *, indent: int | None = None) -> str:
    """A record as JSON text that can be written as UTF-8: a lone surrogate is escaped."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(plain(value), indent=indent)
    return text


def to_csv(header: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """A table as CSV, with no cell that a spreadsheet takes for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([defused(c) for c in line] for line in lines)
    return out.getvalue()


def defused(cell: object) -> str:
    """A CSV cell that a spreadsheet will not take for a formula; numbers are none, whatever their sign."""
    text = shown_cell(cell)
    if isinstance(cell, int | float):
        return text
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def shown_cell(cell: object) -> str:
    """A value as the words of one cell; None is empty."""
    return "" if cell is None else " ".join(str(cell).split())


__all__ = ["defused", "plain", "shown_cell", "to_csv", "to_json"]
