"""The traits of many reports as columns, so that pairs of them are compared thousands at a time.

Sets of words are kept as sorted numbers in one long row with the bounds of each report's own (`Sets`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.events.coreference.acts import acts, rarity
from onrecord.events.coreference.background import Background, backgrounds
from onrecord.events.coreference.reading import Traits, Words

FULL, CONTENT, BAG, NEAR, LEFT, RIGHT, AFTER = (1 << k for k in range(7))
"""Where a word stands: in the trigger, as a word of it that says something, in the sentence, the clause, beside it."""
LONGEST = 24
"""Letters of an act's word that are compared one by one."""
Ints = NDArray[np.int64]
Reals = NDArray[np.float64]


class Shared(NamedTuple):
    """What pairs have in common: the number of the pair, and the places of the thing in `Sets` for both sides."""

    pair: Ints
    a: Ints
    b: Ints


@dataclass(frozen=True, slots=True)
class Sets:
    """Sets of things, one a row: `ids` from bounds[row] to bounds[row + 1], in order.

    `where` are bits that say where it stands, `worth` what having it in common is worth, `here` what it is worth in
    the story of the report.
    """

    bounds: Ints
    ids: Ints
    where: Ints
    worth: Reals
    here: Reals
    sums: dict[tuple[int, str], Reals] = field(default_factory=dict)

    def shared(self, a: Ints, b: Ints) -> Shared:
        """What the rows `a` and `b` have in common, pair by pair."""
        at_a, pair_a = self._of(a)
        at_b, pair_b = self._of(b)
        wide = int(self.ids.max(initial=0)) + 1
        key_a, key_b = pair_a * wide + self.ids[at_a], pair_b * wide + self.ids[at_b]
        if not len(key_b):
            return Shared(pair_a[:0], at_a[:0], at_b[:0])
        found = np.minimum(np.searchsorted(key_b, key_a), len(key_b) - 1)
        same = key_b[found] == key_a
        return Shared(pair_a[same], at_a[same], at_b[found[same]])

    def _of(self, rows: Ints) -> tuple[Ints, Ints]:
        """The places of all things of rows, and for each the number of its row among those asked for."""
        first, size = self.bounds[rows], self.bounds[rows + 1] - self.bounds[rows]
        pair = np.repeat(np.arange(len(rows)), size)
        return np.arange(len(pair)) - np.repeat(np.cumsum(size) - size, size) + first[pair], pair

    def total(self, where: int, by: str = "worth") -> Reals:
        """The sum over each row of what stands there, by `worth` or `here`; how many there are, by "one"."""
        if (where, by) not in self.sums:
            of = np.ones(len(self.ids)) if by == "one" else getattr(self, by)
            kept, row = self.where & where > 0, np.repeat(np.arange(len(self.bounds) - 1), np.diff(self.bounds))
            summed = np.bincount(row[kept], of[kept], minlength=len(self.bounds) - 1)
            self.sums[where, by] = summed.astype(np.float64)
        return self.sums[where, by]


@dataclass(frozen=True, slots=True)
class Table:
    """Reports by their traits; `columns` are numbers of each, `vectors` rows of length one (or zero: none)."""

    words: Sets
    names: Sets
    numbers: Sets
    families: Sets
    articles: Sets
    columns: Mapping[str, Any]
    letters: NDArray[np.int32]
    vectors: Mapping[str, NDArray[np.float32]]


def table(traits: Sequence[Traits], stories: Sequence[str]) -> Table:
    """The table of reports and of the story that each is told in."""
    told = backgrounds(stories, traits)
    of = [told[s] for s in stories]
    words, names = _Numbers(), _Numbers()
    rows = [_standing(t) for t in traits]
    beside = [{n: 1 | LEFT * (n in t.names_left) | RIGHT * (n in t.names_right) for n in t.names} for t in traits]
    articles, article_of = _articles(traits, stories, told)
    order = sorted(range(len(traits)), key=lambda i: (traits[i].doc, traits[i].at, traits[i].number, i))
    rank = np.empty(len(traits), np.int64)
    rank[order] = np.arange(len(traits))
    return Table(
        words=_sets(rows, words, rarity, [b.rarity for b in of]),
        names=_sets(beside, names, rarity, [b.name_rarity for b in of]),
        numbers=_sets([dict.fromkeys(t.numbers, 1) for t in traits], _Numbers(), rarity, None),
        families=_weights([t.families for t in traits], [None] * len(traits), _Numbers()),
        articles=articles,
        columns={**_columns(traits, of, words), "article": article_of, "rank": rank},
        letters=_letters([t.head for t in traits]),
        vectors=_vectors(traits),
    )


class _Numbers(dict[Hashable, int]):
    """A number for each thing, in the order in which they come."""

    def __missing__(self, thing: Hashable) -> int:
        self[thing] = len(self)
        return self[thing]


