"""The comparison itself: words, quotation marks, diffs, meanings, pieces, lists; no record."""

from __future__ import annotations

import json

import pytest

from onrecord.errors import UsageError
from onrecord.model import Span
from onrecord.quotations import drifting, gist, meaning, splice
from onrecord.quotations.asked import Asked, listed
from onrecord.quotations.compare import Comparison, compare
from onrecord.quotations.lexicon import lexicon, rows
from onrecord.quotations.passage import Passage, of_statement, of_text, quoted
from onrecord.quotations.quotation import parse
from onrecord.quotations.tokens import key, words


def passage(text: str, kind: str = "direct") -> Passage:
    return of_statement([Span(doc="d", start=0, end=len(text), text=text)], kind)


def against(quote: str, text: str, kind: str = "direct") -> Comparison:
    found = compare(parse(quote), passage(text, kind))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t  STOP", ["don't", "stop"]),
        ("twenty-one and two thousand", ["21", "and", "2000"]),
        ("two hundred thousand five", ["200005"]),
        ("one. Two", ["1", "2"]),
        ("1,200 or 1.5 at 10:30", ["1200", "or", "1.5", "at", "10:30"]),
        ("50 per cent, 50%", ["50", "percent", "50", "percent"]),
        ("Özdalan e\u0301tude co\xadoperate", ["ozdalan", "etude", "cooperate"]),
        ("$640 million", ["$", "640", "million"]),
        ("cease-fire", ["cease", "fire"]),
        ("—…!?", []),
    ],
)
def test_words_in_their_normal_form(text: str, expected: list[str]) -> None:
    assert [w.key for w in words(text)] == expected


@pytest.mark.parametrize("row", [*rows("quotation_spellings.tsv"), *rows("quotation_numbers.tsv")], ids=str)
def test_rules_of_spelling_and_number_do_what_their_examples_say(row: dict[str, str]) -> None:
    one, other = row["example"].split(" = ")
    assert [w.key for w in words(one)] == [w.key for w in words(other)]
    left, _, right = row["counter_example"].partition(" is not ")
    if "british" in row:
        assert key(left) != key(right or row["american"])
    else:
        assert row["value"] not in [w.key for w in words(left)]


@pytest.mark.parametrize("row", list(rows("quotation_words.tsv")), ids=lambda row: row["list"])
def test_word_lists_hold_a_word_of_the_example_and_none_of_the_counter_example(row: dict[str, str]) -> None:
    listed_words = lexicon().sets[row["list"]]
    assert listed_words & {w.plain for w in words(row["example"])}
    if row["list"] not in ("others", "saying", "abbreviation"):
        assert not listed_words & {w.plain for w in words(row["counter_example"])}


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("that he “will go” and “will not stay”", ["will go", "will not stay"]),
        ('said "no" to it', ["no"]),
        ("to 'break the turbines' if they're on", ["break the turbines"]),
        ("the farmers' union and the minister's car", []),
        ("“one paragraph\n\n“and the next”", ["one paragraph", "and the next"]),
        ("«non» and „nein“", ["non", "nein“"]),
    ],
)
def test_what_stands_between_quotation_marks(text: str, inside: list[str]) -> None:
    assert [text[s:e] for s, e in quoted(text)] == inside


def test_only_the_quoted_words_of_a_mixed_statement_are_the_speakers() -> None:
    text = "that the accord was “a map drawn by strangers” and no more"
    assert against("a map drawn by strangers", text, "mixed").direct
    assert not against("the accord was a map drawn by strangers", text, "mixed").direct
    assert meaning.cuts(against("a map drawn by strangers", text, "mixed")) == (False, False)


@pytest.mark.parametrize(
    ("quote", "text", "diff"),
    [
        ("the red house", "the red house", []),
        ("the blue house", "the red house", [("changed", "red", "blue")]),
        ("the house", "in the red house", [("left out", "red", "")]),
        ("the very red house", "the red house", [("put in", "", "very")]),
        ("a red house", "the red house", [("changed", "the", "a")]),
        ("the red boat", "the red house by the sea", [("changed", "house", "boat")]),
        ("the ... house", "the big red house", [("omitted", "big red", "")]),
        ("[it] is red", "the house is red", [("edited", "house", "it")]),
        ("a ceasefire now", "a cease-fire now", []),
        ("[sic] the red house", "the red house", []),
    ],
)
def test_the_word_diff(quote: str, text: str, diff: list[tuple[str, str, str]]) -> None:
    found = against(quote, text)
    assert [(e.op, e.recorded, e.quoted) for e in found.edits if e.op != "same"] == diff
    assert found.changed == sum(e.words for e in found.edits if e.op in ("changed", "left out", "put in"))


@pytest.mark.parametrize(
    ("quote", "text", "changes"),
    [
        ("we will sign", "we will not sign", ("negation",)),
        ("we won't sign it", "we will not sign it", ("modal",)),
        ("we lost 20 boats", "we lost thirty boats", ("number",)),
        ("we may sign now", "we will sign now", ("modal",)),
        ("we sign and they leave", "we sign if they leave", ("condition",)),
        ("the old boat sank", "the new boat sank", ()),
        ("we never ever sign", "we never sign", ()),
    ],
)
def test_changes_that_turn_the_meaning_are_named(quote: str, text: str, changes: tuple[str, ...]) -> None:
    assert meaning.changes(against(quote, text)) == changes


