"""The server's index knows the words that a file's index knows, and ranks as it does."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import onrecord
from effort import times
from onrecord import Project, Record
from onrecord.errors import UsageError
from onrecord.store import fulltext, schema_server, search
from onrecord.store.address import place
from onrecord.store.db import Store

TEXTS = (
    "Ångström's naïve café in Zürich, STRASSE and Straße; ﬁne print.",
    "3.5km at 12:30, e-mail a.b@c.org, U.S.-led, don't, l'État, AT&T, C++ and 1e5.",
    "Ελλάδα Άνθρωπος, Москва и Йошкар-Ола, İstanbul ıssız, 東京都 大阪, القاهرة مِصر, हिन्दी भाषा.",
    "one two three one two one, three two one; two three. One-two.",
    "e\u0301te\u0301 et été, o\u0308l und öl, x\u200by x\xady, a\u00a0b, tab\there.",
    "the the the the the the gate of the gates of the",
    "'quoted' \"double\" back\\slash %percent% under_score :* & | ! <-> ( ) $$ ''",
    "word" * 900 + " long " + "word" * 899,
    " ".join(f"w{n}" for n in range(3000)) + " end of it",
)
WORDS = (
    "angstrom", "Ångström", "naive", "CAFE", "café", "zurich", "strasse", "straße", "fine", "ﬁne", "5km", "km", "30",
    "mail", "a.b@c.org", "us-led", "u.s", "don't", "l'etat", "at&t", "c++", "1e5", "ελλαδα", "ανθρωπος", "москва",
    "йошкар", "ола", "istanbul", "issiz", "ıssız", "東京都", "大阪", "مصر", "हिन्दी", "भाषा", "one", "two",
    "three", "été", "ete", "e\u0301te\u0301", "ol", "öl", "x\u200by", "xy", "the", "of", "gate", "gates",
    "quoted", "slash", "percent", "under_score", "under", "score", "$$", "&", "w2999", "w1", "end",
)  # fmt: skip


@pytest.fixture(scope="module")
def both(server: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Record, Record]]:
    folder = tmp_path_factory.mktemp("words")
    lines = [{"text": f'"{t}" Mira Alvarn told reporters. {t}', "title": t[:60], "id": n} for n, t in enumerate(TEXTS)]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    address = server.database()  # type: ignore[attr-defined]
    rules = Project(attribution="attribution.rules")
    with onrecord.open(folder / "r.onrecord", project=rules, create=True) as file:
        assert file.add([folder / "a.jsonl"]).added == len(TEXTS)
        file.copy(address)
        with onrecord.open(address) as there:
            yield file, there


def _found(record: Record, query: str) -> object:
    try:
        return record.find(query), [s.id for s in record.said(text=query)], record.stories(text=query).total
    except UsageError as e:
        return str(e)


@settings(max_examples=times(50, 8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.sampled_from(["{}", '"{}"', "{}*", '"{}"*']))
def test_the_same_words_find_the_same(both: tuple[Record, Record], some: list[str], form: str) -> None:
    query = form.format(" ".join(some))
    assert _found(both[1], query) == _found(both[0], query)


def test_every_word_is_known_alike(both: tuple[Record, Record]) -> None:
    found = 0
    for word in WORDS:
        here = _found(both[0], word)
        assert _found(both[1], word) == here
        found += not isinstance(here, str) and bool(here[0].total)  # type: ignore[index]
    assert found > len(WORDS) * 0.8


@given(st.text(max_size=30))
@settings(max_examples=times(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_breaks_the_server(both: tuple[Record, Record], query: str) -> None:
    assert _found(both[1], query) == _found(both[0], query)


def test_a_word_too_common_to_rank_by(both: tuple[Record, Record], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "RANKED", 0)
    assert both[1].find("the", limit=3) == both[0].find("the", limit=3)


def test_what_is_too_long_for_the_index_is_found_all_the_same(
    both: tuple[Record, Record], empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fulltext, "_LARGEST", 60)
    both[0].copy(empty)
    with onrecord.open(empty) as there:
        for query in ("two", '"two three"', "gat*", "w2999", "the gates"):
            assert _found(there, query) == _found(both[0], query)
        with there.store.read() as conn:
            assert conn.exec_driver_sql("SELECT count(*) FROM document_fts WHERE text IS NULL").scalar_one() > 3


def test_an_index_holds_what_a_file_holds(both: tuple[Record, Record]) -> None:
    """Whatever order rows come in: the list of what is still to be taken in is empty when a writer is done."""
    for index in schema_server.INDEXED:
        held = []
        for record in both:
            with record.store.read() as conn:
                held.append(fulltext.held(conn, index))
        assert held[0] == held[1]
    with Store.open(place(both[1].store.path)) as store, store.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM unindexed").scalar_one() == 0
