"""The forms an answer is printed in: a table, tab-separated lines, JSON, JSON Lines, CSV."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from typing import Any

import click

Cells = Sequence[object]


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
    # Escaped where a lone surrogate cannot be written as UTF-8.
    text = json.dumps(plain(value), ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(plain(value), indent=indent)
    return text


def emit(
    form: str,
    value: Any,
    items: Iterable[Any],
    header: Sequence[str],
    cells: Callable[[Any], Cells],
    text: Callable[[], None],
) -> None:
    """Print `value` in the form asked for; `items` are its rows, `cells` one row as a table line."""
    if form == "json":
        click.echo(to_json(value, indent=1))
    elif form == "jsonl":
        for item in items:
            click.echo(to_json(item))
    elif form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([_defused(c) for c in cells(item)] for item in items)
        click.echo(out.getvalue(), nl=False)
    else:
        text()


def _defused(cell: object) -> str:
    """A CSV cell that a spreadsheet will not take for a formula."""
    text = shown_cell(cell)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def shown_cell(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).split())


NARROW_TERMINAL = 110  # columns
SHORT_ID = 9  # letters of an id on a terminal; any beginning of at least 6 is understood


def table(
    header: Sequence[str], lines: Iterable[Cells], *, wide: Sequence[int] = (), narrow: Sequence[int] = ()
) -> None:
    """A table on a terminal, tab-separated lines elsewhere.

    Columns in `wide` take the room that is left; a narrow terminal shows only the columns in `narrow`.
    """
    if not sys.stdout.isatty():
        click.echo("\t".join(header))
        for line in lines:
            click.echo("\t".join(printable(shown_cell(c)) for c in line))
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    kept = narrow if narrow and console.width < NARROW_TERMINAL else range(len(header))
    shown = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for i in kept:
        shown.add_column(
            header[i], overflow="fold", ratio=1 if i in wide else None, no_wrap=header[i] in ("date", "id")
        )
    for line in lines:
        cells = [printable(shown_cell(line[i])) for i in kept]
        shown.add_row(*(Text(c[:SHORT_ID] if header[i] == "id" else c) for i, c in zip(kept, cells, strict=True)))
    console.print(shown)


def printable(text: str) -> str:
    """Text without terminal control characters: an article must not be able to drive the terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text)


def heading(text: str) -> None:
    click.secho(printable(text), bold=True)


def line(text: str) -> None:
    click.echo(printable(text))
