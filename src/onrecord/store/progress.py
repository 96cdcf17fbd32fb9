"""How far review is: what is judged, what waits, at which pace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.project import DEFAULT_SURE
from onrecord.store import doubts, event_facts, event_filters, position_facts, statements
from onrecord.store.encode import moment, printable
from onrecord.store.judging import ADD, UNSURE
from onrecord.store.queue_rows import KINDS, KindProgress, Progress
from onrecord.store.rulings import ACTOR_VERDICTS
from onrecord.store.schema import (
    document,
    event,
    judgement,
    position,
    position_standing,
    standing,
    statement,
    telling,
)

if TYPE_CHECKING:
    from onrecord.store.db import Store

PAUSE = timedelta(minutes=5)  # without a judgement: it ends a session of work
_RECENT = 2_000  # newest judgements among which the last session is looked for


def progress(store: Store, who: str = "", *, threshold: float = DEFAULT_SURE) -> Progress:
    """The progress of one person, or of all; what waits is the same for everybody."""
    name = printable(who).strip()
    waits = _waiting(store, threshold)
    with store.read() as conn:
        done = _done(conn, name)
        kinds = {k: KindProgress(judged=done[k][0], unsure=done[k][1], waiting=waits[k]) for k in KINDS}
        times = _session(conn, name)
    left = sum(waits.values())
    if len(times) < 2 or times[0] == times[-1]:
        return Progress(who=name, kinds=kinds, session=len(times), **_ends(times))
    minutes = (times[0] - times[-1]).total_seconds() / 60
    pace = (len(times) - 1) / minutes  # between the first and the last lie one fewer
    return Progress(
        who=name, kinds=kinds, session=len(times), per_minute=pace, minutes_left=left / pace, **_ends(times)
    )


def _ends(times: list[datetime]) -> dict[str, Any]:
    return {"since": times[-1], "until": times[0]} if times else {"since": None, "until": None}


def _done(conn: sa.Connection, who: str) -> dict[str, tuple[int, int]]:
    """How many rows of each kind have a judgement that is not undone, and how many were called unsure alone."""
    j = judgement.c
    kind = sa.case(
        (j.issue.is_not(None), "position"),
        (j.verdict.in_(ACTOR_VERDICTS), "actor"),
        (j.document.is_(None), "actor"),
        (j.event.is_not(None), "event"),
        else_="statement",
    )
    sure = sa.case((j.verdict == UNSURE, 0), else_=1)
    of = sa.case((j.verdict.in_(ACTOR_VERDICTS), sa.cast(j.id, sa.Text)), else_=j.target)
    query = sa.select(kind.label("kind"), of.label("of"), sure.label("sure")).where(j.undone_at.is_(None))
    query = query.where(j.verdict != ADD)  # not of the queue
    lines = (query.where(j.who == who) if who else query).subquery()  # grouped by names: not by what has values in it
    kept = sa.select(lines.c.kind, lines.c.of, sa.func.max(lines.c.sure).label("sure"))
    rows = kept.group_by(lines.c.kind, lines.c.of).subquery()
    counted = sa.select(rows.c.kind, rows.c.sure, sa.func.count()).group_by(rows.c.kind, rows.c.sure)
    found = dict.fromkeys(KINDS, (0, 0))
    for of_kind, is_sure, count in conn.execute(counted):
        judged, unsure = found[of_kind]
        found[of_kind] = (judged + count, unsure) if is_sure else (judged, unsure + count)
    return found


def _waiting(store: Store, threshold: float) -> dict[str, int]:
    """How many rows of each kind wait for review; those of a kind are counted anew once something of it changed."""
    counts: dict[str, Callable[[sa.Connection], int]] = {
        "statement": lambda conn: _statements(conn, threshold),
        "position": _positions,
        "event": lambda conn: _events(conn, threshold),
        "actor": lambda conn: len(doubts.pairs(conn)),
    }
    found = {}
    for kind, count in counts.items():
        with store.read() as conn:  # one for each: what was read for one kind is nothing that another is counted of
            found[kind] = store.remembered.get(conn, "waiting", (kind, threshold), partial(count, conn))
    return found


def _statements(conn: sa.Connection, threshold: float) -> int:
    """Utterances that `statements.said` answers with sure=False: counted by what does not wait, of which there is
    less."""
    s, one, verdict = statement.c, statement.alias("told_so"), standing.alias("judged_so")
    older = sa.select(document.c.n).where(document.c.superseded_by.is_not(None))
    judged = sa.select(standing.c.statement).where(standing.c.verdict.is_not(None))
    right = sa.func.coalesce(verdict.c.verdict, "").in_(("accept", "correct"))
    sure = (
        sa.select(telling.c.utterance)
        .join(one, one.c.n == telling.c.statement)
        .outerjoin(verdict, verdict.c.statement == one.c.n)
        .where((one.c.score >= threshold) | right)
    )
    query = sa.select(sa.func.count()).where(s.score < threshold, s.document.not_in(older), s.n.not_in(judged))
    return int(conn.scalar(query.where(s.n.not_in(sa.select(telling.c.statement)), s.n.not_in(sure))) or 0)


def _positions(conn: sa.Connection) -> int:
    p, s = position.c, position_standing.c
    judged = sa.exists().where(s.statement == p.statement, s.issue == p.issue)
    query = sa.select(sa.func.count()).select_from(position).join(document, document.c.n == p.document)
    return int(conn.scalar(query.where(p.stance == position_facts.UNCLEAR, ~judged, statements.CURRENT)) or 0)


def _events(conn: sa.Connection, threshold: float) -> int:
    query = event_facts.joined(sa.select(sa.func.count(sa.distinct(event_facts.CLUSTER))))
    waits = event.c.score < threshold, event_facts.CURRENT, event_facts.NOT_REJECTED
    return int(conn.scalar(query.where(*waits, event_filters.condition(False, threshold))) or 0)


def _session(conn: sa.Connection, who: str) -> list[datetime]:
    """When the judgements of the last session were made, the newest first."""
    j = judgement.c
    query = sa.select(j.at).order_by(j.id.desc()).limit(_RECENT)
    found = [at for text in conn.scalars(query.where(j.who == who) if who else query) if (at := moment(text))]
    times: list[datetime] = []
    for at in sorted(found, reverse=True):
        if times and times[-1] - at > PAUSE:
            break
        times.append(at)
    return times


__all__ = ["PAUSE", "progress"]
