"""How the brief says things: dates, numbers, anchors, links, and characters a page may hold."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

from onrecord.store.timeline_order import precision

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|[\U0001fffe-\U0001ffff]"
)
_PLAIN_URL = re.compile(r"https?://[^\s\x00-\x20\x7f-\xa0<>\"'`\\]+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_NOT_ANCHOR = re.compile(r"[^A-Za-z0-9-]")

ROLE_LETTER = {"source": "s", "cue": "q", "content": "c", "act": "v"}


def printable(text: str) -> str:
    """The text with characters that no HTML page may hold shown as U+FFFD."""
    return _UNFIT.sub("�", text)


def day(value: date | None) -> str:
    """3 March 2031"""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if value else "undated"


def month(value: date) -> str:
    """March 2031"""
    return f"{MONTHS[value.month - 1]} {value.year}"


def days(since: date | None, until: date | None) -> str:
    """An interval in the fewest words: "3 March 2031", "3 to 21 March 2031", "3 March to 2 April 2031"."""
    if since is None or until is None or since == until:
        return day(since or until)
    if since.year != until.year:
        return f"{day(since)} to {day(until)}"
    if since.month != until.month:
        return f"{since.day} {MONTHS[since.month - 1]} to {day(until)}"
    return f"{since.day} to {day(until)}"


def stretch(since: date, until: date | None) -> str:
    """Days as wide as they are: "3 March 2031", "March 2031", "2031", "3 to 21 March 2031"."""
    match precision(since, until):
        case "month":
            return month(since)
        case "year":
            return str(since.year)
    return days(since, until)


def within_month(since: date, until: date) -> str:
    """An interval below the heading of the month it begins in: "3 March", "3 to 9 March", "in March"."""
    name = MONTHS[since.month - 1]
    if since == until:
        return f"{since.day} {name}"
    if (since.year, since.month) == (until.year, until.month):
        return f"in {name}" if since.day == 1 and _ends_month(until) else f"{since.day} to {until.day} {name}"
    if since.day == 1 and _ends_month(until):
        if since.month == 1 and until.month == 12:
            return f"in {since.year}" if since.year == until.year else f"in {since.year} to {until.year}"
        return f"in {name} to {month(until)}"
    return days(since, until)


def _ends_month(value: date) -> bool:
    return value == date.max or (value + timedelta(days=1)).day == 1


def number(count: int) -> str:
    """12,345"""
    return f"{count:,}"


def counted(count: int, one: str, many: str = "") -> str:
    """ "1 statement", "2 statements" """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def anchor(prefix: str, key: str) -> str:
    """An id for a page: the prefix and the key, whatever characters the key holds; no two keys meet."""
    return prefix + _NOT_ANCHOR.sub(lambda m: f"_{ord(m.group()):x}_", key)


def web_address(url: str | None) -> str | None:
    """The address if it is one a reader may follow: http or https, with a host, nothing odd in it."""
    if not url or not _PLAIN_URL.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if host and parts.username is None else None


def language_tag(value: str | None) -> str | None:
    """The value if it can stand in a lang attribute."""
    return value if value and _LANGUAGE.fullmatch(value) else None


def clipped(text: str, limit: int) -> str:
    """The text, cut at a word near `limit` characters with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[:limit]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,;:") + " …"
