"""Taking in what another coder judged, from a record of the same articles.

Every line comes in once, with its author, time and note, undone ones too. Of a statement, an event or a position that
both judged differently what was judged here stands: the other's lines are kept beside (`merged`) until a person judges
it anew. Articles are the same by their id, else by their text; what was judged is found there by its words.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.project import Project
from onrecord.store import dna_import, event_standing, issues, merge_places, naming, position_standing
from onrecord.store.address import Place
from onrecord.store.anchor import snapshot, snapshot_event
from onrecord.store.dna_codings import kept
from onrecord.store.encode import dump, moment, utc
from onrecord.store.encode_positions import issue_cells
from onrecord.store.judging import ADD, UNSURE, counting
from onrecord.store.merge_conflicts import ACTOR, EVENT, POSITION, STATEMENT, about, conflicts, contrary, outcome
from onrecord.store.merge_places import Homes, Line, Placed, hashed
from onrecord.store.merge_rows import Merged
from onrecord.store.schema import dna_file, document, issue, judgement, merged
from onrecord.store.standing import derive_in

if TYPE_CHECKING:
    from onrecord.store.db import Store


def merge(store: Store, other: Place, project: Project, at: datetime | None = None) -> Merged:
    """Bring the judgements of the record at `other` in. Doing it again changes nothing.

    Raises NotFound or RecordError for what is no record, UsageError for this record itself and for one that has none
    of its articles.
    """
    from onrecord.store.db import Store as Opened

    when = at or datetime.now(UTC)
    if _itself(store.path, other):
        raise UsageError(f"{other}: this is the record itself; name the other coder's")
    with Opened.open(other) as there:
        _check_same(store, there)
        files = tuple(_take_files(store, there, project))
        with there.read() as conn:
            lines, wordings = list(merge_places.lines(conn)), {k.issue.name: k.issue for k in issues.known(conn)}
    with store.write() as conn:
        came = _ensure_issues(conn, lines, wordings)
        done = _take_lines(conn, lines, other.name, when)
        documents = _shared(conn, lines)
    dna_import.settled(store, project)
    return Merged(
        record=other.name, documents=documents, lines=len(lines), files=files, issues=came,
        conflicts=tuple(conflicts(store)), **done,
    )  # fmt: skip


def _itself(own: Place, other: Place) -> bool:
    if isinstance(own, Path) and isinstance(other, Path):
        return other.exists() and other.samefile(own)
    return own == other


# ---------------------------------------------------------------------------- the other record


def _check_same(store: Store, there: Store) -> None:
    """Raises UsageError where the two have no article in common."""
    d = document.c
    query = sa.select(d.id, d.text_sha).where(d.superseded_by.is_(None))
    with store.read() as conn:
        mine = conn.execute(query).all()
    with there.read() as conn:
        theirs = conn.execute(query).all()
    ids, texts = {r.id for r in mine}, {r.text_sha for r in mine}
    if not any(r.id in ids or r.text_sha in texts for r in theirs):
        raise UsageError(
            f"{there.path}: a record of other articles: none of its {len(theirs)} documents is among the {len(mine)} "
            f"of {store.path}; add the same articles to both, or name another record"
        )


def _take_files(store: Store, there: Store, project: Project) -> Iterator[str]:
    """Take in the hand-coded files that the other record holds and this one does not."""
    f = dna_file
    with store.read() as conn:
        mine = set(conn.scalars(sa.select(f.c.sha))) | set(conn.scalars(sa.select(f.c.place)))
    with there.read() as conn:
        rows = conn.execute(sa.select(f).order_by(f.c.n)).all()
    for row, one in zip(rows, kept(there), strict=True):
        if row.sha in mine or row.place in mine:
            continue
        given = dna_import.Given(place=row.place, name=row.name, sha=row.sha, file=one.file, parts=one.parts)
        dna_import.take_in(store, given, project, moment(row.at))
        yield row.name


def _ensure_issues(conn: sa.Connection, lines: Sequence[Line], wordings: Mapping[str, Any]) -> tuple[str, ...]:
    """The issues that lines judge and this record lacks become its own, as the other record words them."""
    there = {k.issue.name for k in issues.known(conn)}
    missing = sorted({x.row.issue for x in lines if x.on == POSITION and x.row.issue in wordings} - there)
    for name, known in issues.ensure(conn, missing).items():
        if known.issue.name == name:
            cells = issue_cells(wordings[name]) | {"parent": ""}
            conn.execute(sa.update(issue).where(issue.c.n == known.n).values(cells))
    return tuple(missing)


def _shared(conn: sa.Connection, lines: Sequence[Line]) -> int:
    homes = Homes(conn, lines)
    return len({n for x in lines if x.document and (n := homes.of(x)) is not None})


# ---------------------------------------------------------------------------- lines


def _take_lines(conn: sa.Connection, lines: Sequence[Line], record: str, when: datetime) -> dict[str, int]:
    homes = Homes(conn, lines)
    here = _here(conn)
    fresh = [x for x in lines if x.key not in here]
    placed = [p for x in fresh if (p := homes.placed(x)) is not None]
    waiting = _contradicting(conn, placed, lines, homes)
    last = int(conn.scalar(sa.select(sa.func.max(judgement.c.id))) or 0)
    touched: dict[str, set[int]] = defaultdict(set)
    actors: list[int] = []
    for p in placed:
        cells = _cells(conn, p)
        number = None
        if p.line.key not in waiting:
            made = conn.execute(sa.insert(judgement).values(cells)).inserted_primary_key
            number = int(made[0]) if made else 0
            touched[p.line.on].update(_touches(p.line.on, p.n, p.document))
            if p.line.on == ACTOR:
                actors.append(number)
        row = {
            "line": p.line.key, "record": record, "at": utc(when), "target": p.target, "judgement": number,
            "last": last, "cells": dump(cells),
        }  # fmt: skip
        conn.execute(sa.insert(merged).values(row))
    taken_back = _take_back(conn, lines, here, touched, actors)
    _derive(conn, touched, actors)
    return {
        "taken": len(placed) - len(waiting), "already": len(lines) - len(fresh), "elsewhere": len(fresh) - len(placed),
        "undone": taken_back,
    }  # fmt: skip


def _here(conn: sa.Connection) -> dict[str, int | None]:
    """The lines that this record has, by hash: the number of the judgement, or None where it waits."""
    own: dict[str, int | None] = {hashed(row, about(row)): row.id for row in conn.execute(sa.select(judgement))}
    came = conn.execute(sa.select(merged.c.line, merged.c.judgement))
    return own | {row.line: row.judgement for row in came}


def _take_back(
    conn: sa.Connection,
    lines: Sequence[Line],
    here: Mapping[str, int | None],
    touched: dict[str, set[int]],
    actors: list[int],
) -> int:
    """Undo what its author has undone in the other record since it came in. Answers how many."""
    count = 0
    for line in lines:
        if line.row.undone_at is None or line.key not in here:
            continue
        number = here[line.key]
        if number is None:
            cells = json.loads(conn.scalars(sa.select(merged.c.cells).where(merged.c.line == line.key)).one())
            told = dump({**cells, "undone_at": line.row.undone_at})
            conn.execute(sa.update(merged).where(merged.c.line == line.key).values(cells=told))
            continue
        row = conn.execute(sa.select(judgement).where(judgement.c.id == number)).one()
        if row.undone_at is None:
            conn.execute(sa.update(judgement).where(judgement.c.id == number).values(undone_at=line.row.undone_at))
            stands = row.event if line.on == EVENT else row.side_of
            touched[line.on].update(_touches(line.on, stands, row.document))
            if line.on == ACTOR:
                actors.append(number)
            count += 1
    return count


def _touches(on: str, n: int | None, document: int | None) -> set[int]:
    """What is derived anew: of statements their documents, of others the rows."""
    touched = document if on == STATEMENT else n
    return set() if touched is None else {touched}


def _cells(conn: sa.Connection, p: Placed) -> dict[str, Any]:
    """A line of the other's log as one of this record's."""
    row = p.line.row
    shown = p.line.shown
    names = ("verdict", "change", "who", "note", "at", "undone_at", "score", "by", "role")
    cells = {x: row._mapping[x] for x in names}
    cells |= {"target": p.target, "snapshot": row.snapshot, "state": "attached"}
    if p.line.on == ACTOR:
        return cells
    cells["document"] = p.document
    if p.line.on == EVENT and p.n is not None:
        return cells | {"event": p.n, "snapshot": snapshot_event(conn, p.n)}
    kept = dict(shown) if p.n is None else json.loads(snapshot(conn, p.n))
    if p.line.on == STATEMENT:
        words = {"words": shown["words"]} if "words" in shown else {}
        return cells | {"statement": p.n, "snapshot": dump({**kept, **words})}
    seen = {"statement": p.own, "stance": shown["stance"], "strength": shown["strength"]}
    return cells | {"side_of": p.n, "issue": row.issue, "snapshot": dump({**kept, **seen})}


def _derive(conn: sa.Connection, touched: Mapping[str, set[int]], actors: Sequence[int]) -> None:
    """Put what came to work."""
    from onrecord.store import actor_log

    credited = derive_in(conn, touched[STATEMENT]) | event_standing.derive(conn, touched[EVENT])
    naming.refresh(conn, credited)
    position_standing.derive(conn, touched[POSITION])
    ruled = judgement.c.id.in_(actors), judgement.c.verdict != UNSURE
    for number in conn.scalars(sa.select(judgement.c.id).where(*ruled).order_by(judgement.c.id)).all():
        actor_log.settle(conn, number)


# ---------------------------------------------------------------------------- contradictions


def _contradicting(conn: sa.Connection, placed: Sequence[Placed], lines: Sequence[Line], homes: Homes) -> set[str]:
    """The lines that are not undone and whose outcome is another than what stands here."""
    by_target: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for line in lines:  # all that the other says, also what came in before: corrections add up
        if line.on != ACTOR and line.row.undone_at is None and (p := homes.placed(line)) is not None:
            by_target[line.on, p.target].append(line.row)
    waiting: set[str] = set()
    for p in placed:
        if p.line.row.undone_at is not None or p.line.row.verdict in (UNSURE, ADD):
            continue
        if p.line.on == ACTOR:
            if contrary(conn, p.line.row):
                waiting.add(p.line.key)
            continue
        mine = counting(_alive(conn, p))
        theirs = counting(by_target[p.line.on, p.target])
        if mine and outcome(p.line.on, mine) != outcome(p.line.on, theirs):
            waiting.add(p.line.key)
    return waiting


def _alive(conn: sa.Connection, p: Placed) -> Sequence[Any]:
    j = judgement.c
    where = {
        STATEMENT: j.target == p.target if p.n is None else j.statement == p.n,
        EVENT: j.event == p.n,
        POSITION: j.target == p.target if p.n is None else (j.side_of == p.n) & (j.issue == p.line.row.issue),
    }[p.line.on]
    return conn.execute(sa.select(judgement).where(where, j.undone_at.is_(None)).order_by(j.id)).all()


__all__ = ["merge"]
