"""Networks of a record: who sides with whom, and the statements behind every tie.

network(store, project, ...)          the network of the whole time and, with a window, one for each window
representation(store, project, ...)   whom outlets quote more or less than others on the same stories
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import sqlalchemy as sa

from onrecord.errors import UsageError

if TYPE_CHECKING:
    from onrecord.analysis.networks.coded import Coded
    from onrecord.analysis.networks.matrices import Matrix
    from onrecord.analysis.networks.network import Edge, Network
    from onrecord.analysis.networks.options import Options
    from onrecord.analysis.networks.representation import Represented
    from onrecord.analysis.networks.windows import Window
    from onrecord.project import Project
    from onrecord.store.coded import Source
    from onrecord.store.db import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Most:
    """How much may be asked for at once: windows, and pairs of nodes that speak of one concept, in all windows
    together."""

    windows: int
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNetwork:
    """A network with the reports that its rows were made of. `network` is the whole of it, with every attribute.

    `windows` are the networks of its moving windows, in order of time; empty where none were asked for. `without_level`
    tells what has no level of the qualifier, by stance (a condition neither agrees nor disagrees), and does not count.
    `issues` are those it was asked for with all below them, empty where it was asked for none; `outlet` and `implied`
    as they were asked.
    """

    network: Network
    sources: Sequence[Source]
    windows: tuple[RecordNetwork, ...] = ()
    without_level: Mapping[str, int] = field(default_factory=dict)
    issues: tuple[str, ...] = ()
    outlet: str | None = None
    implied: bool = False

    @property
    def matrix(self) -> Matrix:
        """The weights, sparse, rows by columns."""
        return self.network.matrix

    @property
    def rows(self) -> tuple[str, ...]:
        """The labels of the rows."""
        return self.network.rows

    @property
    def columns(self) -> tuple[str, ...]:
        """The labels of the columns; of a one-mode network those of the rows."""
        return self.network.columns

    @property
    def options(self) -> Options:
        """Every choice that made it."""
        return self.network.options

    @property
    def window(self) -> Window | None:
        """Its window of time, None of the whole time."""
        return self.network.window

    def edges(self) -> Iterator[Edge]:
        """Every tie once, in the order of the labels."""
        return self.network.edges()

    def statements(self, a: str, b: str) -> tuple[Source, ...]:
        """The reports that make the tie of these two. Raises NotFound for who is not in it."""
        return tuple(self.sources[row] for row in self.network.statements(a, b))

    def describe(self) -> str:
        """What is counted, of how much, and every choice, in one line."""
        left = ", ".join(f"{count:,} {stance}" for stance, count in self.without_level.items())
        parts = [
            self.network.describe(),
            f"on {', '.join(self.issues)}" if self.issues else "",
            f"by what {self.outlet} tells" if self.outlet else "",
            "with positions that only follow from the words" if self.implied else "",
            f"left out as neither for nor against: {left}" if left else "",
        ]
        return "; ".join(part for part in parts if part)

    def to_networkx(self) -> Any:
        """A networkx Graph with all attributes."""
        return self.network.to_networkx()

    def to_igraph(self) -> Any:
        """An igraph Graph with all attributes; igraph must be installed."""
        return self.network.to_igraph()

    def to_csv(self, what: str = "weight") -> str:
        """The matrix with its labels as text; `what` is weight, expected, low or high."""
        return self.network.to_csv(what)


def network(
    store: Store,
    project: Project,
    *,
    issue: str | Sequence[str] = (),
    kind: str | None = None,
    outlet: str | None = None,
    implied: bool = False,
    most: Most | None = None,
    **choices: Any,
) -> RecordNetwork:
    """The network of a record; `choices` are fields of `Options`, of which `kind` is `aggregate`.

    `most`: where it would be more than that, UsageError, before any window is made.

    Without `issue` it is made of all issues, with some of these and those below them. Where nodes are connected by no
    concept (outlets by the actors they quote) statements count, whatever they are about, and nothing is compared.
    Raises UsageError for choices that do not go together.
    """
    options = chosen(kind=kind, **choices)
    issues = (issue,) if isinstance(issue, str) else tuple(issue)
    with store.read() as conn:
        asked = project, repr(options), issues, outlet, implied
        return store.remembered.get(
            conn,
            "network",
            asked,
            lambda: _network(store, conn, project, options, issues, outlet, implied, most),
            verdicts=_by_statements(options),
        )


def _network(
    store: Store, conn: sa.Connection, project: Project, options: Options, issues: tuple[str, ...],
    outlet: str | None, implied: bool, most: Most | None,
) -> RecordNetwork:  # fmt: skip
    """The network of these options; one of other windows, of the same rows, is made without reading them again."""
    from onrecord.analysis.networks.network import network as made
    from onrecord.analysis.networks.network import windows as moving
    from onrecord.store.coded import coded, named

    read = options.nodes, options.via, options.qualifier, options.aggregate == "ignore"
    record = store.remembered.get(
        conn,
        "coded",
        (project, read, issues, outlet, implied),
        lambda: coded(store, project, options, issues=issues, outlet=outlet, implied=implied),
        verdicts=_by_statements(options),
    )
    asked = tuple(sorted(named(conn, issues))) if issues else ()
    if most is not None and options.window:
        _bounded(record.rows, options, most)

    def held(made: Network, parts: tuple[RecordNetwork, ...] = ()) -> RecordNetwork:
        return RecordNetwork(
            network=made, sources=record.sources, windows=parts, issues=asked, outlet=outlet, implied=implied,
            without_level={} if made.window else record.without_level,
        )  # fmt: skip

    parts = tuple(held(part) for part in moving(record.rows, options)) if options.window else ()
    return held(made(record.rows, _whole(options)), parts)


def _bounded(rows: Coded, options: Options, most: Most) -> None:
    """Raises UsageError where the windows are more than these."""
    from onrecord.analysis.networks.network import count_pairs, count_windows

    windows = count_windows(rows, options)
    if windows > most.windows:
        raise UsageError(
            f"{windows:,} windows of {options.window}; at most {most.windows} are shown: "
            "ask for a longer step, or for fewer days"
        )
    pairs = count_pairs(rows, options)
    if pairs > most.pairs:
        raise UsageError(
            f"in {windows:,} windows {pairs:,} times two of the network speak of the same; at most {most.pairs:,} are "
            "shown: ask for a longer step, for fewer days, for an issue, or for more statements of each"
        )


def representation(
    store: Store, project: Project, *, actors: str = "actor", outlet: str | None = None, **choices: Any
) -> list[Represented]:
    """Whom outlets quote more or less than the others do on the same stories, the most unusual first.

    `actors` is what they are counted as: actor, person, organization or camp. With `outlet` only what is told of that
    one, held against all others. `choices` are fields of `Options` that say which statements count; what is reprinted
    counts for every outlet that prints it. Raises UsageError, NotFound.
    """
    from onrecord.analysis.networks.network import network as made
    from onrecord.analysis.networks.representation import representation as held_against
    from onrecord.store.coded import coded, stories
    from onrecord.store.statements import outlets_called

    options = chosen(nodes="outlet", via=actors, duplicates="include", **choices)
    record = coded(store, project, options)
    counted = made(record.rows, _whole(options)).coded
    of = stories(store)
    story = [of.get(record.sources[row].document.id, -1) for row in counted.row.tolist()]
    found = held_against(counted, np.array(story, dtype=np.int64))
    if outlet is None:
        return found
    with store.read() as conn:
        names = set(outlets_called(conn, outlet))
    return [r for r in found if r.outlet in names]


def chosen(*, kind: str | None = None, **choices: Any) -> Options:
    """The options of these choices, each in its plain form. Raises UsageError."""
    from onrecord.analysis.networks.options import Options

    there = {f.name for f in fields(Options)}
    if not choices.keys() <= there:
        unknown = sorted(choices.keys() - there)
        raise UsageError(f"no such choice: {', '.join(unknown)}; there are: kind, {', '.join(sorted(there))}")
    given = {name: value for name, value in choices.items() if value is not None}
    given = {"nodes": "actor", **given}
    if isinstance(given.get("duplicates"), str):
        given["duplicates"] = (given["duplicates"],)
    for name in ("since", "until"):
        if isinstance(given.get(name), str):
            given[name] = date.fromisoformat(given[name])
    if "concept" not in (given["nodes"], given.get("via", "concept")):
        given = {"qualifier": None, "type": "two-mode", "aggregate": "ignore", **given}
    elif given.get("type") == "two-mode":
        given = {"aggregate": "subtract", **given}
    if kind is not None:
        given["aggregate"] = kind
    return Options(**given)


def _by_statements(options: Options) -> bool:
    """Whether statements are counted, and not positions: their sources say who accepted them."""
    return "concept" not in (options.nodes, options.via)


def _whole(options: Options) -> Options:
    return replace(options, window=None, step=None, kernel="none")


__all__ = ["Most", "RecordNetwork", "chosen", "network", "representation"]
