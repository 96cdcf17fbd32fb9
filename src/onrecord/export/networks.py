"""Networks as files: a page to read, pictures for papers, graphs for Gephi, networkx, igraph and others.

found = record.network(kind="subtract", window="180d", step="30d")
write(found, "network.html", paths=record.positions(), project=record.project)
network_svg(found), network_graphml(found), network_gexf(found)      # as text
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import UsageError
from onrecord.export.network_gexf import network_gexf
from onrecord.export.network_graphml import network_graphml
from onrecord.export.network_groups import camps_of
from onrecord.export.network_page import network_html
from onrecord.export.network_svg import FACES, network_svg, png, stances_svg
from onrecord.output import encodable, replacing

if TYPE_CHECKING:
    from onrecord.project import Project
    from onrecord.store.networks import RecordNetwork
    from onrecord.store.path_rows import Paths

ENDINGS = (".html", ".svg", ".png", ".graphml", ".gexf")
"""What a network is written as, told by the end of the file's name."""


def write(
    found: RecordNetwork,
    path: str | Path,
    *,
    paths: Paths | None = None,
    project: Project | None = None,
    title: str = "",
    stances: bool = False,
) -> None:
    """Write a network to a file, whose ending says as what.

    `paths` (of `record.positions()`) add stances over time to a page; with `stances` these alone are drawn, as SVG or
    PNG. Of the project come the camps and, where none is given, the title. Raises UsageError for another ending,
    MissingExtra where what draws a PNG is not installed.
    """
    path = Path(path)
    ending = path.suffix.lower()
    camps = camps_of(((a.name, *a.spellings), a.camp) for a in project.actors) if project else {}
    head = title or (project.name if project else "")
    if stances:
        if paths is None or ending not in (".svg", ".png"):
            raise UsageError(f"{path.name}: stances over time are drawn as .svg or .png; a .html file has them anyway")
        told = f"Beside it, as a network: {found.describe()}."
        data = _picture(ending, lambda faces: stances_svg(paths, told=[told], title=head, faces=faces))
    else:
        data = _made(found, ending, paths, camps, head, path.name)
    with replacing(path) as file:
        file.write(data)


def network_png(found: RecordNetwork, *, camps: Mapping[str, str] | None = None, title: str = "") -> bytes:
    """The picture of `network_svg` in pixels. Raises MissingExtra where what draws it is not installed."""
    return png(network_svg(found, camps=camps, title=title, faces=FACES))


def _made(
    found: RecordNetwork, ending: str, paths: Paths | None, camps: Mapping[str, str], title: str, name: str
) -> bytes:
    match ending:
        case ".html":
            return _bytes(network_html(found, paths=paths, camps=camps, title=title))
        case ".svg" | ".png":
            return _picture(ending, lambda faces: network_svg(found, camps=camps, title=title, faces=faces))
        case ".graphml":
            return _bytes(network_graphml(found, camps=camps))
        case ".gexf":
            return _bytes(network_gexf(found, camps=camps))
    raise UsageError(f"{name}: a network is written to a file that ends in {', '.join(ENDINGS)}")


def _picture(ending: str, draw: Callable[[str], str]) -> bytes:
    return png(draw(FACES)) if ending == ".png" else _bytes(draw("sans-serif"))


def _bytes(text: str) -> bytes:
    return encodable(text).encode("utf-8")


__all__ = [
    "ENDINGS", "network_gexf", "network_graphml", "network_html", "network_png", "network_svg", "stances_svg", "write",
]  # fmt: skip
