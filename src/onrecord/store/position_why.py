"""Why a position stands there: what made the statement worth reading, what decided, and which words did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from onrecord.errors import NotFound
from onrecord.store import issues, position_facts, review, spoken
from onrecord.store.encode import printable
from onrecord.store.position_rows import PositionExplanation, WordWeight
from onrecord.store.schema import document, statement
from onrecord.vocabulary import HUMAN

if TYPE_CHECKING:
    from onrecord.store.db import Store


def explained(store: Store, what: str) -> PositionExplanation:
    """The position of this id with what its words did for it, the heaviest first. Raises NotFound, ModelError.

    The words of an article that was replaced or taken out are not weighed again, nor those that a person coded.
    """
    with store.read() as conn:
        own = position_facts.called(conn, printable(what).strip())
        row = position_facts.one(conn, own) if own else None
        if row is None:
            raise NotFound(f"no position has the id {what}")
        weights = _weights(conn, row.said.id, row.issue, row.stance)
        judged = tuple(review.select(conn, target=row.id))
    return PositionExplanation(position=row, weights=weights, judgements=judged)


def _weights(conn: sa.Connection, said: str, name: str, stance: str) -> tuple[WordWeight, ...]:
    from onrecord.positions.weighing import weigh

    query = sa.select(statement.c.n, statement.c.document, statement.c.by)
    query = query.join(document, document.c.n == statement.c.document)
    row = conn.execute(query.where(statement.c.id == said, document.c.superseded_by.is_(None))).one_or_none()
    if row is None or row.by.startswith(HUMAN):
        return ()
    (article,) = spoken.articles(conn, [row.document])
    found = weigh(article.spoken[article.numbers.index(row.n)], issues.find(conn, name).issue, stance)
    return tuple(WordWeight(span=w.span, part=w.part, weight=w.weight) for w in found)
