"""Handing the record on: export, and bulk attribution without a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.fill import FINISHED_WITH_REJECTS
from onrecord.cli.options import filter_options, given, open_record, project_and_path, record_option
from onrecord.errors import UsageError

if TYPE_CHECKING:
    from onrecord.store.address import Place

FILTERED = ("jsonl", "brief", "plover", "positions")
SIDED = ("dna", "positions", "ftm", "annotations")
BELONG = {"implied": SIDED, "unclear": SIDED, "password": ("dna",), "issue": ("positions",), "no_bom": ("positions",)}
PLACES = {
    "tables": "onrecord-tables",
    "csv": "onrecord-csv",
    "parquet": "onrecord-parquet",
    "jsonl": "onrecord-statements.jsonl",
    "plover": "onrecord-events.csv",
    "brief": "onrecord-brief.html",
    "dna": "onrecord.dna",
    "positions": "onrecord-positions.csv",
    "ftm": "onrecord.ftm.json",
    "annotations": "onrecord-annotations",
    "notes": "onrecord-notes",
}


@click.command()
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice([*PLACES]),
    default="tables",
    show_default=True,
    help="tables: the exchange tables as JSON Lines; csv, parquet: the same; jsonl: statements in one file, every "
    "report of each; "
    "plover: events in one CSV file with POLECAT's columns; brief: one HTML page; dna: a file of the Discourse Network "
    "Analyzer, every issue a concept; positions: one CSV file of them with links to the words; ftm: FollowTheMoney "
    "entities; annotations: W3C Web Annotations; notes: Markdown notes that link to each other.",
)
@click.option("--out", "-o", metavar="PATH", help="Folder or file; - (with jsonl) is standard output.")
@click.option("--title", help="Title of the brief. Default: the project's name.")
@click.option(
    "--status",
    type=click.Choice(["happened", "future", "hypothetical", "negated", "all"]),
    help="With plover: events of this status. Default: happened.",
)
@click.option(
    "--implied",
    is_flag=True,
    help="With dna, positions, ftm, annotations: also positions that only follow from the words.",
)
@click.option("--unclear", is_flag=True, help="With the same: also statements without a clear side.")
@click.option("--password", metavar="WORD", help="With dna: the password of its coder. Default: onrecord.")
@click.option("--issue", metavar="NAME", help="With positions: those on this issue.")
@click.option("--no-bom", is_flag=True, help="With positions: without the mark by which spreadsheets know UTF-8.")
@filter_options
@record_option
def export(
    form: str,
    out: str | None,
    title: str | None,
    status: str | None,
    record_path: Place | None,
    **filters: Any,
) -> None:
    """Write the record for another program, or for a reader.

    jsonl and brief take the filters of `said`, plover those that `events` has too, positions --by, --outlet, --since
    and --until; all others are always the whole record. Tables and jsonl hold every article's report of a statement;
    the field utterance says which of them it is counted as.
    """
    own = _belonging(form, {name: filters.pop(name) for name in BELONG})
    options = given(filters)
    if options and form not in FILTERED:
        raise UsageError(f"{form} is always the whole record; filters are for: {', '.join(FILTERED)}")
    if title is not None:
        if form != "brief":
            raise UsageError(f"only a brief has a title, not {form}")
        options["title"] = title
    if status is not None:
        if form != "plover":
            raise UsageError(f"only plover has a status, not {form}")
        options["status"] = status
    if form == "positions" and "by" in options:
        options["actor"] = options.pop("by")
    target = out or PLACES[form]
    with open_record(record_path) as record:
        done = record.export(form, target, **options, **own)
    if target != "-":
        for path in done.files:
            click.echo(path)


def _belonging(form: str, options: dict[str, Any]) -> dict[str, Any]:
    """Of options that some formats have those that were given. Raises UsageError where this format is none of them."""
    some = {name: value for name, value in options.items() if value not in (None, False)}
    for name in some:
        if form not in BELONG[name]:
            raise UsageError(f"--{name.replace('_', '-')} belongs to {', '.join(BELONG[name])}, not to {form}")
    if some.pop("no_bom", False):
        some["bom"] = False
    return some


@click.command()
@click.argument("articles", metavar="ARTICLES.jsonl[.gz]")
@click.option("--out", "-o", default="-", show_default=True, metavar="FILE", help="Where to write; .gz is compressed.")
@click.option("--backend", metavar="NAME", help="Which backend. Default: the project's.")
@click.option("--jobs", "-j", type=click.IntRange(1), default=1, show_default=True, help="Processes to work on.")
def attribute(articles: str, out: str, backend: str | None, jobs: int) -> int:
    """Find attributions in bulk, without a record.

    One article a line in, one line out, in the same order. Each line needs "id" and "text"; offsets are
    code points of the text exactly as given. A line that cannot be read is named on standard error and
    skipped (exit code 3).
    """
    from onrecord.bulk import attribute_file

    settings, _ = project_and_path(None)
    bad = attribute_file(
        articles, out, backend=backend or settings.attribution, min_score=settings.min_score, jobs=jobs
    )
    for problem in bad:
        click.echo(f"rejected {problem}", err=True)
    return FINISHED_WITH_REJECTS if bad else 0
