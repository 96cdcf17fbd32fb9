"""What stories are found of: the article of each document, whom it speaks of, when it came from where."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from onrecord.store.encode import day
from onrecord.store.schema import actor, document, entity, issue, link
from onrecord.stories.records import StoryDocument
from onrecord.vocabulary import ARTICLE_LABELS

VERSION = 1
"""Of the way stories are found: under another number those that are kept are found anew."""
PREFIX = f"{VERSION}:"
CURRENT = document.c.superseded_by.is_(None)
_FIELDS = tuple(document.c[x] for x in ("n", "id", "run", "text_sha", "title", "published", "outlet"))


def article_text(row: Any) -> str:
    """The article of a document without what the cleaning labelled as none; of a row with `text` and `parts`."""
    parts = [row.text[start:end] for start, end, label, _ in json.loads(row.parts) if label in ARTICLE_LABELS]
    return "\n".join(parts) or str(row.text)


def spoken_of(conn: sa.Connection, where: Sequence[Any] = (CURRENT,)) -> dict[int, frozenset[int]]:
    """The numbers of the actors that each document speaks of."""
    query = (
        sa.select(entity.c.document, actor.c.root)
        .join_from(entity, link, link.c.entity == entity.c.n)
        .join(actor, actor.c.n == link.c.actor)
        .join(document, document.c.n == entity.c.document)
        .where(*where)
        .distinct()
    )
    out: defaultdict[int, set[int]] = defaultdict(set)
    for row in conn.execute(query):
        out[row.document].add(row.root)
    return {n: frozenset(actors) for n, actors in out.items()}


def actor_ids(conn: sa.Connection) -> dict[int, str]:
    """The ids of actors by their numbers."""
    rows: Any = conn.execute(sa.select(actor.c.n, actor.c.id).where(actor.c.root == actor.c.n))
    return dict(map(tuple, rows))


def carriers(conn: sa.Connection) -> frozenset[str]:
    """The ids of actors that are media: who carries a report is no part of what it tells."""
    return frozenset(conn.scalars(sa.select(actor.c.id).where(actor.c.root == actor.c.n, actor.c.kind == "media")))


def documents(conn: sa.Connection) -> Iterator[tuple[int, StoryDocument]]:
    """Every current document with its number."""
    who, ids = spoken_of(conn), actor_ids(conn)
    query = sa.select(*_FIELDS, document.c.parts, document.c.text).where(CURRENT).order_by(document.c.id)
    for row in conn.execute(query):
        actors = sorted(ids[n] for n in who.get(row.n, ()))
        made = StoryDocument(
            id=row.id,
            text=article_text(row),
            title=row.title or "",
            published=day(row.published),
            outlet=row.outlet,
            actors=tuple(actors),
        )
        yield row.n, made


def seen(conn: sa.Connection) -> str:
    """A hash of all that the stories of this record depend on: where it is another, they are others too."""
    who, ids = spoken_of(conn), actor_ids(conn)
    made = sha256(repr((issues(conn), sorted(carriers(conn)))).encode("utf-8", "surrogatepass"))
    for row in conn.execute(sa.select(*_FIELDS).where(CURRENT).order_by(document.c.id)):
        actors = sorted(ids[n] for n in who.get(row.n, ()))
        made.update(repr((*row[1:], actors)).encode("utf-8", "surrogatepass"))
    return PREFIX + made.hexdigest()[:32]


def issues(conn: sa.Connection) -> list[tuple[str, str]]:
    """The issues, each with its sentence."""
    order = (issue.c.origin, issue.c.place, issue.c.n)
    rows: Any = conn.execute(sa.select(issue.c.name, issue.c.statement).order_by(*order))
    return [(name, statement) for name, statement in rows]
