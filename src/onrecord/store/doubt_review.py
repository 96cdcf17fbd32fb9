"""Two names that may be one actor, judged from the queue: "ID+ID" accepted is a merge, rejected a split."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from onrecord.errors import NotFound, UsageError
from onrecord.model import Judgement
from onrecord.store import actor_log, review, sent_again, versions_seen
from onrecord.store.encode import dump, printable
from onrecord.store.judging import UNSURE
from onrecord.store.rulings import ACTOR_VERDICTS, about, ruling
from onrecord.store.schema import actor, judgement

if TYPE_CHECKING:
    from onrecord.store.db import Store

BETWEEN = "+"


def judge(
    store: Store, pair: str, verdict: str, who: str, note: str = "", against: int | None = None,
    at: datetime | None = None, *, again: bool = False,
) -> Judgement:  # fmt: skip
    """Log whether two names are one actor; `again` as in `review.judge`. Raises UsageError, NotFound, Conflict."""
    one, _, other = printable(pair).partition(BETWEEN)
    line = review.line(who, note, at)
    with store.read() as conn:
        keys = [_key(conn, own.strip()) for own in (one, other)]
        names = one.strip(), other.strip()
        before = sent_again.of_names(conn, printable(pair), names, verdict, line, against) if again else None
        if before is not None:
            return review.one(conn, before)
        seen = versions(conn, [names]).get(names, [])
        versions_seen.check(conn, seen, pair, who, against)
    if verdict == "accept":
        return actor_log.merge(store, one.strip(), other.strip(), who, note, at)
    if verdict == "reject":
        return actor_log.split(store, one.strip(), who, name=other.strip(), note=note, at=at)
    if verdict != UNSURE:
        raise UsageError(f"two names are accepted (one actor), rejected (two) or unsure, not {verdict!r}")
    with store.write() as conn:
        shot = dump({"keys": keys[:1], "others": keys[1:]})
        values = {**line, "target": pair, "verdict": UNSURE, "change": "{}", "snapshot": shot}
        made = conn.execute(sa.insert(judgement).values(**values, state="attached")).inserted_primary_key
        return review.one(conn, made[0] if made else 0)


def _key(conn: sa.Connection, own: str) -> str:
    found = conn.scalar(sa.select(actor.c.key).where(actor.c.id == own))
    if found is None:
        raise NotFound(f"no name has the id {own}; two names are judged by their ids with {BETWEEN} between")
    return str(found)


def versions(conn: sa.Connection, pairs: list[tuple[str, str]]) -> dict[tuple[str, str], list[int]]:
    """The judgements that are not undone and speak of both names, by pair of ids."""
    c = judgement.c
    rows = conn.execute(sa.select(judgement).where(c.verdict.in_(ACTOR_VERDICTS), c.undone_at.is_(None))).all()
    spoken = [(row.id, about(ruling(row))) for row in rows]
    return {(a, b): [n for n, names in spoken if {a, b} <= names] for a, b in pairs}


__all__ = ["BETWEEN", "judge", "versions"]
