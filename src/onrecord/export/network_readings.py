"""What is read off a network and its windows: polarization, modularity, how much changed; and these as a chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from onrecord.analysis.networks.expected import weigh
from onrecord.analysis.networks.options import days
from onrecord.analysis.networks.phases import changes, grouped
from onrecord.analysis.networks.polarization import polarization
from onrecord.analysis.networks.windows import smoothing
from onrecord.export.axis import Tick, ticks
from onrecord.export.wording import days as interval

if TYPE_CHECKING:
    from onrecord.analysis.networks.coded import Floats
    from onrecord.analysis.networks.communities import Communities
    from onrecord.analysis.networks.network import Network
    from onrecord.analysis.networks.windows import Window
    from onrecord.store.networks import RecordNetwork

SIDED = ("congruence", "conflict", "subtract")
POLARIZATION, MODULARITY, CHANGE = "Polarization", "Modularity", "Change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Of one network. What it has not is None: polarization needs sides, communities ties of agreement, and the change
    (`distance` 0 to 1, `switched` camps) a window before. `large`: unusually large for these windows."""

    window: Window | None
    statements: int
    nodes: int
    ties: int
    polarization: float | None
    modularity: float | None
    groups: int | None
    distance: float | None = None
    switched: float | None = None
    large: bool = False


def readings(found: RecordNetwork, whole: Communities | None = None) -> tuple[Reading, ...]:
    """Of the whole first, then of each window. `whole` are the communities of the whole, where they are known."""
    seed = found.options.seed
    networks = [found.network, *(w.network for w in found.windows)]
    divided = [whole or grouped(found.network, seed), *(grouped(n, seed) for n in networks[1:])]
    out = [_reading(n, made) for n, made in zip(networks, divided, strict=True)]
    for i, change in enumerate(changes(networks[1:], seed=seed, divided=divided[1:])):
        out[i + 2] = replace(out[i + 2], distance=change.distance, switched=change.switched, large=change.large)
    return tuple(out)


def _reading(network: Network, made: Communities | None) -> Reading:
    matrix, one = network.matrix, network.options.type == "one-mode"
    row, column = matrix.nonzero()
    return Reading(
        window=network.window,
        statements=len(network.coded),
        nodes=len({*row.tolist()} if one else {*row.tolist(), *(-1 - c for c in column.tolist())}),
        ties=len(row) // 2 if one else len(row),
        polarization=_polarization(network) if one and network.options.aggregate in SIDED else None,
        modularity=made.modularity if made and made.groups else None,
        groups=len(made.groups) if made else None,
    )


def _polarization(network: Network) -> float | None:
    """By congruence and conflict of the same rows, whichever of them the network shows; None without any tie."""
    options = replace(network.options, backbone=None, confidence="as-coded")
    weights = _kernel(network)
    agree, differ = (weigh(network.coded, replace(options, aggregate=a), weights) for a in ("congruence", "conflict"))
    found = polarization(agree, differ, network.rows, seed=options.seed)
    return found.value if any(found.camps) else None


def _kernel(network: Network) -> Floats:
    """What the statements of a window count by where in it they lie."""
    options, coded = network.options, network.coded
    if network.window is None or options.window is None:
        return np.ones(len(coded))
    z = smoothing(coded.day, network.window.middle, days(options.window), options.kernel)
    return np.asarray(np.sqrt(z))


# ---------------------------------------------------------------------------- the chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A window on a line of the chart; `large` is a change that is marked."""

    x: float
    y: float
    label: str
    large: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One measure over the windows: stretches of points without a gap, between `top` and `base`, with the values that
    these stand for."""

    name: str
    top: float
    base: float
    zero: float
    stretches: tuple[tuple[Point, ...], ...]
    least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """All measures below each other, `width` by `height`, on one axis of time; x is the middle day of a window."""

    name: str
    width: float
    height: float
    left: float
    curves: tuple[Curve, ...]
    ticks: tuple[Tick, ...]
    marked: tuple[float, ...]


_PANEL, _BETWEEN, _LEFT, _RIGHT = 72.0, 26.0, 26.0, 14.0
_MEASURES: Sequence[tuple[str, Callable[[Reading], float | None]]] = (
    (POLARIZATION, lambda r: r.polarization),
    (MODULARITY, lambda r: r.modularity),
    (CHANGE, lambda r: r.distance),
)


def chart(name: str, width: float, of: Sequence[Reading]) -> Chart | None:
    """The chart of these windows; None for less than two."""
    told = [r for r in of if r.window]
    middles = [date.fromordinal(r.window.middle) for r in told if r.window]
    if len(told) < 2:
        return None
    first, last = middles[0], middles[-1]
    begin, room, span = _LEFT + 8, width - _LEFT - 8 - _RIGHT, (last - first).days

    def scale(at: date) -> float:
        return round(begin + room * (at - first).days / span, 1)

    curves, y = [], 0.0
    for title, measure in _MEASURES:
        values = [measure(r) for r in told]
        known = [v for v in values if v is not None]
        if not known:
            continue
        least = -1.0 if min(known) < -0.5 else -0.5 if min(known) < -0.005 else 0.0
        top, base = y + _BETWEEN, y + _BETWEEN + _PANEL
        curves.append(_curve(title, told, values, [scale(m) for m in middles], (top, base, least)))
        y = base
    return Chart(
        name=name, width=width, height=y + 24, left=_LEFT, curves=tuple(curves),
        ticks=tuple(ticks(first, last, scale, (width, 64.0))),
        marked=tuple(scale(m) for m, r in zip(middles, told, strict=True) if r.large),
    )  # fmt: skip


def _curve(
    title: str, told: Sequence[Reading], values: Sequence[float | None], at: Sequence[float],
    scale: tuple[float, float, float],
) -> Curve:  # fmt: skip
    top, base, least = scale

    def height(value: float) -> float:
        return round(base - (base - top) * (value - least) / (1 - least), 1)

    stretches: list[list[Point]] = [[]]
    for reading, value, x in zip(told, values, at, strict=True):
        if value is None:
            stretches.append([])
        elif reading.window:
            when = interval(reading.window.since, reading.window.until)
            label = f"{when}: {title.lower()} {value:.2f}"
            stretches[-1].append(Point(x=x, y=height(value), label=label, large=reading.large and title == CHANGE))
    return Curve(
        name=title, top=top, base=base, zero=height(0.0), least=least,
        stretches=tuple(tuple(s) for s in stretches if s),
    )  # fmt: skip
