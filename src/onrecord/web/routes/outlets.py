"""Outlets beside each other, and each against the others on the same stories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import Query, Request

from onrecord.store import outlet_rows
from onrecord.web.asked import Flag, From, Opened, To, Words, subject
from onrecord.web.charts import outlets as pictures
from onrecord.web.charts.chart import Chart
from onrecord.web.page import page

router = subject("outlets")
LABELS = {"since": "From", "until": "To", "story": "Story", "sure": "only what is sure"}
"""The filters as the chips of the pages name them."""


def _labels(_request: Request, _view: Any) -> Mapping[str, Any]:
    return {"labels": LABELS}


def _beside(view: outlet_rows.OutletTable) -> Chart | None:
    return pictures.beside(view.outlets)


def _table(view: outlet_rows.OutletTable) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    header = ("outlet", "documents", "undated", "words", "own_documents", "own_words", "statements", "quoted",
              "partly_quoted", "reported", "actors", "shared_stories", "voices", "voices_of", "first",
              "lag_days")  # fmt: skip
    return header, (
        (r.outlet, len(r.documents), r.undated, r.words, r.original.part, r.own_words, r.statements,
         *(r.kinds[k].share.part for k in ("direct", "mixed", "indirect")),
         len(r.quoted), len(r.stories), r.voices.part, r.voices.whole, r.first.part, r.lag)
        for r in view.outlets
    )  # fmt: skip


@page(
    router,
    "/outlets",
    "outlets.html",
    name="outlets",
    answers=outlet_rows.OutletTable,
    summary="Outlets beside each other",
    presents=_labels,
    table=_table,
    charts={"beside": _beside},
)
def outlets(
    record: Opened, since: From = None, until: To = None, story: Words = None, sure: Flag = False
) -> outlet_rows.OutletTable:
    """Every outlet with its articles, its own text, whom it quotes, and the stories that it shares with others."""
    found = record.outlets(since=since, until=until, story=story or "", sure=sure)
    assert isinstance(found, outlet_rows.OutletTable)  # noqa: S101 - without a name it is the table
    return found


# ---------------------------------------------------------------------------- one outlet


def _sides(_request: Request, view: outlet_rows.OutletPage) -> Mapping[str, Any]:
    """Who is quoted on one side alone, by story."""
    return {"labels": LABELS, "left_out": _by_story(view.left_out), "only_here": _by_story(view.only_here)}


def _by_story(rows: Sequence[outlet_rows.OneSided]) -> list[tuple[str, str, list[outlet_rows.OneSided]]]:
    found: defaultdict[tuple[str, str], list[outlet_rows.OneSided]] = defaultdict(list)
    for row in rows:
        found[row.story, row.title].append(row)
    return [(story, title, some) for (story, title), some in found.items()]


def _compared(view: outlet_rows.OutletPage) -> Chart | None:
    return pictures.compared(view.outlet.outlet, view.compared)


@page(
    router,
    "/outlet",
    "outlet.html",
    name="outlet",
    answers=outlet_rows.OutletPage,
    summary="An outlet against the others on the same stories",
    presents=_sides,
    charts={"compared": _compared},
)
def outlet(
    record: Opened,
    name: Annotated[str, Query(min_length=1)],
    since: From = None,
    until: To = None,
    story: Words = None,
    sure: Flag = False,
) -> outlet_rows.OutletPage:
    """What it carries and when, whom it quotes more or less than the others, whom it leaves out, whose text it is."""
    found = record.outlets(name, since=since, until=until, story=story or "", sure=sure)
    assert isinstance(found, outlet_rows.OutletPage)  # noqa: S101 - with a name it is a page
    return found
