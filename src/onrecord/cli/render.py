"""What each verb prints of its answer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from onrecord.cli import render_actors, render_events
from onrecord.cli.forms import Cells, emit, heading, line, printable, table
from onrecord.forms import plain, to_json
from onrecord.store import event_rows, rows, status_rows

if TYPE_CHECKING:
    from onrecord.analysis.agreement import Agreement, Figure

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # counted in offsets, shown to nobody
NARROW = (0, 1, 4, 7)  # what a narrow terminal keeps of a statement
DOUBT = "date.doubt"  # a date of an article that cannot be, or can be read in two ways; its origin says why
SHOWN = 10  # articles that status names of a sort
SAID_HEADER = ("date", "speaker", "kind", "act", "statement", "outlet", "told", "id")


def said_cells(row: rows.Said) -> Cells:
    mark = {"accept": "+ ", "correct": "* ", "reject": "x "}.get(row.verdict or "", "")
    return (row.on, speaker(row), row.kind, row.act, mark + row.quote, row.document.outlet, row.told, row.id)


def speaker(row: rows.Said) -> str:
    """The actor's name, else the words of the source in brackets: unresolved, or nobody named."""
    if row.speaker:
        return row.speaker.name
    words = " ... ".join(" ".join(s.text.split()) for s in row.source)
    return f"({words})" if words else "(not named)"


def said(found: list[rows.Said], form: str) -> None:
    def text() -> None:
        if not found:
            click.echo("no statement fits", err=True)
        table(SAID_HEADER, map(said_cells, found), wide=(4,), narrow=NARROW)

    emit(form, found, found, SAID_HEADER, said_cells, text)


def found(answer: rows.Found, form: str) -> None:
    header = ("kind", "date", "outlet", "speaker", "snippet", "file", "id")

    def cells(hit: rows.Hit) -> Cells:
        who, ref = hit.speaker.name if hit.speaker else hit.source, hit.document
        return (hit.kind, hit.on or ref.published, ref.outlet, who, hit.snippet, ref.file, hit.id)

    def text() -> None:
        if not answer.hits:
            click.echo(f"nothing holds {answer.text!r}", err=True)
        table(header, map(cells, answer.hits), wide=(4,), narrow=(1, 4, 6))
        if answer.total > len(answer.hits):
            line(f"{len(answer.hits)} of {answer.total:,} places; more with --limit")

    emit(form, answer, answer.hits, header, cells, text)


# ---------------------------------------------------------------- show


def shown(answer: rows.Dossier | rows.DocumentView | rows.Explanation | event_rows.EventView, form: str) -> None:
    match answer:
        case event_rows.EventView():
            render_events.event(answer, form)
        case rows.Dossier():
            emit(form, answer, answer.said, SAID_HEADER, said_cells, lambda: _actor(answer))
        case rows.DocumentView():
            emit(form, answer, answer.said, SAID_HEADER, said_cells, lambda: _document(answer))
        case rows.Explanation():
            emit(form, answer, [answer.said], SAID_HEADER, said_cells, lambda: _explanation(answer))


def _actor(answer: rows.Dossier) -> None:
    render_actors.dossier(answer)
    if answer.said:
        table(SAID_HEADER, map(said_cells, answer.said), wide=(4,), narrow=NARROW)


def _document(answer: rows.DocumentView) -> None:
    ref = answer.document
    heading(ref.title or ref.file)
    facts = (ref.outlet, answer.byline, answer.dateline, ref.published, answer.language, ref.file, ref.id)
    line("  ".join(str(f) for f in facts if f))
    if answer.superseded_by:
        line(f"this is an old version; the newer one is {answer.superseded_by}")
    for fact in answer.evidence:
        if fact.field == DOUBT:
            line(f"  doubtful date: {fact.value}  ({fact.origin.rstrip('.')})")
        else:
            line(f"  {fact.field}: {fact.value}  (from {fact.origin})")
    line("")
    _article(answer)
    if answer.said:
        line("")
        table(SAID_HEADER, map(said_cells, answer.said), wide=(4,), narrow=NARROW)
    if answer.events:
        line("")
        render_events.reports(answer.events)


def _article(answer: rows.DocumentView) -> None:
    """The article, with what is not article greyed (terminal) or marked "|" (pipe)."""
    colour = sys.stdout.isatty()
    for part in answer.parts:
        text = printable(answer.text[part.start : part.end].lstrip(BOM))
        if part.label in ("headline", "body"):
            click.secho(text, bold=part.label == "headline")
        elif colour:
            click.secho(text, dim=True)
        else:
            click.echo("\n".join(f"| {row}" for row in text.split("\n")))


