"""`network`: who sides with whom, as a table, a matrix or a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.options import Day, open_record, record_option, warn_unsettled
from onrecord.errors import UsageError

if TYPE_CHECKING:
    from onrecord.analysis.networks.representation import Represented
    from onrecord.record import Record
    from onrecord.store.address import Place

FORMS = ("text", "csv", "edges", "json")
"""What is printed; other forms are files, told by the ending of --output."""
REPRESENTED = ("outlet", "since", "until", "threshold", "minimum_concept")
"""Options that --representation minds."""
NODES = ("actor", "person", "organization", "camp", "outlet")


def _choice(*names: str) -> click.Choice[str]:
    return click.Choice(names)


@click.command()
@click.option("--issue", metavar="NAME", multiple=True, help="On this issue and those below it; repeatable.")
@click.option(
    "--nodes",
    type=_choice(*NODES, "concept"),
    default="actor",
    show_default=True,
    help="Who or what is connected. organization: a person counts for the one spoken for on that day.",
)
@click.option(
    "--via",
    type=_choice("concept", *NODES),
    default="concept",
    show_default=True,
    help="By what they are connected; concepts are the issues.",
)
@click.option(
    "--type", type=_choice("one-mode", "two-mode"), help="Ties among nodes, or from nodes to what they share."
)
@click.option(
    "--qualifier",
    type=_choice("agreement", "position"),
    default="agreement",
    show_default=True,
    help="agreement: for or against; position: -1 against, 0 on a condition, 1 for.",
)
@click.option(
    "--aggregate",
    "--kind",
    "aggregate",
    type=_choice("ignore", "congruence", "conflict", "subtract", "combine"),
    help="What a tie counts. Default: congruence, of two-mode networks subtract.",
)
@click.option(
    "--normalize",
    default="no",
    show_default=True,
    type=_choice("no", "average", "jaccard", "cosine_dna", "cosine", "activity", "prominence"),
    help="What ties are divided by.",
)
@click.option(
    "--duplicates",
    multiple=True,
    default=("reprints",),
    show_default=True,
    type=_choice("include", "document", "week", "month", "year", "range", "reprints"),
    help="What counts once; reprints may be joined by a period.",
)
@click.option("--since", type=Day(last=False), metavar="DATE", help="Said (else published) on or after.")
@click.option("--until", type=Day(last=True), metavar="DATE", help="Said (else published) on or before.")
@click.option("--window", metavar="LENGTH", help="A network for each moving window: 90d, 4w, 6m, 1y.")
@click.option("--step", metavar="LENGTH", help="How far the window moves. Default: one day, week, month or year.")
@click.option(
    "--kernel",
    type=_choice("none", "uniform", "triangular", "epanechnikov", "gaussian"),
    default="none",
    show_default=True,
    help="How statements count by their distance from the middle of the window.",
)
@click.option("--outlet", metavar="NAME", help="Only by what this outlet tells.")
@click.option("--implied", is_flag=True, help="Also positions that only follow from the words.")
@click.option("--threshold", type=click.FloatRange(0, 1), help="Leave out what is less sure than this.")
@click.option(
    "--expected",
    is_flag=True,
    help="Also the expected weight of ties, with 95 % intervals, by how sure the statements are.",
)
@click.option("--min-node", "minimum_node", type=click.IntRange(1), default=1, help="Nodes with so many statements.")
@click.option(
    "--min-concept", "minimum_concept", type=click.IntRange(1), default=1, help="Concepts with so many statements."
)
@click.option(
    "--backbone", type=click.FloatRange(0, 1), metavar="ALPHA", help="Only ties that the disparity filter keeps."
)
@click.option(
    "--representation",
    is_flag=True,
    help="Instead: whom outlets quote more or less than the others do on "
    "the same stories; with --via person, organization or camp.",
)
@click.option(
    "--format",
    "-f",
    "form",
    type=_choice(*FORMS),
    default="text",
    show_default=True,
    help="text and edges: a line for each tie; csv: the matrix; json: all of it.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write to a file: .html, .svg, .png, .graphml, .gexf, .csv or .json.",
)
@click.option(
    "--stances",
    is_flag=True,
    help="Instead of ties draw where each actor stood over time, to a .svg or "
    ".png (default: stances.svg); a .html has both.",
)
@record_option
def network(
    form: str,
    output: Path | None,
    record_path: Place | None,
    expected: bool,
    representation: bool,
    stances: bool,
    **options: Any,
) -> None:
    """Connect actors by the sides they take: camps, opponents, and the statements behind each tie.

    \b
    congruence  how often two take the same side on the same issue
    conflict    how often they take opposite ones
    subtract    the first less the second
    ignore      how often they speak of the same issues at all

    Definitions are those of Leifeld's Discourse Network Analyzer. One statement that several outlets report counts
    once. What was counted stands under every table.
    """
    from onrecord.cli import render_network

    choices = {name: value for name, value in options.items() if value is not None}
    with open_record(record_path) as record:
        warn_unsettled(record)
        if representation:
            if output is not None or stances:
                raise UsageError("--representation is printed: leave --output out, and choose a --format")
            render_network.represented(_represented(record, choices), form)
            return
        found = record.network(confidence="expected" if expected else "as-coded", **choices)
        if output is not None or stances:
            render_network.write(record, found, output or Path("stances.svg"), stances=stances)
        else:
            render_network.network(found, form)


def _represented(record: Record, choices: dict[str, Any]) -> list[Represented]:
    actors = "actor" if choices["via"] == "concept" else choices["via"]
    kept = {name: choices[name] for name in REPRESENTED if name in choices}
    if click.get_current_context().get_parameter_source("nodes") is not click.core.ParameterSource.DEFAULT:
        if choices["nodes"] != "outlet":
            raise UsageError("--representation is of outlets: leave --nodes out, and name their actors with --via")
    return record.representation(actors=actors, **kept)
