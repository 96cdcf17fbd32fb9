"""Keys, titles, kinds, and the word lists behind them."""

from __future__ import annotations

import pytest

from onrecord.actors.lexicon import lexicon, table
from onrecord.actors.names import gender_of, is_name, key, kind, plain, split_title
from onrecord.vocabulary import ACTOR_KINDS


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Tomas Alvarn", "TOMAS ALVARN"),
        ("Tomás Alvarn", "Tomas Alvarn"),
        ("President Tomas Alvarn", "Tomas Alvarn"),
        ("Defence Minister Petar Dossen", "Petar Dossen"),
        ("the Merrun Defence Front", "Merrun Defence Front"),
        ("Alvarn’s", "Alvarn"),
        ("Ng’ang’a", "Ng'ang'a"),
        ("Omar al-Sahli", "Omar Al Sahli"),
        ("Kim Dok-su", "Kim Dok Su"),
        ("U.N.", "UN"),
        ("J.P. Dossen", "JP Dossen"),
        ("Fikret Özdalan", "Fikret Ozdalan"),
        ("Lech Wałęska", "Lech Waleska"),
    ],
)
def test_same_key(a: str, b: str) -> None:
    assert key(a) == key(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Tomas Alvarn", "Mira Alvarn"),
        ("Tomas Alvarn Jr", "Tomas Alvarn"),
        ("Pope Anton", "Anton"),
        ("Omar al-Sahli", "Omar Sahli"),
        ("Defence Ministry", "Ministry of Defence"),
        ("General Assembly", "Assembly"),
    ],
)
def test_other_key(a: str, b: str) -> None:
    assert key(a) != key(b)


def test_a_key_is_its_own_key() -> None:
    for name in ("President Tomás al-Alvarn’s", "the U.N.", "King Anton II", "Mr. O’Dossen"):
        assert key(key(name)) == key(name)


@pytest.mark.parametrize(
    ("name", "title", "bare"),
    [
        ("Defence Minister Petar Dossen", "Defence Minister", "Petar Dossen"),
        ("the former President Alvarn", "former President", "Alvarn"),
        ("Secretary of State Mira Alvarn", "Secretary of State", "Mira Alvarn"),
        ("Secretary-General Mira Alvarn", "Secretary-General", "Mira Alvarn"),
        ("Chief Justice Alvarn", "Chief Justice", "Alvarn"),
        ("Tomas Alvarn", "", "Tomas Alvarn"),
        ("President of Verran", "", "President of Verran"),
        ("General Assembly", "", "General Assembly"),
        ("President", "", "President"),
    ],
)
def test_split_title(name: str, title: str, bare: str) -> None:
    assert split_title(name) == (title, bare)


@pytest.mark.parametrize(
    ("name", "context", "expected"),
    [
        ("Tomas Alvarn", "", "person"),
        ("Mr Alvarn", "", "person"),
        ("Alvarn", "", "unknown"),
        ("Ministry of Defence", "", "government"),
        ("Martyr Brigades", "", "armed_group"),
        ("Verran Unity Party", "", "party"),
        ("Radio Verran", "", "media"),
        ("Republic of Verran", "", "state"),
        ("France", "", "state"),
        ("Rice Planters Union", "", "organization"),
        ("Merrun Defence Front", "", "organization"),
        ("Merrun Defence Front", "an armed group that wants autonomy", "armed_group"),
        ("MDF", "", "organization"),
        ("Unity Bridge", "", "unknown"),
        ("New Verran", "", "unknown"),
        ("", "", "unknown"),
        ("Emily Post", "", "person"),
    ],
)
def test_kind(name: str, context: str, expected: str) -> None:
    assert kind(name, context) == expected
    assert expected in ACTOR_KINDS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tomas Alvarn", True),
        ("Front for the Liberation of Verran", True),
        ("al-Sahli", True),
        ("the minister", False),
        ("Monday", False),
        ("Israeli", False),
        ("", False),
        ("He said that Alvarn left", False),
    ],
)
def test_is_name(text: str, expected: bool) -> None:
    assert is_name(text) is expected


def test_gender_comes_from_the_title_before_the_given_name() -> None:
    assert gender_of(("milan", "dossen")) == "m"
    assert gender_of(("milan", "dossen"), "Ms") == "f"
    assert gender_of(("alvarn",)) == ""


def test_every_title_row() -> None:
    for role, gender, words, example, counter in table("titles.tsv"):
        assert words
        assert gender in ("", "m", "f")
        if role not in ("modifier", "portfolio"):
            assert plain(split_title(example)[0]) or key(example) != plain(example).removeprefix("the "), example
        assert not split_title(counter)[0], counter


def test_every_role_row() -> None:
    lex = lexicon()
    for role, gender, words, example, counter in table("roles.tsv"):
        assert words
        assert gender in ("", "m", "f")
        assert lex.noun(example.split()[-1], role), example
        assert not lex.noun(counter.split()[-1], role), counter


def test_every_organisation_row() -> None:
    for listed_kind, words, example, counter in table("org_words.tsv"):
        assert words
        if listed_kind in ACTOR_KINDS:
            assert kind(example) == listed_kind, example
            assert kind(counter) != listed_kind, counter


def test_given_names_state_no_gender_twice() -> None:
    lex = lexicon()
    assert lex.given["mira"] == "f"
    assert lex.given["tomas"] == "m"
    assert set(lex.given.values()) <= {"m", "f", ""}


def test_every_list_has_an_example_and_a_counter_example() -> None:
    for name in ("not_names.tsv", "grammar.tsv", "titles.tsv", "roles.tsv", "org_words.tsv"):
        for row in table(name):
            assert all(cell.strip() for cell in row[-2:]), (name, row[0])
            assert row[-2] != row[-1]


def test_states_have_no_demonym_of_two() -> None:
    seen: dict[str, str] = {}
    for state, demonyms, _ in table("states.tsv"):
        for demonym in filter(None, demonyms.split(",")):
            assert seen.setdefault(demonym, state) == state
