"""Readings with events made up for tests: articles of sentences "ACTOR ACT RECIPIENT in PLACE, killing 3." """

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from store_factory import reading, sha

from onrecord.model import (
    Document,
    Entity,
    Event,
    Figure,
    Mention,
    Part,
    Participant,
    Place,
    Reading,
    Span,
    Statement,
    When,
)
from onrecord.span import stable_id
from onrecord.store import event_grouping


@pytest.fixture(autouse=True)
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports come together by a plain rule: what the store makes of groups is tested, not what the model finds."""
    monkeypatch.setattr(event_grouping, "_judge", lambda: None)


COUNTRIES = {"Ferren": "QA", "Tarkhan": "QB", "Sarrin": "QA"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Did:
    """One event to be told in a sentence of its own."""

    actor: str | None = "Bo Ford"
    act: str = "shelled"
    recipient: str | None = "Ann Lee"
    type: str = "ASSAULT"
    mode: str | None = "heavy-weapons"
    contexts: tuple[str, ...] = ("military",)
    status: str = "happened"
    on: date | None = None
    until: date | None = None
    place: str | None = None
    killed: tuple[float | None, float | None] | None = None
    score: float = 0.8
    said: bool = False  # told in a statement
    own_act: bool = False  # the act of a statement itself
    vector: tuple[float, ...] = ()


def told(
    key: str = "e.txt",
    events: Sequence[Did] = (Did(),),
    *,
    outlet: str | None = "The Bay Courier",
    published: date | None = date(2019, 3, 4),
    title: str | None = None,
    more: str = "",
) -> Reading:
    """An article that tells these events, a paragraph each, with true spans and stable ids."""
    text = (title or f"News of {key}") + "\n\n"
    parts = [Part(start=0, end=len(text) - 2, label="headline", why="first")]
    placed: list[tuple[Did, int, str]] = []
    for did in events:
        line = _sentence(did)
        placed.append((did, len(text), line))
        parts.append(Part(start=len(text), end=len(text) + len(line), label="body", why="paragraph"))
        text += line + "\n\n"
    if more:
        parts.append(Part(start=len(text), end=len(text) + len(more), label="body", why="paragraph"))
        text += more + "\n\n"
    plain = reading(key, [], outlet=outlet, published=published, title=title)
    raw = sha(text)
    doc = "d" + sha(key + raw)[:16]
    document: Document = replace(
        plain.document, id=doc, text=text, text_sha=raw, raw_sha=raw, parts=tuple(parts), evidence=()
    )
    return _found(document, placed)


def _sentence(did: Did) -> str:
    words = [did.actor or "Somebody", did.act, did.recipient or "nobody", f"in {did.place}" if did.place else "there"]
    if did.killed:
        words.append(f"killing {_number(did.killed)}")
    line = " ".join(words) + "."
    return f"Cy Fox said: “{line}”" if did.said or did.own_act else line


def _number(killed: tuple[float | None, float | None]) -> str:
    least, most = killed
    return f"{least:.0f}" if least == most else f"at least {least:.0f}" if most is None else f"up to {most:.0f}"


def _found(document: Document, placed: Sequence[tuple[Did, int, str]]) -> Reading:
    doc, text = document.id, document.text
    names = dict.fromkeys(
        name
        for did, _, _ in placed
        for name in (did.actor, did.recipient, "Cy Fox" if did.said or did.own_act else None)
        if name
    )
    entities = {
        n: Entity(id=stable_id("e", doc, "entity", [n], 0), doc=doc, name=n, key=n, kind="person") for n in names
    }
    mentions: list[Mention] = []
    statements: list[Statement] = []
    made: list[Event] = []
    for did, at, line in placed:

        def span(words: str, start: int = at) -> Span:
            found = text.index(words, start)
            return Span(doc=doc, start=found, end=found + len(words), text=words)

        def part(name: str | None) -> tuple[Participant, ...]:
            return () if name is None else (Participant(span=span(name), entity=entities[name].id),)

        for name in (did.actor, did.recipient):
            if name:
                i = len(mentions)
                mentions.append(
                    Mention(
                        id=stable_id("m", doc, "name", [name], i),
                        span=span(name),
                        kind="name",
                        entity=entities[name].id,
                        score=0.9,
                        why="full name",
                        by="test/1",
                    )
                )
        statement = None
        if did.said or did.own_act:
            content = span(line[line.index("“") + 1 : -1])
            statement = Statement(
                id=stable_id("s", doc, "statement", [content.text], len(statements)),
                doc=doc,
                source=(span("Cy Fox"),),
                cue=(span("said"),),
                content=(content,),
                speaker=entities["Cy Fox"].id,
                kind="direct",
                act="assertion",
                score=0.9,
                why="cue verb",
                by="test/1",
            )
            statements.append(statement)
        nth = sum(e.evidence.text == line for e in made)
        made.append(
            Event(
                id=stable_id("v", doc, "event", [did.act, line], nth),
                doc=doc,
                type=did.type,
                mode=did.mode,
                contexts=did.contexts,
                status=did.status,
                trigger=span(did.act),
                evidence=span(line),
                score=did.score,
                why="tagged",
                by="test/1",
                actors=part(did.actor),
                recipients=part(did.recipient),
                when=When(since=did.on, until=did.until or did.on, text="on the day") if did.on else None,
                place=_place(span, did.place),
                figures=_figures(span, did.killed),
                act_of=statement.id if statement and did.own_act else None,
                within=statement.id if statement and did.said else None,
                vector=did.vector,
            )
        )
    return Reading(
        document=document,
        mentions=tuple(mentions),
        entities=tuple(entities.values()),
        statements=tuple(statements),
        events=tuple(made),
    )


def _place(span: Any, name: str | None) -> Place | None:
    if name is None:
        return None
    return Place(
        span=span(name), name=name, kind="city", country=COUNTRIES.get(name), latitude=12.5, longitude=44.25,
        score=0.9, why="the only one of that name",
    )  # fmt: skip


def _figures(span: Any, killed: tuple[float | None, float | None] | None) -> tuple[Figure, ...]:
    if killed is None:
        return ()
    return (Figure(kind="killed", least=killed[0], most=killed[1], span=span(_number(killed))),)
