"""Who sides with whom: the network drawn, its windows, and the statements behind every tie and node."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response

from onrecord.errors import NotFound, UsageError
from onrecord.export import networks
from onrecord.export.network_groups import camps_of
from onrecord.export.network_json import document
from onrecord.export.network_picture import Picture
from onrecord.export.network_readings import chart
from onrecord.export.network_svg import FACES, picture_svg, png
from onrecord.export.wording import number
from onrecord.record import Record
from onrecord.store.coded import Source
from onrecord.store.networks import RecordNetwork
from onrecord.web import network_drawing, network_whole
from onrecord.web.asked import Flag, From, Opened, Share, To, Words, subject
from onrecord.web.page import page, tagged

router = subject("network")
MOST_TOLD = 200
"""So many statements are listed under a tie or a node: the latest."""
MOST_WRITTEN = 50_000
"""So many ties, of all windows together, are written as data with the ids of their statements."""
Count = Annotated[int, Query(ge=1, le=100_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A network and the choices it was made by."""

    found: RecordNetwork
    choices: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one end of a tie said that makes it, the latest first; `more` statements are not listed."""

    name: str
    told: tuple[Source, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A tie or a node of a network, with the statements behind it."""

    title: str
    describe: str
    weight: float | None
    sides: tuple[Side, ...]


STEP = "30d"
"""How far windows move where nobody says it: day by day would be too many to look at."""


def choices(
    issue: Words = None,
    nodes: Words = None,
    type: Words = None,  # noqa: A002 - the word of the command line
    kind: Words = None,
    qualifier: Words = None,
    normalize: Words = None,
    duplicates: Words = None,
    since: From = None,
    until: To = None,
    window: Words = None,
    step: Words = None,
    kernel: Words = None,
    outlet: Words = None,
    implied: Flag = False,
    threshold: Share = None,
    minimum_node: Count = 1,
    minimum_concept: Count = 1,
    backbone: Share = None,
) -> dict[str, Any]:
    """What a network is made by, as `onrecord network` takes it; a window without a step moves by 30 days."""
    given: dict[str, Any] = {
        "nodes": nodes, "type": type, "qualifier": qualifier, "normalize": normalize, "since": since, "until": until,
        "window": window, "step": step or (STEP if window else None), "kernel": kernel, "threshold": threshold,
        "backbone": backbone,
        "duplicates": tuple(duplicates.split(",")) if duplicates else None,
        "minimum_node": minimum_node, "minimum_concept": minimum_concept,
    }  # fmt: skip
    given |= {"kind": kind, "outlet": outlet, "implied": implied or None, "most": network_drawing.MOST}
    return {"issue": issue or (), **{name: value for name, value in given.items() if value is not None}}


Choices = Annotated[dict[str, Any], Depends(choices)]


def asked(record: Opened, choices: Choices) -> RecordNetwork:
    """The network of these choices."""
    return record.network(**choices)


Found = Annotated[RecordNetwork, Depends(asked)]


def _presents(request: Request, view: Seen) -> dict[str, Any]:
    """The drawing in two forms, its windows, the strongest ties and nodes; `at` is the window that is shown."""
    record: Record = request.app.state.record
    made = network_drawing.drawing(record, view.choices)
    of, read = made.of, made.readings
    return {
        "of": of,
        "figures": made.figures,
        "note": made.note,
        "forms": made.forms,
        "behind": made.behind,
        "ties": made.ties,
        "largest": made.largest,
        "views": made.views,
        "at": _window(request, of),
        "readings": read[1:],
        "measures": chart("wide", 1000.0, read[1:]) if len(read) > 1 else None,
        "issues": [row.name for row in record.issues()],
        "whole": made.whole,
        "written": sum(n.network.ties() for n in (of.found, *of.found.windows)) <= MOST_WRITTEN,
    }


def _window(request: Request, of: Picture) -> int:
    """The number of the window that is asked for, from 1; 0 is the whole time. Raises UsageError."""
    given = request.query_params.get("at", "") or "0"
    if not given.isdecimal() or len(given) > 9 or int(given) > len(of.views):
        raise UsageError(f"at: there are {len(of.views)} windows, and none is numbered {given!r}")
    return int(given)


def _edges(view: Seen) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    _bounded(view.found)
    return ("a", "b", "weight", "statements"), (
        (e.a, e.b, e.weight, len(view.found.statements(e.a, e.b))) for e in view.found.edges()
    )


def _whole(view: Seen) -> dict[str, Any]:
    _bounded(view.found, *view.found.windows)
    return document(view.found)


