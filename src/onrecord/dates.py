"""Dates in news text: absolute ones with their span (`parse`), relative ones as intervals (`resolve`).

Standard library only. Ambiguous numeric dates (03/02/2019) are not guessed: they are no dates here.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files

from onrecord.model import Range, When

MIN_YEAR, MAX_YEAR = 1700, 2100

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b"
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "bst": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180,
    "est": -300, "edt": -240, "et": None, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "pt": None, "jst": 540, "aest": 600, "aedt": 660, "hkt": 480, "sgt": 480,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A date as written: its span, its day, and the moment where a clock time with a zone is given."""

    start: int
    end: int
    text: str
    day: date
    at: datetime | None = None


@cache
def months() -> dict[str, int]:
    """Every form of every month's name, lower case."""
    out: dict[str, int] = {}
    for line in files("onrecord").joinpath("data", "months.tsv").read_text("utf-8").splitlines()[2:]:
        number, forms, *_ = line.split("\t")
        out |= dict.fromkeys(forms.split(), int(number))
    return out


@cache
def _absolute() -> re.Pattern[str]:
    """One pattern for all absolute dates, with a weekday before and a clock time after where there is one."""
    month = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    day = r"(\d{1,2})(?:st|nd|rd|th|er|º)?\.?"
    year = r"(\d{4})(?!\d)"
    of = r"(?:\s+|-)(?:of\s+|de\s+|del\s+)?"
    time = (
        r"(?:(?:\s*[T|,،–—-]\s*|\s+)(?:at\s+|um\s+|à\s+)?(\d{1,2})(?::|h|\.)(\d{2})(?:[:.](\d{2})(?:\.\d+)?)?(?![\d:])"
        r"\s*([ap]\.?\s?m\b\.?)?\s*(Z\b|[A-Z]{2,4}T?\b|[+-]\d{2}:?\d{2})?)?"
    )
    forms = (
        r"(?P<iso>(?<![\d/-])(\d{4})-(\d{1,2})-(\d{1,2})(?!\d))",
        r"(?P<ymd>(?<![\d/])(\d{4})([/.])(\d{1,2})\3(\d{1,2})(?!\d))",
        rf"(?P<dmy>(?<![\d.,:/-]){day}{of}({month})\b\.?(?:,?{of}|,\s*){year})",
        rf"(?P<mdy>\b({month})\b\.?\s+{day}(?:,\s*|\s+){year})",
        r"(?P<num>(?<![\d/.])(\d{1,2})([/.-])(\d{1,2})\3(\d{4})(?!\d))",
    )
    # Group numbers: each form is compiled alone and rejoined by name, so the joined pattern only finds.
    joined = "|".join(re.sub(r"\((?!\?)", "(?:", f).replace(r"\3", "[/.-]") for f in forms)
    return re.compile(rf"(?:{_WEEKDAY}[.,،]?\s+)?(?P<date>{joined}){time}", re.IGNORECASE)
