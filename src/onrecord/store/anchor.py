"""Keeping judgements on what was judged when an article gets a new version or is analysed anew.

Each judgement holds a snapshot: the quoted words, and the words before and after them. The statement
of the same id is looked for, then the same words, then nearly the same; of several places the one in
the same surroundings is taken. Where there is none the judgement is orphaned: it shows, with its
snapshot, and is tried again with every later version and analysis.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from onrecord.span import similarity, words
from onrecord.store.encode import dump, pieces
from onrecord.store.schema import document, judgement, statement
from onrecord.store.standing import derive

CONTEXT = 120  # characters kept before and after
NEAR = 0.8  # similarity from which other words are the same statement
_CONTEXT_WEIGHT = 0.25  # context decides between like quotations, never against a much better one


def snapshot(conn: sa.Connection, n: int) -> str:
    """What is kept of a statement so that it can be found again."""
    row = conn.execute(
        sa.select(
            statement.c.content,
            statement.c.content_at,
            statement.c.source,
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
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A statement where a judgement could stand."""

    n: int
    id: str
    quote: str
    before: str
    after: str


def move(conn: sa.Connection, old: int, new: int) -> set[int]:
    """Carry the judgements standing on one version of a document over to the next. Answers the actors touched."""
    c = judgement.c
    rows = conn.execute(sa.select(judgement).where(c.document == old, c.undone_at.is_(None)).order_by(c.id)).all()
    left = [row.statement for row in rows if row.statement is not None]
    taken = _anchor(conn, rows, new, _places(conn, new), {}) if rows else []
    return derive(conn, [*left, *taken])


def settle(conn: sa.Connection, n: int, stood: Mapping[int, str]) -> set[int]:
    """Set the judgements of a document on its statements as they were found anew. Answers the actors touched.

    `stood` says on which statement, by id, a judgement stood. Undone ones go by the id alone: they say
    nothing that would have to be looked for.
    """
    c = judgement.c
    rows = conn.execute(sa.select(judgement).where(c.document == n).order_by(c.id)).all()
    if not rows:
        return set()
    places = _places(conn, n)
    taken = _anchor(conn, [row for row in rows if row.undone_at is None], n, places, stood)
    ids = {place.id: place for place in places}
    for row in rows:
        if row.undone_at is not None:
            _set_on(conn, row, n, ids.get(row.target) or ids.get(stood.get(row.id, "")))
    return derive(conn, taken)


def _anchor(
    conn: sa.Connection, rows: Sequence[Any], document: int, places: Sequence[_Place], stood: Mapping[int, str]
) -> list[int]:
    """Set judgements on the places they belong to. Answers the statements that have one now."""
    groups: dict[Any, list[Any]] = {}
    for row in rows:  # judgements of one statement go together
        groups.setdefault(stood.get(row.id) or row.statement or row.target, []).append(row)
    chosen = _choose(groups, places)
    for group, judged in groups.items():
        for row in judged:
            _set_on(conn, row, document, chosen.get(group))
    return [place.n for place in chosen.values()]


def _set_on(conn: sa.Connection, row: Any, document: int, place: _Place | None) -> None:
    state = "orphaned" if place is None else "attached" if place.id == row.target else "moved"
    at = {"statement": place.n if place else None, "document": document, "state": state}
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


def _choose(groups: dict[Any, list[Any]], places: Sequence[_Place]) -> dict[Any, _Place]:
    """One place a group and one group a place, the best pairs first."""
    pairs = []
    for order, (group, judged) in enumerate(groups.items()):
        kept = json.loads(judged[-1].snapshot)
        quote = " ".join(kept["quotes"])
        for place in places:
            judged_here = place.id == judged[-1].target
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
