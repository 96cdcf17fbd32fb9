"""The list of articles, newest first, and the names of outlets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.store import actors, event_facts, fulltext, lookup, statements, words
from onrecord.store.article_rows import ArticleList, ArticleRow
from onrecord.store.put import chunks
from onrecord.store.rows import DocumentRef, NameCount
from onrecord.store.schema import document, event, event_standing, reprint, standing, statement, story_document
from onrecord.store.statements import bound, document_ref, outlets_called
from onrecord.store.story_list import find_story

if TYPE_CHECKING:
    from onrecord.store.db import Store

_current = document.c.superseded_by.is_(None)
_REF = tuple(document.c[x] for x in ("id", "file", "outlet", "title", "published", "url"))


class ArticleFilters(TypedDict, total=False):
    """What narrows a list of articles. `title` are words of the title, `story` an id, words of a story's title or a
    document of it, `actor` one that they name; `since` and `until` compare the day of publication."""

    title: str | None
    outlet: str | None
    story: str | None
    actor: str | None
    since: date | str | None
    until: date | str | None


def articles(
    store: Store, *, limit: int | None = None, offset: int = 0, **filters: Unpack[ArticleFilters]
) -> ArticleList:
    """Current articles, the newest first, those without a day last.

    Raises UsageError or NotFound for values that cannot match.
    """
    if (limit is not None and limit < 0) or offset < 0:
        raise UsageError("limit and offset are numbers from 0")
    d = document.c
    with store.read() as conn:
        where = _conditions(conn, filters)
        total = int(conn.scalar(sa.select(sa.func.count()).select_from(document).where(*where)) or 0)
        newest = sa.select(d.n).where(*where).order_by(d.published.desc().nulls_last(), d.id)
        numbers = list(conn.scalars(newest.limit(limit).offset(offset or None)))
        return ArticleList(total=total, articles=tuple(_rows(conn, numbers)))


def outlet_names(store: Store, text: str = "", *, limit: int | None = None) -> list[NameCount]:
    """Outlets with how many current articles they have, those with the most first; with `text` those whose name holds
    it."""
    d = document.c
    query = sa.select(d.outlet, sa.func.count()).where(_current, d.outlet.is_not(None)).group_by(d.outlet)
    wanted = " ".join(text.casefold().split())
    with store.read() as conn:
        found = [NameCount(name=name, count=count) for name, count in conn.execute(query)]
    kept = [o for o in found if wanted in " ".join(o.name.casefold().split())]
    return sorted(kept, key=lambda o: (-o.count, o.name))[:limit]


def _conditions(conn: sa.Connection, filters: ArticleFilters) -> list[Any]:
    there = ArticleFilters.__annotations__
    if not filters.keys() <= there.keys():
        unknown = sorted(filters.keys() - there.keys())
        raise UsageError(f"no such filter: {', '.join(unknown)}; there are: {', '.join(there)}")
    get: dict[str, Any] = {name: value for name, value in filters.items() if value is not None}
    d = document.c
    where: list[Any] = [_current]
    if "title" in get:
        where.append(fulltext.within(d.n, conn, "document_fts", words.query(get["title"], "title")))
    if "outlet" in get:
        where.append(d.outlet.in_(outlets_called(conn, get["outlet"])))
    if "story" in get:
        own = sa.select(story_document.c.document).where(story_document.c.story == find_story(conn, get["story"]))
        where.append(d.n.in_(own))
    if "actor" in get:
        where.append(d.n.in_(actors.of(sa.select(d.n), lookup.find_actor(conn, get["actor"]).n)))
    if "since" in get:
        where.append(d.published >= bound(get["since"], "since"))
    if "until" in get:
        where.append(d.published <= bound(get["until"], "until"))
    return where


def _rows(conn: sa.Connection, numbers: Sequence[int]) -> list[ArticleRow]:
    """These documents in this order."""
    out: list[ArticleRow] = []
    for some in chunks(numbers):
        d = document.c
        rows = {r.n: r for r in conn.execute(sa.select(d.n, *_REF, d.byline, d.language).where(d.n.in_(some)))}
        said, told = _said(conn, some), _told(conn, some)
        parents = _parents(conn, some)
        out += [
            ArticleRow(
                document=document_ref(rows[n], ""),
                byline=rows[n].byline,
                language=rows[n].language,
                statements=said.get(n, 0),
                events=told.get(n, 0),
                copy_of=parents.get(n),
            )
            for n in some
        ]
    return out


def _said(conn: sa.Connection, numbers: Sequence[int]) -> dict[int, int]:
    s = statement.c
    query = sa.select(s.document, sa.func.count()).outerjoin(standing, standing.c.statement == s.n)
    return _counts(conn, query.where(s.document.in_(numbers), statements.NOT_REJECTED).group_by(s.document))


def _told(conn: sa.Connection, numbers: Sequence[int]) -> dict[int, int]:
    e = event.c
    query = sa.select(e.document, sa.func.count()).outerjoin(event_standing, event_standing.c.event == e.n)
    return _counts(conn, query.where(e.document.in_(numbers), event_facts.NOT_REJECTED).group_by(e.document))


def _counts(conn: sa.Connection, query: Any) -> dict[int, int]:
    return {n: count for n, count in conn.execute(query)}  # noqa: C416 - rows are no pairs to the type checker


def _parents(conn: sa.Connection, numbers: Sequence[int]) -> dict[int, DocumentRef]:
    """Of those that are reprints the article they were taken from."""
    query = (
        sa.select(reprint.c.document.label("copy"), *_REF)
        .join_from(reprint, document, document.c.n == reprint.c.parent)
        .where(reprint.c.document.in_(numbers), reprint.c.kind != "quotation", _current)
    )
    return {r.copy: document_ref(r, "") for r in conn.execute(query)}


__all__ = ["ArticleFilters", "articles", "outlet_names"]