def _explanation(answer: rows.Explanation) -> None:
    row = answer.said
    heading(f"{speaker(row)}: {row.quote}")
    ref = row.document
    line("  ".join(str(x) for x in (ref.outlet, ref.title, ref.published, ref.file) if x))
    line("")
    line(" ".join(answer.passage.text.split()))
    line("")
    places = iter(answer.raw)
    for role in ("source", "cue", "content"):
        for span in getattr(row, role):
            there = next(places, (span.start, span.end))
            raw = (
                "" if there == (span.start, span.end) else f" (page {there[0]}-{there[1]})" if there else " (no place)"
            )
            line(f"{role:8} {span.start}-{span.end}{raw}  {' '.join(span.text.split())}")
    how = "the tagger" if row.why.startswith("tagged") else f"rule {row.why}"
    line(f"found by {row.by}, {how}, score {row.score:.2f}; {row.kind}, {row.act}")
    waits = row.verdict is None and not answer.superseded_by  # an older version is not there to be judged
    standing = "sure" if answer.sure else "to review" if waits else "not sure"
    line(f"{standing}: {answer.sure_why}")
    mention = answer.speaker_mention
    if mention is not None:
        line(f"speaker  {mention.span.text!r} read by rule {mention.why}, score {mention.score:.2f}")
    if answer.machine_speaker:
        line(f"machine  {answer.machine_speaker.name}, before it was corrected")
    if answer.superseded_by:
        line(f"version  an old one; the newer is {answer.superseded_by}")
    if answer.replaced_by:
        line(f"replaced by {answer.replaced_by.id}, in a person's words: {answer.replaced_by.quote}")
    if row.speaker and answer.speaker_link:
        line(f"actor    {row.speaker.name} ({row.speaker.id}), joined with other articles by {answer.speaker_link}")
    if answer.speaker_role:
        told = answer.speaker_role
        on = f"{told.document.published}: " if told.document.published else ""
        line(f"         “{' '.join(told.evidence.text.split())}” [{on}{told.document.file}]")
    if row.speaker is None:
        line("speaker  not resolved to an actor" if row.source else "speaker  the text names none")
    if row.via:
        line("via      " + " <- ".join(a.name for a in row.via))
    if row.said_since:
        line(f"said     {row.said_since}" + (f" to {row.said_until}" if row.said_until != row.said_since else ""))
    for other in answer.tellings:
        ref = other.said.document
        where = ", ".join(str(x) for x in (ref.outlet, ref.published, ref.file) if x)
        line(f"told     in {where}: {other.said.quote}  [{other.said.id}, {other.score:.2f}: {other.why}]")
    for j in answer.judgements:
        line(render_events.judged(j))
    line(f"id       {row.id}   run {answer.run}")


# ---------------------------------------------------------------- status, score


def status(now: status_rows.Status, form: str) -> None:
    header = ("what", "count")
    facts: list[tuple[str, object]] = [
        ("documents", now.documents),
        ("  byte-identical copies", now.copies),
        ("older versions", now.superseded),
        ("statements", now.statements),
        ("  with every report of them", now.tellings),
        *((f"  {k}", n) for k, n in now.by_kind.items()),
        ("  with a resolved speaker", now.resolved),
        ("  with an unresolved speaker", now.unresolved),
        ("  with no speaker named", now.unnamed),
        ("  sure", now.sure),
        ("  waiting for review", now.to_review),
        ("events", now.events),
        ("  with every report of them", now.event_reports),
        ("  waiting for review", now.events_to_review),
        ("stories", now.stories),
        ("  storylines", now.storylines),
        ("actors", now.actors),
        ("removed documents", now.removed),
        ("rejected sources", len(now.rejected)),
        ("wanted articles", now.wanted),
        *((f"judgements {k}", n) for k, n in now.judgements.items()),
    ]

    def text() -> None:
        heading(now.path)
        for name, count in facts:
            line(f"{name:28} {count:>8}")
        if now.to_review:
            line(f"sure: score {now.threshold:.4g} or more, or a reviewer's yes; the others: onrecord said --to-review")
        if now.first:
            line(f"published {now.first} to {now.last}" + (f", {now.undated} undated" if now.undated else ""))
        for doc in now.without_date[:SHOWN]:
            line(f"undated: {doc.file}" + (f"  ({' '.join(doc.doubts)})" if doc.doubts else ""))
        if len(now.without_date) > SHOWN:
            line(f"... and {len(now.without_date) - SHOWN:,} more undated: onrecord status --format json")
        nameless = now.documents - sum(n.count for n in now.outlets)
        if nameless:
            line(f"{nameless:,} documents of no known outlet: say whose they are with [[outlet]] in onrecord.toml")
        for title, names in (("outlets", now.outlets), ("speakers", now.speakers)):
            if names:
                line(f"{title}: " + ", ".join(f"{n.name} ({n.count})" for n in names[:12]))
        if now.wanted:
            line("wanted: named by lists or feeds, and not here; list them: onrecord status --wanted")
        if now.unfinished_runs:
            line(f"{now.unfinished_runs} run(s) were stopped before the end; run the same add again to finish")
        for row in now.rejected[:10]:
            line(f"rejected {row.file}: {row.reason}{': ' + row.detail if row.detail else ''}")
        if len(now.rejected) > 10:
            line(f"... and {len(now.rejected) - 10} more: onrecord status --rejected")
        for j in now.orphaned:
            line(
                f"orphaned judgement {j.id}: {j.verdict} {j.target} by {j.who}: what it judged is no longer in the text"
            )

    items = [{"what": what.strip(), "count": count} for what, count in facts]
    emit(form, now, items, header, lambda f: (f["what"], f["count"]), text)


