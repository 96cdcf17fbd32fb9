"""Sentences -> what bodies are to each other, in which direction, since and until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.actors.lexicon import table
from onrecord.actors.relation_words import frames
from onrecord.actors.relations import SYMMETRIC
from onrecord.actors.speakers import resolve_document
from onrecord.model import Document
from onrecord.project import Project
from onrecord.vocabulary import RELATION_KINDS

Make = Callable[..., Document]
Row = tuple[str, str, str, str, str]
DAY = date(2020, 5, 6)
K, N, S = "Kavir Brigade", "Northern Front", "Southern Legion"


def rows(make: Make, text: str, published: date | None = DAY) -> list[Row]:
    """(subject, kind, object, since, until) of every relation, "" for an open end."""
    found = resolve_document(make(text, published=published), [], Project())
    names = {e.id: e.name for e in found.entities}
    out = []
    for r in found.relations:
        assert text[r.evidence.start : r.evidence.end] == r.evidence.text
        assert r.why
        assert 0 < r.score <= 1
        days = [d.isoformat() if d else "" for d in (r.since, r.until)]
        out.append((names[r.subject], r.kind, names[r.object], days[0], days[1]))
    return out


def test_every_row_of_the_words(make_document: Make) -> None:
    for kind, form, words, example, counter in table("relations.tsv"):
        assert kind in RELATION_KINDS
        assert words
        other = "Norway" if "Norway" in example else N
        found = {r[:3] for r in rows(make_document, example)}
        wanted = {(K, kind, other)} | ({(other, kind, K)} if kind in SYMMETRIC else set())
        assert len(found) == 1, (kind, form, found)
        assert found <= wanted, (kind, form, found)
        assert kind not in {r[1] for r in rows(make_document, counter)}, (kind, form, counter)


def test_every_form_makes_a_pattern() -> None:
    made = {(f.kind, f.form) for f in frames()}
    listed = {(kind, form) for kind, form, *_ in table("relations.tsv") if form != "prefix"}
    assert made == listed


SENTENCES = {
    "The Northern Front's armed wing, the Kavir Brigade, left.": [(K, "part_of", N)],
    "The Kavir Brigade, the Northern Front's armed wing, left.": [(K, "part_of", N)],
    "A branch of the Northern Front, the Kavir Brigade, left.": [(K, "part_of", N)],
    "The Kavir Brigade (a part of the Northern Front) left.": [(K, "part_of", N)],
    "The Kavir Brigade is trained and funded by the Northern Front.": [(K, "backed_by", N)],
    "The Kavir Brigade, a militia armed by the Northern Front, left.": [(K, "backed_by", N)],
    "The Kavir Brigade, which receives weapons from the Northern Front, left.": [(K, "backed_by", N)],
    "The Norwegian-backed Kavir Brigade left, and Norway was silent.": [(K, "backed_by", "Norway")],
    "The Kavir Brigade, a Norwegian proxy, fled to Norway.": [(K, "backed_by", "Norway")],
    "Ostria spoke. The Ostrian-backed Kavir Brigade left.": [(K, "backed_by", "Ostria")],
    "The Kavir Brigade and its ally, the Northern Front, left.": [(N, "allied_with", K)],
    "The Kavir Brigade left. It is backed by the Northern Front.": [(K, "backed_by", N)],
    "The Kavir Brigade left. The brigade is at war with the Northern Front.": [(K, "opposed_to", N)],
    "The Kavir Brigade is an enemy of the Northern Front and an ally of the Southern Legion.": [
        (K, "opposed_to", N),
        (K, "allied_with", S),
    ],
    "The Kavir Brigade is part of the Northern Front and is hostile to the Southern Legion.": [
        (K, "part_of", N),
        (K, "opposed_to", S),
    ],
    "The Kavir Brigade and the Southern Legion are both part of the Northern Front.": [
        (K, "part_of", N),
        (S, "part_of", N),
    ],
    "The Kavir Brigade, backed by Norway and the Northern Front, left.": [
        (K, "backed_by", "Norway"),
        (K, "backed_by", N),
    ],
}
DATED = {
    "The Kavir Brigade was backed by the Northern Front until 2019.": ("", "2019-12-31"),
    "The Kavir Brigade has been backed by the Northern Front since 2019.": ("2019-01-01", ""),
    "Since 2019 the Kavir Brigade has been backed by the Northern Front.": ("2019-01-01", ""),
    "Between 2013 and 2016 the Kavir Brigade was backed by the Northern Front.": ("2013-01-01", "2016-12-31"),
    "The Kavir Brigade, formerly backed by the Northern Front, left.": ("", "2020-05-06"),
    "The Kavir Brigade is no longer backed by the Northern Front.": ("", "2020-05-06"),
    "The Kavir Brigade was backed by the Northern Front, villagers said.": ("", ""),
    "The Kavir Brigade is backed by the Northern Front. It was backed by the Northern Front since 2015.": (
        "2015-01-01",
        "2020-05-06",
    ),
}
NOT_SO = (
    "The Kavir Brigade is not backed by the Northern Front.",
    "The Kavir Brigade has never been part of the Northern Front.",
    "The Kavir Brigade denied being backed by the Northern Front.",
    "If the Kavir Brigade is backed by the Northern Front, it is rich.",
    "The Kavir Brigade accused the Northern Front of being backed by Norway.",
    "The Kavir Brigade supports the Northern Front's plan.",
    "The Kavir Brigade would be backed by the Northern Front.",
    "“The Kavir Brigade is backed by the Northern Front,” somebody said.",
    "The Kavir Brigade met the Northern Front and an ally of Petar Dossen.",
    "The Norwegian-backed Kavir Brigade left.",
    "The Kavir Brigade. Backed by the Northern Front.",
)


@pytest.mark.parametrize(("text", "expected"), SENTENCES.items())
def test_relations(make_document: Make, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [r[:3] for r in rows(make_document, text)] == expected


@pytest.mark.parametrize(("text", "days"), DATED.items())
def test_days(make_document: Make, text: str, days: tuple[str, str]) -> None:
    assert rows(make_document, text) == [(K, "backed_by", N, *days)]


@pytest.mark.parametrize("text", NOT_SO)
def test_no_relation(make_document: Make, text: str) -> None:
    assert rows(make_document, text) == []


def test_both_ways_of_a_mutual_relation_are_one(make_document: Make) -> None:
    text = "The Kavir Brigade is a rival of the Northern Front. The Northern Front fights the Kavir Brigade."
    assert len(rows(make_document, text)) == 1


def test_backing_is_one_way(make_document: Make) -> None:
    text = "The Kavir Brigade backs the Northern Front. The Northern Front backs the Kavir Brigade."
    assert [r[:3] for r in rows(make_document, text)] == [(N, "backed_by", K), (K, "backed_by", N)]


PIECES = st.sampled_from(
    ["the Kavir Brigade", "the Northern Front", "Norway", "Norwegian-backed", "Ostria", "Ostrian-led", ",", ".", "'s",
     "’s", "is", "was", "not", "part of", "backed by", "an ally of", "rival", "and", "its", "It", "The brigade", "İ",
     "which", "since 2015", "until", "(", ")", "anti-Norwegian", "a Norwegian proxy", "“", "”", "between", "clashes",
     "Petar Dossen", "former", "minister", "he", "He", "resigned", "was elected", "as", "ex-", "-elect", "\n\n"]
)  # fmt: skip


@settings(max_examples=times(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.lists(PIECES, max_size=40))
def test_any_words(words: list[str], make_document: Make) -> None:
    text = " ".join(words)
    document = make_document(text, published=DAY)
    found = resolve_document(document, [], Project())
    known = {e.id for e in found.entities}
    sides = [(r.subject, r.kind, r.object, r.since, r.until) for r in found.relations]
    assert len(set(sides)) == len(sides)
    assert len({r.id for r in (*found.relations, *found.roles)}) == len(found.relations) + len(found.roles)
    for r in (*found.relations, *found.roles):
        assert text[r.evidence.start : r.evidence.end] == r.evidence.text
        assert r.since is None or r.until is None or r.since <= r.until
    assert {e for r in found.relations for e in (r.subject, r.object)} <= known
    assert found == resolve_document(document, [], Project())


def test_a_long_text_of_nothing_but_relations_is_read(make_document: Make) -> None:
    sentence = "The Kavir Brigade, backed by the Northern Front, fights Norway and the Southern Legion. "
    once, often = (rows(make_document, sentence * n) for n in (1, 500))
    assert often == once
