"""A spliced quotation: where each of its pieces stands first, and whether it is spliced at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from onrecord.quotations import splice, verdict
from onrecord.quotations.compare import Comparison, compare, exact_at
from onrecord.quotations.passage import Passage, of_text
from onrecord.quotations.quotation import Quotation
from onrecord.quotations.splice import Piece
from onrecord.quotations.tokens import keys, starts
from onrecord.store.put import chunks
from onrecord.store.quotation_first import earliest
from onrecord.store.quotation_places import place, said_by_number, text_place
from onrecord.store.quotation_rows import Appearance, SplicedPiece
from onrecord.store.schema import document, statement

_AROUND = 2  # words kept on both sides of the words that an article has in common with a quotation
_TURN = 300  # characters between two statements that one quotation runs over: the words that name the speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A part of an article that has some words of a quotation in a row; `row` is its row of `document`."""

    row: Any
    passage: Passage


def printed_parts(
    conn: sa.Connection, numbers: Sequence[int], quotation: Quotation, low: str | None, high: str | None
) -> dict[int, Printed]:
    """Where these articles have words of the quotation in a row, numbered -1, -2, ... beside statements."""
    d = document.c
    runs = _plain_runs(quotation)
    own = keys(" ".join(w.plain for w in quotation.words))  # number words as they are, like those of the article
    out: dict[int, Printed] = {}
    for some in chunks(numbers):
        where: list[sa.ColumnElement[bool]] = [d.n.in_(some), d.superseded_by.is_(None)]
        where += [d.published >= low] if low else []
        where += [d.published <= high] if high else []
        for r in conn.execute(sa.select(document).where(*where).order_by(d.published.is_(None), d.published, d.n)):
            if not _has_run(r.text, runs):
                continue
            at = starts(r.text)
            for first, last in splice.shared(own, [k for k, _ in at], verdict.TEXT_PIECE):
                begin = at[max(0, first - _AROUND)][1]
                end = at[last + _AROUND][1] if last + _AROUND < len(at) else len(r.text)
                out[-len(out) - 1] = Printed(row=r, passage=of_text(r.text, begin, end))
    return out


def _plain_runs(quotation: Quotation) -> list[str]:
    words = " ".join(w.plain for w in quotation.words).split()
    return [" ".join(words[i : i + splice.RUN]) for i in range(len(words) - splice.RUN + 1)]


def _has_run(text: str, runs: Sequence[str]) -> bool:
    """Whether an article can have a piece, without taking it apart: most of those that are asked have none."""
    flat = " ".join(text.replace("’", "'").casefold().split())
    return any(run in flat for run in runs)


def _is_rejected(conn: sa.Connection, of: Printed, found: Comparison) -> bool:
    """Whether a reviewer rejected a statement that has these characters."""
    low, high = found.there[found.first].start, found.there[found.last].end
    rows = said_by_number(conn, conn.scalars(sa.select(statement.c.n).where(statement.c.document == of.row.n)).all())
    return any(s.start < high and low < s.end for r in rows.values() if r.verdict == "reject" for s in r.content)


def nearest_pieces(found: Sequence[SplicedPiece], quotation: Quotation) -> list[Appearance]:
    """Pieces that do not make up the quotation, as places that are near: by how much of it each has."""
    near = [replace(p.place, wording="", likeness=round(p.same / max(1, quotation.own), 4)) for p in found]
    return sorted(near, key=lambda a: -a.likeness)


def spliced_pieces(
    conn: sa.Connection,
    quotation: Quotation,
    found: Sequence[Piece],
    passages: Mapping[int, Passage],
    printed: Mapping[int, Printed] | None = None,
) -> tuple[tuple[SplicedPiece, ...], bool]:
    """The pieces where they stand first, and whether they are one quotation over statements in a row.

    Pieces of `printed` are only text.
    """
    out: list[SplicedPiece] = []
    compared: list[Comparison] = []
    for piece in found:
        taken = quotation.words[piece.start : piece.end]
        words = " ".join(w.text for w in taken)
        part = replace(quotation, words=taken, breaks=frozenset(), editorial=frozenset())
        if piece.passage < 0 and printed is not None:
            of = printed[piece.passage]
            one = compare(part, of.passage)
            if one is not None and not _is_rejected(conn, of, one):
                compared.append(one)
                where = text_place(of.row, of.row.text, one)
                out.append(SplicedPiece(quoted=words, place=where, statements=0, same=one.same))
            continue
        some = {n: p for n, p in passages.items() if n == piece.passage or exact_at(part.keys, p.keys) is not None}
        holding = {n: one for n, passage in some.items() if (one := compare(part, passage)) is not None}
        rows = said_by_number(conn, list(holding))
        places = [place(rows[n], verdict.hit(n, one)) for n, one in holding.items() if n in rows]
        places = [a for a in places if a.judged != "reject" and a.kind != "indirect"]
        first = earliest(conn, places).place
        if first is not None:
            compared.append(holding[piece.passage])
            out.append(SplicedPiece(quoted=words, place=first, statements=len(places), same=piece.same))
    whole = sum(one.same for one in compared) == quotation.own
    return tuple(out), whole and bool(out) and _run_on(out, compared)


def _run_on(found: Sequence[SplicedPiece], compared: Sequence[Comparison]) -> bool:
    """Whether the pieces are statements of one speaker that follow each other, nothing left out between."""
    for i in range(len(found) - 1):
        one, other = found[i].place, found[i + 1].place
        same = one.document.id == other.document.id and one.speaker is not None and one.speaker == other.speaker
        whole = compared[i].last == len(compared[i].there) - 1 and compared[i + 1].first == 0
        gap = other.spans[0].start - one.spans[-1].end
        if not (same and whole and one.kind == other.kind == "direct" and 0 <= gap <= _TURN):
            return False
    return True
