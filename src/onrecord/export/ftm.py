"""The record as FollowTheMoney entities, one JSON object a line: for Aleph, OpenSanctions' tools and the like.

Actors are Person, Organization, PublicBody, Company or LegalEntity; articles Article; who is named where Mention. An
office in a public body is an Occupancy of a Position, a title in another body a Directorship or Membership, part of
another body a Membership, other relations an UnknownLink. What was said, and each position on an issue, is a Note on
who said it; what happened is an Event. Everything names the article it rests on (`proof`) and leads to the words
(`sourceUrl`). Ids are the record's; those of what the record has no row for are made of ids of the rows.

Left out: the articles' texts; titles in bodies that are no actor of the record, but for `position` of the person; whom
a statement was said to and who relayed it; statements that a reviewer rejected; events that did not happen, are only
feared or to come; positions that only follow from the words or whose side is not clear, unless they are asked for;
scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.export.called import called
from onrecord.export.ftm_actors import Actors, Entity, entity
from onrecord.export.ftm_schemata import LANGUAGES, schema_of
from onrecord.export.permalinks import Permalinks, place
from onrecord.export.sides import sides
from onrecord.export.source import Source
from onrecord.export.tables import line
from onrecord.export.wording import web_address
from onrecord.model import Span
from onrecord.output import encodable, replacing
from onrecord.store.event_rows import EventRow
from onrecord.store.position_rows import PositionRow
from onrecord.store.rows import DocumentRef, DocumentView, Said
from onrecord.store.timeline_order import precision


def write(source: Source, path: Path, *, implied: bool = False, unclear: bool = False) -> dict[Path, int]:
    """Write the entities; gives their number."""
    count = 0
    with replacing(path) as out:
        for made in _entities(source, implied=implied, unclear=unclear):
            out.write(line(made))
            count += 1
    return {path: count}


def _entities(source: Source, *, implied: bool, unclear: bool) -> Iterator[Entity]:
    known = called(source.actors())
    schemata = {
        v.actor.id: schema_of(v.actor.kind, [v.actor.name, *(n.name for n in v.names)]) for v in source.actors()
    }
    maker = _Maker(links=Permalinks(source.text), actors=schemata)
    yield from map(_article, source.documents())
    actors = Actors(schemata=schemata, known=known)
    for view in source.actors():
        yield from actors.entities(view)
    yield from map(maker.statement, source.statements())
    yield from map(maker.position, sides(source, implied=implied, unclear=unclear))
    yield from map(maker.event, source.events(status="happened"))


def _article(view: DocumentView) -> Entity:
    ref = view.document
    return entity(
        ref.id,
        "Article",
        title=[ref.title or ""],
        fileName=[ref.file],
        author=[view.byline or ""],
        publishedAt=[ref.published],
        publisher=[ref.outlet or ""],
        sourceUrl=[web_address(ref.url) or ""],
        language=[LANGUAGES.get((view.language or "").partition("-")[0], "")],
        encoding=[view.encoding or ""],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """Entities of what articles tell. `actors` are the schemata of the actors that are written, by id."""

    links: Permalinks
    actors: Mapping[str, str]

    def statement(self, said: Said) -> Entity:
        who = said.speaker.name if said.speaker else " ".join(s.text for s in said.source) or "Somebody not named"
        return entity(
            said.id,
            "Note",
            name=[f"{who}: {said.act}"],
            entity=self._known([said.speaker.id] if said.speaker else []),
            description=[said.quote],
            createdAt=[_when(said)],
            keywords=[said.kind, said.act],
            **self._rests_on(said.document, said.content),
        )

    def position(self, row: PositionRow) -> Entity:
        who = row.actor.name if row.actor else "Somebody not named"
        condition = " ... ".join(s.text for s in row.condition)
        return entity(
            row.id,
            "Note",
            name=[f"{who}: {row.stance}: {row.issue}"],
            entity=[*self._known([row.actor.id] if row.actor else []), row.said.id],
            summary=[f"on condition: {condition}" if condition else ""],
            description=[row.said.quote],
            createdAt=[_when(row.said)],
            keywords=[row.issue, row.stance, row.strength],
            **self._rests_on(row.document, row.said.content),
        )

    def event(self, row: EventRow) -> Entity:
        best = row.best
        parts = [p.actor.id for p in (*best.actors, *best.recipients) if p.actor]
        same = row.since == row.until
        where = best.place
        told = self._rests_on(best.document, [best.evidence])
        told["proof"] = [best.document.id, *(r.document.id for r in row.reports)]
        return entity(
            row.id,
            "Event",
            name=[f"{best.type}: {best.trigger.text}"],
            summary=[best.quote],
            keywords=[best.type, best.mode or "", *best.contexts],
            involved=self._known(parts),
            date=[row.since if same else None],
            startDate=[None if same else row.since],
            endDate=[None if same else row.until],
            location=[where.name if where else ""],
            country=[(where.country or "").lower() if where else ""],
            **told,
        )

    def _known(self, ids: Iterable[str]) -> list[str]:
        return [own for own in ids if own in self.actors]

    def _rests_on(self, document: DocumentRef, spans: Sequence[Span]) -> dict[str, list[str]]:
        page = self.links.page(document, spans)
        return {
            "proof": [document.id],
            "publisher": [document.outlet or ""],
            "sourceUrl": [page],
            "notes": [] if page else [encodable(place(document.file, spans))],
        }


def _when(said: Said) -> str:
    """The day, month or year in which it was said; of a stretch of days the first; else the day of publication."""
    if said.said_since is None:
        return str(said.document.published or "")
    letters = {"month": 7, "year": 4}.get(precision(said.said_since, said.said_until), 10)
    return said.said_since.isoformat()[:letters]
