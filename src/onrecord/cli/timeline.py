"""The questions about time: timeline, diff."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from onrecord.cli.options import Day, format_option, given, open_record, record_option, warn_unsettled
from onrecord.errors import UsageError

if TYPE_CHECKING:
    from onrecord.store.address import Place

F = TypeVar("F", bound=Callable[..., Any])
OF_COUNTS = frozenset(
    ("by", "text", "outlet", "since", "until", "kind", "act", "min_score", "sure", "include_rejected")
)


def _filters(f: F) -> F:
    options = (
        click.option("--only", type=click.Choice(["event", "statement", "role"]), multiple=True,
                     help="Only entries of this kind; repeatable."),
        click.option("--by", metavar="ACTOR", help='Who did it, said it or holds the office; "?" = nobody known.'),
        click.option("--about", "--text", "text", metavar="WORDS", help="Words of what is said or of the sentence."),
        click.option("--outlet", metavar="NAME", help="Told by this outlet."),
        click.option("--story", metavar="STORY", help="Of this story: its id, words of its title, a document of it."),
        click.option("--issue", metavar="NAME", help="Takes a side on this issue; of events: speaks of it."),
        click.option("--since", type=Day(last=False), metavar="DATE", help="It was (else was published) on or after."),
        click.option("--until", type=Day(last=True), metavar="DATE", help="It was (else was published) on or before."),
        click.option("--type", "-t", "type", multiple=True, metavar="TYPE",
                     help="Of events: ASSAULT, CONSULT, ... (PLOVER); repeatable."),
        click.option("--quad", metavar="1-4",
                     help="Of events: class 1, 2 (verbal, material cooperation), 3, 4 (conflict)."),
        click.option("--mode", metavar="MODE", help="Of events: visit, arrest, ceasefire, ..."),
        click.option("--context", metavar="CONTEXT", help="Of events: military, election, human_rights, ..."),
        click.option("--status", type=click.Choice(["happened", "future", "hypothetical", "negated"]),
                     help="Of events: whether it was done."),
        click.option("--recipient", metavar="ACTOR", help="Of events: to whom it was done."),
        click.option("--place", metavar="NAME", help="Of events: where, as it is named."),
        click.option("--country", metavar="CODE", help="Of events: ISO code or name of the country."),
        click.option("--act", metavar="ACT", help="Of statements: assertion, denial, demand, threat, promise, ..."),
        click.option("--kind", type=click.Choice(["direct", "mixed", "indirect"]),
                     help="Of statements: how it is quoted."),
        click.option("--min-score", type=click.FloatRange(0, 1), metavar="0..1",
                     help="Only rows of this score or more."),
        click.option("--sure", "only_sure", is_flag=True, help="Only what is sure, or a reviewer accepted."),
        click.option("--to-review", is_flag=True, help="Only what is not sure and nobody has judged."),
        click.option("--rejected", "include_rejected", is_flag=True, help="Also what a reviewer rejected."),
    )  # fmt: skip
    for option in reversed(options):
        f = option(f)
    return f


@click.command()
@click.argument("actor", required=False)
@click.option("--step", type=click.Choice(["day", "month", "year"]), help="List under headings by day, month or year.")
@click.option("--top", type=click.IntRange(1), metavar="N", help="Only the N entries told by most outlets.")
@click.option("--counts", is_flag=True, help="Count statements by --step (default: month) instead of listing entries.")
@_filters
@click.option("--limit", "-n", type=click.IntRange(1), help="At most this many.")
@format_option
@record_option
def timeline(
    actor: str | None,
    step: str | None,
    top: int | None,
    counts: bool,
    limit: int | None,
    form: str,
    record_path: Place | None,
    **options: Any,
) -> None:
    """List what happened and what was said, oldest first.

    Events, statements and turns of office, each once however many articles tell it. With ACTOR what that actor says,
    does, hears or suffers. A date in brackets is that of publication: no article tells another. "2022-05" is all that
    is told of the day, and stands before the first of May.
    """
    from onrecord.cli import render_timeline

    filters = {name: value for name, value in given(options).items() if value != ()}
    if counts:
        _counts(actor, step, top or limit, form, record_path, filters)
        return
    if actor:
        filters["who"] = actor
    with open_record(record_path) as record:
        warn_unsettled(record)
        found = record.timeline(step=step, top=top, limit=limit, **filters)
        render_timeline.timeline(found, form, grouped=bool(step), narrowed=bool(filters), sides="issue" in filters)


def _counts(
    actor: str | None, step: str | None, cut: int | None, form: str, record_path: Place | None, filters: dict[str, Any]
) -> None:
    """The statements, counted; what is asked of events alone cannot be."""
    from onrecord.cli import render_timeline

    if actor and filters.get("by"):
        raise UsageError("name the actor once: either as ACTOR or with --by")
    if actor:
        filters["by"] = actor
    if cut is not None:
        raise UsageError("--counts counts all statements that fit: leave out --limit and --top")
    more = sorted(filters.keys() - OF_COUNTS)
    if more:
        raise UsageError(f"--counts counts statements: leave out {', '.join('--' + m for m in more)}")
    with open_record(record_path) as record:
        render_timeline.periods(record.periods(step=step or "month", **filters), form)


@click.command()
@click.option("--since", type=Day(last=False), metavar="DATE", required=True, help="New is what is from this day on.")
@click.option("--until", type=Day(last=True), metavar="DATE", help="And up to this day.")
@click.option("--added", is_flag=True, help="New is what was added to the record from that day on, whatever its date.")
@click.option("--sure", "only_sure", is_flag=True, help="Only what is sure, or a reviewer accepted.")
@click.option("--limit", "-n", type=click.IntRange(1), default=10, show_default=True, help="Lines of each part (text).")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@record_option
def diff(
    since: Any, until: Any, added: bool, only_sure: bool, limit: int, as_json: bool, record_path: Place | None
) -> None:
    """Say what is new since a day.

    New statements, events, actors and offices; plans that came about or did not; actors who changed their mind;
    contradictions; figures that rose; articles that were corrected or taken out, and what people judged. By default
    what was said, happened or was published from that day on; with --added what was added to the record.
    """
    from onrecord.cli import render_diff

    if until and since > until:
        raise UsageError(f"--since {since} is after --until {until}: nothing can lie between")
    with open_record(record_path) as record:
        warn_unsettled(record)
        found = record.diff(since, until=until, added=added, sure=True if only_sure else None)
        render_diff.diff(found, limit=limit, as_json=as_json)
