"""What stories and lines are made of, counted: documents, reprints, outlets, statements, events, actors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from onrecord.store import event_facts, lookup
from onrecord.store.coverage import WHOLE, one_on_a_story
from onrecord.store.put import chunks
from onrecord.store.rows import ActorRef
from onrecord.store.schema import actor, document, entity, event, link, reprint, statement, story, story_document
from onrecord.store.statements import CURRENT, NOT_REJECTED, SPEAKER, UTTERANCE, joined
from onrecord.store.story_rows import StoryActor, StoryCounts

MAIN = 8
"""Actors that are told as the main ones."""
BY_STORY = story_document.c.story
BY_LINE = story.c.storyline


class _Voice(NamedTuple):
    documents: set[int]
    utterances: set[int]


def counts(conn: sa.Connection, by: sa.ColumnElement[int], numbers: Iterable[int]) -> dict[int, StoryCounts]:
    """For each of these stories (`BY_STORY`) or lines (`BY_LINE`) what it is made of."""
    wanted = sorted(set(numbers))
    documents: dict[int, tuple[int, tuple[str, ...]]] = {}
    copies: dict[int, int] = {}
    said: dict[int, int] = {}
    events: dict[int, int] = {}
    actors: dict[int, tuple[StoryActor, ...]] = {}
    for some in chunks(wanted):
        where = (by.in_(some), CURRENT)
        documents |= _documents(conn, by, where)
        copies |= _copies(conn, by, where)
        utterances = sa.func.count(sa.distinct(UTTERANCE))
        said |= _numbers(conn, _told(sa.select(by, utterances)).where(*where, NOT_REJECTED).group_by(by))
        happened = event_facts.joined(sa.select(by, sa.func.count(sa.distinct(event_facts.CLUSTER))))
        happened = _placed(happened, event.c.document).where(*where, event_facts.NOT_REJECTED)
        events |= _numbers(conn, happened.group_by(by))
        actors |= _actors(conn, by, where)
    return {
        n: StoryCounts(
            documents=documents[n][0],
            copies=copies.get(n, 0),
            outlets=documents[n][1],
            statements=said.get(n, 0),
            events=events.get(n, 0),
            actors=actors.get(n, ()),
        )
        for n in wanted
        if n in documents
    }


def _placed(query: Any, of: sa.ColumnElement[int]) -> Any:
    """A query with the story and line of the document that this column names."""
    return query.join(story_document, story_document.c.document == of).join(story, story.c.n == story_document.c.story)


def _told(query: Any) -> Any:
    return _placed(joined(query), statement.c.document)


def _numbers(conn: sa.Connection, query: Any) -> dict[int, int]:
    return {n: count for n, count in conn.execute(query)}  # noqa: C416 - rows are no pairs to the type checker


def _documents(
    conn: sa.Connection, by: sa.ColumnElement[int], where: Sequence[Any]
) -> dict[int, tuple[int, tuple[str, ...]]]:
    """How many documents, and their outlets in the order in which they first had it."""
    query = _placed(sa.select(by, document.c.outlet).select_from(document), document.c.n).where(*where)
    query = query.order_by(by, document.c.published.is_(None), document.c.published, document.c.id)
    outlets: defaultdict[int, list[str | None]] = defaultdict(list)
    for n, outlet in conn.execute(query):
        outlets[n].append(outlet)
    return {n: (len(some), tuple(dict.fromkeys(o for o in some if o))) for n, some in outlets.items()}


def _copies(conn: sa.Connection, by: sa.ColumnElement[int], where: Sequence[Any]) -> dict[int, int]:
    """How many documents are reprints, as a whole, of another one of the same."""
    there, line = story_document.alias("of_original"), story.alias("line_of_original")
    other = there.c.story if by is BY_STORY else line.c.storyline
    query = _placed(sa.select(by, sa.func.count()).select_from(document), document.c.n)
    query = query.join(reprint, reprint.c.document == document.c.n).where(*where, reprint.c.kind.in_(WHOLE))
    query = query.join(there, there.c.document == reprint.c.original).join(line, line.c.n == there.c.story)
    return _numbers(conn, query.where(other == by).group_by(by))


# ---------------------------------------------------------------------------- actors


def _actors(conn: sa.Connection, by: sa.ColumnElement[int], where: Sequence[Any]) -> dict[int, tuple[StoryActor, ...]]:
    """The main actors; names that fit are one on a story, where the record keeps them apart."""
    found: defaultdict[int, dict[int, _Voice]] = defaultdict(dict)
    named = sa.select(by, actor.c.root, document.c.n).select_from(entity).join(link, link.c.entity == entity.c.n)
    named = named.join(actor, actor.c.n == link.c.actor).join(document, document.c.n == entity.c.document)
    for n, who, doc in conn.execute(_placed(named, document.c.n).where(*where).distinct()):
        found[n].setdefault(who, _Voice(set(), set())).documents.add(doc)
    spoken = _told(sa.select(by, SPEAKER, UTTERANCE, document.c.n)).where(*where, NOT_REJECTED, SPEAKER.is_not(None))
    for n, who, utterance, doc in conn.execute(spoken.distinct()):
        voice = found[n].setdefault(who, _Voice(set(), set()))
        voice.utterances.add(utterance)
        voice.documents.add(doc)
    refs = lookup.refs(conn, [who for voices in found.values() for who in voices])
    return {n: _main(voices, refs) for n, voices in found.items()}


def _main(voices: Mapping[int, _Voice], refs: Mapping[int, ActorRef]) -> tuple[StoryActor, ...]:
    one = one_on_a_story({n: refs[n] for n in voices})
    whole: dict[int, _Voice] = {}
    for n, voice in voices.items():
        mine = whole.setdefault(one[n], _Voice(set(), set()))
        mine.documents.update(voice.documents)
        mine.utterances.update(voice.utterances)
    made = [
        StoryActor(actor=refs[n], documents=len(v.documents), statements=len(v.utterances)) for n, v in whole.items()
    ]
    made.sort(key=lambda a: (-a.documents - a.statements, -a.statements, a.actor.name, a.actor.id))
    return tuple(made[:MAIN])
