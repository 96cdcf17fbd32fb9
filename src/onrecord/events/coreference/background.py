"""What all reports of a story say, and what tells them apart: words weighed by how few of its reports have them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.events.coreference.reading import Traits


@dataclass(frozen=True, slots=True)
class Background:
    """The reports of one story: how many, of each head, with each word and each name beside it; its articles, each by
    the words that tell it from the others."""

    total: int
    heads: Mapping[str, int]
    words: Mapping[str, int]
    names: Mapping[str, int]
    articles: Mapping[str, Mapping[str, float]]

    def rarity(self, word: str) -> float:
        """How few of the reports have a word."""
        return _rarity(self.total, self.words.get(word, 0))

    def name_rarity(self, name: str) -> float:
        """How few of the reports name it."""
        return _rarity(self.total, self.names.get(name, 0))


def background(traits: Iterable[Traits]) -> Background:
    """The background of the reports of one story."""
    told = list(traits)
    articles = {t.doc: t.article for t in told}
    shared = Counter(w for a in articles.values() for w in a)
    return Background(
        total=len(told),
        heads=Counter(t.head for t in told),
        words=Counter(w for t in told for w in t.bag | t.full),
        names=Counter(n for t in told for n in t.names),
        articles={doc: _apart(a, shared, len(articles)) for doc, a in articles.items()},
    )


def backgrounds(stories: Sequence[str], traits: Sequence[Traits]) -> dict[str, Background]:
    """The background of each story, the story of each report given."""
    told: dict[str, list[Traits]] = {}
    for story, read in zip(stories, traits, strict=True):
        told.setdefault(story, []).append(read)
    return {story: background(some) for story, some in told.items()}


def _apart(article: Mapping[str, float], shared: Mapping[str, int], articles: int) -> dict[str, float]:
    weights = {w: x * _rarity(articles, shared[w]) for w, x in article.items()}
    length = math.sqrt(sum(x * x for x in weights.values()))
    return {w: x / length for w, x in weights.items()} if length else {}


def _rarity(of: int, having: int) -> float:
    return math.log((of + 1) / (having + 0.5))
