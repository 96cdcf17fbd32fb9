"""Articles of one line or a few, read for events with incidents that a test places by words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from onrecord import events
from onrecord.actors.speakers import resolve_document
from onrecord.attribution.rules import Rules
from onrecord.findings import Incident, Range
from onrecord.model import Document, Event
from onrecord.project import Project


def article(text: str, published: date | None = date(2023, 3, 15), **fields: object) -> Document:
    return Document(
        id="d1", key="a.txt", location="a.txt", file="a.txt", format="text", text=text, text_sha="", raw_sha="",
        published=published, **fields,
    )  # fmt: skip


def at(text: str, words: str) -> Range:
    start = text.index(words)
    return start, start + len(words)


def incident(
    text: str, trigger: str, kind: str, actors: Sequence[str] = (), to: Sequence[str] = (), **more: object
) -> Incident:
    return Incident(
        trigger=at(text, trigger),
        type=kind,
        actors=tuple(at(text, a) for a in actors),
        recipients=tuple(at(text, r) for r in to),
        **more,
    )


@pytest.fixture
def read() -> Callable[..., tuple[Event, ...]]:
    """Text and incidents -> events, with the attributions that the rules find."""

    def made(text: str, *incidents: Incident, published: date | None = date(2023, 3, 15)) -> tuple[Event, ...]:
        document = article(text, published)
        resolved = resolve_document(document, Rules().attribute(text), Project(), asked=events.asked(text, incidents))
        return events.read(document, incidents, resolved).events

    return made
