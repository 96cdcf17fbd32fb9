"""Which joined names, and which that were nearly joined, most deserve a person's look.

Ranked by doubt (how near to evens the score is) times weight (how many statements would change hands).
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.actors.clustering.clusters import DOUBT
from onrecord.actors.clustering.sides import HERE, family
from onrecord.store import links, lookup, rulings, statements
from onrecord.store.placing import WORD
from onrecord.store.put import chunks
from onrecord.store.rows import Doubt
from onrecord.store.schema import actor, block, document, joined, likeness, link, statement

if TYPE_CHECKING:
    from onrecord.store.db import Store

SURE = 0.9
"""Score from which a link is not doubtful."""
_MOST = 5_000  # pairs that are weighed, the most doubtful ones
_SURNAMES = 500  # bare surnames of one article, those that speak most
_NAMESAKES = 3  # of a surname: beyond these nothing speaks for one
_SILENT = 0.05  # weight of a pair that no statement hangs on: it comes last, not never


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two names that were joined, or nearly so; `weight` counts the statements that would change hands."""

    joined: bool
    a: Any
    b: Any
    score: float
    why: str
    weight: int

    @property
    def rank(self) -> float:
        return (1 - abs(2 * self.score - 1)) * (self.weight + _SILENT)


def doubts(store: Store, *, limit: int | None = 20, offset: int = 0) -> list[Doubt]:
    """The doubtful pairs of names, those first whose settling decides most."""
    with store.read() as conn:
        found = store.remembered.get(conn, "doubtful", None, lambda: sorted(pairs(conn), key=_rank))
        return [doubt(conn, p) for p in found[offset:][:limit]]


def _rank(p: Pair) -> tuple[float, str, str]:
    return -p.rank, p.a.id, p.b.id


def pairs(conn: sa.Connection) -> list[Pair]:
    """All doubtful pairs, in no order."""
    said = _said(conn)
    return [*_joined(conn, said), *_near(conn, said), *_surnames(conn, said)]


def doubt(conn: sa.Connection, pair: Pair) -> Doubt:
    """A pair with the passages it rests on, and the commands that settle it."""
    a, b = links.name_ref(pair.a), links.name_ref(pair.b)
    one, other = (x.name if _plainly(conn, x.name) else x.id for x in (a, b))
    yes = shlex.join(["onrecord", "merge", one, other])
    no = shlex.join(["onrecord", "split", one, "--name", other])
    return Doubt(
        joined=pair.joined,
        a=a,
        b=b,
        score=pair.score,
        why=pair.why,
        statements=pair.weight,
        evidence=links.evidence(conn, pair.a, pair.b),
        settle=(yes, no),
    )


def _plainly(conn: sa.Connection, name: str) -> bool:
    """Whether a name is one actor's, so that a command may say it."""
    return len(lookup.exactly(conn, name)) == 1 and " " in name


def _said(conn: sa.Connection) -> Counter[int]:
    """Statements by the name of the record that made them."""
    query = sa.select(link.c.actor, sa.func.count()).join_from(statement, link, link.c.entity == statement.c.speaker)
    query = query.join(document, document.c.n == statement.c.document).where(statements.CURRENT)
    return Counter({row[0]: row[1] for row in conn.execute(query.group_by(link.c.actor))})


def _rows(conn: sa.Connection, numbers: set[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for some in chunks(sorted(numbers)):
        found.update((r.n, r) for r in conn.execute(sa.select(actor).where(actor.c.n.in_(some))))
    return found


def _joined(conn: sa.Connection, said: Counter[int]) -> Iterator[Pair]:
    """Links that are not sure, and that nobody judged."""
    c = joined.c
    query = sa.select(joined).where(c.score < SURE).order_by(sa.func.abs(c.score - 0.5), c.a, c.b).limit(_MOST)
    pairs = conn.execute(query).all()
    rows = _rows(conn, {n for p in pairs for n in (p.a, p.b)})
    for p in pairs:
        weight = min(said[p.a], said[p.b])
        yield Pair(joined=True, a=rows[p.a], b=rows[p.b], score=p.score, why=p.why, weight=weight)


def _near(conn: sa.Connection, said: Counter[int]) -> Iterator[Pair]:
    """Pairs of names of two actors that may be one; of two actors the likeliest pair."""
    c = likeness.c
    one, other = actor.alias("one"), actor.alias("other")
    query = (
        sa.select(likeness)
        .join_from(likeness, one, one.c.n == c.a)
        .join(other, other.c.n == c.b)
        .where(one.c.root != other.c.root, c.score >= DOUBT)
        .order_by(sa.func.abs(c.score - 0.5), c.a, c.b)
        .limit(_MOST)
    )
    pairs = conn.execute(query).all()
    rows = _rows(conn, {n for p in pairs for n in (p.a, p.b)})
    judged = rulings.verdicts(rulings.rulings(conn)).apart
    whole: Counter[int] = Counter()
    for n, row in _rows(conn, set(said)).items():
        whole[row.root] += said[n]
    seen = set()
    for p in sorted(pairs, key=lambda p: (-p.score, p.a, p.b)):
        a, b = rows[p.a], rows[p.b]
        actors = frozenset((a.root, b.root))
        if actors in seen or (min(a.id, b.id), max(a.id, b.id)) in judged:
            continue
        seen.add(actors)
        weight = min(whole[a.root], whole[b.root])
        yield Pair(joined=False, a=a, b=b, score=p.score, why=p.why, weight=weight)


def _surnames(conn: sa.Connection, said: Counter[int]) -> Iterator[Pair]:
    """A bare surname of one article, and who in the record has that surname."""
    query = sa.select(actor).where(actor.c.key.like(f"%{HERE}%"), actor.c.traits != "")
    alone = [r for r in conn.execute(query).all() if said[r.n]]
    alone.sort(key=lambda r: (-said[r.n], r.id))
    judged = rulings.verdicts(rulings.rulings(conn)).apart
    for row in alone[:_SURNAMES]:
        word = family(row.key)
        called = sa.select(block.c.actor).where(block.c.key == WORD + word)
        people = conn.execute(sa.select(actor).where(actor.c.n.in_(called)).order_by(actor.c.id)).all()
        people = [p for p in people if family(p.key).split()[-1] == word and p.root != row.root]
        roots = {p.root: p for p in people}
        if 0 < len(roots) <= _NAMESAKES:
            for person in roots.values():
                if (min(person.id, row.id), max(person.id, row.id)) not in judged:
                    score = 1 / (1 + len(roots))
                    yield Pair(joined=False, a=person, b=row, score=score, why="surname", weight=said[row.n])


__all__ = ["Pair", "doubt", "doubts", "pairs"]
