"""What diff prints: a heading and some lines for each part that has anything, and what is not shown counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

import click

from onrecord.cli.forms import heading, line
from onrecord.cli.render_positions import when as days
from onrecord.cli.render_timeline import named, people, when
from onrecord.forms import to_json
from onrecord.store.diff_rows import (
    Contradiction,
    Corrected,
    Diff,
    NewActor,
    NewRole,
    Removed,
    Reversal,
    Rise,
    StatusChange,
    Tally,
)
from onrecord.store.event_rows import ValueRow
from onrecord.store.path_rows import Change
from onrecord.store.rows import DocumentRef
from onrecord.store.timeline_entries import most_told
from onrecord.store.timeline_order import label
from onrecord.store.timeline_rows import SourceRow, TimelineEntry

T = TypeVar("T")
SHORT = 90  # characters of words on a line


def diff(answer: Diff, *, limit: int, as_json: bool) -> None:
    if as_json:
        click.echo(to_json(answer, indent=1))
        return
    days = f"from {answer.since} to {answer.until}" if answer.until else f"since {answer.since}"
    what = "Added to the record" if answer.added else "New"
    heading(f"{what} {days}: {_counted(answer)}")
    parts = list(_parts(answer, limit))
    for title, lines in parts:
        line("")
        heading(title)
        for text in lines:
            line(text)
    if not parts:
        line("nothing is new")
    elif answer.entries:
        line("")
        days = f"--since {answer.since}" + (f" --until {answer.until}" if answer.until else "")
        line("each of them: add --json" if answer.added else f"each of them: onrecord timeline {days}")


def _counted(answer: Diff) -> str:
    said = sum(e.kind == "statement" for e in answer.entries)
    done = len(answer.entries) - said
    return ", ".join((_many(answer.documents, "article"), _many(said, "statement"), _many(done, "event")))


def _many(count: int, one: str) -> str:
    return f"{count:,} {one}{'s' if count != 1 else ''}"


def _parts(answer: Diff, limit: int) -> Iterator[tuple[str, list[str]]]:
    """Titles and lines, what an analyst looks at first on top."""
    yield from _part("Changed on an issue", answer.positions, _position, limit)
    yield from _part("Turned", answer.reversals, _reversal, limit)
    yield from _part("Came about, or did not", answer.changes, _change, limit)
    yield from _part("Contradict each other", answer.contradictions, _contradiction, limit)
    yield from _part("Numbers that rose", answer.rises, _rise, limit)
    if answer.speakers:
        yield "Statements, by speaker", list(_speakers(answer.speakers, limit))
    if answer.happened:
        yield "By type of event, acts of speech among them", list(_types(answer.happened))
    yield from _most_told(answer.entries, limit)
    yield from _part("Actors named for the first time", answer.actors, _actor, limit)
    yield from _part("Offices not told of before", answer.roles, _role, limit)
    yield from _part("Articles with a new version", answer.corrected, _corrected, limit)
    yield from _part("Articles taken out", answer.removed, _removed, limit)
    if answer.judgements:
        counts = [(v, len(list(g))) for v, g in groupby(sorted(j.verdict for j in answer.judgements))]
        yield "Judgements", [", ".join(f"{v} {n}" for v, n in counts)]


def _part(
    title: str, rows: Sequence[T], shown: Callable[[T], list[str]], limit: int
) -> Iterator[tuple[str, list[str]]]:
    if rows:
        more = [f"  ... {len(rows) - limit:,} more (--limit, --json)"] if len(rows) > limit else []
        yield f"{title} ({len(rows):,})", [text for row in rows[:limit] for text in shown(row)] + more


def _speakers(found: Sequence[Tally], limit: int) -> Iterator[str]:
    names = {t.name: 0 for t in found}
    for t in found:
        names[t.name] += t.count
    ranked = sorted(names, key=lambda n: (n == "?", -names[n], n))
    for name in ranked[:limit]:
        sorts = ", ".join(f"{t.sort} {t.count}" for t in found if t.name == name)
        line_ = "nobody known" if name == "?" else name
        yield f"  {line_} {names[name]}: {sorts}"
    if len(ranked) > limit:
        yield f"  ... {len(ranked) - limit:,} more"


def _types(found: Sequence[Tally]) -> Iterator[str]:
    totals = {name: sum(t.count for t in found if t.name == name) for name in {t.name for t in found}}
    for name in sorted(totals, key=lambda n: (-totals[n], n)):
        mine = [t for t in found if t.name == name]
        ahead = ", ".join(f"{t.count} {t.sort}" for t in mine if t.sort != "happened")
        yield f"  {name} {totals[name]}" + (f" ({ahead})" if ahead else "")


def _most_told(entries: Sequence[TimelineEntry], limit: int) -> Iterator[tuple[str, list[str]]]:
    several = [e for e in entries if len(e.outlets) > 1]
    if several:
        kept = most_told(several, limit)
        yield "Told by several outlets", [f"  {_entry(e)}  [{len(e.outlets)} outlets, {e.id}]" for e in kept]


# ---------------------------------------------------------------------------- a row each


def _entry(e: TimelineEntry) -> str:
    who, to = people(e.who) or "somebody", people(e.whom)
    return f"{when(e)}  {who}{f' -> {to}' if to else ''}, {named(e)}: {_cut(e.words)}"


def _cut(words: str) -> str:
    if len(words) <= SHORT:
        return words
    return (words[:SHORT].rpartition(" ")[0] or words[:SHORT]) + " …"


def _source(s: SourceRow) -> str:
    return f"{_document(s.document)} {s.spans[0].start}-{s.spans[-1].end}, {s.id}"


def _document(d: DocumentRef) -> str:
    return ", ".join(str(x) for x in (d.outlet, d.published, d.file) if x)


def _passages(*entries: TimelineEntry) -> list[str]:
    return [f"    {when(e)}  {_cut(e.words)}  [{_source(e.sources[0])}]" for e in entries]


def _reversal(r: Reversal) -> list[str]:
    return [f"  {r.actor.name}: {r.was}, then {r.became} ({', '.join(r.matter)})", *_passages(r.before, r.after)]


def _position(c: Change) -> list[str]:
    said = [f"    {days(t)}  {_cut(t.phrase)}  [{_source(t.sources[0])}]" for t in (c.before, c.after)]
    how = f"{c.was}, then {c.became}" if c.kind != "contradiction" else f"{c.was} and {c.became} on the same days"
    return [f"  {c.actor.name} on {c.issue}: {how} ({c.kind})", *said]


def _change(c: StatusChange) -> list[str]:
    who = people(c.after.who) or people(c.before.who) or "somebody"
    return [f"  {who}, {c.after.what}: {c.was}, then {c.became} ({c.why})", *_passages(c.before, c.after)]


def _contradiction(c: Contradiction) -> list[str]:
    if c.said and c.denied:
        who, other = people(c.denied.who), people(c.said.who) or "somebody"
        return [f"  {who} denies what {other} says ({', '.join(c.matter)})", *_passages(c.said, c.denied)]
    if c.event and c.differs:
        return [f"  {_entry(c.event)}  [{c.event.id}]", f"    {c.kind}: " + " | ".join(map(_value, c.differs.values))]
    return []


def _rise(r: Rise) -> list[str]:
    return [f"  {_entry(r.event)}  [{r.event.id}]", f"    {r.kind}: {_value(r.before)}, then {_value(r.after)}"]


def _value(v: ValueRow) -> str:
    return f"{v.value} [{', '.join(dict.fromkeys(d.outlet or d.file for d in v.documents))}]"


def _actor(a: NewActor) -> list[str]:
    kind = "" if a.actor.kind == "unknown" else f", {a.actor.kind.replace('_', ' ')}"
    return [f"  {a.actor.name}{kind}: {_many(a.statements, 'statement')}, named first in {_document(a.document)}"]


def _role(r: NewRole) -> list[str]:
    days = " to ".join(label(d, d) for d in (r.since, r.until) if d)
    of = f" of {r.org}" if r.org else ""
    return [f"  {r.actor.name}: {r.title}{of}{f', {days}' if days else ''}  [{_source(r.sources[0])}]"]


def _corrected(c: Corrected) -> list[str]:
    return [f"  {_document(c.document)}: {c.came} statements came, {c.went} went ({c.at:%Y-%m-%d})"]


def _removed(r: Removed) -> list[str]:
    return [f"  {_document(r.document)}, by {r.who} ({r.at:%Y-%m-%d})"]
