"""Why two names are one actor, or are not: the chain of links, with score, reason and the passages they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.actors.clustering.clusters import JOIN, Edge, chain
from onrecord.actors.clustering.edges import contrary
from onrecord.model import Span
from onrecord.store import lookup, review, rulings, statements
from onrecord.store.likeness import Names
from onrecord.store.put import chunks
from onrecord.store.rows import LinkRow, NameRef, PassageRow, Sameness
from onrecord.store.schema import actor, alias, document, entity, joined, link, mention

if TYPE_CHECKING:
    from onrecord.store.db import Store

AROUND = 70
"""Characters of the article that are shown before and after a passage."""
_REF = tuple(document.c[x].label(f"doc_{x}") for x in ("id", "file", "outlet", "title", "published", "url"))


def same(store: Store, one: str, other: str) -> Sameness:
    """Why the names (or actors, or ids) are one actor or not. Raises NotFound where one is nobody's, or several's."""
    with store.read() as conn:
        a, b = lookup.find_name(conn, one), lookup.find_name(conn, other)
        path = _path(conn, a, b) if a.root == b.root else []
        score, why = _apart(conn, a, b) if a.root != b.root else (min((e.score for e in path), default=1.0), "")
        return Sameness(
            a=name_ref(a),
            b=name_ref(b),
            actor_a=lookup.refs(conn, [a.root])[a.root],
            actor_b=lookup.refs(conn, [b.root])[b.root],
            same=a.root == b.root,
            score=score,
            why=why,
            links=tuple(rows(conn, path)),
            evidence=() if a.root == b.root else (*_printed(conn, a.n), *_printed(conn, b.n)),
            judgements=tuple(review.between(conn, a.id, b.id)),
        )


def of_actor(conn: sa.Connection, root: int) -> Iterator[LinkRow]:
    """The links that made one actor of its names."""
    yield from rows(conn, _edges(conn, root))


def name_ref(row: Any) -> NameRef:
    """A name of the record as other rows name it."""
    return NameRef(id=row.id, name=lookup.own_name(row))


def rows(conn: sa.Connection, edges: Sequence[Edge]) -> Iterator[LinkRow]:
    """Edges (whose ends are ids) with the passages they rest on."""
    found = _rows_of(conn, {i for e in edges for i in (e.a, e.b)})
    for edge in edges:
        a, b = found[edge.a], found[edge.b]
        yield LinkRow(a=name_ref(a), b=name_ref(b), score=edge.score, why=edge.why, evidence=evidence(conn, a, b))


def evidence(conn: sa.Connection, a: Any, b: Any) -> tuple[PassageRow, ...]:
    """Where articles say that two names are one; where none does, a passage that prints each."""
    said = [*_said(conn, a, b), *_said(conn, b, a)]
    return tuple(said[:2]) or (*_printed(conn, a.n), *_printed(conn, b.n))


def _edges(conn: sa.Connection, root: int) -> list[Edge]:
    """What holds an actor's names together, the surest first; by their ids, for numbers tell which batch came first."""
    members = {r.n: r.id for r in conn.execute(sa.select(actor.c.n, actor.c.id).where(actor.c.root == root))}
    found = []
    for some in chunks(sorted(members)):
        for r in conn.execute(sa.select(joined).where(joined.c.a.in_(some))):
            a, b = sorted((members[r.a], members[r.b]))
            found.append(Edge(a=a, b=b, score=r.score, why=r.why))
    return sorted(found, key=lambda e: (-e.score, e.a, e.b))


def _path(conn: sa.Connection, a: Any, b: Any) -> list[Edge]:
    return chain(_edges(conn, a.root), a.id, b.id)


def _rows_of(conn: sa.Connection, ids: set[str]) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for some in chunks(sorted(ids)):
        found.update((r.id, r) for r in conn.execute(sa.select(actor).where(actor.c.id.in_(some))))
    return found


