"""What timeline prints."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import click

from onrecord.cli.forms import Cells, emit, heading, table
from onrecord.store.event_rows import placed
from onrecord.store.rows import Period
from onrecord.store.timeline_order import label
from onrecord.store.timeline_rows import Party, Side, Timeline, TimelineEntry

HEADER = ("date", "what", "who", "to", "words", "place", "told", "id")
NARROW = (0, 1, 2, 4)
SIDED = (HEADER[0], "stance", *HEADER[1:])
CSV_HEADER = (
    "period", "since", "until", "precision", "told_on", "kind", "what", "type", "mode", "quad", "status", "who", "to",
    "words", "place", "figures", "reports", "documents", "outlets", "differs", "stances", "sure", "verdict", "score",
    "file", "start", "end", "id",
)  # fmt: skip
MARKS = {"accept": "+ ", "correct": "* ", "reject": "x "}


def timeline(answer: Timeline, form: str, *, grouped: bool, narrowed: bool = True, sides: bool = False) -> None:
    """The entries; with `sides` each with the stance it takes."""
    header, narrow, wide = (SIDED, (0, 1, 2, 3, 5), (5,)) if sides else (HEADER, NARROW, (4,))
    row = _with_side if sides else cells

    def text() -> None:
        if not answer.entries:
            click.echo("nothing fits" if narrowed else "nothing here: add articles first", err=True)
        elif not grouped:
            table(header, map(row, answer.entries), wide=wide, narrow=narrow)
        for period, some in groupby(answer.entries, key=lambda e: e.period) if grouped else ():
            every = list(some)
            heading(f"{period}  {counted(every)}")
            table(header, map(row, every), wide=wide, narrow=narrow)
        if answer.entries:
            shown = f"{len(answer.entries):,} of {answer.total:,} entries" if len(answer.entries) < answer.total else ""
            click.echo(f"{shown + ': ' if shown else ''}{_kinds(answer)}", err=True)

    emit(form, answer, answer.entries, CSV_HEADER, _csv, text)


def counted(some: Sequence[TimelineEntry]) -> str:
    """ "3 events, 1 statement" """
    kinds = [e.kind for e in some]
    return ", ".join(_many(kinds.count(k), k) for k in ("event", "statement", "role") if k in kinds)


def _kinds(answer: Timeline) -> str:
    acts = f" ({answer.acts:,} of them {'an event' if answer.acts == 1 else 'events'} too)" if answer.acts else ""
    kinds = ((answer.events, "event", ""), (answer.statements, "statement", acts), (answer.roles, "role", ""))
    return ", ".join(_many(n, k) + more for n, k, more in kinds if n)


def _many(count: int, kind: str) -> str:
    return f"{count:,} {kind}{'s' if count != 1 else ''}"


def cells(e: TimelineEntry) -> Cells:
    words = MARKS.get(e.verdict or "", "") + e.cut
    return (when(e), named(e), people(e.who), people(e.whom), words, placed(e.place), told(e), e.id)


def _with_side(e: TimelineEntry) -> Cells:
    date, *more = cells(e)
    return (date, ", ".join(_side(s) for s in e.stances), *more)


def _side(s: Side) -> str:
    return s.stance if s.strength == "explicit" or s.stance == "unclear" else f"{s.stance} ({s.strength})"


def sides_of(e: TimelineEntry) -> str:
    """The sides that a statement takes, each with its issue."""
    return "; ".join(f"{s.issue}: {_side(s)}" for s in e.stances)


def when(e: TimelineEntry) -> str:
    days = label(e.since, e.until)
    return f"({days})" if e.told_on else days


def named(e: TimelineEntry) -> str:
    """What is done or said; the status of what has not happened, and the type of event that a statement is."""
    what = e.what
    if e.kind == "statement" and e.type:
        what = f"{what} = {e.type}/{e.mode}" if e.mode else f"{what} = {e.type}"
    return what if e.status in (None, "happened") else f"{what} ({e.status})"


def people(who: Sequence[Party]) -> str:
    return "; ".join(p.name if p.actor else f"({p.name})" for p in who)


def told(e: TimelineEntry) -> str:
    """How many documents tell it; with a mark where they disagree."""
    return f"{e.documents}{' ≠' if e.disagreements else ''}"


def _csv(e: TimelineEntry) -> Cells:
    first = e.sources[0]
    figures = "; ".join(f"{f.kind}: {' '.join(f.span.text.split())}" for f in e.figures)
    return (
        e.period or None, e.since, e.until, e.precision, e.told_on, e.kind, e.what, e.type, e.mode, e.quad, e.status,
        people(e.who), people(e.whom), e.words, e.place.name if e.place else None, figures, e.reports, e.documents,
        "; ".join(e.outlets), "; ".join(d.field for d in e.disagreements), sides_of(e), e.sure, e.verdict, e.score,
        first.document.file, first.spans[0].start, first.spans[-1].end, e.id,
    )  # fmt: skip


# ---------------------------------------------------------------------------- counts


def periods(found: Sequence[Period], form: str) -> None:
    header = ("period", "statements", "speakers")

    def row(p: Period) -> Cells:
        return p.label, p.count, ", ".join(f"{n.name} {n.count}" for n in p.speakers[:SPEAKERS])

    def text() -> None:
        if not found:
            click.echo("no statement fits", err=True)
        else:
            table(header, map(row, found), wide=(2,))

    emit(form, found, found, header, row, text)


SPEAKERS = 6
