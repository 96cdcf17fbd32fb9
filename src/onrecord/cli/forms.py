"""The forms an answer is printed in: a table, tab-separated lines, JSON, JSON Lines, CSV."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

from onrecord.forms import shown_cell, to_csv, to_json

Cells = Sequence[object]


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
        click.echo(to_csv(header, map(cells, items)), nl=False)
    else:
        text()


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
