"""Who had it first, and who took it from whom: by day, by the article it was reprinted from, by the credit line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from onrecord.store.put import chunks
from onrecord.store.quotation_rows import Appearance
from onrecord.store.rows import DocumentRef
from onrecord.store.schema import document, reprint, statement, telling

_INITIALS = 3  # letters that make a name known by its initials: SPS
_SMALL = frozenset({"of", "the", "and", "for", "de", "la"})


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """The earliest appearance, and why it is taken for that."""

    place: Appearance | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What an article says of when it was printed, and after whom."""

    at: str
    credit: str
    sources: frozenset[str]  # ids of the documents it was taken from, as it was found to be a reprint


def printed(conn: sa.Connection, ids: Iterable[str]) -> dict[str, Printed]:
    """By document id."""
    original, parent = document.alias("original"), document.alias("parent")
    d = document.c
    query = (
        sa.select(
            *(d.id, d.published, d.published_at, d.byline, d.dateline),
            original.c.id.label("original"),
            parent.c.id.label("parent"),
        )
        .outerjoin(reprint, reprint.c.document == d.n)
        .outerjoin(original, original.c.n == reprint.c.original)
        .outerjoin(parent, parent.c.n == reprint.c.parent)
    )
    found: dict[str, Printed] = {}
    for some in chunks(dict.fromkeys(ids)):
        for r in conn.execute(query.where(d.id.in_(some))):
            at = r.published_at or r.published or ""
            credit = " ".join(x for x in (r.byline, r.dateline) if x)
            sources = frozenset(x for x in (r.original, r.parent) if x)
            found[r.id] = Printed(at=at, credit=credit, sources=sources)
    return found


def earliest(conn: sa.Connection, found: Sequence[Appearance]) -> First:
    """The first appearance: by day, unless that article says that it has it from another, undated one."""
    if not found:
        return First(place=None, why="")
    told = printed(conn, (a.document.id for a in found))
    i, why = first_of([a.document for a in found], told)
    return First(place=found[i], why=why)


def first_of(refs: Sequence[DocumentRef], told: Mapping[str, Printed]) -> tuple[int, str]:
    """Which of these documents came first, and why."""

    def at(i: int) -> tuple[bool, date, str, str]:
        ref = refs[i]
        return ref.published is None, ref.published or date.max, told[ref.id].at, ref.id

    order = sorted(range(len(refs)), key=at)
    head = order[0]
    day = refs[head].published
    for i in order[1:]:
        ref = refs[i]
        before = ref.published is None or day is None or ref.published <= day
        if before and ref.id != refs[head].id and from_other(refs[head], ref, told):
            how = "undated" if ref.published is None else f"of the same day ({day})"
            by = refs[head].outlet or refs[head].file
            return i, f"{how}; {by}{f' ({day})' if day and ref.published is None else ''} gives it as its source"
    if day is None:
        return head, "no article with it has a date"
    same = any(refs[i].published == day and refs[i].id != refs[head].id for i in order[1:])
    undated = sum(refs[i].published is None for i in order)
    why = f"published {day}, the earliest" + (" (others of the same day)" if same else "")
    return head, why + (f"; {undated} undated" if undated else "")


def from_other(later: DocumentRef, source: DocumentRef, told: Mapping[str, Printed]) -> bool:
    """Whether an article says, or is known, to have taken its text from the other."""
    if source.id in told[later.id].sources:
        return True
    return later.outlet != source.outlet and is_credited(told[later.id].credit, source.outlet)


def is_credited(credit: str, outlet: str | None) -> bool:
    """Whether a byline or dateline names an outlet, whole or by its initials."""
    if not credit or not outlet:
        return False
    if re.search(rf"(?<!\w){re.escape(outlet)}(?!\w)", credit, re.IGNORECASE):
        return True
    initials = "".join(w[0] for w in outlet.split() if w.casefold() not in _SMALL and w[0].isupper())
    return len(initials) >= _INITIALS and re.search(rf"(?<!\w){re.escape(initials)}(?!\w)", credit) is not None


def origins(conn: sa.Connection, of: Appearance, among: Sequence[Appearance]) -> list[Appearance]:
    """The appearances from which this one is known to come, the earliest first.

    Known is what tells the same utterance, and what the article was reprinted from or gives as its source; then the
    two must be of one sort (both indirect, or neither) and one speaker.
    """
    others = [a for a in among if a.statement and a.statement != of.statement and a.document.id != of.document.id]
    others = [a for a in others if a.judged != "reject" and a.speaker == of.speaker and _direct(a) == _direct(of)]
    if not others or not of.statement:
        return []
    told = printed(conn, [of.document.id, *(a.document.id for a in others)])
    one = _utterances(conn, [of.statement, *(a.statement for a in others if a.statement)])
    found = [
        a
        for a in others
        if (of.statement in one and one.get(a.statement or "") == one[of.statement])
        or from_other(of.document, a.document, told)
    ]
    before = [a for a in found if _before(a, of, told)]
    return sorted(before, key=lambda a: (a.document.published is not None, a.document.published or date.max))


def _direct(a: Appearance) -> bool:
    return a.kind != "indirect"


def _before(a: Appearance, of: Appearance, told: Mapping[str, Printed]) -> bool:
    if from_other(of.document, a.document, told):
        return True
    if a.document.published is None or of.document.published is None:
        return False
    return (a.document.published, told[a.document.id].at) < (of.document.published, told[of.document.id].at)


def _utterances(conn: sa.Connection, ids: Sequence[str]) -> dict[str, int]:
    """Which utterance each statement tells, by the statement's id; those that stand alone tell their own."""
    told = sa.func.coalesce(telling.c.utterance, statement.c.n)
    query = sa.select(statement.c.id, told).outerjoin(telling, telling.c.statement == statement.c.n)
    found: dict[str, int] = {}
    for some in chunks(dict.fromkeys(ids)):
        found.update((r[0], r[1]) for r in conn.execute(query.where(statement.c.id.in_(some))))
    return found


def told_with(conn: sa.Connection, numbers: Sequence[int]) -> list[int]:
    """The current statements that tell an utterance which one of these tells."""
    out: dict[int, Any] = {}
    for some in chunks(numbers):
        mine = sa.select(telling.c.utterance).where(telling.c.statement.in_(some) | telling.c.utterance.in_(some))
        heads = set(conn.scalars(mine))
        for group in chunks(sorted(heads)):
            out |= dict.fromkeys(group)
            out |= dict.fromkeys(conn.scalars(sa.select(telling.c.statement).where(telling.c.utterance.in_(group))))
    return list(out)
