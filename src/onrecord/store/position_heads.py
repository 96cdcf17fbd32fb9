"""How the positions on an issue are decided: by the general head, or by one that a reviewer's judgements made.

    renew(conn, issue)    after somebody judged: learn the head anew, and decide all positions on the issue by it
    settle(store, sure)   the same for every issue where the documents, the judgements, the model or `sure` changed
    decided(conn, ...)    what is decided of vectors that were just read

No text is read for it. The same documents and judgements give the same head and decisions, whatever came first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from onrecord.project import DEFAULT_SIDE
from onrecord.store.put import chunks, put
from onrecord.store.schema import document, issue, issue_head, position, position_standing

if TYPE_CHECKING:
    from onrecord.positions.decision import Decision, Label, Vector
    from onrecord.positions.heads import Head
    from onrecord.store.db import Store

AT_ONCE = 5_000  # positions that are decided together
_RENEW = "(issue) DO UPDATE SET labels = excluded.labels, made_of = excluded.made_of, sure = excluded.sure," + (
    " seen = excluded.seen, head = excluded.head"
)


class _Labelled(NamedTuple):
    """A judged position that a head is learnt from."""

    id: str
    judgement: int
    vector: bytes
    label: Label


def settle(store: Store, sure: float) -> bool:
    """Bring heads and decisions of all issues up to date. Answers whether there was any need."""
    with store.read() as conn:
        due = [n for n in conn.scalars(sa.select(issue.c.n).order_by(issue.c.n)) if _is_due(conn, n, sure)]
    for n in due:
        with store.write() as conn:
            renew(conn, n, sure)
    return bool(due)


def renew_all(conn: sa.Connection) -> None:
    """`renew` for every issue, after judged positions came or went."""
    for n in conn.scalars(sa.select(issue.c.n).order_by(issue.c.n)).all():
        renew(conn, n)


def renew(conn: sa.Connection, n: int, sure: float | None = None) -> None:
    """Learn the head of an issue out of what stands, and decide its positions by it, if that is not how they are.

    Without `sure` a side must be as sure as it had to be before.
    """
    from onrecord.positions import heads

    asked = _sure(conn, n) if sure is None else sure
    labelled = _labelled(conn, n)
    around = _around(conn, n) if labelled else []
    seen = _seen(labelled, around, asked)
    if conn.scalar(sa.select(issue_head.c.seen).where(issue_head.c.issue == n)) == seen:
        return
    others = [vector_of(x) for x in around]
    head = heads.learn([(vector_of(x.vector), x.label) for x in labelled], around=others) if labelled else None
    made_of = json.dumps(sorted(x.judgement for x in labelled))
    row = (n, len(labelled), made_of, asked, seen, head.to_bytes() if head else b"")
    put(conn, issue_head, [row], on_conflict=_RENEW)
    _decide_all(conn, n, head, asked)


def decided(
    conn: sa.Connection, n: int, vectors: Sequence[Vector], conditional: Sequence[bool], sure: float
) -> list[Decision]:
    """What is decided of these vectors as all others on the issue are; `sure` counts where none was decided yet."""
    from onrecord.positions import heads

    row = conn.execute(sa.select(issue_head).where(issue_head.c.issue == n)).one_or_none()
    head = _head(row.head) if row is not None else None
    return heads.decide(vectors, head, conditional, row.sure if row is not None else sure)


def vector_of(packed: bytes) -> Vector:
    """A vector as it is kept."""
    import numpy as np

    return np.frombuffer(packed, dtype="<f2")


def packed(vector: Vector) -> bytes:
    """A vector as it is kept."""
    return vector.astype("<f2").tobytes()


# ---------------------------------------------------------------------------- what a head is made of


def _sure(conn: sa.Connection, n: int) -> float:
    before = conn.scalar(sa.select(issue_head.c.sure).where(issue_head.c.issue == n))
    return DEFAULT_SIDE if before is None else float(before)


def _is_due(conn: sa.Connection, n: int, sure: float) -> bool:
    before = conn.scalar(sa.select(issue_head.c.seen).where(issue_head.c.issue == n))
    labelled = _labelled(conn, n)
    return before != _seen(labelled, _around(conn, n) if labelled else [], sure)


def _labelled(conn: sa.Connection, n: int) -> list[_Labelled]:
    """The judged positions on an issue that the model of now has read, in an order that does not depend on time."""
    from onrecord.positions import reading
    from onrecord.positions.decision import Label

    s, p = position_standing.c, position.c
    query = (
        sa.select(p.id, s.judgement, p.vector, s.stance, s.strength)
        .join(position, (p.statement == s.statement) & (p.issue == s.issue))
        .join(document, document.c.n == p.document)
        .where(s.issue == n, p.by == reading.by(), document.c.superseded_by.is_(None))
        .order_by(p.id)
    )
    return [
        _Labelled(r.id, r.judgement, r.vector, Label(stance=r.stance, strength=r.strength or ""))
        for r in conn.execute(query)
    ]


def _around(conn: sa.Connection, n: int) -> list[bytes]:
    """Vectors on an issue that nobody judged: those whose ids come first, which is by chance but always the same."""
    from onrecord.positions import heads, reading

    p, s = position.c, position_standing.c
    judged = sa.select(s.statement).where(s.issue == n)
    query = (
        sa.select(p.vector)
        .join(document, document.c.n == p.document)
        .where(p.issue == n, p.by == reading.by(), document.c.superseded_by.is_(None), p.statement.not_in(judged))
        .order_by(p.id)
        .limit(heads.AROUND)
    )
    return list(conn.scalars(query))


def _seen(labelled: Sequence[_Labelled], around: Sequence[bytes], sure: float) -> str:
    """A hash of all that decides: the model, how sure a side must be, the judged positions and those around them."""
    from onrecord.positions import reading

    made = hashlib.sha256(repr((reading.by(), sure)).encode())
    for x in labelled:
        made.update(repr((x.id, x.judgement, x.vector, x.label.stance, x.label.strength)).encode())
    for vector in around:
        made.update(vector)
    return made.hexdigest()[:32]


def _head(data: bytes) -> Head | None:
    """The head of these bytes; None for the general one, also where they are another model's: it is learnt anew."""
    from onrecord.positions.heads import Head

    try:
        return Head.from_bytes(data) if data else None
    except ValueError:
        return None


