"""What the verb about stories prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import click

from onrecord.cli import story_lines
from onrecord.cli.forms import emit, heading, line
from onrecord.cli.render_events import headline
from onrecord.store.event_rows import EventRow
from onrecord.store.story_rows import (
    StoryActor,
    StoryCounts,
    StoryDocumentRow,
    StorylinePage,
    StorylineRow,
    StoryLinkRow,
    StoryList,
    StoryPage,
    StorySaid,
)

# Rows of each list on a terminal; JSON and CSV hold all.
LINES, NAMED, SAID, EVENTS, BRIEF = 20, 5, 12, 12, 3


def stories(answer: StoryList, form: str, *, filtered: bool) -> None:
    rows = [(row, s) for row in answer.storylines for s in row.stories]
    items = answer.storylines if form == "jsonl" else rows
    emit(form, answer, items, story_lines.HEADER, story_lines.cells, lambda: _list(answer, filtered))


def story(answer: StoryPage | StorylinePage, form: str) -> None:
    pages = answer.pages if isinstance(answer, StorylinePage) else (answer,)
    items = pages if form == "jsonl" else [x for page in pages for x in story_lines.items(page)]
    emit(form, answer, items, story_lines.PAGE_HEADER, story_lines.item_cells, lambda: _shown(answer))


def _shown(answer: StoryPage | StorylinePage) -> None:
    if isinstance(answer, StorylinePage):
        _line_page(answer)
    else:
        _page(answer)


# ---------------------------------------------------------------------------- lines


def _list(answer: StoryList, filtered: bool) -> None:
    if not answer.total:
        click.echo("no story fits" if filtered else "no story here: add articles first", err=True)
        return
    for row in answer.storylines:
        _storyline(row)
        line("")
    shown = f"{len(answer.storylines):,} of " if len(answer.storylines) < answer.total else ""
    fit = (
        f", in them {_count(answer.stories, 'story')} that fit"
        if filtered
        else f" of {_count(answer.stories, 'story')}"
    )
    more = "; more with -n" if shown else ""
    line(f"{shown}{_count(answer.total, 'storyline')}{fit}{more}; one whole: onrecord story ID")


def _storyline(row: StorylineRow) -> None:
    heading(row.title)
    only = [s for s in row.stories if s.id in row.fits]
    if len(row.stories) == 1:
        line(f"{_days(row.since, row.until)}  {_counts(row.counts)}  ({row.id})")
    else:
        line(f"{_days(row.since, row.until)}  {_count(len(row.stories), 'story')}, {_counts(row.counts)}")
    if row.counts.actors:
        line(f"    {', '.join(a.actor.name for a in row.counts.actors[:NAMED])}")
    if row.issues:
        line(f"    on: {'; '.join(row.issues)}")
    if len(row.stories) == 1:
        return
    for s in only:
        line(f"  {_days(s.since, s.until)}  {s.title}  ({s.id})")
        line(f"      {_counts(s.counts)}: {', '.join(s.counts.outlets) or 'no known outlet'}")
    if len(only) < len(row.stories):
        line(f"  {len(row.stories) - len(only)} more of this line do not fit")


def _counts(c: StoryCounts) -> str:
    copies = f" ({_count(c.copies, 'reprint')} among them)" if c.copies else ""
    outlets = f" of {_count(len(c.outlets), 'outlet')}" if c.outlets else ""
    return (
        f"{_count(c.documents, 'document')}{outlets}{copies}, {_count(c.statements, 'statement')}, "
        f"{_count(c.events, 'event')}"
    )


# ---------------------------------------------------------------------------- one line


def _line_page(answer: StorylinePage) -> None:
    row = answer.line
    heading(row.title)
    line(f"{_days(row.since, row.until)}  {_count(len(row.stories), 'story')}, {_counts(row.counts)}")
    if row.issues:
        line(f"on: {'; '.join(row.issues)}")
    for page in answer.pages:
        s = page.story
        line("")
        heading(f"{_days(s.since, s.until)}  {s.title}")
        line(f"{_counts(s.counts)}  ({s.id})")
        if page.follows:
            line(
                f"goes on from {page.follows.story.title} ({_days(page.follows.story.since, page.follows.story.until)})"
            )
            line(f"    {story_lines.reason(page.follows)}")
        for actor in s.counts.actors[:BRIEF]:
            line(_actor(actor))
        for said in _outer(page)[:BRIEF]:
            line(_said(said))
        for event in _most_told(_happened(page), BRIEF):
            line(_event(event))


# ---------------------------------------------------------------------------- one story


def _page(answer: StoryPage) -> None:
    s = answer.story
    heading(s.title)
    line(f"{_days(s.since, s.until)}  {_counts(s.counts)}  ({s.id})")
    if s.issues:
        line(f"on: {'; '.join(s.issues)}")
    by = answer.titled_by
    line(f"titled by {by.outlet or 'an unnamed outlet'} [{by.file}]")
    _documents(answer.documents)
    _section("main actors", [_actor(a) for a in s.counts.actors], len(s.counts.actors))
    _section("what was said, by most documents first", map(_said, _outer(answer)[:SAID]), len(answer.said))
    events = _happened(answer)
    _section("what happened", map(_event, _most_told(events, EVENTS)), len(events))
    others = len(answer.events) - len(events)
    if others:
        line(f"    {_count(others, 'event')} more: acts of statements (a demand, a threat), and what has not happened")
        line(f"    all of them: onrecord timeline --only event --story {s.id}")
    if answer.follows:
        _section("goes on from", _link(answer.follows), 1)
    if answer.followed_by:
        _section("went on in", [x for link in answer.followed_by for x in _link(link)], 0)
    if answer.line_stories > 1:
        line("")
        line(f"one of {answer.line_stories} stories of the line: {answer.line.title}")
        line(f"all of it: onrecord story {s.id} --line")


def _section(title: str, rows: Sequence[str] | Iterator[str], every: int) -> None:
    shown = list(rows)
    line("")
    heading(title if shown else f"{title}: nothing")
    for row in shown:
        line(row)
    if every > len(shown):
        line(f"    ... and {every - len(shown):,} more: --format json")


def _documents(documents: Sequence[StoryDocumentRow]) -> None:
    by_outlet: dict[str, list[StoryDocumentRow]] = {}
    for row in documents:
        by_outlet.setdefault(row.document.outlet or "no known outlet", []).append(row)
    line("")
    heading("documents")
    for outlet, rows in by_outlet.items():
        line(f"    {outlet}")
        for row in rows:
            ref = row.document
            of = row.copy_of
            copied = f"  ({row.kind} {row.share:.0%} of {of.outlet or of.file})" if of else ""
            line(f"        {ref.published or 'undated'}  {ref.title or 'without a title'}  [{ref.file}]{copied}")


def _actor(a: StoryActor) -> str:
    said = f", {_count(a.statements, 'statement')}" if a.statements else ""
    return f"    {a.actor.name}: in {_count(a.documents, 'document')}{said}"


def _said(x: StorySaid) -> str:
    said = x.said
    words = " ... ".join(" ".join(s.text.split()) for s in said.source)
    who = said.speaker.name if said.speaker else f"({words})" if words else "(not named)"
    act = f", {said.act}" if said.act != "assertion" else ""
    told = f"  [{_count(x.documents, 'document')}]" if x.documents > 1 else ""
    return f"    {said.on or 'undated'}  {who}{act}: {said.quote}{told}  ({said.id})"


def _outer(answer: StoryPage) -> list[StorySaid]:
    """The statements that stand within no other: those inside are read with it."""
    return [x for x in answer.said if x.said.within is None]


def _happened(answer: StoryPage) -> list[EventRow]:
    """The events that were, but for those that are a statement's own act: these are read under what was said."""
    return [e for e in answer.events if e.best.act_of is None and e.best.status == "happened"]


def _most_told(rows: Sequence[EventRow], most: int) -> list[EventRow]:
    """Those that most documents tell, or that are surest, in the order they were in."""
    chosen = sorted(rows, key=lambda e: (-e.documents, -e.best.score, e.id))[:most]
    return [e for e in rows if e in chosen]


def _event(row: EventRow) -> str:
    told = f"  [{_count(row.documents, 'document')}]" if row.documents > 1 else ""
    when = row.since or (f"({row.on})" if row.on else "undated")
    return f"    {when}  {headline(row.best)}: {row.best.quote}{told}  ({row.id})"


def _link(x: StoryLinkRow) -> list[str]:
    return [
        f"    {_days(x.story.since, x.story.until)}  {x.story.title}  ({x.story.id})",
        f"        {story_lines.reason(x)}",
    ]


def _days(since: date | None, until: date | None) -> str:
    if since is None:
        return "undated"
    return str(since) if since == until else f"{since} to {until}"


def _count(n: int, what: str) -> str:
    if n == 1:
        return f"1 {what}"
    return f"{n:,} {'stories' if what == 'story' else what + 's'}"
