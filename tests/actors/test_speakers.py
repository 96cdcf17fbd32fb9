"""The records of one article: statements and what they lie in, dates, roles, ids, limits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from onrecord.actors.speakers import resolve_document
from onrecord.findings import Attribution
from onrecord.model import Document, Part
from onrecord.project import Project

Make = Callable[..., Document]


def at(text: str, words: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def said(
    text: str, source: str, cue: str, content: str, kind: str = "indirect", nth: int = 0, **more: Any
) -> Attribution:
    ranges = [(at(text, w, nth if w == source else 0),) if w else () for w in (source, cue, content)]
    more = {k: (at(text, v),) for k, v in more.items()}
    return Attribution(source=ranges[0], cue=ranges[1], content=ranges[2], kind=kind, why="rule", by="b/1", **more)


def test_statement_carries_the_attributions_fields(make_document: Make) -> None:
    text = "On Saturday Tomas Alvarn told the Harbour Gazette that it would rain on Monday."
    given = said(text, "Tomas Alvarn", "told", "that it would rain on Monday", addressee="the Harbour Gazette")
    document = make_document(text, published=date(2023, 2, 14))
    found = resolve_document(document, [given], Project())
    (statement,) = found.statements
    names = {e.id: e for e in found.entities}
    assert names[statement.speaker or ""].name == "Tomas Alvarn"
    assert names[statement.addressee or ""].kind == "media"
    assert (statement.kind, statement.why, statement.by) == ("indirect", "rule", "b/1")
    assert statement.said is not None
    assert statement.said.since == date(2023, 2, 11), "the Saturday of the cue, not the Monday of the content"
    assert {m.why for m in found.mentions if m.entity == statement.speaker} == {"full-name"}


def test_no_date_without_one_in_the_cues_clause(make_document: Make) -> None:
    text = "It was Monday. Tomas Alvarn said it would rain on Friday."
    given = said(text, "Tomas Alvarn", "said", "it would rain on Friday")
    document = make_document(text, published=date(2023, 2, 14))
    assert resolve_document(document, [given], Project()).statements[0].said is None


def test_within_and_first_person(make_document: Make) -> None:
    text = "“I know that he lied, and I say so,” Tomas Alvarn said."
    outer = said(text, "Tomas Alvarn", "said", "“I know that he lied, and I say so,”", "direct")
    inner = said(text, "I", "know", "that he lied")
    found = resolve_document(make_document(text), [inner, outer], Project())
    by_cue = {s.cue[0].text: s for s in found.statements}
    assert by_cue["know"].within == by_cue["said"].id
    assert by_cue["said"].within is None
    assert by_cue["know"].speaker == by_cue["said"].speaker == found.entities[0].id


def test_via_are_actors_of_the_article(make_document: Make) -> None:
    text = "Tomas Alvarn said no, the Harbour Gazette reported."
    given = said(text, "Tomas Alvarn", "said", "no", via="the Harbour Gazette")
    found = resolve_document(make_document(text), [given], Project())
    (statement,) = found.statements
    assert [e.name for e in found.entities if e.id in statement.via] == ["Harbour Gazette"]


def test_equal_contents_get_ids_of_their_own(make_document: Make) -> None:
    text = "Alvarn said no. Dossen said no."
    a = Attribution(source=((0, 6),), cue=((7, 11),), content=((12, 14),), kind="indirect")
    b = Attribution(source=((16, 22),), cue=((23, 27),), content=((28, 30),), kind="indirect")
    one = resolve_document(make_document(text), [a, b], Project()).statements
    moved = [_moved(b, 11), _moved(a, 11)]
    two = resolve_document(make_document("It rained. " + text), moved, Project()).statements
    assert len({s.id for s in one}) == 2
    assert [s.id for s in one] == [s.id for s in two], "ids do not hang on offsets or order"


def _moved(a: Attribution, by: int) -> Attribution:
    def move(ranges: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        return tuple((s + by, e + by) for s, e in ranges)

    return Attribution(source=move(a.source), cue=move(a.cue), content=move(a.content), kind=a.kind)


def test_nothing_outside_the_article(make_document: Make) -> None:
    text = "By Mira Alvarn\n\nTomas Alvarn said no.\n\nRead more: Petar Dossen said yes."
    parts = (
        Part(start=0, end=14, label="byline"),
        Part(start=16, end=37, label="body"),
        Part(start=39, end=len(text), label="related"),
    )
    given = [said(text, "Tomas Alvarn", "said", "no"), said(text, "Petar Dossen", "said", "yes")]
    found = resolve_document(make_document(text, parts=parts), given, Project())
    assert [e.name for e in found.entities] == ["Tomas Alvarn"]
    assert [s.content[0].text for s in found.statements] == ["no"]
    assert all(16 <= m.span.start < 37 for m in found.mentions)


def test_roles(passage: Callable[..., Any]) -> None:
    rows = {
        "Defence Minister Petar Dossen left.": ("Defence Minister", None),
        "The Merrun Defence Front’s leader, Omar Sahli, left.": ("leader", "Merrun Defence Front"),
        "Omar Sahli, leader of the Merrun Defence Front, left.": ("leader", "Merrun Defence Front"),
        "Omar Sahli, who leads the Merrun Defence Front, left.": ("leader", "Merrun Defence Front"),
        "Omar Sahli, 45, a former teacher, left.": ("teacher", None),
        "Here Merrun Defence Front commander Omar Sahli left.": ("commander", "Merrun Defence Front"),
        "The head of the Farmers Union, Mira Alvarn, left.": ("head", "Farmers Union"),
        "Verran’s foreign minister Mira Alvarn left.": ("foreign minister", "Verran"),
    }
    for text, expected in rows.items():
        found = passage("It was cold in the north that day. " + text)
        assert [(r.title, r.org) for r in found.resolved.roles] == [expected], text
        for r in found.resolved.roles:
            assert r.evidence.text == found.text[r.evidence.start : r.evidence.end]


def test_mentions_hold_every_name_of_an_actor(passage: Callable[..., Any]) -> None:
    found = passage("Tomas Alvarn left. Alvarn's car followed. {Mr Alvarn} said no. “Alvarn is late,” it went.")
    assert [m.span.text for m in found.resolved.mentions] == ["Tomas Alvarn", "Alvarn", "Alvarn", "Alvarn"]
    assert len({m.entity for m in found.resolved.mentions}) == 1


@pytest.mark.parametrize(
    ("piece", "times"), [(None, 60), ("Alvarn ", 1500), ("Front of the ", 600), ("A.", 3000), ("Mr. ", 1500)]
)
def test_work_grows_with_the_text_and_no_faster(
    make_document: Make, growth: Callable[..., float], piece: str | None, times: int
) -> None:
    sentence = (
        "Tomas Alvarn, head of the Farmers Union, met Mira Dossen on Monday. He said that the minister had lied. "
    )

    def resolve(size: int) -> None:
        text = (piece or sentence) * size
        given = [
            Attribution(source=((i, i + 2),), cue=((i + 3, i + 7),), content=((i + 8, i + 20),), kind="indirect")
            for i in range(0, len(text) - 20, 200)
        ]
        resolve_document(make_document(text), given, Project())

    assert growth(resolve, times) < 24
