"""What the rules add to the tagger's attributions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.attribution import rules
from onrecord.attribution.details import LAYOUT, Details, Forms, Known
from onrecord.attribution.finds import Find
from onrecord.findings import Attribution, Range
from onrecord.layout import lay_out


def details(text: str) -> Details:
    page = lay_out(text)
    got = rules.read(page)
    return Details(page.text, got.finds, got.paragraphs)


def at(text: str, *marked: str) -> tuple[Range, ...]:
    return tuple((text.index(m), text.index(m) + len(m)) for m in marked)


def words(text: str, ranges: object) -> list[str]:
    return [text[s:e] for s, e in ranges]  # type: ignore[attr-defined]


def known(text: str, cue: str, content: str, source: str = "") -> Known:
    return details(text).of(at(text, source) if source else (), at(text, cue), at(text, content))


@pytest.mark.parametrize(
    ("text", "cue", "content", "act"),
    [
        ("Ana Ruiz said the port was closed.", "said", "the port was closed", "assertion"),
        ("Ana Ruiz denied that the port was closed.", "denied", "that the port was closed", "denial"),
        ("Ana Ruiz asked whether the port was closed.", "asked", "whether the port was closed", "question"),
        ("Ana Ruiz demanded that the port be closed.", "demanded", "that the port be closed", "demand"),
        ("Ana Ruiz threatened to close the port.", "threatened", "to close the port", "threat"),
        ("Ana Ruiz promised to open the port.", "promised", "to open the port", "promise"),
    ],
)
def test_the_act_of_a_cue(text: str, cue: str, content: str, act: str) -> None:
    assert known(text, cue, content).act == act


@pytest.mark.parametrize(
    ("text", "cue", "content", "act"),
    [
        # where no rule has this cue with this content, the cue's own words tell
        ("A flat denied came back: the port is open.", "denied", "the port is open", "denial"),
        ("The word is out that the port is open.", "word is out", "the port is open", "assertion"),
        ("He said and then promised nothing: peace.", "said and then promised", "peace", "promise"),
        ("He and she: peace.", ":", "peace", "assertion"),
    ],
)
def test_the_act_of_a_cue_that_the_rules_do_not_link(text: str, cue: str, content: str, act: str) -> None:
    assert Details(text, [], rules.read(lay_out(text)).paragraphs).of((), at(text, cue), at(text, content)) == Known(
        act
    )


def test_addressee_and_relay_come_from_the_find_with_the_same_cue_and_content() -> None:
    text = "“The port is closed,” Ana Ruiz told the Herald on Monday."
    found = known(text, "told", "“The port is closed,”")
    assert set(words(text, [*found.addressee, *found.via])) == {"the Herald"}


def test_an_overlap_is_enough() -> None:
    text = "“The port is closed,” Ana Ruiz told reporters."
    assert words(text, known(text, "Ruiz told", "closed").addressee) == ["reporters"]


@pytest.mark.parametrize(
    ("source", "content", "same", "both"),
    [
        ("Ana Ruiz", "“The port is closed,”", True, True),
        ("Ana Ruiz", "The port is", True, True),
        ("Ana Ruiz", "closed", False, False),
        ("reporters", "“The port is closed,”", True, False),
        ("", "“The port is closed,”", True, False),
    ],
)
def test_whether_the_rules_found_the_same(source: str, content: str, same: bool, both: bool) -> None:
    found = known("“The port is closed,” Ana Ruiz told reporters.", "told", content, source)
    assert (found.same, found.both) == (same, both)


def test_another_cue_knows_nothing_of_it() -> None:
    text = "“The port is closed,” Ana Ruiz told reporters. Tom Adair laughed."
    assert known(text, "laughed", "“The port is closed,”") == Known("assertion")


def test_an_addressee_inside_the_content_is_none() -> None:
    text = "“The port is closed,” Ana Ruiz told reporters."
    found = known(text, "told", "“The port is closed,” Ana Ruiz told reporters")
    assert found.addressee == ()


# ---------------------------------------------------------------- forms that the layout makes plain

TRANSCRIPT = "Ruiz: The port is closed.\n\nAdair: For how long?\n\nRuiz: A week.\n\nAdair: I see."
SIGNED = "“A harbour is a promise to the sea.”\n— Ana Ruiz"


@pytest.mark.parametrize(
    ("text", "sources", "contents"),
    [
        (TRANSCRIPT, ["Ruiz", "Adair"] * 2, ["The port is closed.", "For how long?", "A week.", "I see."]),
        (SIGNED, ["Ana Ruiz"], ["“A harbour is a promise to the sea.”"]),
        ("“The port is closed,” said Ana Ruiz. Tom Adair said the road was open.", [], []),
        ("The rain went on for a week.", [], []),
    ],
)
def test_forms(text: str, sources: list[str], contents: list[str]) -> None:
    forms = details(text).forms()
    assert {f.rule for f in forms} <= LAYOUT
    assert [w for f in forms for w in words(text, f.source)] == sources
    assert [w for f in forms for w in words(text, f.content)] == contents


@pytest.mark.parametrize(
    ("cue", "content", "kept"),
    [
        # what a turn claims is the turn's
        (":", ["The port is closed."], []),
        ("Ruiz", ["The port", "For how long?"], []),
        # an attribution with cue and content inside one turn is another matter
        ("said", ["it was a storm"], ["it was a storm"]),
        ("said", ["it was a storm", "For how long?"], ["it was a storm"]),
        # and so is what stands in no turn
        ("told", ["The rain went on"], ["The rain went on"]),
        ("told", ["The rain went on", "For how long?"], ["The rain went on"]),
    ],
)
def test_what_forms_leave_of_a_content(cue: str, content: list[str], kept: list[str]) -> None:
    text = (
        TRANSCRIPT.replace("A week.", "A week. My men said it was a storm.") + "\n\nThe rain went on, a clerk told us."
    )
    turns = [("Ruiz", "The port is closed."), ("Adair", "For how long?"), ("", "A week. My men said it was a storm.")]
    forms = [
        Find("speaker-label", "assertion", [], list(at(text, t)), list(at(text, s)) if s else []) for s, t in turns
    ]
    forms[0].cue.extend(at(text, ":"))
    assert words(text, Forms(forms).outside(at(text, cue), at(text, *content))) == kept


def test_without_forms_a_content_is_left_alone() -> None:
    assert Forms([]).outside(at(SIGNED, "—"), at(SIGNED, "A harbour", "the sea")) == at(SIGNED, "A harbour", "the sea")


# ---------------------------------------------------------------- attributions inside a content

NESTED = "Ana Ruiz said the mayor had said that the port was closed."
OUTER = "the mayor had said that the port was closed"


def tagged(text: str, source: str, cue: str, content: str) -> Attribution:
    """An attribution as the tagger would have found it."""
    return Attribution(
        source=at(text, source),
        cue=at(text, cue),
        content=at(text, content),
        kind="indirect",
        act="assertion",
        score=0.5,
        why="tagged",
        by="attribution.neural/test",
    )


def test_an_attribution_inside_a_content_is_found() -> None:
    (find,) = details(NESTED).nested([tagged(NESTED, "Ana Ruiz", "said", OUTER)])
    assert words(NESTED, find.source) == ["the mayor"]
    assert words(NESTED, find.content) == ["that the port was closed"]
    assert find.rule.startswith("nested")


@pytest.mark.parametrize("content", ["had said that the port was closed", "the mayor had said that the port"])
def test_an_inner_attribution_is_no_find_where_it_is_not_whole_in_the_outer_one(content: str) -> None:
    assert details(NESTED).nested([tagged(NESTED, "Ana Ruiz", "said", content)]) == []


def test_an_inner_attribution_is_no_find_without_an_outer_one() -> None:
    assert details(NESTED).nested([]) == []


def test_an_inner_attribution_is_found_after_any_number_of_others() -> None:
    """A long turn of a transcript holds many contents of the tagger's before the one asked for."""
    lead = "It rained. " * 20
    text = lead + NESTED
    others = [replace(tagged(text, "Ana Ruiz", "said", OUTER), content=((k, k + 9),)) for k in range(0, len(lead), 11)]
    (find,) = details(text).nested([tagged(text, "Ana Ruiz", "said", text), *others])
    assert words(text, find.source) == ["the mayor"]


def test_the_find_of_a_cue_among_many_is_the_one_at_its_place() -> None:
    names = ("reporters", "the court", "her aides", "the crowd")
    text = " ".join(f"“The port is closed,” Ana Ruiz told {names[k % 4]} on Monday." for k in range(40))
    asked = details(text)
    at = 0
    for k in range(40):
        at = text.index("“The", at)
        cue = text.index("told", at)
        found = asked.of((), ((cue, cue + 4),), ((at, at + 21),))
        assert words(text, found.addressee) == [names[k % 4]]
        at += 1


def test_a_plain_find_is_no_inner_one() -> None:
    text = "“The port is closed,” said Ana Ruiz."
    assert details(text).nested([tagged(text, "Ana Ruiz", "said", text)]) == []
