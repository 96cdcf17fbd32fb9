"""Several people at one record: who judged how much, how far they agree, and where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fastapi import Request

from onrecord.store import coder_rows
from onrecord.web.asked import PER_PAGE, Flag, Limit, Offset, Opened, Words, subject
from onrecord.web.listing import Listing, portion
from onrecord.web.page import page
from onrecord.web.routes.review import KINDS

router = subject("review")


def _table(view: Any) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    header = ("kind", "coders", "judged by two or more", "agree", "alpha", "from", "to")
    return header, ((a.kind, ", ".join(a.coders), a.units, a.percent, a.alpha, a.low, a.high) for a in view.agreement)


def _tabs(_request: Request, _view: Any) -> Mapping[str, Any]:
    return {"queues": KINDS}


@page(router, "/review/coders", "review_coders.html", name="coders", answers=coder_rows.Coders,
      summary="Who judged how much, and how far coders agree", presents=_tabs, table=_table)  # fmt: skip
def coders(record: Opened) -> coder_rows.Coders:
    """Each coder's judgements by kind and verdict; the agreement of each two and of all, with Krippendorff's alpha."""
    return record.coders()


@page(router, "/review/disagreements", "review_disagreements.html", name="disagreements",
      answers=Listing[coder_rows.Disagreement], summary="What coders judged differently", presents=_tabs)  # fmt: skip
def disagreements(
    record: Opened,
    kind: Words = None,
    settled: Flag = False,
    limit: Limit = PER_PAGE,
    offset: Offset = 0,
) -> Listing[coder_rows.Disagreement]:
    """Rows that two coders judged differently, with the newest judgement of each; with settled=true also those that
    somebody settled."""
    found = record.disagreements(kind=kind, settled=settled)
    return portion(found, limit, offset)
