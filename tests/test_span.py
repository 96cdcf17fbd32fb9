"""Span arithmetic: properties on arbitrary ranges and texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord import span
from onrecord.findings import Range
from onrecord.model import Document

ranges = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda r: (min(r), max(r))), max_size=12)
texts = st.text(alphabet=st.characters(codec=None), max_size=80)


def characters(of: tuple[Range, ...] | list[Range]) -> set[int]:
    return {i for s, e in of for i in range(s, e)}


@given(ranges)
def test_merge_keeps_the_characters_and_leaves_no_touching_pieces(of: list[Range]) -> None:
    merged = span.merge(of)
    assert characters(merged) == characters(of)
    assert all(a[1] < b[0] for a, b in zip(merged, merged[1:], strict=False))
    assert span.merge(merged) == merged


@given(ranges, st.integers(0, 9))
def test_merge_with_a_gap_joins_exactly_the_near_ones(of: list[Range], gap: int) -> None:
    merged = span.merge(of, gap)
    assert characters(of) <= characters(merged)
    assert all(b[0] - a[1] > gap for a, b in zip(merged, merged[1:], strict=False))


@given(ranges, ranges)
def test_subtract_is_set_difference(of: list[Range], holes: list[Range]) -> None:
    assert characters(span.subtract(of, holes)) == characters(of) - characters(holes)


@given(st.tuples(*[st.integers(0, 30)] * 4))
def test_overlap_counts_shared_characters(n: tuple[int, int, int, int]) -> None:
    a, b = (min(n[:2]), max(n[:2])), (min(n[2:]), max(n[2:]))
    assert span.overlap(a, b) == span.overlap(b, a) == len(characters([a]) & characters([b]))


@given(texts, st.data())
def test_trim_leaves_only_edges_out(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    s, e = span.trim(text, start, end)
    assert start <= s <= e <= end
    assert text[s:e] == text[start:end].strip()


@given(texts)
def test_utf16_round_trip_agrees_with_the_encoding(text: str) -> None:
    units = span.Utf16(text)
    for offset in range(len(text) + 1):
        n = len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2
        assert units.to_units(offset) == n
        assert units.to_points(n) == offset


@given(st.text(min_size=1, max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_refind_finds_a_quote_that_is_there(quote: str, before: str, after: str) -> None:
    text = before + quote + after
    found = span.refind(text, quote, near=len(before))
    if quote.split():
        assert found is not None
        assert text[found[0] : found[1]].split() == quote.split()
    else:
        assert found is None


def test_refind_takes_the_nearest_and_any_white_space() -> None:
    text = "stay open, and again\nstay   open"
    assert span.refind(text, "stay open", near=0) == (0, 9)
    assert span.refind(text, "stay open", near=25) == (21, 32)
    assert span.refind(text, "shut") is None


@given(texts, texts, st.integers(0, 5))
def test_ids_ignore_case_spacing_and_edges_but_not_words_or_occurrence(doc: str, quote: str, n: int) -> None:
    one = span.stable_id("s", doc, "statement", [quote], n)
    assert one == span.stable_id("s", doc, "statement", [f'  "{quote}," '], n)
    assert one != span.stable_id("s", doc, "statement", [quote], n + 1)
    assert one != span.stable_id("s", doc, "statement", [quote + " xyz"], n)
    assert one != span.stable_id("s", doc + "x", "statement", [quote], n)


def test_spans_carry_their_text() -> None:
    doc = Document(
        id="d", key="k", location="l", file="f", format="text", text="The gates stay open.", text_sha="", raw_sha=""
    )
    (found,) = span.spans(doc, [(4, 9)])
    assert (found.text, doc.text[found.start : found.end]) == ("gates", "gates")


def test_similarity_is_by_words_in_order() -> None:
    assert span.similarity("The gates stay open.", '"the gates stay open"') == 1.0
    assert span.similarity("The gates stay open", "The gates stay shut") == 0.75
    assert span.similarity("", "x") == 0.0
