"""Stories and the lines they make, kept with the record as documents come and go.

    settle(store)      after documents came, went or were read anew: find the stories of what is there now
    is_due(conn)       whether the stories that are kept are of other documents than those of now
    kept(conn)         the stories with their documents, or None where they are due

What is found depends on the documents, their actors and the project's issues alone, not on the order in which they
came. How telling a word is depends on all documents, so that the stories are found as a whole, and not at all where
nothing changed that they depend on. Actors that a person merges or splits count at the next `settle`.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from onrecord.store import schema, story_sources
from onrecord.store.encode import day
from onrecord.store.put import put
from onrecord.store.schema import document, story_document, story_state

if TYPE_CHECKING:
    from onrecord.store.db import Store
    from onrecord.stories.chaining import Continuation, Storyline
    from onrecord.stories.records import Group

ATTEMPTS = 4  # to write what was found before somebody changed what it was found of
MAIN = 0.25  # the share of a story's documents that must speak of an actor for others to go on from it by that actor
READ_FOR_WORDS = 4  # documents of a story whose words are looked at to print a reason as articles do
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class _Found:
    """All that is to be written: groups, their issues, their lines, and the story that gives each line its title."""

    groups: Sequence[Group]
    issues: Mapping[str, Sequence[str]]
    lines: Sequence[Storyline]
    titled_by: Sequence[str]
    words: Mapping[str, Sequence[str]]  # of each story that goes on from another, those the two share
    numbers: Mapping[str, int]  # of documents


class Kept(NamedTuple):
    """A story as it is kept; `documents` are numbers, the earliest first."""

    id: str
    title: str
    since: date | None
    until: date | None
    documents: tuple[int, ...]


def kept(conn: sa.Connection) -> list[Kept] | None:
    """The stories of all current documents, the earliest first, those without a day last; None where they are due."""
    if is_due(conn):
        return None
    members: defaultdict[int, list[int]] = defaultdict(list)
    query = sa.select(story_document.c.story, story_document.c.document)
    for n, doc in conn.execute(query.order_by(story_document.c.story, story_document.c.place)):
        members[n].append(doc)
    s, d = schema.story.c, document.c
    first = sa.select(s.n, s.id, s.title, s.since, s.until).join_from(schema.story, story_document)
    first = first.join(document, d.n == story_document.c.document).where(story_document.c.place == 0)
    rows = conn.execute(first.order_by(d.published.is_(None), d.published, d.id))
    return [Kept(r.id, r.title, day(r.since), day(r.until), tuple(members[r.n])) for r in rows]


def is_due(conn: sa.Connection) -> bool:
    """Whether a current document is in no story, or one that is not current is in one, or they were found another way.

    Cheap: it compares no content. What is read anew is taken out of its story by `shared.forget`.
    """
    state = conn.scalar(sa.select(story_state.c.seen)) or ""
    if not state.startswith(story_sources.PREFIX):
        return conn.scalar(sa.select(document.c.n).limit(1)) is not None
    placed = sa.exists().where(story_document.c.document == document.c.n)
    lost = sa.select(document.c.n).where(story_sources.CURRENT, ~placed).limit(1)
    gone = sa.select(document.c.n).where(~story_sources.CURRENT, placed).limit(1)
    return conn.scalar(lost) is not None or conn.scalar(gone) is not None


def _fresh(conn: sa.Connection) -> bool:
    """Whether the stories that are kept are what would be found now."""
    return not is_due(conn) and conn.scalar(sa.select(story_state.c.seen)) == story_sources.seen(conn)


def counts(conn: sa.Connection) -> tuple[int, int]:
    """How many stories of current documents there are, and how many lines of them."""
    s = schema.story.c
    query = sa.select(sa.func.count(sa.distinct(s.n)), sa.func.count(sa.distinct(s.storyline)))
    query = query.select_from(schema.story).join(story_document, story_document.c.story == s.n)
    stories, lines = conn.execute(
        query.join(document, document.c.n == story_document.c.document).where(story_sources.CURRENT)
    ).one()
    return int(stories), int(lines)


def settle(store: Store, tell: Tell | None = None) -> bool:
    """Bring stories and storylines up to date with the current documents. Answers whether there was any need.

    They are found while others may read and write, and written in one short transaction: a process killed anywhere
    leaves those that were there before, and the next call finds the new ones.
    """
    told = tell or (lambda _what, _done, _all: None)
    for _ in range(ATTEMPTS):
        with store.read() as conn:
            if _fresh(conn):
                return False
            before, found = story_sources.seen(conn), _find(conn, told)
        with store.write() as conn:
            if story_sources.seen(conn) == before:
                _write(conn, found, before)
                return True
    with store.write() as conn:  # somebody changes documents again and again: do it while nobody can
        _write(conn, _find(conn, told), story_sources.seen(conn))
    return True


# ---------------------------------------------------------------------------- finding


def _find(conn: sa.Connection, tell: Tell) -> _Found:
    from onrecord.stories.chaining import Sketch, chain  # numpy comes with these
    from onrecord.stories.grouping import Shelf
    from onrecord.stories.issues import Issues
    from onrecord.stories.titles import of_lines

    shelf, numbers, actors, held = Shelf(), {}, {}, {}
    wanted = Issues(story_sources.issues(conn))
    every = int(conn.scalar(sa.select(sa.func.count()).select_from(document).where(story_sources.CURRENT)) or 0)
    for done, (n, made) in enumerate(story_sources.documents(conn)):
        if done % 500 == 0:
            tell("finding stories", done, every)
        shelf.add(made)
        numbers[made.id], actors[made.id] = n, made.actors
        held[made.id] = wanted.held(made.title, made.text)
    tell("finding stories", every, every)
    groups = shelf.groups()
    carriers = story_sources.carriers(conn)
    issues = {g.id: wanted.of_story([held[d] for d in g.documents]) for g in groups}
    terms = {g.id: shelf.terms(g.documents) for g in groups}
    lines = chain(
        Sketch(
            id=g.id,
            since=g.since,
            until=g.until,
            actors=_main([actors[d] for d in g.documents]) - carriers,
            terms=terms[g.id],
            issues=frozenset(issues[g.id]),
        )
        for g in groups
    )
    titled_by = of_lines([line.stories for line in lines], terms, {g.id: g.title for g in groups})
    by_id = {g.id: g for g in groups}
    links = [link for line in lines for link in line.links]
    words = {link.story: _words(conn, link, by_id[link.story], numbers) for link in links}
    return _Found(groups, issues, lines, titled_by, words, numbers)


def _main(actors: Sequence[Sequence[str]]) -> frozenset[str]:
    """The actors that more than a few documents of a story speak of."""
    counts = Counter(a for some in actors for a in some)
    enough = math.ceil(MAIN * len(actors))
    return frozenset(a for a, n in counts.items() if n >= enough)


def _words(conn: sa.Connection, link: Continuation, later: Group, numbers: Mapping[str, int]) -> tuple[str, ...]:
    """The words by which a story goes on from another, as its documents print them."""
    from onrecord.stories.reasons import printed

    first = [numbers[d] for d in later.documents[:READ_FOR_WORDS]]
    d = document.c
    rows = conn.execute(sa.select(d.text, d.parts, d.title).where(d.n.in_(first)).order_by(d.id))
    texts = [f"{row.title or ''}\n{story_sources.article_text(row)}" for row in rows]
    return printed(link.words, texts)


# ---------------------------------------------------------------------------- writing


def _write(conn: sa.Connection, found: _Found, seen: str) -> None:
    """Put what was found in the place of what stood there."""
    for table in (schema.story_link, schema.storyline, story_document, schema.story, story_state):
        conn.execute(sa.delete(table))
    place = {s: n for n, s in enumerate((s for line in found.lines for s in line.stories), 1)}
    by_id = {g.id: g for g in found.groups}
    line_of = {s: place[line.id] for line in found.lines for s in line.stories}
    ordered = sorted(by_id.values(), key=lambda g: place[g.id])
    put(conn, schema.story, [_row(g, place[g.id], line_of[g.id], found) for g in ordered])
    members = [(found.numbers[d], place[g.id], k) for g in ordered for k, d in enumerate(g.documents)]
    put(conn, story_document, sorted(members))
    named = zip(found.lines, found.titled_by, strict=True)
    put(conn, schema.storyline, [(place[line.id], place[by]) for line, by in named])
    links = [
        (place[x.story], place[x.earlier], x.score, _why(x, found.words[x.story])) for k in found.lines for x in k.links
    ]
    put(conn, schema.story_link, sorted(links))
    put(conn, story_state, [(1, seen)])


def _row(g: Group, n: int, line: int, found: _Found) -> tuple[Any, ...]:
    since, until = (x.isoformat() if x else None for x in (g.since, g.until))
    issues = json.dumps(found.issues[g.id], ensure_ascii=False)
    return n, g.id, g.title, found.numbers[g.titled_by], since, until, g.likeness, issues, line


def _why(link: Continuation, words: Sequence[str]) -> str:
    shared = {"actors": link.actors, "issues": link.issues, "words": words}
    return json.dumps(shared, ensure_ascii=False)


__all__ = ["Kept", "counts", "is_due", "kept", "settle"]
