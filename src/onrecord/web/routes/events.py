"""What happened: the list of events, and one event with every article's report of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fastapi import Request

from onrecord.model import Span
from onrecord.store import event_rows
from onrecord.vocabulary import EVENT_CONTEXTS, EVENT_STATUSES, EVENT_TYPES
from onrecord.web import marked
from onrecord.web.asked import PER_PAGE, Flag, From, Limit, Offset, Opened, To, Words, subject
from onrecord.web.listing import Listing
from onrecord.web.page import page

router = subject("events")
LABELS = {
    "type": "Type",
    "quad": "Class",
    "mode": "Mode",
    "context": "Context",
    "status": "Status",
    "actor": "Who did it",
    "recipient": "To whom",
    "who": "Who takes part",
    "place": "Place",
    "country": "Country",
    "text": "Words",
    "outlet": "Outlet",
    "since": "From",
    "until": "To",
    "to_review": "waiting for review",
    "rejected": "also rejected",
}
"""The filters as the chips of the list name them."""
WHO = ("actor", "recipient", "who")


def _table(view: Any) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    header = ("since", "until", "type", "mode", "quad", "status", "actors", "recipients", "place", "country",
              "sentence", "reports", "documents", "outlets", "differ", "id")  # fmt: skip
    return header, (_line(row) for row in view.items)


def _line(row: event_rows.EventRow) -> Sequence[object]:
    b = row.best
    return (
        row.since, row.until, b.type, b.mode, b.quad, b.status, "; ".join(p.name for p in b.actors),
        "; ".join(p.name for p in b.recipients), event_rows.placed(b.place), b.place.country if b.place else None,
        b.quote, len(row.reports), row.documents, "; ".join(row.outlets),
        "; ".join(d.field for d in row.disagreements), row.id,
    )  # fmt: skip


def _filters(request: Request, view: Listing[event_rows.EventRow]) -> Mapping[str, Any]:
    """What the form offers, and the names of actors that were asked for by id."""
    parties = (p for row in view.items for r in row.reports for p in (*r.actors, *r.recipients))
    names = {p.actor.id: p.actor.name for p in parties if p.actor}
    asked = {name: request.query_params.get(name, "") for name in WHO}
    return {
        "labels": LABELS,
        "told": {name: names.get(value, value) for name, value in asked.items()},
        "types": EVENT_TYPES,
        "statuses": EVENT_STATUSES,
        "contexts": EVENT_CONTEXTS,
    }


@page(
    router,
    "/events",
    "events.html",
    name="events",
    answers=Listing[event_rows.EventRow],
    summary="Events, newest first",
    presents=_filters,
    table=_table,
)
def events(
    record: Opened,
    type: Words = None,  # noqa: A002 - PLOVER's word
    quad: Words = None,
    mode: Words = None,
    context: Words = None,
    status: Words = None,
    actor: Words = None,
    recipient: Words = None,
    who: Words = None,
    place: Words = None,
    country: Words = None,
    text: Words = None,
    outlet: Words = None,
    since: From = None,
    until: To = None,
    to_review: Flag = False,
    rejected: Flag = False,
    limit: Limit = PER_PAGE,
    offset: Offset = 0,
) -> Listing[event_rows.EventRow]:
    """Each event once, with every article's report of it and what the reports do not agree on."""
    asked: Any = {"type": type, "quad": quad, "mode": mode, "context": context, "status": status, "actor": actor}
    asked |= {"recipient": recipient, "who": who, "place": place, "country": country, "text": text, "outlet": outlet}
    asked |= {"since": since, "until": until, "sure": False if to_review else None, "include_rejected": rejected}
    found = record.events(limit=limit, offset=offset, **asked)
    return Listing(items=found.events, limit=limit, offset=offset, total=found.total)


# ---------------------------------------------------------------------------- one event


def _pieces(_request: Request, view: event_rows.EventView) -> Mapping[str, Any]:
    r = view.report
    takes_part = [p.span for p in (*r.actors, *r.recipients) if p.span]
    marks: dict[str, list[Span]] = {"content": [r.evidence], "act": [r.trigger], "source": takes_part}
    differing = {d.field for d in view.event.disagreements}
    return {"passage": marked.runs(view.passage, marks), "differing": differing}


@page(
    router,
    "/events/{event}",
    "event.html",
    name="event",
    answers=event_rows.EventView,
    summary="An event with every report of it",
    presents=_pieces,
)
def event(record: Opened, event: str) -> event_rows.EventView:
    """Who reports it how, what the reports do not agree on, what was judged, and whether it is sure."""
    return record.event(event)
