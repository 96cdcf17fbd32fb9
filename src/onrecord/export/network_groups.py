"""Which nodes are shown as belonging together: the project's camps, else communities, else two sides in conflict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from onrecord.analysis.networks.communities import Communities, communities
from onrecord.analysis.networks.polarization import polarization

if TYPE_CHECKING:
    from onrecord.analysis.networks.network import Network

COLOURS = 7
"""So many groups have a colour of their own; all others share one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """`of` gives the place of a label's group in `names`; `told` says in a sentence how groups were made, `communities`
    are what they were made of, if of that."""

    names: tuple[str, ...] = ()
    of: Mapping[str, int] = field(default_factory=dict)
    told: str = ""
    communities: Communities | None = None

    def members(self, group: int) -> tuple[str, ...]:
        return tuple(label for label, own in self.of.items() if own == group)


def letter(group: int) -> str:
    """A to Z, then AA, AB ..."""
    rest, last = divmod(group, 26)
    return (letter(rest - 1) if rest else "") + chr(ord("A") + last)


def groups(network: Network, camps: Mapping[str, str]) -> Groups:
    """The groups of the rows of a network; none where nothing divides them."""
    if known := {label: camps[_key(label)] for label in network.rows if _key(label) in camps}:
        names = sorted(set(known.values()))
        return Groups(
            names=tuple(names),
            of={label: names.index(camp) for label, camp in known.items()},
            told="Groups are the camps that the project file names.",
        )
    if network.options.type == "two-mode":
        return Groups()
    if network.options.aggregate == "conflict":
        found = polarization(network.matrix * 0, network.matrix, network.rows, seed=network.options.seed)
        return _numbered(
            [camp for camp in found.camps if camp],
            "Groups are the two sides with the most conflict across and the least within.",
        )
    made = communities(network, seed=network.options.seed)
    return replace(_numbered(made.groups, _told(made)), communities=made)


def camps_of(actors: Iterable[tuple[Sequence[str], str]]) -> dict[str, str]:
    """Camps by name, of actors as (their names, their camp)."""
    return {_key(name): camp for names, camp in actors if camp for name in names}


def _numbered(found: Sequence[Sequence[str]], told: str) -> Groups:
    return Groups(
        names=tuple(f"group {letter(i)}" for i in range(len(found))),
        of={label: i for i, some in enumerate(found) for label in some},
        told=told if found else "",
    )


def _told(made: Communities) -> str:
    of = f"; their modularity is {made.modularity:.2f}."
    if made.left_out:
        of += f" They were found by the strongest ties alone: {made.left_out:,} weaker ones were not looked at."
    return f"Groups are communities by Louvain's method{of}"


def _key(label: str) -> str:
    return " ".join(label.casefold().split())
