"""Was it ever said that way: check and drift."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import Day, format_option, open_record, record_option
from onrecord.errors import UsageError

if TYPE_CHECKING:
    from onrecord.quotations.asked import Asked
    from onrecord.record import Record
    from onrecord.store.address import Place
    from onrecord.store.quotation_rows import Checked


@click.command()
@click.argument("words", required=False)
@click.option(
    "--file",
    "-F",
    "source",
    metavar="FILE",
    help="A list of quotations: a line each, or CSV, TSV, JSON, JSON Lines with quote, speaker, date, outlet, id; "
    "- is standard input.",
)
@click.option("--by", metavar="ACTOR", help="Who is said to have said it.")
@click.option("--on", type=str, metavar="DATE", help="When it is said to have been said: 2024-03-09, 2024-03 or 2024.")
@click.option("--outlet", metavar="NAME", help="Who is said to have printed it.")
@click.option("--since", type=Day(last=False), metavar="DATE", help="Ask only what was said on or after.")
@click.option("--until", type=Day(last=True), metavar="DATE", help="Ask only what was said on or before.")
@format_option
@record_option
def check(
    words: str | None,
    source: str | None,
    by: str | None,
    on: str | None,
    outlet: str | None,
    since: date | None,
    until: date | None,
    form: str,
    record_path: Place | None,
) -> None:
    """Check a quotation: was it said that way, by whom, where first?

    \b
    verbatim       the same words; case, punctuation and quotation marks do not count
    partial        a part of a sentence; what turns its meaning beside the cut is shown
    altered        other words: [-left out-]{+put in+}
    spliced        put together from more than one place
    misattributed  the record has it from somebody else than --by
    indirect       reported, but not as a quotation
    text           in an article, but in no statement
    absent         not in the record; the nearest is shown

    A quotation may hold ... for words left out and [brackets] for words put in.
    """
    from onrecord.cli import render_quotations

    if (words is None) == (source is None):
        raise UsageError('bring one quotation, or a list of them: onrecord check "THE WORDS", or --file LIST')
    if since and until and since > until:
        raise UsageError(f"--since {since} is after --until {until}: nothing can lie between")
    with open_record(record_path) as record:
        if source is None:
            found = record.check(words or "", by=by, on=on, outlet=outlet, since=since, until=until)
            render_quotations.checked([found], form, single=True)
        else:
            asked = list(_listed(source, by, on, outlet))
            render_quotations.checked(_each(record, asked, since, until), form, single=False)


def _listed(source: str, by: str | None, on: str | None, outlet: str | None) -> Iterator[Asked]:
    """The quotations of a list; what it does not say of one is taken from the options."""
    from dataclasses import replace

    from onrecord.quotations.asked import MOST, listed

    try:
        if source == "-":
            data = sys.stdin.buffer.read(MOST + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(MOST + 1)
    except OSError as e:
        raise UsageError(f"{source}: cannot be read: {e.strerror or e}") from None
    for one in listed("standard input" if source == "-" else source, data):
        day = one.on_name if one.on else "--on"
        yield replace(one, by=one.by or by, on=one.on or on, outlet=one.outlet or outlet, on_name=day)


def _each(record: Record, asked: list[Asked], since: date | None, until: date | None) -> Iterator[Checked]:
    yield from record.check_all(asked, since=since, until=until)


@click.command()
@click.option("--min-words", type=click.IntRange(1), default=8, show_default=True, help="Shorter ones are left out.")
@click.option("--by", metavar="ACTOR", help="One telling at least is by this actor.")
@click.option("--since", type=Day(last=False), metavar="DATE", help="Said (else published) on or after.")
@click.option("--until", type=Day(last=True), metavar="DATE", help="Said (else published) on or before.")
@click.option("--limit", "-n", type=click.IntRange(1), help="At most this many.")
@format_option
@record_option
def drift(
    min_words: int,
    by: str | None,
    since: date | None,
    until: date | None,
    limit: int | None,
    form: str,
    record_path: Place | None,
) -> None:
    """List quotations whose wording or speaker differs between outlets.

    The gravest first: another speaker; a negation, number, modal or condition that came or went; other words; a
    speaker that only some name; a cut. Each telling is shown beside the first: [-left out-]{+put in+}.
    """
    from onrecord.cli import render_quotations

    if since and until and since > until:
        raise UsageError(f"--since {since} is after --until {until}: nothing can lie between")
    with open_record(record_path) as record:
        found = record.drift(min_words=min_words, by=by, since=since, until=until, limit=limit)
    render_quotations.drifting(found, form)
