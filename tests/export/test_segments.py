"""Flattened spans: segments join to the text, and each character keeps exactly its roles."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.passages import article
from onrecord.export.segments import Mark, Segment, flatten
from onrecord.model import Part, Span
from onrecord.store.rows import DocumentRef, DocumentView, Said
from onrecord.vocabulary import PART_LABELS

TEXT = "abcdefghijklmnopqrstuvwxyz"
edges = st.integers(0, len(TEXT))
marks = st.lists(
    st.builds(
        lambda a, b, role, n: Mark(min(a, b), max(a, b), role, n),
        edges,
        edges,
        st.sampled_from(("source", "cue", "content")),
        st.integers(0, 4),
    ),
    max_size=12,
)
regions = st.lists(edges, max_size=8, unique=True).map(
    lambda cuts: [(s, e) for s, e in zip(sorted(cuts), sorted(cuts)[1:], strict=False)][::2]
)


@given(regions, marks)
def test_segments_join_to_the_text_and_keep_every_role(where: list[tuple[int, int]], found: list[Mark]) -> None:
    made = list(flatten(where, found))
    assert len(made) == len(where)
    for (start, end), segments in zip(where, made, strict=True):
        assert "".join(TEXT[s.start : s.end] for s in segments) == TEXT[start:end]
        assert all(s.start < s.end for s in segments)
        for s in segments:
            for i in range(s.start, s.end):
                assert set(s.marks) == {m for m in found if m.start <= i < m.end}


@given(marks)
def test_neighbours_differ(found: list[Mark]) -> None:
    (segments,) = flatten([(0, len(TEXT))], found)
    edges_ = {m.start for m in found} | {m.end for m in found}
    assert all(s.end in edges_ for s in segments[:-1])


def test_nested_and_crossing() -> None:
    outer, inner, across = Mark(0, 6, "content", 0), Mark(2, 4, "source", 1), Mark(5, 8, "content", 2)
    (segments,) = flatten([(0, 10)], [outer, inner, across])
    assert segments == [
        Segment(0, 2, (outer,)),
        Segment(2, 4, (outer, inner)),
        Segment(4, 5, (outer,)),
        Segment(5, 6, (outer, across)),
        Segment(6, 8, (across,)),
        Segment(8, 10, ()),
    ]


def test_an_article_loses_no_word_and_places_every_statement(record: Any) -> None:
    for view in record.views:
        made = article(view, view.said)
        shown = "".join(piece.text for stretch in made.stretches for block in stretch.blocks for piece in block.pieces)
        assert "".join(shown.split()) == "".join(view.text.split())
        labelled = [
            p.said.id
            for stretch in made.stretches
            for block in stretch.blocks
            for piece in block.pieces
            for p in piece.labels
        ]
        assert sorted(labelled) == sorted(s.id for s in view.said)
        assert made.homeless == ()


def test_pieces_carry_the_roles_of_their_spans(record: Any) -> None:
    view = record.views[0]
    made = article(view, view.said)
    pieces = [p for s in made.stretches for b in s.blocks for p in b.pieces]
    nested = next(p for p in pieces if p.text == "Mr Varro")
    assert nested.style.split()[:2] == ["s", "c"]
    deepest = next(p for p in pieces if p.text.startswith("her in January"))
    assert {"c", "cc", "b", "e"} <= set(deepest.style.split())


@given(marks, st.lists(st.sampled_from(PART_LABELS), min_size=1, max_size=6), st.data())
def test_any_spans_over_any_parts_lose_nothing(found: list[Mark], labels: list[str], data: Any) -> None:
    """Whatever spans a backend gives, wherever the parts end: no word is lost, each statement has a place."""
    text = "Ab cd, ef. Gh ij\nkl mn\n\nop qr."
    cuts = sorted({0, len(text), *data.draw(st.lists(st.integers(0, len(text)), max_size=len(labels) - 1))})
    parts = [Part(start=s, end=e, label=x) for s, e, x in zip(cuts, cuts[1:], labels, strict=False)]
    parts = parts if data.draw(st.booleans()) else []
    ref = DocumentRef(id="d", file="f", outlet=None, title=None, published=None)
    said = [_said(ref, text, n, [m for m in found if m.number == n]) for n in range(5)]
    view = DocumentView(
        document=ref,
        byline=None,
        dateline=None,
        language=None,
        format="text",
        encoding=None,
        text=text,
        parts=tuple(parts),
        evidence=(),
        said=tuple(said),
        superseded_by=None,
    )
    made = article(view, said)
    pieces = [p for s in made.stretches for b in s.blocks for p in b.pieces]
    covered = "".join(text[p.start : p.end] for p in parts) if parts else text
    assert "".join("".join(p.text for p in pieces).split()) == "".join(covered.split())
    placed = [p.said.id for x in pieces for p in x.labels] + [p.said.id for p in made.homeless]
    assert sorted(placed) == [str(n) for n in range(5)]


def _said(ref: DocumentRef, text: str, number: int, found: list[Mark]) -> Said:
    roles: dict[str, Any] = {
        role: tuple(
            Span(doc="d", start=m.start, end=m.end, text=text[m.start : m.end]) for m in sorted(found) if m.role == role
        )
        for role in ("source", "cue", "content")
    }
    return Said(
        id=str(number),
        document=ref,
        speaker=None,
        kind="direct",
        act="assertion",
        via=(),
        addressee=None,
        said_since=None,
        said_until=None,
        score=1.0,
        why="",
        by="",
        within=None,
        **roles,
    )
