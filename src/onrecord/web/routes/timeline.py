"""What happened and what was said, in order of time, each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import BeforeValidator

from onrecord.export.wording import day, month
from onrecord.store.timeline_rows import Timeline, TimelineEntry
from onrecord.vocabulary import EVENT_STATUSES, EVENT_TYPES
from onrecord.web.asked import Flag, From, Limit, Offset, Opened, To, Words, subject
from onrecord.web.charts import links
from onrecord.web.charts.chart import Chart
from onrecord.web.charts.timeline import lanes
from onrecord.web.listing import Listing
from onrecord.web.page import page

router = subject("timeline")
ENTRIES = 100  # of a page: fewer tell little of a course of events
LABELS = {
    "who": "Who",
    "text": "Words",
    "outlet": "Outlet",
    "issue": "Issue",
    "story": "Story",
    "since": "From",
    "until": "To",
    "only": "Only",
    "type": "Type",
    "quad": "Class",
    "status": "Status",
    "act": "Act",
    "place": "Place",
    "top": "Told by most outlets",
    "sure": "only what is sure",
}
"""The filters as the chips of the list name them."""
Top = Annotated[int | None, BeforeValidator(lambda v: v or None), Query(ge=1, le=500)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A timeline, and which part of it is shown."""

    found: Timeline
    part: Listing[TimelineEntry]


def _found(view: Shown) -> Timeline:
    return view.found


def _table(view: Shown) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    header = ("since", "until", "precision", "told_on", "kind", "what", "type", "mode", "quad", "status", "who", "whom",
              "words", "place", "documents", "outlets", "id")  # fmt: skip
    return header, (
        (e.since, e.until, e.precision, e.told_on, e.kind, e.what, e.type, e.mode, e.quad, e.status,
         "; ".join(p.name for p in e.who), "; ".join(p.name for p in e.whom), e.words,
         e.place.name if e.place else None, e.documents, "; ".join(e.outlets), e.id)
        for e in view.found.entries
    )  # fmt: skip


def _presented(request: Request, view: Shown) -> Mapping[str, Any]:
    who = request.query_params.get("who")
    parties = (p for e in view.found.entries for p in (*e.who, *e.whom))
    names = {p.name for p in parties if p.actor and p.actor.id == who}
    grouped = groupby(view.found.entries, lambda e: e.period)
    return {
        "labels": LABELS,
        "told": {"who": next(iter(names), who)},
        "periods": [(label, heading(label), list(some)) for label, some in grouped],
        "leads": links.entry,
        "types": EVENT_TYPES,
        "statuses": EVENT_STATUSES,
    }


def heading(period: str) -> str:
    """A period in words: "2031", "March 2031", "3 March 2031", or that no day is known."""
    parts = [int(x) for x in period.split("-")] if period[:1].isdigit() else []
    if len(parts) == 3:
        return day(date(*parts))
    return month(date(parts[0], parts[1], 1)) if len(parts) == 2 else period if parts else "No day known"


def _lanes(view: Shown) -> Chart | None:
    whole = view.part.total == len(view.part.items)
    title = "Who did and said what, when" if whole else "Who did and said what, when: the entries of this page"
    return lanes(view.found.entries, title=title, link=links.entry)


@page(
    router,
    "/timeline",
    "timeline.html",
    name="timeline",
    answers=Timeline,
    summary="What happened and what was said, in order of time",
    presents=_presented,
    table=_table,
    charts={"lanes": _lanes},
    twin=_found,
)
def timeline(
    record: Opened,
    who: Words = None,
    text: Words = None,
    outlet: Words = None,
    issue: Words = None,
    story: Words = None,
    since: From = None,
    until: To = None,
    only: Words = None,
    type: Words = None,  # noqa: A002 - PLOVER's word
    quad: Words = None,
    status: Words = None,
    act: Words = None,
    place: Words = None,
    sure: Flag = False,
    step: Words = None,
    top: Top = None,
    limit: Limit = ENTRIES,
    offset: Offset = 0,
) -> Shown:
    """Events, statements and turns of office, each once however many articles tell it; the earliest first.

    With `top` only so many, those that most outlets tell.
    """
    asked: Any = {"who": who, "text": text, "outlet": outlet, "issue": issue, "story": story, "only": only}
    asked |= {"since": since, "until": until, "type": type, "quad": quad, "status": status, "act": act, "place": place}
    asked |= {"sure": True if sure else None}
    found = record.timeline(step=step or "month", top=top, limit=limit, offset=offset, **asked)
    total = found.total if top is None else min(top, found.total)
    return Shown(found=found, part=Listing(items=found.entries, limit=limit, offset=offset, total=total))
