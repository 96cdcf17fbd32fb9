"""The list of articles, and one with all that bears on it, as the record answers them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from store_factory import Begin, fill, reading

from onrecord.errors import NotFound, UsageError
from onrecord.store import queries
from onrecord.store.db import Store


def _filled(store: Store) -> None:
    fill(
        store,
        [
            reading("a.txt", [("Ann Lee", "We will sign."), ("Bo Ford", "No.")], published=date(2020, 1, 5)),
            reading("b.txt", [("Ann Lee", "Yes.")], outlet="Lake Post", title="The 100% treaty"),
            reading("c.txt", [], outlet=None, published=None),
        ],
    )


@pytest.fixture
def filled(begin: Begin) -> Store:
    return begin(_filled)


def test_parts_of_the_list_are_the_list(filled: Store) -> None:
    every = queries.articles(filled)
    assert [a.document.file for a in every.articles] == ["news/a.txt", "news/b.txt", "news/c.txt"]
    assert [a.statements for a in every.articles] == [2, 1, 0]
    parts = [queries.articles(filled, limit=1, offset=i) for i in range(4)]
    assert [p.total for p in parts] == [3, 3, 3, 3]
    assert [a for p in parts for a in p.articles] == list(every.articles)


def test_what_a_reviewer_rejected_is_not_counted(filled: Store) -> None:
    from onrecord.store import review

    one = next(s for s in queries.said(filled, text="sign"))
    review.judge(filled, one.id, "reject", who="Ana")
    assert queries.articles(filled).articles[0].statements == 1


def test_outlets_by_how_much_they_printed(filled: Store) -> None:
    fill(filled, [reading("d.txt", outlet="Lake Post")])
    assert [(o.name, o.count) for o in queries.outlet_names(filled)] == [("Lake Post", 2), ("The Bay Courier", 1)]
    assert [o.name for o in queries.outlet_names(filled, " lake  POST")] == ["Lake Post"]
    assert queries.outlet_names(filled, "%") == []


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"limit": -1}, UsageError),
        ({"offset": -1}, UsageError),
        ({"author": "x"}, UsageError),
        ({"since": "soon"}, UsageError),
        ({"title": "%%"}, UsageError),
        ({"outlet": "No Such"}, NotFound),
    ],
)
def test_what_cannot_be_asked(filled: Store, asked: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        queries.articles(filled, **asked)


def test_an_article_by_id_file_and_title(filled: Store) -> None:
    page = queries.article(filled, "news/b.txt")
    assert queries.article(filled, page.view.document.id) == page == queries.article(filled, "The 100% treaty")
    assert [(n.actor.name, n.span.text, n.kind) for n in page.named] == [("Ann Lee", "Ann Lee", "name")]
    assert (page.story, page.taken_from, page.copies, page.versions) == (None, None, (), ())
    with pytest.raises(NotFound):
        queries.article(filled, "news/z.txt")
