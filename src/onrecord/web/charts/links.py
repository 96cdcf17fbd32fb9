"""Where marks of charts lead: charts know no application, so the paths of the pages stand here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from onrecord.store.timeline_rows import TimelineEntry
from onrecord.web.links import address


def entry(e: TimelineEntry) -> str:
    """The page of an entry: its statement, its event, or of an office the words that tell it."""
    if e.kind == "role":
        first = e.sources[0]
        at = f"{first.spans[0].start}-{first.spans[0].end}"
        return address("/articles/{document}", document=first.document.id, at=at, _at="hit")
    path = "/statements/{id}" if e.kind == "statement" else "/events/{id}"
    return address(path, id=e.id)


def within(path: str) -> Callable[[date, date], str]:
    """What makes of two days the address of a list of what lies between them."""
    return lambda since, until: address(path, since=since, until=until)


__all__ = ["entry", "within"]
