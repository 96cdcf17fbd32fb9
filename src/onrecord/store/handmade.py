"""Statements in words that a person set: made of the log, as what stands is, and never told apart by any question.

    renew(conn, documents)   make those of these documents anew

Where a person corrected the words of a machine's statement, that one stays as it is but is left out of every answer, as
a rejected one is (`standing`), and a row of the person's takes its place; where a person added a statement it is a row
of its own. The log is all they are made of: a judgement that is undone takes its row along. When an article is read
anew they are found again by their words; where these are gone the judgement is orphaned.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from onrecord.span import stable_id
from onrecord.store import handmade_rows, handmade_words, position_standing
from onrecord.store.handmade_words import Placed
from onrecord.store.judging import ADD, stands
from onrecord.store.put import chunks
from onrecord.store.schema import document, handmade, judgement, statement

_AT_ONCE = 50  # documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A judgement on a statement that is not undone. `kept` is its snapshot, `words` what it says the words are."""

    row: Any
    kept: Mapping[str, Any]

    @property
    def words(self) -> Mapping[str, Any] | None:
        found: Mapping[str, Any] | None = self.kept.get("words")
        return found

    @property
    def on_handmade(self) -> bool:
        """Whether what was judged is a statement of a person's."""
        return self.row.verdict == ADD or "person" in self.kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A person's statement that the log asks for: by which line, in the place of which row, and where its words are."""

    id: str
    line: Line
    replaces: int | None
    words: Mapping[str, Any]
    placed: Placed


def own_id(target: str) -> str:
    """The id of the row that takes the place of the statement of this id."""
    return stable_id("s", target, "in a person's words", (), 0)


@dataclass(slots=True)
class Reworded:
    """What making people's statements anew changed: the documents, and the numbers of rows that are gone."""

    documents: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)


def renew(conn: sa.Connection, documents: Iterable[int]) -> Reworded:
    """Make the statements of people in these documents those that the log asks for."""
    done = Reworded()
    for some in chunks(sorted(set(documents)), _AT_ONCE):
        lines = _lines(conn, some)
        there = _there(conn, some)
        if not there and not any(x.words for mine in lines.values() for x in mine):
            continue
        current = conn.execute(
            sa.select(document).where(document.c.n.in_(some), document.c.superseded_by.is_(None))
        ).all()
        wanted = {d.n: list(_wanted(lines[d.n], d.text)) for d in current}
        sides = _drop(conn, there, {(n, w.id) for n, mine in wanted.items() for w in mine}, done)
        for d in current:
            if handmade_rows.write(conn, d, wanted[d.n]):
                done.documents.add(d.n)
            _note_states(conn, d, lines[d.n], wanted[d.n])
            sides |= _carry_sides(conn, d.n, wanted[d.n])
        position_standing.derive(conn, sides)
    return done


def _lines(conn: sa.Connection, documents: Sequence[int]) -> dict[int, list[Line]]:
    """The judgements on statements of these documents that are not undone, by document, oldest first."""
    j = judgement.c
    query = sa.select(judgement).where(j.document.in_(documents), j.undone_at.is_(None), j.issue.is_(None))
    found: defaultdict[int, list[Line]] = defaultdict(list)
    for row in conn.execute(query.where(j.event.is_(None)).order_by(j.id)):
        kept = json.loads(row.snapshot)
        if "event" not in kept:
            found[row.document].append(Line(row=row, kept=kept))
    return found


def _there(conn: sa.Connection, documents: Sequence[int]) -> Sequence[Any]:
    query = sa.select(handmade, statement.c.id, statement.c.document).join(
        statement, statement.c.n == handmade.c.statement
    )
    return conn.execute(query.where(statement.c.document.in_(documents)).order_by(handmade.c.statement)).all()


def _wanted(lines: Sequence[Line], text: str) -> Iterator[Wanted]:
    """The rows that these lines ask for, each place once: first those that replace a row."""
    taken: set[tuple[Any, ...]] = set()
    for one in (*_corrected(lines, text), *_added(lines, text)):
        if one.placed.content not in taken:
            taken.add(one.placed.content)
            yield one


def _corrected(lines: Sequence[Line], text: str) -> Iterator[Wanted]:
    """Of each statement of the machine's that was corrected in its words, found today or not."""
    groups: defaultdict[Any, list[Line]] = defaultdict(list)
    for x in lines:
        if not x.on_handmade:
            groups[x.row.statement or x.row.target].append(x)
    for mine in groups.values():
        line = _counts(mine)
        if line is not None and line.words is not None and (at := handmade_words.placed(text, line.words)):
            own = own_id(line.row.target)
            yield Wanted(id=own, line=line, replaces=line.row.statement, words=line.words, placed=at)


def _added(lines: Sequence[Line], text: str) -> Iterator[Wanted]:
    """Of each statement that was added, as it was corrected last."""
    for x in lines:
        if x.row.verdict != ADD:
            continue
        later = [y for y in lines if y.row.target == x.row.target and y.words is not None]
        line = _counts(later) or x
        words = line.words or {}
        if at := handmade_words.placed(text, words):
            yield Wanted(id=x.row.target, line=line, replaces=None, words=words, placed=at)


