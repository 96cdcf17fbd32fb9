"""Records to table rows, and back. Rows are tuples in the order of the table's columns.

What a file cannot hold is settled here: text with half a surrogate pair (`clean`), and a reading that
contradicts itself (`fault`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from onrecord.actors.clustering.facts import SecondName
from onrecord.model import Document, Entity, Evidence, Mention, Part, Reading, Relation, Role, Span, Statement, When
from onrecord.store.schema import JOIN

T = TypeVar("T")
Row = tuple[Any, ...]


def dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def utc(at: datetime) -> str:
    """ISO text, in UTC where the time says its offset."""
    try:
        return at.astimezone(UTC).isoformat() if at.tzinfo else at.isoformat()
    except OverflowError:  # the first or last day of the calendar
        return at.isoformat()


# ---------------------------------------------------------------------------- spans


def joined(spans: Sequence[Span]) -> tuple[str, str]:
    """Pieces as one text, and their offsets."""
    if len(spans) == 1:
        s = spans[0]
        return s.text, f"[[{s.start},{s.end}]]"
    return JOIN.join(s.text for s in spans), dump([[s.start, s.end] for s in spans])


def pieces(doc: str, text: str, at: str) -> tuple[Span, ...]:
    """The pieces that `joined` made one of."""
    out: list[Span] = []
    here = 0
    for start, end in json.loads(at):
        out.append(Span(doc=doc, start=start, end=end, text=text[here : here + end - start]))
        here += end - start + len(JOIN)
    return tuple(out)


# ---------------------------------------------------------------------------- what does not fit


def printable(text: str) -> str:
    """A path or key as it can be stored: half a surrogate pair (a file name in no encoding) written out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def clean(reading: Reading) -> Reading:
    """The reading without half surrogate pairs, which no UTF-8 can hold: each becomes U+FFFD, offsets stay true."""
    document = reading.document
    count = sum(0xD800 <= ord(c) <= 0xDFFF for c in document.text)
    note = Evidence(field="text", value=str(count), origin="half surrogate pairs replaced by U+FFFD")
    whole = storable(reading)
    evidence = (*whole.document.evidence, note) if count else whole.document.evidence
    return replace(
        whole,
        document=replace(
            whole.document,
            key=printable(document.key),
            location=printable(document.location),
            file=printable(document.file),
            evidence=evidence,
            text_sha=hashlib.sha256(whole.document.text.encode()).hexdigest() if count else document.text_sha,
        ),
    )


def storable(value: T) -> T:
    """`value` with every text in it made storable."""
    if isinstance(value, str):
        return _replaced(value)  # type: ignore[return-value]
    if isinstance(value, tuple | list):
        return type(value)(storable(v) for v in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: storable(getattr(value, f.name)) for f in fields(value)})
    return value


def _replaced(text: str) -> str:
    return "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)


def fault(reading: Reading) -> str | None:
    """What is wrong with a reading so that it cannot be stored, or None: spans must slice true, ids must agree."""
    text, doc = reading.document.text, reading.document.id
    entities = {e.id for e in reading.entities}
    if len(entities) != len(reading.entities):
        return "two entities have the same id"
    said = {s.id for s in reading.statements}
    if len(said) != len(reading.statements):
        return "two statements have the same id"
    if len({e.id for e in reading.events}) != len(reading.events):
        return "two events have the same id"
    if len({c.id for c in reading.conditions}) != len(reading.conditions):
        return "two conditions have the same id"
    owners: list[tuple[str, str | None]] = [(m.id, m.entity) for m in reading.mentions]
    owners += [(r.id, r.entity) for r in reading.roles]
    owners += [(r.id, end) for r in reading.relations for end in (r.subject, r.object)]
    for s in reading.statements:
        owners += [(s.id, s.speaker), (s.id, s.addressee), *((s.id, v) for v in s.via)]
        if not s.content:
            return f"statement {s.id} has no content"
    for event in reading.events:
        owners += [(event.id, p.entity) for p in (*event.actors, *event.recipients)]
        if not {event.act_of, event.within} <= {None, *said}:
            return f"event {event.id} names a statement that the document does not have"
        if event.when is not None and event.when.until < event.when.since:
            return f"event {event.id} ends before it begins"
    for condition in reading.conditions:
        if condition.statement not in said:
            return f"condition {condition.id} is of a statement that the document does not have"
    scores = [*(m.score for m in reading.mentions), *(s.score for s in reading.statements)]
    scores += [*(r.score for r in reading.roles), *(r.score for r in reading.relations)]
    scores += [c.score for c in reading.conditions]
    scores += [*(e.score for e in reading.events), *(e.place.score for e in reading.events if e.place)]
    for score in scores:
        if not 0 <= score <= 1:
            return f"a score is {score}, and not from 0 to 1"
    for row, entity in owners:
        if entity is not None and entity not in entities:
            return f"{row} names entity {entity}, which the document does not have"
    for span in _spans(reading):
        if span.doc != doc or not 0 <= span.start <= span.end or text[span.start : span.end] != span.text:
            return f"span {span.start}:{span.end} is not what the text says there: {span.text[:60]!r}"
    return None


