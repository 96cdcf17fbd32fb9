"""Many rows judged in one go: in one transaction, learnt from once, and undone as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from onrecord.errors import Conflict, NotFound, UsageError
from onrecord.model import Judgement
from onrecord.store import position_review, review, sent_again
from onrecord.store.encode import printable
from onrecord.store.review_rows import Bulk, Refused
from onrecord.store.schema import judgement

if TYPE_CHECKING:
    from onrecord.store.db import Store

MOST = 10_000  # rows of one bulk


def judge_all(
    store: Store,
    ids: Sequence[str],
    verdict: str,
    change: Mapping[str, str] | None = None,
    *,
    who: str,
    note: str = "",
    against: Mapping[str, int] | None = None,
    role: str = "",
    again: bool = False,
    at: datetime | None = None,
) -> Bulk:
    """Log one verdict on many statements, events and positions. What cannot be judged is refused, with the reason.

    `again`: it was sent before and may have come through; then the bulk of that time is answered. Raises UsageError
    where the verdict or the change itself makes no sense, or there are too many.
    """
    wanted = list(dict.fromkeys(printable(x).strip() for x in ids))
    if len(wanted) > MOST:
        raise UsageError(f"{len(wanted)} rows at once; judge {MOST} at most")
    given = review.checked(verdict, change or {})
    if "issue" in given:
        raise UsageError("issue: statements that were not read with an issue are judged one by one")
    seen = against or {}
    with store.write() as conn:
        number = int(conn.scalar(sa.select(sa.func.max(judgement.c.bulk))) or 0) + 1
        line = review.line(who, note, at, role, number)
        before = sent_again.bulk_of(conn, wanted, verdict, given, line, seen) if again else None
        if before is not None:
            return _made(conn, before, wanted)
        sides: list[int] = []
        others: list[int] = []
        refused: list[Refused] = []
        for own in wanted:
            try:
                if position_review.is_meant(conn, own, {}):
                    said = position_review.checked(verdict, given)
                    sides.append(position_review.log_one(conn, own, verdict, said, line, seen.get(own)))
                    continue
                others.append(review.log_one(conn, own, verdict, given, line, seen.get(own)))
            except (UsageError, Conflict) as e:
                refused.append(Refused(id=own, why=str(e)))
        review.settle(conn, others)
        taught = position_review.settle(conn, sides)
        done, outdated = _of(conn, number), review.outdates(conn)
    if outdated:
        review.regroup(store)
    return Bulk(number=number if done else 0, judgements=done, refused=tuple(refused), learnt=taught)


def _made(conn: sa.Connection, number: int, wanted: Sequence[str]) -> Bulk:
    """A bulk that was made when the same was sent before."""
    done = _of(conn, number)
    judged = {j.target for j in done}
    left = tuple(Refused(id=own, why="it was refused when this was sent first") for own in wanted if own not in judged)
    return Bulk(number=number, judgements=done, refused=left)


def undo_bulk(store: Store, number: int, at: datetime | None = None) -> Bulk:
    """Take back what is not yet taken back of a bulk. Raises NotFound, or UsageError where nothing is left."""
    with store.write() as conn:
        lines = _of(conn, number)
        if not lines:
            raise NotFound(f"no bulk has the number {number}")
        left = [x.id for x in lines if x.undone_at is None]
        if not left:
            raise UsageError(f"bulk {number} was undone already")
        taught = review.take_back(conn, left, review.moment_of(at))
        gone = set(left)
        done, outdated = tuple(x for x in _of(conn, number) if x.id in gone), review.outdates(conn)
    if outdated:
        review.regroup(store)
    return Bulk(number=number, judgements=done, learnt=taught)


def _of(conn: sa.Connection, number: int) -> tuple[Judgement, ...]:
    return tuple(review.select(conn, bulk=number))


__all__ = ["MOST", "judge_all", "undo_bulk"]
