"""Why a position stands there: the words that decided, of the article as it is now, and what was judged."""

from __future__ import annotations

import pytest
from position_factory import GATES, Model, model, settle, sided  # noqa: F401
from store_factory import fill

from onrecord.errors import NotFound
from onrecord.store import issues, queries, removal, review
from onrecord.store.db import Store

A = sided("a.txt", [("Ann Lee", "We welcome open gates, and welcome them today."), ("Bo Ford", "I refuse the gates.")])


@pytest.fixture
def filled(store: Store, model: Model) -> Store:  # noqa: F811 - the fixture of the factory
    fill(store, [A])
    issues.note(store, [GATES])
    settle(store)
    return store


def first(store: Store) -> str:
    return next(p.id for p in queries.positions(store) if p.stance == "support")


def test_every_word_of_the_statement_is_weighed_once(filled: Store) -> None:
    found = queries.position_explained(filled, first(filled))
    assert found.position.stance == "support"
    assert [w.weight for w in found.weights] == sorted((w.weight for w in found.weights), reverse=True)
    text = A.document.text
    assert all(text[w.span.start : w.span.end] == w.span.text for w in found.weights)
    places = sorted((w.span.start, w.span.end) for w in found.weights)
    assert all(a[1] <= b[0] for a, b in zip(places, places[1:], strict=False))
    assert {"content"} <= {w.part for w in found.weights}


def test_judgements_are_told(filled: Store) -> None:
    own = first(filled)
    review.judge(filled, own, "correct", {"stance": "oppose"}, who="jo")
    found = queries.position_explained(filled, own[:10])
    assert [(j.verdict, j.who) for j in found.judgements] == [("correct", "jo")]
    assert found.position.stance == "oppose"


def test_an_article_that_was_taken_out_is_not_weighed(filled: Store) -> None:
    own = first(filled)
    removal.remove(filled, "news/a.txt", "jo")
    assert queries.position_explained(filled, own).weights == ()


def test_what_is_not_there(filled: Store) -> None:
    with pytest.raises(NotFound, match="no position has the id"):
        queries.position_explained(filled, "p000000000000")
