"""Names that may match share a key; a key is no crowd."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.actors.naming.blocking import blocking_keys
from onrecord.actors.naming.matching import read_name
from onrecord.vocabulary import ACTOR_KINDS


def keys(text: str, kind: str = "person") -> frozenset[str]:
    return blocking_keys(read_name(text, kind))


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("Tomas Alvarn", "President Tomas Alvarn", "person"),
        ("Alvarn, Tomas", "Tomas Alvarn", "person"),
        ("Tomas Jorek Alvarn", "Tomas Alvarn", "person"),
        ("Hassan al-Zubaidi", "Hasan Zubeidi", "person"),
        ("Mohammed Dossari", "Muhamad al-Dosari", "person"),
        ("محمد الدوسري", "Mohammed al-Dossari", "person"),
        ("Мирослав Дроздов", "Miroslav Drozdov", "person"),
        ("李德顺", "Li Deshun", "person"),
        ("SergeiKhalvorov", "Sergei Khalvorov", "person"),
        ("Kanshi Ramdev", "Kanshiramdev", "person"),
        ("Miroslav Drozdow", "Miroslav Drozdov", "person"),  # one word misspelled
        ("Mirozlav Drozdov", "Miroslav Drozdov", "person"),
        ("Ahmed Dozari", "Ahmed Dossari", "person"),  # a frequent word, and one misspelled
        ("Merrun Defence Front", "MDF", "organization"),
        ("Merrun Defence Front (MDF)", "MDF", "organization"),
        ("Merrun Defence Front", "Merrun Defense Front", "organization"),
        ("Velisaristan", "Velizaristan", "state"),
        ("Dossen AG", "Dossen Aktiengesellschaft", "organization"),
    ],
)
def test_names_that_match_share_a_key(a: str, b: str, kind: str) -> None:
    assert keys(a, kind) & keys(b, kind)


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("Tomas Alvarn", "Miguel Prieto", "person"),
        ("Tomas Alvarn", "Alvarn", "person"),  # a surname is no key: it is matched within a story
        ("Mohammed Dossari", "Mohammed Quraynik", "person"),  # a frequent word is no key
        ("Merrun Liberation Front", "Velisar People's Party", "organization"),
        ("the Sheikh", "the Sheikh", "person"),
    ],
)
def test_names_that_cannot_match_share_none(a: str, b: str, kind: str) -> None:
    assert not keys(a, kind) & keys(b, kind)


def test_blocks_of_many_names_stay_small() -> None:
    """5,000 names with 12 frequent given names: nobody is brought together with a twentieth of the others."""
    pick = random.Random(7)
    often = ["Mohammed", "Ahmed", "Ali", "Hassan", "John", "Maria", "Jose", "Ivan", "Olga", "Kim", "Chen", "Anna"]

    def word() -> str:
        return "".join(pick.choice("bdfgklmnprstvz") + pick.choice("aeiou") for _ in range(3)).title()

    rare = [word() for _ in range(3000)]
    names = sorted({f"{pick.choice(often)} {pick.choice(rare)} {pick.choice(rare)}" for _ in range(5000)})
    found = [keys(n) for n in names]
    sizes = Counter(key for one in found for key in one)
    assert max(sizes.values()) < len(names) / 20
    assert max(len(one) for one in found) <= 40


@given(st.text(max_size=60), st.sampled_from(ACTOR_KINDS))
def test_keys_of_any_text(text: str, kind: str) -> None:
    found = keys(text, kind)
    assert found == keys(text, kind)
    assert all(found)


@pytest.mark.parametrize(
    "text", ["", "...", "Alvarn " * 3000, "a b c d e f g h i j k l m n o p", "李" * 3000, "x" * 100_000]
)
def test_the_number_of_keys_is_bounded(text: str) -> None:
    assert len(keys(text, "organization")) < 400
    assert len(keys(text, "person")) < 400
