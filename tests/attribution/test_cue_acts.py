"""The acts of cues that the rules have no frame for, row by row."""

from __future__ import annotations

import re

import pytest

from onrecord.attribution import cue_acts
from onrecord.attribution.lexicon import lexicon, table
from onrecord.findings import Range
from onrecord.vocabulary import ACTS

ROWS = list(table("cue_acts.tsv"))
HOW = {"first", "negated"}


def marked(example: str) -> tuple[str, Range, Range]:
    """ "She {said} <that it rained>." as text, cue and content."""
    text, ranges = "", {}
    for piece in re.split(r"([{}<>])", example):
        if piece in ("{", "<"):
            ranges[piece] = len(text)
        elif piece == "}":
            cue = (ranges["{"], len(text))
        elif piece == ">":
            content = (ranges["<"], len(text))
        else:
            text += piece
    return text, cue, content


def act(example: str, known: str = "assertion") -> str:
    text, cue, content = marked(example)
    return cue_acts.act(text, [(0, cue[0])], [cue], [content], known)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].split("|")[0] + " " + row[1])
def test_every_row_gives_its_act_to_its_example(row: list[str]) -> None:
    phrases, follows, made, how, example = row
    text, cue, _ = marked(example)
    words = f" {text[slice(*cue)].lower()} "
    assert any(f" {p} " in words for p in phrases.split("|")), "the example holds none of the phrases"
    assert made in ACTS
    assert set(how.split()) <= HOW
    assert follows in {*cue_acts.FOLLOWING, "harm"}
    assert act(example) == made


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].split("|")[0] + " " + row[1])
def test_no_row_repeats_a_phrase_or_holds_upper_case(row: list[str]) -> None:
    phrases = row[0].split("|")
    assert len(phrases) == len(set(phrases))
    assert row[0] == row[0].lower()


@pytest.mark.parametrize(
    ("example", "known", "expected"),
    [
        # what follows decides
        ("She {asked} <whether the road was open>.", "question", "question"),
        ("She {asked} <that the road be opened>.", "question", "demand"),
        ("She {wants} <to open the road>.", "intention", "intention"),
        ("She {wants} <the road opened>.", "intention", "demand"),
        ("She {vowed} <to open the road>.", "promise", "promise"),
        ("She {vowed} <to block the road>.", "promise", "threat"),
        ("She {warned} <that the road was icy>.", "assertion", "assertion"),
        ("She {warned} <that thieves would be shot>.", "assertion", "threat"),
        ("She {told} <to leave>.", "assertion", "demand"),
        ("She {told} <that the road was open>.", "assertion", "assertion"),
        # the longest phrase decides, and a negated cue has rows of its own
        ("She {stopped short of blaming} <the mayor>.", "accusation", "assertion"),
        ("She {did not rule out} <a second round>.", "opposition", "belief"),
        ("She {ruled out} <a second round>.", "opposition", "opposition"),
        ("She {never promised} <that it would be built>.", "promise", "promise"),
        # the denial of having said something is one
        ("She {denied having said} <that the road was closed>.", "denial", "denial"),
        # a noun that a verb of voicing takes
        ("She {repeated} <her threat to close the road>.", "assertion", "threat"),
        ("She {voiced} <her hope that the road would open>.", "assertion", "belief"),
        ("She {affirmed} <his support for the road>.", "assertion", "support"),
        ("She {said} <her threat to close the road was a joke>.", "assertion", "assertion"),
        # set words, whatever the cue
        ("She {said} <the town “reserves the right to answer”>.", "assertion", "threat"),
        ("She {said} <that she knew nothing of the road>.", "assertion", "denial"),
        ("She {said} <that the boat had deliberately rammed hers>.", "assertion", "accusation"),
        # and what the rules' own reading gives
        ("She {said}: <“We will never accept it.”>", "assertion", "opposition"),
        ("She {said} <the road was open>.", "assertion", "assertion"),
        ("She {demanded} <that it be closed>.", "demand", "demand"),
    ],
)
def test_the_act(example: str, known: str, expected: str) -> None:
    assert act(example, known) == expected


@pytest.mark.parametrize("name", ["threat_words", "denial_words", "accusation_words", "voicing", "harming"])
def test_the_lists_are_there(name: str) -> None:
    assert lexicon().sets[name]


def test_a_cue_of_marks_alone_asserts() -> None:
    assert cue_acts.act("Ruiz: peace", [(0, 4)], [(4, 5)], [(6, 11)], "assertion") == "assertion"
    assert cue_acts.act("Ruiz  peace", [(0, 4)], [], [(6, 11)], "assertion") == "assertion"
