"""When a feed is to be polled next: as often as it says itself, within bounds; ever more rarely while it fails."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

SOONEST = timedelta(minutes=15)
USUAL = timedelta(hours=1)
LATEST = timedelta(days=1)
LATEST_FAILING = timedelta(days=7)
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_SKIP_HOURS = re.compile(rb"<skipHours\b.{0,4000}?</skipHours>", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(rb"<hour>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)
_SKIP_DAYS = re.compile(rb"<skipDays\b.{0,2000}?</skipDays>", re.IGNORECASE | re.DOTALL)
_DAY = re.compile(rb"<day>\s*([A-Za-z]+)\s*</day>", re.IGNORECASE)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def next_poll(now: datetime, about: Mapping[str, Any], headers: Mapping[str, str], data: bytes) -> datetime:
    """When to ask again after an answer: `about` is the feed's head as parsed, `data` its bytes; `now` in UTC."""
    said = [_ttl(about), _period(about), _max_age(headers)]
    longest = max((s for s in said if s is not None), default=USUAL)
    return _awake(now + min(max(longest, SOONEST), LATEST), data)


def after_failure(now: datetime, failures: int, wait: float) -> datetime:
    """When to ask again after the `failures`-th failure in a row; `wait` is what the site asked for, in seconds."""
    doubled: int = 2 ** min(max(failures - 1, 0), 12)
    pause = USUAL * doubled
    return now + min(max(pause, timedelta(seconds=min(wait, 1e7))), LATEST_FAILING)


def _ttl(about: Mapping[str, Any]) -> timedelta | None:
    text = str(about.get("ttl") or "").strip()
    return timedelta(minutes=int(text)) if text.isascii() and text.isdigit() and len(text) < 8 else None


def _period(about: Mapping[str, Any]) -> timedelta | None:
    hours = _PERIODS.get(str(about.get("sy_updateperiod") or "").strip().lower())
    times = str(about.get("sy_updatefrequency") or "1").strip()
    if hours is None or not (times.isascii() and times.isdigit()) or not 0 < len(times) < 6:
        return None
    return timedelta(hours=hours) / max(int(times), 1)


def _max_age(headers: Mapping[str, str]) -> timedelta | None:
    found = _MAX_AGE.search(headers.get("cache-control", ""))
    return timedelta(seconds=int(found[1])) if found else None


def _awake(due: datetime, data: bytes) -> datetime:
    """The first hour from `due` on at which the feed does not ask to be left alone; `due` if it sleeps always."""
    block, days = _SKIP_HOURS.search(data[:200_000]), _SKIP_DAYS.search(data[:200_000])
    hours = {int(h) % 24 for h in _HOUR.findall(block[0])} if block else set()
    off = {d.decode("ascii").lower() for d in _DAY.findall(days[0])} if days else set()
    at = due
    for _ in range(24 * 7):
        if at.hour not in hours and _DAYS[at.weekday()] not in off:
            return at
        at = (at + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    return due
