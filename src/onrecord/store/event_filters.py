"""What narrows a list of events, as conditions on reports (`event_facts.joined`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, TypedDict

import sqlalchemy as sa

from onrecord import plover
from onrecord.errors import NotFound, UsageError
from onrecord.places.folding import fold as place_key
from onrecord.places.gazetteer import gazetteer
from onrecord.store import event_facts as facts
from onrecord.store import fulltext, lookup, words
from onrecord.store.naming import fold
from onrecord.store.schema import document, event, event_standing
from onrecord.store.statements import UNRESOLVED, bound, outlets_called
from onrecord.vocabulary import EVENT_CONTEXTS, EVENT_STATUSES, EVENT_TYPES

LISTED = 12  # values that an error names
_one_report, _its_verdict = event.alias("one_report"), event_standing.alias("its_verdict")
_TEXTS = ("mode", "context", "status", "actor", "recipient", "who", "place", "country", "text", "outlet")


class EventFilters(TypedDict, total=False):
    """What narrows a list of events. `type`, `quad` (1 to 4, or its name), `mode`, `context` and `status` are PLOVER's.

    `actor`, `recipient` and `who` (either) are a name, alias or id of an actor; "?" is nobody known. `place` is a
    place's name, `country` its ISO code or name. `since` and `until` compare the days that the text gives, else the day
    of publication; an event of several days is of each of them. `text` are words of the sentence. `sure` is True for
    the checked record, False for what waits for review. An event is answered where one report of it fits.
    """

    type: str | Sequence[str] | None
    quad: int | str | None
    mode: str | None
    context: str | None
    status: str | None
    actor: str | None
    recipient: str | None
    who: str | None
    place: str | None
    country: str | None
    since: date | str | None
    until: date | str | None
    text: str | None
    outlet: str | None
    min_score: float | None
    sure: bool | None
    include_rejected: bool


def conditions(conn: sa.Connection, filters: EventFilters, threshold: float) -> list[Any]:
    """The filters as SQL conditions. Raises UsageError or NotFound for values that cannot match."""
    there = EventFilters.__annotations__
    if not filters.keys() <= there.keys():
        unknown = sorted(filters.keys() - there.keys())
        raise UsageError(f"no such filter: {', '.join(unknown)}; there are: {', '.join(there)}")
    get: dict[str, Any] = {name: value for name, value in filters.items() if value is not None}
    where: list[Any] = [facts.CURRENT]
    if not get.pop("include_rejected", False):
        where.append(facts.NOT_REJECTED)
    sure = get.pop("sure", None)
    if sure is not None:
        where.append(condition(sure, threshold))
    for name, value in get.items():
        if name in _TEXTS and not isinstance(value, str):
            raise UsageError(f"{name}: {value!r} is no text")
        where += _FILTERS[name](conn, value)
    return where


def condition(wanted: Any, threshold: float) -> sa.ColumnElement[bool]:
    """The filter `sure`: of every report, it is sure with True or waits for review with False."""
    if not isinstance(wanted, bool):  # a number is the likely mistake: the threshold is a setting
        raise UsageError(f"sure: {wanted!r} is neither True (the checked record) nor False (what waits for review)")
    sure = surely(event, event_standing, threshold)
    return sure if wanted else sa.not_(sure) & nowhere_sure(threshold)


def surely(of: Any, verdict: Any, threshold: float) -> sa.ColumnElement[bool]:
    """Whether a report is sure enough, or a person said so."""
    judged = sa.func.coalesce(verdict.c.verdict, "").in_(("accept", "correct"))
    sure: sa.ColumnElement[bool] = (of.c.score >= threshold) | judged
    return sure


def nowhere_sure(threshold: float) -> sa.ColumnElement[bool]:
    """Whether no report of a report's event is sure: then the event waits for review."""
    one, verdict = _one_report, _its_verdict
    sure = surely(one, verdict, threshold)
    itself = sa.select(one.c.n).outerjoin(verdict, verdict.c.event == one.c.n)
    here = sa.exists(itself.where(one.c.n == facts.CLUSTER, sure).correlate(event))
    there = sa.exists(itself.where(one.c.cluster == facts.CLUSTER, sure).correlate(event))
    return sa.not_(here) & sa.not_(there)


# ---------------------------------------------------------------------------- each filter


def _types(conn: sa.Connection, value: Any) -> list[Any]:
    wanted = [value] if isinstance(value, str) else list(value) if isinstance(value, Iterable) else [value]
    for one in wanted:
        if not isinstance(one, str):
            raise UsageError(f"type: {one!r} is no text; there are: {', '.join(EVENT_TYPES)}")
    names = [_one_of(conn, "type", v.upper(), EVENT_TYPES, facts.TYPE) for v in wanted]
    return [facts.TYPE.in_(names)] if names else []


