"""What a person says of a position: written to the log, and learnt from at once.

    judge(store, ...)     log a verdict on the position that a statement takes on an issue
    log_one, settle       the same in two steps, for many at once
    undone(conn, ...)     after such judgements were taken back

Where a statement was not worth reading by its words, it is read for the judgement, so that it is learnt from too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.errors import NotFound, UsageError
from onrecord.positions.decision import NO_STANCE
from onrecord.project import DEFAULT_SIDE
from onrecord.store import issues, learning, position_standing, positions_reading, sent_again, spoken, versions_seen
from onrecord.store.anchor import snapshot_position
from onrecord.store.encode import dump
from onrecord.store.encode_positions import position_id
from onrecord.store.issues import Known
from onrecord.store.judging import UNSURE
from onrecord.store.put import chunks, put
from onrecord.store.schema import document, issue, judgement, position, statement
from onrecord.store.schema import position_standing as standing_now
from onrecord.store.spoken import Article
from onrecord.vocabulary import STANCES, STRENGTHS

if TYPE_CHECKING:
    from onrecord.model import Learnt
    from onrecord.positions.decision import Scored
    from onrecord.store.db import Store

CHANGES = ("stance", "strength", "issue")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The statement and the issue that a judgement is about, and the row of its position if it was read."""

    statement: int
    said: str
    document: int
    on: Known
    row: Any


def is_meant(conn: sa.Connection, target: str, change: Mapping[str, str]) -> bool:
    """Whether a judgement is on a position: that of this id, or a statement's on an issue that the change names."""
    return "issue" in change or conn.scalar(sa.select(position.c.n).where(position.c.id == target)) is not None


def judge(
    store: Store, target: str, verdict: str, change: Mapping[str, str], line: Mapping[str, Any], against: int | None,
    again: bool = False,
) -> tuple[int, tuple[Learnt, ...]]:  # fmt: skip
    """Log a verdict; `line` has who, when and why. Answers its number, and what it taught.

    With `again` the line that it made when it was sent before, if it came through; that taught what it taught then.

    Raises UsageError for a change that makes no sense, or an article that is not current; NotFound for what is not
    there; Conflict where somebody else judged it after the judgement `against`.
    """
    given = checked(verdict, change)
    with store.read() as conn:
        asked = _asked(conn, target, given)
        read = None if asked.row is not None else _article(conn, asked)
    scored = None if read is None else _scored(read, asked.on)
    with store.write() as conn:
        asked = _asked(conn, target, given)
        own, says = position_id(asked.said, asked.on.issue.name), {k: v for k, v in given.items() if k != "issue"}
        before = sent_again.line_of(conn, own, verdict, says, line, against) if again else None
        if before is not None:
            return before, ()
        if asked.row is None:
            if read is None or scored is None:
                raise UsageError(f"{target} was read anew just now; judge it again")
            put(conn, position, positions_reading.made(conn, asked.on, [(*read, scored, True)], DEFAULT_SIDE))
        number = log_one(conn, target, verdict, given, line, against)
        return number, settle(conn, [number])


def log_one(
    conn: sa.Connection, target: str, verdict: str, given: Mapping[str, str], line: Mapping[str, Any],
    against: int | None,
) -> int:  # fmt: skip
    """Write a verdict on a position that was read to the log; answers its number. Nothing follows of it yet."""
    asked = _asked(conn, target, given)
    if asked.row is None:
        raise NotFound(f"statement {target} was not read with the issue {asked.on.issue.name}; judge it by itself")
    at = (asked.statement, asked.on.n)
    versions_seen.check(conn, versions_seen.of_positions(conn, [at]).get(at, ()), target, line["who"], against)
    stance, strength = _shown(conn, asked)
    if verdict == "correct":
        given = {"stance": stance, **given}
        _check_strength(given)
    values = {
        **line,
        "target": position_id(asked.said, asked.on.issue.name),
        "verdict": verdict,
        "change": dump({k: v for k, v in given.items() if k != "issue"}),
        "snapshot": snapshot_position(conn, asked.statement, stance, strength),
        "state": "attached",
        "side_of": asked.statement,
        "issue": asked.on.issue.name,
        "document": asked.document,
        "score": asked.row.score,
        "by": asked.row.by,
    }
    made = conn.execute(sa.insert(judgement).values(values)).inserted_primary_key
    return int(made[0]) if made else 0


