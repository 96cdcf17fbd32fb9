"""`story`: the lines of stories in a record, and which story a user means."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import sqlalchemy as sa

from onrecord.errors import NotFound, UsageError
from onrecord.store import fulltext, lookup, words
from onrecord.store.dossier import find_document
from onrecord.store.encode import day, printable
from onrecord.store.ids import SHORTEST
from onrecord.store.put import chunks
from onrecord.store.schema import actor, document, entity, link, story, story_document, story_link, storyline
from onrecord.store.statements import CURRENT, bound, outlets_called
from onrecord.store.story_facts import BY_LINE, BY_STORY, counts
from onrecord.store.story_rows import StoryCounts, StorylineRow, StoryList, StoryRow

if TYPE_CHECKING:
    from onrecord.store.db import Store

CANDIDATES = 8


class StoryFilters(TypedDict, total=False):
    """What narrows a list of stories. `text` are words that one of its articles holds, `actor` a name, alias or id of
    somebody that one speaks of, `outlet` one that carries it. `since` and `until` are days between which it was told;
    with either, stories without any day are left out.
    """

    text: str | None
    actor: str | None
    outlet: str | None
    since: date | str | None
    until: date | str | None


def stories(store: Store, *, limit: int | None = None, offset: int = 0, **filters: Unpack[StoryFilters]) -> StoryList:
    """Lines of stories, those with the most documents first; a line is answered where one of its stories fits.

    Raises UsageError or NotFound for what cannot be asked.
    """
    if (limit is not None and limit < 0) or offset < 0:
        raise UsageError("limit and offset are numbers from 0")
    with store.read() as conn:
        fitting = sa.select(story.c.id, story.c.storyline).where(*conditions(conn, filters))
        fits = {r.id: r.storyline for r in conn.execute(fitting)}
        lines = set(fits.values())
        chosen = _largest(conn, lines)[offset:][:limit]
        made = [replace(x, fits=tuple(s.id for s in x.stories if s.id in fits)) for x in lines_of(store, conn, chosen)]
        return StoryList(total=len(lines), stories=len(fits), storylines=tuple(made))


def conditions(conn: sa.Connection, filters: StoryFilters) -> list[Any]:
    """The filters as conditions on stories that have a current document."""
    there = StoryFilters.__annotations__
    if not filters.keys() <= there.keys():
        unknown = sorted(filters.keys() - there.keys())
        raise UsageError(f"no such filter: {', '.join(unknown)}; there are: {', '.join(there)}")
    get: dict[str, Any] = dict(filters)
    since, until = (bound(get[x], x) if get.get(x) is not None else None for x in ("since", "until"))
    if since and until and since > until:
        raise UsageError(f"since {since} is after until {until}: nothing can lie between")
    where: list[Any] = [_with(CURRENT)]
    if since:
        where.append(story.c.until >= since)
    if until:
        where.append(story.c.since <= until)
    if (text := filters.get("text")) is not None:
        where.append(_with(CURRENT, fulltext.within(document.c.n, conn, "document_fts", words.query(text))))
    if (outlet := filters.get("outlet")) is not None:
        where.append(_with(CURRENT, document.c.outlet.in_(outlets_called(conn, outlet))))
    if (name := filters.get("actor")) is not None:
        root = lookup.find_actor(conn, name).n
        named = sa.select(entity.c.document).join_from(entity, link, link.c.entity == entity.c.n)
        named = named.join(actor, actor.c.n == link.c.actor).where(actor.c.root == root)
        where.append(_with(CURRENT, document.c.n.in_(named)))
    return where


def _with(*where: Any) -> Any:
    """The condition on stories that one of their documents is so."""
    held = sa.select(story_document.c.story).join_from(story_document, document)
    return story.c.n.in_(held.where(*where))


def _largest(conn: sa.Connection, lines: Iterable[int]) -> list[int]:
    """Lines by how many current documents they have, the latest first of equals."""
    size, last = sa.func.count(), sa.func.max(story.c.until)
    query = sa.select(story.c.storyline, size, last).join_from(story, story_document)
    query = query.join(document, document.c.n == story_document.c.document).where(CURRENT)
    wanted = set(lines)
    found = [tuple(r) for r in conn.execute(query.group_by(story.c.storyline)) if r[0] in wanted]
    found.sort(key=lambda r: (r[2] or "", -r[0]), reverse=True)
    return [n for n, _, _ in sorted(found, key=lambda r: -r[1])]


# ---------------------------------------------------------------------------- rows


def lines_of(store: Store, conn: sa.Connection, lines: Sequence[int]) -> list[StorylineRow]:
    """`line_rows`, each counted once as long as the record does not change."""

    def made(some: Sequence[int]) -> dict[int, StorylineRow]:
        return dict(zip(some, line_rows(conn, some), strict=True))

    known = store.remembered.each(conn, "storylines", lines, made, verdicts=False)
    return [known[n] for n in lines]


def line_rows(conn: sa.Connection, lines: Sequence[int]) -> list[StorylineRow]:
    """These lines with their stories, all of which fit."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    for some in chunks(lines):
        for n, line in conn.execute(sa.select(story.c.n, story.c.storyline).where(story.c.storyline.in_(some))):
            members[line].append(n)
    made = story_rows(conn, [n for some in members.values() for n in some])
    whole = counts(conn, BY_LINE, lines)
    named = titles(conn, lines)
    return [_line(named[n], whole[n], [made[k] for k in sorted(members[n]) if k in made]) for n in lines]


