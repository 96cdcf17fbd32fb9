"""Writing one batch of documents, whole, inside one transaction.

A document enters once, by its id. One that comes again from another analysis (`renew`) is put in the
place of what was found before. A place (`location`) that shows other bytes than before has a new
version: the old document stays, superseded, unless another place still holds it. A place that shows
an older version again brings that version back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from onrecord.actors.clustering.facts import second_names
from onrecord.model import Actor, Document, Entity, Event, Link, Mention, Reading, Rejected, Statement
from onrecord.store import anchor, clustering, linking, renew, schema, tally, tellings, vacancies
from onrecord.store.encode import (
    alias_row,
    document_row,
    dump,
    entity_row,
    fault,
    mention_row,
    printable,
    relation_row,
    role_row,
    statement_row,
)
from onrecord.store.encode_events import event_row, participant_rows
from onrecord.store.encode_positions import condition_row
from onrecord.store.put import chunks, next_number, put

_RENEW_PLACE = "(location) DO UPDATE SET document = excluded.document, raw_sha = excluded.raw_sha"
_RENEW_REJECT = (
    "(location, file) DO UPDATE SET reason = excluded.reason, detail = excluded.detail,"
    " raw_sha = excluded.raw_sha, run = excluded.run"
    " WHERE (rejected.reason, rejected.detail, rejected.raw_sha)"
    " != (excluded.reason, excluded.detail, excluded.raw_sha)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What one batch did. `statements` are those of new and renewed documents; `refused` the readings that
    contradict themselves, which are among the `rejected`."""

    added: int = 0
    updated: int = 0
    renewed: int = 0
    unchanged: int = 0
    rejected: int = 0
    statements: int = 0
    refused: tuple[Rejected, ...] = ()


@dataclass(slots=True)
class _Place:
    """What lies at a location, as the record knows it."""

    document: int
    raw_sha: str


@dataclass(slots=True)
class _Batch:
    documents: dict[str, int]
    places: dict[str, _Place]
    stale: set[int]  # read by another analysis than this run's
    new: list[tuple[int, Reading]] = field(default_factory=list)
    renewed: list[tuple[int, Reading]] = field(default_factory=list)
    moves: list[tuple[int, int]] = field(default_factory=list)  # superseded document, its successor
    revived: list[int] = field(default_factory=list)
    removed: set[int] = field(default_factory=set)  # by a person, and here again
    changed_places: dict[str, _Place] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    refused: list[Rejected] = field(default_factory=list)


def append(
    conn: sa.Connection,
    run: int,
    readings: Sequence[Reading],
    rejected: Sequence[Rejected],
    actors: Sequence[Actor],
    links: Sequence[Link],
) -> Appended:
    """Write the batch; `conn` must hold the write lock, and the caller commits."""
    batch = _sort(conn, run, readings)
    put(conn, schema.document, [document_row(n, r.document, run) for n, r in batch.new])
    rows = [(place, at.document, at.raw_sha) for place, at in batch.changed_places.items()]
    put(conn, schema.source, rows, on_conflict=_RENEW_PLACE)
    counted = tally.Tally()
    for n in batch.revived:
        _set_superseded(conn, n, None)
    counted.add(tally.of_documents(conn, batch.revived))
    conn.execute(sa.delete(schema.removed).where(schema.removed.c.document.in_(batch.removed)))
    before = renew.clear(conn, run, batch.renewed)
    counted.take(before.printed)
    read = [*batch.new, *batch.renewed]
    entities = _insert(conn, read)
    linking.link_new(conn, read, entities, actors, links)
    counted.add(tally.of_documents(conn, (n for n, _ in read)))
    credited = before.credited
    for n in {*(n for n, _ in batch.renewed), *batch.removed}:
        credited |= anchor.settle(conn, n, before.stood)
    for old, new in batch.moves:
        credited |= _supersede(conn, old, new, counted)
    touched = counted.actors
    tally.apply(conn, counted)
    changed = (*(n for n, _ in read), *batch.revived, *(old for old, _ in batch.moves))
    moved = clustering.settle(conn, touched, before.aliases | linking.aliases(conn, changed), credited)
    if batch.renewed:
        credited = renew.recredit(conn)
        moved |= clustering.settle(conn, credited)
    vacancies.settle(conn, changed, moved)
    _accept_places(conn, readings, batch)
    refused = [*rejected, *batch.refused]
    return Appended(
        added=batch.counts["added"],
        updated=batch.counts["updated"],
        renewed=batch.counts["renewed"],
        unchanged=batch.counts["unchanged"],
        rejected=_reject(conn, run, refused),
        statements=sum(len(r.statements) for _, r in read),
        refused=tuple(batch.refused),
    )


# ---------------------------------------------------------------------------- what is new


