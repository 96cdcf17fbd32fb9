"""File names of notes: what every system takes, and never one for two."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.export.notes.names import LONGEST, names

RESERVED = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)\s*(\.|$)", re.IGNORECASE)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Mara Okonjo", "Mara Okonjo"),
        ("Irrigators' Union", "Irrigators' Union"),
        ("  Two\n lines ", "Two lines"),
        ("../../etc/passwd", "etc passwd"),
        ("AC/DC: the “band”", "AC DC the “band”"),
        ("C:\\temp\\x", "C temp x"),
        ("[[link]]|alias#^b", "link alias b"),
        ("con", "_con"),
        ("LPT1.txt", "_LPT1.txt"),
        ("Nul .md", "_Nul .md"),
        ("Conrad", "Conrad"),
        ("Ends with dots...", "Ends with dots"),
        (".hidden", "hidden"),
        ("هيثم", "هيثم"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("///", "id1"),
        ("", "id1"),
        ("🙂", "🙂"),
    ],
)
def test_one_name(words: str, name: str) -> None:
    assert names([("id1", words)]) == {"id1": name}


def test_two_that_a_file_system_takes_for_one_both_get_their_ids() -> None:
    made = names(
        [
            ("a1234567890", "Karadal"),
            ("b1234567890", "KARADAL"),
            ("c1", "Karadal X"),
            ("d1", "Ste\u0301"),
            ("e1", "Sté"),
        ]
    )
    assert made == {
        "a1234567890": "Karadal (a123456)",
        "b1234567890": "KARADAL (b123456)",
        "c1": "Karadal X",
        "d1": "Sté (d1)",
        "e1": "Sté (e1)",
    }


def test_ids_that_begin_alike_and_names_that_look_like_marks() -> None:
    made = names([("a1234567x", "K"), ("a1234567y", "k"), ("b", "K (a123456)")])
    assert len({n.casefold() for n in made.values()}) == 3
    assert made["b"] == "K (a123456)"


def test_a_long_name_is_cut_and_gets_its_id() -> None:
    made = names([("a1", "é" * 500), ("b1", "é" * 499)])
    assert set(made.values()) == {"é" * (LONGEST // 2) + " (a1)", "é" * (LONGEST // 2) + " (b1)"}


@settings(deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-z][0-9a-f]{0,16}", fullmatch=True), st.text(max_size=300), max_size=12))
def test_any_names(about: dict[str, str]) -> None:
    made = names(about.items())
    assert names(reversed(list(about.items()))) == made
    assert made.keys() == about.keys()
    assert len({n.casefold() for n in made.values()}) == len(about)
    for name in made.values():
        assert name
        assert not re.search(r'[\x00-\x1f<>:"/\\|?*\[\]#^]', name)
        assert not name.startswith((".", " "))
        assert not name.endswith((".", " "))
        assert not RESERVED.match(f"{name}.md")
        assert len(f"{name}.md".encode()) < 200