@pytest.mark.parametrize(
    ("quote", "text", "context"),
    [
        ("the harbour is safe", "I do not think the harbour is safe.", 1),
        ("the harbour is safe", "Some say the harbour is safe.", 1),
        ("the harbour is safe", "If the wind drops, the harbour is safe.", 1),
        ("The harbour is safe", "The harbour is safe, but not for us.", 1),
        ("The harbour is safe.", "The harbour is safe. But the road is closed.", 1),
        ("The harbour is safe.", "It is not far. The harbour is safe.", 0),
        ("The harbour is safe.", "We know the sea. The harbour is safe.", 0),
        ("We sign ... in May", "We sign nothing in May", 1),
        ("We sign ... in May", "We sign it gladly in May", 0),
    ],
)
def test_what_stands_beside_a_cut(quote: str, text: str, context: int) -> None:
    assert len(meaning.context(against(quote, text))) == context


def test_abbreviations_end_no_sentence() -> None:
    assert [w.text for w in words("Mr. Lee met the U.S. envoy. Then he left.") if w.ends] == ["envoy", "left"]


def test_a_splice_is_explained_by_its_fewest_pieces() -> None:
    some = [
        passage("The lake is low and the boats lie dry."),
        passage("Nobody asked the fishermen of the north shore."),
    ]
    quote = parse("The lake is low and nobody asked the fishermen of the north shore")
    found = splice.pieces(quote, some)
    assert [(p.passage, p.start, p.end, p.same) for p in found] == [(0, 0, 5, 5), (1, 5, 13, 8)]
    assert splice.covered(found) == 13
    assert splice.pieces(parse("The lake is high"), some) == ()


def test_an_indirect_report_is_known_by_its_content_words() -> None:
    told = words("that no dams would be standing on the valley’s land")
    assert gist.told(words("No dam will stand on valley land"), told) >= gist.SHARE
    assert gist.told(words("The dam will stand in another country for years"), told) < gist.SHARE
    assert gist.told(words("no dam"), told) == 0


@pytest.mark.parametrize(
    ("first", "other", "differs", "edit"),
    [
        ("We will sign in May", "We will sign in May", (), None),
        ("We will sign in May", "We may sign in May", ("modal", "words"), ("changed", "will", "may")),
        ("We sign in May if they leave", "We sign in May", ("condition", "cut"), ("left out", "if they leave", "")),
        ("We will sign", "We will sign in May for them", ("cut",), ("put in", "", "in May for them")),
        ("We lost ten boats", "We lost 10 boats", (), None),
        ("Alpha beta", "Gamma delta", ("words",), ("changed", "Alpha beta", "Gamma delta")),
    ],
)  # fmt: skip
def test_how_two_tellings_differ(
    first: str, other: str, differs: tuple[str, ...], edit: tuple[str, str, str] | None
) -> None:
    found = drifting.difference(passage(first), passage(other))
    assert found.differs == differs
    changed = [(e.op, e.recorded, e.quoted) for e in found.edits if e.op != "same"]
    assert changed == ([edit] if edit else [])


def test_a_passage_of_an_article_knows_its_quotation_marks() -> None:
    text = "He left. “The harbour is safe,” she said."
    assert [w.text for w in of_text(text, 0, len(text)).words if w.quoted] == ["The", "harbour", "is", "safe"]


# ---------------------------------------------------------------------------- lists


def test_lists_of_every_form_give_the_same_quotations() -> None:
    expected = Asked(quote="No, never", by="Lee", on="2019-03", outlet="Post", id="q1")
    csv = 'ID;Speaker;Quotation;Date;Outlet\nq1;Lee;"No, never";2019-03;Post\n'
    row = {"id": "q1", "by": "Lee", "quote": "No, never", "on": "2019-03", "outlet": "Post"}
    assert list(listed("a.csv", csv.encode("utf-8-sig"))) == [expected]
    assert list(listed("a.tsv", csv.replace(";", "\t").encode("utf-16"))) == [expected]
    assert list(listed("a.jsonl", (json.dumps(row) + "\n\n").encode())) == [expected]
    assert list(listed("a.json", json.dumps([row]).encode())) == [expected]
    assert list(listed("a.txt", b"\n No, never \n\nYes\n")) == [
        Asked(quote="No, never", id="2"),
        Asked(quote="Yes", id="4"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.csv", b"who,what\nLee,No\n", "no column is called quote"),
        ("a.jsonl", b'{"quote": "x"}\n{broken\n', "line 2: no JSON"),
        ("a.jsonl", b'{"who": "x"}\n', 'field "quote"'),
        ("a.json", b"[" * 100_000, "no JSON"),
        ("a.csv", b'quote\n"' + b"x" * 2_000_000, "no table"),
        ("a.txt", b"x" * 21_000_000, "bring it in parts"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        list(listed(name, data))


def test_an_empty_list_and_empty_rows_are_no_quotations() -> None:
    assert list(listed("a.csv", b"")) == []
    assert list(listed("a.csv", b"quote,by\n,\n\nNo,Lee\n")) == [Asked(quote="No", by="Lee", id="4")]
