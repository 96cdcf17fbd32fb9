"""Events put into the invented record: a sentence of each article that tells one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from onrecord.model import Figure, Span
from onrecord.store.event_rows import EventReport, EventRow, TakesPart
from onrecord.store.rows import ActorRef, DocumentView

TYPES = (("ASSAULT", 4), ("CONSULT", 1), ("AID", 2), ("ACCUSE", 3))
STATUSES = ("happened", "future", "negated", "hypothetical", "happened")


def event(view: DocumentView, number: int, **how: Any) -> EventRow:
    """The event that the third word of this paragraph names; an act of the first statement with `own`."""
    body = [p for p in view.parts if p.label == "body"]
    part = body[number % len(body)]
    word = list(re.finditer(r"\w+", view.text[part.start : part.end]))[2]
    type_, quad = TYPES[number % len(TYPES)]
    ref = view.document

    def span(start: int, end: int) -> Span:
        return Span(doc=ref.id, start=start, end=end, text=view.text[start:end])

    trigger = span(part.start + word.start(), part.start + word.end())
    since = how.get("since", ref.published if number % 2 else None)
    report = EventReport(
        id=f"v{ref.id}{number:03}", document=ref, type=type_, quad=quad, mode="visit" if type_ == "CONSULT" else None,
        contexts=(), status=STATUSES[number % len(STATUSES)], trigger=trigger, evidence=span(part.start, part.end),
        actors=(TakesPart(text="Ada Quill", actor=ActorRef(id="acquill", name="Ada Quill", kind="person"), span=None),),
        recipients=(TakesPart(text="the ferrymen", actor=None, span=None),),
        since=since, until=how.get("until", since), when="", place=None,
        figures=(Figure(kind="killed", least=3, most=3, span=trigger),), act_of=how.get("act_of"), within=None,
        score=0.9 if number % 3 else 0.3, why="tagged", by="test/1", event=f"v{ref.id}{number:03}",
    )  # fmt: skip
    more = Figure(kind="killed", least=9, most=None, span=span(trigger.start, trigger.end + 1))
    again = replace(report, id=f"{report.id}b", figures=(more,))
    reports = (report, again) if number == 0 else (report,)
    return EventRow(
        id=report.id, best=report, since=since, until=report.until, reports=reports, outlets=(), documents=1
    )  # fmt: skip


def happened(views: list[DocumentView], each: int = 4) -> list[EventRow]:
    """Some events of each article, the last of them of a whole week; the last article's first statement is one too."""
    rows = []
    for view in views:
        rows += [event(view, n) for n in range(each)]
        first = view.document.published or date(2031, 3, 1)
        rows.append(event(view, each, since=first, until=first + timedelta(days=6)))
    said = views[-1].said[0]
    return [*rows, event(views[-1], each + 1, act_of=said.id)]
