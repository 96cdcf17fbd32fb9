"""What network prints: a line for each tie, a matrix, or a file of it; and under it what was counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.forms import Cells, emit, table
from onrecord.errors import UsageError
from onrecord.export.network_json import document, number
from onrecord.forms import to_json

if TYPE_CHECKING:
    from onrecord.analysis.networks.representation import Represented
    from onrecord.record import Record
    from onrecord.store.networks import RecordNetwork
    from onrecord.store.path_rows import Paths
    from onrecord.store.paths import PathFilters

HEADER = ("a", "b", "weight", "statements")
WINDOW = ("since", "until")
EXPECTED = ("expected", "low", "high")
REPRESENTED = ("outlet", "actor", "statements", "expected", "ratio", "deviation", "stories")


def network(found: RecordNetwork, form: str) -> None:
    match form:
        case "csv":
            click.echo(matrices(found), nl=False)
        case "edges":
            rows = list(_lines(found))
            emit("csv", rows, rows, _header(found), lambda r: r, lambda: None)
        case "json":
            click.echo(to_json(document(found), indent=1))
        case _:
            _text(found)
    click.echo(found.describe(), err=True)


def represented(found: Sequence[Represented], form: str) -> None:
    """Whom outlets quote more or less than others on the same stories."""
    if form == "text" and not found:
        click.echo("no story has statements in two outlets", err=True)
        return
    name = {"edges": "csv"}.get(form, form)
    emit(
        name, found, found, REPRESENTED, _represented, lambda: table(REPRESENTED, map(_represented, found), wide=(0, 1))
    )
    click.echo(
        "expected: if the outlet quoted as the others do on the stories that they share; deviation in standard "
        "deviations, beyond 2 either way it is seldom chance",
        err=True,
    )


def _represented(r: Represented) -> Cells:
    ratio = None if r.ratio is None else round(r.ratio, 2)
    return r.outlet, r.actor, r.statements, round(r.expected, 2), ratio, round(r.deviation, 2), r.stories


def _text(found: RecordNetwork) -> None:
    rows = sorted(_lines(found), key=lambda row: _heaviest(row, found))
    if not rows:
        click.echo("no ties", err=True)
        return
    table(_header(found), rows, wide=(), narrow=tuple(range(len(_header(found)))))


def _heaviest(row: Cells, found: RecordNetwork) -> tuple[object, ...]:
    """Windows in order of time, in each the heaviest ties first."""
    at = len(WINDOW) if found.windows else 0
    return (*row[:at], -abs(float(str(row[at + 2]))), row[at], row[at + 1])


def _header(found: RecordNetwork) -> tuple[str, ...]:
    windows = WINDOW if found.windows else ()
    expected = EXPECTED if found.options.confidence == "expected" else ()
    return (*windows, *HEADER, *expected)


def _lines(found: RecordNetwork) -> Iterator[tuple[Any, ...]]:
    """A line for each tie, of windows those of each."""
    for one in found.windows or (found,):
        days = (one.window.since, one.window.until) if one.window else ()
        for e in one.edges():
            more = (e.expected, e.low, e.high) if found.options.confidence == "expected" else ()
            yield (*days, e.a, e.b, number(e.weight), len(one.statements(e.a, e.b)), *map(number, more))


def matrices(found: RecordNetwork) -> str:
    """The matrix as CSV; of windows one below the other, the corner of each its middle day."""
    if not found.windows:
        return found.to_csv()
    return "\n".join(f"{date.fromordinal(w.window.middle)}{w.to_csv()}" for w in found.windows if w.window)


def write(record: Record, found: RecordNetwork, output: Path, *, stances: bool) -> None:
    """Write a network to a file; of pages and of `stances` the positions on the same issues, days and outlets."""
    from onrecord.export import networks

    writers: dict[str, Callable[[RecordNetwork], str]] = {
        ".csv": matrices,
        ".json": lambda n: to_json(document(n), indent=1) + "\n",
    }
    ending = output.suffix.lower()
    if ending in writers and not stances:
        output.write_text(writers[ending](found), encoding="utf-8")
    elif ending in networks.ENDINGS:
        paths = _paths(record, found) if stances or ending == ".html" else None
        networks.write(found, output, paths=paths, project=record.project, stances=stances)
    else:
        endings = networks.ENDINGS[1:3] if stances else sorted([*writers, *networks.ENDINGS])
        raise UsageError(f"{output.name}: write to a file that ends in {', '.join(endings)}")
    click.echo(found.describe(), err=True)
    click.echo(f"written: {output}", err=True)


def _paths(record: Record, found: RecordNetwork) -> Paths:
    from onrecord.export.network_stances import together

    same: PathFilters = {
        "since": found.options.since, "until": found.options.until, "outlet": found.outlet, "implied": found.implied,
    }  # fmt: skip
    if not found.issues:
        return record.positions(**same)
    return together([record.positions(**(same | {"issue": name})) for name in found.issues])
