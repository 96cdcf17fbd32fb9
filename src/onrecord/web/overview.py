"""What the first page tells: what the record holds, what came last, and what wants a person's attention."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from onrecord.model import Run
from onrecord.record import Record
from onrecord.store import path_rows, rows, status_rows, story_rows
from onrecord.store.timeline_rows import Timeline

RECENT = 7  # days that count as the last ones of the coverage
TOLD, TURNS, SPEAKERS, LINES = 4, 5, 10, 5  # rows of the parts of the page
DOUBTS = 50  # doubtful actors are counted up to here


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """Something that a person should settle: what it is, and how many there are; `most` says that there may be more.

    Kinds: unfinished (runs), unsettled (comparison), orphaned (judgements), statements, events, actors (doubtful),
    rejected (files), undated (articles), wanted (articles), feeds (failing).
    """

    kind: str
    count: int
    most: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """The last days of the coverage: how much happened and was said, with what most outlets tell."""

    since: date
    until: date
    found: Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The first page. `days` counts statements by day ("" without one), `turns` are the latest changes of mind."""

    status: status_rows.Status
    outlets: int
    days: Mapping[str, int]
    last_run: Run | None
    recent: Recent | None
    speakers: tuple[rows.ActorRow, ...]
    lines: tuple[story_rows.StorylineRow, ...]
    turns: tuple[path_rows.Change, ...]
    attention: tuple[Attention, ...]


def overview(record: Record) -> Overview:
    """The first page of a record; it is made once, and anew where the record has changed."""
    with record.store.read() as conn:
        return record.store.remembered.get(conn, "overview", record.project.sure, lambda: _made(record))


def _made(record: Record) -> Overview:
    status = replace(record.status(), path=record.store.path.name)  # of the machine nothing is told
    by_day = record.days()
    return Overview(
        status=status,
        outlets=len(status.outlets),
        days={on.isoformat() if on else "": count for on, count in by_day.items()},
        last_run=status.runs[-1] if status.runs else None,
        recent=_recent(record, status.last),
        speakers=tuple(row for row in record.actors(limit=SPEAKERS) if row.statements),
        lines=record.stories(limit=LINES).storylines,
        turns=_turns(record.changes()),
        attention=tuple(a for a in _attention(record, status) if a.count),
    )


def began(last: date) -> date:
    """The first of the last days of a coverage that ends on this day."""
    return last - timedelta(days=min(RECENT - 1, (last - date.min).days))


def _recent(record: Record, last: date | None) -> Recent | None:
    if last is None:
        return None
    found = record.timeline(since=began(last), until=last, top=TOLD)
    return Recent(since=began(last), until=last, found=found)


def _turns(found: path_rows.Changes) -> tuple[path_rows.Change, ...]:
    """The latest changes first."""
    every = [*found.reversals, *found.softenings, *found.hardenings]
    ordered = sorted(every, key=lambda c: (c.after.since or date.min, c.actor.name, c.issue), reverse=True)
    return tuple(ordered[:TURNS])


def _attention(record: Record, status: status_rows.Status) -> Iterator[Attention]:
    yield Attention(kind="unfinished", count=status.unfinished_runs)
    yield Attention(kind="unsettled", count=0 if record.settled() else 1)
    yield Attention(kind="orphaned", count=len(status.orphaned))
    yield Attention(kind="statements", count=status.to_review)
    yield Attention(kind="events", count=status.events_to_review)
    doubts = len(record.doubtful(limit=DOUBTS))
    yield Attention(kind="actors", count=doubts, most=doubts == DOUBTS)
    yield Attention(kind="rejected", count=len(status.rejected))
    yield Attention(kind="undated", count=status.undated)
    yield Attention(kind="wanted", count=status.wanted)
    yield Attention(kind="feeds", count=sum(feed.failures > 0 for feed in record.feeds()))


__all__ = ["Attention", "Overview", "Recent", "began", "overview"]
