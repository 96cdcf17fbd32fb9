"""Who said what: the list of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import APIRouter

from onrecord.store import rows
from onrecord.web.asked import PER_PAGE, Flag, From, Limit, Offset, Opened, Share, To, Words
from onrecord.web.listing import Listing, cut
from onrecord.web.page import page

router = APIRouter(tags=["statements"])


def _table(view: Any) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    header = ("date", "speaker", "kind", "act", "statement", "outlet", "told", "id")
    return header, (
        (s.on, s.speaker.name if s.speaker else None, s.kind, s.act, s.quote, s.document.outlet, s.told, s.id)
        for s in view.items
    )


@page(
    router,
    "/statements",
    "statements.html",
    name="statements",
    answers=Listing[rows.Said],
    summary="Statements, newest first",
    table=_table,
)
def statements(
    record: Opened,
    by: Words = None,
    text: Words = None,
    outlet: Words = None,
    since: From = None,
    until: To = None,
    kind: Words = None,
    act: Words = None,
    min_score: Share = None,
    to_review: Flag = False,
    rejected: Flag = False,
    limit: Limit = PER_PAGE,
    offset: Offset = 0,
) -> Listing[rows.Said]:
    """Each utterance once, with where it was told first; those that a reviewer rejected only where asked for."""
    found = record.said(
        by=by,
        text=text,
        outlet=outlet,
        since=since,
        until=until,
        kind=kind,
        act=act,
        min_score=min_score,
        sure=False if to_review else None,
        include_rejected=rejected,
        limit=limit + 1,
        offset=offset,
    )
    return cut(found, limit, offset)
