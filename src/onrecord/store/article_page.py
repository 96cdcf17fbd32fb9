"""An article whole: its text with what was found in it, and what else of the record bears on it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.errors import NotFound
from onrecord.model import Condition, Span
from onrecord.store import dossier, reprint_queries
from onrecord.store.article_rows import ArticlePage, Named, SideTaken, Version
from onrecord.store.encode import day, printable
from onrecord.store.encode_positions import condition_of
from onrecord.store.position_facts import STANCE, STRENGTH
from onrecord.store.rows import ActorRef
from onrecord.store.schema import (
    actor,
    condition,
    document,
    issue,
    link,
    mention,
    position,
    position_standing,
    run,
    statement,
    story,
    story_document,
)
from onrecord.store.story_rows import StoryName

if TYPE_CHECKING:
    from onrecord.store.db import Store

_node = actor.alias("named_node")


def article(store: Store, what: str) -> ArticlePage:
    """The article of this id, file, title, end of a file name or beginning of an id.

    Raises NotFound where none, or more than one, is meant, and where it was taken out.
    """
    with store.read() as conn:
        row = dossier.find_document(conn, printable(what).strip())
        if row is None:
            raise NotFound(f"no article here is called {what!r}; list them with: articles")
        taken_from, copies = reprint_queries.around(conn, row.n)
        return ArticlePage(
            view=dossier.document_view(conn, row),
            sides=_sides(conn, row.n),
            conditions=_conditions(conn, row.n, row.id),
            named=_named(conn, row.n, row.id),
            story=_story(conn, row.n),
            taken_from=taken_from,
            copies=copies,
            versions=_versions(conn, row),
        )


def _sides(conn: sa.Connection, n: int) -> tuple[SideTaken, ...]:
    p, s = position.c, position_standing.c
    query = (
        sa.select(
            p.id, p.score, STANCE.label("stance"), STRENGTH.label("strength"), s.verdict,
            statement.c.id.label("said"), issue.c.name.label("issue"),
        )
        .join_from(position, statement, statement.c.n == p.statement)
        .join(issue, issue.c.n == p.issue)
        .outerjoin(position_standing, (s.statement == p.statement) & (s.issue == p.issue))
        .where(p.document == n)
        .order_by(statement.c.start, statement.c.id, issue.c.origin, issue.c.place)
    )  # fmt: skip
    return tuple(
        SideTaken(
            id=r.id, statement=r.said, issue=r.issue, stance=r.stance, strength=r.strength, score=r.score,
            verdict=r.verdict,
        )
        for r in conn.execute(query)
    )  # fmt: skip


def _conditions(conn: sa.Connection, n: int, doc: str) -> tuple[Condition, ...]:
    query = sa.select(condition, statement.c.id.label("said")).join_from(
        condition, statement, statement.c.n == condition.c.statement
    )
    found = conn.execute(query.where(condition.c.document == n).order_by(condition.c.n))
    return tuple(condition_of(r, doc, r.said) for r in found)


def _named(conn: sa.Connection, n: int, doc: str) -> tuple[Named, ...]:
    """Mentions of known actors in the order of the text."""
    m = mention.c
    query = (
        sa.select(m.start, m.end, m.text, m.kind, actor.c.id, actor.c.name, actor.c.kind.label("what"))
        .join_from(mention, link, link.c.entity == m.entity)
        .join(_node, _node.c.n == link.c.actor)
        .join(actor, actor.c.n == _node.c.root)
        .where(m.document == n)
        .order_by(m.start, m.end, m.id)
    )
    return tuple(
        Named(
            actor=ActorRef(id=r.id, name=r.name, kind=r.what),
            span=Span(doc=doc, start=r.start, end=r.end, text=r.text),
            kind=r.kind,
        )
        for r in conn.execute(query)
    )


def _story(conn: sa.Connection, n: int) -> StoryName | None:
    query = sa.select(story).join_from(story_document, story, story.c.n == story_document.c.story)
    r = conn.execute(query.where(story_document.c.document == n)).one_or_none()
    return StoryName(id=r.id, title=r.title, since=day(r.since), until=day(r.until)) if r else None


# ---------------------------------------------------------------------------- versions


def _versions(conn: sa.Connection, row: Any) -> tuple[Version, ...]:
    """The versions before and after this one; what was taken out is none."""
    found: dict[int, Any] = {}
    newest, before = row, None
    while newest.superseded_by is not None and newest.n != before:
        before = newest.n
        newest = _one(conn, document.c.n == newest.superseded_by)[0]
        found[newest.n] = newest
    waiting = [newest.n]
    while waiting:
        older = _one(conn, document.c.superseded_by == waiting.pop(), document.c.superseded_by != document.c.n)
        waiting += [r.n for r in older]
        found.update((r.n, r) for r in older)
    found.pop(row.n, None)
    return tuple(
        Version(
            id=r.id,
            title=r.title,
            published=day(r.published),
            added=datetime.fromisoformat(r.started),
            current=r.superseded_by is None,
        )
        for _, r in sorted(found.items())
    )


def _one(conn: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Any]:
    d = document.c
    query = sa.select(d.n, d.id, d.title, d.published, d.superseded_by, run.c.started)
    return list(conn.execute(query.join_from(document, run, run.c.id == d.run).where(*where).order_by(d.n)))


__all__ = ["article"]
