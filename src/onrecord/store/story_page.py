"""`story WHAT`: one story with its documents, what was said, what happened, what it goes on from; or its whole line."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.store import events, statements
from onrecord.store.coverage import WHOLE
from onrecord.store.encode import day
from onrecord.store.put import chunks
from onrecord.store.rows import ActorRef, DocumentRef, Said
from onrecord.store.schema import actor, document, reprint, statement, story, story_document, story_link
from onrecord.store.statements import CURRENT, NOT_REJECTED, document_ref
from onrecord.store.story_list import find_story, lines_of, story_rows, titles
from onrecord.store.story_rows import (
    StoryDocumentRow,
    StorylinePage,
    StoryLinkRow,
    StoryName,
    StoryPage,
    StoryRow,
    StorySaid,
    StoryView,
)
from onrecord.stories.reasons import beside

if TYPE_CHECKING:
    from onrecord.store.db import Store

_REF = tuple(document.c[x] for x in ("id", "file", "outlet", "title", "published", "url"))


def story_of(
    store: Store, what: str, *, line: bool = False, limit: int | None = None, offset: int = 0, brief: bool = False
) -> StoryPage | StorylinePage:
    """The story of this id, document or words of a title; with `line` the whole line that it belongs to, of which
    `limit` and `offset` choose the stories that are told at length: `brief`, without what was said and what happened.

    Raises NotFound with candidates where no story, or more than one, is meant.
    """
    with store.read() as conn:
        n = find_story(conn, what)
        if not line:
            return _pages(conn, [n], brief=brief)[0]
        first = conn.scalar(sa.select(story.c.storyline).where(story.c.n == n))
        members = conn.scalars(sa.select(story.c.n).where(story.c.storyline == first).order_by(story.c.n)).all()
        (row,) = lines_of(store, conn, [int(first or n)])
        return StorylinePage(line=row, pages=tuple(_pages(conn, members[offset:][:limit], brief=brief)))


def views(store: Store) -> Iterator[StoryView]:
    """Every story as exports take it, line by line, in order of time within each."""
    with store.read() as conn:
        numbers = conn.scalars(sa.select(story.c.n).order_by(story.c.storyline, story.c.n)).all()
        for some in chunks(numbers):
            yield from (_view(page) for page in _pages(conn, some, brief=True))


def _view(page: StoryPage) -> StoryView:
    return StoryView(
        story=page.story,
        titled_by=page.titled_by,
        likeness=page.likeness,
        line_title=page.line.title,
        documents=tuple(d.document for d in page.documents),
        follows=page.follows,
    )


def _pages(conn: sa.Connection, numbers: Sequence[int], *, brief: bool = False) -> list[StoryPage]:
    """The pages of stories that have a current document, in this order; `brief` without statements and events."""
    rows = story_rows(conn, numbers)
    there = [n for n in numbers if n in rows]
    links = _links(conn, rows)
    names = _names(conn, (k for later, earlier, _ in links for k in (later, earlier)))
    actors = _actors(conn, [r for *_, r in links])
    lines, heads, documents = _lines(conn, rows), _heads(conn, there), _documents(conn, there)
    held = {n: [k for k, _ in documents[n]] for n in there}
    said = {} if brief else _said(conn, held)
    happened = {} if brief else events.of_documents(conn, held)
    made = []
    for n in there:
        before = [_link(names[earlier], r, actors) for later, earlier, r in links if later == n]
        after = [_link(names[later], r, actors) for later, earlier, r in links if earlier == n]
        titled, likeness = heads[n]
        line, stories = lines[rows[n].storyline]
        made.append(
            StoryPage(
                story=rows[n], titled_by=titled, likeness=likeness, line=line, line_stories=stories,
                documents=tuple(row for _, row in documents[n]), said=tuple(said.get(n, ())),
                events=tuple(happened.get(n, ())), follows=before[0] if before else None, followed_by=tuple(after),
            )
        )  # fmt: skip
    return made


def _heads(conn: sa.Connection, numbers: Sequence[int]) -> dict[int, tuple[DocumentRef, float]]:
    """The document that each story has its title of, and how like its documents are."""
    found: dict[int, tuple[DocumentRef, float]] = {}
    for some in chunks(numbers):
        query = sa.select(story.c.n.label("of"), story.c.likeness, *_REF)
        query = query.join_from(story, document, document.c.n == story.c.titled_by).where(story.c.n.in_(some))
        found.update((r.of, (document_ref(r, ""), r.likeness)) for r in conn.execute(query))
    return found


# ---------------------------------------------------------------------------- documents and what they say


def _documents(conn: sa.Connection, numbers: Sequence[int]) -> dict[int, list[tuple[int, StoryDocumentRow]]]:
    """The current documents of each story with their numbers, in order; a reprint names what it is one of there."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for some in chunks(numbers):
        query = (
            sa.select(story_document.c.story, document.c.n, *_REF, reprint.c.original, reprint.c.kind, reprint.c.share)
            .join_from(story_document, document, document.c.n == story_document.c.document)
            .outerjoin(reprint, (reprint.c.document == document.c.n) & reprint.c.kind.in_(WHOLE))
            .where(story_document.c.story.in_(some), CURRENT)
            .order_by(story_document.c.story, story_document.c.place)
        )
        for r in conn.execute(query):
            found[r.story].append(r)
    out = {}
    for n, rows in found.items():
        refs = {r.n: document_ref(r, "") for r in rows}
        out[n] = [(r.n, _document(refs[r.n], r, refs)) for r in rows]
    return out


