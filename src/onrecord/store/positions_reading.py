"""Reading the positions that stored statements take on the issues, kept as documents and issues come and go.

    settle(store, sure)   after documents or issues came or changed: read what was not read yet
    waiting(conn)         for each issue, how many current documents were not read with it as it is worded now

Each current document is read once with each issue: again only where the issue says something else now, or the model is
another. What is read depends on the document and the issue alone, so neither order nor batches change it. Besides the
statements whose words make them worth reading, those are read that a person judged. Documents are written some at a
time, each whole: a process killed anywhere loses what it was just reading, and the next call goes on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.store import issues, position_heads, spoken
from onrecord.store.encode import printable
from onrecord.store.encode_positions import position_id
from onrecord.store.issues import Known
from onrecord.store.put import chunks, next_number, put
from onrecord.store.schema import document, issue, position, position_read, position_standing, statement
from onrecord.store.schema_dna import FORMAT
from onrecord.store.spoken import Article

if TYPE_CHECKING:
    from onrecord.positions.decision import Decision, Scored
    from onrecord.store.db import Store

ATTEMPTS = 4  # to read what others change meanwhile
DOCUMENTS = 100  # whose texts are in memory
PAIRS = 256  # of a statement and an issue that are read before they are written: about a second
Tell = Callable[[str, int, int], None]
_MACHINE = (document.c.superseded_by.is_(None), document.c.format != FORMAT)  # of what people coded they say all
_AGAIN = "(document, issue) DO UPDATE SET seen = excluded.seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What was read of an article and an issue: for each statement its place in the article, what the model made of it,
    and whether only a judgement had it read."""

    article: Article
    on: Known
    pairs: tuple[tuple[int, Scored, bool], ...]


def settle(store: Store, sure: float, tell: Tell | None = None) -> bool:
    """Read all current documents with all issues, where that was not done, and decide by what was judged meanwhile.

    A side that is less sure than `sure` is "unclear". Answers whether there was any need.
    """
    worked = False
    for _ in range(ATTEMPTS):
        with store.read() as conn:
            every = {k.n: k for k in issues.known(conn)}
            left = _waiting(conn, every.values())
        if not left:
            break
        worked = True
        done = 0
        for some in chunks(left.items(), DOCUMENTS):
            if tell:
                tell("reading positions", done, len(left))
            _read_some(store, dict(some), every, sure)
            done += len(some)
        if tell:
            tell("reading positions", done, len(left))
    return position_heads.settle(store, sure) or worked


def waiting(conn: sa.Connection) -> dict[int, int]:
    """How many current documents were not read with each issue as it is worded now, by the numbers of the issues."""
    r = position_read.c
    found = {}
    for k in issues.known(conn):
        read = sa.exists().where(r.document == document.c.n, r.issue == k.n, r.seen.startswith(k.key, autoescape=True))
        query = sa.select(sa.func.count()).select_from(document).where(*_MACHINE, ~read)
        found[k.n] = int(conn.scalar(query) or 0)
    return found


