"""The judgement that stands for a report of an event, derived from the log.

The newest one that is not undone says the verdict, an adjudication before what coders said. Corrections add up: one
that says who acted leaves an earlier one of the date in force, back to the last time that somebody accepted or rejected
the report as it stood.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from onrecord import plover
from onrecord.store import judging
from onrecord.store.encode_events import ROLES
from onrecord.store.put import chunks, put
from onrecord.store.schema import document, event, event_credit, event_standing, judgement
from onrecord.store.standing import NOBODY, someone

FIELDS = {"actor": "actors", "recipient": "recipients"}  # in `Judgement.change`, by role
BETWEEN = "; "  # names in one such field


def derive(conn: sa.Connection, events: Iterable[int]) -> set[int]:
    """Renew what stands for these reports. Answers the actors credited before or after.

    They, and all that are counted as the same event, are to be compared anew (`same_events`).
    """
    touched: set[int] = set()
    for some in chunks(sorted(set(events))):
        here = event_credit.c.event.in_(some)
        touched.update(conn.scalars(sa.select(event_credit.c.actor).where(here)))
        conn.execute(sa.delete(event_credit).where(here))
        conn.execute(sa.delete(event_standing).where(event_standing.c.event.in_(some)))
        alive = sa.select(judgement).where(judgement.c.event.in_(some), judgement.c.undone_at.is_(None))
        log: dict[int, list[Any]] = {}
        for row in conn.execute(alive.order_by(judgement.c.id)):
            log.setdefault(row.event, []).append(row)
        said = {n: rows for n, lines in log.items() if (rows := judging.counting(lines))}
        stands = {n: (rows[-1], changes(rows)) for n, rows in said.items()}
        put(conn, event_standing, list(_standing(conn, stands)))
        given = [row for n, (_, change) in sorted(stands.items()) for row in _credits(conn, n, change)]
        put(conn, event_credit, given)
        touched.update(row[3] for row in given)
        outdate(conn, some)
    return touched


def changes(log: Sequence[Any]) -> dict[str, str]:
    """What is corrected by these judgements on one report, oldest first."""
    given: dict[str, str] = {}
    for row in log:
        if row.verdict != "correct":
            given = {}
            continue
        change = json.loads(row.change)
        for field in FIELDS.values():
            if field in change:
                given.pop(f"{field}_id", None)
        if "type" in change:
            given.pop("mode", None)  # a mode belongs to its type
        given |= change
    return given


def outdate(conn: sa.Connection, events: Iterable[int]) -> None:
    """Have these reports, and those that are counted as the same events, compared anew."""
    e = event.c
    for some in chunks(sorted(set(events))):
        heads = sa.select(sa.func.coalesce(e.cluster, e.n)).where(e.n.in_(some))
        mates = e.cluster.in_(heads) | e.n.in_(heads) | e.n.in_(some)
        conn.execute(sa.update(event).where(mates).values(compared=None))


def _standing(conn: sa.Connection, stands: Mapping[int, tuple[Any, dict[str, str]]]) -> Iterator[tuple[Any, ...]]:
    query = sa.select(event, document.c.published).join_from(event, document).where(event.c.n.in_(sorted(stands)))
    for row in conn.execute(query.order_by(event.c.n)).all():
        judged, change = stands[row.n]
        if judged.verdict != "correct":
            yield row.n, judged.id, judged.verdict, *(None,) * 6, 0, 0
            continue
        type_ = change.get("type", row.type)
        modes = plover.types()[type_].modes if type_ in plover.types() else ()
        mode = change.get("mode", row.mode if row.mode in modes else None)
        since, until, day = row.since, row.until, row.day
        if "date" in change:
            since, until = days(change["date"])
            day = since or row.published
        who = (int(field in change) for field in FIELDS.values())
        mode = None if mode == NOBODY else mode
        yield row.n, judged.id, judged.verdict, type_, mode, change.get("status", row.status), day, since, until, *who


def days(text: str) -> tuple[str | None, str | None]:
    """The days of a correction, "2024-03-09", "2024-03-09/2024-03-11" or "?", as `event_review` writes them."""
    if text == NOBODY:
        return None, None
    since, _, until = text.partition("/")
    return since, until or since


def _credits(conn: sa.Connection, n: int, change: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    for role in ROLES:
        field = FIELDS[role]
        names = change.get(field, NOBODY)
        if names == NOBODY:
            continue
        ids = change.get(f"{field}_id", "").split(BETWEEN)
        given = names.split(BETWEEN)
        numbers = (someone(conn, name, own) for name, own in zip(given, ids + [""] * len(given), strict=False))
        for place, actor in enumerate(dict.fromkeys(numbers)):
            yield n, role, place, actor