def _document(ref: DocumentRef, r: Any, refs: Mapping[int, DocumentRef]) -> StoryDocumentRow:
    original = refs.get(r.original)
    if original is None:  # a text of its own, or taken from an article that is not of this story
        return StoryDocumentRow(document=ref)
    return StoryDocumentRow(document=ref, copy_of=original, kind=r.kind, share=r.share)


def _said(conn: sa.Connection, held: Mapping[int, Sequence[int]]) -> dict[int, list[StorySaid]]:
    """The statements of the documents that each story holds, an utterance once, those that most of them tell first."""
    by: defaultdict[int, list[Said]] = defaultdict(list)
    for some in chunks(sorted({n for documents in held.values() for n in documents})):
        query = statements.select().where(CURRENT, NOT_REJECTED, document.c.n.in_(some))
        query = query.order_by(statement.c.document, statement.c.start, statement.c.id)
        for r, said in statements.answers(conn, query):
            by[r.document].append(said)
    return {story: _told(said for n in sorted(documents) for said in by[n]) for story, documents in held.items()}


def _told(said: Iterable[Said]) -> list[StorySaid]:
    told: dict[str, list[Said]] = {}
    for row in said:
        told.setdefault(row.counted_as, []).append(row)
    made = [_once(rows) for rows in told.values()]
    return sorted(made, key=lambda x: (-x.documents, str(x.said.on or "~"), x.said.document.id, _start(x.said)))


def _once(rows: Sequence[Said]) -> StorySaid:
    first = min(rows, key=lambda r: (r.id != r.counted_as, str(r.on or "~"), r.document.id, _start(r)))
    outlets = sorted({r.document.outlet for r in rows if r.document.outlet})
    return StorySaid(said=first, documents=len({r.document.id for r in rows}), outlets=tuple(outlets))


def _start(row: Said) -> int:
    return row.content[0].start if row.content else 0


# ---------------------------------------------------------------------------- what goes on from what


def _links(conn: sa.Connection, numbers: Iterable[int]) -> list[tuple[int, int, Any]]:
    """The links to and from these stories: the later, the earlier, and the row."""
    found: dict[int, Any] = {}
    for some in chunks(sorted(numbers)):
        query = sa.select(story_link).where(story_link.c.story.in_(some) | story_link.c.earlier.in_(some))
        found.update({r.story: r for r in conn.execute(query)})
    return [(n, found[n].earlier, found[n]) for n in sorted(found)]


def _names(conn: sa.Connection, numbers: Iterable[int]) -> dict[int, StoryName]:
    out: dict[int, StoryName] = {}
    for some in chunks(sorted(set(numbers))):
        rows = conn.execute(sa.select(story).where(story.c.n.in_(some)))
        out.update({r.n: StoryName(id=r.id, title=r.title, since=day(r.since), until=day(r.until)) for r in rows})
    return out


def _actors(conn: sa.Connection, rows: Iterable[Any]) -> dict[str, ActorRef]:
    """The actors by the ids that links have, as they are called now."""
    node, root = actor.alias("node"), actor.alias("root")
    ids = sorted(set(chain.from_iterable(json.loads(r.why)["actors"] for r in rows)))
    out: dict[str, ActorRef] = {}
    for some in chunks(ids):
        query = sa.select(node.c.id.label("asked"), root.c.id, root.c.name, root.c.kind)
        query = query.join_from(node, root, root.c.n == node.c.root).where(node.c.id.in_(some))
        out.update({r.asked: ActorRef(id=r.id, name=r.name, kind=r.kind) for r in conn.execute(query)})
    return out


def _link(name: StoryName, r: Any, actors: Mapping[str, ActorRef]) -> StoryLinkRow:
    why = json.loads(r.why)
    shared = {ref.id: ref for a in why["actors"] if (ref := actors.get(a))}
    return StoryLinkRow(
        story=name,
        score=r.score,
        actors=tuple(shared.values()),
        issues=tuple(why["issues"]),
        words=beside(why["words"], [a.name for a in shared.values()]),
    )


def _lines(conn: sa.Connection, rows: Mapping[int, StoryRow]) -> dict[str, tuple[StoryName, int]]:
    """The lines of these stories by id, each with how many stories it has that have a current document."""
    firsts: set[int] = set()
    for some in chunks(sorted(rows)):
        firsts.update(conn.scalars(sa.select(story.c.storyline).where(story.c.n.in_(some))))
    named = titles(conn, sorted(firsts))
    head = story.alias("head")
    held = sa.select(story_document.c.story).join_from(story_document, document).where(CURRENT)
    query = (
        sa.select(head.c.n, head.c.id, sa.func.min(story.c.since), sa.func.max(story.c.until), sa.func.count())
        .join_from(story, head, head.c.n == story.c.storyline)
        .where(story.c.n.in_(held))
        .group_by(head.c.n, head.c.id)
    )
    found = {}
    for some in chunks(sorted(firsts)):
        for n, own, since, until, count in conn.execute(query.where(story.c.storyline.in_(some))):
            found[own] = StoryName(id=own, title=named[n], since=day(since), until=day(until)), count
    return found
