"""`drift`: utterances that outlets tell in other words, or of another speaker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.quotations import drifting
from onrecord.quotations.passage import Passage, of_statement
from onrecord.store import lookup, statements
from onrecord.store.put import chunks
from onrecord.store.quotation_first import Printed, first_of, printed
from onrecord.store.quotation_places import said_by_number
from onrecord.store.quotation_rows import Drifting, Telling
from onrecord.store.rows import Said
from onrecord.store.schema import statement, telling

if TYPE_CHECKING:
    from onrecord.store.db import Store

MIN_WORDS = 8
TOGETHER = 500  # utterances whose articles are asked for at once


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
        asked = min_words, actor, low, high
        found = store.remembered.get(conn, "drift", asked, lambda: _found(conn, min_words, actor, low, high))
    return found[:limit]


def _found(conn: sa.Connection, least: int, actor: str | None, low: str | None, high: str | None) -> list[Drifting]:
    """All that drift, the gravest first."""
    found = []
    for some in chunks(_groups(conn), TOGETHER):
        some = [(u, said) for u, said in some if any(_asked(row, actor, low, high) for row in said)]
        told = printed(conn, (row.document.id for _, said in some for row in said))
        made = (_drifting(utterance, said, told, least) for utterance, said in some)
        found += [one for one in made if one is not None]
    return sorted(found, key=_gravity)


def _groups(conn: sa.Connection) -> Iterator[tuple[str, list[Said]]]:
    """Each utterance that more than one statement tells: the id of the one it is counted as, and its statements.

    Rejected statements and those of superseded articles are no tellings.
    """
    members: defaultdict[int, list[int]] = defaultdict(list)
    for r in conn.execute(sa.select(telling.c.statement, telling.c.utterance).order_by(telling.c.statement)):
        members[r.utterance].append(r.statement)
    for heads in chunks(sorted(members), 100):
        numbers = {n for head in heads for n in (head, *members[head])}
        said = said_by_number(conn, sorted(numbers))
        names = _ids(conn, heads)
        for head in heads:
            some = [said[n] for n in dict.fromkeys((head, *members[head])) if n in said and said[n].verdict != "reject"]
            if len(some) > 1:
                yield names[head], some


def _ids(conn: sa.Connection, numbers: Sequence[int]) -> dict[int, str]:
    s = statement.c
    found: dict[int, str] = {}
    for some in chunks(numbers):
        found.update((r.n, r.id) for r in conn.execute(sa.select(s.n, s.id).where(s.n.in_(some))))
    return found


def _asked(row: Said, actor: str | None, low: str | None, high: str | None) -> bool:
    if actor and (row.speaker is None or row.speaker.id != actor):
        return False
    if (low or high) and row.on is None:
        return False
    day = row.on.isoformat() if row.on else ""
    return (not low or day >= low) and (not high or day <= high)


def _drifting(utterance: str, said: list[Said], told: dict[str, Printed], least: int) -> Drifting | None:
    head, why = first_of([row.document for row in said], told)
    order = [said[head], *sorted((r for i, r in enumerate(said) if i != head), key=_printed)]
    order = _once(order)
    passages = {row.id: drifting.compared_by(of_statement(row.content, row.kind)) for row in order}
    words = max(len(p.words) for p in passages.values())
    if len(order) < 2 or words < least:
        return None
    tellings = [_telling(row, order, passages) for row in order]
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


def _telling(row: Said, order: Sequence[Said], passages: dict[str, Passage]) -> Telling:
    """A telling beside the first of its sort: what is reported indirectly is not measured by a quotation's words."""
    head = order[0]
    base = next(r for r in order if (r.kind == "indirect") == (row.kind == "indirect"))
    found = drifting.difference(passages[base.id], passages[row.id]) if base is not row else None
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
