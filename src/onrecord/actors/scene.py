"""What pronouns and role nouns are resolved in: the text, its actors, and the sources resolved so far."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.actors.cast import MANY, NEAR, Cast, Ent, enter
from onrecord.actors.chains import Chains
from onrecord.actors.pieces import Name
from onrecord.actors.sighted import Sighted
from onrecord.actors.states import States
from onrecord.findings import Range
from onrecord.layout import Layout

_QUESTION = re.compile(r"^[ \t]*Q[.:] ", re.MULTILINE)
GROUPS = ("organization", "government", "parliament", "armed_group", "party", "coalition", "media", "state", "group")


@dataclass(slots=True, frozen=True)
class Answer:
    """Who is meant (None: unresolved), by which rule, how sure."""

    entity: int | None
    why: str
    score: float = 0.0


@dataclass(slots=True)
class Spoken:
    """A source already resolved: where it stands, who it is, and whether it was an organisation."""

    start: int
    end: int
    entity: int | None
    paragraph: int


@dataclass(slots=True)
class Scene:
    """What resolution may look at: the text, its names and actors, and the sources resolved so far, in text order."""

    document: str
    layout: Layout
    names: Sequence[Name]
    cast: Cast
    quoted: Sequence[Range]
    indirect: Sequence[Range] = ()
    sighted: Sighted = field(default_factory=Sighted)
    byline: str | None = None
    chains: Chains | None = None
    spoken: list[Spoken] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    _paragraphs: list[int] = field(default_factory=list)
    _spoken_at: list[int] = field(default_factory=list)
    roles: dict[str, list[tuple[int, Ent]]] = field(default_factory=dict)
    pronouns: dict[tuple[int, str], Answer] = field(default_factory=dict)
    ages: dict[str, list[Ent]] = field(default_factory=dict)
    titled: dict[str, list[Ent]] = field(default_factory=dict)
    bodies: dict[str, list[Ent]] = field(default_factory=dict)
    described: dict[Range, tuple[int | None, ...]] = field(default_factory=dict)
    turns: list[int] = field(default_factory=list)
    states: States = field(init=False)

    def __post_init__(self) -> None:
        self.states = States(self.cast)
        self.turns = [m.start() for m in _QUESTION.finditer(self.layout.text)]
        self.starts = [n.start for n in self.names]
        self._paragraphs = [p.start for p in self.layout.paragraphs]
        for ent in self.cast.ents:
            first: dict[str, int] = {}
            for fact in ent.facts:
                first[fact.head] = min(fact.start, first.get(fact.head, fact.start))
                if fact.age:
                    enter(self.ages.setdefault(fact.age, []), ent)
            for title in ent.titles:
                enter(self.titled.setdefault(title, []), ent)
            for head, start in first.items():
                self.roles.setdefault(head, []).append((start, ent))
        for held in self.roles.values():
            held.sort(key=lambda h: h[0])

    def paragraph(self, at: int) -> int:
        """The index of the paragraph at or before an offset."""
        return max(0, bisect_right(self._paragraphs, at) - 1)

    def back(self, at: int, paragraphs: int = 0) -> int:
        """Where the paragraph of an offset begins, or the one so many before it; never far away."""
        if not self.layout.paragraphs:
            return 0
        i = max(0, self.paragraph(at) - paragraphs)
        return min(at, max(self.layout.paragraphs[i].start, at - NEAR * (1 + paragraphs)))

    def holders(self, head: str, before: int) -> list[Ent]:
        """Those with a role of this noun, introduced before an offset."""
        held = self.roles.get(head, [])
        return [e for _, e in held[: bisect_left(held, before, key=lambda h: h[0])][: MANY + 1]]

    def said(self, start: int, end: int, entity: int | None) -> None:
        """Note a resolved source."""
        i = bisect_right(self._spoken_at, start)
        self._spoken_at.insert(i, start)
        self.spoken.insert(i, Spoken(start, end, entity, self.paragraph(start)))

    def names_between(self, start: int, end: int) -> list[Name]:
        """Names in a range that no quotation encloses."""
        i, j = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [n for n in self.names[i:j] if not n.quoted and not lies_in(self.quoted, n.start)]

    def names_before(self, start: int, end: int) -> list[Name]:
        """Names in a range, in quotations or not."""
        return list(self.names[bisect_left(self.starts, start) : bisect_left(self.starts, end)])

    def spoken_between(self, start: int, end: int) -> list[Spoken]:
        """Sources resolved in a range."""
        return self.spoken[bisect_left(self._spoken_at, start) : bisect_left(self._spoken_at, end)]


def lies_in(ranges: Sequence[Range], at: int) -> bool:
    """Whether an offset lies in one of these sorted, disjoint ranges."""
    i = bisect_right(ranges, (at, 1 << 62)) - 1
    return i >= 0 and ranges[i][0] <= at < ranges[i][1]