def _waiting(conn: sa.Connection, every: Iterable[Known]) -> dict[int, list[int]]:
    """The current documents that are to be read, in order, each with the numbers of the issues."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    r = position_read.c
    for k in every:
        read = sa.exists().where(r.document == document.c.n, r.issue == k.n, r.seen == _seen(k))
        for n in conn.scalars(sa.select(document.c.n).where(*_MACHINE, ~read)):
            found[n].append(k.n)
    return dict(sorted(found.items()))


def _seen(k: Known) -> str:
    """What a document was read with: the wording of the issue, and the model."""
    from onrecord.positions import reading

    return f"{k.key} {reading.by()}"


# ---------------------------------------------------------------------------- reading


def _read_some(store: Store, wanted: Mapping[int, Sequence[int]], every: Mapping[int, Known], sure: float) -> None:
    """Read documents, each with its issues, issue by issue: the model is asked for many statements at a time."""
    with store.read() as conn:
        here = spoken.articles(conn, list(wanted))
        judged = _judged(conn, wanted)
    pending: list[_Read] = []
    for k in sorted({k for on in wanted.values() for k in on}):
        for read in _read([a for a in here if k in wanted[a.n]], every[k], judged):
            pending += read
            if sum(len(r.pairs) for r in pending) >= PAIRS:
                _write(store, pending, sure)
                pending = []
    _write(store, pending, sure)


def _read(articles: Sequence[Article], on: Known, judged: set[tuple[int, int]]) -> Iterator[list[_Read]]:
    """Read articles with one issue, as many together as are read at once."""
    some: list[tuple[Article, list[int], set[int]]] = []
    held = 0
    for a in articles:
        places, asked = _places(a, on, judged)
        some.append((a, places, asked))
        held += len(places)
        if held >= PAIRS:
            yield _scored(some, on)
            some, held = [], 0
    yield _scored(some, on)


def _places(a: Article, on: Known, judged: set[tuple[int, int]]) -> tuple[list[int], set[int]]:
    """The statements of an article that are to be read, and which of them for a judgement alone."""
    from onrecord.positions import reading

    worth = set(reading.candidates(a.spoken, on.issue)) if a.spoken else set()
    asked = {i for i, n in enumerate(a.numbers) if (n, on.n) in judged} - worth
    return sorted(worth | asked), asked


def _scored(some: Sequence[tuple[Article, list[int], set[int]]], on: Known) -> list[_Read]:
    from onrecord.positions import reading

    every = [a.spoken[i] for a, places, _ in some for i in places]
    made = iter(reading.read(every, on.issue) if every else ())
    return [
        _Read(article=a, on=on, pairs=tuple((i, next(made), i in asked) for i in places)) for a, places, asked in some
    ]


def _judged(conn: sa.Connection, documents: Iterable[int]) -> set[tuple[int, int]]:
    """The statements of these documents whose position on an issue was judged, by both numbers."""
    s = position_standing.c
    query = sa.select(s.statement, s.issue).join(statement, statement.c.n == s.statement)
    found: set[tuple[int, int]] = set()
    for some in chunks(documents):
        found.update((r.statement, r.issue) for r in conn.execute(query.where(statement.c.document.in_(some))))
    return found


# ---------------------------------------------------------------------------- writing


def _write(store: Store, reads: Sequence[_Read], sure: float) -> None:
    """Write what was read in one transaction, but for what changed since: that is left to the next round."""
    if not reads:
        return
    with store.write() as conn:
        runs = _runs(conn, {r.article.n for r in reads})
        keys = {r.n: r.key for r in conn.execute(sa.select(issue.c.n, issue.c.key))}
        judged = _judged(conn, runs)
        good = [r for r in reads if runs.get(r.article.n) == r.article.run and keys.get(r.on.n) == r.on.key]
        by_issue: defaultdict[int, list[_Read]] = defaultdict(list)
        for r in good:
            if not _lacks(r, judged):
                by_issue[r.on.n].append(r)
        for mine in by_issue.values():
            _put(conn, mine, sure)


def _runs(conn: sa.Connection, documents: Iterable[int]) -> dict[int, int]:
    """By which run each of these documents was read, without those that are not current any more."""
    d = document.c
    found: dict[int, int] = {}
    for some in chunks(sorted(documents)):
        query = sa.select(d.n, d.run).where(d.n.in_(some), d.superseded_by.is_(None))
        found.update((r.n, r.run) for r in conn.execute(query))
    return found


def _lacks(r: _Read, judged: set[tuple[int, int]]) -> bool:
    """Whether a statement was judged since that was not read."""
    read = {i for i, _, _ in r.pairs}
    return any(i not in read and (n, r.on.n) in judged for i, n in enumerate(r.article.numbers))


def _put(conn: sa.Connection, reads: Sequence[_Read], sure: float) -> None:
    """Put what was read with one issue in the place of what was read of the same documents before."""
    on, p = reads[0].on, position.c
    for some in chunks(r.article.n for r in reads):
        conn.execute(sa.delete(position).where(p.issue == on.n, p.document.in_(some)))
    flat = [(r.article, i, scored, asked) for r in reads for i, scored, asked in r.pairs]
    rows = made(conn, on, flat, sure)
    put(conn, position, rows)
    put(conn, position_read, [(r.article.n, on.n, _seen(on)) for r in reads], on_conflict=_AGAIN)


def made(
    conn: sa.Connection, on: Known, flat: Sequence[tuple[Article, int, Scored, bool]], sure: float
) -> list[tuple[Any, ...]]:
    """The rows of positions on an issue: of statements by article and place, with what was read and whether only a
    judgement had it read."""
    from onrecord.positions import reading

    by = reading.by() if flat else ""
    depends = [a.surest[i] for a, i, _, _ in flat]
    vectors = [scored.vector for _, _, scored, _ in flat]
    found = position_heads.decided(conn, on.n, vectors, [c is not None for c in depends], sure) if flat else []
    first = next_number(conn, position)
    return [_row(first + k, on, x, depends[k], d, by) for k, (x, d) in enumerate(zip(flat, found, strict=True))]


def _row(
    n: int, on: Known, read: tuple[Article, int, Scored, bool], condition: int | None, d: Decision, by: str
) -> tuple[Any, ...]:
    article, place, scored, asked = read
    said = article.spoken[place].statement.id
    return (
        n, position_id(said, on.issue.name), article.n, article.numbers[place], on.n, d.stance, d.strength, condition,
        float(d.score), d.why, printable(scored.why), int(asked), by, position_heads.packed(scored.vector),
    )  # fmt: skip


__all__ = ["made", "settle", "waiting"]
