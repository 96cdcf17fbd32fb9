"""One settling: which pairs are to be aligned anew, what they share, and which document follows from which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.store import event_copies, fingerprints, tellings
from onrecord.store.fingerprints import Printed, Texts
from onrecord.store.put import chunks, next_number, put
from onrecord.store.schema import document, fingerprint, passage, reprint

if TYPE_CHECKING:
    from onrecord.reprints.align import Shared
    from onrecord.reprints.kinds import Overlap
    from onrecord.reprints.wording import Wording

Pair = tuple[int, int]  # numbers of documents, the earlier article first
_superseded = document.c.superseded_by.is_not(None)


@dataclass(slots=True, kw_only=True)
class Found:
    """What is to be written: all pairs that were aligned by now, passages that go and come, every reprint."""

    documents: list[int]
    gone: list[int]  # superseded documents that were settled
    pairs: list[Pair]
    dropped: set[Pair]
    passages: list[tuple[Any, ...]]
    reprints: list[tuple[Any, ...]]


def is_due(conn: sa.Connection) -> bool:
    """Whether a current document is not settled, or one that is settled is not current any more."""
    f = fingerprint.c
    joined = sa.select(f.document).join_from(fingerprint, document)
    new = joined.where(~_superseded, f.settled == 0).limit(1)
    return conn.scalar(new) is not None or conn.scalar(joined.where(_superseded, f.settled > 0).limit(1)) is not None


def state(conn: sa.Connection) -> set[tuple[Any, ...]]:
    """The documents as far as what is found depends on them. What was found stands while each of these is there."""
    d, f = document.c, fingerprint.c
    query = sa.select(d.n, d.run, d.superseded_by, f.version, f.settled > 0).join_from(document, fingerprint)
    return {tuple(row) for row in conn.execute(query)}


def untold(conn: sa.Connection) -> list[int]:
    """Current documents that were compared, and whose statements were not yet: those of one story together."""
    f = fingerprint.c
    query = sa.select(f.document).join_from(fingerprint, document)
    query = query.outerjoin(reprint, reprint.c.document == f.document)
    story = sa.func.coalesce(reprint.c.original, f.document)
    return list(conn.scalars(query.where(~_superseded, f.settled == tellings.COMPARED).order_by(story, f.document)))


def tell(conn: sa.Connection, documents: list[int]) -> None:
    """Compare the statements and events of these documents; those of others that are not told yet come later."""
    waiting = untold(conn)
    here = sorted(set(waiting).intersection(documents))
    tellings.settle(conn, here, waiting)
    event_copies.settle(conn, here, waiting)
    _mark(conn, here, tellings.TOLD)


def find(conn: sa.Connection, tell: Callable[[str, int, int], None]) -> Found:
    """All that follows from the current documents and their fingerprints; alignments made before are kept."""
    from onrecord.reprints.lineage import descents

    papers = _papers(conn)
    copies = _copies(papers)
    tell("looking for reprints", 0, len(papers))
    pairs = _candidates(conn, papers, copies)
    pairs |= {(papers[first].n, papers[copy].n): 0 for copy, first in copies.items()}
    known = _known(conn, papers)
    kept = pairs.keys() & known
    passages, overlaps = _align(conn, sorted(pairs.keys() - known), tell)
    overlaps |= _overlaps(conn, kept)
    place = {p.n: k for k, p in enumerate(papers)}
    between = {
        (place[a], place[b]): replace(o, fresh=pairs[a, b]) for (a, b), o in overlaps.items() if place[b] not in copies
    }
    found = [
        (papers[x.document].n, papers[x.parent].n, papers[x.original].n, x.kind, x.share, x.why)
        for x in descents([_paper(p) for p in papers], between, copies)
    ]
    gone = sa.select(fingerprint.c.document).join_from(fingerprint, document)
    return Found(
        documents=[p.n for p in papers],
        gone=list(conn.scalars(gone.where(_superseded, fingerprint.c.settled > 0))),
        pairs=list(pairs),
        dropped=_stored(conn) - kept,
        passages=passages,
        reprints=found,
    )


def _papers(conn: sa.Connection) -> list[Printed]:
    from onrecord.reprints.lineage import ordered

    printed = fingerprints.printed(conn)
    return [printed[k] for k in ordered([_paper(p) for p in printed])]


def _paper(p: Printed) -> Any:
    from onrecord.reprints.lineage import Paper

    return Paper(
        id=p.id,
        outlet=p.outlet,
        published=p.published,
        published_at=p.published_at,
        agency=p.agency,
        words=p.words,
    )


def _copies(papers: list[Printed]) -> dict[int, int]:
    """For each article whose very words an earlier one has, the first of these."""
    from onrecord.reprints.comparing import first_copies
    from onrecord.reprints.kinds import SHORTEST

    return first_copies([p.words_sha if p.words >= SHORTEST else "" for p in papers])


def _candidates(conn: sa.Connection, papers: list[Printed], copies: dict[int, int]) -> dict[Pair, int]:
    """Pairs to align, with the weight of the words of theirs that no outlet prints again and again."""
    import numpy as np

    from onrecord.reprints.candidates import candidates

    firsts = [p for k, p in enumerate(papers) if k not in copies and p.size]
    places = {p.n: k for k, p in enumerate(firsts)}
    names = {name: k for k, name in enumerate(sorted({p.outlet for p in firsts if p.outlet}))}
    outlets = np.array([names.get(p.outlet or "", -1) for p in firsts], dtype=np.int64)
    sizes = np.array([p.size for p in firsts], dtype=np.int64)
    found = candidates(sizes, outlets, lambda: fingerprints.grams(conn, places))
    return {(firsts[a].n, firsts[b].n): fresh for a, b, fresh in found}


# ---------------------------------------------------------------------------- what is there


def _known(conn: sa.Connection, papers: Iterable[Printed]) -> set[Pair]:
    """The pairs that were aligned before and stand as they stood then, the earlier article first."""
    import numpy as np

    place = {p.n: k for k, p in enumerate(papers) if p.settled}
    out: set[Pair] = set()
    f = fingerprint.c
    raw: Any = conn.execute(sa.select(f.document, f.compared).where(f.compared != b""))
    for n, blob in raw:
        at = place.get(n)
        if at is None:
            continue
        for other in np.frombuffer(blob, dtype="<u4").tolist():
            there = place.get(other)
            if there is not None:
                out.add((other, n) if there < at else (n, other))
    return out


def _stored(conn: sa.Connection) -> set[Pair]:
    rows: Any = conn.execute(sa.select(passage.c.a, passage.c.b).distinct())
    return {(a, b) for a, b in rows}


def _overlaps(conn: sa.Connection, pairs: set[Pair]) -> dict[Pair, Overlap]:
    from onrecord.reprints.kinds import Overlap

    p = passage.c
    longer = sa.case((p.a_words > p.b_words, p.a_words), else_=p.b_words)
    longest = sa.func.max(sa.case((p.quoted == 1, longer), else_=p.words - p.plain))
    total = [sa.func.sum(c) for c in (p.words, p.plain, p.a_words, p.b_words)]
    rows: Any = conn.execute(sa.select(p.a, p.b, *total, longest).group_by(p.a, p.b))
    return {
        (a, b): Overlap(words=words, plain=plain, in_a=in_a, in_b=in_b, quoted=quoted)
        for a, b, words, plain, in_a, in_b, quoted in rows
        if (a, b) in pairs
    }


# ---------------------------------------------------------------------------- what is new


def _align(
    conn: sa.Connection, pairs: list[Pair], tell: Callable[[str, int, int], None]
) -> tuple[list[tuple[Any, ...]], dict[Pair, Overlap]]:
    """The passages of these pairs as rows without numbers, and what each pair with any has in common."""
    from onrecord.reprints.kinds import Overlap

    texts = Texts(conn)
    rows: list[tuple[Any, ...]] = []
    overlaps: dict[Pair, Overlap] = {}
    for k, (a, b) in enumerate(pairs):
        if k % 1_000 == 0:
            tell("aligning reprints", k, len(pairs))
        one, other = texts.words(a), texts.words(b)
        found = list(_shared(one, other))
        if found:
            overlaps[a, b] = Overlap.of(found)
            rows += [_row(a, one, b, other, s) for s in found]
    return rows, overlaps


def _shared(a: Wording, b: Wording) -> Iterator[Shared]:
    from onrecord.reprints.align import shared, whole

    return iter((whole(a, b),) if a.same(b) else shared(a, b))


def _row(n_a: int, a: Wording, n_b: int, b: Wording, s: Shared) -> tuple[Any, ...]:
    return (
        n_a, int(a.starts[s.a]), int(a.ends[s.a_end - 1]), n_b, int(b.starts[s.b]), int(b.ends[s.b_end - 1]),
        s.words, s.words - s.quoted, s.a_end - s.a, s.b_end - s.b, round(s.likeness, 4), int(s.is_quoted),
    )  # fmt: skip


# ---------------------------------------------------------------------------- writing


def write(conn: sa.Connection, found: Found) -> None:
    """Put what was found in the place of what stood there. The statements that are told by it are left to `tell`."""
    changed = {n for pair in found.dropped for n in pair} | {n for row in found.passages for n in (row[0], row[3])}
    for some in chunks(sorted(found.dropped)):
        conn.execute(_DROP, [{"one": a, "other": b} for a, b in some])
    n = next_number(conn, passage)
    put(conn, passage, [(n + k, *row) for k, row in enumerate(found.passages)])
    changed |= _write_reprints(conn, found.reprints)
    _write_compared(conn, found)
    _mark(conn, changed, tellings.COMPARED)
    tellings.settle(conn, found.gone)
    event_copies.settle(conn, found.gone)
    for gone in chunks(found.gone):
        conn.execute(sa.update(fingerprint).where(fingerprint.c.document.in_(gone)).values(settled=0, compared=b""))


_DROP = sa.delete(passage).where(passage.c.a == sa.bindparam("one"), passage.c.b == sa.bindparam("other"))


def _mark(conn: sa.Connection, documents: Iterable[int], settled: int) -> None:
    f = fingerprint.c
    for some in chunks(sorted(documents)):
        conn.execute(sa.update(fingerprint).where(f.document.in_(some), f.settled > 0).values(settled=settled))


def _write_reprints(conn: sa.Connection, rows: list[tuple[Any, ...]]) -> set[int]:
    """Only rows that changed are touched. Answers their documents."""
    before = {tuple(row) for row in conn.execute(sa.select(reprint))}
    now = set(rows)
    for old in chunks(sorted(row[0] for row in before - now)):
        conn.execute(sa.delete(reprint).where(reprint.c.document.in_(old)))
    put(conn, reprint, sorted(now - before))
    return {row[0] for row in before ^ now}


def _write_compared(conn: sa.Connection, found: Found) -> None:
    """Note with which documents each was aligned; those that were not compared before are now."""
    import numpy as np

    compared: dict[int, list[int]] = {n: [] for n in found.documents}
    for a, b in found.pairs:
        compared[max(a, b)].append(min(a, b))
    rows = [{"n": n, "others": np.array(sorted(o), dtype="<u4").tobytes()} for n, o in compared.items()]
    for some in chunks(rows):
        conn.execute(_COMPARED, some)
    new = sa.update(fingerprint).where(fingerprint.c.settled == 0).values(settled=tellings.COMPARED)
    for numbers in chunks(found.documents):
        conn.execute(new.where(fingerprint.c.document.in_(numbers)))


_COMPARED = (
    sa.update(fingerprint)
    .where(fingerprint.c.document == sa.bindparam("n"), fingerprint.c.compared != sa.bindparam("others"))
    .values(compared=sa.bindparam("others"))
)