def _counts(lines: Sequence[Line]) -> Line | None:
    row = stands([x.row for x in lines])
    return next((x for x in lines if x.row is row), None)


def _drop(conn: sa.Connection, there: Sequence[Any], wanted: set[tuple[int, str]], done: Reworded) -> set[int]:
    """Take out the rows that nothing asks for any more; what was judged of their positions goes back to the machine's
    row, and what was judged of them waits until they are there again. Answers the rows that have positions back."""
    gone = [r for r in there if (r.document, r.id) not in wanted]
    back: set[int] = set()
    j = judgement.c
    for r in gone:
        state = "moved" if r.replaces is not None else "orphaned"
        sides = conn.execute(
            sa.update(judgement).where(j.side_of == r.statement).values(side_of=r.replaces, state=state)
        )
        if sides.rowcount and r.replaces is not None:
            back.add(r.replaces)
        conn.execute(sa.update(judgement).where(j.statement == r.statement).values(statement=None, state="orphaned"))
        done.documents.add(r.document)
        done.gone.add(r.statement)
    handmade_rows.take_out(conn, [r.statement for r in gone])
    return back


def _note_states(conn: sa.Connection, d: Any, lines: Sequence[Line], wanted: Sequence[Wanted]) -> None:
    """Put the judgements where they belong: those on people's statements on these, those on positions of a statement
    that is replaced on the row in its place."""
    at = _numbers(conn, d.n)
    by_place = {w.placed.content: at[w.id] for w in wanted}
    for x in lines:
        if not x.on_handmade and x.words is None:
            continue
        if x.on_handmade:
            n = at.get(x.row.target)
            if n is None and x.row.verdict == ADD and x.words is not None:  # another line says the same words
                found = handmade_words.placed(d.text, x.words)
                n = by_place.get(found.content) if found else None
            state = "orphaned" if n is None else "attached" if at.get(x.row.target) == n else "moved"
        else:
            n = x.row.statement
            made = any(w.line is x for w in wanted)
            if not made and (n is None or x is not _counts([y for y in lines if y.row.statement == n])):
                continue
            state = ("attached" if x.row.target in at else "moved") if made else "orphaned"
        if (n, state) != (x.row.statement, x.row.state):
            values = {"statement": n, "state": state}
            conn.execute(sa.update(judgement).where(judgement.c.id == x.row.id).values(values))


def _carry_sides(conn: sa.Connection, document: int, wanted: Sequence[Wanted]) -> set[int]:
    """Have what was judged of positions stand on the row in whose words they are told now. Answers the rows touched."""
    j = judgement.c
    at = _numbers(conn, document) if wanted else {}
    touched: set[int] = set()
    for w in wanted:
        here = j.side_of == w.replaces if w.replaces is not None else sa.false()
        waits = j.document == document, j.issue.is_not(None), j.side_of.is_(None)
        lost = [
            r.id
            for r in conn.execute(sa.select(j.id, j.snapshot).where(*waits))
            if json.loads(r.snapshot).get("statement") == w.id
        ]
        moved = conn.execute(sa.update(judgement).where(here | j.id.in_(lost)).values(side_of=at[w.id]))
        if moved.rowcount:
            touched |= {at[w.id], w.replaces or at[w.id]}
    return touched


def _numbers(conn: sa.Connection, document: int) -> dict[str, int]:
    """The statements of a document, by id."""
    s = statement.c
    return {r.id: r.n for r in conn.execute(sa.select(s.id, s.n).where(s.document == document))}


def replaced(conn: sa.Connection, documents: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    """The machine's statements of these documents that a person's stand for, and people's own: number -> judgement.

    A row in the very words of a person's counts as replaced as well, so that nothing is told twice.
    """
    mine, same = statement.alias("mine"), statement.alias("same_words")
    query = (
        sa.select(handmade, same.c.n.label("twin"))
        .join(mine, mine.c.n == handmade.c.statement)
        .outerjoin(same, (same.c.document == mine.c.document) & (same.c.content_at == mine.c.content_at))
        .where(mine.c.document.in_(documents))
    )
    own: dict[int, int] = {}
    left_out: dict[int, int] = {}
    for r in conn.execute(query):
        own[r.statement] = r.judgement
        for n in (r.replaces, r.twin):
            if n is not None:
                left_out[n] = r.judgement
    return {n: by for n, by in left_out.items() if n not in own}, own


def carry(conn: sa.Connection, documents: Sequence[int]) -> set[int]:
    """Have what was judged of positions of statements that are replaced stand on the rows in their place. Answers the
    rows touched."""
    query = sa.select(handmade).join(statement, statement.c.n == handmade.c.statement)
    query = query.where(statement.c.document.in_(documents), handmade.c.replaces.is_not(None))
    touched: set[int] = set()
    for r in conn.execute(query).all():
        here = judgement.c.side_of == r.replaces
        if conn.execute(sa.update(judgement).where(here).values(side_of=r.statement)).rowcount:
            touched |= {r.statement, r.replaces}
    return touched


__all__ = ["Reworded", "carry", "own_id", "renew", "replaced"]
