"""The documents of a `.dna` file with what was coded in them, as the readings that a record keeps."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from onrecord.actors.names import key, plain
from onrecord.actors.resolve import actor_id
from onrecord.clean.identity import document_id
from onrecord.dna.coding import Coding
from onrecord.dna.tables import DnaFile, Row
from onrecord.model import Actor, Document, Entity, Evidence, Link, Part, Reading, Relation, Span, Statement
from onrecord.project import KnownActor, Project
from onrecord.span import Utf16, stable_id, words
from onrecord.store.naming import KNOWN
from onrecord.store.schema_dna import FORMAT
from onrecord.vocabulary import HUMAN

PERSON, ORGANIZATION = "person", "organization"
WHY = "coded by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a file became: readings with their actors, and what each of its documents and statements is here, by id."""

    readings: tuple[Reading, ...]
    actors: tuple[Actor, ...]
    links: tuple[Link, ...]
    documents: Mapping[int, str]
    said: Mapping[int, str]
    notes: tuple[str, ...]


def made(file: DnaFile, coded: Sequence[Coding], place: str, name: str, project: Project) -> Made:
    """One reading a document, in the order of the file. Notes tell of what has no place in its document."""
    of_document: defaultdict[int, list[Coding]] = defaultdict(list)
    for c in coded:
        of_document[c.document].append(c)
    cast = _Cast(coded, project)
    readings, documents, said, notes = [], {}, {}, []
    for row in file["DOCUMENTS"]:
        own = int(row["ID"] or 0)
        document = _document(row, f"{place}#{own}", f"{name}#{own}")
        told = _Telling(document, cast)
        for c in sorted(of_document[own], key=lambda c: (c.start, c.stop, c.row)):
            made_of = told.statement(c)
            if made_of is None:
                where = f"{c.start} to {c.stop}"
                notes.append(f"statement {c.row} of document {own} stands nowhere in it ({where}): kept, and not used")
            else:
                said[c.row] = made_of
        readings.append(told.reading())
        documents[own] = document.id
    return Made(
        readings=tuple(readings), actors=tuple(cast.actors.values()), links=tuple(cast.links), documents=documents,
        said=said, notes=tuple(notes),
    )  # fmt: skip


def _document(row: Row, place: str, shown: str) -> Document:
    text = str(row["Text"])
    raw = hashlib.sha256(b"dna\n" + text.encode("utf-8", "surrogatepass")).hexdigest()
    at = _moment(row["Date"])
    title, byline, outlet = (str(row.get(c) or "").strip() or None for c in ("Title", "Author", "Source"))
    read = (("title", title, "Title"), ("byline", byline, "Author"), ("outlet", outlet, "Source"))
    return Document(
        id=document_id(None, place, raw), key=place, location=f"dna:{place}", file=shown, format=FORMAT, text=text,
        text_sha=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), raw_sha=raw, title=title,
        byline=byline, outlet=outlet, published=at.date() if at else None, published_at=at,
        parts=(Part(start=0, end=len(text), label="body", why=WHY),) if text else (),
        evidence=tuple(Evidence(field=f, value=v, origin=f"DNA: {column}") for f, v, column in read if v),
    )  # fmt: skip


def _moment(seconds: object) -> datetime | None:
    """A time of DNA's; None where the calendar has no such day."""
    try:
        return datetime.fromtimestamp(int(str(seconds)), UTC)
    except (OverflowError, OSError, ValueError):
        return None


