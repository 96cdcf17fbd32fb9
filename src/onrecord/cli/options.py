"""Options that several verbs share, and how they become a project and a record."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from onrecord.errors import UsageError

if TYPE_CHECKING:
    from onrecord.fetch import Manners
    from onrecord.project import Project
    from onrecord.record import Record
    from onrecord.store.address import Place

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType):  # type: ignore[type-arg]  # generic in new releases only
    """A day as 2024-03-09, or a month or year, taken as its first or last day."""

    def __init__(self, *, last: bool) -> None:
        self.last = last
        self.name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            if not re.fullmatch(r"\d{4}(-\d{1,2}){0,2}", str(value)):
                raise ValueError
            numbers = [int(x) for x in str(value).split("-")]
            match numbers:
                case [year]:
                    return date(year, 12, 31) if self.last else date(year, 1, 1)
                case [year, month]:
                    return self._month_end(year, month) if self.last else date(year, month, 1)
                case [year, month, day]:
                    return date(year, month, day)
        except ValueError:
            if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", str(value)):
                self.fail(f"the calendar has no such day as {value!r}", param, ctx)
        self.fail(f"{value!r} is no date; write 2024-03-09, 2024-03 or 2024", param, ctx)

    @staticmethod
    def _month_end(year: int, month: int) -> date:
        following = date(year + month // 12, month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)


class RecordPlace(click.ParamType):  # type: ignore[type-arg]  # generic in new releases only
    """Where a record is: the path of a file, or the address of a database."""

    name = "record"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Place:
        from onrecord.store.address import place

        return place(value)


def record_option(f: F) -> F:
    return click.option(
        "--record",
        "record_path",
        metavar="FILE|ADDRESS",
        type=RecordPlace(),
        help="The record, or postgresql://USER@HOST/DATABASE. Default: the project's, else record.onrecord here.",
    )(f)


def format_option(f: F) -> F:
    return click.option(
        "--format",
        "-f",
        "form",
        type=click.Choice(["text", "json", "jsonl", "csv"]),
        default="text",
        show_default=True,
        help="How to print; text is a table on a terminal and tab-separated lines in a pipe.",
    )(f)


def delay_option(f: F) -> F:
    return click.option(
        "--delay",
        type=click.FloatRange(0, 3600),
        metavar="SECONDS",
        help="Least pause between two requests to one host. Default: 1; a site may ask for more.",
    )(f)


def manners(delay: float | None) -> Manners | None:
    """How sites are asked; None for the defaults."""
    from onrecord.fetch import Manners

    return None if delay is None else Manners(delay=delay)


def filter_options(f: F) -> F:
    options = (
        click.option("--by", metavar="ACTOR", help='Who said it: a name, an alias or an id; "?" = unresolved.'),
        click.option("--about", "--text", "text", metavar="WORDS", help="Words that the statement holds."),
        click.option("--outlet", metavar="NAME", help="Carried by this outlet."),
        click.option("--since", type=Day(last=False), metavar="DATE", help="Said (else published) on or after."),
        click.option("--until", type=Day(last=True), metavar="DATE", help="Said (else published) on or before."),
        click.option("--kind", type=click.Choice(["direct", "mixed", "indirect"]), help="How it is quoted."),
        click.option("--act", metavar="ACT", help="assertion, denial, demand, threat, promise, ..."),
        click.option(
            "--min-score", type=click.FloatRange(0, 1), metavar="0..1", help="Only rows of this score or more."
        ),
        click.option(
            "--sure", "only_sure", is_flag=True, help="Only what is sure, or a reviewer accepted or corrected."
        ),
        click.option("--to-review", is_flag=True, help="Only what is not sure and nobody has judged; surest first."),
        click.option(
            "--every", is_flag=True, help="Also the other articles' reports of a statement that is listed once."
        ),
        click.option("--rejected", "include_rejected", is_flag=True, help="Also those a reviewer rejected."),
    )
    for option in reversed(options):
        f = option(f)
    return f


def given(options: Mapping[str, Any]) -> dict[str, Any]:
    """The filters that were given, as the questions take them. Raises UsageError where two exclude each other."""
    filters = dict(options)
    since, until = filters["since"], filters["until"]
    if since and until and since > until:
        raise UsageError(f"--since {since} is after --until {until}: nothing can lie between")
    sure, to_review = filters.pop("only_sure"), filters.pop("to_review")
    if sure and to_review:
        raise UsageError("--sure and --to-review: nothing is both; give one of them")
    filters = {name: value for name, value in filters.items() if value not in (None, False)}
    return filters | {"sure": sure} if sure or to_review else filters


def project_and_path(record_path: Place | None) -> tuple[Project, Place]:
    """The project that holds (beside the record, else here, else the defaults) and the record that is meant.

    Beside a record on a server there is nothing: its project is the one here.
    """
    from onrecord import project

    if record_path is not None and not isinstance(record_path, Path):
        here = project.find(Path.cwd())
        return project.load(here) if here else project.Project(), record_path
    if record_path is not None:
        if str(record_path) == "-":
            raise UsageError("a record is a file; --record cannot be -")
        # The project that the record belongs to, wherever one stands while adding to it.
        beside = project.find(Path(os.path.abspath(record_path)).parent)  # noqa: PTH100 - links stay as typed
        return project.load(beside) if beside else project.Project(), record_path
    file = project.find(Path.cwd())
    settings = project.load(file) if file else project.Project()
    home = Path(os.path.relpath(file.parent)) if file else Path()
    return settings, record_of(settings, home)


def record_of(settings: Project, home: Path) -> Place:
    """The record that a project in the folder `home` names."""
    from onrecord.store.address import is_address, place

    return place(settings.record) if is_address(settings.record) else home / settings.record


def warn_unsettled(record: Record) -> None:
    """Say on standard error that copies, and reports of one event, were not looked for yet."""
    if not record.settled():
        click.echo(
            "note: not all was compared (an add was stopped, or events were judged since): add again, or copies and "
            "reports of one event go unnoticed",
            err=True,
        )


def open_record(record_path: Place | None, *, create: bool = False) -> Record:
    """Open the record that is meant. Raises NotFound with what to do where there is none."""
    from onrecord import record

    settings, path = project_and_path(record_path)
    return record.open(path, project=settings, create=create)
