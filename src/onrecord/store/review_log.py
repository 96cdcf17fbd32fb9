"""The log of judgements as people read it: newest first, page by page."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.store import review
from onrecord.store.encode import printable, utc
from onrecord.store.review_rows import LogPage
from onrecord.store.schema import judgement

if TYPE_CHECKING:
    from onrecord.store.db import Store

MOST = 1_000  # lines of a page
VERDICTS = ("accept", "reject", "correct", "unsure", "add", "merge", "split", "rename")
STATES = ("undone", "orphaned")  # taken back; about words that are no longer in the article


def log(
    store: Store,
    *,
    who: str | None = None,
    verdict: str | None = None,
    state: str | None = None,
    since: datetime | date | str | None = None,
    limit: int = 50,
    after: str = "",
) -> LogPage:
    """A page of the log. `since` is a time or the day it begins (UTC), `state` one of STATES.

    Raises UsageError for what makes no sense.
    """
    if not 0 < limit <= MOST:
        raise UsageError(f"limit is a number from 1 to {MOST}")
    where: list[Any] = []
    if who is not None:
        where.append(judgement.c.who == printable(who).strip())
    if verdict is not None:
        where.append(judgement.c.verdict == _one_of("verdict", verdict, VERDICTS))
    if state is not None:
        undone = judgement.c.undone_at.is_not(None)
        orphaned = (judgement.c.state == "orphaned") & ~undone
        where.append(undone if _one_of("state", state, STATES) == "undone" else orphaned)
    if since is not None and since != "":
        where.append(judgement.c.at >= _moment(since))
    with store.read() as conn:
        total = int(conn.scalar(sa.select(sa.func.count()).select_from(judgement).where(*where)) or 0)
        if after:
            where.append(judgement.c.id < _number(after))
        lines = review.newest(conn, where, limit + 1)
    shown, more = lines[:limit], len(lines) > limit
    return LogPage(lines=tuple(shown), total=total, next=str(shown[-1].id) if more else "")


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise UsageError(f"no {name} is called {value!r}; there are: {', '.join(known)}")
    return value


def _number(after: str) -> int:
    if not after.isascii() or not after.isdigit() or len(after) > 18:
        raise UsageError(f"after: {after!r} is no place in the log; give the `next` of the page before")
    return int(after)


def _moment(since: datetime | date | str) -> str:
    """A time as the log writes it."""
    if isinstance(since, str):
        try:
            since = datetime.fromisoformat(since.strip())
        except ValueError:
            raise UsageError(f"since: {since!r} is no time; write 2024-03-09 or 2024-03-09T14:30") from None
    elif not isinstance(since, datetime):
        since = datetime.combine(since, time())
    return utc(since if since.tzinfo else since.replace(tzinfo=UTC))


__all__ = ["MOST", "log"]
