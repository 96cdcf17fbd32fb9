"""A network as one HTML file: the drawing, its windows, every tie and node with its statements, stances over time.

The file asks for nothing from outside. Its one script moves through the windows and sorts the tables; without it the
network of the whole time and all tables stand there. All names and words are hostile: Jinja escapes them.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from onrecord.export import pages, wording
from onrecord.export.network_figure import NARROW, WIDE, Drawn, Figure, chosen, figure, heaviest, laid_out, thickness
from onrecord.export.network_groups import COLOURS, letter
from onrecord.export.network_picture import AGREE, BOTH, DISAGREE, PLAIN, Picture, behind, picture
from onrecord.export.network_readings import Chart, Reading, chart, readings
from onrecord.export.network_stances import HEIGHT, LEVELS, WIDTH, Panels, stances
from onrecord.export.network_statements import Statements, statements

if TYPE_CHECKING:
    from onrecord.store.networks import RecordNetwork
    from onrecord.store.path_rows import Paths

MOST_ROWS = 1000
"""So many ties, and so many nodes, have a row in the tables: the strongest."""
CHARTS = (("wide", 1000.0), ("narrow", 340.0))
MEANINGS: Mapping[str, Mapping[str, str]] = {
    "one-mode": {
        AGREE: "take the same side",
        DISAGREE: "take opposite sides",
        PLAIN: "speak of the same",
    },
    "two-mode": {AGREE: "is for it", DISAGREE: "is against it", BOTH: "took both sides", PLAIN: "is tied to it"},
}
IN_SHORT: Mapping[str, Mapping[str, str]] = {
    "one-mode": {AGREE: "same side", DISAGREE: "opposite sides", PLAIN: "same subject"},
    "two-mode": {AGREE: "for", DISAGREE: "against", BOTH: "both sides", PLAIN: "tied"},
}
TITLE = "Who sides with whom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything on the page. `listed_ties` and `listed_nodes` are the rows of the tables, by places."""

    title: str
    of: Picture
    drawn: Drawn
    figures: tuple[Figure, ...]
    readings: tuple[Reading, ...]
    charts: tuple[Chart, ...]
    panels: tuple[Panels, ...]
    paths: Paths | None
    statements: Statements
    listed_ties: tuple[int, ...]
    listed_nodes: tuple[int, ...]
    forms: tuple[str, ...]


def network_html(
    found: RecordNetwork, *, paths: Paths | None = None, camps: Mapping[str, str] | None = None, title: str = ""
) -> str:
    """The page of a network; `paths` (of `record.positions`) add stances over time, `camps` are groups by name."""
    of = picture(found, camps)
    drawn = chosen(of)
    points = laid_out(of, drawn)
    strongest = sorted(range(len(of.ties)), key=lambda i: (-of.ties[i].strength, i))[:MOST_ROWS]
    made = behind(of, {*drawn.ties, *strongest})
    told = statements(of, {i: made[i] for i in drawn.ties}, paths)
    read = readings(found, of.groups.communities)
    charts = (chart(name, width, read[1:]) for name, width in CHARTS)
    sheet = Sheet(
        title=title or TITLE, of=of, drawn=drawn, figures=tuple(figure(of, drawn, points, f) for f in (WIDE, NARROW)),
        readings=read, charts=tuple(c for c in charts if c), panels=stances(paths, told.places) if paths else (),
        paths=paths, statements=told,
        listed_ties=tuple(strongest),
        listed_nodes=tuple(sorted(range(len(of.nodes)), key=lambda i: (-of.nodes[i].statements, i))[:MOST_ROWS]),
        forms=forms_of(of, drawn),
    )  # fmt: skip
    page: str = (
        environment()
        .get_template("network.html")
        .render(sheet=sheet, title=sheet.title, behind=made, policy=_policy(), views=views_of(of, drawn, made))
    )
    return wording.printable(page)


def forms_of(of: Picture, drawn: Drawn) -> tuple[str, ...]:
    """The kinds of ties that are drawn, in any window."""
    there = {of.ties[i].form for i in drawn.ties if of.ties[i].weight or of.ties[i].expected}
    kept = set(drawn.ties)
    there |= {of.form(w) for v in of.views for i, w in v.weights.items() if i in kept}
    return tuple(f for f in (AGREE, DISAGREE, BOTH, PLAIN) if f in there)


def views_of(of: Picture, drawn: Drawn, listed: Collection[int]) -> str:
    """What changes with the slider: for each window the share of their statements that nodes have in it, and of each
    tie its thickness, weight and kind."""
    kept = set(drawn.ties)
    sizes = (abs(w) for v in of.views for i, w in v.weights.items() if i in kept)
    most = 0.0 if of.found.options.aggregate == "combine" else heaviest(sizes)
    told = []
    for view in of.views:
        tied = {end for i in view.weights for end in (of.ties[i].a, of.ties[i].b)}
        when = wording.days(view.window.since, view.window.until)
        count = wording.counted(sum(1 for i in view.weights), "tie")
        told.append(
            {
                "when": when,
                "label": f"{when}: {count} among {wording.counted(len(tied), 'node')}",
                "told": view.told,
                "n": {i: [n, round((n / of.nodes[i].statements) ** 0.5, 2)] for i, n in view.statements.items()},
                "t": {
                    i: [thickness(w, most), shown_weight(w), of.form(w)] for i, w in view.weights.items() if i in listed
                },
            }
        )
    return json.dumps(told, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c").replace("&", "\\u0026")


def shown_weight(value: float | None) -> str:
    """A weight to be read: whole, or with three digits that count; empty where there is none."""
    if value is None:
        return ""
    text = str(int(value)) if value == int(value) else f"{value:.3g}"
    return text.replace("-", "−")


def colour(group: int | None) -> str:
    """The class that colours a group."""
    return "g" if group is None else f"g{min(group, COLOURS)}"


@lru_cache(maxsize=1)
def _script() -> str:
    return (resources.files("onrecord.export") / "templates" / "network.js").read_text("utf-8")


def _policy() -> str:
    """Nothing from anywhere; of scripts the one alone that this package wrote."""
    digest = base64.b64encode(hashlib.sha256(_script().encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def network_words() -> dict[str, Any]:
    """What the templates of drawings know beside the drawing."""
    return {
        "letter": letter, "colour": colour, "weight": shown_weight, "meanings": MEANINGS, "in_short": IN_SHORT,
        "levels": LEVELS, "panel_width": WIDTH, "panel_height": HEIGHT,
    }  # fmt: skip


@lru_cache(maxsize=1)
def environment() -> Any:
    """What the templates of networks are filled in with."""
    from markupsafe import Markup

    env = pages.environment()
    env.globals |= {"script": Markup(_script()), "raw": Markup, **network_words()}  # noqa: S704 - ours
    return env
