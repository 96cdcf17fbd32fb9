"""`periods`: statements counted by day, month or year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Unpack

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.project import DEFAULT_SURE
from onrecord.store import lookup, state, statements
from onrecord.store.encode import day
from onrecord.store.rows import NameCount, Period, Said
from onrecord.store.schema import document, statement
from onrecord.store.statements import Filters
from onrecord.store.timeline_order import STEPS

if TYPE_CHECKING:
    from onrecord.store.db import Store


def periods(
    store: Store,
    *,
    step: str = "month",
    limit: int | None = None,
    threshold: float = DEFAULT_SURE,
    **filters: Unpack[Filters],
) -> list[Period]:
    """Statements by day, month or year, oldest first; those without any date in a last period "undated".

    With `limit` each period lists no more than so many of its statements, the oldest; all are counted.
    """
    if step not in STEPS:
        raise UsageError(f"{step!r} is no step; there are: {', '.join(STEPS)}")
    if limit is not None and limit < 0:
        raise UsageError("limit is a number from 0")
    with store.read() as conn:
        where = (*statements.conditions(conn, filters, threshold), *statements.once(conn, filters, threshold))
        if limit is None:
            found = statements.rows(conn, statements.select().where(*where).order_by(*_oldest_first()))
            return [_period(label, step, list(some)) for label, some in groupby(found, lambda x: _label(x.on, step))]
        asked = step, limit, threshold, state.said(filters)
        return list(store.remembered.get(conn, "periods", asked, lambda: _counted(conn, where, step, limit)))


def _counted(conn: sa.Connection, where: Sequence[Any], step: str, limit: int) -> list[Period]:
    """Periods of which only the oldest statements are read; the others are counted by number, day and speaker."""
    every = conn.execute(
        statements.joined(sa.select(statement.c.n, statement.c.day, statements.SPEAKER))
        .where(*where)
        .order_by(*_oldest_first())
    )
    made = []
    for label, group in groupby(every, lambda r: _label(day(r.day), step)):
        some = list(group)
        speakers = Counter(r.root for r in some if r.root is not None)
        names = lookup.refs(conn, list(speakers))
        counted: Counter[str] = Counter()
        for n, count in speakers.items():
            counted[names[n].name] += count
        head = statements.numbered(conn, [r.n for r in some[: max(limit, 1)]])
        made.append(
            replace(_period(label, step, head), count=len(some), speakers=_ranked(counted), said=tuple(head[:limit]))
        )
    return made


def _oldest_first() -> tuple[Any, ...]:
    s = statement.c
    return s.day.asc().nulls_last(), document.c.id, s.start, s.id


def _label(on: date | None, step: str) -> str:
    return on.isoformat()[: {"year": 4, "month": 7, "day": 10}[step]] if on else "undated"


def _period(label: str, step: str, some: Sequence[Said]) -> Period:
    since = until = some[0].on
    if since is not None and step == "month":
        since = since.replace(day=1)
        until = (since.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    elif since is not None and step == "year":
        since, until = since.replace(month=1, day=1), since.replace(month=12, day=31)
    names = Counter(x.speaker.name for x in some if x.speaker)
    return Period(label=label, since=since, until=until, count=len(some), speakers=_ranked(names), said=tuple(some))


def _ranked(names: Mapping[str, int]) -> tuple[NameCount, ...]:
    return tuple(NameCount(name=n, count=c) for n, c in sorted(names.items(), key=lambda x: (-x[1], x[0])))
