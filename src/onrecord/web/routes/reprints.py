"""Reprints: originals with their copies, and an article side by side with what it was taken from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query, Request

from onrecord.errors import NotFound
from onrecord.record import Record
from onrecord.store import reprint_rows, rows
from onrecord.web import aligned
from onrecord.web.asked import Limit, Offset, Opened, subject, the_record
from onrecord.web.listing import Listing
from onrecord.web.page import page

router = subject("reprints")
COPIED = {
    "exact": "the same text",
    "near": "the same text with small changes",
    "wire": "an agency’s report, edited",
    "excerpt": "passages of it",
    "quotation": "the same quotation, no more",
}
"""The kinds of reprints in words."""
FOLDED = 60
"""Words that only one article has, from which they are folded."""
Lineages = list[reprint_rows.Lineage]


def _lines(lineages: Iterable[reprint_rows.Lineage]) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    header = ("document", "kind", "share", "outlet", "published", "parent", "original", "why", "passages", "id")
    return header, (
        (
            c.document.file, c.kind, f"{c.share:.2f}", c.document.outlet, c.document.published, c.parent.file,
            c.original.file, c.why, len(c.passages), c.document.id,
        )
        for lineage in lineages
        for c in lineage.copies
    )  # fmt: skip


def _all(view: Any) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    return _lines(view.items)


def _settled(request: Request, _view: Any) -> Mapping[str, Any]:
    return {"copied": COPIED, "settled": the_record(request).settled()}


@page(
    router,
    "/reprints",
    "reprints.html",
    name="reprints",
    answers=Listing[reprint_rows.Lineage],
    summary="Originals with their copies, those with the most copies first",
    presents=_settled,
    table=_all,
)
def reprints(record: Opened, limit: Limit = 25, offset: Offset = 0) -> Listing[reprint_rows.Lineage]:
    """Articles that were taken from another whole or in part; not those that share a quotation alone."""
    found = record.reprints(limit=limit, offset=offset)
    return Listing(items=tuple(found), limit=limit, offset=offset, total=record.count_reprints())


# ---------------------------------------------------------------------------- one article


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The lines of copies that an article (`own`) belongs to; `chosen` is the copy that is compared with what it was
    taken from."""

    own: rows.DocumentRef
    lineages: Lineages
    chosen: reprint_rows.ReprintRow | None


def _lineages(view: Line) -> Lineages:
    return view.lineages


def _copies(view: Any) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    return _lines(view.lineages)


def _compared(request: Request, view: Line) -> Mapping[str, Any]:
    """The copies in order of time, and both texts of the one that is compared, in rows."""
    return {
        "copied": COPIED,
        "folded": FOLDED,
        "in_time": [(lineage.original, _in_time(lineage)) for lineage in view.lineages],
        "rows": _rows(the_record(request), view.chosen) if view.chosen else [],
    }


def _in_time(lineage: reprint_rows.Lineage) -> list[reprint_rows.ReprintRow]:
    """The copies in the order in which they were printed."""
    return sorted(
        lineage.copies, key=lambda c: (c.document.published is None, str(c.document.published), c.depth, c.document.id)
    )


def _chosen(lineages: Lineages, own: rows.DocumentRef, other: str | None) -> reprint_rows.ReprintRow | None:
    """The copy that was asked for; else this article as a copy, else the first that was taken from it."""
    copies = [c for lineage in lineages for c in _in_time(lineage)]
    if other:
        found = next((c for c in copies if c.document.id == other), None)
        if found is None:
            raise NotFound(f"with: {other!r} is no copy of this line; choose one of its list")
        return found
    mine = [c for c in copies if c.document.id == own.id]
    taken = [c for c in copies if c.parent.id == own.id]
    return next(iter([*mine, *taken, *copies]), None)


def _rows(record: Record, chosen: reprint_rows.ReprintRow) -> list[aligned.Row]:
    a, b = (record.article(ref.id).view for ref in (chosen.parent, chosen.document))
    return aligned.rows(a, b, chosen.passages)


@page(
    router,
    "/reprints/{document}",
    "lineage.html",
    name="lineage",
    answers=Lineages,
    summary="The lines of copies that an article belongs to",
    presents=_compared,
    table=_copies,
    twin=_lineages,
)
def lineage(
    record: Opened,
    document: str,
    compared: Annotated[str | None, Query(alias="with", description="id of the copy that is compared")] = None,
) -> Line:
    """All it was taken from and all that was taken from it, quotations too, with the passages that are shared."""
    found = record.reprints(document)
    own = record.article(document).view.document
    return Line(own=own, lineages=found, chosen=_chosen(found, own, compared))
