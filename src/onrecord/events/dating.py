"""When an event was, or is to be: the expression of time that belongs to its trigger.

An event takes the days of an expression in its own clause, or of one that opens or closes its sentence and no other
act stands nearer to. What the sentence does not date stays undated: the day of publication says when it was told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from onrecord.events.draft import Draft
from onrecord.events.page import Page
from onrecord.model import Range, When
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


def when(page: Page, d: Draft, others: Sequence[Range]) -> When | None:
    """The days of an event; `others` are the triggers of the sentence's other events."""
    low, high = page.sentence(d.trigger[0])
    published = page.document.published
    best: tuple[float, Expression] | None = None
    for x in page.times_in(low, high):
        if not _dates(x) or not _may(page.text, x, d, published):
            continue
        far = _distance(page.text, x, d.trigger)
        rivals = [_distance(page.text, x, o) for o in others if o != d.trigger]
        if rivals and min(rivals) < far and not _shared(page.text, x, d.trigger, others, low):
            continue
        if best is None or far < best[0]:
            best = far, x
    return _interval(page.text, best[1], published) if best is not None and best[0] < 140 else None


def _dates(x: Expression) -> bool:
    """Whether an expression is a stretch of days that something can happen in."""
    return (
        x.when is not None and x.kind in ("DATE", "TIME") and x.value not in ("PRESENT_REF", "PAST_REF", "FUTURE_REF")
    )


def _may(text: str, x: Expression, d: Draft, published: date | None) -> bool:
    """Not the date of a noun ("last year's accord"), nor a day to come for what has happened."""
    if _OF_NOUN.match(text, x.end) and not x.text.lower().startswith(("today", "yesterday", "tomorrow")):
        if not overlap((x.end, x.end + 40), d.trigger):
            return False
    told_past = d.status == "happened" and published is not None and x.since is not None and x.since > published
    return not (told_past and _AHEAD.search(text[max(0, x.start - 60) : x.start]))


def _distance(text: str, x: Expression, trigger: Range) -> float:
    """Characters between an expression and a trigger, breaks between clauses and quotation marks counted dear."""
    a, b = (x.end, trigger[0]) if x.end <= trigger[0] else (trigger[1], x.start)
    if a >= b:
        return 0.0
    between = text[a:b]
    dear = FAR * len(_BREAK.findall(between)) + 2 * FAR * len(_QUOTE.findall(between)) + COMMA * between.count(",")
    return len(between) * 0.5 + dear + (4.0 if x.end <= trigger[0] else 0.0)


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
