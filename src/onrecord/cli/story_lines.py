"""Stories as lines of CSV: a line for each story, or for each thing on a story's page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from onrecord.cli.forms import Cells
from onrecord.cli.render_events import headline
from onrecord.store.story_rows import StorylineRow, StoryLinkRow, StoryPage, StoryRow

HEADER = (
    "storyline", "storyline_title", "story", "title", "since", "until", "documents", "copies", "outlets", "statements",
    "events", "actors", "issues", "follows", "fits",
)  # fmt: skip
SHARED = 5  # actors and words of a reason
PAGE_HEADER = ("story", "section", "date", "actor", "text", "outlet", "file", "documents", "id")


def cells(row: tuple[StorylineRow, StoryRow]) -> Cells:
    whole, s = row
    c = s.counts
    return (
        whole.id, whole.title, s.id, s.title, s.since, s.until, c.documents, c.copies, "; ".join(c.outlets),
        c.statements, c.events, "; ".join(a.actor.name for a in c.actors), "; ".join(s.issues), s.follows,
        "yes" if s.id in whole.fits else "no",
    )  # fmt: skip


def reason(x: StoryLinkRow) -> str:
    """What two stories share, in words."""
    parts = []
    if x.actors:
        more = f" and {len(x.actors) - SHARED} more" if len(x.actors) > SHARED else ""
        parts.append(", ".join(a.name for a in x.actors[:SHARED]) + more)
    if x.issues:
        parts.append(f"the issue {'; '.join(x.issues)}")
    if x.words:
        parts.append(f"the word{'s' if len(x.words) > 1 else ''} " + ", ".join(x.words[:SHARED]))
    return f"shares {'; '.join(parts) or 'words'} ({x.score:.2f})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing on a story's page."""

    story: str
    section: str
    id: str
    text: str
    on: date | None = None
    actor: str = ""
    outlet: str = ""
    file: str = ""
    documents: int = 1


def item_cells(x: Item) -> Cells:
    return (x.story, x.section, x.on, x.actor, x.text, x.outlet, x.file, x.documents, x.id)


def items(page: StoryPage) -> Iterator[Item]:
    """Everything of a story's page."""
    item = partial(Item, story=page.story.id)
    for d in page.documents:
        ref = d.document
        section = f"document, {d.kind} of {d.copy_of.file}" if d.copy_of else "document"
        outlet = ref.outlet or ""
        yield item(section=section, id=ref.id, text=ref.title or "", on=ref.published, outlet=outlet, file=ref.file)
    for a in page.story.counts.actors:
        said = f"{a.statements} statements"
        yield item(section="actor", id=a.actor.id, text=said, actor=a.actor.name, documents=a.documents)
    for x in page.said:
        who, ref = x.said.speaker.name if x.said.speaker else "", x.said.document
        outlets = "; ".join(x.outlets)
        yield item(
            section="said", id=x.said.id, text=x.said.quote, on=x.said.on, actor=who, outlet=outlets, file=ref.file,
            documents=x.documents,
        )  # fmt: skip
    for e in page.events:
        outlets = "; ".join(e.outlets)
        who = "; ".join(p.name for p in e.best.actors)
        yield item(
            section="event", id=e.id, text=f"{headline(e.best)}: {e.best.quote}", on=e.on, actor=who,
            outlet=outlets, file=e.best.document.file, documents=e.documents,
        )  # fmt: skip
    for section, links in (("goes on from", [page.follows] if page.follows else []), ("went on in", page.followed_by)):
        for link in links:
            text = f"{link.story.title}: {reason(link)}"
            yield item(section=section, id=link.story.id, text=text, on=link.story.since)