def _quad(_conn: sa.Connection, value: Any) -> list[Any]:
    asked = " ".join(str(value).casefold().replace("-", " ").split())
    numbers = [n for n, name in plover.QUADS.items() if asked in (str(n), name)]
    if not numbers:
        there = ", ".join(f"{n} ({name})" for n, name in plover.QUADS.items())
        raise UsageError(f"no quad class is called {value!r}; there are: {there}")
    return [facts.TYPE.in_([t.name for t in plover.types().values() if t.quad == numbers[0]])]


def _mode(conn: sa.Connection, value: Any) -> list[Any]:
    known = dict.fromkeys(m for t in plover.types().values() for m in t.modes)
    return [_one_of(conn, "mode", value.lower(), known, facts.MODE) == facts.MODE]


def _status(conn: sa.Connection, value: Any) -> list[Any]:
    return [_one_of(conn, "status", value, EVENT_STATUSES, facts.STATUS) == facts.STATUS]


def _context(_conn: sa.Connection, value: Any) -> list[Any]:
    asked = value.lower().replace("-", "_").replace(" ", "_")
    if asked not in EVENT_CONTEXTS:
        raise UsageError(f"no context is called {value!r}; there are: {', '.join(EVENT_CONTEXTS)}")
    return [event.c.contexts.like(f'%"{lookup.plain(asked)}"%', escape="\\")]


def _who(role: str | None) -> Callable[[sa.Connection, Any], list[Any]]:
    def found(conn: sa.Connection, name: Any) -> list[Any]:
        if name.strip() == UNRESOLVED:
            return [facts.nobody(role)] if role else [facts.nobody("actor") & facts.nobody("recipient")]
        return [facts.of_actor(lookup.find_actor(conn, name).n, role)]

    return found


def _place(conn: sa.Connection, name: Any) -> list[Any]:
    e = event.c
    there = conn.execute(sa.select(e.place, e.place_text).where(e.place.is_not(None)).distinct()).all()
    asked = fold(name)
    found = [r for r in there if asked in (fold(r.place), fold(r.place_text))]
    if not found:
        names = sorted({r.place for r in there})
        raise NotFound(f"no event is in a place called {name!r}; there are: {_some(names)}")
    return [e.place.in_({r.place for r in found}) | e.place_text.in_({r.place_text for r in found})]


def _country(conn: sa.Connection, name: Any) -> list[Any]:
    e = event.c
    codes = set(conn.scalars(sa.select(e.country).where(e.country.is_not(None)).distinct()))
    asked = name.strip().upper()
    if asked in codes:
        return [e.country == asked]
    called = {known.country for known in gazetteer().find(place_key(name), name) if known.kind == "country"} & codes
    if called:
        return [e.country.in_(called)]
    rows = conn.execute(sa.select(e.place, e.country).where(e.place_kind == "country", e.country.in_(codes))).all()
    found = {r.country for r in rows if fold(r.place) == fold(name)}
    if not found:
        raise NotFound(f"no event is in a country {name!r}; there are: {_some(sorted(codes))}")
    return [e.country.in_(found)]


def _text(conn: sa.Connection, value: Any) -> list[Any]:
    return [fulltext.within(event.c.n, conn, "event_fts", words.query(value, "evidence"))]


def _since(_conn: sa.Connection, value: Any) -> list[Any]:
    return [sa.func.coalesce(facts.UNTIL, facts.DAY) >= bound(value, "since")]


def _until(_conn: sa.Connection, value: Any) -> list[Any]:
    return [bound(value, "until") >= facts.DAY]


def _outlet(conn: sa.Connection, value: Any) -> list[Any]:
    return [document.c.outlet.in_(outlets_called(conn, value))]


def _min_score(_conn: sa.Connection, value: Any) -> list[Any]:
    try:
        return [event.c.score >= float(value)]
    except (TypeError, ValueError):
        raise UsageError(f"min_score: {value!r} is no number from 0 to 1") from None


_FILTERS: dict[str, Callable[[sa.Connection, Any], list[Any]]] = {
    "type": _types,
    "quad": _quad,
    "mode": _mode,
    "context": _context,
    "status": _status,
    "actor": _who("actor"),
    "recipient": _who("recipient"),
    "who": _who(None),
    "place": _place,
    "country": _country,
    "since": _since,
    "until": _until,
    "text": _text,
    "outlet": _outlet,
    "min_score": _min_score,
}


def _one_of(conn: sa.Connection, name: str, value: str, known: Iterable[str], column: Any) -> str:
    if value not in set(known):  # a backend may have words of its own
        there = set(conn.scalars(facts.joined(sa.select(column).distinct()))) - {None}
        if value not in there:
            raise UsageError(f"no {name} is called {value!r}; there are: {', '.join(dict.fromkeys((*known, *there)))}")
    return value


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:LISTED]) + (", ..." if len(names) > LISTED else "") if names else "none"
