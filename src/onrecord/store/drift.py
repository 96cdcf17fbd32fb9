"""`drift`: utterances that outlets tell in other words, or of another speaker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.quotations import drifting
from onrecord.quotations.passage import Passage, of_statement
from onrecord.store import lookup, state_tables, statements
from onrecord.store.put import chunks
from onrecord.store.quotation_first import Printed, first_of, printed
from onrecord.store.quotation_places import said_by_number
from onrecord.store.quotation_rows import Drifting, Telling
from onrecord.store.rows import Said
from onrecord.store.schema import standing, statement, telling

if TYPE_CHECKING:
    from onrecord.store.db import Store

MIN_WORDS = 8
TOGETHER = 500  # utterances whose articles are asked for at once
Group = tuple[tuple[int, ...], tuple[tuple[int, str, int | None], ...]]
"""An utterance: the statements that tell it by number, the one it is counted as first, and what people said of them."""
Heard = tuple[str | None, date | None]
"""Who said something, by id, and on which day."""


def drift(
    store: Store,
    *,
    min_words: int = MIN_WORDS,
    by: str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    limit: int | None = None,
) -> list[Drifting]:
    """Utterances of `min_words` or more that are told differently, the gravest first.

    Gravest is another speaker, then a negation, number, modal or condition that came or went, then other words,
    then a speaker that only some name, then a cut. With `by`, `since` and `until` those of which one telling at
    least is by this actor and of these days. Raises UsageError or NotFound for what cannot be asked.
    """
    if min_words < 1 or (limit is not None and limit < 0):
        raise UsageError("min_words is a number from 1, limit one from 0")
    low = statements.bound(since, "since") if since else None
    high = statements.bound(until, "until") if until else None
    with store.read() as conn:
        actor = lookup.find_actor(conn, by).id if by else None
        every = store.remembered.get(conn, "drift", None, lambda: _every(store, conn), verdicts=False)
    fit = (d for d, heard in every if d.words >= min_words and any(_fits(*h, actor, low, high) for h in heard))
    return list(islice(fit, limit))


def _every(store: Store, conn: sa.Connection) -> list[tuple[Drifting, frozenset[Heard]]]:
    """All that drift, the gravest first, with who is told to have said it when."""

    def made(some: list[Group]) -> dict[Group, tuple[Drifting, frozenset[Heard]] | None]:
        return dict(_made(conn, some))

    told = (state_tables.STANDING, state_tables.COUNTED, telling.name)
    found = store.remembered.each(conn, "drifting", _groups(conn), made, told=told)
    return sorted(filter(None, found.values()), key=lambda f: _gravity(f[0]))


def _groups(conn: sa.Connection) -> list[Group]:
    """Each utterance that more than one statement tells."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    for r in conn.execute(sa.select(telling.c.statement, telling.c.utterance).order_by(telling.c.statement)):
        members[r.utterance].append(r.statement)
    s = standing.c
    query = sa.select(s.statement, s.verdict, s.speaker).where(s.verdict.in_(("reject", "correct")))
    judged = {r.statement: (r.statement, r.verdict, r.speaker) for r in conn.execute(query)}
    return [
        ((head, *members[head]), tuple(judged[n] for n in (head, *members[head]) if n in judged))
        for head in sorted(members)
    ]


def _made(
    conn: sa.Connection, groups: Sequence[Group]
) -> Iterator[tuple[Group, tuple[Drifting, frozenset[Heard]] | None]]:
    """Of each group how its tellings drift, None where they do not.

    Rejected statements and those of superseded articles are no tellings.
    """
    for some in chunks(groups, TOGETHER):
        said = said_by_number(conn, sorted({n for members, _ in some for n in members}))
        names = _ids(conn, [members[0] for members, _ in some])
        told = printed(conn, (row.document.id for row in said.values()))
        for group in some:
            rows = [said[n] for n in dict.fromkeys(group[0]) if n in said and said[n].verdict != "reject"]
            found = _drifting(names[group[0][0]], rows, told) if len(rows) > 1 else None
            heard = frozenset((row.speaker.id if row.speaker else None, row.on) for row in rows)
            yield group, (found, heard) if found else None


