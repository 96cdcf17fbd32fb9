"""What `queue`, `judge-all`, `coders` and `log` print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from onrecord.cli.forms import Cells, emit, heading, line, printable, table
from onrecord.cli.render import speaker
from onrecord.cli.render_events import headline
from onrecord.model import Judgement
from onrecord.store.coder_rows import CoderAgreement, Coders, Disagreement
from onrecord.store.queue_rows import KindProgress, Progress, Queue, QueueItem
from onrecord.store.review_rows import Bulk, LogPage

QUEUE = ("date", "what", "words", "why", "told", "version", "id")
PAIRS = ("pair", "one", "other", "why", "moves", "version")
PROGRESS = ("kind", "judged", "unsure", "waiting")
LOG = ("number", "at", "who", "verdict", "right", "score", "undone", "note", "target")
AGREEMENT = ("kind", "coders", "units", "percent", "alpha", "low", "high")
DIFFER = ("kind", "words", "verdicts", "settled", "id")


def queue(found: Queue, form: str) -> None:
    pairs = any(item.doubt for item in found.items)
    header, cells = (PAIRS, _pair) if pairs else (QUEUE, _item)

    def text() -> None:
        if not found.items:
            click.echo("nothing waits", err=True)
            return
        table(header, map(cells, found.items), wide=(1, 2) if pairs else (2,), narrow=(0, 1, 2) if pairs else (1, 2, 6))
        click.echo(f"{len(found.items)} of {found.total:,} that wait", err=True)
        if found.next:
            click.echo(f"the next page: --after {found.next}", err=True)

    emit(form, found, found.items, header, cells, text)


def _item(item: QueueItem) -> Cells:
    told = (item.why, item.consequence, "" if item.version is None else item.version, item.id)
    if item.position is not None:
        p = item.position
        return (p.said.on, f"{speaker(p.said)}: {p.stance} on {p.issue}", p.said.quote, *told)
    if item.event is not None:
        return (item.event.since or item.event.document.published, headline(item.event), item.event.quote, *told)
    return (item.said.on, speaker(item.said), item.said.quote, *told) if item.said else ("", "", "", *told)


def _pair(item: QueueItem) -> Cells:
    names = (item.doubt.a.name, item.doubt.b.name) if item.doubt else ("", "")
    return (item.id, *names, item.why, item.consequence, item.version)


def progress(found: Progress, form: str) -> None:
    rows = list(found.kinds.items())

    def cells(row: tuple[str, KindProgress]) -> Cells:
        return (row[0], row[1].judged, row[1].unsure, row[1].waiting)

    def text() -> None:
        table(PROGRESS, map(cells, rows))
        if found.per_minute is not None and found.since and found.until:
            when = f"{found.since:%Y-%m-%d %H:%M} to {found.until:%H:%M}"
            line(f"last session: {found.session} judgements, {when} (UTC), {found.per_minute:.1f} a minute")
            line(f"what waits takes {_hours(found.minutes_left or 0)} at that pace")

    emit(form, found, rows, PROGRESS, cells, text)


def _hours(minutes: float) -> str:
    return f"{minutes / 60:.1f} hours" if minutes >= 90 else f"{minutes:.0f} minutes"


def bulk(done: Bulk, verdict: str, form: str) -> None:
    def text() -> None:
        line(f"{len(done.judgements)} judged: {verdict}")
        for refused in done.refused:
            click.echo(printable(f"not judged: {refused.id}: {refused.why}"), err=True)
        if done.number:
            click.echo(f"take all of it back with: onrecord undo --bulk {done.number}", err=True)

    emit(form, done, done.judgements, LOG, _line, text)


def log(found: LogPage, form: str) -> None:
    def text() -> None:
        table(LOG, map(_line, found.lines), wide=(4, 7), narrow=(0, 2, 3, 8))
        if found.next:
            click.echo(f"{len(found.lines)} of {found.total:,} lines; the next page: --after {found.next}", err=True)

    emit(form, found, found.lines, LOG, _line, text)


def _line(j: Judgement) -> Cells:
    undone = f"{j.undone_at:%Y-%m-%d %H:%M}" if j.undone_at else ""
    score = "" if j.score is None else f"{j.score:.2f}"
    verdict = f"{j.verdict} ({j.role})" if j.role else j.verdict
    return (j.id, f"{j.at:%Y-%m-%d %H:%M}", j.who, verdict, _right(j.change), score, undone, j.note, j.target)


def _right(change: Mapping[str, str]) -> str:
    return "; ".join(f"{k}: {v}" for k, v in change.items() if not k.endswith("_id"))


# ---------------------------------------------------------------------------- coders


def coders(found: Coders, form: str) -> None:
    """Counts of each coder, then the agreement of each two and of all."""

    def text() -> None:
        for c in found.coders:
            kinds = ", ".join(f"{n:,} {kind}{'' if n == 1 else 's'}" for kind, n in c.kinds.items()) or "nothing"
            verdicts = ", ".join(f"{verdict} {n:,}" for verdict, n in c.verdicts.items())
            heading(f"{c.who}: {kinds}")
            line(f"  {verdicts}" + (f"; taken back {c.undone:,}" if c.undone else ""))
        if found.agreement:
            table(AGREEMENT, map(_agreed, found.agreement), wide=(1,))
        else:
            click.echo("nobody else judged: agreement takes two coders", err=True)

    emit(form, found, found.agreement, AGREEMENT, _agreed, text)


def _agreed(a: CoderAgreement) -> Cells:
    percent = "" if a.percent is None else f"{a.percent:.0%}"
    figures = ("" if x is None else f"{x:.2f}" for x in (a.alpha, a.low, a.high))
    return (a.kind, ", ".join(a.coders), a.units, percent, *figures)


def disagreements(found: Sequence[Disagreement], form: str) -> None:
    def text() -> None:
        if not found:
            click.echo("coders agree on what two of them judged, or it is settled", err=True)
        table(DIFFER, map(_differ, found), wide=(1, 2), narrow=(1, 2, 4))
        if found:
            click.echo("settle each: onrecord judge ID accept|reject|correct --role adjudication", err=True)

    emit(form, found, found, DIFFER, _differ, text)


def _differ(d: Disagreement) -> Cells:
    said = d.said or (d.position.said if d.position else None)
    words = "" if said is None else f"{d.position.issue}: {said.quote}" if d.position else said.quote
    verdicts = "; ".join(f"{who}: {_told(j)}" for who, j in d.verdicts.items())
    return (d.kind, words, verdicts, _told(d.settled) + f" by {d.settled.who}" if d.settled else "", d.id)


def _told(j: Judgement) -> str:
    return f"{j.verdict} ({_right(j.change)})" if j.change else j.verdict
