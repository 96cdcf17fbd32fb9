"""An article laid out: every word once, at its character, under the marks that cover it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.passages import regions
from onrecord.model import Condition, Part, Span
from onrecord.store.article_rows import ArticlePage, Named
from onrecord.store.rows import ActorRef, DocumentRef, DocumentView, Said
from onrecord.web import reading

WHO = ActorRef(id="a1", name="Ann Lee", kind="person")
REF = DocumentRef(id="d1", file="a.txt", outlet="Lake Post", title="A title", published=None)


def span(text: str, start: int, end: int) -> Span:
    return Span(doc="d1", start=start, end=end, text=text[start:end])


def said(text: str, number: int, content: tuple[int, int], **given: Any) -> Said:
    return Said(
        id=f"s{number}", document=REF, speaker=None, source=given.pop("source", ()), cue=given.pop("cue", ()),
        content=(span(text, *content),), kind="direct", act="assertion", via=(), addressee=None, said_since=None,
        said_until=None, score=0.5, why="", by="test", within=given.pop("within", None),
        verdict=given.pop("verdict", None),
    )  # fmt: skip


def page(text: str, rows: tuple[Said, ...] = (), *, parts: tuple[Part, ...] = (), **more: Any) -> ArticlePage:
    view = DocumentView(
        document=REF, byline=None, dateline=None, language=None, format="text", encoding=None, text=text, parts=parts,
        evidence=(), said=rows, superseded_by=None,
    )  # fmt: skip
    empty: Any = {"sides": (), "conditions": (), "named": (), "story": None, "taken_from": None, "copies": ()}
    return ArticlePage(**({"view": view, "versions": ()} | empty | more))


def pieces(sheet: reading.Sheet) -> list[reading.Piece]:
    return [p for s in sheet.stretches for b in s.blocks for p in b.pieces]


WORDS = st.text(st.sampled_from("ab. \n\r\u202e\U0001f600“”ب"), min_size=1, max_size=60)


@given(WORDS, st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=6))
def test_every_piece_is_the_text_at_its_character(text: str, places: list[tuple[int, int]]) -> None:
    """The contract of `data-start`, whatever overlaps; a browser would make one character of CR and LF."""
    inside = [(s, min(s + n, len(text))) for s, n in places if s < len(text)]
    rows = tuple(said(text, i, place) for i, place in enumerate(inside))
    made = page(text, rows)
    found = pieces(reading.sheet(made, (0, 1)))
    for piece in found:
        assert piece.text == text[piece.start : piece.start + len(piece.text)].replace("\r", " ")
    shown = [i for p in found for i in range(p.start, p.start + len(p.text))]
    assert shown == [i for start, end, _ in regions(made.view) for i in range(start, end)]


@given(WORDS, st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=6))
def test_every_statement_begins_once_or_is_told_to_have_no_place(text: str, places: list[tuple[int, int]]) -> None:
    inside = [(s, min(s + n, len(text))) for s, n in places if s < len(text)]
    sheet = reading.sheet(page(text, tuple(said(text, i, place) for i, place in enumerate(inside))))
    begun = [e.number for p in pieces(sheet) for e in p.begins]
    assert sorted(begun) == [e.number for e in sheet.entries if e.marked]
    assert [e.number for e in sheet.entries] == list(range(1, len(inside) + 1))


TEXT = "Ann Lee said we will sign if it rains."


def test_marks_are_told_apart_where_they_overlap() -> None:
    row = said(TEXT, 1, (13, 37), source=(span(TEXT, 0, 7),), cue=(span(TEXT, 8, 12),))
    inner = said(TEXT, 2, (16, 37), within="s1")
    condition = Condition(
        id="c1", doc="d1", statement="s1", spans=(span(TEXT, 26, 37),), marker="if", polarity="met", consequence=(),
        effect="promise", score=1.0, why="", by="test",
    )  # fmt: skip
    named = Named(actor=WHO, span=span(TEXT, 0, 7), kind="name")
    sheet = reading.sheet(page(TEXT, (inner, row), conditions=(condition,), named=(named,)), (16, 20))
    styles = {p.text: (p.style, p.of) for p in pieces(sheet)}
    assert styles == {
        "Ann Lee": ("s a", "a0 n1"),
        " ": ("", ""),
        "said": ("q", "n1"),
        "we ": ("c b", "n1"),
        "will": ("c cc b hit", "n1 n2"),
        " sign ": ("c cc", "n1 n2"),
        "if it rains": ("c i cc e", "n1 n2"),
        ".": ("", ""),
    }
    assert [(e.number, e.said and e.said.id, e.depth) for e in sheet.entries] == [(1, "s1", 0), (2, "s2", 1)]
    assert [(p.actor.name, p.times) for p in sheet.people] == [("Ann Lee", 1)]
    assert sheet.found


def test_what_was_rejected_is_listed_and_not_marked() -> None:
    sheet = reading.sheet(page(TEXT, (said(TEXT, 1, (13, 37), verdict="reject"),)))
    assert [e.marked for e in sheet.entries] == [False]
    assert [p.style for p in pieces(sheet)] == [""]


def test_a_place_in_what_was_set_aside_opens_it() -> None:
    text = "Lake Post\n\nThe dam is full."
    parts = (Part(start=0, end=9, label="masthead"), Part(start=11, end=27, label="body"))
    there, elsewhere = reading.sheet(page(text, parts=parts), (0, 4)), reading.sheet(page(text, parts=parts), (11, 14))
    assert [(s.aside, s.opened) for s in there.stretches] == [(True, True), (False, False)]
    assert [s.opened for s in elsewhere.stretches] == [False, True]
    assert not reading.sheet(page(text, parts=parts), (900, 901)).found


def test_statements_within_each_other_come_to_an_end() -> None:
    rows = (said(TEXT, 1, (13, 37), within="s2"), said(TEXT, 2, (16, 37), within="s1"))
    assert [e.depth for e in reading.sheet(page(TEXT, rows)).entries] == [1, 1]


def test_a_statement_outside_of_every_paragraph_keeps_its_entry() -> None:
    parts = (Part(start=0, end=12, label="body"),)
    lost = said(TEXT, 1, (13, 37))
    sheet = reading.sheet(replace(page(TEXT, (lost,)), view=page(TEXT, (lost,), parts=parts).view))
    assert [(e.said, e.marked) for e in sheet.entries] == [(lost, False)]


@pytest.mark.parametrize(
    ("language", "way"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("fa_IR", "rtl"), ("en", "ltr"), ("arn", "ltr"), (None, "auto"), ("", "auto")],
)
def test_which_way_a_language_is_written(language: str | None, way: str) -> None:
    assert reading.direction(language) == way
