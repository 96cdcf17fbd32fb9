"""A judgement that is sent again because its answer was lost: the line that it made, if it came through.

It is looked for on the connection that is to write, so that the first time, still under way, is waited for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from onrecord.store.judging import UNSURE
from onrecord.store.rulings import MERGE, SPLIT, about, ruling
from onrecord.store.schema import judgement

NAMES = {"accept": MERGE, "reject": SPLIT, UNSURE: UNSURE}
"""What a verdict on two names is called in the log."""


def line_of(
    conn: sa.Connection, target: str, verdict: str, given: Mapping[str, str], line: Mapping[str, Any], after: int | None
) -> int | None:
    """The number of the line that this verdict made: its author's newest on the row since line `after`, where it is
    not undone and says the same. `line` has the cells that do not depend on the row (`review.line`)."""
    row = conn.execute(_mine(line, after).where(judgement.c.target == target).limit(1)).one_or_none()
    return row.id if row is not None and _same(row, verdict, line) and _changes(row, given) else None


def of_names(
    conn: sa.Connection, target: str, pair: tuple[str, str], verdict: str, line: Mapping[str, Any], after: int | None
) -> int | None:
    """The same of a verdict on two names: `target` as it was given, `pair` their ids."""
    for row in conn.execute(_mine(line, after).where(judgement.c.verdict.in_(NAMES.values()))):
        if about(ruling(row)) >= set(pair) if row.verdict != UNSURE else row.target == target:
            return row.id if _same(row, NAMES.get(verdict, verdict), line) else None
    return None


def bulk_of(
    conn: sa.Connection, targets: Sequence[str], verdict: str, given: Mapping[str, str], line: Mapping[str, Any],
    after: Mapping[str, int],
) -> int | None:  # fmt: skip
    """The number of the bulk that this verdict made on these rows: its author's newest since the lines `after`."""
    j = judgement.c
    query = _mine(line, min((after.get(t, 0) for t in targets), default=0)).where(j.bulk.is_not(None))
    newest = conn.execute(query.limit(1)).one_or_none()
    if newest is None:
        return None
    rows = conn.execute(sa.select(judgement).where(j.bulk == newest.bulk)).all()
    alike = all(r.undone_at is None and _same(r, verdict, line) and _changes(r, given) for r in rows)
    return newest.bulk if alike and {r.target for r in rows} <= set(targets) else None


def _mine(line: Mapping[str, Any], after: int | None) -> Any:
    """What the author judged since, newest first."""
    j = judgement.c
    since = j.who == line["who"], j.undone_at.is_(None), j.id > (after or 0)
    return sa.select(judgement).where(*since).order_by(j.id.desc())


def _same(row: Any, verdict: str, line: Mapping[str, Any]) -> bool:
    return (row.verdict, row.note, row.role or "") == (verdict, line["note"], line["role"])


def _changes(row: Any, given: Mapping[str, str]) -> bool:
    """Whether a line says what is given, whatever else it keeps; a speaker is given by name or by id."""
    kept = json.loads(row.change)
    return all(value in (kept.get(name), kept.get(f"{name}_id")) for name, value in given.items())


__all__ = ["bulk_of", "line_of", "of_names"]