def _ids(conn: sa.Connection, numbers: Sequence[int]) -> dict[int, str]:
    s = statement.c
    found: dict[int, str] = {}
    for some in chunks(numbers):
        found.update((r.n, r.id) for r in conn.execute(sa.select(s.n, s.id).where(s.n.in_(some))))
    return found


def _fits(speaker: str | None, on: date | None, actor: str | None, low: str | None, high: str | None) -> bool:
    if actor and speaker != actor:
        return False
    if (low or high) and on is None:
        return False
    day = on.isoformat() if on else ""
    return (not low or day >= low) and (not high or day <= high)


def _drifting(utterance: str, said: list[Said], told: dict[str, Printed]) -> Drifting | None:
    head, why = first_of([row.document for row in said], told)
    order = [said[head], *sorted((r for i, r in enumerate(said) if i != head), key=_printed)]
    order = _once(order)
    if len(order) < 2:
        return None
    compared = _Compared()
    words = max(len(compared.passage(row).words) for row in order)
    tellings = [_telling(row, order, compared) for row in order]
    every = {d for t in tellings for d in t.differs}
    if not every:
        return None
    return Drifting(
        utterance=utterance,
        differs=tuple(d for d in drifting.GRAVEST if d in every),
        speakers=tuple(dict.fromkeys(t.speaker for t in tellings if t.speaker)),
        words=words,
        first=tellings[0],
        first_why=why,
        tellings=tuple(tellings),
    )


def _printed(row: Said) -> tuple[bool, date, str, int]:
    day = row.document.published
    return day is None, day or date.max, row.document.id, row.content[0].start


def _once(said: Sequence[Said]) -> list[Said]:
    """One telling of each sort an article: a statement inside another of the same words is no second one."""
    return list({(row.document.id, row.kind == "indirect"): row for row in reversed(said)}.values())[::-1]


class _Compared:
    """The tellings of an utterance beside each other; of those in the same words, as reprints are, one is read."""

    def __init__(self) -> None:
        self._passages: dict[Hashable, Passage] = {}
        self._differences: dict[Hashable, drifting.Difference] = {}

    def passage(self, row: Said) -> Passage:
        key = _words(row)
        if key not in self._passages:
            self._passages[key] = drifting.compared_by(of_statement(row.content, row.kind))
        return self._passages[key]

    def difference(self, base: Said, row: Said) -> drifting.Difference:
        key = _words(base), _words(row)
        if key not in self._differences:
            self._differences[key] = drifting.difference(self.passage(base), self.passage(row))
        return self._differences[key]


def _words(row: Said) -> Hashable:
    return row.kind, tuple(span.text for span in row.content)


def _telling(row: Said, order: Sequence[Said], compared: _Compared) -> Telling:
    """A telling beside the first of its sort: what is reported indirectly is not measured by a quotation's words."""
    head = order[0]
    base = next(r for r in order if (r.kind == "indirect") == (row.kind == "indirect"))
    found = compared.difference(base, row) if base is not row else None
    differs = set(found.differs) if found else set()
    if row.speaker is not None and head.speaker is not None and row.speaker.id != head.speaker.id:
        differs.add(drifting.SPEAKER)
    elif (row.speaker is None) != (head.speaker is None):
        differs.add(drifting.UNNAMED)
    return Telling(
        statement=row.id,
        document=row.document,
        speaker=row.speaker,
        source=" ... ".join(" ".join(s.text.split()) for s in row.source),
        kind=row.kind,
        quote=row.quote,
        said_since=row.said_since,
        edits=found.edits if found else (),
        differs=tuple(d for d in drifting.GRAVEST if d in differs),
    )


def _gravity(one: Drifting) -> tuple[int, int, int, str]:
    return drifting.GRAVEST.index(one.differs[0]), -len(one.tellings), -one.words, one.utterance
