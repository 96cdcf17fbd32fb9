"""Datelines and lines that are nothing but a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord import dates
from onrecord.clean.rules import agencies, table

_FURNITURE = re.compile(
    r"\b(?:last|first|originally|published|updated?|modified|posted|created|date|time|on|at|by|est|edt|et|gmt|utc|bst|"
    r"cet|cest|pst|pdt|ist|am|pm|a\.m\.|p\.m\.|hrs|uhr|mon|tues?|wed|thur?s?|fri|sat|sun|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|\d{1,2}[:.]\d{2}(?:[:.]\d{2})?|issued|revised|edited|added|release|local time|of|"
    r"issue|print edition|version|stand|aktualisiert|veröffentlicht|publié le|mis à jour le|actualizado|publicado)\b",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"(?:(?:updated|published|posted|last (?:updated|modified))\s*:?\s*)?(?:about |an? |\d{1,3} ?)"
    r"(?:min(?:ute)?s?|hours?|hrs?|h|m|d|days?|weeks?|months?|years?)\.? ago",
    re.IGNORECASE,
)
_DATE_WORDS = re.compile(
    r"\b(?:published|updated?|modified|posted|date|issued|created|aktualisiert|veröffentlicht|publié|actualizado|publicado)\b",
    re.IGNORECASE,
)
_AUTHORED = re.compile(r"(?<=\d) by (?:the )?[\w'’. -]{2,50}$")
_CLOCK = re.compile(
    r"\b\d{1,2}\s?[:.h]\s?\d{2}(?:[:.]\d{2})?\s*h?(?![\w:])(?:\s*[ap]\.?m\b\.?)?(?:,?\s*\(?(?:[A-Z]{2,5}|UK)\b\)?(?:\s?[+-]\d{1,2}(?::\d{2})?)?)?"
    r"|\b\d{1,2}\s?[ap]\.?m\b\.?|(?<![\w.])[+-]\d{4}\b",
    re.IGNORECASE,
)
_LOOSE = 4  # words beside the date in a line that gives one: a place, a section, "Volume 88"
_REST = re.compile(r"[\W_]*")
_CITY = r"[^\W\d_a-z][\w'’.-]*(?:[ /-](?:de |al-|of )?[^\W\d_a-z][\w'’.-]*){0,3}"
_REGION = rf"(?:, {_CITY}){{0,2}}"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
_DAY_MONTH = r"(?:[A-Z][A-Za-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][A-Za-z]{2,8}\.?)"
_DAY = rf"(?:, {_WEEKDAY}{_DAY_MONTH}(?:,? \d{{4}})?)?"
_FULL_DAY = rf", {_WEEKDAY}(?:{_DAY_MONTH},? \d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})"
_WIRE = r"[A-Z][\w.'’&-]*(?: [\w.'’&-]+){0,4}"
_NO_DAY = rf"(?:, (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day){_CITY}){{0,2}}"
_DASH = r"\s*(?:—|–|--?|:)\s*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """Where a report was filed, by which agency: the first words of a paragraph."""

    end: int
    text: str
    place: str
    agency: str | None


def is_date_line(line: str) -> bool:
    """Whether a line is a date with nothing beside it but clock times and words like "Updated"."""
    if len(line) > 160:
        return False
    if _AGO.fullmatch(line.strip(" |•·")):
        return True
    if not (dates.parse(line) or dates.numeric(line)):
        return False
    return _REST.fullmatch(_beside(line)) is not None


def _beside(line: str) -> str:
    """What a line says beside its dates, clock times and words like "Updated"."""
    rest = _AUTHORED.sub("", line)
    spans = [(f.start, f.end) for f in dates.parse(rest)] or [(f.start, f.end) for f in dates.numeric(rest)]
    for start, end in reversed(spans):
        rest = rest[:start] + " " + rest[end:]
    return _FURNITURE.sub(" ", _CLOCK.sub(" ", _AGO.sub(" ", rest)))


def is_dated(line: str) -> bool:
    """Whether a line gives a date with little beside it: a place, a section, a name, the agency.

    "Kunturmayo - 6 August 2023 - 22:10" is one; "Police outside the town hall on 8 November 2022" is not.
    """
    if len(line) > 160 or not (dates.parse(line) or dates.numeric(line)):
        return False
    beside = [
        w for w in re.findall(r"[^\W_][\w'’.-]*", _beside(line)) if w.lower() not in ("source", "by", "in", "news")
    ]
    if len(beside) > 2 * _LOOSE:
        return False
    small = sum(1 for w in beside if w[0].islower())
    return (
        len(beside) - small <= (_LOOSE if small else 2 * _LOOSE) and small <= 1 and not line.endswith((".", "?", "!"))
    )


def has_clock(line: str) -> bool:
    """Whether a line gives a clock time."""
    return _CLOCK.search(line) is not None


def says_published(line: str) -> bool:
    """Whether a date line says what its date is of; a bare date may head an entry of a timeline."""
    return _DATE_WORDS.search(line) is not None


def is_later(line: str) -> bool:
    """Whether a date line gives the last change rather than the publication."""
    return (
        re.search(r"\b(?:updated?|modified|revised|edited|aktualisiert|actualizado)\b", line, re.IGNORECASE) is not None
    )


def find(line: str) -> Dateline | None:
    """The dateline a paragraph opens with, if any."""
    m = _with_agency().match(line) or _CAPITALS.match(line) or _WITH_YEAR.match(line) or _WITH_WIRE.match(line)
    if not m:
        return None
    agency = (m.groupdict().get("agency") or m.groupdict().get("wire") or "").strip()
    text = line[: m.end("head")].rstrip()
    place = (m["place"] or "").strip(" ,")
    if not place and not agency:
        return None
    return Dateline(end=len(text), text=text, place=place, agency=agencies().get(agency.casefold(), agency) or None)


_CAPITALS = re.compile(
    r"(?P<head>(?P<place>[^\W\d_a-z]{2}[^\W\d_a-z'’. /-]{1,30}(?:, [^\W\d_a-z][\w'’. ]{1,24})?)"
    rf"{_DAY})\s*(?:—|–|--| - )\s*(?=[“\"‘'(]?[^\W\d_a-z])"
)

# "Hallow, June 3, 2023 (Gull Wire) — ": with the year written, the place needs no capitals and the wire no fame
_WITH_YEAR = re.compile(
    rf"(?P<head>(?P<place>(?!(?:On|Since|By|Until|From) ){_CITY}{_NO_DAY}){_FULL_DAY}"
    rf"(?:\s*[(\[/](?P<agency>{_WIRE})[)\]/])?)(?:\.?\s*(?:—|–|--)|\.? - )\s*(?=[“\"‘'(]?[^\W\d_a-z])"
)
# "HALLOW (Gull Wire) — ", "HALLOW, March 14. /VESTA/. "
_WITH_WIRE = re.compile(
    r"(?P<head>(?P<place>[^\W\d_a-z]{2}[^\W\d_a-z'’. /-]{1,30}(?:, [^\W\d_a-z](?:[^\W\d_]|['’. ]){1,24}?)??)"
    rf"{_DAY}(?:\s*\((?P<agency>{_WIRE} (?:Wire|News|Press|Agency|Service|Newswire))\)"
    r"|\.? ?/(?P<wire>[A-Z]{2,12})/\.))"
    r"(?:\s*(?:—|–|--)| - |(?<=/\.) )\s*(?=[“\"‘'(]?[^\W\d_a-z])"
)


@cache
def _with_agency() -> re.Pattern[str]:
    """CITY, Region, Month day (AGENCY) - ; the agency is a known name or an acronym."""
    forms = {form for row in table("agencies.tsv") for form in row[1].split("|")}
    known = "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True))
    agency = rf"[(\[](?P<agency>{known}|[A-Z]{{2,6}}(?:/[A-Z]{{2,6}})?)[)\]]"
    return re.compile(rf"(?P<head>(?P<place>(?:{_CITY}{_REGION})?){_DAY}\s*{agency}){_DASH}")
