"""Which statements tell one utterance, kept as documents come and go.

`settle` compares the statements of documents that are new, or whose passages changed, with those of the documents they
share words with, and groups anew whatever that touches. Each group is counted as one of its statements, which has no
row in `telling`; a statement that a reviewer rejected is in no group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import sqlalchemy as sa

from onrecord.findings import Range
from onrecord.span import words
from onrecord.store import event_utterances, passages
from onrecord.store.encode import day, pieces
from onrecord.store.put import chunks, put
from onrecord.store.schema import (
    document,
    entity,
    fingerprint,
    handmade,
    reprint,
    same,
    standing,
    statement,
    telling,
    wording,
)
from onrecord.utterances import Pair, Told, by_place, by_words, groups, key, rank

MOST = 50  # statements of equal words that are compared with each other: more is a formula, not an utterance
COMPARED, TOLD = 1, 2  # `fingerprint.settled`: with all other documents; its statements with theirs as well


def forget(conn: sa.Connection, documents: Sequence[int]) -> None:
    """Take out what is known of the statements of these documents; their partners are grouped anew."""
    said = _statements(conn, documents)
    touched = _unpair(conn, said)
    f = fingerprint.c
    for some in chunks(sorted(_beside_formulas(conn, said) - set(documents))):
        conn.execute(sa.update(fingerprint).where(f.document.in_(some), f.settled == TOLD).values(settled=COMPARED))
    _take_out(conn, said, touched - set(said))


def leave(conn: sa.Connection, statements: Sequence[int]) -> None:
    """Take out what is known of these statements; those that were joined with them are grouped anew."""
    _take_out(conn, statements, _unpair(conn, statements) - set(statements))


def _take_out(conn: sa.Connection, statements: Sequence[int], partners: set[int]) -> None:
    """Take the rows of these statements out, and group those anew that were joined with them."""
    for some in chunks(statements):
        conn.execute(sa.delete(wording).where(wording.c.statement.in_(some)))
        conn.execute(sa.delete(telling).where(telling.c.statement.in_(some) | telling.c.utterance.in_(some)))
    event_utterances.outdate(conn, partners)
    regroup(conn, partners)


def reworded(conn: sa.Connection, documents: Iterable[int]) -> None:
    """Find anew what the statements of these documents have in common with others', where they were compared before:
    a person's words came or went there."""
    f = fingerprint.c
    compared = conn.scalars(sa.select(f.document).where(f.document.in_(sorted(documents)), f.settled == TOLD)).all()
    settle(conn, compared)


def settle(conn: sa.Connection, documents: Iterable[int], later: Iterable[int] = ()) -> None:
    """Find the pairs of the statements of these documents anew, and the groups these make.

    What they have in common with those that are settled `later` is left to that time.
    """
    every = sorted(set(documents))
    left = {*every, *later}
    for some in chunks(every):
        left.difference_update(some)
        _settle(conn, set(some), left)


def moved(conn: sa.Connection, documents: Sequence[int]) -> None:
    """Group anew what these documents tell, after they were superseded, taken out or brought back."""
    regroup(conn, _statements(conn, documents))


def _settle(conn: sa.Connection, changed: set[int], later: set[int]) -> None:
    told = _of_documents(conn, changed)  # none of those that are not current
    _note_words(conn, told.values())
    mine = _statements(conn, changed)
    beside = _beside_formulas(conn, mine) - changed - later
    told |= _of_documents(conn, beside)
    mine += _statements(conn, beside)
    touched = _unpair(conn, mine) | set(mine)
    pairs = {(p.a, p.b): p for p in _same_words(conn, told)}
    for p in _same_places(conn, changed | beside, later):
        best = pairs.get((p.a, p.b))
        if best is None or (best.score, best.why) < (p.score, p.why):
            pairs[p.a, p.b] = p
    put(conn, same, [(p.a, p.b, p.score, p.why) for p in sorted(pairs.values(), key=lambda p: (p.a, p.b))])
    regroup(conn, touched | {n for ab in pairs for n in ab})


def _statements(conn: sa.Connection, documents: Iterable[int]) -> list[int]:
    found: list[int] = []
    for some in chunks(sorted(documents)):
        found += conn.scalars(sa.select(statement.c.n).where(statement.c.document.in_(some)))
    return found


