"""Which names are one actor, kept up to date: only what a batch touched is clustered anew.

The result is that of clustering the whole record at once (`onrecord.actors.clustering.clusters`), whatever the order
in which documents, judgements and removals came.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from onrecord.actors.clustering.clusters import JOIN, Groups, Ruled, cluster
from onrecord.actors.clustering.sides import family
from onrecord.store import likeness, naming, placing, rulings, tally, vacancies
from onrecord.store.likeness import Names
from onrecord.store.put import chunks, put
from onrecord.store.schema import actor, actor_name, alias, joined, link

ROUNDS = 8
"""How often dividing families may change who is whose namesake: twice is rare."""


def settle(
    conn: sa.Connection, changed: Iterable[int], aliases: Iterable[str] = (), credited: Iterable[int] = ()
) -> set[int]:
    """Cluster what these names touch anew, and name the actors that come of it.

    `changed`: names whose counts changed; `aliases`: second names of which articles say something else
    now; `credited`: actors whom judgements credit, or did before. Answers the names whose actor may be another now.
    """
    found = rulings.rulings(conn)
    names = Names(conn)
    touched, blocked, flipped = set(changed), set[int](), set[int]()
    waiting = set(touched)
    for _ in range(ROUNDS):
        if not waiting:
            break
        other, come = likeness.retrait(conn, waiting)
        flipped |= come
        names.forget(waiting)
        crossed, words = likeness.reblock(conn, other, names)
        blocked |= other | crossed
        families = placing.families(conn, waiting) | _words(conn, words)
        moved = placing.redivide(conn, families, found)
        tally.apply(conn, moved)
        waiting = moved.actors
        touched |= waiting
    likeness.recompare(conn, blocked, names)
    keys = {*aliases, *_keys(conn, touched)}
    concerned = likeness.realias(conn, keys | _aliases_of(conn, flipped), names)
    return recluster(conn, touched | blocked | concerned | set(credited), names, found)


def _words(conn: sa.Connection, words: Iterable[str]) -> dict[str, int]:
    """Families of one word."""
    found: dict[str, int] = {}
    for some in chunks(sorted(words)):
        query = sa.select(actor.c.n, actor.c.key).where(actor.c.key.in_(some))
        found.update((r.key, r.n) for r in conn.execute(query))
    return found


def _keys(conn: sa.Connection, nodes: Iterable[int]) -> set[str]:
    found: set[str] = set()
    for some in chunks(sorted(nodes)):
        found.update(conn.scalars(sa.select(actor.c.key).where(actor.c.n.in_(some))))
    return found


def _aliases_of(conn: sa.Connection, nodes: Iterable[int]) -> set[str]:
    """The second names that articles give these nodes."""
    found: set[str] = set()
    for some in chunks(sorted(nodes)):
        query = sa.select(alias.c.key).join_from(alias, link, link.c.entity == alias.c.entity)
        found.update(conn.scalars(query.where(link.c.actor.in_(some)).distinct()))
    return found


def recluster(conn: sa.Connection, touched: Iterable[int], names: Names, found: list[rulings.Ruling]) -> set[int]:
    """Cluster the names that these may be joined with, directly or through others. Answers these."""
    verdicts = rulings.verdicts(found)
    whole = _closure(conn, touched, names, verdicts)
    active = [n for n in whole if names.active(n)]
    ids = {names.rows[n].id for n in active}
    mine = [e for e in likeness.edges(conn, active, JOIN, names) if e.a in ids and e.b in ids]
    groups = cluster(ids, mine, names.comparing.against, verdicts, names.comparing.contrary)
    roots = _write(conn, whole, names, groups)
    naming.refresh(conn, roots)
    return whole


def _closure(conn: sa.Connection, touched: Iterable[int], names: Names, verdicts: Ruled) -> set[int]:
    """These nodes, all that edges and verdicts lead to from them, and all that were one actor with any of them."""
    beside: dict[str, set[str]] = {}
    for a, b in verdicts.same:
        beside.setdefault(a, set()).add(b)
        beside.setdefault(b, set()).add(a)
    whole: set[int] = set()
    fresh = set(touched)
    while fresh:
        whole |= fresh
        names.load(fresh)
        found: set[int] = set()
        for edge in likeness.edges(conn, fresh, JOIN, names):
            found |= {names.number[edge.a], names.number[edge.b]}
        wanted = {b for n in fresh if n in names.rows for b in beside.get(names.rows[n].id, ())}
        for some in chunks(sorted(wanted)):
            found.update(conn.scalars(sa.select(actor.c.n).where(actor.c.id.in_(some))))
        old = {names.rows[n].root for n in fresh if n in names.rows}
        for some_roots in chunks(sorted(old)):
            found.update(conn.scalars(sa.select(actor.c.n).where(actor.c.root.in_(some_roots))))
        fresh = found - whole
    return whole


def _write(conn: sa.Connection, whole: set[int], names: Names, groups: Groups) -> set[int]:
    """Write the groups. Answers the nodes whose actor's name, kind or visibility may be another now."""
    counts = _documents(conn, whole)
    root_of: dict[int, int] = {n: n for n in whole}
    for members in groups.members.values():
        numbers = [names.number[i] for i in members]
        root = min(numbers, key=lambda n: _rank(names, n, counts.get(n, 0)))
        root_of.update(dict.fromkeys(numbers, root))
    changed = [{"of": n, "to": r} for n, r in sorted(root_of.items()) if names.rows[n].root != r]
    if changed:
        conn.execute(sa.update(actor).where(actor.c.n == sa.bindparam("of")).values(root=sa.bindparam("to")), changed)
    for some in chunks(sorted(whole)):
        conn.execute(sa.delete(joined).where(joined.c.a.in_(some)))
        conn.execute(sa.delete(joined).where(joined.c.b.in_(some)))
    rows = [(names.number[e.a], names.number[e.b], e.score, e.why) for e in groups.used]
    put(conn, joined, sorted(rows))
    return whole | {names.rows[n].root for n in whole}


def _rank(names: Names, n: int, documents: int) -> tuple[int, bool, int, str]:
    """Which name of an actor gives it its id: the project's, else the one most documents print; no bare surname."""
    row = names.rows[n]
    return -row.known, names.nodes[row.id].alone, -documents, row.id


def _documents(conn: sa.Connection, nodes: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    c = actor_name.c
    for some in chunks(sorted(nodes)):
        query = sa.select(c.actor, sa.func.sum(c.documents)).where(c.actor.in_(some)).group_by(c.actor)
        found.update((row[0], int(row[1] or 0)) for row in conn.execute(query))
    return found


def everything(conn: sa.Connection) -> None:
    """Cluster the whole record anew: after the tables, or all links, changed."""
    every = list(conn.scalars(sa.select(actor.c.n)))
    keys = list(conn.scalars(sa.select(alias.c.key).distinct()))
    settle(conn, every, keys)


def resettle(conn: sa.Connection, ruling: rulings.Ruling) -> None:
    """After a judgement on actors was made or undone: place the documents it moves, and cluster its names."""
    moved = tally.Tally()
    found = rulings.rulings(conn)
    nodes = rulings.numbers(conn, rulings.about(ruling))
    if ruling.verdict == rulings.SPLIT:
        families = {family(key) for own in ruling.keys for key in rulings.twins(own)}
        families |= {family(key) for own in ruling.others for key in rulings.twins(own)}
        for key in sorted(families):
            placing.replace(conn, key, found, moved)
        tally.apply(conn, moved)
    vacancies.settle(conn, (), settle(conn, nodes | moved.actors))
