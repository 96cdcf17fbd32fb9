"""What the verbs about events print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from onrecord import plover
from onrecord.cli.forms import Cells, emit, heading, line, table
from onrecord.model import Judgement, Place, Span
from onrecord.store.event_rows import EventList, EventReport, EventRow, EventView, TakesPart, ValueRow, placed
from onrecord.store.rows import DocumentRef

HEADER = ("date", "type", "actors", "recipients", "event", "place", "reports", "differs", "id")
NARROW = (0, 1, 4, 8)
CSV_HEADER = (
    "id", "event", "since", "until", "published", "type", "mode", "quad", "contexts", "status", "actors", "recipients",
    "place", "country", "sentence", "reports", "outlets", "differs", "verdict", "score", "file",
)  # fmt: skip
MARKS = {"accept": "+ ", "correct": "* ", "reject": "x "}
COUNTED = {
    "events": "each once however many articles report it",
    "statements": "each statement that tells an event or is one, once an event",
    "reports": "every place where an article tells one",
}
FILES = 4  # documents named of one value


def events(answer: EventList, form: str, *, narrowed: bool = True) -> None:
    def text() -> None:
        if answer.events:
            table(HEADER, map(_cells, answer.events), wide=(4,), narrow=NARROW)
        shown = f"{len(answer.events):,} of " if len(answer.events) < answer.total else ""
        counted = answer.counted[:-1] if answer.total == 1 else answer.counted
        said = f"{shown}{answer.total:,} {counted}: {COUNTED[answer.counted]}"
        none = f"no {answer.counted[:-1]} fits" if narrowed else "no event here: add articles first"
        click.echo(said if answer.total else none, err=True)

    header, cells = (CSV_HEADER, _csv) if form == "csv" else (HEADER, _cells)
    emit(form, answer, answer.events, header, cells, text)


def reports(found: Sequence[EventReport]) -> None:
    """The events that one article tells, as a table."""
    header = ("date", "type", "actors", "recipients", "event", "id")

    def cells(r: EventReport) -> Cells:
        mark = MARKS.get(r.verdict or "", "")
        return _day(r.since, r.until, r.on), named(r), _people(r.actors), _people(r.recipients), mark + r.quote, r.id

    table(header, map(cells, found), wide=(4,), narrow=(0, 1, 4, 5))


def event(answer: EventView, form: str) -> None:
    emit(form, answer, [answer.event], CSV_HEADER, _csv, lambda: _event(answer))


# ---------------------------------------------------------------------------- a line each


def _cells(row: EventRow) -> Cells:
    best = row.best
    return (
        _when(row), named(best), _people(best.actors), _people(best.recipients),
        MARKS.get(best.verdict or "", "") + best.quote, placed(best.place), len(row.reports),
        ", ".join(d.field for d in row.disagreements), row.id,
    )  # fmt: skip


def _csv(row: EventRow) -> Cells:
    best = row.best
    return (
        row.id, best.event, row.since, row.until, best.document.published, best.type, best.mode, best.quad,
        "; ".join(best.contexts), best.status, _people(best.actors), _people(best.recipients),
        best.place.name if best.place else None, best.place.country if best.place else None, best.quote,
        len(row.reports), "; ".join(row.outlets), "; ".join(d.field for d in row.disagreements), best.verdict,
        best.score, best.document.file,
    )  # fmt: skip


def _when(row: EventRow) -> str | None:
    return _day(row.since, row.until, row.on)


def _day(since: date | None, until: date | None, published: date | None) -> str | None:
    if since is None:
        return f"({published})" if published else None
    return str(since) if until in (None, since) else f"{since}..{until}"


def named(report: EventReport) -> str:
    """Type and mode, and the status where it has not happened."""
    what = f"{report.type}/{report.mode}" if report.mode else report.type
    return what if report.status == "happened" else f"{what} ({report.status})"


def _people(who: Sequence[TakesPart]) -> str:
    return "; ".join(p.name if p.actor else f"({p.name})" for p in who)


def headline(report: EventReport) -> str:
    """Who did what to whom, on one line."""
    who, to = _people(report.actors) or "somebody", _people(report.recipients)
    return f"{named(report)}: {who}" + (f" -> {to}" if to else "")


# ---------------------------------------------------------------------------- one event


def _event(answer: EventView) -> None:
    row, report = answer.event, answer.report
    heading(headline(report))
    line(_source(report.document))
    line("")
    line(" ".join(answer.passage.text.split()))
    line("")
    _what(report)
    _reports(answer)
    for d in row.disagreements:
        line(f"differs  {d.field}: " + " | ".join(map(_value, d.values)))
    _found_by(answer)
    for j in answer.judgements:
        line(judged(j, "" if j.target == report.id else f" of {j.target}"))
    line(f"id       {report.id}   run {answer.run}")


def _what(report: EventReport) -> None:
    quad = f"{report.quad} {plover.QUADS[report.quad]}" if report.quad in plover.QUADS else "none"
    about = f"; about {', '.join(report.contexts)}" if report.contexts else ""
    line(f"what     {named(report)}, quad {quad}{about}")
    for name, who in (("actor", report.actors), ("to", report.recipients)):
        for one in who:
            at = _at(one.span) if one.span else "as a reviewer says"
            line(f"{name:8} {f'{one.actor.name} ({one.actor.id})' if one.actor else 'nobody known'}  {at}")
    if report.since:
        until = f" to {report.until}" if report.until != report.since else ""
        line(f"when     {report.since}{until}" + (f"  {report.when!r}" if report.when else ""))
    else:
        line(f"when     not told; published {report.document.published or 'on no known day'}")
    if report.place:
        line(f"where    {_where(report.place)}  {_at(report.place.span)}")
    for f in report.figures:
        line(f"{f.kind:8} {_bounds(f.least, f.most)}  {_at(f.span)}")


def _at(span: Span) -> str:
    return f"{span.start}-{span.end}  {' '.join(span.text.split())}"


def _where(place: Place) -> str:
    if not place.country:
        return f"{place.name}, not in the gazetteer"
    known = f"{place.name}, {place.kind}, {place.country}"
    if place.latitude is None or place.longitude is None:
        return known
    return f"{known} ({place.latitude:.2f}, {place.longitude:.2f})"


def _bounds(least: float | None, most: float | None) -> str:
    if least == most:
        return f"{least:g}" if least is not None else "some"
    if most is None:
        return f"{least:g} or more"
    return f"up to {most:g}" if least is None else f"{least:g} to {most:g}"


def _reports(answer: EventView) -> None:
    row, report = answer.event, answer.report
    many = f"{row.documents} document{'s' if row.documents != 1 else ''}"
    line(f"reports  {len(row.reports)} in {many}: counted as {row.id}")
    for r in row.reports:
        if r.id != report.id:
            how = r if r.joined_why else report
            joined = f", {how.joined_score:.2f}: {how.joined_why}" if how.joined_why and how.joined_score else ""
            line(f"told     in {_source(r.document)}: {MARKS.get(r.verdict or '', '')}{r.quote}  [{r.id}{joined}]")


def _found_by(answer: EventView) -> None:
    report = answer.report
    line(f"act      {report.trigger.start}-{report.trigger.end}  {' '.join(report.trigger.text.split())}")
    line(f"found by {report.by}, {report.why}, score {report.score:.2f}")
    waits = not answer.sure and report.verdict is None and not answer.superseded_by
    line(f"{'sure' if answer.sure else 'to review' if waits else 'not sure'}: {answer.sure_why}")
    if report.act_of:
        line(f"said     it is what statement {report.act_of} does")
    if report.within:
        line(f"said     it is told in statement {report.within}")
    if answer.superseded_by:
        line(f"version  an old one; the newer is {answer.superseded_by}")


def _value(v: ValueRow) -> str:
    more = f" and {len(v.documents) - FILES} more" if len(v.documents) > FILES else ""
    return f"{v.value} [{', '.join(d.outlet or d.file for d in v.documents[:FILES])}{more}]"


def _source(ref: DocumentRef) -> str:
    return ", ".join(str(x) for x in (ref.outlet, ref.published, ref.file) if x)


def judged(j: Judgement, of: str = "") -> str:
    """A line of the log."""
    state = " (undone)" if j.undone_at else f" ({j.state})" if j.state != "attached" else ""
    change = "".join(f", {k}: {v}" for k, v in j.change.items() if not k.endswith("_id"))
    return (
        f"judged   {j.verdict}{of}{change} by {j.who} on {j.at:%Y-%m-%d %H:%M}{state}{': ' + j.note if j.note else ''}"
    )
