"""Whatever is typed into the search box is a search, and each hit says truly where it stands."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_factory import fill, reading

from effort import times
from onrecord.errors import UsageError
from onrecord.store import queries, search, words
from onrecord.store.db import Store

MADE = [
    reading("a.txt", [("Ann Lee", "We will sign the Café treaty in May."), ("Bo Ford", "Signing hurts the bay.")]),
    reading("b.txt", [("Ann Lee", "The treaty of the bay\nis dead; long live the Cafe\u0301.")], title="Bay in uproar"),
    reading("c.txt", [("Cy Fox", "Nothing. NOT this OR that AND more NEAR me.")], title="Weather"),
]


@pytest.fixture(scope="module")
def full() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder, "r")) as store:
        fill(store, MADE)
        yield store


def at(hit: object) -> str:
    [view] = [m.document for m in MADE if m.document.id == hit.document.id]
    return view.text[hit.start : hit.end]


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ("treaty", ["treaty"] * 4),
        ("TREATY", ["treaty"] * 4),
        ("café", ["Café", "Café", "Cafe\u0301", "Cafe\u0301"]),
        ("cafe", ["Café", "Café", "Cafe\u0301", "Cafe\u0301"]),
        ("sign*", ["sign", "Signing", "sign"]),
        ('"the treaty"', ["The treaty"] * 2),
        ('"treaty of the bay is dead"', ["treaty of the bay\nis dead"] * 2),
        ("“treaty of”", ["treaty of"] * 2),
        ("treaty bay", ["Bay", "treaty", "treaty"]),
        ("NEAR", ["NEAR"] * 2),
        ("title:weather", []),
        ("hurts -the", ["hurts", "the"]),
        ("weather", ["Weather"]),
        ("nobody", []),
    ],
)
def test_hits_stand_where_they_say(full: Store, asked: str, places: list[str]) -> None:
    found = queries.find(full, asked)
    assert sorted(at(h) for h in found.hits) == sorted(places)
    assert found.total == len(places)
    for hit in found.hits:
        assert "[" in hit.snippet


def test_title_words_count_more(full: Store) -> None:
    articles = [h.document.file for h in queries.find(full, "bay").hits if h.kind == "article"]
    assert articles == ["news/b.txt", "news/a.txt"]


def test_hit_in_the_source_of_a_statement(full: Store) -> None:
    hits = [h for h in queries.find(full, "ford").hits if h.kind == "statement"]
    assert [(at(h), h.snippet) for h in hits] == [("Ford", "Bo [Ford]")]


def test_hit_in_a_title_that_the_text_does_not_hold(store: Store) -> None:
    made = reading("a.txt")
    fill(store, [replace(made, document=replace(made.document, title="Treaties galore"))])
    [hit] = queries.find(store, "galore").hits
    assert (hit.start, hit.end, hit.snippet) == (0, 0, "Treaties [galore]")


def test_hit_in_a_broken_quotation(store: Store) -> None:
    made = reading("a.txt", [("Ann Lee", "We will, she added, never sign it.")])
    s = made.statements[0].content[0]
    first = replace(s, end=s.start + 7, text="We will")
    last = replace(s, start=s.end - 14, text="never sign it.")
    made = replace(made, statements=(replace(made.statements[0], content=(first, last)),))
    fill(store, [made])
    for asked, place in (("never", "never"), ('"sign it"', "sign it"), ('"will never"', "will")):
        [hit] = [h for h in queries.find(store, asked).hits if h.kind == "statement"]
        assert made.document.text[hit.start : hit.end] == place


def test_hit_after_a_nul(store: Store) -> None:
    made = reading("a.txt", [("Ann Lee", "We will \x00 sign\x00 the treaty, the \x00treaty.")])
    fill(store, [made])
    for asked in ("sign", "will", "treaty", '"the treaty"'):
        hits = queries.find(store, asked).hits
        assert [made.document.text[h.start : h.end] for h in hits] == [asked.strip('"')] * 2


def test_pages_follow_each_other(full: Store) -> None:
    whole = queries.find(full, "the").hits
    paged = [h for i in range(0, 10, 2) for h in queries.find(full, "the", limit=2, offset=i).hits]
    assert list(whole) == paged
    assert queries.find(full, "the", limit=0).total == len(whole)
    with pytest.raises(UsageError):
        queries.find(full, "the", limit=-1)


def test_very_common_words_are_found_without_ranking(full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ranked = queries.find(full, "the")
    monkeypatch.setattr(search, "RANKED", 0)
    plain = queries.find(full, "the")
    assert plain.total == ranked.total
    assert {h.id for h in plain.hits} == {h.id for h in ranked.hits}
    assert {h.rank for h in plain.hits} == {0.0}


@pytest.mark.parametrize("asked", ["", "   ", "*", '""', "!?", "--", "…", "\x00", "🙂", '"', "\ud800", "_"])
def test_nothing_to_search_for_says_what_to_type(full: Store, asked: str) -> None:
    with pytest.raises(UsageError, match="type words"):
        queries.find(full, asked)
    with pytest.raises(UsageError, match="type words"):
        queries.said(full, text=asked)


def test_far_too_many_words(full: Store) -> None:
    with pytest.raises(UsageError, match="at most 64"):
        queries.find(full, "a " * 65)
    assert queries.find(full, "a " * 64).total == 1


hostile = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=30),
    st.text(st.sampled_from("\"'*():^-+{}[]|&\\%_;,.NEARORDT \x00“”„é\u0301"), max_size=30),
)


@given(hostile)
@settings(max_examples=times(400), deadline=None)
def test_no_text_is_a_syntax_error(asked: str) -> None:
    full = _shared()
    try:
        found = queries.find(full, asked)
        assert found.total >= len(found.hits)
        for hit in found.hits:
            at(hit)
        queries.said(full, text=asked)
    except UsageError as e:
        assert "type words" in str(e)


@given(hostile)
@settings(max_examples=times(200, 25), deadline=None)
def test_no_name_is_more_than_not_found(asked: str) -> None:
    full = _shared()
    for ask in (queries.actor, queries.show, queries.explain):
        try:
            ask(full, asked)
        except UsageError as e:
            assert str(e)
    full.known(asked)
    full.reading(asked)


_made: list[Store] = []


def _shared() -> Store:
    """hypothesis calls a test many times: one record for all of them."""
    if not _made:
        folder = tempfile.mkdtemp()
        _made.append(Store.create(Path(folder, "r")))
        fill(_made[0], MADE)
    return _made[0]


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    yield
    for store in _made:
        store.close()
    _made.clear()


def test_query_quotes_everything() -> None:
    assert words.query('a "b c" d* OR x"y') == '"a" AND "b c" AND "d"* AND "OR" AND "x" AND "y"'
    assert words.query("one", "content") == '{content} : ("one")'
