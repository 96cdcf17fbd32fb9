"""What the reports of one event do not agree on, kept as values with their sources. Pure functions over rows.

Reports disagree where what they say cannot all be true of one event: a wider date or a rounder number agrees with the
narrower one that it holds, and what a report does not say contradicts nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from onrecord.model import Figure
from onrecord.store.event_rows import Disagreement, EventReport, TakesPart, ValueRow
from onrecord.store.rows import DocumentRef

T = TypeVar("T")
Said = tuple[T, str, EventReport]
"""A value to compare, in words, and the report that gives it."""

_PRECISE = ("city", "capital")


def disagreements(reports: Sequence[EventReport]) -> tuple[Disagreement, ...]:
    """Of each field on which two reports contradict each other every value that is given."""
    return tuple(_all(reports)) if len(reports) > 1 else ()


def _all(reports: Sequence[EventReport]) -> Iterator[Disagreement]:
    dates = [((r.since, r.until or r.since), _days(r), r) for r in reports if r.since is not None]
    yield from _of("date", dates, _dates_apart)
    places = [(r, r.place.name, r) for r in reports if r.place is not None]
    yield from _of("place", places, _places_apart)
    yield from _of("actors", _named((r.actors, r) for r in reports), frozenset.isdisjoint)
    yield from _of("recipients", _named((r.recipients, r) for r in reports), frozenset.isdisjoint)
    for kind in sorted({f.kind for r in reports for f in r.figures} - {"other"}):
        numbers = [(f, " ".join(f.span.text.split()), r) for r in reports for f in r.figures if f.kind == kind]
        yield from _of(kind, numbers, _figures_apart)
    yield from _of("type", [(r.type, r.type, r) for r in reports], _differ)
    yield from _of("status", [(r.status, r.status, r) for r in reports], _differ)


def _of(field: str, said: Sequence[Said[T]], apart: Callable[[T, T], bool]) -> Iterator[Disagreement]:
    if any(apart(a, b) for k, (a, _, one) in enumerate(said) for b, _, two in said[:k] if one.id != two.id):
        yield Disagreement(field=field, values=_values(said))


def _values(said: Iterable[Said[T]]) -> tuple[ValueRow, ...]:
    by: defaultdict[str, list[EventReport]] = defaultdict(list)
    for _, words, report in said:
        by[words].append(report)
    made = [
        ValueRow(value=words, reports=tuple(dict.fromkeys(r.id for r in some)), documents=_documents(some))
        for words, some in by.items()
    ]
    return tuple(sorted(made, key=lambda v: (-len(v.documents), v.value)))


def _documents(reports: Sequence[EventReport]) -> tuple[DocumentRef, ...]:
    return tuple({r.document.id: r.document for r in reports}.values())


def _days(r: EventReport) -> str:
    return str(r.since) if r.until in (None, r.since) else f"{r.since} to {r.until}"


def _dates_apart(a: tuple[date | None, date | None], b: tuple[date | None, date | None]) -> bool:
    (a_since, a_until), (b_since, b_until) = a, b
    if a_since is None or a_until is None or b_since is None or b_until is None:
        return False
    return a_until < b_since or b_until < a_since


def _places_apart(a: EventReport, b: EventReport) -> bool:
    """Two countries, or two towns; a town agrees with a region or country that it may lie in."""
    here, there = a.place, b.place
    if here is None or there is None:
        return False
    if here.country and there.country and here.country != there.country:
        return True
    both_precise = here.kind in _PRECISE and there.kind in _PRECISE
    return both_precise and here.name.casefold() != there.name.casefold()


def _named(reports: Iterable[tuple[Sequence[TakesPart], EventReport]]) -> list[Said[frozenset[str]]]:
    """The actors that reports name; one that names nobody known says nothing."""
    found = [(frozenset(p.actor.id for p in who if p.actor), who, r) for who, r in reports]
    return [(known, ", ".join(p.name for p in who), r) for known, who, r in found if known]


def _figures_apart(a: Figure, b: Figure) -> bool:
    """Numbers that no one number can meet: "at least 27" agrees with 30, and not with 20."""
    low, high = max(_least(a), _least(b)), min(_most(a), _most(b))
    return low > high


def _least(f: Figure) -> float:
    return f.least if f.least is not None else float("-inf")


def _most(f: Figure) -> float:
    return f.most if f.most is not None else float("inf")


def _differ(a: str, b: str) -> bool:
    return a != b
