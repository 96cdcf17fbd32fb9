"""Sentences and the expressions of time in them: words, TIMEX3 type and value, days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from onrecord.temporal import Anchor, find, normalise
from onrecord.temporal.expression import FLAGS

THURSDAY = Anchor(published=date(2022, 6, 16))

# (sentence, words, type, value, first day, last day), seen from Thursday 16 June 2022
TABLE = [
    ("The law passes early next year.", "early next year", "DATE", "2023", "2023-01-01", "2023-04-30"),
    ("It lapses in the coming months.", "the coming months", "DATE", "FUTURE_REF", "2022-06-17", "2022-12-16"),
    ("In the three weeks since, it rained.", "the three weeks since", "DURATION", "P3W", "2022-05-26", "2022-06-16"),
    ("He will speak on Monday.", "Monday", "DATE", "2022-06-20", "2022-06-20", "2022-06-20"),
    ("He spoke on Monday.", "Monday", "DATE", "2022-06-13", "2022-06-13", "2022-06-13"),
    ("He is scheduled to speak Monday.", "Monday", "DATE", "2022-06-20", "2022-06-20", "2022-06-20"),
    ("They protested Monday's ruling.", "Monday", "DATE", "2022-06-13", "2022-06-13", "2022-06-13"),
    ("It will begin in October.", "October", "DATE", "2022-10", "2022-10-01", "2022-10-31"),
    ("It began in October.", "October", "DATE", "2021-10", "2021-10-01", "2021-10-31"),
    ("He left late on the night of Dec. 24.", "Dec. 24", "DATE", "2021-12-24", "2021-12-24", "2021-12-24"),
    ("It began on Saturday evening.", "Saturday evening", "TIME", "2022-06-11TEV", "2022-06-11", "2022-06-11"),
    ("It began at 10 p.m. Wednesday.", "10 p.m. Wednesday", "TIME", "2022-06-15T22:00", "2022-06-15", "2022-06-15"),
    ("It ends by the end of next month.", "the end of next month", "DATE", "2022-07", "2022-07-22", "2022-07-31"),
    ("He goes by the end of the year.", "the end of the year", "DATE", "2022", "2022-09-01", "2022-12-31"),
    ("In the third quarter of 2020.", "the third quarter of 2020", "DATE", "2020-Q3", "2020-07-01", "2020-09-30"),
    ("The first half of last year.", "The first half of last year", "DATE", "2021-H1", "2021-01-01", "2021-06-30"),
    ("It fell last autumn.", "last autumn", "DATE", "2021-FA", "2021-09-01", "2021-11-30"),
    ("It will fall in the summer.", "the summer", "DATE", "2022-SU", "2022-06-01", "2022-08-31"),
    ("It will fall in the spring.", "the spring", "DATE", "2023-SP", "2023-03-01", "2023-05-31"),
    ("It fell in the winter of 2018.", "the winter of 2018", "DATE", "2018-WI", "2018-12-01", "2019-02-28"),
    ("It fell in the late 1990s.", "the late 1990s", "DATE", "199", "1996-09-01", "1999-12-31"),
    ("It fell in the 19th century.", "the 19th century", "DATE", "18", "1800-01-01", "1899-12-31"),
    ("It fell over the past decade.", "the past decade", "DURATION", "P10Y", "2012-06-16", "2022-06-16"),
    ("It fell the week before last.", "the week before last", "DATE", "2022-W22", "2022-05-30", "2022-06-05"),
    ("It fell two years ago today.", "two years ago today", "DATE", "2020-06-16", "2020-06-16", "2020-06-16"),
    ("It fell on May 3-5.", "May 3-5", "DATE", "2022-05-03", "2022-05-03", "2022-05-05"),
    ("It ran in 2016-17.", "2016-17", "DATE", "2016", "2016-01-01", "2017-12-31"),
    ("The vote is due in three weeks.", "three weeks", "DURATION", "P3W", "2022-07-04", "2022-07-10"),
    ("They marched on Good Friday.", "Good Friday", "DATE", "2022-04-15", "2022-04-15", "2022-04-15"),
    ("They will march on Labor Day.", "Labor Day", "DATE", "2022-09-05", "2022-09-05", "2022-09-05"),
    ("They met last Christmas.", "last Christmas", "DATE", "2021-12-25", "2021-12-25", "2021-12-25"),
    ("They met at the weekend.", "the weekend", "DATE", "2022-W23-WE", "2022-06-11", "2022-06-12"),
    ("It fell on ٣ May ٢٠١٩.", "٣ May ٢٠١٩", "DATE", "2019-05-03", "2019-05-03", "2019-05-03"),
    ("It fell on 28/02/2019.", "28/02/2019", "DATE", "2019-02-28", "2019-02-28", "2019-02-28"),
    ("It took two hours.", "two hours", "DURATION", "PT2H", None, None),
    ("It took two and a half years.", "two and a half years", "DURATION", "P2Y6M", None, None),
    ("It took 2 1/2 years.", "2 1/2 years", "DURATION", "P2Y6M", None, None),
    ("It took twenty-four days.", "twenty-four days", "DURATION", "P24D", None, None),
    ("A two-year truce held.", "two-year", "DURATION", "P2Y", None, None),
    ("It took several months.", "several months", "DURATION", "PXM", None, None),
    ("They meet every Monday.", "every Monday", "SET", "XXXX-WXX-1", None, None),
    ("It lasted 2000 years.", "2000 years", "DURATION", "P2000Y", None, None),
    ("Weeks later it fell.", "Weeks later", "DURATION", "PXW", None, None),
    ("They met at 7.30pm.", "7.30pm", "TIME", "2022-06-16T19:30", "2022-06-16", "2022-06-16"),
    ("They meet twice a week.", "twice a week", "SET", "P1W", None, None),
    ("They are now in Mirna.", "now", "DATE", "PRESENT_REF", "2022-06-16", "2022-06-16"),
    ("It lies in the near future.", "the near future", "DATE", "FUTURE_REF", None, None),
    ("It fell in 480 BC.", "480 BC", "DATE", "BC0480", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "words", "kind", "value", "since", "until"), TABLE, ids=[r[0] for r in TABLE])
def test_expressions(sentence, words, kind, value, since, until):
    (found,) = find(sentence, THURSDAY)
    assert (found.text, found.kind, found.value) == (words, kind, value)
    days = (found.since and found.since.isoformat(), found.until and found.until.isoformat())
    assert days == (since, until)


@pytest.mark.parametrize(
    "sentence",
    [
        "The 44-year-old minister spoke.",
        "He is in his 60s.",
        "Protesters march on the palace and may stay.",
        "Room 2017 was empty.",
        "It cost $1990 and 2,017 marks.",
        "The fall of the regime put a spring in his step.",
        "They sent three-quarters of it.",
        "They pay $2 million a year.",
        "I am glad, said the PM.",
        "A two-way street with 10 Downing lights.",
        "The Sunday Herald, Mrs May and Black Friday sales; two 20-year-olds.",
        "They won the second quarter-final.",
        "The Guardians of the Dawn left.",
    ],
)
def test_no_expression(sentence):
    assert find(sentence, THURSDAY) == ()


def test_what_leans_on_a_date_spoken_of():
    text = "On 3 May 2019 he resigned. The same day, troops moved in; a day earlier, they had waited."
    first, same, earlier = find(text, THURSDAY)
    assert (first.against, same.against, earlier.against) == ("", "passage", "passage")
    assert (same.since, earlier.since) == (date(2019, 5, 3), date(2019, 5, 2))
    assert (same.beside, earlier.beside) == ("3 May 2019", "The same day")


@pytest.mark.parametrize(
    ("words", "day"),
    [("the previous Friday", "2019-04-26"), ("the following Friday", "2019-05-10"), ("That Friday", "2019-05-03")],
)
def test_weekdays_beside_a_day_spoken_of(words, day):
    first, found = find(f"It began on 3 May 2019. {words} it rained.".replace(". the", ". On the"), THURSDAY)
    assert first.value == "2019-05-03"
    assert (found.text, found.value, found.against) == (words, day, "passage")


def test_the_year_spoken_of():
    *_, end = find("He resigned on 3 May 2019. By the end of the year he was back.", THURSDAY)
    assert (end.value, end.mod, end.against) == ("2019", "END", "passage")


def test_later_than_what_is_not_told():
    _, later = find("It began on 3 May 2021. Twenty years later he came back.", THURSDAY)
    assert (later.kind, later.value, later.when) == ("DURATION", "P20Y", None)


def test_nothing_to_lean_on():
    (found,) = find("It fell on the same day.", THURSDAY)
    assert found.value == "XXXX-XX-XX" and found.when is None


@pytest.mark.parametrize(
    "sentence",
    ["He left on Monday.", "He left yesterday.", "He left last year.", "It fell in March.",
     "It grew in the past two weeks.",
     "It fell at Easter.", "He leaves in the coming weeks.", "It fell two days ago."],
)  # fmt: skip
def test_without_a_date_nothing_is_guessed(sentence):
    (found,) = find(sentence, Anchor())
    assert found.when is None and found.flags == ("undated",)


def test_without_a_date_absolute_ones_stand():
    (found,) = find("He left on 3 May 2019.", Anchor())
    assert found.since == date(2019, 5, 3) and not found.flags


@pytest.mark.parametrize(
    ("sentence", "words"),
    [("It fell on 31 February 2019.", "31 February 2019"), ("It falls in May 20018.", "May 20018"),
     ("It fell on 31 June.", "31 June"), ("It falls on May 3, 20018.", "May 3, 20018")],
)  # fmt: skip
def test_impossible_days_are_kept_and_flagged(sentence, words):
    (found,) = find(sentence, THURSDAY)
    assert found.text == words and found.when is None and found.flags == ("impossible",)


def test_day_and_month_by_the_outlet():
    text = "They met on 03/02/2019."
    seen = {order: find(text, Anchor(order=order))[0] for order in ("day", "month", None)}
    assert seen["day"].value == "2019-02-03"
    assert seen["month"].value == "2019-03-02"
    assert seen[None].when is None and seen[None].flags == ("ambiguous",)


def test_told_as_past_but_after_publication():
    (found,) = find("He died on 3 May 2031.", THURSDAY)
    assert found.since == date(2031, 5, 3) and found.flags == ("after-publication",)
    for sentence in (
        "He will speak on 3 May 2031.",
        "He left what returns tomorrow.",
        "They spoke of the coming year.",
    ):
        (planned,) = find(sentence, THURSDAY)
        assert planned.since > date(2022, 6, 16) and not planned.flags


def test_dateline():
    seen = Anchor(published=date(2022, 6, 16), datelines=(date(2022, 6, 14),))
    (found,) = find("He left yesterday.", seen)
    assert (found.since, found.against) == (date(2022, 6, 13), "dateline")


@pytest.mark.parametrize(
    "datelines", [(date(2022, 6, 14), date(2022, 6, 10)), (date(2022, 6, 18),), (date(2021, 6, 14),)]
)
def test_doubtful_datelines_are_left_aside(datelines):
    seen = Anchor(published=date(2022, 6, 16), datelines=datelines)
    assert seen.doubt
    (found,) = find("He left yesterday.", seen)
    assert (found.since, found.against) == (date(2022, 6, 15), "published")


def test_given_spans():
    text = "It was a bad week for the troops, who had waited for about two weeks."
    spans = [(text.index("week"), text.index("week") + 4), (text.index("two"), text.index("two") + 9), (0, 2)]
    week, two, nothing = normalise(text, spans, THURSDAY)
    assert (week.value, two.value, nothing) == ("P1W", "P2W", None)
    assert two.text == "two weeks"


def test_the_example_of_the_page(capsys):
    page = (Path(__file__).parents[2] / "docs" / "dates.md").read_text(encoding="utf-8")
    code = page.split("```python\n")[1].split("```")[0]
    exec(compile(code, "dates.md", "exec"), {})
    assert "# " + capsys.readouterr().out.strip() == code.strip().splitlines()[-1]


def test_the_page_names_every_flag():
    page = (Path(__file__).parents[2] / "docs" / "dates.md").read_text(encoding="utf-8")
    assert [flag for flag in FLAGS if f"| `{flag}` |" not in page] == []
