"""Keeping judgements on what was judged when an article gets a new version or is analysed anew.

Each judgement holds a snapshot: the quoted words, and the words before and after them. The statement
(or event) of the same id is looked for, then the same words, then nearly the same; of several places the
one in the same surroundings is taken. Where there is none the judgement is orphaned: it shows, with its
snapshot, and is tried again with every later version and analysis. A judgement on a position stands on the
statement that takes it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from onrecord.span import similarity, words
from onrecord.store import event_standing, handmade, position_standing, standing
from onrecord.store.encode import dump, pieces
from onrecord.store.judging import ADD
from onrecord.store.schema import document, event, judgement, statement
from onrecord.vocabulary import PERSON

CONTEXT = 120  # characters kept before and after
NEAR = 0.8  # similarity from which other words are the same statement
_IN_WORDS = statement.c.by.startswith(PERSON)
_CONTEXT_WEIGHT = 0.25  # context decides between like quotations, never against a much better one


def snapshot(conn: sa.Connection, n: int) -> str:
    """What is kept of a statement so that it can be found again."""
    row = conn.execute(
        sa.select(
            statement.c.content,
            statement.c.content_at,
            statement.c.source,
            statement.c.by,
            document.c.id,
            document.c.key,
            document.c.location,
            document.c.text,
        )
        .join_from(statement, document)
        .where(statement.c.n == n)
    ).one()
    quotes = pieces(row.id, row.content, row.content_at)
    start, end = quotes[0].start, quotes[-1].end
    return dump(
        {
            "document": row.id,
            "key": row.key,
            "location": row.location,
            "quotes": [q.text for q in quotes],
            "source": row.source,
            "before": row.text[max(0, start - CONTEXT) : start],
            "after": row.text[end : end + CONTEXT],
            **({"person": 1} if row.by.startswith(PERSON) else {}),
        }
    )


def snapshot_position(conn: sa.Connection, n: int, stance: str, strength: str) -> str:
    """What is kept of a position so that its statement can be found again, and what was shown when it was judged."""
    own = conn.scalar(sa.select(statement.c.id).where(statement.c.n == n))
    return dump({**json.loads(snapshot(conn, n)), "statement": own, "stance": stance, "strength": strength})


def snapshot_event(conn: sa.Connection, n: int) -> str:
    """What is kept of an event so that it can be found again: its sentence, and what is around the act in it."""
    fields = (event.c[x] for x in ("evidence", "trigger", "type", "start", "end"))
    article = (document.c[x] for x in ("id", "key", "location", "text"))
    row = conn.execute(sa.select(*fields, *article).join_from(event, document).where(event.c.n == n)).one()
    return dump(
        {
            "document": row.id,
            "key": row.key,
            "location": row.location,
            "event": row.type,
            "trigger": row.trigger,
            "quotes": [row.evidence],
            "before": row.text[max(0, row.start - CONTEXT) : row.start],
            "after": row.text[row.end : row.end + CONTEXT],
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A statement or event where a judgement could stand. `type` and `trigger` are an event's."""

    n: int
    id: str
    quote: str
    before: str
    after: str
    type: str = ""
    trigger: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sort:
    """What judgements stand on: the column of the log for it, where in a document they may, what follows of that: for
    these documents, and these rows."""

    column: str
    places: Callable[[sa.Connection, int], list[_Place]]
    derive: Callable[[sa.Connection, Sequence[int], Sequence[int]], set[int]]


def move(conn: sa.Connection, old: int, new: int) -> set[int]:
    """Carry the judgements standing on one version of a document over to the next. Answers the actors touched."""
    c = judgement.c
    rows = conn.execute(sa.select(judgement).where(c.document == old, c.undone_at.is_(None)).order_by(c.id)).all()
    touched: set[int] = set()
    rows, people = _apart(rows)
    _set_aside(conn, people, new)
    for sort, mine in _sorted(rows, people):
        left = [on for row in mine if (on := row._mapping[sort.column]) is not None]
        taken = _anchor(conn, sort, mine, new, sort.places(conn, new), {})
        touched |= sort.derive(conn, [old, new], [*left, *taken])
    return touched


