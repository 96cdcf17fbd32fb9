"""Places: names of countries, regions and cities, which of them a document means, and where an act took place.

`find` reads a text once and gives its places, each resolved by the others or left a name; `dateline_of` says which of
them the report was filed from; `place_of` says where an act took place.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.findings import Range
from onrecord.model import Place
from onrecord.places.acts import place_of
from onrecord.places.larger import Name
from onrecord.places.naming import Sightings, is_dateline, sightings
from onrecord.places.resolving import resolve

__all__ = ["Name", "Sightings", "dateline_of", "find", "place_of", "resolve", "sightings"]


def find(
    text: str,
    ranges: Sequence[Range] | None = None,
    *,
    doc: str = "",
    barred: Sequence[Range] = (),
    home: str | None = None,
) -> tuple[Place, ...]:
    """The places that a text names where it names places, in text order.

    `ranges` are the stretches to read (all of it by default), `barred` names of persons and organizations found by
    others, `home` the country of the outlet (ISO 3166-1 alpha-2), which is a weak hint.
    """
    return resolve(sightings(text, [(0, len(text))] if ranges is None else ranges, barred), text, doc, home)


def dateline_of(text: str, found: Sequence[Place]) -> Place | None:
    """The place that the report was filed from, of those found; None where it has no dateline, or several."""
    held = [p for p in found if is_dateline(text, p.span.start, p.span.end)]
    return held[0] if len({p.name for p in held}) == 1 else None
