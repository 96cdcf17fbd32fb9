"""The first page: what the record holds, and what wants attention; and what is new since a day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from fastapi import Request

from onrecord.store.diff_rows import Diff, Tally
from onrecord.store.timeline_entries import most_told
from onrecord.web import overview as first
from onrecord.web.asked import Flag, From, Opened, To, subject
from onrecord.web.charts import links
from onrecord.web.charts.chart import Chart
from onrecord.web.charts.counts import over_time
from onrecord.web.page import page

router = subject("overview")
TOLD = 15  # entries that most outlets tell


def _over_time(view: first.Overview) -> Chart | None:
    counts = {date.fromisoformat(on) if on else None: count for on, count in view.days.items()}
    return over_time(counts, title="Statements over time", what="statement", link=links.within("/statements"))


def _leads(_request: Request, _view: Any) -> Mapping[str, Any]:
    return {"leads": links.entry}


@page(
    router,
    "/",
    "overview.html",
    name="overview",
    answers=first.Overview,
    summary="What the record holds, and what wants attention",
    presents=_leads,
    charts={"over_time": _over_time},
)
def overview(record: Opened) -> first.Overview:
    """Counts, the last days of the coverage, who speaks most, the latest changes of mind, and what to settle."""
    return first.overview(record)


# ---------------------------------------------------------------------------- what is new


def _told(_request: Request, view: Diff) -> Mapping[str, Any]:
    several = [e for e in view.entries if len(e.outlets) > 1]
    return {
        "leads": links.entry,
        "told": most_told(several, TOLD),
        "speakers": _tallied(view.speakers),
        "done": _tallied(view.happened),
        "said": sum(e.kind == "statement" for e in view.entries),
    }


def _tallied(found: Sequence[Tally]) -> list[tuple[str, int, list[Tally]]]:
    """Names with how many there are, the most first, nobody known last, and by sort."""
    by: defaultdict[str, list[Tally]] = defaultdict(list)
    for t in found:
        by[t.name].append(t)
    total = Counter({name: sum(t.count for t in some) for name, some in by.items()})
    return [(name, total[name], by[name]) for name in sorted(by, key=lambda n: (n == "?", -total[n], n))]


@page(
    router,
    "/new",
    "new.html",
    name="diff",
    answers=Diff,
    summary="What is new since a day",
    presents=_told,
)
def new(record: Opened, since: From = None, until: To = None, added: Flag = False, sure: Flag = False) -> Diff:
    """Changes of mind, contradictions, numbers that rose, new actors and offices, corrections, and all that was told.

    Without a day since the last days of the coverage.
    """
    last = None if since else record.status().last
    begin = since or (first.began(last) if last else date.min)
    return record.diff(begin, until=until, added=added, sure=True if sure else None)
