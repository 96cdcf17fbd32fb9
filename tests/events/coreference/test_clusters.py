"""Reports brought together: the same whatever their order, nothing that contradicts, each join with its reason."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.errors import UsageError
from onrecord.events.coreference import candidates
from onrecord.events.coreference.clusters import in_order
from onrecord.events.coreference.fields import contradiction
from onrecord.events.coreference.judge import load
from onrecord.events.coreference.reading import article, read
from onrecord.events.coreference.screening import Screen
from onrecord.events.same import EventReport, cluster

sys.path.insert(0, str(Path(__file__).parent))
from dorn_and_kova import DAY, PACT, SHELLING, coverage, report


def parted(reports: list[EventReport]) -> set[frozenset[str]]:
    return {frozenset(g.reports) for g in cluster(reports)}


def test_reports_of_one_event_come_together_and_others_stay_apart() -> None:
    assert parted(coverage()) == {
        frozenset({"a1", "a2", "a3"}),
        frozenset({"b1", "b2"}),
        frozenset({"c1"}),
        frozenset({"d1"}),
    }


def test_nothing_makes_nothing_and_one_is_alone() -> None:
    assert cluster([]) == ()
    (group,) = cluster(coverage()[:1])
    assert (group.reports, group.joins, group.score) == (("a1",), (), 1.0)


def test_two_reports_with_one_id_are_refused() -> None:
    with pytest.raises(UsageError, match="a1"):
        cluster([coverage()[0], coverage()[0]])


@settings(max_examples=times(20), deadline=None)
@given(st.permutations(coverage()))
def test_the_order_of_the_reports_changes_nothing(reports: list[EventReport]) -> None:
    assert cluster(reports) == cluster(coverage())


@settings(max_examples=times(30), deadline=None)
@given(st.sets(st.integers(0, len(coverage()) - 1)))
def test_every_report_is_in_one_group(numbers: set[int]) -> None:
    some = [coverage()[i] for i in sorted(numbers)]
    found = [r for g in cluster(some) for r in g.reports]
    assert sorted(found) == sorted(r.id for r in some)


def test_a_group_keeps_its_id_when_later_reports_come() -> None:
    early = {g.id: g.reports for g in cluster(coverage())}
    later = report("z9", "The pact on the strait was signed.", "signed", **{**PACT, "told": DAY + timedelta(days=9)})
    after = {g.id: g.reports for g in cluster([*coverage(), later])}
    assert early.keys() <= after.keys()
    assert all(set(early[i]) <= set(after[i]) for i in early)


def test_each_further_report_says_to_which_it_was_joined_and_why() -> None:
    for group in cluster(coverage()):
        assert [j.b for j in group.joins] == list(group.reports[1:])
        for join in group.joins:
            assert join.a in group.reports[: group.reports.index(join.b)]
            assert 0 < join.score <= 1 and "dorn" in join.why and "2031-05-04" in join.why
        assert group.score >= load().threshold


SENTENCES = (
    ("Dorn's guns shelled the port of Brelin.", "shelled"),
    ("Weeks of shelling went on in Brelin.", "shelling"),
    ("Kova arrested two men in Brelin.", "arrested"),
    ("Two men were detained by Kova.", "detained"),
)


@st.composite
def anything(draw: st.DrawFn) -> list[EventReport]:
    out = []
    for n in range(draw(st.integers(2, 9))):
        sentence, trigger = draw(st.sampled_from(SENTENCES))
        since = draw(st.none() | st.dates(date(2031, 5, 1), date(2031, 5, 20)))
        out.append(
            report(
                f"r{n}", sentence, trigger,
                doc=draw(st.sampled_from(("p", "q"))), at=n,
                type=draw(st.sampled_from((None, "ASSAULT", "COERCE", "AGREE"))),
                status=draw(st.sampled_from((None, "happened", "future", "negated", "hypothetical"))),
                actors=tuple(sorted(draw(st.sets(st.sampled_from(("dorn", "kova")))))),
                place=draw(st.sampled_from((None, "Brelin", "Brelin port", "Vell"))),
                since=since, until=since and since + timedelta(days=draw(st.integers(0, 40))),
            )
        )  # fmt: skip
    return out


@settings(max_examples=times(60), deadline=None)
@given(anything())
def test_reports_that_contradict_each_other_are_never_of_one_event(reports: list[EventReport]) -> None:
    by_id = {r.id: r for r in reports}
    for group in cluster(reports, threshold=0.01):
        for a, b in combinations(group.reports, 2):
            assert contradiction(by_id[a], by_id[b]) is None


@settings(max_examples=times(60), deadline=None)
@given(anything())
def test_what_the_screen_cuts_off_contradicts_itself(reports: list[EventReport]) -> None:
    a, b = (np.array(x) for x in zip(*combinations(range(len(reports)), 2), strict=True))
    for i, j, may in zip(a, b, Screen.of(reports).may(a, b), strict=True):
        assert may or contradiction(reports[i], reports[j]) is not None
        told = contradiction(reports[i], reports[j]) or ""
        assert not may or not any(said in told for said in ("is not", "one is", "days", "went on"))


def test_pairs_worth_comparing_are_few_among_many_events() -> None:
    reports = []
    for n in range(600):
        day = DAY + timedelta(days=n)
        fields = {**SHELLING, "since": day, "until": day, "told": day, "actors": (f"army{n % 40}",), "place": f"P{n}"}
        reports.append(report(f"r{n:03}", f"Guns shelled P{n}.", "shelled", **fields))
    ordered = in_order(reports)
    a, b = candidates.pairs(ordered, [read(r) for r in ordered])
    pairs = [*zip(a.tolist(), b.tolist(), strict=True)]
    assert all(i < j for i, j in pairs)
    assert len(pairs) == len({*pairs})
    assert len(pairs) < 600 * 90
    assert len(cluster(reports)) == 600


def test_hostile_sentences_are_read() -> None:
    odd = [
        report("e", "x", "x"),
        replace(report("f", "x", "x"), sentence="", trigger=(0, 0)),
        replace(report("g", "x", "x"), sentence="— … !", trigger=(50, 90)),
        replace(report("h", "x", "x"), sentence="\ud800 \u202e shelled", trigger=(-5, 2)),
        replace(report("i", "x", "x"), since=date.max, until=date.min, type="ASSAULT"),
        replace(report("k", "x", "x"), type="ASSAULT", place="  ", actors=("",)),
        replace(report("j", "x", "x"), type="NO TYPE", vector=(1.0, 2.0)),
    ]
    assert sorted(r for g in cluster(odd) for r in g.reports) == list("efghijk")


def test_what_is_not_told_of_articles_is_no_hindrance() -> None:
    told = [replace(r, article=article("Dorn and Kova quarrel over the strait.")) for r in coverage()]
    assert parted([*told[:3], *coverage()[3:]]) == parted(coverage())
