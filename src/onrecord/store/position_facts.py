"""Positions as they stand after judgements: what they say, whose they are, which of them tell one utterance.

taken(conn, ...)      the positions that fit filters, the earliest first
one(conn, id)         one position, or None
conditions(conn)      what statements depend on
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa

from onrecord.errors import NotFound, UsageError
from onrecord.positions.decision import NO_STANCE
from onrecord.project import DEFAULT_SURE
from onrecord.store import dossier, issues, statements
from onrecord.store.encode import pieces
from onrecord.store.ids import SHORTEST, begun
from onrecord.store.position_rows import ConditionRow, PositionRow
from onrecord.store.rows import Said
from onrecord.store.schema import condition, document, issue, position, position_standing, statement
from onrecord.vocabulary import STANCES

EXPLICIT, CONDITIONAL, UNCLEAR = "explicit", "conditional", "unclear"
STANCE = sa.func.coalesce(position_standing.c.stance, position.c.stance)
STRENGTH = sa.func.coalesce(position_standing.c.strength, position.c.strength)


class PositionFilters(TypedDict, total=False):
    """What narrows a list of positions. `actor` is a name, alias or id; "?" is nobody known.

    `issue` is a name, `stance` one of STANCES or "none", or several. `since` and `until` compare the day it was said
    where the text tells, else the day of publication. Without `implied` only positions count whose words take the side
    themselves. Statements that take no side are left out, unless `stance` names "none". `document` is an id, file or
    title.
    """

    issue: str | None
    actor: str | None
    stance: str | Sequence[str] | None
    since: date | str | None
    until: date | str | None
    outlet: str | None
    document: str | None
    implied: bool


def taken(conn: sa.Connection, **filters: Unpack[PositionFilters]) -> Iterator[PositionRow]:
    """The positions of current articles that fit, the earliest first, those without any date last.

    A statement that a reviewer rejected takes none. Raises UsageError or NotFound for values that cannot match.
    """
    s = statement.c
    query = _select().where(*_conditions(conn, filters))
    earliest = (s.day.asc().nulls_last(), document.c.id, s.start, s.id, issue.c.origin, issue.c.place)
    for row, said in statements.answers(conn, query.order_by(*earliest)):
        yield _position(row, said)


def one(conn: sa.Connection, own: str) -> PositionRow | None:
    """The position of this id, of a current article or an older version; None where there is none."""
    query = _select().where(position.c.id == own)
    return next((_position(row, said) for row, said in statements.answers(conn, query)), None)


def by_ids(conn: sa.Connection, ids: Sequence[str]) -> Iterator[PositionRow]:
    """The positions of these ids, in no order."""
    for row, said in statements.answers(conn, _select().where(position.c.id.in_(ids))):
        yield _position(row, said)


def called(conn: sa.Connection, what: str) -> str | None:
    """The id of the position that this is, or the beginning of; None where it is none. Raises NotFound of several."""
    if conn.scalar(sa.select(position.c.n).where(position.c.id == what)) is not None:
        return what
    found = begun(conn, position, what) if len(what) >= SHORTEST else []
    if len(found) > 1:
        raise NotFound(f"{what!r} is the beginning of several positions' ids; write more of it")
    return found[0] if found else None


def conditions(conn: sa.Connection, where: Sequence[Any] = ()) -> Iterator[ConditionRow]:
    """What the statements of current articles depend on, by article and place in it; `where` narrows the statements."""
    c = condition.c
    query = statements.select().join(condition, c.statement == statement.c.n).add_columns(*_columns(condition, "c_"))
    query = query.where(statements.CURRENT, statements.NOT_REJECTED, *where)
    for r, said in statements.answers(conn, query.order_by(statement.c.document, statement.c.start, c.n)):
        doc = said.document.id
        yield ConditionRow(
            id=r.c_id, said=said, spans=pieces(doc, r.c_spans, r.c_spans_at), marker=r.c_marker,
            polarity=r.c_polarity, consequence=pieces(doc, r.c_consequence, r.c_consequence_at), effect=r.c_effect,
            score=r.c_score, why=r.c_why, by=r.c_by,
        )  # fmt: skip


# ---------------------------------------------------------------------------- which


def _conditions(conn: sa.Connection, filters: PositionFilters) -> list[Any]:
    there = PositionFilters.__annotations__
    if not filters.keys() <= there.keys():
        unknown = sorted(filters.keys() - there.keys())
        raise UsageError(f"no such filter: {', '.join(unknown)}; there are: {', '.join(there)}")
    get: dict[str, Any] = {name: value for name, value in filters.items() if value is not None}
    said: statements.Filters = {"by": get.get("actor"), "outlet": get.get("outlet")}
    said |= {"since": get.get("since"), "until": get.get("until")}
    where = statements.conditions(conn, said, DEFAULT_SURE)
    where.append(_stances(get.get("stance")))
    if not get.get("implied"):
        where.append((STRENGTH == EXPLICIT) | (STANCE == NO_STANCE))
    if "issue" in get:
        where.append(position.c.issue == issues.find(conn, get["issue"]).n)
    if "document" in get:
        row = dossier.find_document(conn, get["document"])
        if row is None:
            raise NotFound(f"no document here is called {get['document']!r}")
        where.append(position.c.document == row.n)
    return where


def _stances(wanted: str | Sequence[str] | None) -> sa.ColumnElement[bool]:
    if wanted is None:
        return STANCE != NO_STANCE
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    for name in names:
        if name not in (*STANCES, NO_STANCE):
            raise UsageError(f"no stance is called {name!r}; there are: {', '.join((*STANCES, NO_STANCE))}")
    return STANCE.in_(names)


# ---------------------------------------------------------------------------- rows


def _columns(table: sa.Table, prefix: str) -> list[Any]:
    return [c.label(prefix + c.name) for c in table.c]


@cache
def _select() -> Any:
    p, s, c = position.c, position_standing.c, condition.c
    return (
        statements.select()
        .join(position, p.statement == statement.c.n)
        .join(issue, issue.c.n == p.issue)
        .outerjoin(position_standing, (s.statement == p.statement) & (s.issue == p.issue))
        .outerjoin(condition, (c.n == p.condition) & (STANCE == CONDITIONAL))
        .add_columns(
            *(p[x].label(f"p_{x}") for x in ("id", "score", "found", "why", "by")),
            STANCE.label("p_stance"),
            STRENGTH.label("p_strength"),
            s.verdict.label("p_verdict"),
            issue.c.name.label("p_issue"),
            *(c[x].label(f"c_{x}") for x in ("spans", "spans_at", "marker")),
        )
    )


def _position(r: Any, said: Said) -> PositionRow:
    return PositionRow(
        id=r.p_id, said=said, issue=r.p_issue, stance=r.p_stance, strength=r.p_strength,
        condition=() if r.c_spans is None else pieces(said.document.id, r.c_spans, r.c_spans_at),
        marker=r.c_marker or "", score=r.p_score, found=r.p_found, why=r.p_why, by=r.p_by, verdict=r.p_verdict,
        sure=r.p_verdict is not None or r.p_stance != UNCLEAR,
    )  # fmt: skip


__all__ = ["PositionFilters", "by_ids", "called", "conditions", "one", "taken"]
