"""What people coded by hand: the statements as they stand, and the files of DNA that they came in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import sqlalchemy as sa

from onrecord.dna.coding import Parts
from onrecord.dna.tables import TABLES, DnaFile, Row
from onrecord.store import statements
from onrecord.store.dna_rows import CodedRow, KeptCoding, KeptFile
from onrecord.store.schema import (
    dna_coding,
    dna_document,
    dna_file,
    dna_row,
    issue,
    position,
    position_standing,
    standing,
    statement,
)

if TYPE_CHECKING:
    from onrecord.store.db import Store

AGREES = {"support": 1, "oppose": 0}
LEVELS = {"support": 1, "oppose": -1, "conditional": 0}


def codings(store: Store) -> Iterator[CodedRow]:
    """Every statement that a person coded, of current documents and not rejected, file by file in its order."""
    c, s, p, stands = dna_coding.c, statement.c, position.c, position_standing.c
    stance = sa.func.coalesce(stands.stance, p.stance, c.stance)
    query = (
        statements.select()
        .join(dna_coding, c.said == s.id)
        .join(dna_file, dna_file.c.n == c.file)
        .outerjoin(issue, issue.c.name == c.issue)
        .outerjoin(position, (p.statement == s.n) & (p.issue == issue.c.n))
        .outerjoin(position_standing, (stands.statement == s.n) & (stands.issue == issue.c.n))
        .add_columns(
            *(x.label(f"c_{x.name}") for x in dna_coding.c),
            dna_file.c.name.label("c_name"),
            stance.label("c_now"),
            standing.c.verdict.label("c_verdict"),
        )
        .where(statements.CURRENT, statements.NOT_REJECTED)
        .order_by(c.file, c.row)
    )
    with store.read() as conn:
        for r, said in statements.answers(conn, query):
            same, corrected = r.c_now == r.c_stance, r.c_verdict == "correct" and said.speaker is not None
            yield CodedRow(
                file=r.c_name, row=r.c_row, statement=said.id, document=said.document, coder=r.c_coder,
                person=said.speaker.name if corrected and said.speaker else r.c_person,
                organization=r.c_organization, issue=r.c_issue,
                agreement=r.c_agreement if same else AGREES.get(r.c_now),
                position=r.c_position if same else LEVELS.get(r.c_now), stance=r.c_now, words=said.quote,
                verdict=r.c_verdict,
            )  # fmt: skip


def kept(store: Store) -> Iterator[KeptFile]:
    """The files of DNA that were taken in, in that order, each whole."""
    with store.read() as conn:
        yield from _kept(conn)


def _kept(conn: sa.Connection) -> Iterator[KeptFile]:
    r, d, c = dna_row.c, dna_document.c, dna_coding.c
    for file in conn.execute(sa.select(dna_file).order_by(dna_file.c.n)).all():
        rows: dict[str, list[Row]] = {name: [] for name in TABLES}
        for row in conn.execute(sa.select(r.of, r.cells).where(r.file == file.n).order_by(r.of, r.place)):
            rows[row.of].append(json.loads(row.cells))
        documents = conn.execute(sa.select(d.row, d.document).where(d.file == file.n).order_by(d.row))
        coded = conn.execute(sa.select(dna_coding).where(c.file == file.n).order_by(c.row))
        yield KeptFile(
            name=file.name,
            file=DnaFile(rows={name: tuple(some) for name, some in rows.items()}),
            parts=Parts(**json.loads(file.parts)),
            documents={x.row: x.document for x in documents},
            codings={
                x.row: KeptCoding(said=x.said, issue=x.issue, person=x.person, stance=x.stance) for x in coded
            },
        )  # fmt: skip


__all__ = ["codings", "kept"]
