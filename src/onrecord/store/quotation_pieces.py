"""A spliced quotation: where each of its pieces stands first, and whether it is spliced at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from onrecord.quotations import verdict
from onrecord.quotations.compare import Comparison, compare, exact_at
from onrecord.quotations.passage import Passage
from onrecord.quotations.quotation import Quotation
from onrecord.quotations.splice import Piece
from onrecord.store.quotation_first import earliest
from onrecord.store.quotation_places import place, said_by_number
from onrecord.store.quotation_rows import SplicedPiece

_TURN = 300  # characters between two statements that one quotation runs over: the words that name the speaker


def spliced_pieces(
    conn: sa.Connection, quotation: Quotation, found: Sequence[Piece], passages: Mapping[int, Passage]
) -> tuple[tuple[SplicedPiece, ...], bool]:
    """The pieces where they stand first, and whether they are one quotation over statements in a row."""
    out: list[SplicedPiece] = []
    compared: list[Comparison] = []
    for piece in found:
        taken = quotation.words[piece.start : piece.end]
        part = replace(quotation, words=taken, breaks=frozenset(), editorial=frozenset())
        some = {n: p for n, p in passages.items() if n == piece.passage or exact_at(part.keys, p.keys) is not None}
        holding = {n: one for n, passage in some.items() if (one := compare(part, passage)) is not None}
        rows = said_by_number(conn, list(holding))
        places = [place(rows[n], verdict.hit(n, one)) for n, one in holding.items() if n in rows]
        places = [a for a in places if a.judged != "reject" and a.kind != "indirect"]
        first = earliest(conn, places).place
        if first is not None:
            compared.append(holding[piece.passage])
            words = " ".join(w.text for w in taken)
            out.append(SplicedPiece(quoted=words, place=first, statements=len(places)))
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