def _spans(reading: Reading) -> Iterable[Span]:
    for m in reading.mentions:
        yield m.span
    for r in reading.roles:
        yield r.evidence
    for between in reading.relations:
        yield between.evidence
    for s in reading.statements:
        yield from s.source
        yield from s.cue
        yield from s.content
    for e in reading.events:
        yield from (e.trigger, e.evidence)
        yield from (p.span for p in (*e.actors, *e.recipients))
        yield from (f.span for f in e.figures)
        if e.place is not None:
            yield e.place.span
    for c in reading.conditions:
        yield from (*c.spans, *c.consequence)


# ---------------------------------------------------------------------------- records to rows


def document_row(n: int, d: Document, run: int) -> Row:
    return (
        n, d.id, d.key, d.location, d.file, d.format, d.url, d.outlet, d.title, d.byline, d.dateline,
        d.published.isoformat() if d.published else None, utc(d.published_at) if d.published_at else None,
        d.language, d.encoding, d.text_sha, d.raw_sha, run, None,
        dump([[p.start, p.end, p.label, p.why] for p in d.parts]),
        dump([[e.field, e.value, e.origin, e.start, e.end] for e in d.evidence]),
        d.text,
    )  # fmt: skip


def entity_row(n: int, e: Entity, document: int) -> Row:
    return n, e.id, document, e.name, e.key, e.kind


def mention_row(n: int, m: Mention, document: int, entity: int | None) -> Row:
    s = m.span
    return n, m.id, document, entity, m.kind, s.start, s.end, s.text, m.score, m.why, m.by


def role_row(n: int, r: Role, document: int, entity: int) -> Row:
    s, since, until = r.evidence, r.since, r.until
    return (
        n, r.id, document, entity, r.title, r.org, s.start, s.end, s.text,
        since.isoformat() if since else None, until.isoformat() if until else None, r.by, r.score, r.why,
    )  # fmt: skip


def relation_row(n: int, r: Relation, document: int, subject: int, object_: int) -> Row:
    s, since, until = r.evidence, r.since, r.until
    return (
        n, r.id, document, subject, r.kind, object_, s.start, s.end, s.text,
        since.isoformat() if since else None, until.isoformat() if until else None, r.by, r.score, r.why,
    )  # fmt: skip


def alias_row(n: int, found: SecondName, document: int, entity: int) -> Row:
    s = found.span
    return n, document, entity, found.key, s.start, s.end, s.text, found.why


def statement_row(
    n: int, s: Statement, document: int, speaker: int | None, addressee: int | None, published: date | None
) -> Row:
    source, source_at = joined(s.source)
    cue, cue_at = joined(s.cue)
    content, content_at = joined(s.content)
    since, until, words = (None, None, None)
    if s.said is not None:
        since, until, words = s.said.since.isoformat(), s.said.until.isoformat(), s.said.text
    at = since or (published.isoformat() if published else None)
    return (
        n, s.id, document, speaker, addressee, len(s.via), s.kind, s.act, at, since, until, words, s.within,
        s.score, s.why, s.by, s.content[0].start, source_at, cue_at, content_at, source, cue, content,
    )  # fmt: skip


# ---------------------------------------------------------------------------- rows to records


def parts(text: str) -> tuple[Part, ...]:
    return tuple(Part(start=s, end=e, label=label, why=why) for s, e, label, why in json.loads(text))


def evidence(text: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(field=f, value=v, origin=o, start=s, end=e) for f, v, o, s, e in json.loads(text))


def document_of(r: Any) -> Document:
    return Document(
        id=r.id, key=r.key, location=r.location, file=r.file, format=r.format, text=r.text, text_sha=r.text_sha,
        raw_sha=r.raw_sha, url=r.url, outlet=r.outlet, title=r.title, byline=r.byline, dateline=r.dateline,
        published=day(r.published), published_at=moment(r.published_at), language=r.language, encoding=r.encoding,
        parts=parts(r.parts), evidence=evidence(r.evidence),
    )  # fmt: skip


def mention_of(r: Any, doc: str, entity: str | None) -> Mention:
    span = Span(doc=doc, start=r.start, end=r.end, text=r.text)
    return Mention(id=r.id, span=span, kind=r.kind, entity=entity, score=r.score, why=r.why, by=r.by)


def role_of(r: Any, doc: str, entity: str) -> Role:
    span = Span(doc=doc, start=r.start, end=r.end, text=r.text)
    return Role(
        id=r.id, entity=entity, title=r.title, org=r.org, evidence=span, since=day(r.since), until=day(r.until),
        by=r.by, score=r.score, why=r.why,
    )  # fmt: skip


def relation_of(r: Any, doc: str, entities: dict[int, str]) -> Relation:
    span = Span(doc=doc, start=r.start, end=r.end, text=r.text)
    return Relation(
        id=r.id, subject=entities[r.subject], kind=r.kind, object=entities[r.object], evidence=span,
        since=day(r.since), until=day(r.until), by=r.by, score=r.score, why=r.why,
    )  # fmt: skip


def statement_of(r: Any, doc: str, entities: dict[int, str], via: Sequence[int]) -> Statement:
    since, until = day(r.said_since), day(r.said_until)
    return Statement(
        id=r.id, doc=doc, source=pieces(doc, r.source, r.source_at), cue=pieces(doc, r.cue, r.cue_at),
        content=pieces(doc, r.content, r.content_at), speaker=entities.get(r.speaker), kind=r.kind, act=r.act,
        score=r.score, why=r.why, by=r.by, addressee=entities.get(r.addressee), via=tuple(entities[v] for v in via),
        said=When(since=since, until=until, text=r.said_text) if since and until else None, within=r.within,
    )  # fmt: skip