def settle(conn: sa.Connection, numbers: Sequence[int], *, undone: bool = False) -> tuple[Learnt, ...]:
    """Put judgements on positions to work: each issue is learnt anew once. Answers what that teaches."""
    lines: list[Any] = []
    for some in chunks(numbers):
        query = sa.select(judgement.c.id, judgement.c.side_of, judgement.c.verdict, issue.c.n)
        query = query.outerjoin(issue, issue.c.name == judgement.c.issue)
        lines += conn.execute(query.where(judgement.c.id.in_(some)).order_by(judgement.c.id)).all()
    position_standing.derive(conn, [x.side_of for x in lines if x.side_of is not None])
    said = [x for x in lines if x.n is not None and x.verdict != UNSURE]
    first: dict[int, int] = {}
    for x in said:
        first.setdefault(x.n, x.id)
    judged = {on: {x.side_of for x in said if x.n == on} for on in first}
    return tuple(learning.relearn(conn, on, number, judged[on], undone=undone) for on, number in first.items())


def undone(conn: sa.Connection, lines: Sequence[Any]) -> tuple[Learnt, ...]:
    """These judgements on positions were taken back. Answers what that teaches."""
    return settle(conn, [x.id for x in lines], undone=True)


# ---------------------------------------------------------------------------- what is meant


def checked(verdict: str, change: Mapping[str, str]) -> dict[str, str]:
    """What is said of a position. Raises UsageError for what makes no sense."""
    for key in change:
        if key not in CHANGES:
            raise UsageError(f"{key!r} of a position cannot be corrected; what can: {', '.join(CHANGES[:2])}")
    if verdict == "correct" and not {"stance", "strength"} & change.keys():
        raise UsageError("a correction says what is right: give the stance, or the strength")
    for key, there in (("stance", (*STANCES, NO_STANCE)), ("strength", STRENGTHS)):
        if key in change and change[key] not in there:
            raise UsageError(f"no {key} is called {change[key]!r}; there are: {', '.join(there)}")
    return dict(change)


def _check_strength(given: Mapping[str, str]) -> None:
    if given["stance"] == NO_STANCE and "strength" in given:
        raise UsageError("a statement that takes no side has no strength; say the stance that is right")


def _asked(conn: sa.Connection, target: str, given: Mapping[str, str]) -> _Asked:
    """Raises NotFound, or UsageError where the article is an older version or was taken out."""
    s, d, p = statement.c, document.c, position.c
    query = sa.select(s.n, s.id, s.document, d.superseded_by).join_from(statement, document, d.n == s.document)
    if "issue" in given:
        row = conn.execute(query.where(s.id == target)).one_or_none()
        if row is None:
            raise NotFound(f"no statement has the id {target}; of a position its stance is corrected, without an issue")
        on = issues.find(conn, given["issue"])
    else:
        query = query.add_columns(issue.c.name).join(position, p.statement == s.n).join(issue, issue.c.n == p.issue)
        row = conn.execute(query.where(p.id == target)).one_or_none()
        if row is None:
            raise NotFound(f"no position has the id {target}")
        on = issues.find(conn, row.name)
    if row.superseded_by == row.document:
        raise UsageError(f"the article of {target} was taken out; add its file again to judge it")
    if row.superseded_by is not None:
        raise UsageError(f"{target} stands in an older version of its article; judge the current one")
    there = conn.execute(sa.select(position).where(p.statement == row.n, p.issue == on.n)).one_or_none()
    return _Asked(statement=row.n, said=row.id, document=row.document, on=on, row=there)


def _article(conn: sa.Connection, asked: _Asked) -> tuple[Article, int]:
    (article,) = spoken.articles(conn, [asked.document])
    return article, article.numbers.index(asked.statement)


def _scored(read: tuple[Article, int], on: Known) -> Scored:
    from onrecord.positions import reading

    article, place = read
    (scored,) = reading.read([article.spoken[place]], on.issue)
    return scored


def _shown(conn: sa.Connection, asked: _Asked) -> tuple[str, str]:
    """The stance and strength that the position has for whoever looks at it now."""
    s = standing_now.c
    stands = conn.execute(
        sa.select(s.stance, s.strength).where(s.statement == asked.statement, s.issue == asked.on.n)
    ).one_or_none()
    if stands is None:
        return asked.row.stance, asked.row.strength
    return stands.stance, stands.strength or asked.row.strength


__all__ = ["CHANGES", "checked", "is_meant", "judge", "log_one", "settle", "undone"]
