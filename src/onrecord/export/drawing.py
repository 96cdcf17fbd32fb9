"""The timeline as a drawing, in numbers: a lane for each of those who do or say most, marks on it, ticks below.

What happened is a large mark, what was said a small one; the shape and the colour say which of PLOVER's quad classes
it is, a hollow one that it has not happened, a bar that the text gives more than a day. Marks that would lie on each
other are stacked; where a stack is full, the last one counts the rest and leads to their month.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.export.axis import Scale, Tick, ticks
from onrecord.export.charts import fragment
from onrecord.export.wording import clipped, counted, stretch
from onrecord.plover import QUADS
from onrecord.store.timeline_rows import TimelineEntry

OTHERS = "all others"
TOOLTIP = 200  # characters of words
SMALL, LARGE = 7.0, 13.0  # widths of the marks
NUMBER = 26.0  # room that a number needs
LONGEST_LABEL = 44  # characters of the name of a lane


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How large it is drawn: units of the drawing, one of which is about a pixel where it fits."""

    width: float
    lanes: int
    stack: int  # small marks on each other
    tick: float  # least room between the labels of two ticks


WIDE = Form(width=1000, lanes=8, stack=6, tick=64)
NARROW = Form(width=340, lanes=6, stack=6, tick=52)
_EDGE = 8.0
_HEAD = 20.0  # room for the name of a lane


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One mark: its middle, its width, what it is ("q1" to "q4", "said", "role", "more"), and where it leads.

    `until` is where its bar ends; None where it is of a day.
    """

    x: float
    y: float
    size: float
    shape: str
    hollow: bool
    until: float | None
    href: str
    label: str
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """The marks of one actor, at a height of the drawing."""

    name: str
    y: float
    base: float
    marks: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A drawing of `width` by `height`. `undated` are entries without a day, which stand nowhere in it, and so do the
    `unreal` ones, of what may happen or is only spoken of."""

    name: str
    width: float
    height: float
    axis: float
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    undated: int
    unreal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Where marks lead: the fragments of tellings by id, and those of the lists by month that the page has."""

    tellings: Mapping[str, str]
    lists: Collection[str] = ()


def drawing(name: str, entries: Sequence[TimelineEntry], places: Targets, form: Form) -> Drawing | None:
    """The drawing of these entries; None where none has a day."""
    real = [e for e in entries if e.kind == "statement" or e.status != "hypothetical"]
    dated = [e for e in real if e.since]
    if not dated:
        return None
    first = min(e.since for e in dated if e.since)
    last = max(max(e.since, e.until or e.since) for e in dated if e.since)
    scale = _scale(first, last, form.width)
    lanes, y = [], 0.0
    for lane, some in _lanes(dated, form.lanes):
        marks, height = _marks(some, places, scale, form)
        base = y + _HEAD + height
        placed = tuple(_moved(m, base) for m in marks)
        lanes.append(Lane(name=clipped(lane, LONGEST_LABEL), y=y, base=base, marks=placed))
        y = base + 7
    return Drawing(
        name=name,
        width=form.width,
        height=y + 22,
        axis=y,
        lanes=tuple(lanes),
        ticks=tuple(ticks(first, last, scale, (form.width, form.tick))),
        undated=len(real) - len(dated),
        unreal=len(entries) - len(real),
    )


def _scale(first: date, last: date, width: float) -> Scale:
    """The middle of a day on the axis."""
    span = max((last - first).days, 1)
    if first == last:
        return lambda _day: width / 2
    room = width - 2 * (_EDGE + LARGE / 2)
    return lambda at: round(_EDGE + LARGE / 2 + room * (at - first).days / span, 1)


def _lanes(entries: Sequence[TimelineEntry], most: int) -> Iterator[tuple[str, list[TimelineEntry]]]:
    """Those who do and say most, each with what is theirs, then all others together."""
    names: Counter[str] = Counter()
    for e in entries:
        if e.who and e.who[0].actor:
            names[e.who[0].actor.id] += 1 if e.kind == "statement" else 2
    shown = {p.actor.id: p.name for e in entries for p in e.who[:1] if p.actor}
    ranked = sorted(names, key=lambda i: (-names[i], shown[i], i))
    own = ranked if len(ranked) <= most else ranked[: most - 1]
    mine: defaultdict[str, list[TimelineEntry]] = defaultdict(list)
    for e in entries:
        party = e.who[0].actor if e.who else None
        mine[party.id if party and party.id in own else ""].append(e)
    for i in own:
        yield shown[i], mine[i]
    if mine[""]:
        yield OTHERS if own else "nobody known", mine[""]


def _marks(entries: Sequence[TimelineEntry], places: Targets, scale: Scale, form: Form) -> tuple[list[Drawn], float]:
    """The marks of a lane, as if its base were 0, and how high they stand; large ones lie lowest."""
    out: list[Drawn] = []
    rest: list[tuple[float, float, list[TimelineEntry]]] = []
    highest = SMALL
    for x, column in _columns(entries, scale):
        some = sorted(column, key=lambda e: (e.kind == "statement", not e.type, e.since or date.min, e.id))
        height = 0.0
        kept = some if len(some) <= form.stack else some[: form.stack - 1]
        for e in kept:
            size = SMALL if e.kind == "statement" else LARGE
            out.append(_mark(e, places, scale, (x, -(height + size / 2)), size))
            height += size
        if len(some) > len(kept):
            rest.append((x, height + LARGE / 2, some[len(kept) :]))
            height += LARGE
        highest = max(highest, height)
    return [*out, *(_rest(some, places, x, -y) for x, y, some in _apart(rest))], highest


def _columns(entries: Sequence[TimelineEntry], scale: Scale) -> list[tuple[float, list[TimelineEntry]]]:
    """The entries of a lane from left to right, those together that would lie on each other, at the first of them."""
    width = SMALL if all(e.kind == "statement" for e in entries) else LARGE
    out: list[tuple[float, list[TimelineEntry]]] = []
    for e in sorted(entries, key=lambda e: (e.since or date.min, e.id)):
        x = scale(e.since or date.min)
        if out and x - out[-1][0] < width:
            out[-1][1].append(e)
        else:
            out.append((x, [e]))
    return out


def _apart(rest: Sequence[tuple[float, float, list[TimelineEntry]]]) -> list[tuple[float, float, list[TimelineEntry]]]:
    """What is counted only, from left to right: numbers that would lie on each other are one number."""
    out: list[tuple[float, float, list[TimelineEntry]]] = []
    for x, y, some in rest:
        if out and x - out[-1][0] < NUMBER:
            before = out.pop()
            out.append((before[0], max(before[1], y), [*before[2], *some]))
        else:
            out.append((x, y, some))
    return out


def _mark(e: TimelineEntry, places: Targets, scale: Scale, at: tuple[float, float], size: float) -> Drawn:
    """The mark of an entry in its column; its bar, where it has one, ends at its own last day."""
    since = e.since or date.min
    until = max(since, e.until or since)
    wide = None if until == since else scale(until)
    shape = "role" if e.kind == "role" else f"q{e.quad}" if e.quad in QUADS else "said"
    hollow = e.status not in (None, "happened")
    x, y = at
    return Drawn(
        x=x, y=y, size=size, shape=shape, hollow=hollow, until=wide if wide is not None and wide > x else None,
        href=places.tellings.get(e.sources[0].id, ""), label=tooltip(e),
    )  # fmt: skip


def _rest(some: Sequence[TimelineEntry], places: Targets, x: float, y: float) -> Drawn:
    first = min(e.since for e in some if e.since)
    month = fragment(first, "month")
    href = month if month in places.lists else places.tellings.get(some[0].sources[0].id, "")
    return Drawn(
        x=x, y=y, size=LARGE, shape="more", hollow=False, until=None, href=href,
        label=f"{counted(len(some), 'more entry', 'more entries')} about here", more=len(some),
    )  # fmt: skip


def _moved(m: Drawn, base: float) -> Drawn:
    return Drawn(
        x=m.x, y=round(base + m.y, 1), size=m.size, shape=m.shape, hollow=m.hollow, until=m.until, href=m.href,
        label=m.label, more=m.more,
    )  # fmt: skip


def tooltip(e: TimelineEntry) -> str:
    """An entry in a line: days, who, to whom, what, the words."""
    when = "no day known" if e.since is None else stretch(e.since, e.until)
    told = ", told then" if e.told_on else ""
    who, to = (", ".join(p.name for p in some) for some in (e.who, e.whom))
    state = f" ({e.status})" if e.status not in (None, "happened") else ""
    head = f"{when}{told}. {who or 'Somebody'}{f' to {to}' if to else ''}: {e.what}{state}"
    outlets = f" ({counted(len(e.outlets), 'outlet')})" if len(e.outlets) > 1 else ""
    return f"{head}{outlets}. {clipped(e.words, TOOLTIP)}"
