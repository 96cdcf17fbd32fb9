"""Reports of events as they are answered: joined with their documents, who takes part, and what was judged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from onrecord.model import Span
from onrecord.store import event_facts as facts
from onrecord.store.encode import day
from onrecord.store.encode_events import figures_of, place_of
from onrecord.store.event_rows import EventReport, TakesPart, quad_of
from onrecord.store.put import AT_ONCE, chunks
from onrecord.store.rows import ActorRef
from onrecord.store.schema import actor, document, event, event_standing, statement
from onrecord.store.statements import document_ref

_act, _within = statement.alias("its_act"), statement.alias("its_content")
_head, _node, _root = event.alias("counted_as"), actor.alias("of_reason"), actor.alias("named_so")
_ACTOR = re.compile(r"\ba[0-9a-f]{16}\b")
_AS_JUDGED = ("type", "mode", "status", "day", "since", "until")
_NOT_SHOWN = ("vector", "compared")


@cache
def select() -> Any:
    """Reports with all that `EventReport` needs but who takes part."""
    plain = (c for c in event.c if c.name not in (*_AS_JUDGED, *_NOT_SHOWN))
    query = sa.select(
        *plain,
        facts.TYPE.label("type"), facts.MODE.label("mode"), facts.STATUS.label("status"),
        facts.SINCE.label("since"), facts.UNTIL.label("until"), event.c.since.label("read_since"),
        event_standing.c.verdict, _head.c.id.label("head_id"),
        _act.c.id.label("act_id"), _within.c.id.label("within_id"),
        *(document.c[x].label(f"doc_{x}") for x in ("id", "file", "outlet", "title", "published", "url")),
    )  # fmt: skip
    return (
        facts.joined(query)
        .outerjoin(_head, _head.c.n == event.c.cluster)
        .outerjoin(_act, _act.c.n == event.c.act_of)
        .outerjoin(_within, _within.c.n == event.c.within)
    )


def rows(conn: sa.Connection, query: Any) -> Iterator[tuple[int, EventReport]]:
    """The answers to a query made from `select()`, by number, read in steps."""
    for some in chunks(conn.execute(query), AT_ONCE):
        yield from made(conn, some)


def made(conn: sa.Connection, rows: Sequence[Any]) -> list[tuple[int, EventReport]]:
    who = facts.participants(conn, [r.n for r in rows])
    names = _names(conn, {own for r in rows for own in _ACTOR.findall(r.cluster_why or "")})
    return [(r.n, _report(r, who.get(r.n, ()), names)) for r in rows]


def _names(conn: sa.Connection, ids: Iterable[str]) -> dict[str, str]:
    """What actors are called: reasons are kept with their ids, which stay."""
    found: dict[str, str] = {}
    for some in chunks(sorted(ids)):
        query = sa.select(_node.c.id, _root.c.name).join_from(_node, _root, _root.c.n == _node.c.root)
        found.update((r.id, r.name) for r in conn.execute(query.where(_node.c.id.in_(some))))
    return found


def _report(r: Any, who: Sequence[facts.Who], names: Mapping[str, str]) -> EventReport:
    doc = r.doc_id
    why = r.cluster_why and _ACTOR.sub(lambda m: names.get(m.group(), m.group()), r.cluster_why)
    return EventReport(
        id=r.id,
        document=document_ref(r),
        type=r.type,
        quad=quad_of(r.type),
        mode=r.mode,
        contexts=tuple(json.loads(r.contexts)),
        status=r.status,
        trigger=Span(doc=doc, start=r.start, end=r.end, text=r.trigger),
        evidence=Span(doc=doc, start=r.evidence_start, end=r.evidence_end, text=r.evidence),
        actors=tuple(_part(doc, w) for w in who if w.role == "actor"),
        recipients=tuple(_part(doc, w) for w in who if w.role == "recipient"),
        since=day(r.since),
        until=day(r.until),
        when=(r.when_text or "") if r.since == r.read_since else "",
        place=place_of(r, doc),
        figures=figures_of(r.figures, doc),
        act_of=r.act_id,
        within=r.within_id,
        score=r.score,
        why=r.why,
        by=r.by,
        verdict=r.verdict,
        event=r.head_id or r.id,
        joined_score=r.cluster_score,
        joined_why=why,
    )


def _part(doc: str, w: facts.Who) -> TakesPart:
    actor = ActorRef(id=w.id, name=w.name or "", kind=w.kind or "unknown") if w.id else None
    span = None if w.start is None or w.end is None else Span(doc=doc, start=w.start, end=w.end, text=w.text)
    return TakesPart(text=w.text, actor=actor, span=span)
