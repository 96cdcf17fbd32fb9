"""Articles: the list of them, and each as it is read, with its statements and events beside the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import Query, Request

from onrecord.errors import UsageError
from onrecord.export.permalinks import Permalinks
from onrecord.findings import Range
from onrecord.store import article_rows, lookup
from onrecord.web import reading
from onrecord.web.asked import PER_PAGE, From, Limit, Offset, Opened, To, Words, subject, the_record
from onrecord.web.listing import Listing
from onrecord.web.page import page

router = subject("articles")
LABELS = {"title": "Title", "outlet": "Outlet", "story": "Story", "actor": "Names", "since": "From", "until": "To"}
"""The filters as the chips of the list name them."""
LAYERS = (
    ("source", "s", "who is the source"),
    ("cue", "q", "the words that mark it"),
    ("content", "c b e", "what is said"),
    ("condition", "i", "conditions"),
    ("event", "v", "what happened"),
    ("name", "a", "names"),
)
"""What is marked in the text and can be hidden: key, classes of a sample, words."""
_AT = re.compile(r"(\d{1,9})-(\d{1,9})")


# ---------------------------------------------------------------------------- the list


def _rows(view: Any) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    header = ("date", "outlet", "title", "byline", "statements", "events", "copy of", "file", "id")
    return header, (
        (
            a.document.published, a.document.outlet, a.document.title, a.byline, a.statements, a.events,
            a.copy_of.id if a.copy_of else None, a.document.file, a.document.id,
        )
        for a in view.items
    )  # fmt: skip


def _filters(request: Request, view: Listing[article_rows.ArticleRow]) -> Mapping[str, Any]:
    """The outlets to choose from, and the words of the filters; a story that was asked for by id is told by title."""
    record = the_record(request)
    asked = request.query_params.get("story", "").strip()
    story = record.article(view.items[0].document.id).story if asked and view.items else None
    told = {"story": story.title} if story else {}
    named = request.query_params.get("actor", "").strip()
    if named and view.items:
        told["actor"] = lookup.actor_of(record.store, named).name
    return {"labels": LABELS, "told": told, "outlets": [o.name for o in record.outlet_names()]}


@page(
    router,
    "/articles",
    "articles.html",
    name="articles",
    answers=Listing[article_rows.ArticleRow],
    summary="Articles, newest first",
    presents=_filters,
    table=_rows,
)
def articles(
    record: Opened,
    title: Words = None,
    outlet: Words = None,
    story: Words = None,
    actor: Words = None,
    since: From = None,
    until: To = None,
    limit: Limit = PER_PAGE,
    offset: Offset = 0,
) -> Listing[article_rows.ArticleRow]:
    """Each article with how many statements and events it tells, and of which other it is a copy."""
    found = record.articles(
        title=title, outlet=outlet, story=story, actor=actor, since=since, until=until, limit=limit, offset=offset
    )
    return Listing(items=found.articles, limit=limit, offset=offset, total=found.total)


# ---------------------------------------------------------------------------- one article


def _said(view: Any) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    header = ("date", "speaker", "kind", "act", "statement", "start", "end", "score", "verdict", "id")
    return header, (
        (
            s.on, s.speaker.name if s.speaker else None, s.kind, s.act, s.quote, s.content[0].start, s.content[-1].end,
            f"{s.score:.2f}", s.verdict, s.id,
        )
        for s in view.view.said
    )  # fmt: skip


def _sheet(request: Request, view: article_rows.ArticlePage) -> Mapping[str, Any]:
    """The text laid out, the place that was asked for, and where each statement stands on the article's own page."""
    hit = asked_place(request.query_params.get("at"))
    laid = reading.sheet(view, hit)
    links = Permalinks(lambda _id: view.view.text)
    originals = {e.number: links.page(view.view.document, e.said.content) for e in laid.entries if e.said}
    return {
        "sheet": laid,
        "hit": hit,
        "originals": originals,
        "layers": LAYERS,
        "direction": reading.direction(view.view.language),
        "outlets": len({c.document.outlet or c.document.id for c in view.copies}),
    }


def asked_place(at: str | None) -> Range | None:
    """ "120-180" as characters of a text. Raises UsageError."""
    if not at:
        return None
    found = _AT.fullmatch(at.strip())
    if not found or int(found[1]) >= int(found[2]):
        raise UsageError(f"at: {at!r} is no place in an article; write its first character and the one after its last")
    return int(found[1]), int(found[2])


@page(
    router,
    "/articles/{document}",
    "article.html",
    name="article",
    answers=article_rows.ArticlePage,
    summary="An article whole: text, statements, events, sides, conditions, actors, copies, versions",
    presents=_sheet,
    table=_said,
)
def article(
    record: Opened,
    document: str,
    at: Annotated[str | None, Query(description='characters to mark, as "120-180"')] = None,
) -> article_rows.ArticlePage:
    """The text with everything that was found in it. Offsets are code points of the text."""
    asked_place(at)
    return record.article(document)
