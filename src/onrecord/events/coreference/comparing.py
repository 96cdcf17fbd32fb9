"""Pairs of reports compared: the numbers from which a judge says how likely they tell of one event."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.events.coreference.reading import LATEST
from onrecord.events.coreference.table import AFTER, BAG, CONTENT, FULL, LEFT, NEAR, RIGHT, Ints, Reals, Sets, Table

NAMES = (
    *("same_head", "same_words", "shared_words", "shared_share", "any_word", "prefix"),
    *("family", "families", "families_share", "same_area", "said_a", "said_b", "unknown_a", "unknown_b"),
    *("rarity_least", "rarity_most", "same_form", "verbs"),
    *("same_article", "same_sentence", "apart", "first_least", "first_most", "both_lead"),
    *("sentence", "sentence_weight", "clause", "clause_weight", "left", "right", "crossed"),
    *("head_a_in_b", "head_b_in_a", "word_after", "sentence_here", "clause_here"),
    *("names", "names_count", "names_left", "names_right", "names_near", "names_differ", "names_here"),
    *("numbers", "numbers_count", "negation_differs", "mood_differs"),
    *("like_articles", "like_articles_here", "has_articles"),
    *("like_trigger", "like_surroundings", "has_vectors", "like_words", "like_heads"),
    *("often_least", "often_most", "often_share", "rarity_here"),
)
ARTICLES = ("like_articles", "like_articles_here", "has_articles")
VECTORS = ("like_trigger", "like_surroundings", "has_vectors")
Row = NDArray[Any]


def compare(held: Table, a: Ints, b: Ints) -> NDArray[np.float32]:
    """The numbers of pairs (rows of the table), by `NAMES`; the order of the two does not matter."""
    rank = held.columns["rank"]
    a, b = np.where(rank[a] <= rank[b], a, b), np.where(rank[a] <= rank[b], b, a)
    found = {
        **_act(held, a, b),
        **_place(held, a, b),
        **_words(held, a, b),
        **_names(held, a, b),
        **_articles(held, a, b),
        **_vectors(held, a, b),
        **_often(held, a, b),
    }
    return np.stack([np.asarray(found[n], np.float32) for n in NAMES], axis=1)


def _act(held: Table, a: Ints, b: Ints) -> dict[str, Row]:
    c, n = held.columns, len(a)
    both = held.families.shared(a, b)
    surest = np.zeros(n)
    np.maximum.at(surest, both.pair, np.minimum(held.families.worth[both.a], held.families.worth[both.b]))
    count = np.bincount(both.pair, minlength=n)
    rare = c["rarity"][a], c["rarity"][b]
    x, y = held.letters[a], held.letters[b]
    same = np.cumprod((x == y) & (x > 0), axis=1).sum(1)
    return {
        "same_head": c["head"][a] == c["head"][b],
        "same_words": c["full"][a] == c["full"][b],
        "prefix": same / np.maximum(1, np.maximum((x > 0).sum(1), (y > 0).sum(1))),
        "family": surest,
        "families": count,
        "families_share": count / np.maximum(1, np.minimum(c["families"][a], c["families"][b])),
        "same_area": (c["areas"][a] & c["areas"][b]) > 0,
        "said_a": c["said"][a],
        "said_b": c["said"][b],
        "unknown_a": c["families"][a] == 0,
        "unknown_b": c["families"][b] == 0,
        "rarity_least": np.minimum(*rare),
        "rarity_most": np.maximum(*rare),
        "same_form": c["verb"][a] == c["verb"][b],
        "verbs": c["verb"][a] + c["verb"][b],
        "negation_differs": c["negated"][a] != c["negated"][b],
        "mood_differs": c["unreal"][a] != c["unreal"][b],
    }


def _place(held: Table, a: Ints, b: Ints) -> dict[str, Row]:
    c = held.columns
    here = c["doc"][a] == c["doc"][b]
    apart = np.abs(c["number"][a] - c["number"][b])
    x, y = np.minimum(c["number"][a], LATEST), np.minimum(c["number"][b], LATEST)
    return {
        "same_article": here,
        "same_sentence": here & (apart == 0),
        "apart": np.where(here, np.minimum(apart, 2 * LATEST), -1),
        "first_least": np.minimum(x, y),
        "first_most": np.maximum(x, y),
        "both_lead": np.maximum(x, y) <= 1,
    }


def _words(held: Table, a: Ints, b: Ints) -> dict[str, Row]:
    words, n = held.words, len(a)
    pair, i, j = words.shared(a, b)
    x, y, head = words.where[i], words.where[j], held.columns["head"]
    worth, here = words.worth[i], (words.here[i] + words.here[j]) / 2

    def weight(of_a: int, of_b: int, of: Reals) -> Reals:
        return np.bincount(pair, np.where((x & of_a > 0) & (y & of_b > 0), of, 0.0), minlength=n).astype(np.float64)

    def share(of_a: int, of_b: int) -> Reals:
        return _share(words, a, b, weight(of_a, of_b, worth), of_a, of_b)

    ones = np.ones(len(pair))
    content = weight(CONTENT, CONTENT, ones)
    union = held.columns["content"][a] + held.columns["content"][b] - content
    return {
        "shared_words": content,
        "shared_share": content / np.maximum(1, union),
        "any_word": weight(FULL, FULL, ones) > 0,
        "sentence": share(BAG, BAG),
        "sentence_weight": weight(BAG, BAG, worth),
        "clause": share(NEAR, NEAR),
        "clause_weight": weight(NEAR, NEAR, worth),
        "left": share(LEFT, LEFT),
        "right": share(RIGHT, RIGHT),
        "crossed": share(LEFT, RIGHT) + share(RIGHT, LEFT),
        "head_a_in_b": weight(FULL, BAG, (words.ids[i] == head[a][pair]).astype(float)) > 0,
        "head_b_in_a": weight(BAG, FULL, (words.ids[i] == head[b][pair]).astype(float)) > 0,
        "word_after": weight(FULL, AFTER, ones) > 0,
        "sentence_here": _share(words, a, b, weight(BAG, BAG, here), BAG, BAG, "here"),
        "clause_here": _share(words, a, b, weight(NEAR, NEAR, here), NEAR, NEAR, "here"),
    }


def _share(of: Sets, a: Ints, b: Ints, both: Reals, of_a: int, of_b: int, by: str = "worth") -> Reals:
    """How much of two sets both have, by what the things are worth."""
    every = of.total(of_a, by)[a] + of.total(of_b, by)[b] - both
    return np.where((every > 1e-9) & (both > 0), both / np.maximum(every, 1e-9), 0.0)


def _names(held: Table, a: Ints, b: Ints) -> dict[str, Row]:
    names, numbers, n = held.names, held.numbers, len(a)
    pair, i, j = names.shared(a, b)
    x, y, worth = names.where[i], names.where[j], names.worth[i]
    beside = LEFT | RIGHT

    def weight(where: int, of: Reals) -> Reals:
        return np.bincount(pair, np.where((x & where > 0) & (y & where > 0), of, 0.0), minlength=n).astype(np.float64)

    def share(where: int) -> Reals:
        return _share(names, a, b, weight(where, worth), where, where)

    near = names.total(beside, "one") > 0
    told = numbers.shared(a, b)
    counted = np.bincount(told.pair, minlength=n)
    equal = np.bincount(told.pair, numbers.worth[told.a], minlength=n).astype(np.float64)
    return {
        "names": share(1),
        "names_count": np.bincount(pair, minlength=n),
        "names_left": share(LEFT),
        "names_right": share(RIGHT),
        "names_near": share(beside),
        "names_differ": near[a] & near[b] & (weight(beside, np.ones(len(pair))) == 0),
        "names_here": _share(names, a, b, weight(1, (names.here[i] + names.here[j]) / 2), 1, 1, "here"),
        "numbers": _share(numbers, a, b, equal, 1, 1),
        "numbers_count": counted,
    }


def _articles(held: Table, a: Ints, b: Ints) -> dict[str, Row]:
    """How like the articles are; each two of them are compared once."""
    c, of = held.columns, held.articles
    x, y = c["article"][a], c["article"][b]
    wide = len(of.bounds)
    keys, back = np.unique(np.minimum(x, y) * wide + np.maximum(x, y), return_inverse=True)
    pair, i, j = of.shared(keys // wide, keys % wide)
    whole = np.bincount(pair, of.worth[i] * of.worth[j], minlength=len(keys))
    here = np.bincount(pair, of.here[i] * of.here[j], minlength=len(keys))
    return {
        "like_articles": whole[back],
        "like_articles_here": here[back],
        "has_articles": c["about"][a] & c["about"][b],
    }


def _vectors(held: Table, a: Ints, b: Ints) -> dict[str, Row]:
    seen = held.columns["vectors"][a] & held.columns["vectors"][b]

    def like(kind: str) -> Row:
        v = held.vectors[kind]
        return np.asarray(np.einsum("ij,ij->i", v[a], v[b]))

    return {
        "like_trigger": like("trigger"),
        "like_surroundings": like("around"),
        "has_vectors": seen,
        "like_words": like("words"),
        "like_heads": like("head"),
    }


def _often(held: Table, a: Ints, b: Ints) -> dict[str, Row]:
    c = held.columns
    x, y = c["often"][a], c["often"][b]
    return {
        "often_least": np.log1p(np.minimum(x, y)),
        "often_most": np.log1p(np.maximum(x, y)),
        "often_share": (x + y) / np.maximum(1, c["told"][a] + c["told"][b]),
        "rarity_here": c["rarity_here"][a] + c["rarity_here"][b],
    }
