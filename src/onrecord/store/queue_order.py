"""The orders of the queue: rows by number, in a stable order, each page from where the last one ended.

A `Line` is what waits of one kind. Its orders read no more than they answer: they walk an index, from the place where
the page before ended (a keyset), and never count rows off.

uncertain       how near the score is to the threshold: from it upwards and downwards at once, the nearer first
newest          by day, the latest first, those without any date last
consequential   what is told several times, the most told first; then what those actors said whom most documents name
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.store.put import chunks
from onrecord.store.schema import actor, actor_name

Place = dict[str, Any]
_AT_ONCE = 200  # of what is told several times that are looked at together


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What waits of a kind. `base` makes a query of those columns of its rows that wait and fit the filters, `fitting`
    of those that fit, judged or not; `told` one of (number, documents) for those that several documents tell; `said_by`
    the condition that an actor says it, None where rows have no speaker; `narrow` that filters leave few rows, so that
    all of them are looked at."""

    base: Callable[[Sequence[Any]], Any]
    fitting: Callable[[Sequence[Any]], Any]
    number: Any
    score: Any
    day: Any
    threshold: float
    told: Callable[[], Any]
    several: Any
    said_by: Callable[[int], Sequence[Any]] | None = None
    unspoken: Any = None
    narrow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Numbers of rows in their order, and the place after the last one."""

    numbers: list[int]
    place: Place


def page(conn: sa.Connection, line: Line, order: str, place: Place, limit: int) -> Found:
    """The next rows, `limit` at most. Raises UsageError where the place is none of this order."""
    try:
        return _ORDERS[order](conn, line, place, limit)
    except (KeyError, TypeError, ValueError, IndexError):
        raise UsageError("after: this is no place in this queue; give the `next` of the page before") from None


# ---------------------------------------------------------------------------- uncertain


def _uncertain(conn: sa.Connection, line: Line, place: Place, limit: int) -> Found:
    """Two walks away from the threshold, merged: each keeps its own place."""
    t, n, score = line.threshold, line.number, line.score
    query = line.base([n.label("n"), score.label("score")])
    up = query.where(score >= t).order_by(score, n)
    down = query.where(score < t).order_by(score.desc(), n.desc())
    if at := place.get("up"):
        up = up.where(sa.tuple_(score, n) > sa.tuple_(float(at[0]), int(at[1])), score >= float(at[0]))
    if at := place.get("down"):
        down = down.where(sa.tuple_(score, n) < sa.tuple_(float(at[0]), int(at[1])), score <= float(at[0]))
    rows = [(abs(r.score - t), side, i, r) for side, q in ((0, up), (1, down)) for i, r in _rows(conn, q, limit)]
    rows.sort(key=lambda x: x[:3])
    where = dict(place)
    for _, side, _, r in rows[:limit]:
        where["down" if side else "up"] = [r.score, r.n]
    return Found(numbers=[r.n for *_, r in rows[:limit]], place=where)


def _rows(conn: sa.Connection, query: Any, limit: int) -> Iterator[tuple[int, Any]]:
    yield from enumerate(conn.execute(query.limit(limit)).all())


# ---------------------------------------------------------------------------- newest


def _newest(conn: sa.Connection, line: Line, place: Place, limit: int) -> Found:
    n, day = line.number, line.day
    found: list[int] = []
    where = dict(place)
    if "undated" not in where:
        query = line.base([n.label("n"), day.label("day")]).where(day.is_not(None)).order_by(day.desc(), n.desc())
        if at := where.get("day"):
            query = query.where(sa.tuple_(day, n) < sa.tuple_(str(at[0]), int(at[1])), day <= str(at[0]))
        for _, r in _rows(conn, query, limit):
            found.append(r.n)
            where = {"day": [r.day, r.n]}
    if len(found) < limit:
        query = line.base([n.label("n")]).where(day.is_(None)).order_by(n.desc())
        if at := where.get("undated"):
            query = query.where(n < int(at))
        for _, r in _rows(conn, query, limit - len(found)):
            found.append(r.n)
            where = {"undated": r.n}
    return Found(numbers=found, place=where)


# ---------------------------------------------------------------------------- consequential


def _consequential(conn: sa.Connection, line: Line, place: Place, limit: int) -> Found:
    where = dict(place)
    found: list[int] = []
    if "told" in where or not where:
        last = tuple(where["told"]) if where else None
        keys = sorted((-int(count), n) for n, count in conn.execute(line.told()))
        for some in chunks((key for key in keys if last is None or key > last), _AT_ONCE):
            fits = set(conn.scalars(line.base([line.number]).where(line.number.in_([n for _, n in some]))))
            for key in some:
                if key[1] in fits:
                    found.append(key[1])
                    where = {"told": list(key)}
                if len(found) == limit:
                    return Found(numbers=found, place=where)
        where = {"once": None}
    rest = _by_actor if line.said_by is not None and not line.narrow else _by_day
    more = rest(conn, line, where, limit - len(found))
    return Found(numbers=found + more.numbers, place=more.place)


def ranked_actors(conn: sa.Connection) -> list[tuple[int, int]]:
    """(minus the number of documents that name them, number) of actors, in order."""
    times = sa.func.sum(actor_name.c.documents)
    query = sa.select(actor.c.root, times).join(actor, actor.c.n == actor_name.c.actor).group_by(actor.c.root)
    return sorted((-int(count), root) for root, count in conn.execute(query.having(times > 0)))


def _by_actor(conn: sa.Connection, line: Line, place: Place, limit: int) -> Found:
    """What is told once, actor by actor; nobody known comes last."""
    assert line.said_by is not None  # noqa: S101 - asked before
    query = line.base([line.number.label("n")]).where(~line.several).order_by(line.number)
    found: list[int] = []
    where, at = dict(place), place.get("once")
    for key in ranked_actors(conn) if "nobody" not in where else ():
        if len(found) == limit:
            return Found(numbers=found, place=where)
        if at and key < (at[0], at[1]):
            continue
        mine = query.where(*line.said_by(key[1]))
        if at and key == (at[0], at[1]):
            mine = mine.where(line.number > int(at[2]))
        for _, r in _rows(conn, mine, limit - len(found)):
            found.append(r.n)
            where = {"once": [*key, r.n]}
    if len(found) < limit:
        last = query.where(line.unspoken)
        if where.get("nobody") is not None:
            last = last.where(line.number > int(where["nobody"]))
        for _, r in _rows(conn, last, limit - len(found)):
            found.append(r.n)
            where = {"nobody": r.n}
    return Found(numbers=found, place=where)


def _by_day(conn: sa.Connection, line: Line, place: Place, limit: int) -> Found:
    """What is told once, the newest first: where few rows fit, or rows have no speaker."""
    once = replace(line, base=lambda columns: line.base(columns).where(~line.several))
    found = _newest(conn, once, {k: v for k, v in place.items() if k in ("day", "undated")}, limit)
    return Found(numbers=found.numbers, place=found.place or {"once": None})


_ORDERS: dict[str, Callable[[sa.Connection, Line, Place, int], Found]] = {
    "uncertain": _uncertain,
    "newest": _newest,
    "consequential": _consequential,
}

__all__ = ["Found", "Line", "Place", "page", "ranked_actors"]