def _sort(conn: sa.Connection, run: int, readings: Sequence[Reading]) -> _Batch:
    """Decide for each reading, in order, whether it is new, a new version, analysed anew, or there already."""
    documents = _known_documents(conn, (r.document.id for r in readings))
    places = _known_places(conn, (r.document.location for r in readings))
    held = {p.document for p in places.values()}
    batch = _Batch(documents=documents, places=places, stale=renew.stale(conn, run, {*documents.values(), *held}))
    superseded, removed = _superseded(conn, batch.documents.values())
    n = next_number(conn, schema.document)
    for reading in readings:
        document = reading.document
        problem = fault(reading)
        if problem:
            batch.refused.append(_refusal(document, problem))
            continue
        before = batch.places.get(document.location)
        number = batch.documents.get(document.id)
        same_bytes = before is not None and before.raw_sha == document.raw_sha
        if before is not None and (same_bytes or before.document == number):
            if before.document not in batch.stale:
                batch.counts["unchanged"] += 1
                continue
            if before.document == number:
                batch.counts["renewed"] += 1
                batch.renewed.append((number, reading))
                batch.stale.discard(number)
                continue
        if number is None:
            number, n = n, n + 1
            batch.documents[document.id] = number
            batch.new.append((number, reading))
            batch.counts["renewed" if same_bytes else "updated" if before else "added"] += 1
        else:
            older = number in superseded or (before is not None and not same_bytes)
            anew = same_bytes or number in batch.stale
            back = "added" if number in removed else "updated"
            batch.counts[back if older else "renewed" if anew else "unchanged"] += 1
            if number in batch.stale:
                batch.renewed.append((number, reading))
                batch.stale.discard(number)
            if number in superseded:
                batch.revived.append(number)
                superseded.discard(number)
                batch.removed |= removed & {number}
                removed.discard(number)
        if before is not None:
            batch.moves.append((before.document, number))
        batch.places[document.location] = _Place(number, document.raw_sha)
        batch.changed_places[document.location] = batch.places[document.location]
    return batch


def _refusal(document: Document, problem: str) -> Rejected:
    return Rejected(
        file=document.file,
        location=document.location,
        reason="internal-error",
        detail=f"{problem} (please report this with the file)",
        raw_sha=document.raw_sha,
    )


def _known_documents(conn: sa.Connection, ids: Iterable[str]) -> dict[str, int]:
    d = schema.document.c
    found: dict[str, int] = {}
    for some in chunks(ids):
        found.update((r.id, r.n) for r in conn.execute(sa.select(d.id, d.n).where(d.id.in_(some))))
    return found


def _known_places(conn: sa.Connection, locations: Iterable[str]) -> dict[str, _Place]:
    c = schema.source.c
    found: dict[str, _Place] = {}
    for some in chunks(locations):
        for r in conn.execute(sa.select(schema.source).where(c.location.in_(some))):
            found[r.location] = _Place(r.document, r.raw_sha)
    return found


def _superseded(conn: sa.Connection, numbers: Iterable[int]) -> tuple[set[int], set[int]]:
    """Which of these documents are not current, and which of those a person took out."""
    d = schema.document.c
    found: dict[int, int] = {}
    for some in chunks(numbers):
        query = sa.select(d.n, d.superseded_by).where(d.n.in_(some), d.superseded_by.is_not(None))
        found.update((row.n, row.superseded_by) for row in conn.execute(query))
    return set(found), {n for n, by in found.items() if n == by}


# ---------------------------------------------------------------------------- rows


def _insert(conn: sa.Connection, new: Sequence[tuple[int, Reading]]) -> dict[str, int]:
    """Write all that was found in these documents. Answers the numbers of their entities, by id."""
    first = next_number(conn, schema.entity)
    owned: list[tuple[int, Entity]] = [(n, e) for n, r in new for e in r.entities]
    put(conn, schema.entity, [entity_row(i, e, n) for i, (n, e) in enumerate(owned, first)])
    numbers = {e.id: i for i, (_, e) in enumerate(owned, first)}
    mentions: list[tuple[int, Mention]] = [(n, m) for n, r in new for m in r.mentions]
    put(
        conn,
        schema.mention,
        [
            mention_row(i, m, n, None if m.entity is None else numbers[m.entity])
            for i, (n, m) in enumerate(mentions, next_number(conn, schema.mention))
        ],
    )
    roles = [(n, x) for n, r in new for x in r.roles]
    first_role = next_number(conn, schema.role)
    put(conn, schema.role, [role_row(i, x, n, numbers[x.entity]) for i, (n, x) in enumerate(roles, first_role)])
    relations = [(n, x) for n, r in new for x in r.relations]
    first_relation = next_number(conn, schema.relation)
    put(
        conn,
        schema.relation,
        [
            relation_row(i, x, n, numbers[x.subject], numbers[x.object])
            for i, (n, x) in enumerate(relations, first_relation)
        ],
    )
    second = [(n, x) for n, r in new for x in second_names(r)]
    first_alias = next_number(conn, schema.alias)
    put(conn, schema.alias, [alias_row(i, x, n, numbers[x.entity]) for i, (n, x) in enumerate(second, first_alias)])
    _insert_origins(conn, new)
    said = [(n, s, r.document.published) for n, r in new for s in r.statements]
    spoken = _insert_statements(conn, said, numbers)
    _insert_events(conn, [(n, e, r.document.published) for n, r in new for e in r.events], numbers, spoken)
    found = enumerate(((n, c) for n, r in new for c in r.conditions), next_number(conn, schema.condition))
    put(conn, schema.condition, [condition_row(i, c, n, spoken[c.statement][0]) for i, (n, c) in found])
    return numbers


