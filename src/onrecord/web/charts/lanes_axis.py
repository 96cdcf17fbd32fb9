"""Days across lanes: where each stands, and the axis below with a rule through the lanes at each of its labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from onrecord.export.axis import Scale, ticks
from onrecord.web.charts.counts import labels

TICK = 72.0  # least room between two labels
INSET = 6.0  # from the ends of the axis to the first and the last day


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where the lanes of a picture lie: its width, what is left free on either side, and where they begin."""

    width: float
    left: float
    right: float
    top: float

    def scale(self, first: date, last: date) -> Scale:
        """Days as places; one day alone stands in the middle."""
        room, span = self.width - self.left - self.right - 2 * INSET, max((last - first).days, 1)
        return lambda on: self.left + INSET + room * ((on - first).days / span if first != last else 0.5)

    def axis(self, first: date, last: date, y: float) -> Iterator[str]:
        """The axis at this height."""
        found = list(ticks(first, last, self.scale(first, last), (self.width, TICK)))
        for tick in found:
            yield f'<path class="rule" d="M{tick.x:.1f} {self.top:g}V{y:g}"/>'
        yield f'<path class="axis" d="M{self.left:g} {y:g}H{self.width - self.right:g}"/>'
        yield from labels(found, y)


__all__ = ["Frame"]
