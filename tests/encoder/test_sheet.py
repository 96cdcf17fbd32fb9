"""Articles as sheets of words, and sheets cut into windows."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.attribution.quotes import quotations
from onrecord.encoder.pieces import WordPieces
from onrecord.encoder.sheet import (
    CLOSES,
    FIRST,
    HEADLINE,
    INSIDE,
    LATER,
    LONGEST,
    OPENS,
    OUTSIDE,
    PACK,
    UNCLOSED,
    Passage,
    Sheet,
    make_sheet,
    windows,
)
from onrecord.findings import Range

LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOCABULARY = WordPieces(["[UNK]", "[CLS]", "[SEP]", *LETTERS, *(f"##{c}" for c in LETTERS), *"\".,:'-"])
STATE = {OUTSIDE: ".", OPENS: "(", INSIDE: "i", CLOSES: ")", UNCLOSED: "u"}


def sheet_of(text: str) -> Sheet:
    """The sheet of a text with one paragraph a line."""
    passages = []
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        passages.append(Passage(start=at, end=end, quotes=quotations(text, at, end)))
        at = end + 1
    return make_sheet(text, passages, VOCABULARY)


def test_a_sheet_lists_every_word() -> None:
    text = "Port Shut\nThe port, NATO.\n\n7"
    sheet = make_sheet(
        text,
        [
            Passage(start=0, end=9, place=HEADLINE),
            Passage(start=10, end=25, place=FIRST),
            Passage(start=26, end=26),
            Passage(start=27, end=28),
        ],
        VOCABULARY,
    )
    assert [text[s:e] for s, e in zip(sheet.start, sheet.end, strict=True)] == [
        *("Port", "Shut", "The", "port", ",", "NATO", ".", "7")
    ]
    assert sheet.paragraphs == [(0, 2), (2, 7), (7, 8)]
    assert sheet.place == [HEADLINE] * 2 + [FIRST] * 5 + [LATER]
    assert sheet.shape == [1, 1, 1, 0, 5, 2, 5, 4]
    assert sheet.final == [False] * 6 + [True, False]
    assert [len(p) for p in sheet.pieces] == [4, 4, 3, 4, 1, 4, 1, 1]
    assert sheet.quote == [OUTSIDE] * 8


def test_no_word_no_sheet() -> None:
    assert make_sheet(" \n ", [Passage(start=0, end=3)], VOCABULARY) == Sheet()
    assert list(windows(Sheet())) == []


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("he said so", "..."),
        ("“we go,” he said", "(iii).."),
        ('"we go," he said', "(iii).."),
        ("he said “we go", "..(uu"),
        ("“go” “stay” now", "(i)(i)."),
        ("“go” and “stay", "(i).(u"),
        ("``go'' now", "(iii)."),
        ("‘go now,’ she said", "(iii).."),
        ("don’t go", "...."),
        ("«go», she said", "(i)..."),
        ("»go«, she said", "(i)..."),
        ("the “go” (“stay”) rule", ".(i).(i).."),
    ],
)
def test_where_words_stand_to_quotation_marks(text: str, states: str) -> None:
    assert "".join(STATE[q] for q in sheet_of(text).quote) == states


def test_a_quotation_that_runs_on_has_no_mark_of_its_own_to_open_it() -> None:
    text = "we go.” he said"
    sheet = make_sheet(text, [Passage(start=0, end=15, quotes=quotations(text, 0, 15, True))], VOCABULARY)
    assert "".join(STATE[q] for q in sheet.quote) == "iii).."


@given(
    st.lists(st.sampled_from(["word", "“", "”", '"', "'", "«", "»", "a.", "said,", "\xad", "``", "''"]), max_size=40)
)
def test_every_word_has_one_of_everything(parts: list[str]) -> None:
    for glue in (" ", ""):
        sheet = sheet_of(glue.join(parts))
        counts = {len(x) for x in (sheet.start, sheet.end, sheet.pieces, sheet.shape, sheet.quote, sheet.place)}
        assert counts == {len(sheet.final)}
        assert set(sheet.quote) <= set(STATE)
        assert [i for first, last in sheet.paragraphs for i in range(first, last)] == list(range(len(sheet.start)))


# ---------------------------------------------------------------- windows


@st.composite
def sheets(draw: st.DrawFn, longest_word: int = 100) -> Sheet:
    """Sheets of a few paragraphs, with words of up to `longest_word` pieces."""
    sheet = Sheet()
    for kind in draw(st.lists(st.sampled_from(["short", "long", "huge"]), max_size=6)):
        size = draw(st.integers(*{"short": (1, 12), "long": (20, 90), "huge": (100, 400)}[kind]))
        most = draw(st.sampled_from([1, 2, 5, longest_word]))
        stops = draw(st.integers(2, 60))
        seed = draw(st.integers(0, 10_000))
        first = len(sheet.start)
        for k in range(size):
            n = 1 + (seed + k * 7919 + (k * k) % 13) % most
            sheet.start.append(2 * len(sheet.start))
            sheet.end.append(sheet.start[-1] + 1)
            sheet.pieces.append((5,) * n)
            sheet.shape.append(0)
            sheet.quote.append((INSIDE, OUTSIDE, CLOSES)[(seed + k) % 3] if k else OUTSIDE)
            sheet.place.append(LATER)
            sheet.final.append(k % stops == stops - 1)
        sheet.paragraphs.append((first, len(sheet.start)))
    return sheet


def cost(sheet: Sheet, window: list[Range]) -> int:
    """The rows of a window: one before all, the pieces, and one after each paragraph."""
    return 1 + sum(1 + sum(len(p) for p in sheet.pieces[first:last]) for first, last in window)


@settings(max_examples=times(200), deadline=None)
@given(sheets())
def test_windows_hold_every_word_once_in_order_and_within_limits(sheet: Sheet) -> None:
    cut = list(windows(sheet))
    assert [i for w in cut for first, last in w for i in range(first, last)] == list(range(len(sheet.start)))
    for window in cut:
        assert window
        assert all(first < last for first, last in window)
        assert cost(sheet, window) <= (LONGEST if len(window) == 1 else PACK)
        for first, last in window:  # no part of a window reaches over a paragraph's end
            assert any(a <= first and last <= b for a, b in sheet.paragraphs)
            assert len(window) == 1 or (first, last) in sheet.paragraphs


@settings(max_examples=times(100), deadline=None)
@given(sheets(longest_word=8), st.integers(12, 60), st.integers(12, 60))
def test_other_limits_are_kept_too(sheet: Sheet, one: int, other: int) -> None:
    pack, longest = sorted((one, other))
    cut = list(windows(sheet, pack, longest))
    assert [i for w in cut for first, last in w for i in range(first, last)] == list(range(len(sheet.start)))
    assert all(cost(sheet, w) <= (longest if len(w) == 1 else pack) for w in cut)


@settings(max_examples=times(100), deadline=None)
@given(sheets())
def test_windows_are_as_full_as_whole_paragraphs_allow(sheet: Sheet) -> None:
    for one, two in pairwise(windows(sheet)):
        whole = all(r in sheet.paragraphs for r in [*one, two[0]])
        small = all(cost(sheet, [r]) <= LONGEST for r in [*one, two[0]])
        assert not (whole and small) or cost(sheet, [*one, two[0]]) > PACK


@settings(max_examples=times(100), deadline=None)
@given(sheets(), sheets())
def test_windows_depend_on_what_stands_before_and_on_nothing_else(sheet: Sheet, after: Sheet) -> None:
    cut = list(windows(sheet))
    assert list(windows(sheet)) == cut
    count = len(sheet.start)
    both = Sheet(
        start=sheet.start + [s + 2 * count for s in after.start],
        end=sheet.end + [e + 2 * count for e in after.end],
        pieces=sheet.pieces + after.pieces,
        shape=sheet.shape + after.shape,
        quote=sheet.quote + after.quote,
        place=sheet.place + after.place,
        final=sheet.final + after.final,
        paragraphs=sheet.paragraphs + [(a + count, b + count) for a, b in after.paragraphs],
    )
    longer = list(windows(both))
    if cut:  # the last window alone may have room for what comes after
        assert longer[: len(cut) - 1] == cut[:-1]
        assert longer[len(cut) - 1][: len(cut[-1])] == cut[-1]


def test_short_paragraphs_share_a_window_and_a_middling_one_stands_alone() -> None:
    short, middling = " ".join("a" * 20), " ".join("b" * 200)
    sheet = sheet_of("\n".join([short, short, middling, short]))
    assert list(windows(sheet)) == [[(0, 20), (20, 40)], [(40, 240)], [(240, 260)]]


def test_a_long_paragraph_is_cut_after_a_sentence() -> None:
    sheet = sheet_of(("a b c d e f g h i. " * 60).strip())
    cut = list(windows(sheet))
    assert len(cut) == 3
    assert all(sheet.final[window[0][1] - 1] for window in cut)


def test_a_long_paragraph_is_cut_after_a_quotation_that_ends_a_sentence() -> None:
    sheet = sheet_of(("“a b c d e f g.” " * 60).strip())
    cut = list(windows(sheet))
    assert len(cut) == 3
    assert all(sheet.quote[window[0][1] - 1] == CLOSES for window in cut)


def test_a_sentence_longer_than_a_window_is_cut_where_the_window_is_full() -> None:
    sheet = sheet_of(" ".join("a" * 600))
    assert [w for (w,) in windows(sheet)] == [(0, LONGEST - 2), (LONGEST - 2, 2 * LONGEST - 4), (2 * LONGEST - 4, 600)]


def test_words_of_very_many_pieces() -> None:
    sheet = sheet_of(" ".join(["a" * 100] * 7))
    assert [len(p) for p in sheet.pieces] == [100] * 7
    assert [w for (w,) in windows(sheet)] == [(0, 2), (2, 4), (4, 6), (6, 7)]


def test_an_endless_word_is_one_unknown_piece() -> None:
    sheet = sheet_of("a" * 1_000_000)
    assert sheet.pieces == [(VOCABULARY.unknown,)]
