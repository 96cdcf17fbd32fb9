"""Since when and until when: words beside an office or an alliance -> an interval of days.

An end is None where the text says nothing: what holds "now" holds on the day of printing, and the document's date
says so. "Former" holds until the day of printing at the latest, "incoming" from the day after it at the earliest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from onrecord.actors.lexicon import table
from onrecord.dates import resolve
from onrecord.model import When

HOLDS, HELD, BEGINS, ENDS = "holds", "held", "begins", "ends"

_POINT = (
    r"(?:(?:early|mid|late)[ -](?:in )?)?(?:last (?:year|month|week)"
    r"|(?:last |this )?[A-Z][a-z]+\.?(?: \d{1,2})?,? \d{4}"
    r"|\d{4}|(?:last |this )[A-Z]?[a-z]+|\d{1,2} [A-Z][a-z]+(?: \d{4})?|[A-Z][a-z]+\.?(?: \d{1,2})?)"
)
_SPAN = re.compile(
    rf"\b(?:from|between) (?P<a>{_POINT}) (?:to|and|until|till|through) (?:his |her |the )?(?P<b>{_POINT})"
    r"|(?:[(, ]|\bfrom )(?P<y1>(?:1[789]|20)\d\d) ?[-–—/] ?(?P<y2>\d{4}|\d\d)\b"
)
_SINCE = re.compile(rf"\b(?:since|from) (?P<a>{_POINT})")
_UNTIL = re.compile(rf"\b(?:until|till|up to|up until) (?P<b>{_POINT})")
_ADJACENT = re.compile(r"[,(]? ?")
_AT_YEAR = re.compile(rf"\b(?:in|during) (?P<a>{_POINT})")
_CUT = re.compile(
    r"[;:!?()“”\"—–\n]|\.(?=\s|$)|,(?! \d{4})|\b(?:who|which|whose|because|saying|said|says|told|but|where|that"
    r"|when|while|after|before|as|although|though|despite|and(?! (?:\d{4}|(?:last|this)\b|[A-Z][a-z]+ \d{4})))\b"
)
_LEAD = re.compile(r"(?:[Aa]nd |[Bb]ut |[Tt]hen )?(?P<date>[^,;]{3,40}?),? (?:[Tt]he )?\Z")
_SINCE_LED = re.compile(r"\bSince ")
_TAIL = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """The days between which something holds; `mark` says what the words leave open ("former", "coming").

    `reach` is how much of the words that follow was read for it; `led`: the date stands before the subject.
    """

    since: date | None = None
    until: date | None = None
    mark: str = ""
    reach: int = 0
    led: bool = False


@lru_cache(maxsize=1)
def words() -> Mapping[str, frozenset[str]]:
    """The lists of data/tenure.tsv."""
    return {name: frozenset(found.split(",")) for name, found, *_ in table("tenure.tsv")}


def mark_of(found: frozenset[str]) -> str:
    """What the words of a title say of its time: "former", "coming" or nothing."""
    if found & words()["coming"]:
        return "coming"
    return "former" if found & words()["past"] else ""


def clause(text: str, start: int, stop: int) -> str:
    """What follows in the clause: where a date belongs to the words before it."""
    stop = min(stop, start + _TAIL)
    m = _CUT.search(text, start + 2 if text[start : start + 2].lstrip().startswith("(") else start, stop)
    return text[start : m.start() if m else stop]


def tenure(*, change: str, mark: str, tail: str, lead: str = "", near: bool, published: date | None) -> Tenure:
    """The interval of what begins, ends, holds or was held (`change`).

    `tail` are the words that follow in the clause, `lead` those before the subject. With `near` only a date right
    after counts: in "the spokeswoman, said on Monday" the Monday is not the office's.
    """
    if published is None:
        return Tenure(mark=mark or ("former" if change in (HELD, ENDS) else ""))
    since, until, at, reach = _read(tail, near, published)
    led = False
    if reach == 0:
        since, until, at = _led(lead, published)
        until, at = (None, None) if change == HOLDS else (until, at)
        since = None if change == HOLDS and not _SINCE_LED.search(lead) else since
        led = not (since is None and until is None and at is None)
    if change == BEGINS and since is None and at is not None:
        since = at.since
    elif change == ENDS:
        until = until or (min(at.until, published) if at is not None else published)
    elif change == HELD or mark == "former":
        if at is not None and since is None and until is None and at.until <= published:
            since, until = at.since, at.until
        until = until or published
    elif near and at is not None and at.until < published:
        since, until = at.since, at.until  # "mayor of Mirna in 2015"
    if mark == "coming" and since is None:
        since = published + timedelta(1)
    if since is not None and until is not None and since > until:
        since, until = None, published if change in (ENDS, HELD) else None
    mark = mark or ("former" if change in (ENDS, HELD) else "")
    return Tenure(since=since, until=until, mark=mark, reach=reach, led=led)


def _read(tail: str, near: bool, published: date) -> tuple[date | None, date | None, When | None, int]:
    """Begin, end, a point in time that is neither, and where in the tail the words of it end."""
    m = _placed(_SPAN, tail, near)
    if m is not None:
        if m["y1"]:
            end = m["y2"] if len(m["y2"]) == 4 else m["y1"][:2] + m["y2"]
            first, last = _point(m["y1"], published), _point(end, published)
        else:
            first, last = _point(m["a"], published), _point(m["b"], published)
        if first is not None and last is not None:
            return first.since, last.until, None, m.end()
    begin, end_ = _placed(_SINCE, tail, near), _placed(_UNTIL, tail, near)
    since = _point(begin["a"], published) if begin else None
    until = _point(end_["b"], published) if end_ else None
    if since is None and until is None:
        at, reach = _at(tail, near, published)
        return None, None, at, reach
    reach = max(m.end() for m in (begin, end_) if m is not None)
    return since.since if since else None, until.until if until else None, None, reach


def _placed(pattern: re.Pattern[str], tail: str, near: bool) -> re.Match[str] | None:
    """The first match; with `near`, one that follows at once."""
    if not near:
        return pattern.search(tail)
    for start in {0, *((m.end(),) if (m := _ADJACENT.match(tail)) else ())}:
        found = pattern.match(tail, start)
        if found is not None:
            return found
    return None


def _at(tail: str, near: bool, published: date) -> tuple[When | None, int]:
    """ "in March", "on Monday": the first date of the clause, and where it ends."""
    if near:
        m = _placed(_AT_YEAR, tail, near)
        when = _point(m["a"], published) if m else None
        return (when, m.end()) if m and when else (None, 0)
    found = [(when, end) for (_, end), when in resolve(tail, published) if when.since <= published]
    return found[0] if found else (None, 0)


def _led(lead: str, published: date) -> tuple[date | None, date | None, When | None]:
    """ "On Monday, Alvarn was ...", "Between 2013 and 2016 the Front was": a date that opens the sentence."""
    m = _LEAD.search(lead)
    if m is None:
        return None, None, None
    said = m["date"].strip()
    span = _SPAN.fullmatch(said[:1].lower() + said[1:])
    if span is not None and span["a"]:
        first, last = _point(span["a"], published), _point(span["b"], published)
        if first is not None and last is not None:
            return first.since, last.until, None
    if said.startswith("Since ") and (found := _point(said[6:], published)) is not None:
        return found.since, None, None
    for (_, end), when in resolve(m["date"], published):
        if end >= len(m["date"].rstrip()) and when.since <= published:
            return None, None, when
    return None, None, None


def _point(text: str, published: date) -> When | None:
    """ "2014", "last month", "May 2019": what these words mean on the day of printing."""
    found = resolve(f"in {text}", published)
    return found[0][1] if found else None
