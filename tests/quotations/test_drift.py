"""Utterances that outlets tell differently: which, in what, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from invented import indirect
from store_factory import fill, reading

from onrecord.errors import NotFound, UsageError
from onrecord.store import queries, review, schema
from onrecord.store.db import Store

TOLD = [
    ("s1.txt", "Ann Lee", "The ferry will sail at dawn with three hundred men aboard.", "Wire"),
    ("s2.txt", "Bo Ford", "The ferry will sail at dawn with three hundred men aboard.", "Post"),
    ("n1.txt", "Ann Lee", "Our doctors have seen forty wounded since the bridge fell.", "Wire"),
    ("n2.txt", "Ann Lee", "Our doctors have seen fourteen wounded since the bridge fell.", "Post"),
    ("w1.txt", "Cy Fox", "The old mill burned for two nights and nobody came.", "Wire"),
    ("w2.txt", "Cy Fox", "The old factory burned for two nights and nobody came.", "Post"),
    ("c1.txt", "Cy Fox", "Every barge was counted at the lock and every sack was weighed.", "Wire"),
    ("c2.txt", "Cy Fox", "Every barge was counted at the lock.", "Post"),
    ("e1.txt", "Cy Fox", "Snow is the only tax collector who visits us up here.", "Wire"),
    ("e2.txt", "Cy Fox", "SNOW is the only tax-collector who visits us up here!", "Post"),
    ("u1.txt", "Cy Fox", "The judges sat behind a curtain and asked for no names.", "Wire"),
    ("u2.txt", None, "The judges sat behind a curtain and asked for no names.", "Post"),
]


@pytest.fixture
def store(tmp_path: object) -> object:
    readings = []
    for i, (name, who, what, outlet) in enumerate(TOLD):
        readings.append(reading(name, [(who, what)], outlet=outlet, published=date(2020, 1, 1 + i)))
    with Store.create(f"{tmp_path}/r.onrecord") as made:
        fill(made, readings)
        _tell(made, [(f"{x}2.txt", f"{x}1.txt") for x in "snwceu"])
        yield made


def _tell(store: Store, pairs: list[tuple[str, str]]) -> None:
    with store.write() as conn:
        query = sa.select(schema.document.c.key, schema.statement.c.n).join_from(schema.statement, schema.document)
        at = {key: n for key, n in conn.execute(query)}  # noqa: C416
        for one, other in pairs:
            values = {"statement": at[one], "utterance": at[other], "score": 1.0, "why": "test"}
            row = {c.name: values.get(c.name, 0) for c in schema.telling.columns}
            conn.execute(sa.insert(schema.telling).values(row))


def test_the_gravest_stand_first_and_equal_words_are_no_drift(store: Store) -> None:
    found = queries.drift(store)
    assert [(d.first.document.file, d.differs) for d in found] == [
        ("news/s1.txt", ("speaker",)),
        ("news/n1.txt", ("number", "words")),
        ("news/w1.txt", ("words",)),
        ("news/u1.txt", ("unnamed",)),
        ("news/c1.txt", ("cut",)),
    ]
    assert [a.name for a in found[0].speakers] == ["Ann Lee", "Bo Ford"]
    assert found[0].first_why == "published 2020-01-01, the earliest"
    edits = [(e.recorded, e.quoted) for e in found[1].tellings[1].edits if e.op != "same"]
    assert edits == [("forty", "fourteen")]
    assert found[1].tellings[0].differs == () and found[1].tellings[1].differs == ("number", "words")


def test_what_narrows_it(store: Store) -> None:
    assert [d.first.document.file for d in queries.drift(store, by="Bo Ford")] == ["news/s1.txt"]
    assert [d.first.document.file for d in queries.drift(store, since="2020-01-11")] == ["news/u1.txt"]
    assert [d.differs for d in queries.drift(store, until="2020-01-02")] == [("speaker",)]
    assert len(queries.drift(store, limit=2)) == 2
    assert [d.words for d in queries.drift(store, min_words=12)] == [12]
    with pytest.raises(NotFound):
        queries.drift(store, by="Nobody Known")
    with pytest.raises(UsageError):
        queries.drift(store, min_words=0)


def test_rejected_tellings_do_not_count_and_corrected_speakers_do(store: Store) -> None:
    speaker, number, *_ = queries.drift(store)
    review.judge(store, speaker.tellings[1].statement, "correct", change={"speaker": "Ann Lee"}, who="R. Viewer")
    review.judge(store, number.tellings[1].statement, "reject", who="R. Viewer")
    assert [d.differs[0] for d in queries.drift(store)] == ["words", "unnamed", "cut"]


def test_an_indirect_report_is_measured_by_the_first_indirect_one(store: Store) -> None:
    told = reading("w3.txt", [("Cy Fox", "the old mill had burned for two whole nights")], outlet="Late")
    again = reading("w4.txt", [("Cy Fox", "the old mill had burned for three whole nights")], outlet="Later")
    again = replace(again, document=replace(again.document, published=date(2021, 1, 1)))
    fill(store, [indirect(told), indirect(again)])
    _tell(store, [("w3.txt", "w1.txt"), ("w4.txt", "w1.txt")])
    [found] = [d for d in queries.drift(store) if d.utterance.startswith("s") and len(d.tellings) == 4]
    by_file = {t.document.file: t.differs for t in found.tellings}
    assert by_file["news/w3.txt"] == ()
    assert by_file["news/w4.txt"] == ("number", "words")
