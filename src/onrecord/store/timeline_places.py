"""Where every entry of a timeline stands, before any of them is read whole: a page is chosen among these.

What decides order, counts and whether an entry fits is read of all acts at once, without their words: as reports and
statements that are blank but for that, so that the very functions that make entries put them in order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from onrecord.model import Span
from onrecord.store import event_facts as facts
from onrecord.store import statements
from onrecord.store.encode import day
from onrecord.store.event_rows import EventReport, quad_of
from onrecord.store.put import chunks
from onrecord.store.rows import DocumentRef, Said
from onrecord.store.schema import document, event, event_standing, standing, statement, telling
from onrecord.store.timeline_rows import TimelineEntry

FEW = 2_000
"""Of more acts than these all of the record are read: that is faster than asking for each by its number."""
_root, _head, _act = statement.alias("counted_as"), event.alias("counted_as"), statement.alias("its_act")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An entry by its kind, id and what it is; the events and utterances that it is made of, by number.

    `event` is the id of the event that a statement is. `rank` puts those first that most outlets tell. A turn of office
    is read whole already: it is in `turn`.
    """

    kind: str
    id: str
    what: str
    event: str | None
    events: tuple[int, ...]
    said: tuple[int, ...]
    rank: tuple[int, int, int, float, str]
    turn: TimelineEntry | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.id, self.what


def place(e: TimelineEntry, events: Collection[int] = (), said: Collection[int] = ()) -> Place:
    """The place of an entry, made of these events and utterances."""
    return Place(
        kind=e.kind, id=e.id, what=e.what, event=e.event if e.kind == "statement" else None, events=tuple(events),
        said=tuple(said), rank=(-len(e.outlets), -e.documents, -e.reports, -e.score, e.id),
        turn=e if e.kind == "role" else None,
    )  # fmt: skip


def most_told(places: Sequence[Place], number: int) -> list[Place]:
    """`timeline_entries.most_told` of places."""
    kept = {p.key for p in sorted(places, key=lambda p: p.rank)[:number]}
    return [p for p in places if p.key in kept]


# ---------------------------------------------------------------------------- blank rows


def documents(conn: sa.Connection) -> dict[int, DocumentRef]:
    """All current documents by their number, without titles."""
    d = document.c
    query = sa.select(d.n, d.id, d.file, d.outlet, d.published).where(d.superseded_by.is_(None))
    return {
        n: DocumentRef(id=own, file=file, outlet=outlet, title=None, published=day(published))
        for n, own, file, outlet, published in conn.execute(query)
    }


def tellings(
    conn: sa.Connection, said: Collection[int], where: Mapping[int, DocumentRef], *, rejected: bool
) -> Iterator[tuple[int, Said]]:
    """All that tells these utterances, blank, with the number of the utterance beside each."""
    s = statement.c
    query = (
        sa.select(
            s.n, telling.c.utterance, s.id, _root.c.id, s.document, s.start, s.kind, s.act, s.said_since, s.said_until,
            s.score, standing.c.verdict,
        )
        .select_from(statement)
        .outerjoin(telling, telling.c.statement == s.n)
        .outerjoin(_root, _root.c.n == telling.c.utterance)
        .outerjoin(standing, standing.c.statement == s.n)
    )  # fmt: skip
    kept = [] if rejected else [statements.NOT_REJECTED]
    for n, utterance, own, root, at, start, kind, act, since, until, score, verdict in _rows(
        conn, query.where(*kept), said, s.n, telling.c.utterance
    ):
        ref = where.get(at)
        if ref is not None and (utterance or n) in said:
            yield (
                utterance or n,
                Said(
                    id=own, document=ref, speaker=None, source=(), cue=(), content=(_blank(ref, start),), kind=kind,
                    act=act, via=(), addressee=None, said_since=day(since), said_until=day(until), score=score, why="",
                    by="", within=None, verdict=verdict, utterance=root or own,
                ),
            )  # fmt: skip


def reports(
    conn: sa.Connection, heads: Collection[int], where: Mapping[int, DocumentRef], *, rejected: bool
) -> Iterator[tuple[int, EventReport]]:
    """All reports of these events, blank, with the number of the event beside each."""
    e = event.c
    query = (
        sa.select(
            e.n, e.cluster, e.id, _head.c.id, e.document, facts.TYPE, facts.MODE, facts.STATUS, facts.SINCE,
            facts.UNTIL, e.evidence_start, _act.c.id, e.score, event_standing.c.verdict,
        )
        .select_from(event)
        .outerjoin(event_standing, event_standing.c.event == e.n)
        .outerjoin(_head, _head.c.n == e.cluster)
        .outerjoin(_act, _act.c.n == e.act_of)
    )  # fmt: skip
    kept = [] if rejected else [facts.NOT_REJECTED]
    for n, head, own, head_id, at, sort, mode, status, since, until, start, act, score, verdict in _rows(
        conn, query.where(*kept), heads, e.n, e.cluster
    ):
        ref = where.get(at)
        if ref is not None and (head or n) in heads:
            span = _blank(ref, start)
            yield (
                head or n,
                EventReport(
                    id=own, document=ref, type=sort, quad=quad_of(sort), mode=mode, contexts=(), status=status,
                    trigger=span, evidence=span, actors=(), recipients=(), since=day(since), until=day(until), when="",
                    place=None, figures=(), act_of=act, within=None, score=score, why="", by="", verdict=verdict,
                    event=head_id or own, joined_score=None, joined_why=None,
                ),
            )  # fmt: skip


def _rows(conn: sa.Connection, query: Any, wanted: Collection[int], own: Any, counted_as: Any) -> Iterable[Any]:
    """The rows of what is, or is counted as, one of these; of many all there are."""
    if len(wanted) > FEW:
        yield from conn.execute(query.order_by(own))
        return
    for some in chunks(sorted(wanted)):
        yield from conn.execute(query.where(own.in_(some), counted_as.is_(None)))
        yield from conn.execute(query.where(counted_as.in_(some)))


def _blank(ref: DocumentRef, start: int) -> Span:
    return Span(doc=ref.id, start=start, end=start, text="")


__all__ = ["FEW", "Place", "documents", "most_told", "place", "reports", "tellings"]
