"""What to judge next: a page of the rows that nobody judged, each with the row itself and why it is here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.store import (
    doubts,
    event_reports,
    position_facts,
    queue_filters,
    queue_lines,
    queue_names,
    queue_order,
    statements,
    versions_seen,
)
from onrecord.store.judging import UNSURE
from onrecord.store.put import chunks
from onrecord.store.queue_filters import Asked
from onrecord.store.queue_order import Line
from onrecord.store.queue_rows import Queue, QueueItem
from onrecord.store.rows import ActorRef
from onrecord.store.schema import actor, event, issue, judgement, link, position, statement

if TYPE_CHECKING:
    from onrecord.store.db import Store

TOLD, REPORTED = "documents that tell it", "documents that report it"


def queue(store: Store, asked: Asked) -> Queue:
    """A page of the queue. Raises UsageError or NotFound for what cannot be asked."""
    queue_filters.check(asked)
    place = queue_filters.place(asked) or {}
    with store.read() as conn:
        if asked.kind == "actor":
            pairs = store.remembered.get(conn, "doubtful pairs", None, lambda: doubts.pairs(conn))
            return queue_names.queue(conn, asked, place, pairs)
        line = queue_lines.line(conn, asked)
        doubted = queue_lines.unsure(conn, asked, line)
        numbers, where, more = _page(conn, line, asked, place, doubted)
        counted = replace(asked, after="", order="", limit=0)  # the same on every page
        total = store.remembered.get(conn, "queue", counted, lambda: _count(conn, line)) + len(doubted)
        items = _items(conn, asked, numbers)
    return Queue(items=tuple(items), total=total, next=queue_filters.written(asked, where) if more else "")


def _page(
    conn: sa.Connection, line: Line, asked: Asked, place: dict[str, Any], doubted: Sequence[int]
) -> tuple[list[int], dict[str, Any], bool]:
    """The numbers of the page, the place after it, and whether anything comes there: what others doubt comes last."""
    numbers: list[int] = []
    where = dict(place)
    if "doubted" not in where:
        found = queue_order.page(conn, line, asked.order, where, asked.limit)
        numbers, where = found.numbers, found.place
        if len(numbers) == asked.limit:
            more = bool(doubted) or bool(queue_order.page(conn, line, asked.order, where, 1).numbers)
            return numbers, where, more
        where = {"doubted": 0}
    try:
        left = [n for n in doubted if n > int(where["doubted"])]
    except (TypeError, ValueError):
        left = []
    taken = left[: asked.limit - len(numbers)]
    return numbers + taken, {"doubted": taken[-1] if taken else 0}, len(left) > len(taken)


def _count(conn: sa.Connection, line: Line) -> int:
    return int(conn.scalar(sa.select(sa.func.count()).select_from(line.base([line.number.label("n")]).subquery())) or 0)


# ---------------------------------------------------------------------------- rows


def _items(conn: sa.Connection, asked: Asked, numbers: Sequence[int]) -> list[QueueItem]:
    """The rows of these numbers, in this order."""
    made = {"statement": _statements, "position": _positions, "event": _events}[asked.kind](conn, asked, numbers)
    return [made[n] for n in numbers if n in made]


def _why(asked: Asked, score: float, doubters: Sequence[str], more: str = "") -> str:
    """In words why a row is here."""
    whose = "" if asked.blind else f"{', '.join(doubters)} unsure; " if doubters else "nobody judged it; "
    return f"{whose}score {score:.2f}{more}"


def _statements(conn: sa.Connection, asked: Asked, numbers: Sequence[int]) -> dict[int, QueueItem]:
    found: dict[int, QueueItem] = {}
    for some in chunks(numbers):
        seen = versions_seen.of_statements(conn, some)
        doubters = _doubters(conn, judgement.c.statement, some)
        machine = _machine_speakers(conn, some) if asked.blind else {}
        for r, said in statements.answers(conn, statements.select().where(statement.c.n.in_(some))):
            shown = replace(said, verdict=None, speaker=machine.get(r.n)) if asked.blind else said
            found[r.n] = QueueItem(
                kind="statement", id=said.id, version=None if asked.blind else max(seen.get(r.n, [0])),
                score=said.score, consequence=said.told, meaning=TOLD,
                why=_why(asked, said.score, doubters.get(r.n, ())), said=shown,
            )  # fmt: skip
    return found


def _positions(conn: sa.Connection, asked: Asked, numbers: Sequence[int]) -> dict[int, QueueItem]:
    p = position.c
    found: dict[int, QueueItem] = {}
    for some in chunks(numbers):
        rows = conn.execute(sa.select(p.id, p.n, p.statement, p.issue, p.stance).where(p.n.in_(some)))
        keys = {r.id: r for r in rows}
        seen = versions_seen.of_positions(conn, [(r.statement, r.issue) for r in keys.values()])
        doubters = _side_doubters(conn, some)
        for row in position_facts.by_ids(conn, list(keys)):
            key = keys[row.id]
            at = (key.statement, key.issue)
            shown = replace(row, verdict=None, stance=key.stance) if asked.blind else row
            found[key.n] = QueueItem(
                kind="position", id=row.id, version=None if asked.blind else max(seen.get(at, [0])), score=row.score,
                consequence=row.said.told, meaning=TOLD, why=_why(asked, row.score, doubters.get(key.n, ())),
                said=None, position=shown,
            )  # fmt: skip
    return found


def _events(conn: sa.Connection, asked: Asked, numbers: Sequence[int]) -> dict[int, QueueItem]:
    found: dict[int, QueueItem] = {}
    for some in chunks(numbers):
        seen = versions_seen.of_events(conn, some)
        told = _reported(conn, some)
        doubters = _doubters(conn, judgement.c.event, some)
        for n, report in event_reports.rows(conn, event_reports.select().where(event.c.n.in_(some))):
            found[n] = QueueItem(
                kind="event", id=report.id, version=max(seen.get(n, [0])), score=report.score,
                consequence=told.get(n, 1), meaning=REPORTED, why=_why(asked, report.score, doubters.get(n, ())),
                event=report,
            )  # fmt: skip
    return found


def _doubters(conn: sa.Connection, column: Any, some: Sequence[int]) -> dict[int, list[str]]:
    """Who called these rows unsure."""
    j = judgement.c
    query = sa.select(column.label("n"), j.who).where(column.in_(some), j.verdict == UNSURE, j.undone_at.is_(None))
    return _grouped(conn.execute(query.order_by(j.id)))


def _side_doubters(conn: sa.Connection, some: Sequence[int]) -> dict[int, list[str]]:
    j, p = judgement.c, position.c
    query = sa.select(p.n, j.who).join(issue, issue.c.n == p.issue)
    query = query.join(judgement, (j.side_of == p.statement) & (j.issue == issue.c.name))
    query = query.where(p.n.in_(some), j.verdict == UNSURE, j.undone_at.is_(None))
    return _grouped(conn.execute(query.order_by(j.id)))


def _grouped(rows: Iterable[Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for r in rows:
        found.setdefault(r.n, []).append(r.who)
    return {n: list(dict.fromkeys(names)) for n, names in found.items()}


def _machine_speakers(conn: sa.Connection, some: Sequence[int]) -> dict[int, ActorRef]:
    """Whom the machine takes for the speakers, whatever people said."""
    node, root = actor.alias("node"), actor.alias("root")
    query = (
        sa.select(statement.c.n, root.c.id, root.c.name, root.c.kind)
        .join(link, link.c.entity == statement.c.speaker)
        .join(node, node.c.n == link.c.actor)
        .join(root, root.c.n == node.c.root)
        .where(statement.c.n.in_(some))
    )
    return {r.n: ActorRef(id=r.id, name=r.name, kind=r.kind) for r in conn.execute(query)}


def _reported(conn: sa.Connection, some: Sequence[int]) -> dict[int, int]:
    """In how many documents these events are reported."""
    of = sa.func.coalesce(event.c.cluster, event.c.n)
    query = sa.select(of.label("n"), sa.func.count(sa.distinct(event.c.document)).label("count"))
    query = query.where(event.c.n.in_(some) | event.c.cluster.in_(some)).group_by(of)
    return {r.n: int(r._mapping["count"]) for r in conn.execute(query)}


__all__ = ["queue"]
