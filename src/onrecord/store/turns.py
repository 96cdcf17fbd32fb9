"""Turns of office: who becomes what, and ceases to be it, on which days, as articles tell it.

The day of a role is as wide as the words it was read from: "since 2014" is the year. These are read again around the
place where the role stands; where they are not found, the first day of a year or month stands for all of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from onrecord.dates import resolve
from onrecord.model import Span
from onrecord.store.encode import day
from onrecord.store.naming import fold
from onrecord.store.rows import ActorRef, DocumentRef
from onrecord.store.schema import actor, document, link, role
from onrecord.store.statements import document_ref
from onrecord.store.timeline_order import precision
from onrecord.store.timeline_rows import Party, SourceRow, TimelineEntry

AROUND = 300  # characters on either side of a role in which the words of its day are looked for
BEGINS, ENDS = "becomes", "ceases to be"
_node, _root = actor.alias("holder_node"), actor.alias("holder")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One article's word that somebody's time in an office begins or ends."""

    id: str
    what: str
    holder: ActorRef
    title: str
    org: str | None
    since: date
    until: date
    document: DocumentRef
    evidence: Span
    score: float

    @property
    def office(self) -> tuple[str, str, str, str]:
        return self.what, self.holder.id, fold(self.title), fold(self.org or "")


def turns(conn: sa.Connection, where: Iterable[Any] = ()) -> Iterator[Turn]:
    """The turns that current articles tell, in no order. Conditions are on `role`, `document` and `HOLDER`."""
    start = sa.func.max(role.c.start - AROUND, 0)
    near = sa.func.substr(document.c.text, start + 1, role.c.end - start + AROUND)
    query = (
        sa.select(
            role, near.label("near"), _root.c.id.label("holder_id"), _root.c.name, _root.c.kind,
            *(document.c[x].label(f"doc_{x}") for x in ("id", "file", "outlet", "title", "published", "url")),
        )
        .join_from(role, document, document.c.n == role.c.document)
        .join(link, link.c.entity == role.c.entity)
        .join(_node, _node.c.n == link.c.actor)
        .join(_root, _root.c.n == _node.c.root)
        .where(document.c.superseded_by.is_(None), role.c.since.is_not(None) | role.c.until.is_not(None), *where)
    )  # fmt: skip
    for r in conn.execute(query):
        for what, at in ((BEGINS, day(r.since)), (ENDS, day(r.until))):
            if at is not None:
                yield _turn(r, what, at)


HOLDER = _root.c.n


def _turn(r: Any, what: str, at: date) -> Turn:
    since, until = wide(at, r.near, day(r.doc_published), last=what == ENDS)
    return Turn(
        id=r.id,
        what=what,
        holder=ActorRef(id=r.holder_id, name=r.name, kind=r.kind),
        title=r.title,
        org=r.org,
        since=since,
        until=until,
        document=document_ref(r),
        evidence=Span(doc=r.doc_id, start=r.start, end=r.end, text=r.text),
        score=r.score,
    )


def wide(at: date, near: str, published: date | None, *, last: bool) -> tuple[date, date]:
    """The days that this first (or with `last` this last) day of an office stands for."""
    if published is not None:
        for _, when in resolve(near, published):
            if (when.until if last else when.since) == at:
                return when.since, when.until
    first, end = at.replace(day=1), _month_end(at)
    if last:
        if (at.month, at.day) == (12, 31):
            return at.replace(month=1, day=1), at
        return (first, at) if at == end else (at, at)
    if (at.month, at.day) == (1, 1):
        return at, at.replace(month=12, day=31)
    return (at, end) if at == first else (at, at)


def _month_end(value: date) -> date:
    if (value.year, value.month) == (date.max.year, 12):
        return date.max
    return (value.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


# ---------------------------------------------------------------------------- entries


def entries(found: Iterable[Turn], threshold: float) -> list[TimelineEntry]:
    """Each turn once: articles that tell the same of one office, the one of days that lie in the other's, tell one."""
    by_office: defaultdict[tuple[str, str, str, str], list[Turn]] = defaultdict(list)
    for turn in found:
        by_office[turn.office].append(turn)
    return [_entry(some, threshold) for _, every in sorted(by_office.items()) for some in _same(every)]


def _same(every: Sequence[Turn]) -> list[list[Turn]]:
    """The narrowest first: a wider one joins the first that lies in its days."""
    out: list[list[Turn]] = []
    for turn in sorted(every, key=_narrow):
        home = next((some for some in out if turn.since <= some[0].since and some[0].until <= turn.until), None)
        if home is None:
            out.append([turn])
        else:
            home.append(turn)
    return out


def _narrow(turn: Turn) -> tuple[int, date, str, str]:
    published = turn.document.published
    return (turn.until - turn.since).days, turn.since, published.isoformat() if published else "~", turn.id


def _entry(some: Sequence[Turn], threshold: float) -> TimelineEntry:
    first = some[0]
    documents = {t.document.id: t.document for t in some}
    return TimelineEntry(
        kind="role",
        id=first.id,
        since=first.since,
        until=first.until,
        precision=precision(first.since, first.until),
        told_on=False,
        what=f"{first.what} {first.title}",
        who=(Party(name=first.holder.name, actor=first.holder),),
        whom=(Party(name=first.org),) if first.org else (),
        words=" ".join(first.evidence.text.split()),
        reports=len(some),
        documents=len(documents),
        outlets=tuple(sorted({d.outlet for d in documents.values() if d.outlet})),
        sources=tuple(SourceRow(id=t.id, document=t.document, spans=(t.evidence,)) for t in some),
        sure=max(t.score for t in some) >= threshold,
        score=max(t.score for t in some),
    )
