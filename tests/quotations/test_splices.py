"""Words left out silently, and quotations made of two real ones: what is named, what is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_factory import fill, reading

from effort import times
from onrecord.model import Span
from onrecord.quotations import meaning, verdict
from onrecord.quotations.compare import Comparison, compare
from onrecord.quotations.passage import of_statement
from onrecord.quotations.quotation import parse
from onrecord.store import queries, review
from onrecord.store.db import Store

MARSH = "No minister, not Old Tarn, not the boldest minister you could ever picture, can drain the eastern marsh alone."
SEAT = "I would love to have Cy run for the harbour seat."
BRIEFED = "We have not been briefed on any of it yet."
FERRY = "The last ferry to the islands left without its captain on Sunday"


@pytest.fixture
def halves(made: Store) -> Store:
    later = reading("n.txt", [("Ann Lee", "Yes.")], outlet="Coast Times", title=FERRY)
    fill(
        made,
        [reading("k.txt", [("Dee Roe", MARSH)]), reading("l.txt", [("Bo Ford", SEAT), ("Cy Fox", BRIEFED)]), later],
    )
    return made


def against(quote: str, text: str) -> Comparison:
    found = compare(parse(quote), of_statement([Span(doc="d", start=0, end=len(text), text=text)], "direct"))
    assert found is not None
    return found


# ---------------------------------------------------------------------------- silent cuts


@pytest.mark.parametrize(
    ("quote", "text", "left_out"),
    [
        (
            "No minister can drain the eastern marsh alone",
            MARSH,
            ["not Old Tarn not the boldest minister you could ever picture"],
        ),
        (
            "I will fight for every family on this coast",
            "I will, as my father did in his day, fight for every family on this coast.",
            ["as my father did in his day"],
        ),
        (
            "the nets are torn and the men of the north have gone",
            "the nets are torn. It is cold in the huts. And nobody pays us any more, and the men of the north have "
            "gone",
            ["It is cold in the huts And nobody pays us any more"],
        ),
        (
            "the nets are torn the boats lie dry and the men have gone",
            "the nets are torn, for want of hands and thread, the boats lie dry, as you can see from here, and the men "
            "have gone",
            ["for want of hands and thread", "as you can see from here"],
        ),
        (
            "No minister can drain the western marsh alone",
            MARSH,
            ["not Old Tarn not the boldest minister you could ever picture"],
        ),
    ],
)
def test_words_left_out_silently_are_shown_as_left_out(quote: str, text: str, left_out: list[str]) -> None:
    found = against(quote, text)
    assert [e.recorded for e in found.edits if e.op == "left out"] == left_out
    assert (found.first, found.here[0].key) == (0, found.there[0].key)
    assert verdict.hit(1, found).wording == "altered" and verdict.is_run_together(found)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        # two small words that stand elsewhere too, and a change besides: no piece of a quotation
        ("of the boats we have sold three", "of the nets and lines we spoke before; those boats we have sold, all two"),
        # a short piece from another sentence
        (
            "The harbour can pay for the lights",
            "The harbour froze over early. Who then, of us all, can pay for the lights?",
        ),
        # words replaced by others that stand far away, one by one
        ("the tall captain will sign the paper", "the old mayor will sign the paper before the captain, tall as he is"),
    ],
)
def test_what_stands_elsewhere_by_chance_is_no_silent_cut(quote: str, text: str) -> None:
    assert not against(quote, text).omitted


def test_a_silent_cut_changes_no_negation_and_names_the_one_it_leaves_out() -> None:
    found = against("We shall sell the boats", "We shall, whatever the council will not tell you, sell the boats.")
    assert meaning.changes(found, omitted=False) == ()
    assert meaning.changes(found) == ("negation", "modal")
    assert meaning.context(found) == ("left out without a mark is “not”",)
    assert against("We shall not sell the boats", "We shall sell the boats").omitted == ()


def test_the_whole_stretch_of_a_silent_cut_is_answered(halves: Store) -> None:
    answer = queries.check(halves, "No minister can drain the eastern marsh alone", by="Roe")
    assert (answer.verdict, answer.changes, answer.changed) == ("spliced", (), 11)
    assert answer.why.startswith("11 words left out, without a mark, in the middle of what Dee Roe said")
    assert answer.rests_on is not None and answer.rests_on.text == MARSH.removesuffix(".")
    other = queries.check(halves, answer.quotation, by="Ann Lee")
    assert other.verdict == "misattributed" and "with 11 words left out without a mark" in other.why
    marked = queries.check(halves, "No minister ... can drain the eastern marsh alone")
    assert (marked.verdict, marked.context) == ("partial", ("the ellipsis leaves out “not”",))


_WORDS = [
    f"{a}{b}" for a in ("ba", "ko", "lim", "sur", "tev", "nax") for b in ("den", "rit", "pol", "gum", "vas", "ch")
]


@settings(deadline=None, max_examples=times(150))
@given(st.permutations(_WORDS), st.integers(4, 9), st.integers(5, 20), st.integers(4, 7))
def test_any_long_silent_cut_between_two_pieces_is_found(order: list[str], head: int, gone: int, tail: int) -> None:
    text = order[: head + gone + tail]
    found = against(" ".join([*text[:head], *text[head + gone :]]), " ".join(text))
    assert [(e.op, e.recorded) for e in found.edits if e.op != "same"] == [
        ("left out", " ".join(text[head : head + gone]))
    ]
    assert verdict.hit(1, found).wording == "altered"


# ---------------------------------------------------------------------------- two halves


def test_two_short_halves_of_two_speakers_are_named(halves: Store) -> None:
    answer = queries.check(halves, "I would love to have Cy run, and we have not been briefed")
    assert answer.verdict == "spliced"
    assert [(p.quoted, p.place.speaker and p.place.speaker.name) for p in answer.pieces] == [
        ("I would love to have Cy run", "Bo Ford"),
        ("we have not been briefed", "Cy Fox"),
    ]


def test_a_half_that_is_only_text_is_named_as_that(halves: Store) -> None:
    answer = queries.check(halves, "I would love to have Cy run, and the last ferry to the islands left without")
    assert answer.verdict == "spliced"
    said, text = answer.pieces
    assert said.statements == 1 and said.place.document.file == "news/l.txt"
    assert (text.statements, text.place.statement, text.place.where) == (0, None, "headline")
    assert text.place.text == "The last ferry to the islands left without"
    assert "from the text of Coast Times" in answer.why


def test_half_a_quotation_is_near_and_no_splice(halves: Store) -> None:
    answer = queries.check(halves, "I would love to have Cy run while purple geese drink lemonade on a roof")
    assert answer.verdict == "absent"
    assert [a.text for a in answer.nearest] == ["I would love to have Cy run"]
    text = queries.check(halves, "The last ferry to the islands sank while purple geese drink lemonade on a roof")
    assert text.verdict == "absent" and [a.statement for a in text.nearest] == [None]


def test_a_rejected_statement_is_no_half_as_text_either(halves: Store) -> None:
    quote = "I would love to have Cy run, and we have not been briefed"
    [_, half] = queries.check(halves, quote).pieces
    review.judge(halves, str(half.place.statement), "reject", who="R. Viewer")
    answer = queries.check(halves, quote)
    assert answer.verdict != "spliced" and answer.pieces == ()


def test_a_removed_or_later_article_has_no_half(halves: Store) -> None:
    quote = "I would love to have Cy run, and the last ferry to the islands left without"
    assert queries.check(halves, quote, until="2018").verdict == "absent"
    changed = reading("n.txt", [("Ann Lee", "Yes.")], outlet="Coast Times", title="Nothing of note happened anywhere")
    fill(halves, [replace(changed)])
    assert queries.check(halves, quote).verdict != "spliced"
