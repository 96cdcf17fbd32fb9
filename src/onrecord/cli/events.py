"""The questions about what happened: events, event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.options import Day, format_option, given, open_record, record_option, warn_unsettled

if TYPE_CHECKING:
    from onrecord.store.address import Place


@click.command()
@click.option("--type", "-t", "type", multiple=True, metavar="TYPE", help="ASSAULT, CONSULT, ... (PLOVER); repeatable.")
@click.option("--quad", metavar="1-4", help="Quad class: 1, 2 (verbal, material cooperation), 3, 4 (conflict).")
@click.option("--mode", metavar="MODE", help="Mode of a type: visit, arrest, ceasefire, ...")
@click.option("--context", metavar="CONTEXT", help="military, election, human_rights, ...")
@click.option(
    "--status",
    type=click.Choice(["happened", "future", "hypothetical", "negated"]),
    help="Whether it was done. Default: all of these.",
)
@click.option("--actor", metavar="ACTOR", help='Who did it: a name, an alias or an id; "?" = nobody known.')
@click.option("--recipient", metavar="ACTOR", help="To whom it was done.")
@click.option("--who", metavar="ACTOR", help="Who took part, on either side.")
@click.option("--place", metavar="NAME", help="Where: a town, a region, a country as it is named.")
@click.option("--country", metavar="CODE", help="Where: ISO code or name of a country.")
@click.option("--since", type=Day(last=False), metavar="DATE", help="It was (else was published) on or after.")
@click.option("--until", type=Day(last=True), metavar="DATE", help="It was (else was published) on or before.")
@click.option("--about", "--text", "text", metavar="WORDS", help="Words that the sentence holds.")
@click.option("--outlet", metavar="NAME", help="Reported by this outlet.")
@click.option("--min-score", type=click.FloatRange(0, 1), metavar="0..1", help="Only reports of this score or more.")
@click.option("--sure", "only_sure", is_flag=True, help="Only what is sure, or a reviewer accepted or corrected.")
@click.option("--to-review", is_flag=True, help="Only what is not sure and nobody has judged; surest first.")
@click.option("--rejected", "include_rejected", is_flag=True, help="Also reports that a reviewer rejected.")
@click.option(
    "--count",
    type=click.Choice(["events", "statements", "reports"]),
    default="events",
    show_default=True,
    help="What a row is: an event however many articles report it; a statement that tells one; each report.",
)
@click.option("--limit", "-n", type=click.IntRange(1), help="At most this many.")
@format_option
@record_option
def events(
    type: tuple[str, ...],  # noqa: A002 - the word users know
    count: str,
    limit: int | None,
    form: str,
    record_path: Place | None,
    **options: Any,
) -> None:
    """List events, newest first: who did what to whom.

    Each event stands once, by the fullest of its reports, with the number of reports and what these do not agree
    on. "(future)", "(hypothetical)" and "(negated)" have not happened. A date in brackets is that of publication:
    no report tells another.
    """
    from onrecord.cli import render_events

    filters = given(options)
    if type:
        filters["type"] = type
    with open_record(record_path) as record:
        warn_unsettled(record)
        found = record.events(count=count, limit=limit, **filters)
        render_events.events(found, form, narrowed=bool(filters) or count != "events")


@click.command()
@click.argument("event_id", metavar="EVENT")
@format_option
@record_option
def event(event_id: str, form: str, record_path: Place | None) -> None:
    """Show an event whole: every report of it.

    EVENT is the id of any of its reports, or the beginning of one. It shows who took part, when and where, each
    article's words, what the reports do not agree on, and what people judged.
    """
    from onrecord.cli import render_events

    with open_record(record_path) as record:
        render_events.event(record.event(event_id), form)
