"""Drawing statements for review: what the machine decided of them, and with which chance they were drawn, is logged.

    audit(store, issue, ...)    the audit that these words ask for: drawn and logged the first time, the same later

Drawn are pairs that nobody judged and that no audit before drew: what a person chose to judge says nothing of the
others. An utterance that is told several times is drawn as the statement that it is counted as.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.analysis import auditing
from onrecord.analysis.auditing import BESIDE, ELSEWHERE, Pair
from onrecord.errors import UsageError
from onrecord.positions.decision import NO_STANCE
from onrecord.project import DEFAULT_SIDE
from onrecord.store import audit_items, issues, statements
from onrecord.store.audit_rows import Audit
from onrecord.store.encode import dump, utc
from onrecord.store.encode_positions import position_id
from onrecord.store.issues import Known
from onrecord.store.position_facts import EXPLICIT
from onrecord.store.put import next_number, put
from onrecord.store.schema import audit as audit_table
from onrecord.store.schema import audit_item, document, issue_head, position, position_standing, statement, telling
from onrecord.vocabulary import HUMAN, STANCES

if TYPE_CHECKING:
    from onrecord.store.db import Store

USUAL = 50
LARGEST_SEED = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is asked for: as many pairs, drawn by this number, of these stances (none: all)."""

    n: int
    seed: int
    stances: tuple[str, ...]
    implied: bool
    unread: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _There:
    """A pair that can be drawn, with what is kept of it."""

    pair: Pair
    said: str
    stance: str
    strength: str
    outlet: str | None


def audit(
    store: Store,
    issue: str,
    *,
    n: int = USUAL,
    seed: int = 0,
    stance: str | Sequence[str] | None = None,
    implied: bool = False,
    unread: bool = False,
    at: datetime | None = None,
) -> Audit:
    """`n` pairs of a statement and this issue to be judged; the same question later answers the same ones.

    `stance` draws only what was decided so; without `implied` only positions that the words take themselves, and
    statements that take none; with `unread` also statements whose words did not make them worth reading.
    Raises NotFound, or UsageError for what makes no sense or where nothing is left to be drawn.
    """
    asked = _Asked(n=n, seed=seed, stances=_stances(stance), implied=implied, unread=unread)
    _check(asked)
    with store.read() as conn:
        on = issues.find(conn, issue)
        number = _before(conn, on, asked)
        if number is not None:
            return audit_items.view(conn, number)
    with store.write() as conn:
        on = issues.find(conn, issue)
        number = _before(conn, on, asked)
        made = number if number is not None else _draw(conn, on, asked, at or datetime.now(UTC))
        return audit_items.view(conn, made, fresh=number is None)


def _stances(wanted: str | Sequence[str] | None) -> tuple[str, ...]:
    names = [wanted] if isinstance(wanted, str) else list(wanted or ())
    for name in names:
        if name not in (*STANCES, NO_STANCE):
            raise UsageError(f"no stance is called {name!r}; there are: {', '.join((*STANCES, NO_STANCE))}")
    return tuple(s for s in (*STANCES, NO_STANCE) if s in names)


def _check(asked: _Asked) -> None:
    if asked.n < 1:
        raise UsageError("draw at least one pair")
    if not 0 <= asked.seed <= LARGEST_SEED:
        raise UsageError("a seed is a whole number from 0")
    if asked.stances and asked.unread:
        raise UsageError("what was not read has no stance: ask for these stances, or for what was not read")


def _before(conn: sa.Connection, on: Known, asked: _Asked) -> int | None:
    """The number of the audit that answered the same question before."""
    a = audit_table.c
    same = (a.issue == on.issue.name, a.seed == asked.seed, a.asked == asked.n, a.stances == dump(list(asked.stances)))
    query = sa.select(a.n).where(*same, a.implied == int(asked.implied), a.unread == int(asked.unread))
    found = conn.scalar(query)
    return None if found is None else int(found)


# ---------------------------------------------------------------------------- drawing


