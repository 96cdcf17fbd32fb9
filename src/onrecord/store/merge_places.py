"""The lines of another record's log, and where in this one what they judge stands.

A line on a statement in a person's words stands on the row that another line makes: where that line comes in too, its
row will be there when the log is put to work, and goes by the id it will have.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from onrecord.store import handmade
from onrecord.store.encode import dump
from onrecord.store.encode_positions import position_id
from onrecord.store.judging import ADD
from onrecord.store.merge_conflicts import ACTOR, EVENT, POSITION, STATEMENT, about
from onrecord.store.schema import document, event, judgement, statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the other's log. `key` is its hash, `on` what it is about, `row` the line; `own` the id of its
    statement or event there, `at` where that stands in its article's text, `document` the article there, `shown` what
    the line keeps of it."""

    key: str
    on: str
    row: Any
    own: str
    at: str
    document: str
    text_sha: str
    shown: Mapping[str, Any]

    @property
    def rewords(self) -> bool:
        """Whether it makes a row in a person's words."""
        return self.on == STATEMENT and "words" in self.shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A line of the other's log as it stands here: on which target, statement or event, in which document. `n` is None
    where its row is yet to be made, `own` is the id of that row or statement."""

    line: Line
    target: str
    own: str
    n: int | None
    document: int


def lines(conn: sa.Connection) -> Iterator[Line]:
    """The other's log in order, each line with the place where what it judges stands today."""
    s, e, side = statement.alias("said"), event.alias("told"), statement.alias("side")
    query = (
        sa.select(
            judgement,
            sa.func.coalesce(s.c.id, e.c.id, side.c.id).label("own"),
            sa.func.coalesce(s.c.content_at, side.c.content_at).label("place"),
            document.c.id.label("doc"),
            document.c.text_sha,
        )
        .join_from(judgement, s, s.c.n == judgement.c.statement, isouter=True)
        .outerjoin(e, e.c.n == judgement.c.event)
        .outerjoin(side, side.c.n == judgement.c.side_of)
        .outerjoin(document, document.c.n == judgement.c.document)
        .order_by(judgement.c.id)
    )
    for row in conn.execute(query):
        shown = json.loads(row.snapshot)
        on = about(row)
        own = row.own or (shown.get("statement") if on == POSITION else None) or row.target
        yield Line(
            key=hashed(row, on), on=on, row=row, own=own, at=row.place or "",
            document=row.doc or shown.get("document", ""), text_sha=row.text_sha or "", shown=shown,
        )  # fmt: skip


def hashed(row: Any, on: str) -> str:
    """What makes a line the same line in any record: what was judged when by whom, not what it stands on by now."""
    text = dump([on, row.target, row.verdict, row.change, row.who, row.note, row.at])
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class Homes:
    """Where in this record what the other judged stands."""

    def __init__(self, conn: sa.Connection, every: Sequence[Line]) -> None:
        self.conn = conn
        d = document.c
        rows = conn.execute(sa.select(d.n, d.id, d.text_sha).where(d.superseded_by.is_(None)).order_by(d.n)).all()
        self.ids = {r.id: r.n for r in rows}
        self.texts: dict[str, int] = {}
        for r in rows:
            self.texts.setdefault(r.text_sha, r.n)
        self.made: dict[str, str] = {}  # rows in a person's words: the id there -> the id here
        for line in every:
            if line.rewords and (p := self.placed(line)) is not None:
                if line.row.verdict == ADD:
                    self.made[line.row.target] = p.target
                else:
                    self.made[handmade.own_id(line.row.target)] = handmade.own_id(p.target)

    def of(self, line: Line) -> int | None:
        """The number of the article that a line's article is here."""
        own = self.ids.get(line.document)
        return self.texts.get(line.text_sha) if own is None else own

    def placed(self, line: Line) -> Placed | None:
        """Where a line stands here; None where this record lacks what was judged."""
        if line.on == ACTOR:
            return Placed(line=line, target=line.row.target, own="", n=0, document=0)
        if line.row.verdict == ADD:
            home = self.of(line)
            return None if home is None else self._to_be(line, line.row.target, home)
        found = self._found(line)
        if found is None:
            own, home = self.made.get(line.own), self.of(line)
            return None if own is None or home is None else self._to_be(line, own, home)
        if found.document not in self.ids.values():
            return None
        target = position_id(found.id, line.row.issue) if line.on == POSITION else found.id
        return Placed(line=line, target=target, own=found.id, n=found.n, document=found.document)

    def _found(self, line: Line) -> Any:
        """The row here that a line stands on; None where there is none yet."""
        t = (event if line.on == EVENT else statement).c
        found = self.conn.execute(sa.select(t.n, t.id, t.document).where(t.id == line.own)).one_or_none()
        if found is None and line.on != EVENT and line.at and (home := self.of(line)) is not None:
            same = sa.select(t.n, t.id, t.document).where(t.document == home, statement.c.content_at == line.at)
            found = self.conn.execute(same.order_by(t.n)).first()
        return found

    def _to_be(self, line: Line, own: str, home: int) -> Placed:
        target = position_id(own, line.row.issue) if line.on == POSITION else own
        return Placed(line=line, target=target, own=own, n=None, document=home)


__all__ = ["Homes", "Line", "Placed", "hashed", "lines"]