def _bounded(*networks: RecordNetwork) -> None:
    """Raises UsageError where these have more ties than a file of a page may have."""
    ties = sum(n.network.ties() for n in networks)
    if ties > MOST_WRITTEN:
        raise UsageError(
            f"{number(ties)} ties with all their statements; at most {number(MOST_WRITTEN)} are written here: ask for "
            "an issue, for fewer days, for more statements of each, or for the backbone. onrecord network writes any "
            "number"
        )


@page(
    router,
    "/network",
    "network.html",
    name="network",
    answers=dict[str, Any],
    summary="Who sides with whom",
    presents=_presents,
    table=_edges,
    twin=_whole,
)
def network(found: Found, choices: Choices) -> Seen:
    """Choices, labels, ties with the ids of their statements, and the same of each window."""
    return Seen(found=found, choices=choices)


@page(
    router,
    "/network/tie",
    "network_told.html",
    name="tie",
    answers=Told,
    summary="The statements behind a tie of a network",
)
def tie(found: Found, a: str, b: str) -> Told:
    """Those of either end that meet one of the other's; the choices are those of the network."""
    rows = [found.sources[row] for row in found.network.statements(a, b)]
    weight = found.network.weight(a, b) or None
    sides = [_side(end, [s for s in rows if s.actor == end]) for end in dict.fromkeys((a, b))]
    others = [s for s in rows if s.actor not in (a, b)]
    return Told(
        title=f"{a} – {b}",
        describe=found.describe(),
        weight=weight,
        sides=tuple(s for s in (*sides, _side("", others)) if s.told),
    )


@page(
    router,
    "/network/node",
    "network_told.html",
    name="node",
    answers=Told,
    summary="The statements of a node of a network",
)
def node(record: Opened, found: Found, choices: Choices, a: str) -> Told:
    """All that counts for it in the network of these choices."""
    of = network_drawing.pictured(record, choices)
    places = {i for i, n in enumerate(of.nodes) if n.label == a}
    if not places:
        raise NotFound(f"{a!r} is not in this network")
    coded = found.network.coded
    columns = len(found.rows) if of.two_mode else None
    rows = [row for row, at in of.rows.items() if at in places]
    if columns is not None:
        own = {at - columns for at in places}
        rows += [int(r) for r, c in zip(coded.row.tolist(), coded.concept.tolist(), strict=True) if c in own]
    told = [found.sources[row] for row in dict.fromkeys(rows)]
    return Told(title=a, describe=found.describe(), weight=None, sides=(_side("", told),))


def _side(name: str, told: list[Source]) -> Side:
    ordered = sorted(told, key=lambda s: (s.on is not None, s.on, s.id) if s.on else (False, s.id), reverse=True)
    return Side(name=name, told=tuple(ordered[:MOST_TOLD]), more=max(len(ordered) - MOST_TOLD, 0))


@router.get("/network/picture.{form}", name="network.picture", include_in_schema=False)
def drawing(request: Request, record: Opened, form: str, found: Found, choices: Choices) -> Response:
    """The network as a file for papers and for other programs."""
    camps, title = _camps(request), request.app.state.serving.title
    match form:
        case "svg":
            svg = picture_svg(network_drawing.pictured(record, choices), title=title)
            body, kind = svg.encode(), "image/svg+xml"
        case "png":
            body = png(picture_svg(network_drawing.pictured(record, choices), title=title, faces=FACES))
            kind = "image/png"
        case "graphml":
            _bounded(found, *found.windows)
            body, kind = networks.network_graphml(found, camps=camps).encode(), "application/graphml+xml"
        case "gexf":
            _bounded(found, *found.windows)
            body, kind = networks.network_gexf(found, camps=camps).encode(), "application/gexf+xml"
        case _:
            raise NotFound(f"a network comes as svg, png, graphml or gexf, not as {form!r}")
    return tagged(request, Response(body, media_type=kind))


@page(
    router,
    "/network/whole",
    "network_whole.html",
    name="network_whole",
    answers=network_whole.Whole,
    summary="A network with all its nodes, with places to draw them at",
)
def whole(record: Opened, choices: Choices) -> network_whole.Whole:
    """Communities as discs beside each other; for drawings of more than some hundred nodes."""
    return network_whole.whole(network_drawing.pictured(record, choices))


def _camps(request: Request) -> dict[str, str]:
    record: Record = request.app.state.record
    return camps_of(_names(record))


def _names(record: Record) -> Iterator[tuple[Sequence[str], str]]:
    for actor in record.project.actors:
        yield (actor.name, *actor.spellings), actor.camp
