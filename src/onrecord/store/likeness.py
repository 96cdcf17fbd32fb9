"""Pairs of names that may be one actor, kept for those names that a batch changed.

A name's pairs depend on what it is compared by (its traits) and on who shares a block with it, so only
names whose traits changed, and those in a block that became too full or is so no longer, are compared
again. What stands in the tables is what comparing all names anew would give.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from onrecord.actors.clustering.clusters import DOUBT, Edge
from onrecord.actors.clustering.edges import MOST, Comparing, Node, alias_edge, of_traits, traits
from onrecord.actors.clustering.sides import family, gender, is_alone
from onrecord.store import tally
from onrecord.store.naming import by_counts, kind_by_counts
from onrecord.store.placing import WORD
from onrecord.store.put import chunks, put
from onrecord.store.schema import actor, actor_fact, actor_name, alias, block, document, likeness, link

TOLD = 12
"""Titles, and organisations, that a name is compared by, the most frequent ones."""


class Names:
    """Nodes by number, read from the record once."""

    def __init__(self, conn: sa.Connection) -> None:
        self.conn = conn
        self.rows: dict[int, Any] = {}
        self.nodes: dict[str, Node] = {}
        self.number: dict[str, int] = {}
        self.comparing = Comparing(self.nodes)

    def load(self, numbers: Iterable[int]) -> None:
        """Read the nodes that are not read yet; those that no current article prints have no traits."""
        a = actor.c
        wanted = {n for n in numbers if n not in self.rows}
        for some in chunks(sorted(wanted)):
            for r in self.conn.execute(sa.select(a.n, a.id, a.key, a.traits, a.root, a.known).where(a.n.in_(some))):
                self.rows[r.n] = r
                self.number[r.id] = r.n
                if r.traits:
                    self.nodes[r.id] = of_traits(r.id, family(r.key), r.traits)

    def forget(self, numbers: Iterable[int]) -> None:
        """Nodes that were changed."""
        for n in numbers:
            row = self.rows.pop(n, None)
            if row is not None:
                self.nodes.pop(row.id, None)
        self.comparing = Comparing(self.nodes)

    def active(self, n: int) -> bool:
        """Whether a current article prints it."""
        if n not in self.rows:
            self.load([n])
        return n in self.rows and bool(self.rows[n].traits)


def retrait(conn: sa.Connection, changed: Iterable[int]) -> tuple[set[int], set[int]]:
    """Write anew what these names are compared by.

    Answers those that compare otherwise now, and of these the ones that came or went.
    """
    other: set[int] = set()
    flipped: set[int] = set()
    for some in chunks(sorted(set(changed))):
        names, kinds, facts = _counts(conn, some)
        rows = []
        for row in conn.execute(
            sa.select(actor.c.n, actor.c.id, actor.c.key, actor.c.traits).where(actor.c.n.in_(some))
        ):
            now = _traits(row, names[row.n], kinds[row.n], facts[row.n]) if names[row.n] else ""
            if now != row.traits:
                flipped.update([row.n] if not (now and row.traits) else ())
                rows.append({"of": row.n, "now": now})
        if rows:
            conn.execute(
                sa.update(actor).where(actor.c.n == sa.bindparam("of")).values(traits=sa.bindparam("now")), rows
            )
        other.update(row["of"] for row in rows)
    return other, flipped


Counts = defaultdict[int, Counter[str]]


def _counts(conn: sa.Connection, some: list[int]) -> tuple[Counts, Counts, defaultdict[int, dict[str, Counter[str]]]]:
    names, kinds = defaultdict[int, Counter[str]](Counter), defaultdict[int, Counter[str]](Counter)
    facts: defaultdict[int, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for row in conn.execute(sa.select(actor_name).where(actor_name.c.actor.in_(some), actor_name.c.documents > 0)):
        names[row.actor][row.name] += row.documents
        kinds[row.actor][row.kind] += row.documents
    for row in conn.execute(sa.select(actor_fact).where(actor_fact.c.actor.in_(some), actor_fact.c.documents > 0)):
        facts[row.actor][row.what][row.value] += row.documents
    return names, kinds, facts


def _traits(row: Any, names: Counter[str], kinds: Counter[str], facts: Mapping[str, Counter[str]]) -> str:
    def most(what: str) -> tuple[str, ...]:
        found: Mapping[str, int] = facts.get(what, {})
        return tuple(sorted(sorted(found, key=lambda v: (-found[v], v))[:TOLD]))

    return traits(
        Node(
            id=row.id,
            family=family(row.key),
            name=by_counts(names),
            kind=kind_by_counts(kinds, "unknown"),
            gender=gender(facts.get(tally.SORT, {})),
            titles=most(tally.TITLE),
            orgs=most(tally.ORG),
            holders=most(tally.HOLDER),
            alone=is_alone(row.key),
        )
    )


# ---------------------------------------------------------------------------- blocks


def reblock(conn: sa.Connection, changed: Iterable[int], names: Names) -> tuple[set[int], set[str]]:
    """Write anew under which keys these names are found.

    Answers the names in blocks that became too full, or are so no longer, and the words that became
    somebody's surname, or are so no longer.
    """
    mine = sorted(changed)
    names.load(mine)
    now = {n: _blocks(names, n) for n in mine}
    gone, come = [], []
    for some in chunks(now):
        there: defaultdict[int, set[str]] = defaultdict(set)
        for row in conn.execute(sa.select(block.c.actor, block.c.key).where(block.c.actor.in_(some))):
            there[row.actor].add(row.key)
        gone += [(key, n) for n in some for key in sorted(there[n] - now[n])]
        come += [(key, n) for n in some for key in sorted(now[n] - there[n])]
    touched = sorted({key for key, _ in (*gone, *come)})
    before = _sizes(conn, touched)
    for pairs in chunks(gone):
        wanted = [{"k": key, "of": n} for key, n in pairs]
        conn.execute(
            sa.delete(block).where(block.c.key == sa.bindparam("k"), block.c.actor == sa.bindparam("of")), wanted
        )
    put(conn, block, come)
    after = _sizes(conn, touched)
    crossed = [k for k in touched if not k.startswith(WORD) and (before[k] > MOST) != (after[k] > MOST)]
    words = {k.removeprefix(WORD) for k in touched if k.startswith(WORD) and bool(before[k]) != bool(after[k])}
    members: set[int] = set()
    for some_keys in chunks(crossed):
        members.update(conn.scalars(sa.select(block.c.actor).where(block.c.key.in_(some_keys))))
    return members, words


def _sizes(conn: sa.Connection, keys: Iterable[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for some in chunks(keys):
        query = sa.select(block.c.key, sa.func.count()).where(block.c.key.in_(some)).group_by(block.c.key)
        found.update({row[0]: row[1] for row in conn.execute(query)})
    return found


def _blocks(names: Names, n: int) -> set[str]:
    if not names.active(n):
        return set()
    node = names.nodes[names.rows[n].id]
    if node.alone:
        return set()
    found = set(names.comparing.blocks(node))
    words = node.family.split()
    if node.kind == "person" and len(words) > 1:
        found |= {WORD + words[0], WORD + words[-1]}
    return found


# ---------------------------------------------------------------------------- pairs


def recompare(conn: sa.Connection, changed: Iterable[int], names: Names) -> None:
    """Compare these names anew with all that share a block with them."""
    mine = sorted(changed)
    for some in chunks(mine):
        pair = likeness.c
        conn.execute(sa.delete(likeness).where(pair.alias == 0, pair.a.in_(some)))
        conn.execute(sa.delete(likeness).where(pair.alias == 0, pair.b.in_(some)))
    rows: dict[tuple[int, int], tuple[Any, ...]] = {}
    names.load(mine)
    mine = [n for n in mine if names.active(n)]
    keys = {n: names.comparing.blocks(names.nodes[names.rows[n].id]) for n in mine}
    members = _members(conn, {key for found in keys.values() for key in found})
    names.load({m for found in members.values() for m in found})
    for n in mine:
        others = {m for key in keys[n] for m in members.get(key, ())} - {n}
        for other in sorted(others):
            pair_of = (n, other) if n < other else (other, n)
            if pair_of not in rows:
                edge = names.comparing.edge(names.rows[n].id, names.rows[other].id)
                if edge is not None and edge.score >= DOUBT:
                    rows[pair_of] = (*pair_of, 0, edge.score, edge.why, 0)
    put(conn, likeness, [rows[p] for p in sorted(rows)])


def _members(conn: sa.Connection, keys: Iterable[str]) -> dict[str, list[int]]:
    """Who is found under these keys, but for those under which too many are."""
    wanted = sorted(keys)
    sizes = _sizes(conn, wanted)
    found: defaultdict[str, list[int]] = defaultdict(list)
    for some in chunks(k for k in wanted if 1 < sizes[k] <= MOST):
        for row in conn.execute(sa.select(block.c.key, block.c.actor).where(block.c.key.in_(some))):
            found[row.key].append(row.actor)
    return found


def realias(conn: sa.Connection, keys: Iterable[str], names: Names) -> set[int]:
    """Write anew what articles say of these second names. Answers the names concerned."""
    concerned: set[int] = set()
    for some in chunks(sorted(set(keys))):
        nodes = {r.key: r.n for r in conn.execute(sa.select(actor.c.n, actor.c.key).where(actor.c.key.in_(some)))}
        here = list(nodes.values())
        c = likeness.c
        concerned.update(conn.scalars(sa.select(c.a).where(c.alias == 1, c.b.in_(here))))
        concerned.update(here)
        conn.execute(sa.delete(likeness).where(c.alias == 1, c.b.in_(here)))
        made = list(_alias_rows(conn, nodes, names))
        concerned.update(row[0] for row in made)
        put(conn, likeness, made)
    return concerned


def _alias_rows(conn: sa.Connection, nodes: Mapping[str, int], names: Names) -> Iterator[tuple[Any, ...]]:
    query = (
        sa.select(alias.c.key, link.c.actor, sa.func.count(sa.distinct(alias.c.document)), sa.func.min(alias.c.why))
        .join_from(alias, link, link.c.entity == alias.c.entity)
        .join(document, document.c.n == alias.c.document)
        .where(alias.c.key.in_(sorted(nodes)), document.c.superseded_by.is_(None))
        .group_by(alias.c.key, link.c.actor)
        .order_by(alias.c.key, link.c.actor)
    )
    found: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for key, target, count, why in conn.execute(query):
        found[key].append((target, count, why))
    for key, targets in sorted(found.items()):
        n = nodes[key]
        if not names.active(n) or names.nodes[names.rows[n].id].alone:
            continue
        of = sum(count for _, count, _ in targets)
        for target, count, why in targets:
            if target != n and names.active(target):
                edge = alias_edge(names.rows[target].id, names.rows[n].id, count, of, why)
                yield (target, n, 1, edge.score, edge.why, count)


def edges(conn: sa.Connection, numbers: Iterable[int], least: float, names: Names) -> list[Edge]:
    """The pairs of which one end at least is among these nodes."""
    found: dict[tuple[int, int, int], Any] = {}
    c = likeness.c
    for some in chunks(sorted(set(numbers))):
        for end in (c.a, c.b):
            query = sa.select(likeness).where(end.in_(some), (c.score >= least) | (c.alias == 1))
            found.update(((r.a, r.b, r.alias), r) for r in conn.execute(query))
    names.load({n for a, b, _ in found for n in (a, b)})
    return [
        Edge(
            a=names.rows[r.a].id, b=names.rows[r.b].id, score=r.score, why=r.why, alias=bool(r.alias),
            documents=r.documents,
        )
        for _, r in sorted(found.items())
    ]  # fmt: skip
