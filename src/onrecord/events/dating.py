"""When an event was, or is to be: the expression of time that belongs to its trigger.

An event takes the days of an expression in its own clause, or of one that opens or closes its sentence and no other
act stands nearer to. What the sentence does not date stays undated: the day of publication says when it was told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from onrecord.clean import dateline
from onrecord.events.draft import Draft
from onrecord.events.page import Page
from onrecord.findings import Range
from onrecord.model import When
from onrecord.span import overlap
from onrecord.temporal import Expression

_BREAK = re.compile(
    r"[;:—–]|,\s+(?:and|but|who|which|where|when|while|after|before|as|saying|adding)\b"
    r"|\b(?:who|which|that|because|although|though|while|whereas|unless|if|when|but)\b"
)
_AHEAD = re.compile(r"\b(?:ahead of|before|until|till)\b[^.;]*\Z", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|from)\s+(?:the\s+|about\s+|around\s+)?\Z", re.IGNORECASE)
_OF_NOUN = re.compile(r"[’']s?\s+\w")
_QUOTE = re.compile(r"[\"“”«»]")
FAR, COMMA = 30, 12
"""Characters that a break between clauses, and a comma, count for."""
FARTHEST = 140
"""The distance from which an expression dates an act no more."""
_STEP = 0.5
_OPENING = 200


def when(page: Page, d: Draft, others: Sequence[Range]) -> When | None:
    """The days of an event; `others` are the triggers of the sentence's other events."""
    low, high = page.sentence(d.trigger[0])
    published = page.document.published
    best: tuple[float, Expression] | None = None
    low = max(low, _after_dateline(page, low))
    for x in page.times_in(low, high):
        most = FARTHEST if best is None else best[0]
        if not _within(x, d.trigger, most) or not _dates(x) or not _may(page.text, x, d, published):
            continue
        far = _distance(page.text, x, d.trigger)
        if far >= most:
            continue
        rival = any(o != d.trigger and _within(x, o, far) and _distance(page.text, x, o) < far for o in others)
        if not rival or _shared(page.text, x, d.trigger, others, low):
            best = far, x
    return _interval(page.text, best[1], published) if best is not None else None


def _after_dateline(page: Page, at: int) -> int:
    """Where the text of a paragraph begins behind its dateline: "CITY, April 2 (Wire) -" dates the report alone."""
    paragraph = next((p for p in page.layout.paragraphs if p.start == at), None)
    found = dateline.find(page.text[at : min(paragraph.end, at + _OPENING)]) if paragraph else None
    return at + found.end if found else at


def _dates(x: Expression) -> bool:
    """Whether an expression is a stretch of days that something can happen in, and was not told against its tense."""
    return (
        "after-publication" not in x.flags
        and x.when is not None
        and x.kind in ("DATE", "TIME")
        and x.value not in ("PRESENT_REF", "PAST_REF", "FUTURE_REF")
    )


def _may(text: str, x: Expression, d: Draft, published: date | None) -> bool:
    """Not the date of a noun ("last year's accord"), nor a day to come for what has happened."""
    if _OF_NOUN.match(text, x.end) and not x.text.lower().startswith(("today", "yesterday", "tomorrow")):
        if not overlap((x.end, x.end + 40), d.trigger):
            return False
    told_past = d.status == "happened" and published is not None and x.since is not None and x.since > published
    return not (told_past and _AHEAD.search(text[max(0, x.start - 60) : x.start]))


def _within(x: Expression, trigger: Range, most: float) -> bool:
    """Whether the distance may be less than that, by the characters between alone: few need to be looked at."""
    return _STEP * max(trigger[0] - x.end, x.start - trigger[1]) < most


def _distance(text: str, x: Expression, trigger: Range) -> float:
    """Characters between an expression and a trigger, breaks between clauses and quotation marks counted dear."""
    a, b = (x.end, trigger[0]) if x.end <= trigger[0] else (trigger[1], x.start)
    if a >= b:
        return 0.0
    between = text[a:b]
    dear = FAR * len(_BREAK.findall(between)) + 2 * FAR * len(_QUOTE.findall(between)) + COMMA * between.count(",")
    return len(between) * _STEP + dear + (4.0 if x.end <= trigger[0] else 0.0)


def _shared(text: str, x: Expression, trigger: Range, others: Sequence[Range], low: int) -> bool:
    """ "On Monday troops entered the town and arrested ten": one date before two acts joined by "and"."""
    first = min((o for o in (*others, trigger)), key=lambda o: o[0])
    if x.start - low > 12 or x.end > first[0]:
        return False
    return not _BREAK.search(text, x.end, trigger[0])


def _interval(text: str, x: Expression, published: date | None) -> When | None:
    """The days meant: "since May" runs to the day of publication."""
    found = x.when
    if found is None:
        return None
    before = text[max(0, x.start - 24) : x.start]
    if _SINCE.search(before) and published is not None and found.since <= published and "from" not in before.lower():
        return replace(found, until=max(found.until, published))
    return found
