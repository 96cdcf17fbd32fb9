"""The queue of names: pairs that may be one actor, or may not (`doubts`), in the orders of the queue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.store import doubt_review, doubts, lookup, queue_filters
from onrecord.store.doubt_review import BETWEEN
from onrecord.store.doubts import Pair
from onrecord.store.judging import UNSURE
from onrecord.store.queue_filters import Asked
from onrecord.store.queue_rows import Queue, QueueItem
from onrecord.store.schema import judgement

MOVES = "statements that change hands if it is the other way"
_KEYS: dict[str, Callable[[Pair], tuple[Any, ...]]] = {
    "uncertain": lambda p: (abs(p.score - 0.5), p.a.id, p.b.id),
    "consequential": lambda p: (-p.weight, p.a.id, p.b.id),
    "newest": lambda p: (-max(p.a.n, p.b.n), p.a.id, p.b.id),  # the names that came last
}


def queue(conn: sa.Connection, asked: Asked, place: dict[str, Any], every: Sequence[Pair]) -> Queue:
    """A page of the pairs that wait. Raises UsageError, or NotFound for an actor that is not there."""
    key = _KEYS[asked.order]
    doubted = _doubted(conn)
    pairs = [p for p in every if asked.person not in doubted.get(_id(p), ())]
    if asked.actor:
        root = lookup.find_actor(conn, asked.actor).n
        pairs = [p for p in pairs if root in (p.a.root, p.b.root)]
    ordered = sorted(pairs, key=lambda p: (_id(p) in doubted, *key(p)))
    last = _last(place)
    left = [p for p in ordered if last is None or (int(_id(p) in doubted), *key(p)) > last]
    shown = left[: asked.limit]
    versions = doubt_review.versions(conn, [(p.a.id, p.b.id) for p in shown])
    items = []
    for p in shown:
        row = doubts.doubt(conn, p)
        whose = ", ".join(doubted.get(_id(p), ()))
        items.append(
            QueueItem(
                kind="actor", id=_id(p), version=max(versions[p.a.id, p.b.id] or [0]), score=p.score,
                consequence=p.weight, meaning=MOVES, doubt=row,
                why=f"{f'{whose} unsure' if whose else 'nobody judged it'}; "
                f"{'joined' if p.joined else 'not joined'}: {p.why}; score {p.score:.2f}",
            )
        )  # fmt: skip
    where = [int(_id(shown[-1]) in doubted), *key(shown[-1])] if shown else []
    more = len(left) > len(shown)
    return Queue(
        items=tuple(items), total=len(pairs), next=queue_filters.written(asked, {"pair": where}) if more else ""
    )


def _last(place: dict[str, Any]) -> tuple[Any, ...] | None:
    if not place:
        return None
    found = place.get("pair")
    kinds: tuple[Any, ...] = (int, (int, float), str, str)
    fits = isinstance(found, list) and len(found) == len(kinds)
    if not fits or not all(isinstance(x, kind) for x, kind in zip(found or (), kinds, strict=True)):
        raise UsageError("after: this is no place in this queue; give the `next` of the page before")
    return tuple(found or ())


def _id(p: Pair) -> str:
    return f"{p.a.id}{BETWEEN}{p.b.id}"


def _doubted(conn: sa.Connection) -> dict[str, list[str]]:
    """Who called pairs of names unsure."""
    j = judgement.c
    query = sa.select(j.target, j.who).where(j.verdict == UNSURE, j.undone_at.is_(None), j.document.is_(None))
    found: dict[str, list[str]] = {}
    for r in conn.execute(query.order_by(j.id)):
        found.setdefault(r.target, []).append(r.who)
    return found


__all__ = ["queue"]
