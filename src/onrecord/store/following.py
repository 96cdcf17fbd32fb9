"""The feeds that a record follows: listed, due, polled, dropped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.errors import NotFound
from onrecord.fetch import Manners, is_address, place
from onrecord.store.encode import moment, utc
from onrecord.store.fetching import round_of
from onrecord.store.renew import Analysis
from onrecord.store.schema import feed, rejected
from onrecord.store.status_rows import FeedRow

if TYPE_CHECKING:
    from onrecord.fetch.rounds import Round
    from onrecord.store.db import Store


def feeds(store: Store) -> list[FeedRow]:
    """The feeds that are followed, by address."""
    with store.read() as conn:
        return [_feed_row(row) for row in conn.execute(sa.select(feed).order_by(feed.c.url))]


def _feed_row(row: Any) -> FeedRow:
    added, polled = moment(row.added), moment(row.polled)
    assert added is not None and polled is not None  # noqa: S101 - the columns are NOT NULL
    return FeedRow(
        url=row.typed,
        title=row.title or None,
        added=added,
        polled=polled,
        due=moment(row.due),
        failures=row.failures,
        problem=row.problem or None,
    )


def due(store: Store, now: datetime) -> list[str]:
    """The feeds that are to be polled by now."""
    f = feed.c
    with store.read() as conn:
        return list(conn.scalars(sa.select(f.typed).where(f.due != "", f.due <= utc(now)).order_by(f.due, f.url)))


def unfollow(store: Store, urls: Iterable[str]) -> list[str]:
    """Poll these feeds no more; their articles stay. One that was rejected leaves that list. Answers their addresses.

    Raises NotFound, before any is taken out, where one is neither followed nor rejected.
    """
    named = {place(u) if is_address(u) else u: u for u in urls}
    with store.write() as conn:
        followed = sa.select(feed.c.url).where(feed.c.url.in_(named))
        refused = sa.select(rejected.c.location).where(rejected.c.location.in_(named))
        there = set(conn.scalars(followed.union(refused)))
        for at, url in named.items():
            if at not in there:
                raise NotFound(f"{url}: no such feed is followed; they are listed by: onrecord feed --list")
        conn.execute(sa.delete(feed).where(feed.c.url.in_(there)))
        conn.execute(sa.delete(rejected).where(rejected.c.location.in_(there)))
    return list(named.values())


def polls_of(
    store: Store, now: Analysis, urls: Sequence[str], *, every: bool = False, manners: Manners | None = None
) -> Round:
    """A round of requests for these feeds or, if none is named, for those that are due, or `every` one.

    Raises UsageError, MissingExtra.
    """
    made = round_of(store, now, (), manners=manners)
    named = urls or ([row.url for row in feeds(store)] if every else due(store, datetime.now(UTC)))
    for url in named:
        made.follow(url)
    return made
