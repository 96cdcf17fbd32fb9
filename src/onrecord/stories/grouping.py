"""Documents into stories: broad groups first, then each is looked at anew by what tells its documents apart.

What all documents of a broad group say (the club, the company, the quarrel) tells nothing within it, so the
terms are weighted again among its documents alone. If they then fall into two groups or more, each of several
documents, these were different events of one kind; single documents go to the group they are most like.

The result is a function of the set of documents. The order in which they come changes nothing.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import UsageError
from onrecord.span import stable_id
from onrecord.stories import titles, wording
from onrecord.stories.likeness import alike, nearness
from onrecord.stories.linking import Part, link
from onrecord.stories.records import Group, StoryDocument
from onrecord.stories.vectors import Counted, Matrix, Reals, mean_rows, weigh

BROAD, KINSHIP = 0.15, 0.8
"""How alike documents of a broad group are."""
APART, SEVERAL = 0.09, 4
"""Groups of at least so many documents that are less alike than this, once what all share is set aside, are apart."""
RARE = 1 / 16
"""A term that a smaller share of a broad group has tells nothing of how it falls into parts."""

OFTEN, MOSTLY = 3, 0.8
"""Documents from which an outlet is looked at, and the share of them in one part that makes the part its own."""


def cluster(documents: Iterable[StoryDocument]) -> tuple[Group, ...]:
    """The stories of these documents, the earliest first. Raises UsageError where two documents have one id."""
    shelf = Shelf()
    for document in documents:
        shelf.add(document)
    return shelf.groups()


@dataclass(frozen=True, slots=True)
class _Item:
    id: str
    title: str
    opening: str
    published: date | None
    outlet: str | None
    counted: Counted
    heading: NDArray[np.int32]  # the terms of the title


@dataclass(slots=True)
class Shelf:
    """Documents that come and go, read once each; `groups` are those of the documents that are there then."""

    _items: dict[str, _Item] = field(default_factory=dict)
    _terms: dict[str, int] = field(default_factory=dict)
    _actors: dict[str, int] = field(default_factory=dict)
    _words: list[str] = field(default_factory=list)  # the terms by their numbers

    def __contains__(self, id: str) -> bool:  # noqa: A002 - the field's name
        return id in self._items

    def __len__(self) -> int:
        return len(self._items)

    def add(self, document: StoryDocument) -> None:
        """Put a document there. Raises UsageError where one of this id is there."""
        if document.id in self._items:
            raise UsageError(f"{document.id}: two documents have this id; each is grouped once")
        found = wording.read(document.title, document.text)
        numbers = array("i", (self._terms.setdefault(t, len(self._terms)) for t in found.all))
        counts = np.array([(n, found.names[t], found.lead[t]) for t, n in found.all.items()], np.int64).reshape(-1, 3)
        actors = array("i", (self._actors.setdefault(a, len(self._actors)) for a in sorted({*document.actors})))
        title = " ".join(document.title.split())
        heading = [self._terms[t] for t in wording.read("", title).all if t in self._terms]
        self._items[document.id] = _Item(
            id=document.id,
            title=title,
            opening=titles.opening(document.text),
            published=document.published,
            outlet=document.outlet,
            counted=Counted(
                np.array(numbers, np.int32), np.minimum(counts, 65535).astype(np.uint16), np.array(actors, np.int32)
            ),
            heading=np.array(heading, np.int32),
        )

    def remove(self, id: str) -> None:  # noqa: A002 - the field's name
        """Take a document away. Raises KeyError where there is none of this id."""
        del self._items[id]

    def terms(self, ids: Iterable[str]) -> Counter[str]:
        """How often each term stands in these documents. Raises KeyError where one is not there."""
        if len(self._words) < len(self._terms):
            self._words = list(self._terms)
        found: Counter[str] = Counter()
        for counted in (self._items[i].counted for i in ids):
            counts = zip(counted.terms.tolist(), counted.counts[:, 0].tolist(), strict=True)
            found.update({self._words[term]: n for term, n in counts})
        return found

    def groups(self) -> tuple[Group, ...]:
        """The stories, the earliest first."""
        items = sorted(self._items.values(), key=_order)
        known = wording.common()
        general = np.array([known.get(t, 0.0) for t in self._terms])
        matrix = weigh([i.counted for i in items], general)
        broad = _linked(matrix, _days(items), BROAD, KINSHIP)
        found = sorted(story for group in broad for story in _parted(group.rows, items))
        rarity = titles.rarity([i.counted.terms for i in items], len(self._terms))
        means = _likeness(matrix, found)
        return tuple(_group([items[i] for i in f], mean, rarity) for f, mean in zip(found, means, strict=True))


def _order(item: _Item) -> tuple[bool, date, str]:
    return item.published is None, item.published or date.max, item.id


def _days(items: Sequence[_Item]) -> Reals:
    return np.array([i.published.toordinal() if i.published else np.nan for i in items], np.float64)


def _linked(matrix: Matrix, days: Reals, threshold: float, kinship: float) -> list[Part]:
    """The groups of rows. Each row is compared with those most like it only, so that a large group comes together
    in rounds: what became one is then compared as one, by its mean vector and its mean day.
    """
    parts = [Part([i]) for i in range(matrix.rows)]
    means, middays = matrix, days
    while True:
        made = link(parts, alike(means, middays), threshold, kinship)
        if len(made) == len(parts):
            return made
        parts = made
        means = mean_rows(matrix, [p.rows for p in parts])
        middays = np.array([_midday(days[p.rows]) for p in parts])


def _midday(days: Reals) -> float:
    known = days[~np.isnan(days)]
    return float(known.mean()) if len(known) else float("nan")


def _parted(group: list[int], items: Sequence[_Item]) -> Iterator[list[int]]:
    """A broad group as the stories within it."""
    waiting = [group]
    while waiting:
        rows = waiting.pop()
        parts = _parts([items[i] for i in rows]) if len(rows) >= 2 * SEVERAL else []
        if len(parts) < 2 or _of_one_outlet_each(parts, [items[i] for i in rows]):
            yield rows
        else:
            waiting += [[rows[i] for i in part] for part in parts]


def _parts(items: Sequence[_Item]) -> list[list[int]]:
    """The parts that documents fall into, once what all share is set aside; one or none where they do not."""
    matrix, days = weigh([i.counted for i in items], share=RARE), _days(items)
    homes = [p.rows for p in _linked(matrix, days, APART, 0.0) if len(p.rows) >= SEVERAL]
    if len(homes) > 1:
        for i, home in _placed(matrix, days, homes):
            homes[home] = [*homes[home], i]
    return [sorted(home) for home in homes]


def _of_one_outlet_each(parts: Sequence[Sequence[int]], items: Sequence[_Item]) -> bool:
    """Whether each outlet is nearly always in one part, at the same time: then they part by whom outlets quote and
    what words they choose, not by what happened. Outlets of few documents say nothing of that.
    """
    carried = [Counter(o for i in part if (o := items[i].outlet)) for part in parts]
    several = {o for o, n in sum(carried, Counter[str]()).items() if n >= OFTEN}
    homes = {o: max(range(len(parts)), key=lambda p: carried[p][o]) for o in several}
    told = sum(part[o] for part in carried for o in several)
    at_home = sum(carried[home][o] for o, home in homes.items())
    if 2 * told < len(items) or at_home < MOSTLY * told or len({*homes.values()}) < len(parts):
        return False
    dated = [[p for i in part if (p := items[i].published)] for part in parts]
    return all(not a or not b or (min(a) <= max(b) and min(b) <= max(a)) for a, b in combinations(dated, 2))


def _placed(matrix: Matrix, days: Reals, homes: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Each row that is in none of the groups, and the group whose rows it is most like."""
    home = np.full(matrix.rows, -1)
    for number, group in enumerate(homes):
        home[list(group)] = number
    alone = np.flatnonzero(home < 0).tolist()
    means = mean_rows(matrix, [*homes, *([i] for i in alone)])
    middays = [_midday(days[list(group)]) for group in homes]
    dense = np.zeros((len(homes), matrix.width), np.float32)
    for number in range(len(homes)):
        columns, weights = means.row(number)
        dense[number, columns] = weights
    placed = []
    for i in alone:
        columns, weights = matrix.row(i)
        likeness = dense[:, columns] @ weights * nearness(float(days[i]), np.array(middays), 1.0)
        placed.append((i, int(np.argmax(np.round(likeness, 6)))))
    return placed


def _likeness(matrix: Matrix, groups: Sequence[Sequence[int]]) -> list[float]:
    """The mean likeness of all pairs of each group; 1 where it has none."""
    means = mean_rows(matrix, groups)
    lengths = [float(x @ x) for x in (matrix.row(i)[1] for i in range(matrix.rows))]
    out = []
    for number, group in enumerate(groups):
        size, (_, weights) = len(group), means.row(number)
        every = size * size * float(weights @ weights) - sum(lengths[i] for i in group)
        out.append(max(0.0, min(1.0, every / (size * (size - 1)))) if size > 1 else 1.0)
    return out


def _group(items: Sequence[_Item], likeness: float, rarity: titles.Rarity) -> Group:
    chosen = titles.central([i.counted.terms for i in items], [i.heading for i in items], rarity)
    dated = [i.published for i in items if i.published]
    return Group(
        id=stable_id("st", items[0].id, "story", [], 0),
        title=items[chosen].title or items[chosen].opening,
        titled_by=items[chosen].id,
        documents=tuple(i.id for i in items),
        likeness=round(likeness, 4),
        since=min(dated, default=None),
        until=max(dated, default=None),
    )