# ---------------------------------------------------------------------------- deciding anew


def _decide_all(conn: sa.Connection, n: int, head: Head | None, sure: float) -> None:
    for rows in chunks(_read(conn, n), AT_ONCE):
        from onrecord.positions import heads

        vectors = [vector_of(r.vector) for r in rows]
        made = heads.decide(vectors, head, [r.condition is not None for r in rows], sure)
        conn.execute(_SET, [_cells(r.n, d) for r, d in zip(rows, made, strict=True)])


def _read(conn: sa.Connection, n: int) -> Iterator[Any]:
    """The positions on an issue that the model of now has read."""
    from onrecord.positions import reading

    p = position.c
    yield from conn.execute(
        sa.select(p.n, p.condition, p.vector).where(p.issue == n, p.by == reading.by()).order_by(p.id)
    ).all()


def _cells(n: int, d: Decision) -> dict[str, Any]:
    return {"of": n, "is_stance": d.stance, "is_strength": d.strength, "is_score": d.score, "is_why": d.why}


_SET = (
    sa.update(position)
    .where(position.c.n == sa.bindparam("of"))
    .values(
        stance=sa.bindparam("is_stance"),
        strength=sa.bindparam("is_strength"),
        score=sa.bindparam("is_score"),
        why=sa.bindparam("is_why"),
    )
)


__all__ = ["decided", "packed", "renew", "renew_all", "settle", "vector_of"]
