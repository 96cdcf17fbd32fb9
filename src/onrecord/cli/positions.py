"""The questions about stances: positions, changes, conditions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.options import Day, format_option, open_record, record_option, warn_unsettled
from onrecord.errors import UsageError
from onrecord.vocabulary import CONDITION_EFFECTS, STANCES

if TYPE_CHECKING:
    from onrecord.store.address import Place


def _given(options: dict[str, Any]) -> dict[str, Any]:
    """The filters that were given. Raises UsageError where a time ends before it begins."""
    since, until = options.get("since"), options.get("until")
    if since and until and since > until:
        raise UsageError(f"--since {since} is after --until {until}: nothing can lie between")
    return {name: value for name, value in options.items() if value not in (None, False, ())}


@click.command()
@click.option("--issue", metavar="NAME", help="On this issue.")
@click.option("--actor", "--by", "actor", metavar="ACTOR", help="Of this actor: a name, an alias or an id.")
@click.option("--at", type=Day(last=True), metavar="DATE", help="Where each stood on that day, and since when.")
@click.option("--since", type=Day(last=False), metavar="DATE", help="Said (else published) on or after.")
@click.option("--until", type=Day(last=True), metavar="DATE", help="Said (else published) on or before.")
@click.option("--outlet", metavar="NAME", help="Only by what this outlet tells.")
@click.option("--stance", type=click.Choice(STANCES), help="Only statements that take this stance.")
@click.option("--implied", is_flag=True, help="Also positions that only follow from the words.")
@click.option("--unclear", is_flag=True, help="Also statements that speak of it without a clear side.")
@click.option("--as-known", type=Day(last=True), metavar="DATE", help="Only by articles published by that day.")
@click.option("--limit", "-n", type=click.IntRange(1), help="At most this many actors, those who said most.")
@format_option
@record_option
def positions(limit: int | None, form: str, record_path: Place | None, **options: Any) -> None:
    """Say where actors stand on the issues, and since when.

    Without options, each actor's last stance on each issue, and the path to it. With --issue or --actor every step of
    the path, with its words. A step is a stance from the first statement that takes it to the last before another; each
    utterance counts once, however many articles tell it, on the day it was said. A date in brackets is that of
    publication: no article tells another.
    """
    from onrecord.cli import render_positions

    filters = _given(options)
    with open_record(record_path) as record:
        warn_unsettled(record)
        found = record.positions(limit=limit, **filters)
        whole = not filters.keys() - {"implied", "unclear", "as_known", "outlet"}
        render_positions.positions(found, form, overview=whole)


@click.command()
@click.option("--issue", metavar="NAME", help="On this issue.")
@click.option("--actor", "--by", "actor", metavar="ACTOR", help="Of this actor: a name, an alias or an id.")
@click.option("--since", type=Day(last=False), metavar="DATE", help="The new stance was taken on or after.")
@click.option("--until", type=Day(last=True), metavar="DATE", help="The new stance was taken on or before.")
@click.option("--outlet", metavar="NAME", help="Only by what this outlet tells.")
@click.option("--implied", is_flag=True, help="Also by positions that only follow from the words.")
@click.option("--as-known", type=Day(last=True), metavar="DATE", help="Only by articles published by that day.")
@click.option("--all", "contradictions", is_flag=True, help="Also who took both sides on the same days.")
@format_option
@record_option
def changes(contradictions: bool, form: str, record_path: Place | None, **options: Any) -> None:
    """Say who changed on an issue, with both passages.

    \b
    reversal    from opposing to supporting, or back; what was said between under a condition is told with it
    softening   towards support: from opposing to a condition, from a condition to support
    hardening   away from it: from support to a condition, from a condition to opposing

    What is reported twice is one statement, what is reported late counts on the day it was said, and what is only
    retold ("had once opposed") is no new stance.
    """
    from onrecord.cli import render_changes

    filters = _given(options)
    with open_record(record_path) as record:
        warn_unsettled(record)
        render_changes.changes(record.changes(contradictions=contradictions, **filters), form)


@click.command()
@click.option("--actor", "--by", "actor", metavar="ACTOR", help='Who says it; "?" = nobody known.')
@click.option("--effect", type=click.Choice(CONDITION_EFFECTS), multiple=True, help="What would follow; repeatable.")
@click.option("--about", "--text", "about", metavar="WORDS", help="Words that the statement holds.")
@click.option("--outlet", metavar="NAME", help="Told by this outlet.")
@click.option("--since", type=Day(last=False), metavar="DATE", help="Said (else published) on or after.")
@click.option("--until", type=Day(last=True), metavar="DATE", help="Said (else published) on or before.")
@click.option("--limit", "-n", type=click.IntRange(1), help="At most this many.")
@format_option
@record_option
def conditions(
    limit: int | None,
    form: str,
    record_path: Place | None,
    since: date | None,
    until: date | None,
    **options: Any,
) -> None:
    """List who makes what depend on what: threats, promises, demands, and their conditions.

    Newest first, each once however many articles tell it.
    """
    from onrecord.cli import render_conditions

    filters = _given({**options, "since": since, "until": until})
    with open_record(record_path) as record:
        warn_unsettled(record)
        render_conditions.conditions(record.conditions(limit=limit, **filters), form)
