"""What two coders judged differently: when their judgements contradict each other, and which of that still waits."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.store import event_standing, naming, position_standing, rulings
from onrecord.store.encode import moment
from onrecord.store.judging import UNSURE
from onrecord.store.merge_rows import Conflict, Verdict
from onrecord.store.rulings import ACTOR_VERDICTS
from onrecord.store.schema import judgement, merged
from onrecord.store.standing import NOBODY

if TYPE_CHECKING:
    from onrecord.store.db import Store

STATEMENT, EVENT, POSITION, ACTOR = "statement", "event", "position", "actor"
"""What a line of the log is about."""
_WORDS = 90  # characters of a statement that a conflict shows


def about(row: Any) -> str:
    """What a line of the log is about."""
    kept = json.loads(row.snapshot)
    if row.verdict in ACTOR_VERDICTS or "keys" in kept:
        return ACTOR
    return POSITION if row.issue is not None else EVENT if "event" in kept else STATEMENT


def outcome(on: str, rows: Sequence[Any]) -> object:
    """What judgements on one thing leave true, the newest last; two that leave the same agree."""
    newest = rows[-1]
    if on == POSITION:
        return position_standing.says(newest)[0]
    if newest.verdict != "correct":
        return newest.verdict
    change = event_standing.changes(rows) if on == EVENT else json.loads(newest.change)
    names = {k: v for k, v in change.items() if not k.endswith("_id")}
    return {k: v if v == NOBODY else naming.fold(v) for k, v in names.items()}


def contrary(conn: sa.Connection, row: Any) -> bool:
    """Whether a judgement on actors says the opposite of one that stands here, or gives a name another name."""
    one = rulings.ruling(row)
    for mine in rulings.rulings(conn):
        if {one.verdict, mine.verdict} == {rulings.MERGE, rulings.SPLIT} and one.documents == mine.documents:
            if _pairs(one) & _pairs(mine):
                return True
        if one.verdict == mine.verdict == rulings.RENAME and set(one.keys) & set(mine.keys) and one.name != mine.name:
            return True
    return False


def _pairs(one: rulings.Ruling) -> set[frozenset[str]]:
    return {frozenset((a, b)) for a in one.keys for b in one.others if a != b}


# ---------------------------------------------------------------------------- what waits


def conflicts(store: Store) -> list[Conflict]:
    """What two coders judged differently and nobody has judged since, in the order in which it came."""
    with store.read() as conn:
        rows = conn.execute(sa.select(merged).where(merged.c.judgement.is_(None)).order_by(merged.c.n)).all()
        found: dict[tuple[str, str], Conflict] = {}
        for row in rows:
            made = _conflict(conn, row)
            if made is not None:
                found[row.record, row.target] = made  # the newest line of the other's is what it says
        return list(found.values())


def _conflict(conn: sa.Connection, row: Any) -> Conflict | None:
    """A line that waits, or None where it was settled: somebody judged anew, or took back what contradicted it."""
    cells = json.loads(row.cells)
    if cells.get("undone_at"):
        return None
    of_actor, j = cells["verdict"] in ACTOR_VERDICTS, judgement.c
    where = j.verdict.in_(ACTOR_VERDICTS) if of_actor else j.target == row.target
    said = sa.select(judgement).where(where, j.undone_at.is_(None), j.verdict != UNSURE)
    alive = list(conn.execute(said.order_by(j.id)))
    if of_actor:
        alive = [x for x in alive if rulings.about(rulings.ruling(x)) & _names(cells)]
    if not alive or alive[-1].id > row.last:
        return None
    return Conflict(
        target=row.target, what=_what(cells), record=row.record, here=_verdict(dict(alive[-1]._mapping)),
        there=_verdict(cells),
    )  # fmt: skip


def _names(cells: Mapping[str, Any]) -> frozenset[str]:
    kept_of = json.loads(cells["snapshot"])
    keys = [*kept_of.get("keys", ()), *kept_of.get("others", ())]
    return rulings.about(rulings.Ruling(number=0, verdict=cells["verdict"], target="", who="", keys=tuple(keys)))


def _what(cells: Mapping[str, Any]) -> str:
    shown = json.loads(cells["snapshot"])
    if "quotes" not in shown:
        return ", ".join(json.loads(cells["change"]).values())
    words = " ... ".join(" ".join(q.split()) for q in shown["quotes"])
    said = words if len(words) <= _WORDS else words[:_WORDS].rstrip() + "..."
    return f"{cells['issue']}: {said}" if cells.get("issue") else said


def _verdict(cells: Mapping[str, Any]) -> Verdict:
    at = moment(cells["at"])
    assert at is not None  # noqa: S101 - the column is NOT NULL
    change = json.loads(cells["change"])
    if cells.get("issue"):
        shown = json.loads(cells["snapshot"])
        change = {"stance": "none" if cells["verdict"] == "reject" else change.get("stance", shown["stance"])}
    return Verdict(verdict=cells["verdict"], change=change, who=cells["who"], at=at, note=cells["note"])


__all__ = ["ACTOR", "EVENT", "POSITION", "STATEMENT", "about", "conflicts", "contrary", "outcome"]
