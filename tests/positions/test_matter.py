"""Which statements are worth reading for an issue."""

from __future__ import annotations

from dataclasses import replace

from onrecord.positions import matter, reading
from onrecord.project import Issue
from tests.positions.spoken_factory import spoken

TROOPS = Issue(name="Foreign troops", statement="Foreign troops should leave Oskarland.")


def worth(article: str, issue: Issue = TROOPS, title: str = "") -> bool:
    return matter.candidates([spoken(article, title)], issue) == [0]


def test_an_article_that_names_the_matter_is_read() -> None:
    assert worth("{Oda} <said> [the troops must go].")
    assert worth("Talks on Oskarland failed. It rained for days.\n\n{Oda} <said> [never].")
    assert worth("{Oda} <said> [never].", title="Troops stay in Oskarland")


def test_an_article_that_has_none_of_its_words_is_not() -> None:
    assert not worth("{Oda} <said> [the harvest was good].")
    assert not worth("{Oda} <said> [foreign guests should come].")  # words that all news has


def test_words_that_must_appear() -> None:
    issue = Issue(name="Foreign troops", words=("northern corps", "5th Fleet"))
    assert not worth("{Oda} <said> [the troops must go].", issue)
    assert worth("The Northern Corps came. {Oda} <said> [the troops must go].", issue)


def test_other_wordings_are_looked_for_too() -> None:
    issue = Issue(name="Foreign troops", oppose=("The garrison protects us.",))
    assert worth("{Oda} <praised> [the garrison].", issue)


def test_an_issue_of_common_words_alone_is_looked_for_by_them() -> None:
    assert worth("{Oda} <said> [the government should go].", Issue(name="The government"))


def test_the_words_that_tell_are_told() -> None:
    found = matter.told_by(spoken("Troops came. {Oda} <said> [the troops of Oskarland will leave]."), TROOPS)
    assert found == ["Troops", "troops", "Oskarland"]


def test_what_a_speaker_says_within_his_own_statement_is_no_second_one() -> None:
    """ "Oda said he could support the troops": the inner statement is his outer one again; that of another is not."""
    said = spoken("{Oda} <said> [he could support the troops of Oskarland].")
    outer = replace(said, statement=replace(said.statement, id="outer", speaker="oda"))
    own, other, nobody = (
        replace(said, statement=replace(said.statement, id=f"by {who}", speaker=who, within="outer"))
        for who in ("oda", "minister", None)
    )
    assert matter.candidates([outer, own, other, nobody], TROOPS) == [0, 2, 3]


def test_where_nothing_names_the_issue_a_side_must_be_surer() -> None:
    near = reading.read([spoken("{Oda} <rejected> [the troops].")], TROOPS)[0]
    far = reading.read([spoken("{Oda} <rejected> [it].")], TROOPS)[0]
    assert near.vector[reading.NONE_ADDED] == 0
    assert far.vector[reading.NONE_ADDED] == reading.FAR
    assert far.why == "in an article on it"
