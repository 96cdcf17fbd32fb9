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


_later, _others = statement.alias("later"), telling.alias("its_tellings")


def days(store: Store, *, threshold: float = DEFAULT_SURE, **filters: Unpack[Filters]) -> dict[date | None, int]:
    """How many statements `said` would answer of each day, the earliest first; None for those without any.

    What is counted as an article without a day stands at the first day that another telling of it has.
    """
    asked = threshold, state.said(filters)
    with store.read() as conn:
        found = store.remembered.get(conn, "days", asked, lambda: _counted(conn, threshold, filters))
    return {day(text): count for text, count in found}


def _counted(conn: sa.Connection, threshold: float, filters: Filters) -> list[tuple[str | None, int]]:
    told = sa.select(sa.func.min(_later.c.day)).join_from(_others, _later, _later.c.n == _others.c.statement)
    on = sa.func.coalesce(statement.c.day, told.where(_others.c.utterance == statement.c.n).scalar_subquery())
    where = [*conditions(conn, filters, threshold), *once(conn, filters, threshold)]
    spoken = filters.get("by") is not None
    query = joined(sa.select(on.label("on_day"), sa.func.count()), spoken=spoken).where(*where).group_by(on)
    return [(text, count) for text, count in conn.execute(query.order_by(on.asc().nulls_last()))]


__all__ = ["days"]
