"""Paths: each utterance once, at its day, stance by stance; what has no place in time stands apart."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from path_factory import counted, day, gold, row

from onrecord.store.path_rows import Path, Taken
from onrecord.store.position_paths import by_actor, path, sorted_out, taken
from onrecord.store.position_rows import PositionRow


def told(p: Path) -> list[tuple[str, str, str, int]]:
    return [(s.stance, str(s.since), str(s.last), s.count) for s in p.steps]


def of(*rows: PositionRow, **how: Any) -> Path:
    (some,) = by_actor(counted(*rows)).values()
    return path(some, **how)


# ---------------------------------------------------------------------------- each utterance once


def test_an_utterance_that_several_articles_tell_is_one_at_the_day_that_one_of_them_tells() -> None:
    rows = [
        row("1", "oppose", "2021-05-19", "2021-05-20", outlet="Wire"),
        row("2", "oppose", None, "2021-05-21", utterance="1", outlet="Gazette"),
        row("3", "oppose", None, "2024-03-16", utterance="1", outlet="Trumpet", cue="had once said"),
    ]
    (one,) = counted(*rows)
    assert (one.since, one.told_on, one.former) == (date(2021, 5, 19), False, False)
    assert (one.reports, one.documents, one.outlets) == (3, 3, ("Gazette", "Trumpet", "Wire"))
    assert [s.id for s in one.sources] == ["s1", "s2", "s3"]


@pytest.mark.parametrize(
    ("rows", "since", "told_on"),
    [
        ([row("1", "oppose", None, "2021-05-20"), row("2", "oppose", "2021-05-01", utterance="1")], "2021-05-01", 0),
        (
            [
                row("1", "oppose", None, "2021-05-20"),
                row("2", "oppose", ("2021-05-01", "2021-05-31"), utterance="1"),
                row("3", "oppose", ("2021-05-18", "2021-05-19"), utterance="1"),
            ],
            "2021-05-18",
            0,
        ),
        (
            [row("1", "oppose", None, "2021-05-20"), row("2", "oppose", None, "2021-05-18", utterance="1")],
            "2021-05-18",
            1,
        ),
        ([row("1", "oppose", None, None)], None, 0),
    ],
)  # fmt: skip
def test_the_day_is_that_of_the_best_telling_or_the_narrowest_or_the_first_publication(
    rows: list[PositionRow], since: str | None, told_on: int
) -> None:
    (one,) = counted(*rows)
    assert (one.since, one.told_on) == (day(since), told_on)


@pytest.mark.parametrize(
    ("second", "stance"),
    [
        ({"stance": "support", "verdict": "correct"}, "support"),  # a person said so
        ({"stance": "conditional"}, "oppose"),  # the one it is counted as
        ({"stance": "conditional", "strength": "implied"}, "oppose"),
    ],
)
def test_which_report_an_utterance_is_counted_as(second: dict[str, Any], stance: str) -> None:
    (one,) = counted(row("1", "oppose"), row("2", second.pop("stance"), utterance="1", **second))
    assert one.stance == stance


def test_a_report_in_so_many_words_counts_before_one_that_implies_or_is_unclear() -> None:
    rows = [
        row("1", "unclear"),
        row("2", "oppose", strength="implied", utterance="1"),
        row("3", "oppose", utterance="1"),
    ]
    (one,) = counted(*rows)
    assert (one.id, one.explicit, one.differs) == ("p3", True, False)


def test_what_articles_tell_as_both_sides_is_said_to_differ() -> None:
    (one,) = counted(row("1", "oppose"), row("2", "support", utterance="1"))
    assert one.differs
    (judged,) = counted(row("1", "oppose", verdict="accept"), row("2", "support", utterance="1"))
    assert (judged.stance, judged.differs) == ("oppose", False)


def test_what_a_person_said_takes_no_side_takes_none_by_its_other_reports_either() -> None:
    rows = [row("2", "oppose", utterance="1"), row("3", "support", issue="gates", utterance="1")]
    assert [t.issue for t in counted(*rows, denied={("s1", "toll")})] == ["gates"]
    kept = replace(rows[0], verdict="accept")
    assert len(counted(kept, denied={("s1", "toll")})) == 1


def test_left_out_is_counted() -> None:
    rows = [
        row("1", "oppose"),
        row("2", "support", strength="implied"),
        row("3", "unclear"),
        row("4", "oppose", who=None),
    ]
    every, nobody = taken(rows)
    assert (len(every), nobody) == (3, 1)
    for implied, unclear, n in ((False, False, 1), (True, False, 2), (False, True, 2), (True, True, 3)):
        kept, follow, vague = sorted_out(every, implied=implied, unclear=unclear)
        assert (len(kept), follow, vague) == (n, 0 if implied else 1, 0 if unclear else 1)


def test_few_words_are_told_with_their_cue() -> None:
    (one,) = counted(row("1", "oppose", cue="rejected", words="the toll"))
    assert (one.words, one.phrase) == ("the toll", "rejected the toll")
    for how in (
        {"kind": "direct"},
        {"cue": ":"},
        {"words": "the toll that everybody here has to pay every day of the week"},
    ):
        (one,) = counted(row("1", "oppose", **{"cue": "rejected", "words": "the toll", **how}))
        assert one.phrase == one.words


# ---------------------------------------------------------------------------- steps


def test_statements_of_one_stance_after_each_other_are_one_step() -> None:
    p = of(
        row("1", "oppose", "2021-03-01"), row("2", "oppose", ("2021-05-01", "2021-05-31")),
        row("3", "conditional", "2022-01-01"), row("4", "support", "2023-01-01"), row("5", "oppose", "2024-01-01"),
    )  # fmt: skip
    assert told(p) == [
        ("oppose", "2021-03-01", "2021-05-31", 2), ("conditional", "2022-01-01", "2022-01-01", 1),
        ("support", "2023-01-01", "2023-01-01", 1), ("oppose", "2024-01-01", "2024-01-01", 1),
    ]  # fmt: skip
    assert p.stands is p.steps[-1]
    assert (p.statements, p.age) == (5, None)


@pytest.mark.parametrize(
    ("stances", "counts"),
    [
        (("support", "oppose"), "both"),
        (("support", "oppose", "conditional"), "both"),
        (("support", "conditional"), "conditional"),
        (("oppose", "oppose"), "oppose"),
    ],
)
def test_what_counts_of_several_on_one_day(stances: tuple[str, ...], counts: str) -> None:
    p = of(*(row(str(i), s, "2024-01-01") for i, s in enumerate(stances)))
    assert told(p) == [(counts, "2024-01-01", "2024-01-01", len(stances))]


def test_words_that_take_a_side_outweigh_what_follows_from_others_that_day() -> None:
    some = counted(
        row("1", "oppose", "2024-01-01"), row("2", "support", "2024-01-01", strength="implied"), implied=True
    )
    assert [s.stance for s in path(some).steps] == ["oppose"]


def test_where_somebody_stood_on_a_day() -> None:
    rows = (row("1", "oppose", "2021-03-01"), row("2", "support", ("2022-01-01", "2022-12-31")))
    for at, stance, age in (("2021-02-28", None, None), ("2021-03-11", "oppose", 10), ("2022-06-01", "oppose", 457),
                            ("2022-12-31", "support", 0)):  # fmt: skip
        p = of(*rows, at=day(at))
        assert (p.stands.stance if p.stands else None, p.age) == (stance, age)


# ---------------------------------------------------------------------------- no place in time


@pytest.mark.parametrize("cue", ["had once called", "had opposed", "previously rejected", "has long opposed"])
def test_what_is_retold_of_former_times_is_no_step(cue: str) -> None:
    p = of(row("1", "support", "2024-01-01"), row("2", "oppose", None, "2024-06-01", cue=cue))
    assert told(p) == [("support", "2024-01-01", "2024-01-01", 1)]
    assert [t.id for t in p.unplaced] == ["p2"]
    dated = of(row("1", "support", "2024-01-01"), row("2", "oppose", "2021-01-01", "2024-06-01", cue=cue))
    assert [s.stance for s in dated.steps] == ["oppose", "support"]


def test_words_before_the_cue_tell_it_too() -> None:
    (one,) = counted(row("2", "oppose", None, "2024-06-01", cue="telling"), leads={"s2": "three years after "})
    assert one.former


@pytest.mark.parametrize(
    ("published", "other", "unplaced"),
    [
        ("2024-03-16", "oppose", 1),  # a day after the other side, and told without a day
        ("2024-03-22", "oppose", 1),
        ("2024-03-23", "oppose", 0),
        ("2024-03-14", "oppose", 0),  # published before it
        ("2024-03-16", "support", 0),
    ],
)
def test_what_is_told_without_a_day_right_after_another_side_has_no_sure_place(
    published: str, other: str, unplaced: int
) -> None:
    p = of(row("1", "support", "2024-03-15"), row("2", other, None, published))
    assert len(p.unplaced) == unplaced


def test_what_has_no_date_at_all() -> None:
    p = of(row("1", "support", None, None))
    assert (p.steps, p.stands, len(p.unplaced), p.statements) == ((), None, 1, 1)


def test_the_first_and_the_last_day_of_the_calendar() -> None:
    p = of(row("1", "support", "0001-01-01"), row("2", "oppose", None, "0001-01-03"), row("3", "oppose", "9999-12-31"))
    assert (len(p.steps), len(p.unplaced)) == (2, 1)


# ---------------------------------------------------------------------------- properties

_days = st.dates(date(2024, 1, 1), date(2024, 3, 1))


@st.composite
def rows(draw: Any) -> list[PositionRow]:
    out = []
    for i in range(draw(st.integers(1, 12))):
        since, until = sorted((draw(_days), draw(_days)))
        said = draw(st.sampled_from([None, (str(since), str(since)), (str(since), str(until))]))
        out.append(
            row(
                str(i), draw(st.sampled_from(["support", "oppose", "conditional", "unclear"])), said,
                draw(st.sampled_from([str(until), None])), who=draw(st.sampled_from(["Ann Lee", "Bo Ford"])),
                cue=draw(st.sampled_from(["said", "once said"])), utterance=draw(st.sampled_from(["0", str(i)])),
                strength=draw(st.sampled_from(["explicit", "implied"])), sure=draw(st.booleans()),
            )
        )  # fmt: skip
    return out


def all_paths(some: list[PositionRow], at: date | None = None) -> list[Path]:
    return [path(mine, at=at) for mine in by_actor(counted(*some, implied=True)).values()]


def by_name(paths: list[Path]) -> list[Path]:
    return sorted(paths, key=lambda p: (p.issue, p.actor.id))


@settings(deadline=None)
@given(rows(), st.randoms(use_true_random=False), _days)
def test_nothing_depends_on_order_or_repetition(some: list[PositionRow], chance: random.Random, at: date) -> None:
    again = some + chance.sample(some, len(some) // 2)
    chance.shuffle(again)
    assert by_name(all_paths(again)) == by_name(all_paths(some))
    assert by_name(all_paths(again, at)) == by_name(all_paths(some, at))


@settings(deadline=None)
@given(rows(), _days)
def test_every_statement_has_one_place_and_steps_alternate(some: list[PositionRow], at: date) -> None:
    mine = by_actor(counted(*some, implied=True))
    for p, every in zip((path(x) for x in mine.values()), mine.values(), strict=True):
        placed = [t.id for s in p.steps for t in s.taken] + [t.id for t in p.unplaced]
        assert sorted(placed) == sorted(t.id for t in every)
        assert all(a.stance != b.stance and a.since <= b.since for a, b in zip(p.steps, p.steps[1:], strict=False))
        assert all(s.count == len(s.taken) and s.since <= s.last for s in p.steps)
        stood = path(every, at=at)
        assert all(s.last <= at for s in stood.steps)


# ---------------------------------------------------------------------------- the sample


def test_the_gold_of_the_sample() -> None:
    every = counted(*gold())
    mine = {(some[0].actor.name, issue[:7]): path(some) for (issue, _), some in by_actor(every).items()}
    khatmi = mine["Yusuf al-Khatmi", "Filling"]
    assert [(s.stance, s.count) for s in khatmi.steps] == [("oppose", 5), ("support", 3)]
    assert [s.stance for s in mine["Samira Tolan", "Filling"].steps] == ["oppose", "conditional", "support"]
    assert [s.stance for s in mine["Hamid al-Zurqani", "Filling"].steps] == ["conditional", "oppose"]
    assert [s.stance for s in mine["Bogdan Veresh", "Foreign"].steps] == ["oppose", "support"]
    at = path(by_actor(every)["Filling of the Tarsil reservoir", "aYusuf al-Khatmi"], at=date(2023, 12, 31))
    assert (at.stands.stance, at.age) == ("oppose", 53) if at.stands else None


def test_a_fake_has_what_the_gold_has() -> None:
    assert all(isinstance(t, Taken) for t in counted(*gold(), implied=True))
