"""Lines of the log as pages ask for them: by number, made in one go, and the newest on a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from onrecord.errors import NotFound
from onrecord.model import Judgement
from onrecord.store import review
from onrecord.store.doubt_review import BETWEEN
from onrecord.store.judging import UNSURE
from onrecord.store.schema import judgement

if TYPE_CHECKING:
    from onrecord.store.db import Store


def line(store: Store, number: int) -> Judgement:
    """The line of this number. Raises NotFound."""
    with store.read() as conn:
        return review.one(conn, number)


def bulk(store: Store, number: int) -> tuple[Judgement, ...]:
    """The lines that were made in one go, oldest first. Raises NotFound."""
    with store.read() as conn:
        found = tuple(review.select(conn, bulk=number))
    if not found:
        raise NotFound(f"no judgements were made in one go under the number {number}")
    return found


def newest(store: Store) -> int:
    """The number of the newest line, 0 where there is none."""
    with store.read() as conn:
        return conn.scalar(sa.select(sa.func.max(judgement.c.id))) or 0


def standing(store: Store, ids: Sequence[str]) -> dict[str, Judgement]:
    """The newest line on each of these rows that is not undone; who was unsure said nothing."""
    found = {}
    with store.read() as conn:
        for own in dict.fromkeys(ids):
            one, pair, other = own.partition(BETWEEN)
            lines = review.between(conn, one, other) if pair else review.select(conn, target=own)
            kept = [x for x in lines if x.undone_at is None and x.verdict != UNSURE]
            if kept:
                found[own] = kept[-1]
    return found


__all__ = ["bulk", "line", "newest", "standing"]
