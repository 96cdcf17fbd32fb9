"""PLOVER's sectors: each row of the table by its example and its counter-example."""

from __future__ import annotations

import pytest

from onrecord.export.plover import alpha_3
from onrecord.export.sectors import Rule, country, rules, sectors
from onrecord.vocabulary import ACTOR_KINDS

PLOVER = {
    *("COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS"),
    *("CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC"),
}


def of(rule: Rule, text: str) -> tuple[str, ...]:
    if rule.by == "kind":
        return sectors(text, [])
    return sectors("person", ["Bo Ford"], [text]) if rule.by == "title" else sectors("organization", [text])


@pytest.mark.parametrize("rule", rules(), ids=lambda r: f"{r.sector}-{r.by}")
def test_a_row_of_the_table(rule: Rule) -> None:
    assert rule.sector in PLOVER
    assert of(rule, rule.example)[0] == rule.sector
    assert rule.sector not in of(rule, rule.counter_example)
    assert rule.by != "kind" or set(rule.words) <= set(ACTOR_KINDS)


def test_every_sector_but_one_has_a_row() -> None:
    assert {r.sector for r in rules()} | {"UNK", "PRE"} == PLOVER


@pytest.mark.parametrize(
    ("kind", "names", "titles", "expected"),
    [
        ("person", ["Judge Party"], [], ("UNK",)),
        ("person", ["Selim Karadal"], ["energy minister of Tarkhania"], ("GOV",)),
        ("person", ["Bo Ford"], ["party leader", "senator"], ("LEG", "PTY")),
        ("organization", ["MDF", "Merrun Defence Front"], [], ("REB",)),
        ("armed_group", ["Northern Command"], [], ("REB",)),
        ("state", ["Tarkhania"], [], ("GOV",)),
        ("government", ["Tarkhan police"], [], ("COP",)),
        ("organization", ["Zzyx"], [], ("UNK",)),
        ("unknown", ["police"], [], ("COP",)),
    ],
)
def test_sectors(kind: str, names: list[str], titles: list[str], expected: tuple[str, ...]) -> None:
    assert sectors(kind, names, titles) == expected


@pytest.mark.parametrize(
    ("names", "orgs", "code"),
    [
        (["Iraqi army"], [], "IRQ"),
        (["Russia"], [], "RUS"),
        (["the Kremlin"], [], "RUS"),
        (["Bo Ford"], ["France"], "FRA"),
        (["Ministry of Energy of Qasira"], [], None),
        ([], [], None),
    ],
)
def test_country(names: list[str], orgs: list[str], code: str | None) -> None:
    assert country(names, orgs) == code


def test_codes_of_three_letters() -> None:
    assert [alpha_3(c) for c in ("FR", "ZZ", None)] == ["FRA", "ZZ", None]