def rejected(now: status_rows.Status, form: str) -> None:
    header = ("file", "reason", "detail", "run")

    def cells(row: status_rows.RejectedRow) -> Cells:
        return (row.file, row.reason, row.detail, row.run)

    def text() -> None:
        if now.rejected:
            table(header, map(cells, now.rejected), wide=(2,))
        else:
            line("nothing was rejected")

    emit(form, now.rejected, now.rejected, header, cells, text)


def wanted(found: list[status_rows.WantedRow], form: str) -> None:
    header = ("url", "title", "outlet", "published", "file")

    def cells(row: status_rows.WantedRow) -> Cells:
        return (row.url, row.title, row.outlet, row.published, row.file)

    def text() -> None:
        if found:
            table(header, map(cells, found), wide=(1,), narrow=(0, 1))
            click.echo("fetch them: onrecord add --wanted; or save them and add the files", err=True)
        else:
            line("nothing is wanted")

    emit(form, found, found, header, cells, text)


def feeds(found: list[status_rows.FeedRow], form: str) -> None:
    header = ("feed", "title", "polled", "due", "problem")

    def cells(row: status_rows.FeedRow) -> Cells:
        polled, due = (f"{at:%Y-%m-%d %H:%M}" if at else "never" for at in (row.polled, row.due))
        return (row.url, row.title, polled, due, row.problem)

    def text() -> None:
        if found:
            table(header, map(cells, found), wide=(4,), narrow=(0, 3, 4))
        else:
            line("no feed is followed; follow one with: onrecord feed ADDRESS")

    emit(form, found, found, header, cells, text)


def agreement(result: Agreement, *, as_json: bool, misses: int) -> None:
    def figure(f: Figure) -> dict[str, float | int | None]:
        return {"precision": f.precision, "recall": f.recall, "f1": f.f1, "gold": f.gold, "predicted": f.predicted}

    if as_json:
        value = {
            "articles": result.articles,
            "scores": {c: {n: figure(f) for n, f in levels.items()} for c, levels in result.figures.items()},
            "speakers": dict(result.speakers),
            "right_actor": result.right_actor,
            "missing": list(result.missing),
            "misses": plain(result.misses[:misses]),
        }
        click.echo(to_json(value, indent=1))
        return
    table(
        ("class", "level", "precision", "recall", "F1", "gold", "predicted"),
        (
            (cls, level, *(_percent(x) for x in (f.precision, f.recall, f.f1)), f.gold, f.predicted)
            for cls, levels in result.figures.items()
            for level, f in levels.items()
        ),
    )
    if result.right_actor is not None:
        counts = ", ".join(f"{k.replace('_', ' ')} {n}" for k, n in sorted(result.speakers.items()))
        line(f"statement to right actor {_percent(result.right_actor)} ({counts})")
    for file in result.missing:
        click.echo(f"not in the record: {file}", err=True)
    for miss in result.misses[:misses]:
        line(f"{miss.article}: {miss.problem}: {miss.content}  [gold {miss.gold_speaker}, found {miss.found_speaker}]")


def _percent(x: float | None) -> str:
    return "-" if x is None else f"{100 * x:.1f}"
