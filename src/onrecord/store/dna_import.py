"""Taking in a file of DNA: its documents, and what people coded in them, as rows that no machine replaces.

All of it is written in one transaction. A file is known by the place it lies at: the same one again brings what
changed in it, and a document whose coding changed is put in the place of what was there. Statements keep the name of
their coder (`by`), and each position is a judgement of the coder's. All rows of the file are kept as they were
(`dna_row`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.dna.coding import Coding, Parts, codings
from onrecord.dna.tables import TABLES, DnaFile
from onrecord.errors import UsageError
from onrecord.model import Document, Statement
from onrecord.project import Project
from onrecord.store import append as appending
from onrecord.store import dna_readings, issues, position_standing
from onrecord.store.anchor import CONTEXT
from onrecord.store.dna_readings import Made
from onrecord.store.dna_rows import Imported
from onrecord.store.encode import dump, utc
from onrecord.store.encode_positions import position_id
from onrecord.store.issues import Known
from onrecord.store.position_facts import EXPLICIT
from onrecord.store.put import next_number, put
from onrecord.store.schema import (
    dna_coding,
    dna_document,
    dna_file,
    dna_row,
    document,
    judgement,
    position,
    run,
    statement,
)
from onrecord.vocabulary import HUMAN

if TYPE_CHECKING:
    from onrecord.store.db import Store

NOBODY = "coder"  # who judged, where a coder has no name


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file to take in: where it lies (which it is known by), what it is called, the hash of its bytes."""

    place: str
    name: str
    sha: str
    file: DnaFile
    parts: Parts = field(default_factory=Parts)


def take_in(store: Store, given: Given, project: Project, at: datetime | None = None) -> Imported:
    """Write what a file holds. The same file again changes nothing. Raises UsageError for parts that are not there."""
    when = at or datetime.now(UTC)
    coded = list(codings(given.file, given.parts))
    if project.issues:  # so that a concept of that name is the project's issue
        issues.note(store, project.issues)
    with store.write() as conn:
        given = _known(conn, given)
        made = dna_readings.made(given.file, coded, given.place, given.name, project)
        done = _append(conn, given, made, project, when)
        number = _note_file(conn, given, when)
        concepts = {c.concept for c in coded if c.concept and c.row in made.said}
        before = {k.issue.name for k in issues.known(conn)}
        called = issues.ensure(conn, sorted(concepts))
        _write_positions(conn, given, coded, made, called, when)
        _note_rows(conn, number, given.file, coded, made, called)
    named = {k.issue.name for k in called.values()}
    types = {r["ID"]: str(r["Label"]) for r in given.file["STATEMENTTYPES"]}
    read = {c.row for c in coded}
    kept = Counter(types.get(r["StatementTypeId"], "") for r in given.file["STATEMENTS"] if r["ID"] not in read)
    return Imported(
        file=given.name, documents=len(made.readings), added=done.added, renewed=done.renewed + done.updated,
        statements=len(made.said), positions=sum(bool(c.concept) for c in coded if c.row in made.said),
        issues=tuple(sorted(named - before)), coders=dict(sorted(Counter(c.coder for c in coded).items())),
        kept=dict(sorted(kept.items())), notes=(*made.notes, *_ignored(given.file)),
    )  # fmt: skip


def _ignored(file: DnaFile) -> list[str]:
    return [f"the table {name} is none of DNA's: left out" for name in file.ignored]


def _known(conn: sa.Connection, given: Given) -> Given:
    """A file of the very same bytes that lies elsewhere now is the one that was taken in before."""
    f = dna_file.c
    if conn.scalar(sa.select(f.n).where(f.place == given.place)) is None:
        row = conn.execute(sa.select(f.place, f.name).where(f.sha == given.sha).order_by(f.n)).first()
        if row is not None:
            return Given(place=row.place, name=row.name, sha=given.sha, file=given.file, parts=given.parts)
    return given


# ---------------------------------------------------------------------------- documents and statements


def _append(conn: sa.Connection, given: Given, made: Made, project: Project, when: datetime) -> appending.Appended:
    """The documents, as read by a run whose version is the file: one of other bytes is read anew."""
    versions = {"dna": given.sha, "parts": dump(asdict(given.parts)), "known": dump([a.name for a in project.actors])}
    values = {"started": utc(when), "project_sha": "dna", "versions": dump(versions), "counts": "{}"}
    number = conn.execute(sa.insert(run).values(values)).inserted_primary_key
    own = int(number[0]) if number else 0
    done = appending.append(conn, own, made.readings, (), made.actors, made.links)
    if done.refused:
        raise UsageError(f"{given.name}: {done.refused[0].file}: {done.refused[0].detail}")
    counts = {"added": done.added, "updated": done.updated, "renewed": done.renewed, "unchanged": done.unchanged}
    finished = {"finished": utc(when), "counts": dump({**counts, "statements": done.statements}), "seconds": 0.0}
    conn.execute(sa.update(run).where(run.c.id == own).values(finished))
    return done


# ---------------------------------------------------------------------------- positions


