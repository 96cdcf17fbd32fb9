"""Copying a record from a file to a server, and back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import RecordPlace, open_record
from onrecord.errors import UsageError

if TYPE_CHECKING:
    from onrecord.store.address import Place


@click.command()
@click.argument("source", metavar="RECORD", type=RecordPlace())
@click.argument("target", metavar="TARGET", type=RecordPlace())
@click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
def copy(source: Place, target: Place, quiet: bool) -> None:
    """Copy RECORD row for row to TARGET: a new file, or an empty database on a server.

    Either is a file or postgresql://USER@HOST/DATABASE. Others may read and write RECORD meanwhile: what is copied is
    one state of it. A copy that is stopped leaves nothing behind.
    """
    if source == target:
        raise UsageError(f"{source}: this is the record itself; name another file or database")

    def told(table: str, rows: int) -> None:
        if rows and not quiet and sys.stderr.isatty():
            click.echo(f"{table}: {rows:,}", err=True)

    with open_record(source) as record:
        rows = record.copy(target, progress=told)
    if not quiet:
        click.echo(f"{target}: a copy of {source}, {rows:,} rows")


__all__ = ["copy"]
