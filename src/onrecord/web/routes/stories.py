"""Which articles report one event, and which stories go on from one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import Request

from onrecord.errors import NotFound
from onrecord.export.wording import counted, day, days
from onrecord.record import Record
from onrecord.store import story_rows
from onrecord.web.asked import From, Limit, Offset, Opened, To, Words, subject
from onrecord.web.charts.chart import Chart
from onrecord.web.charts.days import Mark, by_day
from onrecord.web.links import address
from onrecord.web.listing import Listing
from onrecord.web.page import page

router = subject("stories")
LINES = 20  # of a page
LABELS = {"text": "Words", "actor": "Who", "outlet": "Outlet", "since": "From", "until": "To"}
"""The filters as the chips of the list name them."""


def _table(view: Any) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    header = ("line", "line_title", "story", "title", "since", "until", "documents", "copies", "outlets", "statements",
              "events", "follows", "issues")  # fmt: skip
    return header, (
        (line.id, line.title, s.id, s.title, s.since, s.until, s.counts.documents, s.counts.copies,
         "; ".join(s.counts.outlets), s.counts.statements, s.counts.events, s.follows, "; ".join(s.issues))
        for line in view.items
        for s in line.stories
    )  # fmt: skip


def _filters(request: Request, view: Listing[story_rows.StorylineRow]) -> Mapping[str, Any]:
    asked = request.query_params.get("actor")
    names = {a.actor.name for line in view.items for a in line.counts.actors if a.actor.id == asked}
    return {"labels": LABELS, "told": {"actor": next(iter(names), asked)}}


@page(
    router,
    "/stories",
    "stories.html",
    name="stories",
    answers=Listing[story_rows.StorylineRow],
    summary="Lines of stories, those with the most articles first",
    presents=_filters,
    table=_table,
)
def stories(
    record: Opened,
    text: Words = None,
    actor: Words = None,
    outlet: Words = None,
    since: From = None,
    until: To = None,
    limit: Limit = LINES,
    offset: Offset = 0,
) -> Listing[story_rows.StorylineRow]:
    """Stories that go on from one another stand in one line, the earliest first."""
    asked: Any = {"text": text, "actor": actor, "outlet": outlet, "since": since, "until": until}
    found = record.stories(limit=offset + limit, **asked)
    return Listing(items=found.storylines[offset:], limit=limit, offset=offset, total=found.total)


# ---------------------------------------------------------------------------- one story, one line


def _days(view: story_rows.StoryPage) -> Chart | None:
    """When which outlet had it."""
    by: defaultdict[str, list[Mark]] = defaultdict(list)
    for row in view.documents:
        if row.document.published:
            by[row.document.outlet or "outlet not known"].append(_mark(row))
    lanes = sorted(by.items(), key=lambda lane: (min(m.on for m in lane[1]), lane[0]))
    undated = sum(row.document.published is None for row in view.documents)
    told = (
        f" {counted(undated, 'article')} without a day {'is' if undated == 1 else 'are'} not drawn." if undated else ""
    )
    about = f"Each mark is an article, a hollow one a copy of another's text.{told}"
    return by_day(lanes, title="When each outlet told it", about=about)


def _mark(row: story_rows.StoryDocumentRow) -> Mark:
    d = row.document
    assert d.published is not None  # noqa: S101 - only those with a day are drawn
    label = f"{day(d.published)}, {d.outlet or 'outlet not known'}: {d.title or d.file}"
    return Mark(
        on=d.published,
        label=f"{label} (a copy)" if row.copy_of else label,
        href=address("/articles/{document}", document=d.id),
        copy=row.copy_of is not None,
    )


def _folded(_request: Request, view: story_rows.StoryPage) -> Mapping[str, Any]:
    """The articles that are texts of their own, each with its copies."""
    copies: defaultdict[str, list[story_rows.StoryDocumentRow]] = defaultdict(list)
    for row in view.documents:
        if row.copy_of:
            copies[row.copy_of.id].append(row)
    own = [row for row in view.documents if row.copy_of is None]
    return {"own": own, "copies": copies}


@page(
    router,
    "/stories/{story}",
    "story.html",
    name="story",
    answers=story_rows.StoryPage,
    summary="A story with its articles, statements and events",
    presents=_folded,
    charts={"days": _days},
)
def story(record: Opened, story: str) -> story_rows.StoryPage:
    """The articles that report one event, what was said in them and what happened, and what it goes on from."""
    found = record.story(story)
    if not isinstance(found, story_rows.StoryPage):
        raise NotFound(f"{story} is a line of stories; it is at /stories/{story}/line")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of stories, those of them that are told at length, and the way to all that these tell: the page does not
    show what was said and what happened."""

    found: story_rows.StorylinePage
    part: Listing[story_rows.StoryPage]
    whole: Callable[[], story_rows.StorylinePage]


def _whole(view: Line) -> story_rows.StorylinePage:
    return view.whole()


def _line_days(view: Line) -> Chart | None:
    """When each story of the line was told."""
    lanes = [(s.title, [_span(s)] if s.since else []) for s in view.found.line.stories]
    about = "From the first article of each to its last; the earliest story on top."
    return by_day(lanes, title="When its stories were told", about=about)


def _span(s: story_rows.StoryRow) -> Mark:
    assert s.since is not None  # noqa: S101 - only those with a day are drawn
    label = f"{days(s.since, s.until)}: {s.title} ({counted(s.counts.documents, 'article')})"
    return Mark(on=s.since, until=s.until, label=label, href=address("/stories/{story}", story=s.id))


@page(
    router,
    "/stories/{story}/line",
    "storyline.html",
    name="storyline",
    answers=story_rows.StorylinePage,
    summary="All stories that one goes on from, and that go on from it",
    charts={"days": _line_days},
    twin=_whole,
)
def storyline(record: Opened, story: str, limit: Limit = LINES, offset: Offset = 0) -> Line:
    """A line of stories in order of time, so many of them at length."""
    asked = partial(_line, record, story, limit=limit, offset=offset)
    found = asked(brief=True)
    part = Listing(items=found.pages, limit=limit, offset=offset, total=len(found.line.stories))
    return Line(found=found, part=part, whole=asked)


def _line(record: Record, story: str, **choices: Any) -> story_rows.StorylinePage:
    found = record.story(story, line=True, **choices)
    assert isinstance(found, story_rows.StorylinePage)  # noqa: S101 - with `line` it is one
    return found
