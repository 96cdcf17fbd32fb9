"""Articles made up for tests of stories: a flood in three papers, the inquiry that follows it, a strike elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from store_factory import cluster, reading

from onrecord.model import Reading
from onrecord.store.db import Store

WATER = (
    "The river Lint broke its dyke at Odrava and the lower town drowned. Rescuers carried patients of the hospital "
    "over the water by boat. Soldiers brought pumps and sandbags to the broken dyke at Lint bend."
)
INQUIRY = (
    "The inquiry into the broken dyke of Odrava heard the keeper of the Lint gauge. The commission asked who had "
    "signed for the sandbags, and why the gauge of the Lint was never read at night."
)
TRAMS = (
    "Tram drivers of the Belport depot walked out over night shifts without pay. The depot of Belport stood full of "
    "trams, and the drivers stood before it."
)


def flood(key: str, outlet: str | None, said: str, published: date | None = date(2031, 5, 2)) -> Reading:
    who = [("Petra Holm", said), ("Vilem Strach", "The dyke was old."), (None, WATER)]
    return reading(
        key, who, title=f"Flood drowns lower town of Odrava as dyke breaks, {key}", outlet=outlet, published=published
    )


def inquiry(key: str, outlet: str, said: str, published: date = date(2031, 9, 1)) -> Reading:
    who = [("Petra Holm", said), ("Vilem Strach", "Ask the ministry."), (None, INQUIRY)]
    return reading(
        key, who, title=f"Dyke inquiry hears keeper of Lint gauge, {key}", outlet=outlet, published=published
    )


def strike(key: str, outlet: str, published: date | None = date(2031, 9, 2)) -> Reading:
    who = [("Rosa Kimble", "Not one tram."), (None, TRAMS)]
    return reading(key, who, title=f"Tram drivers of Belport walk out, {key}", outlet=outlet, published=published)


def corpus() -> list[Reading]:
    """Two lines: a flood and its inquiry; a strike, with a report of it that has no date."""
    return [
        flood("wire.txt", "Lint News Agency", "We need sand."),
        flood("state.txt", "State Daily", "We need sand and boats.", date(2031, 5, 4)),
        flood("site.txt", None, "Nobody warned us."),
        inquiry("hearing.txt", "State Daily", "I read it every morning."),
        inquiry("gauge.txt", "Free Valley", "The lamp was broken.", date(2031, 9, 3)),
        strike("tram.txt", "Free Valley"),
        strike("undated.txt", "State Daily", None),
    ]


def add(store: Store, readings: Iterable[Reading], project: str = "p") -> None:
    """One finished run of one batch, with actors by last name."""
    some = list(readings)
    run = store.begin_run(project, {})
    store.append(run, some, (), *cluster(some))
    store.finish_run(run, {}, 1.0)
