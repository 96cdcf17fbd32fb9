"""Posts that articles speak of without saying who holds them, given to whom other articles name for that day.

An entity that is a post (`onrecord.actors.vacancies`) is linked to nobody until a holder is found; the link then
names the role row that says so. What is found depends on the articles, not on the order they came in: whatever changes
a claim (an article that comes or goes, names that become one actor) has the posts of its nouns looked at anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from onrecord.actors.holders import Claim
from onrecord.actors.resolve import BY
from onrecord.actors.vacancies import REACH, Held, holder, keys_of, wanted
from onrecord.model import Role, Span
from onrecord.store.encode import day
from onrecord.store.put import chunks, put
from onrecord.store.schema import actor, claim, document, entity, link, post, role
from onrecord.store.tally import is_post

HELD = "office-holder"


def settle(conn: sa.Connection, documents: Iterable[int], nodes: Iterable[int]) -> None:
    """Note the posts and claims of these (new or renewed) documents, and look anew for holders where these
    documents, or the roles of these names, may have changed who it is."""
    asked, nouns = _note(conn, sorted(set(documents)))
    nouns |= _nouns_of(conn, nodes)
    asked |= _asking(conn, nouns)
    for n in sorted(asked):
        _fill(conn, n)


def _note(conn: sa.Connection, documents: Sequence[int]) -> tuple[set[int], set[str]]:
    """Write the posts and claims of documents. Answers the posts' entities, and the nouns of the claims."""
    asked: set[int] = set()
    nouns: set[str] = set()
    for some in chunks(documents):
        posts, claims = [], []
        query = sa.select(entity.c.n, entity.c.key, document.c.published).join_from(entity, document)
        for row in conn.execute(query.where(entity.c.document.in_(some), is_post())):
            on = day(row.published)
            want = wanted(str(row.n), row.key, on) if on is not None else None
            if want is not None:
                posts += [(noun, row.n) for noun in sorted(want.nouns)]
                asked.add(row.n)
        told = sa.select(role.c.n, role.c.title, document.c.published).join_from(role, document)
        for row in conn.execute(told.where(role.c.document.in_(some))):
            claims += [(noun, row.n) for noun in sorted(keys_of(row.title))]
        nouns.update(noun for noun, _ in claims)
        put(conn, post, posts, on_conflict="DO NOTHING")
        put(conn, claim, claims, on_conflict="DO NOTHING")
    return asked, nouns


def _nouns_of(conn: sa.Connection, nodes: Iterable[int]) -> set[str]:
    """The nouns of the roles that current articles give these names."""
    found: set[str] = set()
    for some in chunks(sorted(set(nodes))):
        query = sa.select(claim.c.noun).join_from(claim, role).join(link, link.c.entity == role.c.entity)
        found.update(conn.scalars(query.where(link.c.actor.in_(some)).distinct()))
    return found


def _asking(conn: sa.Connection, nouns: Iterable[str]) -> set[int]:
    """The posts of current articles that a claim with one of these nouns may fill."""
    found: set[int] = set()
    for some in chunks(sorted(nouns)):
        query = sa.select(post.c.entity).join_from(post, entity).join(document, document.c.n == entity.c.document)
        found.update(conn.scalars(query.where(post.c.noun.in_(some), document.c.superseded_by.is_(None))))
    return found


def _fill(conn: sa.Connection, n: int) -> None:
    """Link a post to its holder, or to nobody."""
    row = conn.execute(
        sa.select(entity.c.key, document.c.published).join_from(entity, document).where(entity.c.n == n)
    ).one()
    on = day(row.published)
    want = wanted(str(n), row.key, on) if on is not None else None
    claims = _claims(conn, want.nouns, on) if want is not None and on is not None else []
    found = holder(want, [c for c, _ in claims]) if want is not None else None
    conn.execute(sa.delete(link).where(link.c.entity == n))
    if found is not None:
        put(conn, link, [_linked(n, found, {c.role.id: node for c, node in claims})])


def told(conn: sa.Connection, n: int) -> int | None:
    """The role row by which the post with this entity number was given to its holder."""
    row = conn.execute(
        sa.select(entity.c.key, document.c.published).join_from(entity, document).where(entity.c.n == n)
    ).one()
    on = day(row.published)
    want = wanted(str(n), row.key, on) if on is not None else None
    if want is None or on is None:
        return None
    found = holder(want, [c for c, _ in _claims(conn, want.nouns, on)])
    return int(found.role.rpartition("/")[2]) if found is not None else None


def _linked(n: int, found: Held, nodes: dict[str, int]) -> tuple[Any, ...]:
    return (n, nodes[found.role], found.score, HELD, BY, "")


def _claims(conn: sa.Connection, nouns: Iterable[str], on: date) -> list[tuple[Claim, int]]:
    """The claims with these nouns that may speak of the day, each with the name it is of."""
    low, high = (on - timedelta(days=REACH)).isoformat(), (on + timedelta(days=REACH)).isoformat()
    told = document.c.published.between(low, high) | role.c.since.is_not(None)
    query = (
        sa.select(role, link.c.actor.label("node"), actor.c.root, document.c.published, document.c.id.label("doc_id"))
        .join_from(claim, role)
        .join(document, document.c.n == role.c.document)
        .join(link, link.c.entity == role.c.entity)
        .join(actor, actor.c.n == link.c.actor)
        .where(claim.c.noun.in_(sorted(nouns)), document.c.superseded_by.is_(None), told)
        .distinct()
        .order_by(role.c.id, role.c.n)
    )
    return [(_claim(r), int(r.node)) for r in conn.execute(query)]


def _claim(r: Any) -> Claim:
    evidence = Span(doc=r.doc_id, start=r.start, end=r.end, text=r.text)
    told = Role(
        id=f"{r.id}/{r.n}", entity="", title=r.title, org=r.org, evidence=evidence,
        since=day(r.since), until=day(r.until),
    )  # fmt: skip
    return Claim(actor=str(r.root), role=told, published=day(r.published))
