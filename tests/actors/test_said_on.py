"""Which date of a sentence is the day of the statement: {source} [cue] <content> |addressee|, and the date meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from effort import times
from onrecord.actors import said_on
from onrecord.actors.speakers import resolve_document
from onrecord.findings import Attribution, Range
from onrecord.model import Document
from onrecord.project import Project

PUBLISHED = date(2023, 5, 16)  # a Tuesday
_MARKED = re.compile(r"\{(?P<source>[^}]*)\}|\[(?P<cue>[^\]]*)\]|<(?P<content>[^>]*)>|\|(?P<to>[^|]*)\|")

TAKEN = [
    # between source and cue
    ("{Alvarn} on Monday [said] <it would rain>.", "Monday"),
    ("{Alvarn}, on Monday, [said] <it would rain>.", "Monday"),
    ("{Alvarn} late on Monday [said] <it would rain>.", "Monday"),
    ("{Alvarn} last night [vowed] <to go>.", "last night"),
    ("{Alvarn}, the minister, on Monday [rejected] <the demand>.", "Monday"),
    ("{Alvarn} in March [said] <it would rain>.", "March"),
    ("{Alvarn}, who on Monday [said] <it would rain>, left.", "Monday"),
    # behind the cue
    ("{Alvarn} [said] on Monday <that it would rain on Friday>.", "Monday"),
    ("{Alvarn} [said] Monday <it would rain>.", "Monday"),
    ("{Alvarn} [said] late on Monday night <that it would rain>.", "Monday night"),
    ("{Alvarn} [said] in March <that it would rain>.", "March"),
    ("{Alvarn} [said] in 2019 <that it would rain>.", "2019"),
    ("{Alvarn} [said] on Jan. 5 <that it would rain>.", "Jan. 5"),
    ("{Alvarn} [said] last week <that it would rain>.", "last week"),
    ("{Alvarn} [told] |reporters| on Monday <that it would rain>.", "Monday"),
    ("{Alvarn} [told] |reporters in Mirna| on Monday <that it would rain>.", "Monday"),
    ("{Alvarn} [told] reporters in Mirna on Monday <that it would rain>.", "Monday"),
    ("{Alvarn} [told] |the weekly Mirna Review in| January <that it would rain>.", "January"),
    ("<“No,”> {Alvarn} [told] |a rally in Mirna| in March.", "March"),
    ("<“No,”> {Alvarn} [said] in a statement on Monday.", "Monday"),
    ("<“No,”> {Alvarn} [said] in a statement released on Monday.", "Monday"),
    ("<“No,”> [said] {Alvarn} on Monday.", "Monday"),
    ("<“No,”> {Alvarn} [told] |the Gazette| yesterday, and went home.", "yesterday"),
    ("<“It rains. It will rain,”> {Alvarn} [said] on Monday. <“Soon.”>", "Monday"),
    ("{Both sides} [said] on Sunday <that it would rain>. In 2019 it did.", "Sunday"),
    ("{Alvarn} [called] on Monday [for] <calm>.", "Monday"),
    # first in the sentence
    ("On Monday, {Alvarn} [said] <it would rain>.", "Monday"),
    ("On Monday {Mr Alvarn} [told] |the Gazette| <it would rain>.", "Monday"),
    ("It rained. But on 6 February {Alvarn} [said] <it would rain>.", "6 February"),
    ("On Monday, {Alvarn}, who was elected in 2019, [said] <it would rain>.", "Monday"),
    ("On Monday {Alvarn} met the envoy and [said] <it would rain>.", "Monday"),
    ("Speaking in Mirna on Monday, {Alvarn} [said] <it would rain>.", "Monday"),
    ("In an interview with the Gazette on Monday, {Alvarn} [said] <it would rain>.", "Monday"),
    ("In March, {Alvarn} [said] <it would rain>.", "March"),
    # the paper that speaks came out that day
    ("<It rains>, [according to] {a report published on Monday by the League}.", "Monday"),
]

LEFT = [
    # in a participle, an apposition or a relative clause beside the source
    '{N\'Dour}, elected in 2019, [said]: <"Let them.">',
    "{Alvarn}, who introduced the levy in March, [rejected] <the demand>.",
    '{Alvarn}, who introduced the levy in March, rejected the demand. <"The law is the law,"> {she} [said].',
    "{His father, jailed since 2016,} [said] <it would rain>.",
    "{His father}, jailed since 2016, [said] <it would rain>.",
    "{Alvarn}, arrested on Monday, [said] <it would rain>.",
    "{Alvarn}, on Monday sworn in, [said] <it would rain>.",
    "{The minister arrested on Monday} [said] <it would rain>.",
    "{A law published in 2019} [says] <it would rain>.",
    "{Alvarn}, minister since Monday, [said] <it would rain>.",
    "{Alvarn}, whose house burned on Monday, [said] <it would rain>.",
    # in another clause or sentence
    "In the Trumpet, which the Sarrin Press Service reported on Wednesday, {Mr Alvarn} [said] <it would rain>.",
    'Police shot mourners at the bridge on Wednesday in what {Minister Alvarn} [branded] <"a crime">.',
    "On Wednesday police shot mourners in what {Minister Alvarn} [branded] <“a crime”>.",
    "On Monday the court freed him and {Alvarn} [said] <it would rain>.",
    "It was Monday. {Alvarn} [said] <it would rain>.",
    "{He} told parliament on Monday, [adding] <that it would rain>.",
    "After the attack on Monday, {Alvarn} [said] <it would rain>.",
    "When it rained on Monday, {Alvarn} [said] <nothing>.",
    "Asked about the vote on Monday, {Alvarn} [said] <it would rain>.",
    "Speaking of the massacre on Monday, {Alvarn} [said] <it would rain>.",
    "In an attack on Monday, {Alvarn} [said], <nine died>.",
    "<“No,”> {Alvarn} [said]. On Monday he left.",
    "<“No,”> {Alvarn} [said], before he left on Monday.",
    "<“No,”> {Alvarn} [said] after it rained on Monday.",
    "<“No,”> {Alvarn} [said] and left on Monday.",
    "In 2019, {Alvarn}, then a minister, [said] <it would rain>.",
    # of something the cue's object did or suffered
    "{Alvarn} [told] |mourners shot on Monday| <that it would rain>.",
    "{Alvarn} [told] |survivors of the attack| on Monday <that it would rain>.",
    "{Alvarn} [told] |families of men killed in January| <that it would rain>.",
    "{Alvarn} [said] of Monday's vote <that it was void>.",
    "{Alvarn} [rejected] Monday's <demand>.",
    "{Alvarn} [said] at Monday’s rally <that it would rain>.",
    "{Alvarn} [condemned] Wednesday attacks <on the bridge>.",
    "{Alvarn} [told] |the Sunday Mirror| <that it would rain>.",
    "{Alvarn} [has said] since March <that it would rain>.",
    "{Alvarn} [has said] for the past two years <that it would rain>.",
    "{Alvarn} [said] in March elections <nobody would vote>.",
    # inside the content, or still to come
    "{Alvarn} [said] <it would rain on Monday>.",
    "{Alvarn} [said] <“no”>, he went home on Monday.",
    "{Alvarn} [said] tomorrow <that it would rain>.",
    "{Alvarn} [said] on 20 June 2023 <that it would rain>.",
    "{Alvarn} will [say] next week <that it would rain>.",
    "Alvarn Says on Monday<:> {Mira}",
]


def told(passage: str) -> tuple[str, Attribution]:
    """The passage without its marks, and the statement they mark."""
    text, at = "", 0
    ranges: dict[str, list[Range]] = {"source": [], "cue": [], "content": [], "to": []}
    for m in _MARKED.finditer(passage):
        text += passage[at : m.start()]
        part = m.lastgroup or ""
        ranges[part].append((len(text), len(text) + len(m[part])))
        text, at = text + m[part], m.end()
    text += passage[at:]
    made = {k: tuple(v) for k, v in ranges.items()}
    kind = "direct" if any(text[b] in '“"' for b, _ in made["content"]) else "indirect"
    given = Attribution(
        source=made["source"], cue=made["cue"], content=made["content"], addressee=made["to"], kind=kind
    )
    return text, given


def dated(make_document: Callable[..., Document], passage: str) -> str | None:
    text, given = told(passage)
    document = make_document(text, published=PUBLISHED)
    (statement,) = resolve_document(document, [given], Project()).statements
    return statement.said.text if statement.said else None


@pytest.mark.parametrize(("passage", "expected"), TAKEN)
def test_a_date_that_belongs_to_the_cue(make_document: Callable[..., Document], passage: str, expected: str) -> None:
    assert dated(make_document, passage) == expected


@pytest.mark.parametrize("passage", LEFT)
def test_a_date_of_something_else(make_document: Callable[..., Document], passage: str) -> None:
    assert dated(make_document, passage) is None


@pytest.mark.parametrize(
    ("text", "outer", "inner"),
    [
        ("Dossen said that Alvarn told him on Monday it would rain.", None, "Monday"),
        ("Dossen said in March that Alvarn told him on Monday it would rain.", "March", None),
        ("“Alvarn told me on Monday it would rain,” Dossen said.", None, "Monday"),
    ],
)
def test_a_statement_inside_another(
    make_document: Callable[..., Document], text: str, outer: str | None, inner: str | None
) -> None:
    def at(words: str) -> Range:
        return text.index(words), text.index(words) + len(words)

    start, end = (text.index("Alvarn"), len(text) - 1) if "that" in text else (0, text.index(" Dossen"))
    around = Attribution(source=(at("Dossen"),), cue=(at("said"),), content=((start, end),), kind="indirect")
    inside = Attribution(source=(at("Alvarn"),), cue=(at("told"),), content=(at("it would rain"),), kind="indirect")
    statements = resolve_document(make_document(text, published=PUBLISHED), [around, inside], Project()).statements
    found = {s.cue[0].text: s.said.text if s.said else None for s in statements}
    assert found == {"said": outer, "told": inner}


def test_no_date_where_the_article_has_none(make_document: Callable[..., Document]) -> None:
    text, given = told("{Alvarn} [said] on Monday <that it would rain>.")
    assert resolve_document(make_document(text), [given], Project()).statements[0].said is None


def test_long_sentences_and_paragraphs_stay_cheap(make_document: Callable[..., Document]) -> None:
    many = times(3000, 750)
    for filler in (
        "on Monday, ",
        "the minister and ",
        "in March of 2019 who ",
        "Jan. ",
        "a " * 5,
        "“x” ",
        "in on at ",
        "to Mira in ",
    ):
        text, given = told(f"{{Alvarn}} {filler * many}[said] {filler * many}<that it would rain>.")
        assert len(resolve_document(make_document(text, published=PUBLISHED), [given], Project()).statements) == 1


BEHIND = {
    "": 0,
    "\x02\x02": 0,
    "\x02 in Mirna": 0,
    "reporters in Mirna": 1,
    "cheering supporters of \x02 in Nashua N.H.": 3,
    "six senior officials of the": 5,
    "also later in the capital": 0,
    "reporters, in Mirna": None,
    "in the old town hall of the eastern capital": None,
}


@pytest.mark.parametrize("told", BEHIND)
def test_words_told_before_a_date(told: str) -> None:
    assert said_on._words_told(told) == BEHIND[told]


@pytest.mark.parametrize("unit", ["\x02 ", "in ", "in the ", "also ", "\x01\x02", "at in town "])
def test_words_told_without_end_take_a_moment(unit: str) -> None:
    assert said_on._words_told(unit * 5_000 + ", N.H.") is None
