"""What stance statements take, and whether two are about one matter."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from onrecord.store.stances import FACT, Stance, matter, one_matter, printed, stance

TABLE = files("onrecord") / "data" / "stances.tsv"
ROWS = list(
    csv.DictReader([x for x in TABLE.read_text("utf-8").splitlines() if x and x[0] != "#"], delimiter="\t", quoting=3)
)


@pytest.mark.parametrize(("row", "phrase"), [(row, phrase) for row in ROWS for phrase in row["words"].split(",")])
def test_every_word_of_the_table(row: dict[str, str], phrase: str) -> None:
    before, _, rest = row["example"].partition("{")
    _, _, content = rest.partition("} ")
    found = stance("assertion", phrase, content)
    assert found is not None
    assert (found.axis, found.side) == (row["axis"], row["side"])
    assert before
    counter = row["counter_example"]
    assert stance("assertion", counter.split()[1], counter.partition(" the ")[2]) is None


@pytest.mark.parametrize(
    ("cue", "content", "says"),
    [
        ("opposed", "the toll outright", ("-", {"toll"}, False)),
        ("does not oppose", "the toll", ("+", {"toll"}, False)),
        ("never supported", "the toll, he said", ("-", {"toll"}, False)),
        ("said", "that he would never accept the toll", ("-", {"toll"}, True)),
        ("said", "her party opposed the toll outright", ("-", {"toll"}, False)),
        ("said", "we back the toll, but not the fees", ("+", {"toll"}, False)),
        ("would support", "the toll if it falls", ("+", {"toll"}, True)),
        ("said", "Norland supported the toll", None),  # whose stance it is cannot be told
        ("said", "we were wrong to refuse the toll", None),
        ("rejected", "the idea", None),  # named nowhere
        ("supports", "it", None),
        ("said", "it rained", None),
        ("", "", None),
    ],
)
def test_stances(cue: str, content: str, says: tuple[str, set[str], bool] | None) -> None:
    found = stance("assertion", cue, content)
    assert (None if found is None else (found.side, set(found.matter), found.open)) == says


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        ("the toll", "the harbour toll", True),
        ("the toll", "the harbour toll for fishing boats and ferries", False),
        ("the toll", "the tax", False),
        ("any role for inspectors", "a role for inspectors", True),
    ],
)
def test_one_matter_of_attitude(a: str, b: str, one: bool) -> None:
    for_it, against = stance("support", "supports", a), stance("opposition", "opposes", b)
    assert for_it
    assert against
    assert bool(one_matter(for_it, against)) is one
    assert one_matter(for_it, against) == one_matter(against, for_it)


@pytest.mark.parametrize(
    ("said", "one"),
    [
        ("his guards had fired on the ferry", True),
        ("guards fired on a ferry at the pier on Sunday", True),
        ("the ferry was late", False),
        ("guards stood at the pier", False),
    ],
)
def test_what_is_denied_is_what_is_said(said: str, one: bool) -> None:
    denial = stance("denial", "denied", "that his guards had fired on the ferry")
    assert denial
    claim = Stance(axis=FACT, side="+", word="", matter=matter(said))
    assert bool(one_matter(denial, claim)) is one


def test_words_as_they_are_printed() -> None:
    assert printed(matter("tolls and ferries"), "The Ferry pays a toll; the ferry stays") == ("ferry", "toll")
