"""Events to table rows, and back (`encode` for all else)."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from onrecord.model import Event, Figure, Participant, Place, Span, When
from onrecord.store.encode import Row, day, dump

ROLES = ("actor", "recipient")
_NO_PLACE: Row = (None,) * 10


def event_row(
    n: int, e: Event, document: int, act_of: int | None, within: int | None, published: date | None, said: str | None
) -> Row:
    """`said` is the day of the statement whose act it is: an act without a date of its own was done then."""
    since, until, words = (None, None, None)
    if e.when is not None:
        since, until, words = e.when.since.isoformat(), e.when.until.isoformat(), e.when.text
    at = since or said or (published.isoformat() if published else None)
    return (
        n, e.id, document, e.type, e.mode, e.status, dump(list(e.contexts)), at, since, until, words,
        e.trigger.start, e.trigger.end, e.trigger.text, e.evidence.start, e.evidence.end,
        *_place_cells(e.place),
        dump([[f.kind, f.least, f.most, f.span.start, f.span.end, f.span.text] for f in e.figures]),
        act_of, within, e.score, e.why, e.by, None, None, None, None, e.evidence.text,
        _packed(e.vector),
    )  # fmt: skip


def _place_cells(p: Place | None) -> Row:
    if p is None:
        return _NO_PLACE
    s = p.span
    return p.name, p.kind, p.country, p.latitude, p.longitude, s.start, s.end, s.text, p.score, p.why


def participant_rows(n: int, e: Event, entities: Mapping[str, int]) -> Iterator[Row]:
    for role, who in zip(ROLES, (e.actors, e.recipients), strict=True):
        for place, p in enumerate(who):
            s = p.span
            yield n, role, place, None if p.entity is None else entities[p.entity], s.start, s.end, s.text


def place_of(r: Any, doc: str) -> Place | None:
    if r.place is None:
        return None
    span = Span(doc=doc, start=r.place_start, end=r.place_end, text=r.place_text)
    return Place(
        span=span, name=r.place, kind=r.place_kind, country=r.country, latitude=r.latitude, longitude=r.longitude,
        score=r.place_score, why=r.place_why,
    )  # fmt: skip


def figures_of(text: str, doc: str) -> tuple[Figure, ...]:
    return tuple(
        Figure(kind=kind, least=least, most=most, span=Span(doc=doc, start=start, end=end, text=words))
        for kind, least, most, start, end, words in json.loads(text)
    )


def _packed(vector: Sequence[float]) -> bytes | None:
    """Numbers as 32-bit floats where they come back as they are, else as 64-bit ones; a letter says which."""
    if not vector:
        return None
    short = array("f", vector)
    return b"f" + short.tobytes() if tuple(short) == tuple(vector) else b"d" + array("d", vector).tobytes()


def vector_of(packed: bytes | None) -> tuple[float, ...]:
    if not packed:
        return ()
    numbers = array(packed[:1].decode("ascii"))
    numbers.frombytes(packed[1:])
    return tuple(numbers)


def event_of(
    r: Any, doc: str, entities: Mapping[int, str], statements: Mapping[int, str], participants: Sequence[Any]
) -> Event:
    def who(role: str) -> tuple[Participant, ...]:
        return tuple(
            Participant(span=Span(doc=doc, start=p.start, end=p.end, text=p.text), entity=entities.get(p.entity))
            for p in participants
            if p.role == role
        )

    since, until = day(r.since), day(r.until)
    return Event(
        id=r.id, doc=doc, type=r.type, mode=r.mode, contexts=tuple(json.loads(r.contexts)), status=r.status,
        trigger=Span(doc=doc, start=r.start, end=r.end, text=r.trigger),
        evidence=Span(doc=doc, start=r.evidence_start, end=r.evidence_end, text=r.evidence),
        score=r.score, why=r.why, by=r.by, actors=who("actor"), recipients=who("recipient"),
        when=When(since=since, until=until, text=r.when_text) if since and until else None,
        place=place_of(r, doc), figures=figures_of(r.figures, doc), act_of=statements.get(r.act_of),
        within=statements.get(r.within), vector=vector_of(r.vector),
    )  # fmt: skip