def _draw(conn: sa.Connection, on: Known, asked: _Asked, at: datetime) -> int:
    drawn_before = _drawn(conn, on)
    there = {x.pair.key: x for x in _read(conn, on, asked) if x.pair.key not in drawn_before}
    if asked.unread:
        there |= {x.pair.key: x for x in _unread(conn, on) if x.pair.key not in drawn_before}
    if not there:
        raise UsageError(
            f"nothing on {on.issue.name!r} is left to be drawn: all that was read with it was drawn or judged before"
        )
    sample = auditing.drawn((x.pair for x in there.values()), asked.n, asked.seed)
    head = conn.execute(sa.select(issue_head).where(issue_head.c.issue == on.n)).one_or_none()
    number = next_number(conn, audit_table)
    strata = dump([[s.name, s.group, s.size, s.drawn] for s in sample.strata])
    row = (
        number, on.issue.name, utc(at), asked.seed, asked.n, dump(list(asked.stances)), int(asked.implied),
        int(asked.unread), _by(conn, on), head.sure if head else DEFAULT_SIDE, head.labels if head else 0, strata,
    )  # fmt: skip
    put(conn, audit_table, [row])
    items = []
    for place, d in enumerate(sample.drawn, start=1):
        x = there[d.key]
        score = x.pair.score if x.strength else 0.0
        items.append((number, place, d.key, x.said, d.stratum, d.chance, x.stance, x.strength, score, x.outlet))
    put(conn, audit_item, items)
    return number


def _drawn(conn: sa.Connection, on: Known) -> set[str]:
    query = sa.select(audit_item.c.target).join(audit_table, audit_table.c.n == audit_item.c.audit)
    return set(conn.scalars(query.where(audit_table.c.issue == on.issue.name)))


def _by(conn: sa.Connection, on: Known) -> str:
    """What read the positions on the issue."""
    names = conn.scalars(sa.select(position.c.by).where(position.c.issue == on.n).distinct().order_by(position.c.by))
    return ", ".join(names)


def _read(conn: sa.Connection, on: Known, asked: _Asked) -> Iterator[_There]:
    """What was read with the issue because of its words, and nobody judged."""
    p, s = position.c, position_standing.c
    judged = sa.exists().where(s.statement == p.statement, s.issue == p.issue)
    where = [p.issue == on.n, p.asked == 0, ~judged]
    if asked.stances:
        where.append(p.stance.in_(asked.stances))
    if not asked.implied:
        where.append((p.strength == EXPLICIT) | (p.stance == NO_STANCE))
    columns = (p.id, p.stance, p.strength, p.score, statement.c.id.label("said"), document.c.outlet)
    query = statements.joined(sa.select(*columns)).join(position, p.statement == statement.c.n)
    for r in conn.execute(query.where(*where, *_COUNTED)):
        pair = Pair(key=r.id, group=r.stance, score=r.score)
        yield _There(pair=pair, said=r.said, stance=r.stance, strength=r.strength, outlet=r.outlet)


def _unread(conn: sa.Connection, on: Known) -> Iterator[_There]:
    """The statements that were not read with the issue."""
    p = position.c
    beside = set(conn.scalars(sa.select(p.document).where(p.issue == on.n, p.asked == 0).distinct()))
    read = sa.exists().where(p.statement == statement.c.n, p.issue == on.n)
    query = statements.joined(sa.select(statement.c.id, statement.c.document, document.c.outlet))
    for r in conn.execute(query.where(~read, *_COUNTED)):
        group = BESIDE if r.document in beside else ELSEWHERE
        pair = Pair(key=position_id(r.id, on.issue.name), group=group)
        yield _There(pair=pair, said=r.id, stance=NO_STANCE, strength="", outlet=r.outlet)


_COUNTED: tuple[Any, ...] = (
    statements.CURRENT,
    statements.NOT_REJECTED,
    telling.c.statement.is_(None),
    ~statement.c.by.startswith(HUMAN),  # what people coded tells nothing of the machine
)