def _unpair(conn: sa.Connection, statements: Sequence[int]) -> set[int]:
    """Take out the pairs of these statements. Answers all whose group that may change."""
    touched: set[int] = set()
    for some in chunks(statements):
        here = same.c.a.in_(some) | same.c.b.in_(some)
        for a, b in conn.execute(sa.select(same.c.a, same.c.b).where(here)):
            touched |= {a, b}
        conn.execute(sa.delete(same).where(here))
    return touched


# ---------------------------------------------------------------------------- statements as they are compared


def _select() -> Any:
    d, s, e = document.c, statement.c, entity.c
    return (
        sa.select(
            s.n, s.id, s.document, s.kind, s.content, s.content_at, s.said_since, s.said_until,
            d.id.label("doc"), d.published, d.outlet, e.name,
        )
        .join_from(statement, document, d.n == s.document)
        .outerjoin(entity, e.n == s.speaker)
        .where(d.superseded_by.is_(None))
    )  # fmt: skip


def _told(rows: Iterable[Any]) -> dict[int, Told]:
    found = {}
    for r in rows:
        content = pieces(r.doc, r.content, r.content_at)
        found[r.n] = Told(
            n=r.n, document=r.document, id=r.id, kind=r.kind, content=tuple((s.start, s.end) for s in content),
            text=" ".join(s.text for s in content), names=frozenset(words(r.name or "").split()[-1:]),
            day=day(r.published), since=day(r.said_since), until=day(r.said_until),
            outlet=r.outlet,
        )  # fmt: skip
    return found


def _of_documents(conn: sa.Connection, documents: Iterable[int]) -> dict[int, Told]:
    found: dict[int, Told] = {}
    for some in chunks(sorted(documents)):
        found |= _told(conn.execute(_select().where(statement.c.document.in_(some)).order_by(statement.c.n)))
    return found


def _of_numbers(conn: sa.Connection, numbers: Iterable[int]) -> dict[int, Told]:
    found: dict[int, Told] = {}
    for some in chunks(sorted(numbers)):
        found |= _told(conn.execute(_select().where(statement.c.n.in_(some)).order_by(statement.c.n)))
    return found


# ---------------------------------------------------------------------------- pairs


def _note_words(conn: sa.Connection, told: Iterable[Told]) -> None:
    rows = [(k, t.n) for t in told if (k := key(t)) is not None]
    put(conn, wording, rows, on_conflict="(key, statement) DO NOTHING")


def _beside_formulas(conn: sa.Connection, mine: Sequence[int]) -> set[int]:
    """Other documents that have words which these statements make a formula as they come, or none as they go.

    Whether words are a formula depends on all that say them, so those are compared anew as well.
    """
    w, own = wording.c, set(mine)
    keys: set[int] = set()
    for some in chunks(sorted(own)):
        keys |= set(conn.scalars(sa.select(w.key).where(w.statement.in_(some))))
    found: set[int] = set()
    for some in chunks(sorted(keys)):
        often = sa.select(w.key).where(w.key.in_(some)).group_by(w.key).having(sa.func.count() > MOST)
        query = sa.select(w.key, w.statement, statement.c.document).join(statement, statement.c.n == w.statement)
        query = query.join(document, document.c.n == statement.c.document)
        others: dict[int, set[tuple[int, int]]] = {}
        for k, n, at in conn.execute(query.where(w.key.in_(often), document.c.superseded_by.is_(None))):
            if n not in own:
                others.setdefault(k, set()).add((n, at))
        found |= {at for rows in others.values() if len(rows) <= MOST for _, at in rows}
    return found


def _same_words(conn: sa.Connection, told: Mapping[int, Told]) -> Iterator[Pair]:
    """Pairs of short quotations of equal words, of which one is among these statements."""
    w, d = wording.c, document.c
    keys = {k for t in told.values() if (k := key(t)) is not None}
    for some in chunks(sorted(keys)):
        query = sa.select(w.key, w.statement).join(statement, statement.c.n == w.statement)
        query = query.join(document, d.n == statement.c.document).where(w.key.in_(some), d.superseded_by.is_(None))
        alike: dict[int, list[int]] = {}
        for k, n in conn.execute(query):
            alike.setdefault(k, []).append(n)
        alike = {k: ns for k, ns in alike.items() if 1 < len(ns) <= MOST}
        others = _of_numbers(conn, {n for ns in alike.values() for n in ns})
        for ns in alike.values():
            for x, y in combinations(sorted(ns), 2):
                if (x in told or y in told) and (found := by_words(others[x], others[y])):
                    yield found


