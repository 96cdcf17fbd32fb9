"""Who said what: the list of statements, and why each of them stands in the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from onrecord.errors import NotFound
from onrecord.export.permalinks import Permalinks
from onrecord.model import Run, Span
from onrecord.store import event_rows, position_rows, rows
from onrecord.web import marked
from onrecord.web.asked import PER_PAGE, Flag, From, Limit, Offset, Opened, Share, To, Words, subject
from onrecord.web.listing import Listing, cut
from onrecord.web.page import page

router = subject("statements")
LABELS = {
    "by": "Who",
    "text": "Words",
    "outlet": "Outlet",
    "since": "From",
    "until": "To",
    "kind": "Form",
    "act": "Act",
    "min_score": "Score from",
    "to_review": "waiting for review",
    "rejected": "also rejected",
}
"""The filters as the chips of the list name them."""


def _table(view: Any) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    header = ("date", "speaker", "kind", "act", "statement", "outlet", "told", "id")
    return header, (
        (s.on, s.speaker.name if s.speaker else None, s.kind, s.act, s.quote, s.document.outlet, s.told, s.id)
        for s in view.items
    )


def _filters(request: Request, view: Listing[rows.Said]) -> Mapping[str, Any]:
    """The words of the filters; an actor that was asked for by id is told by name."""
    by = request.query_params.get("by")
    names = {s.speaker.name for s in view.items if s.speaker and s.speaker.id == by}
    return {"labels": LABELS, "told": {"by": next(iter(names), by)}}


@page(
    router,
    "/statements",
    "statements.html",
    name="statements",
    answers=Listing[rows.Said],
    summary="Statements, newest first",
    presents=_filters,
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
    asked: Any = {"by": by, "text": text, "outlet": outlet, "since": since, "until": until, "kind": kind, "act": act}
    asked |= {"min_score": min_score, "sure": False if to_review else None, "include_rejected": rejected}
    return cut(record.said(limit=limit, offset=offset, **asked), limit, offset, record.count_said(**asked))


# ---------------------------------------------------------------------------- one statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A statement with all that it rests on. `original` is the article's own page, at these words ("" where the record
    has no address), `sides` what the statement takes on issues, `acts` the events that it is, `told` those that are
    told in it; `made` is the run that read the article."""

    explained: rows.Explanation
    original: str
    sides: tuple[position_rows.PositionRow, ...]
    acts: tuple[event_rows.EventReport, ...]
    told: tuple[event_rows.EventReport, ...]
    made: Run | None


def _explained(view: Why) -> rows.Explanation:
    return view.explained


def _pieces(_request: Request, view: Why) -> Mapping[str, Any]:
    """The passage with its marks, and each span with its place in the text as read."""
    said = view.explained.said
    spans = {"source": said.source, "cue": said.cue, "content": said.content}
    every = [(role, s) for role, some in spans.items() for s in some]
    return {
        "passage": marked.runs(view.explained.passage, spans),
        "places": [(role, s, raw) for (role, s), raw in zip(every, view.explained.raw, strict=True)],
    }


@page(
    router,
    "/statements/{statement}",
    "statement.html",
    name="statement",
    answers=rows.Explanation,
    summary="Why a statement stands in the record",
    presents=_pieces,
    twin=_explained,
)
def statement(record: Opened, statement: str) -> Why:
    """Its words in their surroundings, what found them and how sure, who is meant and why, and what people judged."""
    found = record.explain(statement)
    if not isinstance(found, rows.Explanation):
        raise NotFound(f"{statement} is an event, no statement; it is at /events/{found.report.id}")
    said = found.said
    article = record.show(said.document.id)
    assert isinstance(article, rows.DocumentView)  # noqa: S101 - an id of an article answers one
    return Why(
        explained=found,
        original=Permalinks(lambda _id: article.text).page(said.document, _words(said)),
        sides=() if found.superseded_by else tuple(p for p in record.sides(said.document.id) if p.said.id == said.id),
        acts=tuple(e for e in article.events if e.act_of == said.id),
        told=tuple(e for e in article.events if e.within == said.id),
        made=next((run for run in record.runs() if run.id == found.run), None),
    )


def _words(said: rows.Said) -> tuple[Span, ...]:
    return said.content