def titles(conn: sa.Connection, lines: Sequence[int]) -> dict[int, str]:
    """The titles of lines, by their first stories."""
    out: dict[int, str] = {}
    for some in chunks(lines):
        query = sa.select(storyline.c.story, story.c.title).join_from(
            storyline, story, story.c.n == storyline.c.titled_by
        )
        out.update({r.story: r.title for r in conn.execute(query.where(storyline.c.story.in_(some)))})
    return out


def _line(title: str, whole: StoryCounts, stories: Sequence[StoryRow]) -> StorylineRow:
    return StorylineRow(
        id=stories[0].storyline,
        title=title,
        since=min((s.since for s in stories if s.since), default=None),
        until=max((s.until for s in stories if s.until), default=None),
        counts=whole,
        issues=tuple(dict.fromkeys(i for s in stories for i in s.issues)),
        stories=tuple(stories),
        fits=tuple(s.id for s in stories),
    )


def story_rows(conn: sa.Connection, numbers: Sequence[int]) -> dict[int, StoryRow]:
    """Stories by their numbers; those without a current document are left out."""
    earlier, first = story.alias("earlier"), story.alias("first")
    out: dict[int, StoryRow] = {}
    for some in chunks(sorted(set(numbers))):
        made = counts(conn, BY_STORY, some)
        query = (
            sa.select(story, earlier.c.id.label("follows"), first.c.id.label("line_id"))
            .outerjoin(story_link, story_link.c.story == story.c.n)
            .outerjoin(earlier, earlier.c.n == story_link.c.earlier)
            .join(first, first.c.n == story.c.storyline)
            .where(story.c.n.in_(some))
        )
        out.update({r.n: _row(r, made[r.n]) for r in conn.execute(query.order_by(story.c.n)) if r.n in made})
    return out


def _row(r: Any, made: StoryCounts) -> StoryRow:
    return StoryRow(
        id=r.id,
        title=r.title,
        since=day(r.since),
        until=day(r.until),
        counts=made,
        issues=tuple(json.loads(r.issues)),
        follows=r.follows,
        storyline=r.line_id,
    )


# ---------------------------------------------------------------------------- which one


def find_story(conn: sa.Connection, what: str) -> int:
    """The number of the story of this id (or beginning of it), of this document, or with these words in its title.

    Raises NotFound with candidates where no story, or more than one, is meant.
    """
    asked = printable(what).strip()
    own = conn.scalar(sa.select(story.c.n).where(_with(CURRENT), story.c.id == asked))
    if own is not None:
        return int(own)
    rows = conn.execute(sa.select(story.c.n, story.c.id, story.c.title).where(_with(CURRENT))).all()
    wanted = asked.casefold().split()
    if not wanted:
        raise UsageError("say which story: its id, words of its title, or a document of it")
    for found in (
        _of_document(conn, rows, document.c.id == asked),
        _of_document(conn, rows, document.c.file == asked),
        [r for r in rows if len(asked) >= SHORTEST and r.id.startswith(asked)],
        [r for r in rows if " ".join(r.title.casefold().split()) == " ".join(wanted)],
        [r for r in rows if all(w in r.title.casefold() for w in wanted)],
    ):
        if len(found) == 1:
            return int(found[0].n)
        if found:
            named = "; ".join(f"{r.title} ({r.id})" for r in found[:CANDIDATES])
            more = f"; ... ({len(found) - CANDIDATES} more)" if len(found) > CANDIDATES else ""
            raise NotFound(f"{asked!r} may be {named}{more}; write the id")
    row = find_document(conn, asked)
    n = conn.scalar(sa.select(story_document.c.story).where(story_document.c.document == row.n)) if row else None
    if n is None:
        older = ": that document is an older version, or was added and not compared yet" if row else ""
        raise NotFound(f"no story here has the id, a document or a title of {asked!r}{older}; list them with: story")
    return int(n)


def _of_document(conn: sa.Connection, rows: Sequence[Any], where: sa.ColumnElement[bool]) -> list[Any]:
    query = sa.select(story_document.c.story).join_from(story_document, document).where(where, CURRENT)
    held = set(conn.scalars(query))
    return [r for r in rows if r.n in held]
