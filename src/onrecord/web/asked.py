"""The values that pages are asked with: every field of a form may come empty, and then it was not given."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BeforeValidator

from onrecord.errors import UsageError
from onrecord.record import Record

PER_PAGE = 50
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def _given(value: Any) -> Any:
    """None for a field that was left empty."""
    return None if isinstance(value, str) and not value.strip() else value


def _day(*, last: bool) -> Callable[[Any], date | None]:
    def read(value: Any) -> date | None:
        value = _given(value)
        if value is None or isinstance(value, date):
            return value
        try:
            return as_day(str(value), last=last)
        except UsageError as e:
            raise ValueError(str(e)) from None

    return read


def as_day(value: str, *, last: bool) -> date:
    """ "2024-03-09", or a month or year as its first or last day. Raises UsageError."""
    found = _DAY.fullmatch(value.strip())
    try:
        if not found:
            raise ValueError
        year, month, day = (int(x) if x else None for x in found.groups())
        assert year is not None  # noqa: S101 - the pattern has it
        if day is not None and month is not None:
            return date(year, month, day)
        if not last:
            return date(year, month or 1, 1)
        following = date(year + 1, 1, 1) if month in (None, 12) else date(year, (month or 0) + 1, 1)
        return following - timedelta(days=1)
    except (ValueError, OverflowError):
        raise UsageError(f"{value!r} is no date; write 2024-03-09, 2024-03 or 2024") from None


def the_record(request: Request) -> Record:
    """The record that is served."""
    record: Record = request.app.state.record
    return record


def newest_seen(request: Request) -> None:
    """Note the newest judgement before anything is read: what a form of this page says it has seen."""
    if request.app.state.serving.write:
        request.state.newest = the_record(request).newest()


def subject(*tags: str) -> APIRouter:
    """The pages on a subject. Whichever is asked for, the newest judgement is noted first.

    That stands with each route from the start: routes that are included with it are worked out a second time.
    """
    return APIRouter(tags=list(tags), dependencies=[Depends(newest_seen)])


Opened = Annotated[Record, Depends(the_record)]
Words = Annotated[str | None, BeforeValidator(_given), Query()]
From = Annotated[date | None, BeforeValidator(_day(last=False)), Query()]
To = Annotated[date | None, BeforeValidator(_day(last=True)), Query()]
Share = Annotated[float | None, BeforeValidator(_given), Query(ge=0, le=1)]
Flag = Annotated[bool, BeforeValidator(lambda v: False if _given(v) is None else v), Query()]
Limit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=1_000_000_000)]

__all__ = [
    "PER_PAGE",
    "Flag",
    "From",
    "Limit",
    "Offset",
    "Opened",
    "Share",
    "To",
    "Words",
    "as_day",
    "subject",
    "the_record",
]
