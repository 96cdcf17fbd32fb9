"""Making and filling a record: init, add, status, sample."""

from __future__ import annotations

import json
import os
import shlex
import sys
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import delay_option, format_option, manners, open_record, record_of, record_option
from onrecord.errors import UsageError

if TYPE_CHECKING:
    from onrecord.adding import Added
    from onrecord.store.address import Place

FINISHED_WITH_REJECTS = 3


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@record_option
def init(folder: Path, record_path: Place | None) -> None:
    """Start a project: an onrecord.toml and an empty record.

    The record lies beside the project file unless --record names another place.
    """
    from onrecord import project
    from onrecord.record import open as open_or_make

    target = folder / project.FILE
    if target.exists():
        raise UsageError(f"{target} is already there; edit it, or choose another folder")
    folder.mkdir(parents=True, exist_ok=True)
    template = files("onrecord").joinpath("data/project.toml").read_text(encoding="utf-8")
    if record_path is not None:
        where = str(record_path)
        if isinstance(record_path, Path):
            where = Path(os.path.relpath(record_path, folder)).as_posix()
        # A JSON string is a TOML string, whatever characters a path has.
        template = template.replace(f'record = "{project.DEFAULT_RECORD}"', f"record = {json.dumps(where)}")
    template = template.replace('"@NAME@"', json.dumps(folder.resolve().name))
    target.write_text(template, encoding="utf-8")
    settings = project.load(target)
    record = record_of(settings, folder)
    open_or_make(record, project=settings, create=True).close()
    enter = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(str(folder))} && "
    click.echo(f"wrote {target} and {record}; next: {enter}onrecord add FOLDER")


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--jobs", "-j", type=click.IntRange(1), default=1, show_default=True, help="Processes to work on.")
@click.option("--wanted", is_flag=True, help="Also fetch the articles that lists and feeds name; see status --wanted.")
@delay_option
@click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
@record_option
def add(
    paths: tuple[str, ...], jobs: int, wanted: bool, delay: float | None, quiet: bool, record_path: Place | None
) -> int:
    """Add articles: files, folders, patterns, - (stdin), or web addresses.

    Takes pages, text, PDF, Word, RTF, EPUB, mail, feeds, JSON Lines, Parquet, CSV and Excel lists, WARC, exports of
    press databases, and archives of these (docs/formats). What is there already is skipped, what changed
    becomes a new version, what was read under other settings or by an older version is analysed anew,
    what cannot be read is listed with its reason (exit code 3).

    An address is fetched as its site asks: robots.txt is obeyed, requests to one host are a second or more
    apart, a page that did not change is not sent again. Nothing else is ever fetched.
    """
    from onrecord.cli.progress import Meter

    if not paths and not wanted:
        raise UsageError("name a file, folder, pattern or web address to add, or - for standard input, or --wanted")
    for path in paths:
        if path.lower().startswith("www.") and not os.path.lexists(path):
            raise UsageError(f"{path}: there is no such file or folder; if it is a web address: https://{path}")
    stdin = sys.stdin.buffer if "-" in paths else None
    # The meter looks at the paths first: a wrong one must not leave an empty record behind.
    with (
        Meter(paths, quiet=quiet, more=wanted) as meter,
        open_record(record_path, create=bool(paths)) as record,
    ):
        polite = manners(delay)
        done = record.add(list(paths), jobs=jobs, stdin=stdin, progress=meter.update, wanted=wanted, manners=polite)
        where = record.store.path
        contradicted = record.conflicts()
    for pattern in done.unmatched if done.seen else ():
        click.echo(f"note: no file fits the pattern {pattern!r} (file_names in onrecord.toml)", err=True)
    for sentence in contradicted:
        click.echo(f"note: {sentence}", err=True)
    if not quiet:
        summary(done, str(where))
    if not done.seen and not quiet:
        sought = ", ".join(paths) or "what is wanted: all of it is there, or was refused in the last days"
        click.echo(f"nothing to read was found in: {sought}", err=True)
    return rejects(done)


def rejects(done: Added) -> int:
    """List what was rejected; the exit code."""
    for reject in done.rejects:
        click.echo(f"rejected {reject.file}: {reject.reason}{': ' + reject.detail if reject.detail else ''}", err=True)
    if done.rejects:
        click.echo(f"{_count(len(done.rejects), 'source')} rejected; listed in: onrecord status --rejected", err=True)
    return FINISHED_WITH_REJECTS if done.rejects else 0


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" + ("" if n == 1 else "s")


def summary(done: Added, path: str) -> None:
    """One line: what a run did."""
    parts = [f"{_count(done.added, 'document')} added"]
    if done.updated:
        parts.append(f"{done.updated:,} in a new version")
    if done.renewed:
        parts.append(f"{done.renewed:,} analysed anew")
    if done.unchanged:
        parts.append(f"{done.unchanged:,} unchanged")
    if done.wanted:
        parts.append(f"{done.wanted:,} named without their text (onrecord status --wanted)")
    rate = f", {done.words / done.seconds:,.0f} words/s" if done.seconds > 0 and done.words else ""
    found = f"{_count(done.statements, 'statement')} found ({done.seconds:.1f} s{rate})"
    click.echo(f"{path}: {', '.join(parts)}; {found}")


@click.command()
@click.option("--rejected", "only_rejected", is_flag=True, help="List the sources that were rejected, and why.")
@click.option("--wanted", "only_wanted", is_flag=True, help="List the articles that are named and not there.")
@format_option
@record_option
def status(only_rejected: bool, only_wanted: bool, form: str, record_path: Place | None) -> None:
    """Say what the record holds, what was rejected and what is wanted."""
    from onrecord.cli import render

    if only_rejected and only_wanted:
        raise UsageError("--rejected and --wanted are two lists; ask for one of them")
    with open_record(record_path) as record:
        if only_wanted:
            render.wanted(record.wanted(), form)
            return
        now = record.status()
    if only_rejected:
        render.rejected(now, form)
    else:
        render.status(now, form)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def sample(folder: Path) -> None:
    """Copy the sample coverage to FOLDER, to try things on.

    Invented articles of six invented outlets, with a project file and hand-written gold.
    """
    import shutil

    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty; choose a new folder")
    with as_file(files("onrecord").joinpath("data/sample")) as source:
        shutil.copytree(source, folder, dirs_exist_ok=True)
    click.echo(f"wrote {folder}; next: cd {shlex.quote(str(folder))} && onrecord add articles")
