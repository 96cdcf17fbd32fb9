"""Spans and links -> attributions in words, and how sure they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.attribution.assemble import CONTENT, CUE, SOURCE, Bundle, LinkWeights, bundles
from onrecord.attribution.details import Known
from onrecord.attribution.sureness import FEATURES, Sureness, features
from onrecord.encoder.decode import Floats, Tagged

SIZE = 4
ASKS, ANSWERS, CUE_ASKS, SOURCE_ANSWERS = (slice(k * SIZE, (k + 1) * SIZE) for k in range(4))
PLAIN = Known("assertion")
NEUTRAL = LinkWeights(near=np.zeros((2, 16), np.float32), nobody=np.zeros(SIZE, np.float32))


def span(role: int, first: int, words: int = 1) -> Tagged:
    return Tagged(role, first, first + words, -0.1, -0.2)


def vectors(words: int) -> Floats:
    return np.zeros((words, 4 * SIZE), dtype=np.float32)


def link(links: Floats, content: int, cue: int, channel: int) -> None:
    """Make the content that begins at one word look for the cue that begins at another."""
    links[content, ASKS][channel] = links[cue, ANSWERS][channel] = 10


def source_link(links: Floats, cue: int, source: int, channel: int) -> None:
    links[cue, CUE_ASKS][channel] = links[source, SOURCE_ANSWERS][channel] = 10


def assembled(found: list[Tagged], links: Floats, weights: LinkWeights = NEUTRAL) -> list[Bundle]:
    return bundles(found, links, [s.first for s in found], weights)


@pytest.mark.parametrize(
    "found",
    [
        [],
        [span(CONTENT, 0)],
        [span(CUE, 0)],
        [span(SOURCE, 0)],
        [span(SOURCE, 0), span(CUE, 1)],
        [span(SOURCE, 0), span(CONTENT, 1)],
    ],
)
def test_without_cue_and_content_there_is_nothing(found: list[Tagged]) -> None:
    assert assembled(found, vectors(4)) == []


def test_a_cue_with_its_content_and_its_source() -> None:
    found = [span(SOURCE, 0, 2), span(CUE, 2), span(CONTENT, 3, 4)]
    links = vectors(7)
    link(links, 3, 2, 0)
    source_link(links, 2, 0, 0)
    (one,) = assembled(found, links)
    assert (one.cue, one.contents, one.source) == (found[1], (found[2],), found[0])
    assert one.content_link == 1
    assert one.source_link > 0.99


def test_a_cue_may_have_no_source() -> None:
    found = [span(SOURCE, 0), span(CUE, 2), span(CONTENT, 3)]
    links = vectors(4)
    links[2, CUE_ASKS][1] = 10
    (one,) = assembled(found, links, LinkWeights(near=NEUTRAL.near, nobody=np.array([0, 10, 0, 0], np.float32)))
    assert one.source is None
    assert one.source_link > 0.99


def test_no_source_in_sight() -> None:
    (one,) = assembled([span(CUE, 0), span(CONTENT, 1)], vectors(2))
    assert one.source is None
    assert one.source_link == 1


def test_contents_go_each_to_one_cue_and_a_cue_without_any_is_left_out() -> None:
    found = [span(CONTENT, 0), span(CUE, 2), span(CONTENT, 4), span(CUE, 6), span(CONTENT, 8), span(CUE, 10)]
    links = vectors(12)
    link(links, 0, 2, 0)
    link(links, 4, 10, 1)
    link(links, 8, 2, 0)
    made = assembled(found, links)
    assert [(b.cue.first, [c.first for c in b.contents]) for b in made] == [(2, [0, 8]), (10, [4])]


def test_two_cues_may_share_a_source() -> None:
    found = [span(SOURCE, 0), span(CUE, 1), span(CONTENT, 2), span(CUE, 4), span(CONTENT, 5)]
    links = vectors(6)
    link(links, 2, 1, 0)
    link(links, 5, 4, 1)
    links[[1, 4], 2 * SIZE] = links[0, 3 * SIZE] = 10
    assert [b.source for b in assembled(found, links)] == [found[0], found[0]]


def test_the_weights_of_distance_decide_where_the_vectors_do_not() -> None:
    found = [span(CUE, 0), span(CONTENT, 10), span(CUE, 11)]
    before, after = NEUTRAL.near.copy(), NEUTRAL.near.copy()
    before[0, :8] = after[0, 8:] = 5
    links = vectors(12)
    assert assembled(found, links, LinkWeights(near=before, nobody=NEUTRAL.nobody))[0].cue.first == 0
    assert assembled(found, links, LinkWeights(near=after, nobody=NEUTRAL.nobody))[0].cue.first == 11


def test_positions_in_the_window_are_not_positions_in_the_article() -> None:
    found = [span(SOURCE, 1000), span(CUE, 1001), span(CONTENT, 1002)]
    links = vectors(3)
    source_link(links, 1, 0, 0)
    (one,) = bundles(found, links, [0, 1, 2], NEUTRAL)
    assert one.source == found[0]


@st.composite
def windows(draw: st.DrawFn) -> tuple[list[Tagged], Floats, LinkWeights]:
    """Random spans of one window, in order and disjoint, with random links."""
    steps = draw(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(1, 6)), max_size=14))
    found: list[Tagged] = []
    at = 0
    for role, gap, words in steps:
        found.append(Tagged(role, at + gap, at + gap + words, -0.3, -0.9))
        at += gap + words
    numbers = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    scale = draw(st.sampled_from([0.0, 1.0, 50.0]))
    links = (scale * numbers.standard_normal((max(at, 1), 4 * SIZE))).astype(np.float32)
    near = (scale * numbers.standard_normal((2, 16))).astype(np.float32)
    return found, links, LinkWeights(near=near, nobody=numbers.standard_normal(SIZE).astype(np.float32))


@settings(max_examples=times(300), deadline=None)
@given(windows())
def test_every_content_once_every_cue_at_most_once(window: tuple[list[Tagged], Floats, LinkWeights]) -> None:
    found, links, weights = window
    made = assembled(found, links, weights)
    assert made == assembled(found, links, weights)
    by_role = [[s for s in found if s.role == role] for role in (SOURCE, CUE, CONTENT)]
    if by_role[CUE]:
        assert sorted(c for b in made for c in b.contents) == by_role[CONTENT]
    else:
        assert made == []
    cues = [b.cue for b in made]
    assert cues == sorted(set(cues))
    assert set(cues) <= set(by_role[CUE])
    for b in made:
        assert list(b.contents) == sorted(b.contents)
        assert b.source is None or b.source in by_role[SOURCE]
        assert 0 <= b.content_link <= 1.0001
        assert 0 <= b.source_link <= 1.0001


# ---------------------------------------------------------------- how sure


def bundle(score: float, link: float, source: bool = True) -> Bundle:
    part = Tagged(CONTENT, 5, 9, score, 2 * score)
    return Bundle(
        cue=Tagged(CUE, 3, 4, score, score),
        contents=(part, part),
        source=Tagged(SOURCE, 0, 2, score, score) if source else None,
        content_link=link,
        source_link=link,
    )


def named(bundle: Bundle, kind: str, known: Known = PLAIN) -> dict[str, float]:
    return dict(zip(FEATURES, features(bundle, kind, known), strict=True))


def test_features_have_names() -> None:
    found = named(bundle(-0.5, 1), "direct")
    assert (found["one"], found["content"], found["content_least"], found["cue"]) == (1, -0.5, -1, -0.5)
    assert (found["source"], found["no_source"], found["quoted"]) == (-0.5, 0, 1)
    assert (found["content_link"], found["source_link"]) == (0, 0)
    without = named(bundle(-0.5, 1, source=False), "indirect")
    assert (without["source"], without["no_source"], without["quoted"]) == (0, 1, 0)


def test_a_link_of_no_probability_has_a_logarithm() -> None:
    assert named(bundle(-0.5, 0), "direct")["content_link"] < -10


def test_without_weights_nothing_is_known() -> None:
    assert Sureness.read({})(bundle(-3, 0.1), "mixed", PLAIN) == 0.5


def test_a_surer_tagger_gives_a_higher_score() -> None:
    weights = {"one": 1, "content": 1, "cue": 1, "source": 1, "no_source": -1, "content_link": 1, "source_link": 1}
    sureness = Sureness.read({"sureness": [weights.get(name, 0) for name in FEATURES]})
    scores = [sureness(bundle(score, link), "direct", PLAIN) for score, link in ((-0.01, 0.99), (-0.5, 0.7), (-3, 0.4))]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=len(FEATURES), max_size=len(FEATURES)),
    st.floats(-1e3, 0),
    st.floats(0, 1),
    st.sampled_from(["direct", "indirect", "mixed"]),
)
def test_a_score_is_a_probability(weights: list[float], score: float, link: float, kind: str) -> None:
    assert 0 <= Sureness(tuple(weights))(bundle(score, link), kind, PLAIN) <= 1
