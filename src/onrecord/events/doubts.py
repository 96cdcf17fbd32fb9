"""Dates of an article that cannot be, or that can be read in two ways: kept as they are, and told."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.events.page import Page
from onrecord.model import Evidence
from onrecord.temporal.expression import FLAGS, Flag

FIELD = "date.doubt"
_TOLD: tuple[Flag, ...] = ("impossible", "ambiguous", "after-publication")


def doubtful_dates(page: Page) -> tuple[Evidence, ...]:
    """The doubtful dates of an article as evidence: the words, why they are doubtful, where they stand."""
    return tuple(_doubts(page))


def _doubts(page: Page) -> Iterator[Evidence]:
    doubt = page.anchor.doubt
    if doubt:
        yield Evidence(field=FIELD, value=page.document.dateline or "", origin=doubt)
    for x in page.times:
        for flag in x.flags:
            if flag in _TOLD:
                yield Evidence(field=FIELD, value=x.text, origin=FLAGS[flag], start=x.start, end=x.end)