def _apart(conn: sa.Connection, a: Any, b: Any) -> tuple[float, str]:
    """How likely two names of two actors are one, and why they are not joined."""
    verdict = rulings.verdicts(rulings.rulings(conn))
    number = verdict.apart.get((min(a.id, b.id), max(a.id, b.id)))
    if number is not None:
        return 0.0, f"judgement {number} says that they are two"
    names = Names(conn)
    names.load([a.n, b.n])
    if not (names.active(a.n) and names.active(b.n)):
        return 0.0, "no current article prints one of them"
    x, y = names.nodes[a.id], names.nodes[b.id]
    if x.alone or y.alone:
        return 0.0, "a bare surname, or an office without a state, is of its article alone until a person says whose"
    if contrary(x, y):
        return 0.0, _contrary(x, y)
    edge = names.comparing.edge(a.id, b.id)
    if edge is None:
        return 0.0, "nothing in the names, or in what articles say of them, suggests it"
    if edge.score >= JOIN:
        return edge.score, f"{edge.why}; but it would make one of others that are two, or fits another as well"
    return edge.score, edge.why


def _contrary(x: Any, y: Any) -> str:
    if x.known and y.known:
        return "onrecord.toml names both as actors of their own"
    if x.gender and y.gender and x.gender != y.gender:
        return "one is a woman, the other a man"
    if {"person"} & {x.kind, y.kind} and x.kind != y.kind:
        return f"one is of the kind {x.kind}, the other {y.kind}"
    return "namesakes that articles tell apart" if x.family == y.family else "their numbers differ"


# ---------------------------------------------------------------------------- passages


def _said(conn: sa.Connection, target: Any, second: Any) -> Iterator[PassageRow]:
    """Passages that give the one name as the other's second name."""
    query = (
        sa.select(alias.c.start, alias.c.end, *_REF, _window(alias), _from(alias))
        .join_from(alias, link, link.c.entity == alias.c.entity)
        .join(document, document.c.n == alias.c.document)
        .where(alias.c.key == second.key, link.c.actor == target.n, document.c.superseded_by.is_(None))
        .order_by(document.c.published, document.c.id, alias.c.start)
        .limit(2)
    )
    for r in conn.execute(query):
        yield _passage(r)


def _printed(conn: sa.Connection, n: int) -> Iterator[PassageRow]:
    """The first passage that prints a name of the record."""
    query = (
        sa.select(mention.c.start, mention.c.end, *_REF, _window(mention), _from(mention))
        .join_from(link, entity, entity.c.n == link.c.entity)
        .join(mention, mention.c.entity == entity.c.n)
        .join(document, document.c.n == mention.c.document)
        .where(link.c.actor == n, mention.c.kind == "name", document.c.superseded_by.is_(None))
        .order_by(document.c.published, document.c.id, mention.c.start)
        .limit(1)
    )
    for r in conn.execute(query):
        yield _passage(r)


def _from(table: sa.Table) -> Any:
    return sa.func.max(table.c.start - AROUND, 0).label("since")


def _window(table: sa.Table) -> Any:
    since = sa.func.max(table.c.start - AROUND, 0)
    return sa.func.substr(document.c.text, since + 1, table.c.end + AROUND - since).label("window")


def _passage(r: Any) -> PassageRow:
    """The words around, cut where words end and paragraphs do."""
    before, inside, after = (
        r.window[: r.start - r.since],
        r.window[r.start - r.since : r.end - r.since],
        r.window[r.end - r.since :],
    )
    before = before.rpartition("\n")[2]
    after = after.partition("\n")[0]
    if r.start - r.since == len(before) and r.since > 0:
        before = before.partition(" ")[2]
    if len(after) == AROUND:
        after = after.rpartition(" ")[0]
    start = r.start - len(before)
    text = before + inside + after
    return PassageRow(
        document=statements.document_ref(r), span=Span(doc=r.doc_id, start=start, end=start + len(text), text=text)
    )
