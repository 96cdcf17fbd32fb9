"""A network as its page draws it. A large one takes long to be divided into groups, so the drawing is remembered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from onrecord.export.network_figure import NARROW, WIDE, Figure, chosen, figure, laid_out
from onrecord.export.network_groups import camps_of
from onrecord.export.network_page import forms_of, views_of
from onrecord.export.network_picture import Behind, Picture, behind, picture
from onrecord.export.network_readings import Reading, readings
from onrecord.record import Record
from onrecord.store.networks import Most

MOST_TIES = 20_000
"""So many ties of a network are drawn or listed at most: the strongest."""
LISTED = 60
"""So many ties and nodes are listed beside the drawing."""
MOST = Most(windows=400, pairs=2_000_000)
"""So much is made for a page at most; the command line makes any number of windows."""
PLAIN: Mapping[str, Any] = MappingProxyType({"issue": (), "minimum_node": 1, "minimum_concept": 1, "most": MOST})
"""The choices of a page where nobody chose anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A network in two forms, what is listed beside it (by places), and what its windows and measures are."""

    of: Picture
    figures: tuple[Figure, ...]
    note: str
    forms: tuple[str, ...]
    behind: Mapping[int, Behind]
    ties: tuple[int, ...]
    largest: tuple[int, ...]
    views: str
    readings: Sequence[Reading]
    whole: bool


def drawing(record: Record, choices: Mapping[str, Any]) -> Drawing:
    """The drawing of the network of these choices, which are those of `Record.network`."""
    asked = repr(sorted(choices.items()))
    with record.store.read() as conn:
        return record.store.remembered.get(conn, "drawing", asked, lambda: _made(record, choices))


def pictured(record: Record, choices: Mapping[str, Any]) -> Picture:
    """The same without a drawing: its nodes, groups and strongest ties."""
    return drawing(record, choices).of


def _made(record: Record, choices: Mapping[str, Any]) -> Drawing:
    of = picture(record.network(**choices), camps_of(_names(record)), most=MOST_TIES)
    drawn = chosen(of)
    points = laid_out(of, drawn)
    strongest = sorted(range(len(of.ties)), key=lambda i: (-of.ties[i].strength, i))[:LISTED]
    made = behind(of, {*drawn.ties, *strongest})
    return Drawing(
        of=of,
        figures=tuple(figure(of, drawn, points, form) for form in (WIDE, NARROW)),
        note=drawn.note,
        forms=forms_of(of, drawn),
        behind=made,
        ties=tuple(strongest),
        largest=tuple(sorted(range(len(of.nodes)), key=lambda i: (-of.nodes[i].statements, i))[:LISTED]),
        views=views_of(of, drawn, made),
        readings=readings(of.found, of.groups.communities),
        whole=len(of.nodes) > len(drawn.nodes),
    )


def _names(record: Record) -> Iterator[tuple[Sequence[str], str]]:
    for actor in record.project.actors:
        yield (actor.name, *actor.spellings), actor.camp


__all__ = ["LISTED", "MOST", "MOST_TIES", "PLAIN", "Drawing", "drawing", "pictured"]
