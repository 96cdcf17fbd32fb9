"""What people decided: an append-only log. The newest judgement of a statement that is not undone stands.

Judgements on actors are lines of the same log; they are made in `actor_log`.

Nothing is deleted or rewritten: undoing sets a date, and the file itself refuses anything else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.errors import NotFound, UsageError
from onrecord.model import Judgement
from onrecord.store import naming
from onrecord.store.anchor import snapshot
from onrecord.store.encode import dump, moment, printable, utc
from onrecord.store.rulings import ACTOR_VERDICTS, about, ruling
from onrecord.store.schema import actor, document, judgement, statement
from onrecord.store.standing import NOBODY, derive, named

if TYPE_CHECKING:
    from onrecord.store.db import Store

VERDICTS = ("accept", "reject", "correct")
STATES = ("attached", "moved", "orphaned")
CHANGES = ("speaker",)


def judge(
    store: Store,
    target: str,
    verdict: str,
    change: Mapping[str, str] | None = None,
    who: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Judgement:
    """Log a verdict on a statement. `change` says what is right where the verdict is "correct":
    {"speaker": name or actor id, or "?" where the text does not tell}. A name nobody has makes an actor.

    Raises UsageError for a verdict or change that makes no sense, NotFound for an unknown statement.
    """
    given = {key: printable(value).strip() for key, value in (change or {}).items()}
    _check(verdict, given)
    if not who.strip():
        raise UsageError("say who judges: a judgement without a name is worth nothing later")
    with store.write() as conn:
        row = conn.execute(
            sa.select(statement.c.n, statement.c.document, document.c.superseded_by)
            .join_from(statement, document)
            .where(statement.c.id == printable(target))
        ).one_or_none()
        if row is None:
            raise NotFound(f"no statement has the id {printable(target)}")
        if row.superseded_by == row.document:
            raise UsageError(f"the article of statement {target} was taken out; add its file again to judge it")
        if row.superseded_by is not None:
            raise UsageError(f"statement {target} stands in an older version of its article; judge the current one")
        if "speaker" in given:
            given |= _named(conn, given["speaker"])
        values = {
            "target": target,
            "verdict": verdict,
            "change": dump(given),
            "who": printable(who).strip(),
            "note": printable(note),
            "at": _moment(at),
            "snapshot": snapshot(conn, row.n),
            "state": "attached",
            "statement": row.n,
            "document": row.document,
        }
        made = conn.execute(sa.insert(judgement).values(values)).inserted_primary_key
        naming.refresh(conn, derive(conn, [row.n]))
        return one(conn, made[0] if made else 0)


def _check(verdict: str, change: Mapping[str, str]) -> None:
    if verdict not in VERDICTS:
        raise UsageError(f"{verdict!r} is no verdict; there are: {', '.join(VERDICTS)}")
    for key in change:
        if key not in CHANGES:
            raise UsageError(f"{key!r} cannot be corrected; what can: {', '.join(CHANGES)}")
    if verdict == "correct" and not change.get("speaker"):
        raise UsageError('a correction says what is right: give the speaker (or "?" where the text does not tell)')
    if verdict != "correct" and change:
        raise UsageError(f"a change belongs to the verdict 'correct', not to {verdict!r}")


def _named(conn: sa.Connection, name: str) -> dict[str, str]:
    """The speaker's printed name and id, where the record has one; the name as given where it has none."""
    if name == NOBODY:
        return {}
    found = conn.execute(sa.select(actor).where(actor.c.id == name)).all() or named(conn, name)
    shown = [row for row in found if row.shown] or list(found)
    known = [row for row in shown if row.known] or shown
    if len(known) > 1:
        them = ", ".join(f"{row.name} ({row.id})" for row in known[:8])
        raise UsageError(f"{name!r} is the name of {len(known)} actors; give an id: {them}")
    return {"speaker": known[0].name, "speaker_id": known[0].id} if known else {}


def undo(store: Store, judgement_id: int, at: datetime | None = None, *, again: bool = True) -> Judgement:
    """Take a judgement back; its line stays. Undoing it again changes nothing, or raises where that is not meant."""
    with store.write() as conn:
        before = one(conn, judgement_id)
        if before.undone_at is not None and not again:
            raise UsageError(f"judgement {judgement_id} was undone already, on {before.undone_at:%Y-%m-%d %H:%M}")
        if before.undone_at is None:
            conn.execute(sa.update(judgement).where(judgement.c.id == judgement_id).values(undone_at=_moment(at)))
            on = conn.scalar(sa.select(judgement.c.statement).where(judgement.c.id == judgement_id))
            if on is not None:
                naming.refresh(conn, derive(conn, [on]))
            if before.verdict in ACTOR_VERDICTS:
                from onrecord.store import actor_log

                actor_log.settle(conn, judgement_id)
        return one(conn, judgement_id)


def judgements(store: Store, target: str | None = None, state: str | None = None) -> list[Judgement]:
    """The log in order, undone ones included; of one statement, or in one state, if told so."""
    if state is not None and state not in STATES:
        raise UsageError(f"{state!r} is no state of a judgement; there are: {', '.join(STATES)}")
    with store.read() as conn:
        return select(conn, target=target, state=state)


def select(conn: sa.Connection, *, target: str | None = None, state: str | None = None) -> list[Judgement]:
    """`judgements` on a connection."""
    query = _query()
    if target is not None:
        query = query.where((statement.c.id == printable(target)) | (judgement.c.target == printable(target)))
    if state is not None:
        query = query.where(judgement.c.state == state)
    return [_judgement(row) for row in conn.execute(query)]


def of_actor(conn: sa.Connection, root: int) -> list[Judgement]:
    """The judgements about the names of an actor, undone ones included, in order."""
    mine = set(conn.scalars(sa.select(actor.c.id).where(actor.c.root == root)))
    rows = conn.execute(_query().where(judgement.c.verdict.in_(ACTOR_VERDICTS))).all()
    return [_judgement(row) for row in rows if mine & about(ruling(row))]


def between(conn: sa.Connection, one: str, other: str) -> list[Judgement]:
    """The judgements that speak of both of these names, by their ids."""
    rows = conn.execute(_query().where(judgement.c.verdict.in_(ACTOR_VERDICTS))).all()
    return [_judgement(row) for row in rows if {one, other} <= about(ruling(row))]


def _query() -> sa.Select[Any]:
    return (
        sa.select(judgement, statement.c.id.label("now_on"))
        .join_from(judgement, statement, statement.c.n == judgement.c.statement, isouter=True)
        .order_by(judgement.c.id)
    )


def one(conn: sa.Connection, judgement_id: int) -> Judgement:
    """The line of the log with this number. Raises NotFound."""
    row = conn.execute(_query().where(judgement.c.id == judgement_id)).one_or_none()
    if row is None:
        raise NotFound(f"no judgement has the number {judgement_id}")
    return _judgement(row)


def _judgement(row: Any) -> Judgement:
    at, undone_at = moment(row.at), moment(row.undone_at)
    assert at is not None  # noqa: S101 - the column is NOT NULL
    return Judgement(
        id=row.id,
        target=row.now_on or row.target,
        verdict=row.verdict,
        change=json.loads(row.change),
        who=row.who,
        at=at,
        note=row.note,
        undone_at=undone_at,
        state=row.state,
    )


def _moment(at: datetime | None) -> str:
    if at is None:
        at = datetime.now(UTC)
    return utc(at if at.tzinfo else at.replace(tzinfo=UTC))
