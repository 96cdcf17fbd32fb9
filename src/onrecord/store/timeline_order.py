"""Where an entry stands in time: how wide its days are, what comes before what, under which heading it is listed.

An entry stands at the first of its days: what is told of a whole year first, then what is told of a whole month, then
longer stretches before shorter ones ("2022", "January 2022", the first week, 1 January). What has no day comes last.
Pure functions.
"""

from __future__ import annotations

from datetime import date, timedelta

PRECISIONS = ("day", "days", "week", "month", "year", "undated")
STEPS = ("day", "month", "year")
UNDATED = "undated"
_LENGTH = {"day": 10, "month": 7, "year": 4}


def precision(since: date | None, until: date | None) -> str:
    """How wide these days are: a day, a calendar week, month or year, other days, or none at all."""
    if since is None:
        return UNDATED
    until = until or since
    if since == until:
        return "day"
    if (since.month, since.day, until.month, until.day) == (1, 1, 12, 31) and since.year == until.year:
        return "year"
    if since.day == 1 and (since.year, since.month) == (until.year, until.month) and _ends_month(until):
        return "month"
    if since.weekday() == 0 and (until - since).days == 6:
        return "week"
    return "days"


def place(since: date | None, until: date | None) -> tuple[bool, date, int, int]:
    """What entries are sorted by: first day, whole years and months before all else, then the longest first."""
    if since is None:
        return True, date.max, 0, 0
    first = {"year": 0, "month": 1}.get(precision(since, until), 2)
    return False, since, first, since.toordinal() - (until or since).toordinal()


def label(since: date | None, until: date | None) -> str:
    """The days in ISO form, as short as they are wide: "2022", "2022-05", "2022-05-03", "2022-05-03..2022-05-09"."""
    if since is None:
        return UNDATED
    match precision(since, until):
        case "day":
            return since.isoformat()
        case "month":
            return since.isoformat()[:7]
        case "year":
            return since.isoformat()[:4]
    return f"{since}..{until}"


def period(since: date | None, until: date | None, step: str) -> str:
    """The heading an entry is listed under: the day, month or year that holds it, or, where it is a whole month or year
    and the step is narrower, that month or year. Other days are listed where they begin."""
    if since is None:
        return UNDATED
    whole = precision(since, until)
    wider = whole if whole in ("month", "year") and STEPS.index(whole) > STEPS.index(step) else step
    return since.isoformat()[: _LENGTH[wider]]


def overlaps(since: date | None, until: date | None, first: date | None, last: date | None) -> bool:
    """Whether any of these days lies from `first` to `last` (None: open). No day lies nowhere once it is asked for."""
    if first is None and last is None:
        return True
    if since is None:
        return False
    return (first is None or (until or since) >= first) and (last is None or since <= last)


def _ends_month(value: date) -> bool:
    return value == date.max or (value + timedelta(days=1)).day == 1
