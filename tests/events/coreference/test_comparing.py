"""Pairs compared by columns: the same numbers as counted by hand from the two reports, either way round."""

from __future__ import annotations

import sys
from collections.abc import Callable, Set
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.events.coreference.acts import rarity
from onrecord.events.coreference.background import background
from onrecord.events.coreference.comparing import NAMES, compare
from onrecord.events.coreference.reading import article, read
from onrecord.events.coreference.table import table
from onrecord.events.same import EventReport

sys.path.insert(0, str(Path(__file__).parent))
from dorn_and_kova import coverage, report

SENTENCES = (
    ("Dorn shelled the port of Brelin on Monday, killing 12.", "shelled"),
    ("The shelling of Brelin killed 12 in Vell.", "shelling"),
    ("Kova did not sign the pact with Dorn.", "sign"),
    ("Officials in Vell said Kova broke into the depot.", "broke"),
    ("It happened again.", "happened"),
    ("Vell: 3 held, 40 freed", "held"),
)


def share(a: Set[str], b: Set[str], worth: Callable[[str], float] = rarity) -> float:
    """What both have of what either has."""
    every = sum(map(worth, a | b))
    return sum(map(worth, a & b)) / every if every > 1e-9 else 0.0


@st.composite
def some(draw: st.DrawFn) -> list[EventReport]:
    out = []
    for n in range(draw(st.integers(2, 6))):
        sentence, trigger = draw(st.sampled_from(SENTENCES))
        doc = draw(st.sampled_from("pq"))
        about = article(f"{sentence} The port of {doc} is calm.")
        out.append(report(f"r{n}", sentence, trigger, doc=doc, at=n, number=draw(st.integers(0, 3)), article=about))
    return out


@settings(max_examples=times(60), deadline=None)
@given(some())
def test_the_numbers_of_a_pair_are_those_counted_by_hand(reports: list[EventReport]) -> None:
    traits = [read(r) for r in reports]
    story = background(traits)
    held = table(traits, ["s"] * len(reports))
    pairs = [*combinations(range(len(reports)), 2)]
    rows = compare(held, *(np.array(x, np.int64) for x in zip(*pairs, strict=True)))
    for (i, j), row in zip(pairs, rows.tolist(), strict=True):
        a, b, got = traits[i], traits[j], dict(zip(NAMES, row, strict=True))
        wanted = {
            "same_head": a.head == b.head,
            "same_words": a.full == b.full,
            "shared_words": len(a.content & b.content),
            "any_word": bool(a.full & b.full),
            "families": len(a.families.keys() & b.families.keys()),
            "same_article": a.doc == b.doc,
            "sentence": share(a.bag, b.bag),
            "clause": share(a.near, b.near),
            "left": share(a.left, b.left),
            "right": share(a.right, b.right),
            "sentence_here": share(a.bag, b.bag, story.rarity),
            "names": share(a.names, b.names),
            "names_count": len(a.names & b.names),
            "names_here": share(a.names, b.names, story.name_rarity),
            "numbers_count": len(a.numbers & b.numbers),
            "negation_differs": a.negated != b.negated,
            "often_most": np.log1p(max(story.heads[a.head], story.heads[b.head])),
        }
        for name, value in wanted.items():
            assert got[name] == pytest.approx(float(value), abs=1e-5), name


@settings(max_examples=times(40), deadline=None)
@given(some())
def test_a_pair_is_compared_the_same_either_way_round_and_whoever_stands_beside(reports: list[EventReport]) -> None:
    held = table([read(r) for r in reports], [r.doc for r in reports])
    a, b = (np.array(x, np.int64) for x in zip(*combinations(range(len(reports)), 2), strict=True))
    rows = compare(held, a, b)
    assert np.isfinite(rows).all() and rows.shape == (len(a), len(NAMES))
    assert (rows == compare(held, b, a)).all()
    alone = np.concatenate([compare(held, a[k : k + 1], b[k : k + 1]) for k in range(len(a))])
    assert np.allclose(rows, alone, atol=1e-6)


def test_articles_and_vectors_that_are_like_are_said_to_be_like() -> None:
    about = article("Dorn shelled the port of Brelin. The port burned.")
    vector = (*np.linspace(-1, 1, 96).tolist(), *np.linspace(2, 1, 48).tolist())
    one, two = (replace(r, article=about, vector=vector) for r in coverage()[:2])
    far = replace(coverage()[2], article=article("Kova sells grain."), vector=())
    held = table([read(r) for r in (one, two, far)], ["s"] * 3)
    near, apart = (dict(zip(NAMES, row, strict=True)) for row in compare(held, np.array([0, 0]), np.array([1, 2])))
    for name in ("like_articles", "like_trigger", "like_surroundings", "has_vectors", "has_articles"):
        assert near[name] == pytest.approx(1.0, abs=1e-5)
    assert apart["like_articles"] == apart["like_trigger"] == apart["has_vectors"] == 0.0


def test_words_for_one_act_are_liker_than_others() -> None:
    told = [("The quake struck Vell.", "quake"), ("A tremor struck Vell.", "tremor"), ("The vote in Vell.", "vote")]
    held = table([read(report(f"r{k}", s, t)) for k, (s, t) in enumerate(told)], ["s"] * 3)
    like, other = compare(held, np.array([0, 0]), np.array([1, 2]))[:, NAMES.index("like_heads")]
    assert like > other + 0.2