def _write_positions(
    conn: sa.Connection,
    given: Given,
    coded: Sequence[Coding],
    made: Made,
    called: Mapping[str, Known],
    when: datetime,
) -> None:
    """The positions that were coded, and a line of the log for each that its coder did not say here before."""
    numbers = _numbers(conn, made)
    rows, judged = [], []
    n = next_number(conn, position)
    there = _there(conn, {called[c.concept].n for c in coded if c.concept in called})
    for c in coded:
        said = made.said.get(c.row)
        if said is None or not c.concept or said not in numbers:
            continue
        on, (number, at) = called[c.concept], numbers[said]
        own = position_id(said, on.issue.name)
        judged.append((own, number, at, on, c))
        if (number, on.n) not in there:
            there.add((number, on.n))
            why = f"coded in {given.name}, statement {c.row}"
            row = (n, own, at, number, on.n, c.stance, EXPLICIT, None, 1.0, why, "", 0, HUMAN + c.coder, b"")
            rows.append(row)
            n += 1
    put(conn, position, rows)
    _judge(conn, given, made, judged, when)


def _numbers(conn: sa.Connection, made: Made) -> dict[str, tuple[int, int]]:
    """The numbers of the statements and of their documents, by the statements' ids; of current documents."""
    found: dict[str, tuple[int, int]] = {}
    query = sa.select(statement.c.id, statement.c.n, statement.c.document).join(
        document, document.c.n == statement.c.document
    )
    for reading in made.readings:
        here = query.where(document.c.id == reading.document.id, document.c.superseded_by.is_(None))
        found.update((r.id, (r.n, r.document)) for r in conn.execute(here))
    return found


def _there(conn: sa.Connection, on: set[int]) -> set[tuple[int, int]]:
    p = position.c
    return {(r.statement, r.issue) for r in conn.execute(sa.select(p.statement, p.issue).where(p.issue.in_(on)))}


def _judge(
    conn: sa.Connection,
    given: Given,
    made: Made,
    judged: Sequence[tuple[str, int, int, Known, Coding]],
    when: datetime,
) -> None:
    logged = _logged(conn)
    shown = {s.id: (r.document, s) for r in made.readings for s in r.statements}
    last = int(conn.scalar(sa.select(sa.func.max(judgement.c.id))) or 0)
    rows: list[dict[str, Any]] = []
    for own, number, at, on, c in judged:
        who = c.coder or NOBODY
        if logged.get((own, who)) == c.stance:
            continue
        logged[own, who] = c.stance
        line = {
            "id": last + len(rows) + 1, "target": own, "verdict": "accept", "change": "{}", "who": who,
            "note": f"coded in {given.name}, statement {c.row}", "at": utc(when),
            "snapshot": _snapshot(*shown[made.said[c.row]], c.stance), "state": "attached", "side_of": number,
            "issue": on.issue.name, "document": at,
        }  # fmt: skip
        rows.append(line)
    put(conn, judgement, [tuple(line.get(column.name) for column in judgement.columns) for line in rows])
    position_standing.derive(conn, {number for _, number, *_ in judged})


def _snapshot(article: Document, said: Statement, stance: str) -> str:
    """`anchor.snapshot_position` of a statement that was just read."""
    (span,) = said.content
    return dump(
        {
            "document": article.id,
            "key": article.key,
            "location": article.location,
            "quotes": [span.text],
            "source": "",
            "before": article.text[max(0, span.start - CONTEXT) : span.start],
            "after": article.text[span.end : span.end + CONTEXT],
            "statement": said.id,
            "stance": stance,
            "strength": EXPLICIT,
        }
    )


def _logged(conn: sa.Connection) -> dict[tuple[str, str], str]:
    """What each person last accepted of each position, undone or not."""
    j = judgement.c
    query = sa.select(judgement).where(j.issue.is_not(None), j.verdict == "accept").order_by(j.id)
    return {(r.target, r.who): position_standing.says(r)[0] for r in conn.execute(query)}


# ---------------------------------------------------------------------------- the file as it was


def _note_file(conn: sa.Connection, given: Given, when: datetime) -> int:
    f = dna_file.c
    values = {"name": given.name, "sha": given.sha, "parts": dump(asdict(given.parts))}
    before = conn.scalar(sa.select(f.n).where(f.place == given.place))
    if before is not None:
        conn.execute(sa.update(dna_file).where(f.n == before).values(values))
        for table in (dna_row, dna_document, dna_coding):
            conn.execute(sa.delete(table).where(table.c.file == before))
        return int(before)
    number = next_number(conn, dna_file)
    put(conn, dna_file, [(number, given.place, given.name, given.sha, values["parts"], utc(when))])
    return number


def _note_rows(
    conn: sa.Connection, number: int, file: DnaFile, coded: Sequence[Coding], made: Made, called: Mapping[str, Known]
) -> None:
    rows = [(number, name, i, dump(dict(row))) for name in TABLES for i, row in enumerate(file[name])]
    put(conn, dna_row, rows)
    put(conn, dna_document, [(number, row, doc) for row, doc in made.documents.items()])
    put(
        conn,
        dna_coding,
        [
            (
                number, c.row, made.said[c.row], called[c.concept].issue.name if c.concept else None, c.coder, c.person,
                c.organization, c.agreement, c.position, c.stance,
            )
            for c in coded
            if c.row in made.said
        ],
    )  # fmt: skip


def settled(store: Store, project: Project, tell: Any = None) -> None:
    """Compare the documents that came with those that were there, and read these with the concepts that came."""
    from onrecord.store import positions_reading, shared

    shared.settle(store, tell)
    with store.read() as conn:
        waits = any(positions_reading.waiting(conn).values())
    if waits:
        positions_reading.settle(store, project.side, tell)


__all__ = ["Given", "settled", "take_in"]
