"""How many statements each day has: the numbers behind a drawing, without the statements themselves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Unpack

import sqlalchemy as sa

from onrecord.project import DEFAULT_SURE
from onrecord.store import state
from onrecord.store.encode import day
from onrecord.store.schema import statement, telling
from onrecord.store.statements import Filters, conditions, joined, once

if TYPE_CHECKING:
    from onrecord.store.db import Store


def days(store: Store, *, threshold: float = DEFAULT_SURE, **filters: Unpack[Filters]) -> dict[date | None, int]:
    """How many statements `said` would answer of each day, the earliest first; None for those without any.

    What is counted as an article without a day stands at the first day that another telling of it has.
    """
    later, others = statement.alias("later"), telling.alias("its_tellings")
    told = sa.select(sa.func.min(later.c.day)).join_from(others, later, later.c.n == others.c.statement)
    on = sa.func.coalesce(statement.c.day, told.where(others.c.utterance == statement.c.n).scalar_subquery())
    with store.read() as conn:
        where = [*conditions(conn, filters, threshold), *once(conn, filters, threshold)]
        query = joined(sa.select(on.label("on_day"), sa.func.count())).where(*where).group_by(on)
        query = query.order_by(on.asc().nulls_last())
        asked = threshold, state.said(filters)
        found = store.remembered.get(conn, "days", asked, lambda: [tuple(row) for row in conn.execute(query)])
    return {day(text): count for text, count in found}


__all__ = ["days"]
