"""What to judge next: the queue, one row large with the words around it, and the next ones below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import TypeAdapter

from onrecord.errors import NotFound
from onrecord.model import Learnt
from onrecord.record import Record
from onrecord.store import queue_rows
from onrecord.web.asked import Flag, From, Opened, To, Words, subject, the_record
from onrecord.web.page import page
from onrecord.web.review.shown import shown
from onrecord.web.visitors import Asker, visitor

router = subject("review")
AT_ONCE = 11  # the row that is judged, and ten ahead
KINDS = (("statement", "Statements"), ("position", "Positions"), ("event", "Events"), ("actor", "Names"))
ORDERS = {"uncertain": "least certain", "consequential": "most consequential", "newest": "newest"}
_FLAG = TypeAdapter(bool)
MOST_CHANGES = 20  # positions that are listed as learnt anew


def _presents(request: Request, view: queue_rows.Queue) -> Mapping[str, Any]:
    """The rows in their contexts, and how far the work is; this not with rows that a page asks for beforehand."""
    record = the_record(request)
    asked = request.query_params
    kind = asked.get("kind") or "statement"
    issues = record.propositions() if kind == "position" else {}
    wanted = asked.get("item")
    items = sorted(view.items, key=lambda i: i.id != wanted) if wanted else view.items
    return {
        "rows": shown(record, items, issues),
        "issues": issues,
        "kind": kind,
        "queues": KINDS,
        "orders": ORDERS,
        "blind": _FLAG.validate_python(asked.get("blind") or False),
        "progress": None if asked.get("after") else record.progress(visitor(request).name),
        "learnt": _learnt(record, asked.get("judgement", "")),
        "most": MOST_CHANGES,
    }


def _learnt(record: Record, number: str) -> tuple[Learnt, ...]:
    """What the judgement taught that led here."""
    if not number.isascii() or not number.isdigit() or len(number) > 15:
        return ()
    try:
        return record.learnt(int(number))
    except NotFound:
        return ()


@page(router, "/review", "review.html", name="review", answers=queue_rows.Queue, summary="What to judge next",
      presents=_presents)  # fmt: skip
def review(
    record: Opened,
    who: Asker,
    kind: Words = None,
    order: Words = None,
    issue: Words = None,
    actor: Words = None,
    outlet: Words = None,
    since: From = None,
    until: To = None,
    blind: Flag = False,
    limit: Annotated[int, Query(ge=1, le=50)] = AT_ONCE,
    after: Words = None,
) -> queue_rows.Queue:
    """Rows that wait for a person: statements, positions, events, or names that may be one ("actor").

    Order: uncertain (the default), consequential, newest. What the one who asks has judged or left unsure is left out.
    With blind=true for a second coder: nobody else's verdict is told. `after` is the `next` of the answer before.
    """
    return record.queue(
        kind=kind or "statement", order=order or "uncertain", issue=issue, actor=actor, outlet=outlet, since=since,
        until=until, who=who.name, limit=limit, after=after or "", blind=blind,
    )  # fmt: skip
