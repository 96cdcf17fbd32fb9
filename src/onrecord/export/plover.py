"""Events as one CSV file with the columns of POLECAT's published files, so that what reads those reads this.

A row is an event, however many articles report it. What the record does not know stays empty. Several values of a cell
have ";" between, several sectors or countries of one actor "|". After POLECAT's columns follow those of `OWN`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from onrecord import __version__
from onrecord.errors import UsageError
from onrecord.export.permalinks import Permalinks
from onrecord.export.sectors import country, sectors
from onrecord.export.source import Source
from onrecord.export.spreadsheet import cell
from onrecord.output import replacing
from onrecord.places.tables import rows
from onrecord.plover import QUADS
from onrecord.store.event_rows import EventRow, TakesPart
from onrecord.store.rows import ActorView
from onrecord.vocabulary import EVENT_STATUSES

if TYPE_CHECKING:
    from onrecord.store.event_filters import EventFilters

POLECAT = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
    "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
OWN = (
    "Status", "Date Stated", "Event Date Until", "Reports", "Sources", "Disagreements", "Score", "Sentence", "File",
    "Permalink",
)  # fmt: skip
HEADER = (*POLECAT, *OWN)
_FEATURES = {"country": "PCLI", "region": "ADM1", "capital": "PPLC", "city": "PPL"}  # GeoNames' codes
_PEOPLE, _PLACES = ("person",), ("state",)
ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the columns say of an actor, and its titles with the time they were held."""

    country: str | None
    sectors: tuple[str, ...]
    titles: tuple[tuple[str, date | None, date | None], ...]

    def title(self, on: date | None) -> str:
        """The title on a day; where none is known for it the first that articles give."""
        held = [t for t, since, until in self.titles if on and (since or date.min) <= on <= (until or date.max)]
        every = [t for t, _, _ in self.titles]
        return next(iter([*held, *every]), "")


def write(source: Source, path: Path, *, status: str | None = "happened", **filters: Any) -> dict[Path, int]:
    """Write the events, or those that fit the filters of `events`; without a word those that happened.

    `status` is one of PLOVER's, or "all": POLECAT's files do not tell what was only announced, feared or denied from
    what was done, so a reader of them would count it.
    """
    if status not in (None, ALL, *EVENT_STATUSES):
        raise UsageError(f"no status is called {status!r}; there are: {', '.join((*EVENT_STATUSES, ALL))}")
    if status not in (None, ALL):
        filters["status"] = status
    asked = cast("EventFilters", filters)
    known = {view.actor.id: _known(view) for view in source.actors()}
    languages = {view.document.id: view.language for view in source.documents()}
    named = _named(source)
    links = Permalinks(source.text)
    count = 0
    with replacing(path) as file:
        text = io.TextIOWrapper(file, "utf-8-sig", newline="")
        out = csv.writer(text)
        out.writerow(HEADER)
        for row in source.events(**asked):
            cells = _cells(row, known, languages, named)
            cells["Permalink"] = links.to(row.best.document, [row.best.evidence])
            out.writerow([cell(cells.get(name, "")) for name in HEADER])
            count += 1
        text.detach()  # flushed, and the file stays open for its renaming
    return {path: count}


def _named(source: Source) -> dict[str, tuple[str, str, str]]:
    """For each document the people, bodies and states that it names."""
    found: dict[str, tuple[list[str], list[str], list[str]]] = {}
    for view in source.actors():
        which = 0 if view.actor.kind in _PEOPLE else 2 if view.actor.kind in _PLACES else 1
        for document in {m.document.id for m in view.mentions}:
            found.setdefault(document, ([], [], []))[which].append(view.actor.name)
    return {doc: (_list(some[0]), _list(some[1]), _list(some[2])) for doc, some in found.items()}


def _list(names: Iterable[str]) -> str:
    return ";".join(sorted(names))


def _known(view: ActorView) -> _Known:
    names = (view.actor.name, *(n.name for n in view.names))
    titles = [f"{r.title} of {r.org}" if r.org else r.title for r in view.roles]
    orgs = [r.org for r in view.roles if r.org]
    orgs += [r.other.name for r in view.relations if r.kind == "part_of" and not r.of_other]
    return _Known(
        country=country([] if view.actor.kind in _PEOPLE else names, orgs),
        sectors=sectors(view.actor.kind, names, titles),
        titles=tuple((r.title, r.since, r.until) for r in view.roles),
    )


def _cells(
    row: EventRow,
    known: Mapping[str, _Known],
    languages: Mapping[str, str | None],
    named: Mapping[str, tuple[str, str, str]],
) -> dict[str, object]:
    best, place = row.best, row.best.place
    people, bodies, states = named.get(best.document.id, ("", "", ""))
    quad = QUADS.get(best.quad or 0, "")
    precise = place is not None and place.kind in ("city", "capital")
    return {
        "Event ID": row.id,
        "Event Date": row.on,
        "Event Type": best.type,
        "Event Mode": best.mode,
        "Quad Code": quad.upper(),
        "Contexts": ";".join(best.contexts),
        **_who("Actor", best.actors, known, row.on),
        **_who("Recipient", best.recipients, known, row.on),
        "Placename": place.name if place else None,
        "City": place.name if place and precise else None,
        "Province": place.name if place and place.kind == "region" else None,
        "Country": alpha_3(place.country) if place else None,
        "Latitude": place.latitude if place else None,
        "Longitude": place.longitude if place else None,
        "Raw Placename": place.span.text if place else None,
        "Feature Type": _FEATURES.get(place.kind) if place else None,
        "Source": best.document.outlet,
        "Publication Date": best.document.published,
        "Story People": people,
        "Story Organizations": bodies,
        "Story Locations": states,
        "Language": languages.get(best.document.id),
        "Version": f"OnRecord {__version__}",
        "Status": best.status,
        "Date Stated": "yes" if row.since else "no",
        "Event Date Until": row.until,
        "Reports": len(row.reports),
        "Sources": ";".join(row.outlets),
        "Disagreements": ";".join(d.field for d in row.disagreements),
        "Score": best.score,
        "Sentence": best.quote,
        "File": best.document.file,
    }


def _who(role: str, who: Sequence[TakesPart], known: Mapping[str, _Known], on: date | None) -> dict[str, str]:
    facts = [known.get(p.actor.id) if p.actor else None for p in who]
    of = [f.sectors if f else sectors("unknown", [p.text]) for p, f in zip(who, facts, strict=True)]
    lands = [f.country if f else country([p.text]) for p, f in zip(who, facts, strict=True)]
    return {
        f"{role} Name": ";".join(p.name for p in who),
        f"{role} Country": ";".join(land or "" for land in lands) if any(lands) else "",
        f"Primary {role} Sector": ";".join(s[0] for s in of),
        f"{role} Sectors": ";".join("|".join(s) for s in of),
        f"{role} Title": _several(f.title(on) if f else "" for f in facts),
        f"{role} Name Raw": ";".join(" ".join(p.text.split()) for p in who),
    }


def _several(values: Iterable[str]) -> str:
    every = list(values)
    return ";".join(every) if any(every) else ""


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    return {alpha_2: alpha_3 for alpha_2, alpha_3, *_ in rows("places_countries.tsv")}


def alpha_3(code: str | None) -> str | None:
    """The ISO 3166-1 alpha-3 of a country given by its alpha-2; as it is where the gazetteer does not have it."""
    return _codes().get(code, code) if code else None
