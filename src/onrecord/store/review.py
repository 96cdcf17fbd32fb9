"""What people decided: an append-only log. The newest judgement of a statement, an event or a position that is not
undone stands.

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
from onrecord.store import event_review, event_standing, naming, position_review
from onrecord.store.anchor import snapshot, snapshot_event
from onrecord.store.encode import dump, moment, printable, utc
from onrecord.store.rulings import ACTOR_VERDICTS, about, ruling
from onrecord.store.schema import actor, document, event, issue, judgement, position, statement
from onrecord.store.standing import NOBODY, derive

if TYPE_CHECKING:
    from onrecord.store.db import Store

VERDICTS = ("accept", "reject", "correct")
STATES = ("attached", "moved", "orphaned")
CHANGES = ("speaker",)
COMPARED_AT_ONCE = 1_000  # reports of events that a reviewer waits for to be compared: about a second


def judge(
    store: Store,
    target: str,
    verdict: str,
    change: Mapping[str, str] | None = None,
    who: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Judgement:
    """Log a verdict on a statement, an event or a position. `change` says what is right where it is "correct".

    Of a statement {"speaker": name or actor id, or "?" where the text does not tell}; of an event what
    `event_review.CHANGES` lists; of a position stance and strength, or of a statement these with the issue.
    A name nobody has makes an actor.
    Raises UsageError for a verdict or change that makes no sense, NotFound for what is not there.
    """
    given = {key: printable(value).strip() for key, value in (change or {}).items()}
    if verdict not in VERDICTS:
        raise UsageError(f"{verdict!r} is no verdict; there are: {', '.join(VERDICTS)}")
    if verdict != "correct" and given:
        raise UsageError(f"a change belongs to the verdict 'correct', not to {verdict!r}")
    if not who.strip():
        raise UsageError("say who judges: a judgement without a name is worth nothing later")
    line = {"who": printable(who).strip(), "note": printable(note), "at": _moment(at)}
    with store.read() as conn:
        on_position = position_review.is_meant(conn, printable(target), given)
    if on_position:
        number = position_review.judge(store, printable(target), verdict, given, line)
        with store.read() as conn:
            return one(conn, number)
    with store.write() as conn:
        what, row = _target(conn, printable(target))
        if row.superseded_by == row.document:
            raise UsageError(f"the article of {what} {target} was taken out; add its file again to judge it")
        if row.superseded_by is not None:
            raise UsageError(f"{what} {target} stands in an older version of its article; judge the current one")
        if verdict == "correct":
            given = _speaker(conn, given) if what == "statement" else event_review.checked(conn, given, row)
        values = {
            "target": target,
            "verdict": verdict,
            "change": dump(given),
            **line,
            "snapshot": (snapshot if what == "statement" else snapshot_event)(conn, row.n),
            "state": "attached",
            what: row.n,
            "document": row.document,
        }
        made = conn.execute(sa.insert(judgement).values(values)).inserted_primary_key
        naming.refresh(conn, (derive if what == "statement" else event_standing.derive)(conn, [row.n]))
        done = one(conn, made[0] if made else 0)
    if what == "event":
        _regroup(store)
    return done


def _target(conn: sa.Connection, target: str) -> tuple[str, Any]:
    """ "statement" or "event", and the row of this id. Raises NotFound."""
    for what, table in (("statement", statement), ("event", event)):
        query = sa.select(table, document.c.superseded_by).join_from(table, document, document.c.n == table.c.document)
        row = conn.execute(query.where(table.c.id == target)).one_or_none()
        if row is not None:
            return what, row
    raise NotFound(f"no statement has the id {target}, and no event or position")


def _regroup(store: Store) -> None:
    """A report that was judged may be of another event now, or of none. In a large record the next `add` looks."""
    from onrecord.store import same_events

    same_events.settle(store, most=COMPARED_AT_ONCE)


def _speaker(conn: sa.Connection, change: Mapping[str, str]) -> dict[str, str]:
    """The correction of a statement: the speaker's printed name and id where the record has one, else the name."""
    for key in change:
        if key not in CHANGES:
            raise UsageError(f"{key!r} of a statement cannot be corrected; what can: {', '.join(CHANGES)}")
    name = change.get("speaker")
    if not name:
        raise UsageError('a correction says what is right: give the speaker (or "?" where the text does not tell)')
    found = None if name == NOBODY else event_review.one_called(conn, name)
    return {"speaker": name} if found is None else {"speaker": found.name, "speaker_id": found.id}


def undo(store: Store, judgement_id: int, at: datetime | None = None, *, again: bool = True) -> Judgement:
    """Take a judgement back; its line stays. Undoing it again changes nothing, or raises where that is not meant."""
    told = None
    with store.write() as conn:
        before = one(conn, judgement_id)
        if before.undone_at is not None and not again:
            raise UsageError(f"judgement {judgement_id} was undone already, on {before.undone_at:%Y-%m-%d %H:%M}")
        if before.undone_at is None:
            conn.execute(sa.update(judgement).where(judgement.c.id == judgement_id).values(undone_at=_moment(at)))
            line = conn.execute(sa.select(judgement).where(judgement.c.id == judgement_id)).one()
            told = line.event
            if line.statement is not None:
                naming.refresh(conn, derive(conn, [line.statement]))
            if line.side_of is not None:
                position_review.undone(conn, line.side_of, line.issue)
            if told is not None:
                naming.refresh(conn, event_standing.derive(conn, [told]))
            if before.verdict in ACTOR_VERDICTS:
                from onrecord.store import actor_log

                actor_log.settle(conn, judgement_id)
        done = one(conn, judgement_id)
    if told is not None:
        _regroup(store)
    return done


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
        asked = printable(target)
        now = (statement.c.id == asked) | (event.c.id == asked) | (position.c.id == asked)
        query = query.where(now | (judgement.c.target == asked))
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
        sa.select(judgement, sa.func.coalesce(statement.c.id, event.c.id, position.c.id).label("now_on"))
        .join_from(judgement, statement, statement.c.n == judgement.c.statement, isouter=True)
        .outerjoin(event, event.c.n == judgement.c.event)
        .outerjoin(issue, issue.c.name == judgement.c.issue)
        .outerjoin(position, (position.c.statement == judgement.c.side_of) & (position.c.issue == issue.c.n))
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
