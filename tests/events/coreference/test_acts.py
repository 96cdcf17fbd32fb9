"""Words of acts: every row of the tables holds for its own examples."""

from __future__ import annotations

import pytest

from onrecord.events.coreference.acts import WORD, acts, base, families, forms, rarity, table
from onrecord.events.coreference.fields import confusable
from onrecord.plover import types

ROWS = table("event_acts.tsv")


def of(text: str) -> set[int]:
    return set(families([base(w) for w in WORD.findall(text)]))


@pytest.mark.parametrize("number", range(len(ROWS)), ids=lambda n: f"{n}-{ROWS[n][1].split(',')[0]}")
def test_a_family_holds_for_its_examples(number: int) -> None:
    _, _, example, counter_example = ROWS[number]
    first, second = example.split(" ... ")
    assert number in of(first) and number in of(second)
    first, second = counter_example.split(" ... ")
    assert not (number in of(first) and number in of(second))


@pytest.mark.parametrize("number", range(len(ROWS)), ids=lambda n: f"{n}-{ROWS[n][1].split(',')[0]}")
def test_every_word_of_a_family_is_found(number: int) -> None:
    missing = [w for w in ROWS[number][1].split(",") if number not in of(w)]
    assert not missing


@pytest.mark.parametrize(
    ("forms_of_one", "base_of"),
    [
        (("shot", "shoots", "shooting", "shoot"), "shoot"),
        (("killed", "killing", "kills", "kill"), "kill"),
        (("died", "dies", "dying"), "die"),
        (("released", "releasing", "release"), "release"),
        (("slain", "slew"), "slay"),
        (("stopped", "stopping", "stops"), "stop"),
        (("wounded", "wounding", "wound"), "wound"),
        (("bodies", "body"), "body"),
    ],
)
def test_forms_of_one_word_have_one_base(forms_of_one: tuple[str, ...], base_of: str) -> None:
    assert {base(w) for w in forms_of_one} == {base(base_of)}
    assert {base(w.upper()) for w in forms_of_one} == {base(base_of)}


@pytest.mark.parametrize(("a", "b"), [("bus", "bu"), ("sing", "s"), ("red", "r"), ("need", "ne"), ("crisis", "cris")])
def test_what_only_looks_like_an_ending_stays(a: str, b: str) -> None:
    assert base(a) != base(b)


def test_a_phrase_counts_more_than_its_words() -> None:
    entering = next(k for k, row in enumerate(ROWS) if row[1].startswith("break in"))
    harming = next(k for k, row in enumerate(ROWS) if row[1].startswith("damage"))
    found = families([base("broke")], [base("in")])
    assert found[entering] == 1.0
    assert found[harming] < families([base("broke")])[harming] == 1.0


def test_the_words_of_a_phrase_may_stand_apart() -> None:
    treated = next(k for k, row in enumerate(ROWS) if row[1].startswith("rehab"))
    assert treated in families([base(w) for w in ("checked", "herself", "into")])
    assert treated not in families([base(w) for w in ("checked", "a", "b", "c", "d", "into")])


def test_irregular_forms_are_of_one_word_each() -> None:
    listed = [f for kind, _, words in table("event_forms.tsv") if kind == "irregular" for f in words.split()]
    assert len(listed) == len(set(listed))
    assert {"empty", "negation", "modal"} <= forms().sets.keys()


def test_speech_is_known_as_speech() -> None:
    assert of("said") & acts().said
    assert not of("bombed") & acts().said


def test_common_words_tell_less() -> None:
    assert rarity(base("year")) < rarity(base("temblor"))


def test_confusable_types_are_types_and_told_once() -> None:
    rows = table("event_confusable.tsv")
    assert len(confusable()) == len(rows)
    assert all({a, b} <= types().keys() and a != b and float(loss) > 0 for a, b, loss, _, _ in rows)
    assert all(example != counter and " ... " in example and " ... " in counter for *_, example, counter in rows)
