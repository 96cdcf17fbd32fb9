"""What people decided: an append-only log. The newest judgement of a statement, an event or a position that is not
undone stands.

Judgements on actors are lines of the same log; they are made in `actor_log`.

Nothing is deleted or rewritten: undoing sets a date, and the file itself refuses anything else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.errors import NotFound, UsageError
from onrecord.model import Judgement, Learnt
from onrecord.store import (
    event_review,
    event_standing,
    handmade_review,
    naming,
    position_review,
    sent_again,
    state_tables,
    versions_seen,
)
from onrecord.store.anchor import snapshot, snapshot_event
from onrecord.store.encode import dump, moment, printable, utc
from onrecord.store.judging import ADJUDICATION
from onrecord.store.put import chunks
from onrecord.store.rulings import ACTOR_VERDICTS, about, ruling
from onrecord.store.schema import actor, document, event, handmade, issue, judgement, position, statement
from onrecord.store.standing import derive_in

if TYPE_CHECKING:
    from onrecord.store.db import Store

VERDICTS = ("accept", "reject", "correct", "unsure")
STATES = ("attached", "moved", "orphaned")
_made = statement.alias("made_of_it")
COMPARED_AT_ONCE = 1_000  # reports of events that a reviewer waits for to be compared: about a second


def judge(
    store: Store,
    target: str,
    verdict: str,
    change: Mapping[str, str] | None = None,
    who: str = "",
    note: str = "",
    at: datetime | None = None,
    *,
    against: int | None = None,
    role: str = "",
    again: bool = False,
) -> Judgement:
    """Log a verdict on a statement, an event or a position. `change` says what is right where it is "correct".

    Of a statement {"speaker": name or actor id, or "?" where the text does not tell} and what `handmade_review.WORDS`
    lists; of an event what `event_review.CHANGES` lists; of a position stance and strength, or of a statement these
    with the issue. A name nobody has makes an actor. `against` is the newest judgement that was seen (0: none).
    `again`: it was sent before and may have come through; then its line of that time is answered. Raises UsageError
    for a verdict or change that makes no sense, NotFound for what is not there, Conflict where somebody else judged it
    since.
    """
    given = checked(verdict, change or {})
    made = line(who, note, at, role)
    with store.read() as conn:
        on_position = position_review.is_meant(conn, printable(target), given)
    if on_position:
        number, taught = position_review.judge(store, printable(target), verdict, given, made, against, again)
        with store.read() as conn:
            return replace(one(conn, number), learnt=taught)
    with store.write() as conn:
        before = sent_again.line_of(conn, printable(target), verdict, given, made, against) if again else None
        if before is not None:
            return one(conn, before)
        number = log_one(conn, printable(target), verdict, given, made, against)
        settle(conn, [number])
        done, outdated = one(conn, number), outdates(conn)
    if outdated:
        regroup(store)
    return done


def checked(verdict: str, change: Mapping[str, str]) -> dict[str, str]:
    """What is changed, as it can be kept. Raises UsageError for a verdict that is none, or that changes nothing."""
    given = {key: printable(value).strip() for key, value in change.items()}
    if verdict not in VERDICTS:
        raise UsageError(f"{verdict!r} is no verdict; there are: {', '.join(VERDICTS)}")
    if verdict == "correct" or not set(given) - {"issue"}:
        return given
    raise UsageError(f"a change belongs to the verdict 'correct', not to {verdict!r}")


def line(who: str, note: str, at: datetime | None, role: str = "", bulk: int | None = None) -> dict[str, Any]:
    """The cells of a line of the log that do not depend on what is judged. Raises UsageError without a name."""
    if not who.strip():
        raise UsageError("say who judges: a judgement without a name is worth nothing later")
    if role not in ("", ADJUDICATION):
        raise UsageError(f"{role!r} is no role of a judgement; there is: {ADJUDICATION}")
    return {"who": printable(who).strip(), "note": printable(note), "at": moment_of(at), "role": role, "bulk": bulk}


def log_one(
    conn: sa.Connection, target: str, verdict: str, given: Mapping[str, str], made: Mapping[str, Any],
    against: int | None,
) -> int:  # fmt: skip
    """Write a verdict on a statement or an event to the log; answers its number.

    Nothing follows of it yet (`settle`)."""
    what, row = _target(conn, target)
    if verdict == "correct" and what == "statement":
        row = _in_place_of(conn, row)
    if row.superseded_by == row.document:
        raise UsageError(f"the article of {what} {target} was taken out; add its file again to judge it")
    if row.superseded_by is not None:
        raise UsageError(f"{what} {target} stands in an older version of its article; judge the current one")
    seen = versions_seen.of_statements if what == "statement" else versions_seen.of_events
    versions_seen.check(conn, seen(conn, [row.n]).get(row.n, ()), target, made["who"], against)
    values = {**made, "verdict": verdict, "state": "attached", "document": row.document}
    if what == "event":
        change = event_review.checked(conn, given, row) if verdict == "correct" else {}
        values |= {"target": target, "event": row.n, "change": dump(change), "snapshot": snapshot_event(conn, row.n)}
        values |= {"score": row.score, "by": row.by}
    elif verdict == "correct":
        c = handmade_review.corrected(conn, row, given)
        values |= {"target": c.target, "statement": c.n, "change": dump(c.change), "snapshot": c.snapshot}
        values |= {"score": c.score, "by": c.by}
    else:
        values |= {"target": target, "statement": row.n, "change": "{}", "snapshot": snapshot(conn, row.n)}
        values |= {"score": row.score, "by": row.by}
    number = conn.execute(sa.insert(judgement).values(values)).inserted_primary_key
    return int(number[0]) if number else 0


def settle(conn: sa.Connection, numbers: Iterable[int]) -> None:
    """Put judgements on statements and events to work, or take them back where they are undone."""
    documents: set[int] = set()
    events: set[int] = set()
    for some in chunks(numbers):
        for row in conn.execute(sa.select(judgement).where(judgement.c.id.in_(some))):
            if row.event is not None:
                events.add(row.event)
            elif row.issue is None and row.document is not None and row.verdict not in ACTOR_VERDICTS:
                documents.add(row.document)
    naming.refresh(conn, derive_in(conn, documents) | event_standing.derive(conn, events))


def _target(conn: sa.Connection, target: str) -> tuple[str, Any]:
    """ "statement" or "event", and the row of this id with its document's text. Raises NotFound."""
    for what, table in (("statement", statement), ("event", event)):
        row = conn.execute(_with_text(table).where(table.c.id == target)).one_or_none()
        if row is not None:
            return what, row
    raise NotFound(f"no statement has the id {target}, and no event or position")


