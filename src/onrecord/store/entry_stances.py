"""The sides that statements take on issues, for entries of a timeline; and what of a timeline is of an issue."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from onrecord.positions.decision import NO_STANCE
from onrecord.store.issues import Known
from onrecord.store.position_facts import STANCE, STRENGTH
from onrecord.store.put import chunks
from onrecord.store.schema import event, issue, position, position_standing, statement
from onrecord.store.timeline_rows import Side, TimelineEntry
from onrecord.stories import wording

_JUDGED = position_standing.c.verdict.is_not(None)


def sided(conn: sa.Connection, entries: Sequence[TimelineEntry], on: str | None = None) -> list[TimelineEntry]:
    """The entries with the sides that their statements take on each issue, or on the one of this name."""
    found = of_statements(conn, (s.id for e in entries if e.kind == "statement" for s in e.sources), on)
    return [replace(e, stances=_best(e, found)) if e.kind == "statement" else e for e in entries]


def _best(e: TimelineEntry, found: dict[str, list[tuple[bool, Side]]]) -> tuple[Side, ...]:
    """On each issue that of a telling that was judged, else in its own words, else of the first."""
    ranked: dict[str, tuple[tuple[bool, bool, bool, int], Side]] = {}
    for place, source in enumerate(e.sources):
        for judged, side in found.get(source.id, ()):
            rank = (not judged, side.stance == "unclear", side.strength != "explicit", place)
            if side.issue not in ranked or rank < ranked[side.issue][0]:
                ranked[side.issue] = rank, side
    return tuple(ranked[name][1] for name in sorted(ranked) if ranked[name][1].stance != NO_STANCE)


def of_statements(conn: sa.Connection, ids: Iterable[str], on: str | None = None) -> dict[str, list[tuple[bool, Side]]]:
    """Of these statements those that take sides, or were judged to take none: whether that was judged, and the side."""
    s, p = position_standing.c, position.c
    query = (
        sa.select(statement.c.id, issue.c.name, STANCE.label("stance"), STRENGTH.label("strength"), s.verdict)
        .join_from(position, statement, statement.c.n == p.statement)
        .join(issue, issue.c.n == p.issue)
        .outerjoin(position_standing, (s.statement == p.statement) & (s.issue == p.issue))
        .where((STANCE != NO_STANCE) | _JUDGED)
        .order_by(issue.c.name)
    )
    if on is not None:
        query = query.where(issue.c.name == on)
    found: defaultdict[str, list[tuple[bool, Side]]] = defaultdict(list)
    for some in chunks(sorted(set(ids))):
        for r in conn.execute(query.where(statement.c.id.in_(some))):
            found[r.id].append((r.verdict is not None, Side(issue=r.name, stance=r.stance, strength=r.strength)))
    return dict(found)


# ---------------------------------------------------------------------------- what is of an issue


def takes_side(on: Known) -> Any:
    """The condition that a statement takes a side on an issue, or speaks of it without a clear one."""
    return statement.c.n.in_(_taking(on))


def concerns(conn: sa.Connection, on: Known) -> Any:
    """The condition that an event concerns an issue: it is the act of a statement that takes a side on it, or is told
    in one, or its sentence speaks of the issue."""
    spoken = event.c.n.in_(sa.select(sa.column("value")).select_from(sa.func.json_each(_spoken_of(conn, on))))
    return event.c.act_of.in_(_taking(on)) | event.c.within.in_(_taking(on)) | spoken


def _taking(on: Known) -> Any:
    s, p = position_standing.c, position.c
    return (
        sa.select(p.statement)
        .outerjoin(position_standing, (s.statement == p.statement) & (s.issue == p.issue))
        .where(p.issue == on.n, STANCE != NO_STANCE)
    )


def _spoken_of(conn: sa.Connection, on: Known) -> str:
    """The events whose sentence speaks of an issue, as a list in JSON; of articles in which statements were read."""
    from onrecord.positions import matter

    here = sa.select(position.c.document).where(position.c.issue == on.n)
    rows = conn.execute(sa.select(event.c.n, event.c.evidence).where(event.c.document.in_(here)))
    stems = matter.matter(on.issue).stems
    return json.dumps([r.n for r in rows if _speaks(r.evidence, stems, on.issue.words)])


def _speaks(sentence: str, stems: frozenset[str], words: Sequence[str]) -> bool:
    """Whether a sentence has two of the words that tell an issue, or one of those of which one must appear."""
    low = sentence.casefold()
    if any(w.casefold() in low for w in words):
        return True
    held = stems.intersection(map(wording.stemmed, wording.words(sentence)))
    return len(held) >= min(2, len(stems)) > 0


__all__ = ["concerns", "of_statements", "sided", "takes_side"]