class _Cast:
    """Who is who: each person and organization of the file is one actor, called as it was entered, or the actor whom
    the project knows by that name."""

    def __init__(self, coded: Sequence[Coding], project: Project) -> None:
        self.known: dict[str, KnownActor] = {}
        for actor in project.actors:
            for name in (actor.name, *actor.spellings):
                self.known.setdefault(key(name), actor)
        self.keys = _keys({n for c in coded for n in (c.person, c.organization) if n})
        self.actors: dict[str, Actor] = {}
        self.links: list[Link] = []

    def meet(self, entity: Entity) -> Entity:
        """Note an entity of a document as its actor's; answers it with the key it is known by."""
        known = self.known.get(key(entity.name))
        own = KNOWN + (key(known.name) if known else self.keys[entity.name])
        names: tuple[str, ...] = (known.name, *known.spellings) if known else (entity.name,)
        kind = known.kind if known and known.kind != "unknown" else entity.kind
        actor = Actor(id=actor_id(own), name=names[0], kind=kind, key=own, names=names)
        self.actors.setdefault(actor.id, actor)
        self.links.append(Link(entity=entity.id, actor=actor.id, score=1.0, why=WHY, by=FORMAT))
        return Entity(id=entity.id, doc=entity.doc, name=entity.name, key=own, kind=entity.kind)


def _keys(names: Iterable[str]) -> dict[str, str]:
    """A key for each name, each its own: what a coder kept apart stays so, also where the names are nearly one."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(names):
        own = next(k for k in (key(name), plain(name), name.casefold(), name) if k and (k not in taken or k == name))
        taken.add(own)
        found[name] = own
    return found


class _Telling:
    """What was coded in one document."""

    def __init__(self, document: Document, cast: _Cast) -> None:
        self.document = document
        self.cast = cast
        self.units = Utf16(document.text)
        self.entities: dict[tuple[str, str], Entity] = {}
        self.statements: list[Statement] = []
        self.relations: dict[tuple[str, str], Relation] = {}
        self.counts: Counter[str] = Counter()  # statements of the same words, and entities
        self.named: Counter[str] = Counter()

    def statement(self, c: Coding) -> str | None:
        """Note a coded statement; answers its id, or None where it stands nowhere in the document."""
        text, doc = self.document.text, self.document.id
        start, end = (min(self.units.to_points(x), len(text)) for x in (c.start, c.stop))
        if start >= end:
            return None
        span = Span(doc=doc, start=start, end=end, text=text[start:end])
        person = self.entity(c.person, PERSON)
        organization = self.entity(c.organization, ORGANIZATION)
        if person and organization:
            self.relation(person, organization, span)
        speaker = person or organization
        same = words(span.text)
        own = stable_id("s", doc, "statement", [span.text], self.counts[same])
        self.counts[same] += 1
        self.statements.append(
            Statement(
                id=own, doc=doc, source=(), cue=(), content=(span,), speaker=speaker.id if speaker else None,
                kind="indirect", act="assertion", score=1.0, why=f"{WHY}: {c.name} {c.row}", by=HUMAN + c.coder,
            )
        )  # fmt: skip
        return own

    def entity(self, name: str, kind: str) -> Entity | None:
        if not name:
            return None
        if (name, kind) not in self.entities:
            same = words(name)
            own = stable_id("e", self.document.id, "entity", [name], self.named[same])
            self.named[same] += 1
            bare = Entity(id=own, doc=self.document.id, name=name, key=name, kind=kind)
            self.entities[name, kind] = self.cast.meet(bare)
        return self.entities[name, kind]

    def relation(self, person: Entity, organization: Entity, span: Span) -> None:
        """That a person speaks for an organization, on the words of the first statement that says so."""
        if (person.id, organization.id) in self.relations or person.id == organization.id:
            return
        doc = self.document.id
        own = stable_id("t", doc, "relation", [person.id, "part_of", organization.id], 0)
        self.relations[person.id, organization.id] = Relation(
            id=own, subject=person.id, kind="part_of", object=organization.id, evidence=span, by=FORMAT, score=1.0,
            why=WHY,
        )  # fmt: skip

    def reading(self) -> Reading:
        return Reading(
            document=self.document, entities=tuple(self.entities.values()), statements=tuple(self.statements),
            relations=tuple(self.relations.values()),
        )  # fmt: skip


__all__ = ["Made", "made"]
