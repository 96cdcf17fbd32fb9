"""What a person may say of an event, brought into the form in which the log keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from onrecord import plover
from onrecord.errors import UsageError
from onrecord.store.event_standing import BETWEEN, FIELDS
from onrecord.store.schema import actor
from onrecord.store.standing import NOBODY, named
from onrecord.store.statements import bound
from onrecord.vocabulary import EVENT_STATUSES

CHANGES = ("type", "mode", "status", "date", *FIELDS.values())


def checked(conn: sa.Connection, change: Mapping[str, str], machine: Any) -> dict[str, str]:
    """A correction of a report of an event, as the log keeps it; `machine` is its row.

    Types, modes and statuses are PLOVER's; a date is a day, a month, a year, or two of these with "/" between;
    actors and recipients are names or ids with ";" between. "?" says that the text does not tell, of a mode that there
    is none. Raises UsageError for what makes no sense.
    """
    given = dict(change)
    if not given:
        raise UsageError(f"a correction says what is right: give one of {', '.join(CHANGES)}")
    for key, value in given.items():
        if key not in CHANGES:
            raise UsageError(f"{key!r} of an event cannot be corrected; what can: {', '.join(CHANGES)}")
        if not value:
            raise UsageError(f'{key}: say what is right, or "?" where there is none')
    if "type" in given:
        given["type"] = given["type"].upper()
        if given["type"] not in plover.types():
            raise UsageError(f"no type of event is called {given['type']!r}; there are: {', '.join(plover.types())}")
    if "mode" in given:
        _mode(given, given.get("type", machine.type))
    if given.get("status") is not None and given["status"] not in EVENT_STATUSES:
        raise UsageError(f"no status is called {given['status']!r}; there are: {', '.join(EVENT_STATUSES)}")
    if "date" in given:
        given["date"] = _days(given["date"])
    for field in FIELDS.values():
        if field in given:
            given |= _who(conn, field, given[field])
    return given


def _mode(given: dict[str, str], type_: str) -> None:
    given["mode"] = given["mode"].lower()
    modes = plover.types()[type_].modes
    if given["mode"] not in (*modes, NOBODY):
        there = ", ".join(modes) if modes else "none"
        raise UsageError(f"{type_} has no mode {given['mode']!r}; it has: {there}")


def _days(text: str) -> str:
    if text == NOBODY:
        return text
    first, _, last = text.partition("/")
    since, until = bound(first, "date"), bound(last or first, "until")
    if until[8:] == "31":  # the last of a month that may have fewer
        until = _month_end(until)
    if until < since:
        raise UsageError(f"date: {text!r} ends before it begins")
    return since if since == until else f"{since}/{until}"


def _month_end(text: str) -> str:
    year, month, _ = map(int, text.split("-"))
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1).isoformat()


def _who(conn: sa.Connection, field: str, text: str) -> dict[str, str]:
    """Names and ids of the actors that are meant; a name that nobody has stays as given, without an id."""
    names: list[str] = [part for part in (p.strip() for p in text.split(";")) if part]
    if not names or names == [NOBODY]:
        return {field: NOBODY}
    found = [_actor(conn, name) for name in names]
    return {
        field: BETWEEN.join(name for name, _ in found),
        f"{field}_id": BETWEEN.join(own for _, own in found),
    }


def _actor(conn: sa.Connection, name: str) -> tuple[str, str]:
    row = one_called(conn, name)
    return (row.name, row.id) if row is not None else (name, "")


def one_called(conn: sa.Connection, name: str) -> Any:
    """The actor of this id or name, or None. Raises UsageError where several are called so."""
    found: Sequence[Any] = conn.execute(sa.select(actor).where(actor.c.id == name)).all() or named(conn, name)
    shown = [row for row in found if row.shown] or list(found)
    known = [row for row in shown if row.known] or shown
    if len(known) > 1:
        them = ", ".join(f"{row.name} ({row.id})" for row in known[:8])
        raise UsageError(f"{name!r} is the name of {len(known)} actors; give an id: {them}")
    return known[0] if known else None
