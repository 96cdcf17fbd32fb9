"""Sentences -> who holds which office of which body, since and until when."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.actors import tenure
from onrecord.actors.holders import Claim, holders
from onrecord.actors.lexicon import table
from onrecord.actors.speakers import resolve_document
from onrecord.model import Document, Role, Span
from onrecord.project import Project

Make = Callable[..., Document]
Row = tuple[str, str, str | None, str, str]
DAY = date(2020, 5, 6)
"""A Wednesday."""
P, M, U = "Petar Dossen", "Mira Alvarn", "Farmers Union"


def rows(make: Make, text: str, published: date | None = DAY) -> list[Row]:
    """(person, title, body, since, until) of every role, "" for an open end."""
    found = resolve_document(make(text, published=published), [], Project())
    names = {e.id: e.name for e in found.entities}
    for r in found.roles:
        assert text[r.evidence.start : r.evidence.end] == r.evidence.text
        assert r.why
        assert 0 < r.score <= 1
    return [
        (
            names[r.entity],
            r.title,
            r.org,
            r.since.isoformat() if r.since else "",
            r.until.isoformat() if r.until else "",
        )
        for r in found.roles
    ]


BESIDE = {
    "Interior Minister Petar Dossen left.": [(P, "Interior Minister", None, "", "")],
    "Petar Dossen, the Farmers Union's deputy chairman, left.": [(P, "deputy chairman", U, "", "")],
    "The Farmers Union's deputy commander, Petar Dossen, left.": [(P, "deputy commander", U, "", "")],
    "Farmers Union secretary-general Petar Dossen left.": [(P, "secretary-general", U, "", "")],
    "Petar Dossen, an analyst with the Delta Forum, left.": [(P, "analyst", "Delta Forum", "", "")],
    "Petar Dossen, a lawyer and a former minister, left.": [
        (P, "lawyer", None, "", ""),
        (P, "minister", None, "", "2020-05-06"),
    ],
    "Petar Dossen, chairman and chief executive of Kestrel Motors, left.": [
        (P, "chairman", "Kestrel Motors", "", ""),
        (P, "chief executive", "Kestrel Motors", "", ""),
    ],
    "Petar Dossen, the minister for trade and industry, left.": [(P, "minister for trade and industry", None, "", "")],
    "Petar Dossen, Ostria's minister of defence, left.": [(P, "minister of defence", "Ostria", "", "")],
    "Ostria slept. Here Ostrian Defence Minister Petar Dossen left.": [(P, "Defence Minister", "Ostria", "", "")],
    "Norwegian Defence Minister Petar Dossen left.": [(P, "Defence Minister", "Norway", "", "")],
    "Interior ministry spokesman Petar Dossen left.": [(P, "spokesman", "interior ministry", "", "")],
    "Petar Dossen, spokesman for the interior ministry, left.": [(P, "spokesman", "interior ministry", "", "")],
    "The Farmers Union met. Its head, Petar Dossen, left.": [(P, "head", U, "", "")],
    "The Farmers Union met. Petar Dossen, the union's head, left.": [(P, "head", U, "", "")],
    "Chief negotiator Petar Dossen of the Farmers Union left.": [(P, "chief negotiator", U, "", "")],
    "The Farmers Union, whose chairman, Petar Dossen, left, is old.": [(P, "chairman", U, "", "")],
    "Col. Petar Dossen left.": [(P, "Colonel", None, "", "")],
    "Petar Dossen, a 45-year-old teacher, left.": [(P, "teacher", None, "", "")],
}
CLAUSES = {
    "Petar Dossen is the Farmers Union's leader.": [(P, "leader", U, "", "")],
    "The Farmers Union's chairman is Petar Dossen.": [(P, "chairman", U, "", "")],
    "The Farmers Union, headed by Petar Dossen, left.": [(P, "head", U, "", "")],
    "Petar Dossen chairs the Farmers Union.": [(P, "chair", U, "", "")],
    "Petar Dossen became leader of the Farmers Union in March.": [(P, "leader", U, "2020-03-01", "")],
    "On Monday, Petar Dossen was named as chairman of the Farmers Union.": [(P, "chairman", U, "2020-05-04", "")],
    "The Farmers Union elected Petar Dossen chairman on Monday.": [(P, "chairman", U, "2020-05-04", "")],
    "The appointment of Petar Dossen as mayor of Mirna on Monday failed.": [(P, "mayor", "Mirna", "2020-05-04", "")],
    "Petar Dossen, elected mayor of Mirna in 2015, left.": [(P, "mayor", "Mirna", "2015-01-01", "")],
    "Petar Dossen, who in 2015 became mayor of Mirna, left.": [(P, "mayor", "Mirna", "2015-01-01", "")],
    "Petar Dossen resigned as chairman of the Farmers Union last month.": [(P, "chairman", U, "", "2020-04-30")],
    "Petar Dossen quit on Monday as chairman of the Farmers Union.": [(P, "chairman", U, "", "2020-05-04")],
    "Petar Dossen, chairman of the Farmers Union, resigned on Tuesday.": [(P, "chairman", U, "", "2020-05-05")],
    "The council sacked mayor Petar Dossen on Monday.": [(P, "mayor", None, "", "2020-05-04")],
    "Petar Dossen, who has headed the Farmers Union since 2017, resigned on Tuesday.": [
        (P, "head", U, "2017-01-01", "2020-05-05")
    ],
    "Petar Dossen became mayor of Mirna in 2014 and stepped down in 2018.": [
        (P, "mayor", "Mirna", "2014-01-01", "2018-12-31")
    ],
    "Petar Dossen replaced Mira Alvarn as head of the Farmers Union in January.": [
        (P, "head", U, "2020-01-01", ""),
        (M, "head", U, "", "2020-01-31"),
    ],
    "Mira Alvarn was replaced by Petar Dossen as head of the Farmers Union on Monday.": [
        (M, "head", U, "", "2020-05-04"),
        (P, "head", U, "2020-05-04", ""),
    ],
    "The mediator, Petar Dossen, who took over from Mira Alvarn in January, left.": [
        (P, "mediator", None, "2020-01-01", ""),
        (M, "mediator", None, "", "2020-01-31"),
    ],
    "Mira Alvarn was chairwoman of the Farmers Union. She resigned in 2018.": [(M, "chairwoman", U, "", "2018-12-31")],
    "Mira Alvarn joined in 2001. She became chairwoman of the Farmers Union in 2018.": [
        (M, "chairwoman", U, "2018-01-01", "")
    ],
}
TIMES = {
    "Petar Dossen, 45, who heads the Farmers Union since 2019, left.": [(P, "head", U, "2019-01-01", "")],
    "Petar Dossen, head of the Farmers Union since May 2019, left.": [(P, "head", U, "2019-05-01", "")],
    "Petar Dossen, chairman of the Farmers Union from 2010 until 2015, left.": [
        (P, "chairman", U, "2010-01-01", "2015-12-31")
    ],
    "Petar Dossen led the Farmers Union between 2010 and 2015.": [(P, "leader", U, "2010-01-01", "2015-12-31")],
    "Petar Dossen, mayor of Mirna (2010-15), left.": [(P, "mayor", "Mirna", "2010-01-01", "2015-12-31")],
    "Petar Dossen, mayor of Mirna until last month, left.": [(P, "mayor", "Mirna", "", "2020-04-30")],
    "Petar Dossen, mayor of Mirna in 2015, left.": [(P, "mayor", "Mirna", "2015-01-01", "2015-12-31")],
    "Former Farmers Union chairman Petar Dossen left.": [(P, "chairman", U, "", "2020-05-06")],
    "Ex-mayor Petar Dossen left.": [(P, "mayor", None, "", "2020-05-06")],
    "The then president, Petar Dossen, fled in 1994.": [(P, "president", None, "", "2020-05-06")],
    "Petar Dossen is no longer chairman of the Farmers Union.": [(P, "chairman", U, "", "2020-05-06")],
    "Governor-elect Petar Dossen left.": [(P, "Governor", None, "2020-05-07", "")],
    "The president-elect, Petar Dossen, left.": [(P, "president", None, "2020-05-07", "")],
    "Acting president Petar Dossen left.": [(P, "acting president", None, "", "")],
    "Outgoing mayor Petar Dossen left.": [(P, "mayor", None, "", "")],
    "President Mira Alvarn in 1993 came.": [(M, "President", None, "", "")],
    "Petar Dossen, spokesman for the Farmers Union, said on Monday that it rained.": [(P, "spokesman", U, "", "")],
}
NOT_SO = (
    "Petar Dossen denied being the leader of the Farmers Union.",
    "If Petar Dossen becomes president of the Farmers Union, it will rain.",
    "Petar Dossen could be appointed chairman of the Farmers Union.",
    "Petar Dossen is expected to become chairman of the Farmers Union.",
    "Petar Dossen was never chairman of the Farmers Union.",
    "Petar Dossen is not the chairman of the Farmers Union.",
    "Nobody knows whether Petar Dossen is chairman of the Farmers Union.",
    "Petar Dossen wants to be chairman of the Farmers Union.",
    "Is Petar Dossen the chairman of the Farmers Union?",
    "“Petar Dossen is the chairman of the Farmers Union,” somebody said.",
    "The delegation of the Farmers Union was led by Petar Dossen.",
    "Petar Dossen led the Farmers Union to victory.",
    "Petar Dossen, a rival of the mayor, left.",
    "His brother Petar Dossen left.",
)


@pytest.mark.parametrize(("text", "expected"), [*BESIDE.items(), *CLAUSES.items(), *TIMES.items()])
def test_roles(make_document: Make, text: str, expected: list[Row]) -> None:
    assert sorted(rows(make_document, text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("text", NOT_SO)
def test_no_role(make_document: Make, text: str) -> None:
    assert rows(make_document, text) == []


def test_every_row_of_the_words_of_time(make_document: Make) -> None:
    for name, _, _, example, counter in table("tenure.tsv"):
        shown = (rows(make_document, example), rows(make_document, counter))
        if name == "current":
            assert [r[1] for r in shown[0]] == ["minister"], "such words are no part of the title"
            continue
        assert shown[0] != shown[1], (name, example)
        if name != "supposed":
            assert shown[0], (name, example)


def test_a_role_told_twice_is_one(make_document: Make) -> None:
    text = "Mayor Petar Dossen came. Dossen, mayor of Mirna since 2015, left. The mayor of Mirna, Petar Dossen, slept."
    assert rows(make_document, text) == [(P, "mayor", "Mirna", "2015-01-01", "")]


def test_days_that_contradict_each_other_stay_two(make_document: Make) -> None:
    text = "Petar Dossen became mayor of Mirna in 2014. Petar Dossen became mayor of Mirna in 2018."
    assert [r[3] for r in rows(make_document, text)] == ["2014-01-01", "2018-01-01"]


def test_the_evidence_holds_the_date(make_document: Make) -> None:
    text = "It rained. On Monday, Petar Dossen was named chairman of the Farmers Union. It stopped."
    (role,) = resolve_document(make_document(text, published=DAY), [], Project()).roles
    assert role.evidence.text == "On Monday, Petar Dossen was named chairman of the Farmers Union"
    text = "Petar Dossen, mayor of Mirna since 2015, left."
    (role,) = resolve_document(make_document(text, published=DAY), [], Project()).roles
    assert role.evidence.text.endswith("since 2015")


def test_without_a_date_of_printing_no_days_but_a_reason(make_document: Make) -> None:
    (role,) = resolve_document(make_document("Former mayor Petar Dossen left."), [], Project()).roles
    assert (role.since, role.until) == (None, None)
    assert role.why.endswith("former")


@pytest.mark.parametrize(
    "text",
    [
        "Petar Dossen was elected leader of the Farmers Union. {The leader of the Farmers Union} said no.",
        "Petar Dossen was appointed interior minister on Monday. {The interior minister} said no.",
        "Petar Dossen, who chairs the Farmers Union, came. {The chair} said no.",
        "Petar Dossen replaced Mira Alvarn as chairman of the Farmers Union. {The chairman} said no.",
    ],
)
def test_who_is_said_to_hold_an_office_is_who_speaks(passage: Callable[..., Any], text: str) -> None:
    assert passage(text).speakers[0][0] == P


WORDS = st.sampled_from(
    ["since", "until", "from", "to", "between", "and", "in", "on", "2014", "2018", "2099", "0000", "May", "Monday",
     "last", "month", "former", "(", ")", ",", "-", "year", "recently", "Since", "On"]
)  # fmt: skip


@settings(max_examples=times(200), deadline=None)
@given(
    change=st.sampled_from((tenure.HOLDS, tenure.HELD, tenure.BEGINS, tenure.ENDS)),
    mark=st.sampled_from(("", "former", "coming")),
    tail=st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=9).map(" ".join)),
    lead=st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=9).map(" ".join)),
    near=st.booleans(),
)
def test_an_interval_never_ends_before_it_begins(change: str, mark: str, tail: str, lead: str, near: bool) -> None:
    found = tenure.tenure(change=change, mark=mark, tail=tail, lead=lead, near=near, published=DAY)
    assert found.since is None or found.until is None or found.since <= found.until
    assert 0 <= found.reach <= len(tail)


def claim(actor: str, title: str, org: str | None, published: str, since: str = "", until: str = "") -> Claim:
    made = f"{actor}/{title}/{org}/{published}/{since}/{until}"
    span = Span(doc="d", start=0, end=1, text="x")
    days = [date.fromisoformat(d) if d else None for d in (since, until)]
    role = Role(id=made, entity="e", title=title, org=org, evidence=span, since=days[0], until=days[1])
    return Claim(actor=actor, role=role, published=date.fromisoformat(published))


CLAIMS = (
    claim("ann", "interior minister", "Qasira", "2018-03-01"),
    claim("ann", "interior minister", "Qasira", "2019-08-01", until="2019-02-28"),
    claim("bo", "Minister of the Interior", "government of Qasira", "2019-04-01", since="2019-03-01"),
    claim("bo", "interior minister", None, "2019-06-01"),
    claim("cy", "interior minister", "Ostria", "2019-05-01"),
    claim("di", "deputy interior ministers’ driver", "Qasira", "2019-05-01"),
    claim("ed", "interior minister", None, "2019-05-03"),
)


def test_who_held_the_office() -> None:
    may = holders(CLAIMS, "interior minister", "Qasira", date(2019, 5, 1))
    assert [h.actor for h in may] == ["bo", "ed"], "ann had left, cy is another state's"
    assert (may[0].named, may[1].named) == (True, False)
    assert len(may[0].claims) == 2
    before = holders(CLAIMS, "interior minister", "Qasira", date(2018, 3, 1))
    assert before[0].actor == "ann"
    assert before[0].days == 0
    assert "bo" not in {h.actor for h in before if h.named}


def test_claims_of_one_day_are_ordered_by_their_number() -> None:
    told = [claim("ann", "mayor", "Mirna", "2019-05-01"), claim("bo", "mayor", "Mirna", "2019-05-01")]
    told.append(claim("bo", "acting mayor", "Mirna", "2019-05-01"))
    assert [h.actor for h in holders(told, "mayor", "Mirna", date(2019, 5, 1))] == ["bo", "ann"]


def test_chairwoman_and_chairman_are_one_office() -> None:
    told = [claim("ann", "chairwoman", "Union", "2019-05-01")]
    assert holders(told, "chairman", "the Union", date(2019, 5, 1))[0].actor == "ann"


def test_the_order_of_articles_does_not_count() -> None:
    asked = ("interior minister", "Qasira", date(2019, 5, 1))
    expected = holders(CLAIMS, *asked)
    for order in itertools.islice(itertools.permutations(CLAIMS), 0, 5040, 97):
        assert holders(order, *asked) == expected