def _same_places(conn: sa.Connection, documents: set[int], later: set[int]) -> Iterator[Pair]:
    """Pairs by the passages that these documents share with any other but those that are settled `later`."""
    for pairs in passages.pairs(conn, documents, later):
        said: dict[int, list[Told]] = {n: [] for pair in pairs for n in (pair.a.n, pair.b.n)}
        told = _of_documents(conn, said)
        instead = _replaced(conn, told)
        for t in told.values():
            if t.n not in instead:
                said[t.document].append(t)
        for pair in pairs:
            if said[pair.a.n] and said[pair.b.n]:
                yield from _between(pair, said[pair.a.n], said[pair.b.n])


def _replaced(conn: sa.Connection, statements: Iterable[int]) -> set[int]:
    """Those of these statements in whose place a person's words stand: they would take these words' partners."""
    found: set[int] = set()
    for some in chunks(sorted(statements)):
        found |= {n for n in conn.scalars(sa.select(handmade.c.replaces).where(handmade.c.replaces.in_(some))) if n}
    return found


def _between(pair: passages.Pair, of_a: Sequence[Told], of_b: Sequence[Told]) -> Iterator[Pair]:
    """Pairs of the statements of two documents."""
    there: dict[int, list[Range]] = {}
    likeness = 0.0
    for found, ways in pair.ways():
        likeness = max(likeness, found.likeness)
        for t, start, end in ((one, *r) for one in of_a for r in one.content):
            if mapped := passages.across(found, ways, start, end):
                there.setdefault(t.n, []).append(mapped)
    yield from by_place(of_a, there, of_b, likeness)


# ---------------------------------------------------------------------------- groups


def regroup(conn: sa.Connection, statements: Iterable[int]) -> None:
    """Group anew all statements that these are joined with, by however many pairs. Where that changes a group, the
    events that they are wait to be compared (`same_events`)."""
    members, pairs = _joined(conn, set(statements))
    rejected = _rejected(conn, members)
    told = {n: t for n, t in _of_numbers(conn, members).items() if n not in rejected}
    copies = _copies(conn, {t.document for t in told.values()})
    rows = []
    for group in groups(told, [p for p in pairs if p.a in told and p.b in told]):
        first = min((t for t, _ in group), key=lambda t: rank(t, copy=t.document in copies).order())
        rows += [(t.n, first.n, p.score, p.why) for t, p in group if t.n != first.n]
    if _grouped(conn, members) != sorted(rows):  # where they are so already, what is derived of them stands
        for some in chunks(sorted(members)):
            conn.execute(sa.delete(telling).where(telling.c.statement.in_(some) | telling.c.utterance.in_(some)))
        put(conn, telling, sorted(rows))
        event_utterances.outdate(conn, members)


def _grouped(conn: sa.Connection, members: Iterable[int]) -> list[tuple[Any, ...]]:
    """The rows of all groups that one of these is in."""
    found: set[tuple[Any, ...]] = set()
    for some in chunks(sorted(members)):
        here = telling.c.statement.in_(some) | telling.c.utterance.in_(some)
        found |= {tuple(row) for row in conn.execute(sa.select(telling).where(here))}
    return sorted(found)


def _joined(conn: sa.Connection, statements: set[int]) -> tuple[set[int], list[Pair]]:
    """These statements and all that pairs lead to from them, with the pairs."""
    seen, new = set(statements), set(statements)
    pairs: dict[tuple[int, int], Pair] = {}
    while new:
        found: set[int] = set()
        for some in chunks(sorted(new)):
            for r in conn.execute(sa.select(same).where(same.c.a.in_(some) | same.c.b.in_(some))):
                pairs[r.a, r.b] = Pair(a=r.a, b=r.b, score=r.score, why=r.why)
                found |= {r.a, r.b}
        new = found - seen
        seen |= new
    return seen, [pairs[ab] for ab in sorted(pairs)]


def _rejected(conn: sa.Connection, statements: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for some in chunks(sorted(statements)):
        query = sa.select(standing.c.statement).where(standing.c.statement.in_(some), standing.c.verdict == "reject")
        found |= set(conn.scalars(query))
    return found


def _copies(conn: sa.Connection, documents: Iterable[int]) -> set[int]:
    """Which of these documents took their text from another."""
    found: set[int] = set()
    for some in chunks(sorted(documents)):
        found |= set(conn.scalars(sa.select(reprint.c.document).where(reprint.c.document.in_(some))))
    return found


__all__ = ["forget", "leave", "moved", "regroup", "reworded", "settle"]