def _standing(t: Traits) -> dict[str, int]:
    out: dict[str, int] = {}
    sets: Sequence[tuple[int, Words]] = (
        (FULL, t.full), (CONTENT, t.content), (BAG, t.bag), (NEAR, t.near), (LEFT, t.left), (RIGHT, t.right),
        (AFTER, t.after),
    )  # fmt: skip
    for bit, some in sets:
        for word in some:
            out[word] = out.get(word, 0) | bit
    return out


def _sets(
    rows: Sequence[Mapping[str, int]],
    number: _Numbers,
    worth: Callable[[str], float],
    here: Sequence[Callable[[str], float]] | None,
) -> Sets:
    ids, where, own, local, bounds = [], [], [], [], [0]
    for k, row in enumerate(rows):
        # Sorted by the word before it gets its number: the numbers hang on nothing but the reports.
        for word in sorted(sorted(row), key=number.__getitem__):
            ids.append(number[word])
            where.append(row[word])
            own.append(worth(word))
            local.append(here[k](word) if here else 0.0)
        bounds.append(len(ids))
    return Sets(_ints(bounds), _ints(ids), _ints(where), np.array(own, float), np.array(local, float))


def _weights(rows: Iterable[Mapping[Any, float]], here: Iterable[Mapping[Any, float] | None], number: _Numbers) -> Sets:
    ids, own, local, bounds = [], [], [], [0]
    for row, other in zip(rows, here, strict=True):
        for thing in sorted(row, key=number.__getitem__):
            ids.append(number[thing])
            own.append(row[thing])
            local.append(other.get(thing, 0.0) if other else 0.0)
        bounds.append(len(ids))
    return Sets(_ints(bounds), _ints(ids), np.ones(len(ids), np.int64), np.array(own, float), np.array(local, float))


def _articles(traits: Sequence[Traits], stories: Sequence[str], told: Mapping[str, Background]) -> tuple[Sets, Ints]:
    """What each article of each story is about, and the row of each report's."""
    first: dict[tuple[str, str], Traits] = {}
    for story, t in zip(stories, traits, strict=True):
        first.setdefault((story, t.doc), t)
    row = {key: k for k, key in enumerate(first)}
    about = [t.article for t in first.values()]
    here = [told[story].articles.get(doc, {}) for story, doc in first]
    return _weights(about, here, _Numbers()), _ints([row[s, t.doc] for s, t in zip(stories, traits, strict=True)])


def _columns(traits: Sequence[Traits], of: Sequence[Background], words: _Numbers) -> dict[str, Any]:
    said, areas = acts().said, sorted({*acts().areas})
    full, docs = _Numbers(), _Numbers()
    return {
        "head": _ints([words[t.head] for t in traits]),
        "full": _ints([full[t.full] for t in traits]),
        "doc": _ints([docs[t.doc] for t in traits]),
        "number": _ints([t.number for t in traits]),
        "content": _ints([len(t.content) for t in traits]),
        "families": _ints([len(t.families) for t in traits]),
        "areas": _ints([sum(1 << areas.index(x) for x in t.areas) for t in traits]),
        "said": np.array([not said.isdisjoint(t.families) for t in traits]),
        "verb": _ints([t.verb for t in traits]),
        "negated": np.array([t.negated for t in traits], bool),
        "unreal": np.array([t.unreal for t in traits], bool),
        "rarity": np.array([rarity(t.head) for t in traits], float),
        "rarity_here": np.array([b.rarity(t.head) for t, b in zip(traits, of, strict=True)], float),
        "often": np.array([b.heads.get(t.head, 0) for t, b in zip(traits, of, strict=True)], float),
        "told": np.array([b.total for b in of], float),
        "about": np.array([bool(t.article) for t in traits], bool),
        "vectors": np.array([bool(t.vectors) for t in traits], bool),
    }


def _letters(heads: Sequence[str]) -> NDArray[np.int32]:
    out = np.zeros((len(heads), LONGEST), np.int32)
    for k, head in enumerate(heads):
        some = [ord(c) for c in head[:LONGEST]]
        out[k, : len(some)] = some
    return out


def _vectors(traits: Sequence[Traits]) -> dict[str, NDArray[np.float32]]:
    kinds = {
        "trigger": [t.vectors[0] if t.vectors else None for t in traits],
        "around": [t.vectors[1] if t.vectors else None for t in traits],
        "words": [t.meaning[0] if t.meaning else None for t in traits],
        "head": [t.meaning[1] if t.meaning else None for t in traits],
    }
    out = {}
    for name, rows in kinds.items():
        width = max((len(r) for r in rows if r is not None), default=1)
        made = np.zeros((len(rows), width), np.float32)
        for k, row in enumerate(rows):
            if row is not None:
                length = float(np.linalg.norm(row))
                made[k] = row / length if length else row
        out[name] = made
    return out


def _ints(some: Sequence[int]) -> Ints:
    return np.array(some, np.int64)
