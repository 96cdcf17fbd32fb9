"""Stories that go on from one another."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from onrecord.stories.chaining import LOOK_BACK, Sketch, chain

DAM = {"dam": 5, "reservoir": 3, "gates": 2}


def sketch(name: str, day: int | None, actors: str, terms: dict[str, int] | None = None, issues: str = "") -> Sketch:
    on = None if day is None else date(2022, 1, 1) + timedelta(day)
    return Sketch(
        id=name,
        since=on,
        until=on,
        actors=frozenset(actors.split()),
        terms=terms or {},
        issues=frozenset(issues.split()),
    )


def lines(*sketches: Sketch) -> list[tuple[str, ...]]:
    return [line.stories for line in chain(sketches)]


def test_a_story_goes_on_from_the_one_it_shares_most_with() -> None:
    first = sketch("first", 0, "alvarn dossen", DAM)
    other = sketch("other", 5, "merrani", {"bank": 4, "loan": 2})
    later = sketch("later", 20, "alvarn dossen", DAM)
    loan = sketch("loan", 30, "merrani", {"bank": 3, "loan": 3})
    assert lines(later, other, first, loan) == [("first", "later"), ("other", "loan")]
    (link,) = chain([later, other, first, loan])[0].links
    assert (link.story, link.earlier, link.actors) == ("later", "first", ("alvarn", "dossen"))
    assert set(link.words) <= set(DAM)


def test_storylines_part_where_one_matter_becomes_two() -> None:
    split = [
        sketch("talks", 0, "alvarn dossen merrani veresh"),
        sketch("army", 10, "alvarn dossen"),
        sketch("loan", 11, "merrani veresh"),
        sketch("weather", 12, "pell tolan"),
    ]
    assert lines(*split) == [("talks", "army", "loan"), ("weather",)]
    assert {link.earlier for link in chain(split)[0].links} == {"talks"}


def test_an_issue_in_common_helps() -> None:
    one, two = sketch("one", 0, "alvarn pell", issues="filling"), sketch("two", 9, "alvarn tolan", issues="filling")
    rest = [sketch(f"r{i}", 0, f"x{i} alvarn", issues="other") for i in range(3)]
    by_issue = {link.story: link.earlier for line in chain([one, two, *rest]) for link in line.links}
    assert by_issue.get("two") == "one"


def test_what_lies_far_back_or_has_no_day_stands_alone() -> None:
    assert lines(sketch("a", 0, "alvarn dossen"), sketch("b", 3000, "alvarn dossen")) == [("a",), ("b",)]
    assert lines(sketch("a", None, "alvarn dossen"), sketch("b", 3, "alvarn dossen")) == [("b",), ("a",)]


def test_one_actor_of_everything_joins_nothing_alone() -> None:
    names = [f"n{i}" for i in range(6)]
    some = [sketch(n, i, f"state {n} x{i} y{i}") for i, n in enumerate(names)]
    assert len(lines(*some)) == len(names)


def test_a_story_of_one_name_goes_on_from_none_by_that_name_alone() -> None:
    rest = [sketch(f"r{i}", i, f"state n{i} m{i}") for i in range(4)]
    assert len(lines(sketch("short", 9, "state"), *rest)) == 5


def test_stories_of_one_day_go_on_from_one_another_in_one_order_only() -> None:
    some = [sketch(n, 0, "alvarn dossen", DAM) for n in ("b", "a", "c")]
    (line,) = chain(some)
    assert line.id == "a"
    assert {(link.story, link.earlier) for link in line.links} <= {("b", "a"), ("c", "a"), ("c", "b")}


_story = st.builds(
    sketch,
    st.integers(0, 500).map(lambda n: f"s{n}"),
    st.one_of(st.none(), st.integers(0, 400)),
    st.lists(st.sampled_from("abcdefg"), max_size=4).map(" ".join),
    st.dictionaries(st.sampled_from(["dam", "loan", "gates", "march"]), st.integers(1, 5), max_size=3),
)


@given(st.lists(_story, max_size=12, unique_by=lambda s: s.id), st.randoms(use_true_random=False))
def test_order_changes_nothing_and_every_story_is_in_one_line(some: list[Sketch], chance: object) -> None:
    mixed = list(some)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    found = chain(some)
    assert found == chain(mixed)
    assert sorted(s for line in found for s in line.stories) == sorted(s.id for s in some)
    for line in found:
        assert line.id == line.stories[0]
        assert {link.story for link in line.links} == set(line.stories[1:])
        assert all(0 <= link.score <= 1 for link in line.links)


def test_many_stories_of_one_actor_look_back_at_few() -> None:
    some = [sketch(f"s{i:04}", i, "alvarn dossen", {"dam": 1}) for i in range(10 * LOOK_BACK)]
    assert len(chain(some)) == 1