def settle(conn: sa.Connection, n: int, stood: Mapping[int, str]) -> set[int]:
    """Set the judgements of a document on what was found in it anew. Answers the actors touched.

    `stood` says on which statement or event, by id, a judgement stood. Undone ones go by the id alone: they say
    nothing that would have to be looked for.
    """
    c = judgement.c
    rows = conn.execute(sa.select(judgement).where(c.document == n).order_by(c.id)).all()
    touched: set[int] = set()
    rows, people = _apart(rows)
    _set_aside(conn, people, n)
    for sort, mine in _sorted(rows, people):
        places = sort.places(conn, n)
        taken = _anchor(conn, sort, [row for row in mine if row.undone_at is None], n, places, stood)
        ids = {place.id: place for place in places}
        for row in mine:
            if row.undone_at is not None:
                _set_on(conn, sort, row, n, ids.get(_judged(row)) or ids.get(stood.get(row.id, "")))
        touched |= sort.derive(conn, [n], taken)
    return touched


def _apart(rows: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The judgements on what the machine found, and those on statements of people's: these are made of the log anew."""
    people = {r.id for r in rows if r.issue is None and (r.verdict == ADD or "person" in json.loads(r.snapshot))}
    return [r for r in rows if r.id not in people], [r for r in rows if r.id in people]


def _set_aside(conn: sa.Connection, rows: Sequence[Any], document: int) -> None:
    """Have judgements wait for their statement in this document."""
    values = {"statement": None, "document": document, "state": "orphaned"}
    for row in rows:
        conn.execute(sa.update(judgement).where(judgement.c.id == row.id).values(values))


def _sorted(rows: Sequence[Any], people: Sequence[Any]) -> list[tuple[_Sort, list[Any]]]:
    """The judgements on statements, those on events and those on positions, if there are any; statements first, for
    people's are made of these, and may take a position."""
    events = [row for row in rows if row.event is not None or "event" in json.loads(row.snapshot)]
    sides = [row for row in rows if row.issue is not None]
    others = {row.id for row in (*events, *sides)}
    said = [row for row in rows if row.id not in others]
    found = [(_SAID, said)] if said or people else []
    return [*found, *((sort, mine) for sort, mine in ((_HAPPENED, events), (_SIDED, sides)) if mine)]


def _judged(row: Any) -> str:
    """The id of the statement or event that a line of the log is about."""
    return row.target if row.issue is None else str(json.loads(row.snapshot)["statement"])


def _anchor(
    conn: sa.Connection,
    sort: _Sort,
    rows: Sequence[Any],
    document: int,
    places: Sequence[_Place],
    stood: Mapping[int, str],
) -> list[int]:
    """Set judgements on the places they belong to. Answers the statements or events that have one now."""
    groups: dict[Any, list[Any]] = {}
    for row in rows:  # judgements of one statement go together
        groups.setdefault(stood.get(row.id) or row._mapping[sort.column] or _judged(row), []).append(row)
    chosen = _choose(groups, places)
    for group, judged in groups.items():
        for row in judged:
            _set_on(conn, sort, row, document, chosen.get(group))
    return [place.n for place in chosen.values()]


def _set_on(conn: sa.Connection, sort: _Sort, row: Any, document: int, place: _Place | None) -> None:
    state = "orphaned" if place is None else "attached" if place.id == _judged(row) else "moved"
    at = {sort.column: place.n if place else None, "document": document, "state": state}
    conn.execute(sa.update(judgement).where(judgement.c.id == row.id).values(at))


def _places(conn: sa.Connection, n: int) -> list[_Place]:
    doc = conn.execute(sa.select(document.c.id, document.c.text).where(document.c.n == n)).one()
    found = []
    c = statement.c
    for row in conn.execute(sa.select(c.n, c.id, c.content, c.content_at).where(c.document == n).order_by(c.n)):
        quotes = pieces(doc.id, row.content, row.content_at)
        start, end = quotes[0].start, quotes[-1].end
        found.append(
            _Place(
                n=row.n,
                id=row.id,
                quote=" ".join(q.text for q in quotes),
                before=doc.text[max(0, start - CONTEXT) : start],
                after=doc.text[end : end + CONTEXT],
            )
        )
    return found


def _found_places(conn: sa.Connection, n: int) -> list[_Place]:
    """The statements that the machine found in a document."""
    people = set(conn.scalars(sa.select(statement.c.n).where(statement.c.document == n, _IN_WORDS)))
    return [place for place in _places(conn, n) if place.n not in people]


def _event_places(conn: sa.Connection, n: int) -> list[_Place]:
    text = conn.execute(sa.select(document.c.text).where(document.c.n == n)).scalar_one()
    c = event.c
    query = sa.select(c.n, c.id, c.type, c.trigger, c.evidence, c.start, c.end).where(c.document == n)
    return [
        _Place(
            n=row.n,
            id=row.id,
            quote=row.evidence,
            before=text[max(0, row.start - CONTEXT) : row.start],
            after=text[row.end : row.end + CONTEXT],
            type=row.type,
            trigger=row.trigger,
        )
        for row in conn.execute(query.order_by(c.n))
    ]


def _said(conn: sa.Connection, documents: Sequence[int], _statements: Sequence[int]) -> set[int]:
    return standing.derive_in(conn, documents)


def _happened(conn: sa.Connection, _documents: Sequence[int], events: Sequence[int]) -> set[int]:
    return event_standing.derive(conn, events)


def _sided(conn: sa.Connection, documents: Sequence[int], statements: Sequence[int]) -> set[int]:
    return position_standing.derive(conn, {*statements, *handmade.carry(conn, documents)})


_SAID = _Sort(column="statement", places=_found_places, derive=_said)
_HAPPENED = _Sort(column="event", places=_event_places, derive=_happened)
_SIDED = _Sort(column="side_of", places=_places, derive=_sided)


def _choose(groups: dict[Any, list[Any]], places: Sequence[_Place]) -> dict[Any, _Place]:
    """One place a group and one group a place, the best pairs first."""
    pairs = []
    for order, (group, judged) in enumerate(groups.items()):
        kept = json.loads(judged[-1].snapshot)
        quote = " ".join(kept["quotes"])
        for place in places:
            if place.type and not _may_be(place, judged[-1], kept):
                continue
            judged_here = place.id == _judged(judged[-1])
            same = judged_here or place.id == group
            exact = same or (words(place.quote) == words(quote) and bool(words(quote)))
            alike = 1.0 if exact else similarity(quote, place.quote)
            if alike >= NEAR:
                context = (similarity(kept["before"], place.before) + similarity(kept["after"], place.after)) / 2
                rank = (not judged_here) + (not same) + (not exact)
                pairs.append((rank, -alike - _CONTEXT_WEIGHT * context, order, place.n, group, place))
    chosen: dict[Any, _Place] = {}
    taken: set[int] = set()
    for *_, group, place in sorted(pairs, key=lambda p: p[:4]):
        if group not in chosen and place.n not in taken:
            chosen[group] = place
            taken.add(place.n)
    return chosen


def _may_be(place: _Place, judged: Any, kept: Mapping[str, Any]) -> bool:
    """Whether an event can be the one that was judged: a sentence may tell several.

    A yes or no was said of one type of event; a correction says what is right whatever it was taken for.
    """
    if judged.verdict != "correct" and place.type != kept["event"]:
        return False
    return place.id == judged.target or not set(words(place.trigger).split()).isdisjoint(words(kept["trigger"]).split())