def _insert_origins(conn: sa.Connection, new: Sequence[tuple[int, Reading]]) -> None:
    """The way back to the text as read, and the bytes where they are kept."""
    runs = [(n, dump(r.document.offsets)) for n, r in new if r.document.offsets or r.document.format == "html"]
    put(conn, schema.raw_offset, runs)
    kept = [(r.document.raw_sha, "zlib", r.raw) for _, r in new if r.raw is not None]
    put(conn, schema.raw, kept, on_conflict="(sha) DO NOTHING")


def _insert_statements(
    conn: sa.Connection, said: Sequence[tuple[int, Statement, date | None]], entities: dict[str, int]
) -> dict[str, tuple[int, str | None]]:
    """Answers the numbers of the statements, by id, with the day on which each was said where the text tells."""
    rows, vias = [], []
    numbers: dict[str, tuple[int, str | None]] = {}
    for i, (n, s, published) in enumerate(said, next_number(conn, schema.statement)):
        speaker = None if s.speaker is None else entities[s.speaker]
        addressee = None if s.addressee is None else entities[s.addressee]
        rows.append(statement_row(i, s, n, speaker, addressee, published))
        vias += [(i, place, entities[v]) for place, v in enumerate(s.via)]
        numbers[s.id] = i, s.said.since.isoformat() if s.said else None
    put(conn, schema.statement, rows)
    put(conn, schema.via, vias)
    return numbers


def _insert_events(
    conn: sa.Connection,
    found: Sequence[tuple[int, Event, date | None]],
    entities: dict[str, int],
    statements: dict[str, tuple[int, str | None]],
) -> None:
    rows: list[tuple[Any, ...]] = []
    who: list[tuple[Any, ...]] = []
    for i, (n, e, published) in enumerate(found, next_number(conn, schema.event)):
        act_of, said = statements[e.act_of] if e.act_of else (None, None)
        within = statements[e.within][0] if e.within else None
        rows.append(event_row(i, e, n, act_of, within, published, said))
        who += participant_rows(i, e, entities)
    put(conn, schema.event, rows)
    put(conn, schema.event_participant, who)


# ---------------------------------------------------------------------------- versions


def _supersede(conn: sa.Connection, old: int, new: int, counted: tally.Tally) -> set[int]:
    """Put the new version in the old one's place. Answers the actors whom moved judgements credit."""
    if conn.scalar(sa.select(sa.func.count()).where(schema.source.c.document == old)):
        return set()  # another place still holds the old version
    _set_superseded(conn, old, new)
    counted.take(tally.of_documents(conn, [old]))
    return anchor.move(conn, old, new)


def _set_superseded(conn: sa.Connection, n: int, by: int | None) -> None:
    conn.execute(sa.update(schema.document).where(schema.document.c.n == n).values(superseded_by=by))
    tellings.moved(conn, [n])


# ---------------------------------------------------------------------------- rejects


def _accept_places(conn: sa.Connection, readings: Sequence[Reading], batch: _Batch) -> None:
    """A place that reads now is no longer among the rejected."""
    c = schema.rejected.c
    refused = {r.location for r in batch.refused}
    locations = {r.document.location for r in readings} - refused
    for some in chunks(sorted(map(printable, locations))):
        conn.execute(sa.delete(schema.rejected).where(c.location.in_(some)))


def _reject(conn: sa.Connection, run: int, rejected: Sequence[Rejected]) -> int:
    """Note the rejects; one that stood there already for the same reason keeps its first run. Answers how many."""
    rows = {
        (printable(r.location), printable(r.file)): (printable(r.reason), printable(r.detail), r.raw_sha)
        for r in rejected
    }
    n = next_number(conn, schema.rejected)
    values = [(n + i, *place, *why, run) for i, (place, why) in enumerate(sorted(rows.items()))]
    put(conn, schema.rejected, values, on_conflict=_RENEW_REJECT)
    return len(rows)
