"""What a person decides: judge a statement, event or position, undo that, remove a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import open_record, record_option

if TYPE_CHECKING:
    from onrecord.model import Judgement
    from onrecord.record import Record
    from onrecord.store.address import Place


@click.command()
@click.argument("what", metavar="STATEMENT|EVENT|POSITION")
@click.argument("verdict", type=click.Choice(["accept", "reject", "correct", "unsure"]))
@click.option("--speaker", metavar="NAME", help="With correct, of a statement: who said it.")
@click.option("--content", metavar="CHARACTERS", help='What was said: characters of the article, "120-180,190-200".')
@click.option("--source", metavar="CHARACTERS", help='The words that name who said it; "?": none do.')
@click.option("--cue", metavar="CHARACTERS", help='The words that tell that it was said; "?": none do.')
@click.option("--kind", metavar="KIND", help="direct, mixed or indirect.")
@click.option("--act", metavar="ACT", help="assertion, denial, demand, threat, promise, ...")
@click.option("--type", "type", metavar="TYPE", help="With correct, of an event: its type (PLOVER).")
@click.option("--mode", metavar="MODE", help='Its mode; "?" for none.')
@click.option("--status", metavar="STATUS", help="happened, future, hypothetical or negated.")
@click.option("--date", metavar="DATE", help='When it was: 2024-03-09, 2024-03, 2024-03-09/2024-03-11; "?": not told.')
@click.option("--actors", metavar="NAMES", help='Who did it, ";" between names; "?": nobody is named.')
@click.option("--recipients", metavar="NAMES", help='To whom, ";" between names; "?": nobody is named.')
@click.option("--stance", metavar="STANCE", help="Of a position: support, oppose, conditional, unclear or none.")
@click.option("--strength", metavar="STRENGTH", help="explicit (the words take the side) or implied.")
@click.option("--issue", metavar="ISSUE", help="Of a statement without a position on this issue: with --stance.")
@click.option("--who", envvar="ONRECORD_WHO", default="reviewer", show_default=True, help="Who judges.")
@click.option("--note", default="", help="Why.")
@click.option(
    "--against", type=click.IntRange(min=0), metavar="NUMBER",
    help="The newest judgement that you saw on it (0: none); refused if somebody else judged it since.",
)  # fmt: skip
@click.option("--role", type=click.Choice(["adjudication"]), default=None, help="It settles what coders judged.")
@record_option
def judge(
    what: str, verdict: str, who: str, note: str, against: int | None, role: str | None, record_path: Place | None,
    **change: str | None,
) -> None:  # fmt: skip
    """Accept, reject or correct a statement, an event, a position or a pair of names, or say that you are unsure.

    The machine's row stays; the judgement is logged, and wins. Corrections of an event add up, back to the last time
    that it was accepted or rejected as it stood. A rejected position takes no side; the other positions on its issue
    are decided anew by what was judged. Who is unsure changes no answer. Words that you correct take the machine's
    place in every answer and export.
    """
    from onrecord.cli.forms import printable

    with open_record(record_path) as record:
        done = record.judge(what, verdict, who=who, note=note, against=against, role=role or "", again=False, **change)
        shown = _shown(record, done)
    click.echo(f"judgement {done.id}: {verdict} by {who}: {printable(shown)}")
    for taught in done.learnt:
        if taught.changed:
            click.echo(printable(f"learnt: {len(taught.changed)} other positions on {taught.issue} changed"), err=True)
    for name in _unknown(done.change):
        click.echo(f"note: no actor was called {printable(name)!r}: this is a new name", err=True)
    click.echo(f"take it back with: onrecord undo {done.id}", err=True)


def _shown(record: Record, done: Judgement) -> str:
    """What was judged, in a line, as it stands now."""
    from onrecord.cli import render, render_events
    from onrecord.store import queries
    from onrecord.store.rows import Explanation

    if "+" in done.target or done.verdict in ("merge", "split"):
        return "; ".join(f"{k}: {v}" for k, v in done.change.items()) or done.target
    if queries.position_called(record.store, done.target):
        p = record.position(done.target)
        says = p.stance if p.stance == "none" else f"{p.stance} ({p.strength})"
        return f"{render.speaker(p.said)}: {says} on {p.issue}: {p.said.quote}"
    found = record.explain(done.made or done.target)
    if isinstance(found, Explanation):
        return f"{render.speaker(found.said)}: {found.said.quote}"
    return f"{render_events.headline(found.report)}: {found.report.quote}"


def _unknown(change: Mapping[str, str]) -> Iterator[str]:
    """The names of a correction that no actor had: a slip of the pen makes one."""
    for field in ("speaker", "actors", "recipients"):
        names = change.get(field, "?").split(";")
        ids = change.get(f"{field}_id", "").split(";")
        yield from (n.strip() for n, own in zip_longest(names, ids, fillvalue="") if n != "?" and not own.strip())


@click.command()
@click.argument("judgement", metavar="NUMBER", type=int)
@click.option("--bulk", is_flag=True, help="NUMBER is that of a bulk: take all of it back.")
@record_option
def undo(judgement: int, bulk: bool, record_path: Place | None) -> None:
    """Take a judgement back. Its line stays in the log."""
    with open_record(record_path) as record:
        if bulk:
            every = record.undo_bulk(judgement)
            click.echo(f"bulk {judgement} undone: {len(every.judgements)} judgements")
            return
        done = record.undo(judgement)
    click.echo(f"judgement {done.id} undone: {done.verdict} {done.target}")


@click.command()
@click.argument("document", metavar="DOC")
@click.option("--who", envvar="ONRECORD_WHO", default="reviewer", show_default=True, help="Who decides.")
@record_option
def remove(document: str, who: str, record_path: Place | None) -> None:
    """Take a document out of the record.

    DOC is its id, file or title. It leaves every answer and count; judgements on it stay in the log,
    as orphaned. Adding its file again brings all of it back.
    """
    from onrecord.cli.forms import printable

    with open_record(record_path) as record:
        done = record.remove(document, who=who)
    source = done.file.partition("#")[0]  # what stands behind it is the place of an item in its file
    click.echo(printable(f"removed {done.file} ({done.id}); to bring it back: onrecord add {source}"))
