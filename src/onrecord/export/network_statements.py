"""The statements behind nodes and ties, as the page lists them: each once in full, and in short under every tie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.export.network_picture import Behind, Picture
from onrecord.export.wording import anchor, clipped, web_address
from onrecord.store.path_rows import Paths, Taken

if TYPE_CHECKING:
    from onrecord.store.coded import Source
    from onrecord.store.rows import DocumentRef

IN_FULL = 3000
"""So many statements are written in full."""
PER_NODE, PER_TIE = 300, 12
"""So many are listed under a node, and under a tie of each of its ends: the latest."""
SHORT = 220  # characters of the words under a tie


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One statement on one issue as the page tells it. `href` is its place in full, empty where it has none."""

    href: str
    actor: str
    issue: str
    stance: str
    on: date | None
    words: str
    outlet: str
    title: str
    url: str | None
    file: str
    judged: bool

    @property
    def short(self) -> str:
        return clipped(self.words, SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Statements under a heading, in order of time; `more` are not listed."""

    name: str
    told: tuple[Told, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """`nodes` and `ties` by their places; `other` are positions that stances show and no tie counts. `places` leads
    from the id of a statement to where it stands in full."""

    nodes: Mapping[int, Listed]
    ties: Mapping[int, tuple[Listed, ...]]
    other: tuple[Told, ...]
    places: Mapping[str, str]
    missing: int


def statements(of: Picture, ties: Mapping[int, Behind], paths: Paths | None) -> Statements:
    """The statements of all nodes and of these ties, and those of the paths that are not among them."""
    sources = of.found.sources
    own: defaultdict[int, list[int]] = defaultdict(list)
    for row, node in of.rows.items():
        own[node].append(row)
    for some in own.values():
        some.sort(key=lambda row: _when(sources[row]))
    full = [row for node in sorted(own) for row in own[node][-PER_NODE:]][:IN_FULL]
    hrefs, places = _anchored([(row, sources[row].id) for row in full])
    listed = {
        node: Listed(
            name=of.nodes[node].label,
            told=tuple(_told(sources[row], hrefs[row]) for row in rows if row in hrefs),
            more=sum(row not in hrefs for row in rows),
        )
        for node, rows in sorted(own.items())
    }
    if of.two_mode:
        listed |= dict(_columns(of, hrefs))
    other = tuple(_others(paths, places)) if paths else ()
    return Statements(
        nodes=listed,
        ties={i: tuple(_tied(of, i, ties[i], hrefs)) for i in sorted(ties)},
        other=other,
        places=places,
        missing=sum(map(len, own.values())) - len(full),
    )


def _anchored(rows: Sequence[tuple[int, str]]) -> tuple[dict[int, str], dict[str, str]]:
    """A place for each row; a statement that counts on several issues has several, and the first is its own."""
    hrefs: dict[int, str] = {}
    places: dict[str, str] = {}
    seen: defaultdict[str, int] = defaultdict(int)
    for row, statement in rows:
        seen[statement] += 1
        again = f"--{seen[statement]}" if seen[statement] > 1 else ""
        hrefs[row] = anchor("s-", statement) + again
        places.setdefault(statement, hrefs[row])
    return hrefs, places


def _columns(of: Picture, hrefs: Mapping[int, str]) -> Iterator[tuple[int, Listed]]:
    coded, sources = of.found.network.coded, of.found.sources
    found: defaultdict[int, list[int]] = defaultdict(list)
    for row, concept in zip(coded.row.tolist(), coded.concept.tolist(), strict=True):
        found[len(of.found.rows) + concept].append(row)
    for node, rows in sorted(found.items()):
        rows.sort(key=lambda row: _when(sources[row]))
        kept = rows[-PER_NODE:]
        told = tuple(_told(sources[row], hrefs.get(row, "")) for row in kept)
        yield node, Listed(name=of.nodes[node].label, told=told, more=len(rows) - len(kept))


def _tied(of: Picture, i: int, made: Behind, hrefs: Mapping[int, str]) -> Iterator[Listed]:
    """Of each end its statements, the latest; of a two-mode tie those of the row on the column."""
    tie, sources = of.ties[i], of.found.sources
    for node in (tie.a,) if of.two_mode else (tie.a, tie.b):
        rows = sorted((r for r in made.rows if of.rows[r] == node), key=lambda row: _when(sources[row]))
        kept = rows[-PER_TIE:]
        told = tuple(_told(sources[row], hrefs.get(row, "")) for row in kept)
        yield Listed(name=of.nodes[node].label, told=told, more=len(rows) - len(kept))


def _others(paths: Paths, places: dict[str, str]) -> Iterator[Told]:
    """The statements of positions whose tellings are nowhere on the page; `places` is added to."""
    for path in paths.paths:
        for taken in (t for step in path.steps for t in step.taken):
            if any(s.id in places for s in taken.sources) or not taken.sources:
                continue
            first = taken.sources[0]
            places[first.id] = anchor("s-", first.id)
            yield _of_path(taken, first.document, places[first.id])


def _of_path(taken: Taken, document: DocumentRef, href: str) -> Told:
    return Told(
        href=href, actor=taken.actor.name, issue=taken.issue, stance=taken.stance, on=taken.since, words=taken.words,
        outlet=document.outlet or "", title=document.title or "", url=web_address(document.url), file=document.file,
        judged=bool(taken.verdict),
    )  # fmt: skip


def _told(source: Source, href: str) -> Told:
    document = source.document
    return Told(
        href=href, actor=source.actor, issue=source.issue, stance=source.stance, on=source.on, words=source.words,
        outlet=document.outlet or "", title=document.title or "", url=web_address(document.url), file=document.file,
        judged=bool(source.verdict),
    )  # fmt: skip


def _when(source: Source) -> tuple[bool, date, str]:
    return source.on is None, source.on or date.min, source.id