def _with_text(table: sa.Table) -> Any:
    query = sa.select(table, document.c.superseded_by, document.c.text)
    return query.join(document, document.c.n == table.c.document)


def _in_place_of(conn: sa.Connection, row: Any) -> Any:
    """The row in a person's words that stands in the place of this one, which a correction is meant of; else itself."""
    query = _with_text(statement).join(handmade, handmade.c.statement == statement.c.n)
    found = conn.execute(query.where(handmade.c.replaces == row.n)).one_or_none()
    return row if found is None else found


def outdates(conn: sa.Connection) -> bool:
    """Whether what was written on this connection has reports of events compared anew: one of them was judged, or a
    statement whose act is one, and it is counted otherwise now."""
    written = state_tables.written_on(conn)
    return written is None or event.name in written


def regroup(store: Store) -> None:
    """A report that was judged may be of another event now, or of none. In a large record the next `add` looks."""
    from onrecord.store import same_events

    same_events.settle(store, most=COMPARED_AT_ONCE)


def undo(store: Store, judgement_id: int, at: datetime | None = None, *, again: bool = True) -> Judgement:
    """Take a judgement back; its line stays. Undoing it again changes nothing, or raises where that is not meant."""
    taught: tuple[Learnt, ...] = ()
    with store.write() as conn:
        before = one(conn, judgement_id)
        if before.undone_at is not None and not again:
            raise UsageError(f"judgement {judgement_id} was undone already, on {before.undone_at:%Y-%m-%d %H:%M}")
        if before.undone_at is None:
            taught = take_back(conn, [judgement_id], moment_of(at))
        done, outdated = replace(one(conn, judgement_id), learnt=taught), outdates(conn)
    if outdated:
        regroup(store)
    return done


def take_back(conn: sa.Connection, numbers: Sequence[int], at: str) -> tuple[Learnt, ...]:
    """Undo these judgements. Answers what that teaches."""
    for some in chunks(numbers):
        conn.execute(sa.update(judgement).where(judgement.c.id.in_(some)).values(undone_at=at))
    lines: list[Any] = []
    for some in chunks(numbers):
        lines += conn.execute(sa.select(judgement).where(judgement.c.id.in_(some))).all()
    settle(conn, numbers)
    taught = position_review.undone(conn, [x for x in lines if x.issue is not None])
    for x in lines:
        if x.verdict in ACTOR_VERDICTS:
            from onrecord.store import actor_log

            actor_log.settle(conn, x.id)
    return taught


def judgements(store: Store, target: str | None = None, state: str | None = None) -> list[Judgement]:
    """The log in order, undone ones included; of one statement, or in one state, if told so."""
    if state is not None and state not in STATES:
        raise UsageError(f"{state!r} is no state of a judgement; there are: {', '.join(STATES)}")
    with store.read() as conn:
        return select(conn, target=target, state=state)


def select(
    conn: sa.Connection, *, target: str | None = None, state: str | None = None, bulk: int | None = None
) -> list[Judgement]:
    """`judgements` on a connection; with `bulk` those that were made in one go."""
    query = _query()
    if bulk is not None:
        query = query.where(judgement.c.bulk == bulk)
    if target is not None:
        asked = printable(target)
        now = (statement.c.id == asked) | (event.c.id == asked) | (position.c.id == asked)
        query = query.where(now | (judgement.c.target == asked))
    if state is not None:
        query = query.where(judgement.c.state == state)
    return [_judgement(row) for row in conn.execute(query)]


def newest(conn: sa.Connection, where: Sequence[Any], limit: int) -> list[Judgement]:
    """The newest lines of the log that fit, the newest first."""
    query = _query().where(*where).order_by(None).order_by(judgement.c.id.desc()).limit(limit)
    return [_judgement(row) for row in conn.execute(query)]


def lines(conn: sa.Connection, numbers: Iterable[int]) -> Iterator[Judgement]:
    """The lines of the log with these numbers."""
    for some in chunks(sorted(set(numbers))):
        yield from (_judgement(row) for row in conn.execute(_query().where(judgement.c.id.in_(some))))


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
    now_on = sa.func.coalesce(statement.c.id, event.c.id, position.c.id).label("now_on")
    return (
        sa.select(judgement, now_on, _made.c.id.label("made"))
        .join_from(judgement, statement, statement.c.n == judgement.c.statement, isouter=True)
        .outerjoin(handmade, handmade.c.judgement == judgement.c.id)
        .outerjoin(_made, _made.c.n == handmade.c.statement)
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
        score=row.score,
        by=row.by or "",
        role=row.role or "",
        bulk=row.bulk,
        made=row.made or "",
    )


def moment_of(at: datetime | None) -> str:
    if at is None:
        at = datetime.now(UTC)
    return utc(at if at.tzinfo else at.replace(tzinfo=UTC))
