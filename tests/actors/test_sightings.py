"""What a tagger sights, beside what words alone say: each passage is read without sightings and with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.actors.resolve import resolve
from onrecord.project import Project

Row = tuple[str, list[str], list[str | None], list[str | None]]

HELPED: list[Row] = [  # passage, sightings, speakers without them, speakers with them
    # one person, whom the words give as several, as a body, or as nobody
    (
        "{The engineer of the Roads and Highways Division, Shahnaz Chowdhury,} said no.",
        ["person nominal 0.6: The engineer of the Roads and Highways Division, Shahnaz Chowdhury"],
        [None],
        ["Shahnaz Chowdhury"],
    ),
    (
        "{The engineer of the Roads and Highways Division, Shahnaz Chowdhury, when asked,} said no.",
        ["person nominal 0.6: The engineer of the Roads and Highways Division, Shahnaz Chowdhury"],
        [None],
        ["Shahnaz Chowdhury"],
    ),
    (
        "{People’s Front (PF) leader Meena Rautel} said no.",
        ["person nominal 0.6: People’s Front (PF) leader Meena Rautel"],
        ["PF"],
        ["Meena Rautel"],
    ),
    # datelines that a tagger leaves on the source
    (
        "{VELISAR — Energy Minister Selim Dossen} said no.",
        ["person nominal 0.6: VELISAR — Energy Minister Selim Dossen"],
        [None],
        ["Selim Dossen"],
    ),
    (
        "{TAYFUR, March 3 (AFB) - Qais Badran, head of the port,} said no.",
        ["person name 0.6: Qais Badran"],
        [None],
        ["Qais Badran"],
    ),
    # a description by a noun that no list has
    (
        "Mr Gus Trevan spoke.\n\n{The tough-talking ex-trawlerman, 59,} said no.",
        ["person nominal 0.6: The tough-talking ex-trawlerman, 59"],
        [None],
        ["Gus Trevan"],
    ),
    # organizations whose names capitals cut in pieces, there and elsewhere
    (
        "{The Directorate of Communications} said no. Of late {the Directorate of Communications} said yes.",
        ["organization nominal 0.5: The Directorate of Communications"],
        ["Directorate", "Directorate"],
        ["Directorate of Communications"] * 2,
    ),
    (
        "Rockets fell. {The Guardians of the Dawn} said no.",
        ["organization name 0.4: Guardians of the Dawn"],
        [None],
        ["Guardians of the Dawn"],
    ),
    # the first words of sentences that nobody sights are no names
    ("{Conventional} said no. Elif Demir left.", ["person name 0.6: Elif Demir"], ["Conventional"], [None]),
]

LEFT: list[Row] = [  # where sightings must not decide
    (  # a noun of many: the name at the end is one of them
        "{Critics of this theory, of whom the first is the historian Layla Qudsi,} said no.",
        ["person nominal 0.5: Critics of this theory, of whom the first is the historian Layla Qudsi"],
        [None],
        [None],
    ),
    (  # a place at the end
        "{The queue in Elm Hill} said no.",
        ["person nominal 0.6: The queue in Elm Hill"],
        [None],
        [None],
    ),
    (  # one woman and two men nearby
        "Mrs Ana Kosor met Mr Kev Hoskyn and Mr Gus Trevan.\n\n{The ex-trawlerman} said no.",
        ["person nominal 0.6: The ex-trawlerman"],
        [None],
        [None],
    ),
    (  # two people nearby
        "Mr Gus Trevan met Mr Kev Hoskyn.\n\n{The ex-trawlerman} said no.",
        ["person nominal 0.6: The ex-trawlerman"],
        [None],
        [None],
    ),
    (  # brought in before: not the one who was named
        "Amina Bello wept. A great-gran came, too.\n\n{The great-gran} said no.",
        ["person nominal 0.7: The great-gran"],
        [None],
        [None],
    ),
    (  # too unsure
        "Mr Gus Trevan spoke.\n\n{The ex-trawlerman} said no.",
        ["person nominal 0.4: The ex-trawlerman"],
        [None],
        [None],
    ),
    (  # the description goes on, and says who it is
        "Mr Gus Trevan spoke.\n\n{The dreamer known as Flint} said no.",
        ["person nominal 0.9: The dreamer known as Flint"],
        ["Flint"],
        ["Flint"],
    ),
    (  # a name in capitals, with what it is
        "Mayor Marko Vujadin stayed.\n\n{AFB — the mayor —} said no.",
        ["person nominal 0.9: the mayor"],
        [None],
        [None],
    ),
    (  # an organization is no person
        "Mr Gus Trevan spoke.\n\n{The palace} said no.",
        ["organization nominal 0.8: The palace"],
        [None],
        [None],
    ),
    (  # no dateline
        "{Tomas Hoskyn — Mr Kev Trevan’s boss —} said no.",
        ["person name 0.6: Tomas Hoskyn", "person nominal 0.6: Mr Kev Trevan’s boss"],
        ["Tomas Hoskyn"],
        ["Tomas Hoskyn"],
    ),
    (  # not what another name sticks out of
        "Troops of the Northern Command of the {Merrun Defence Front} said no.",
        ["organization nominal 0.9: Northern Command of the Merrun Defence"],
        ["Merrun Defence Front"],
        ["Merrun Defence Front"],
    ),
    (  # not what holds a person's name
        "{Friends of Tomas Dossen} said no.",
        ["organization name 0.9: Friends of Tomas Dossen"],
        [None],
        [None],
    ),
    (  # a person's name is a person's, whatever is sighted
        "{Alvarn} said no. Later Tomas Alvarn left.",
        ["organization name 0.9: Alvarn"],
        ["Tomas Alvarn"],
        ["Tomas Alvarn"],
    ),
    (  # a place that speaks is a government
        "{Qarsha} said no. In Qarsha it rained.",
        ["place name 0.9: Qarsha"],
        ["Qarsha"],
        ["Qarsha"],
    ),
]


@pytest.mark.parametrize(("text", "seen", "without", "with_them"), [*HELPED, *LEFT])
def test_speakers(
    text: str,
    seen: list[str],
    without: list[str | None],
    with_them: list[str | None],
    passage: Callable[..., Any],
) -> None:
    assert [name for name, _ in passage(text).speakers] == without
    assert [name for name, _ in passage(text, seen=seen).speakers] == with_them


def test_each_helps() -> None:
    assert all(without != with_them for _, _, without, with_them in HELPED)
    assert len(LEFT) >= len(HELPED)


KINDS = [  # passage, sightings, name, kind without them, kind with them
    ("Rain fell on Wadi Harshan.", ["place name 0.4: Wadi Harshan"], "Wadi Harshan", "person", "unknown"),
    ("They met the Tern Gauge.", ["organization name 0.4: Tern Gauge"], "Tern Gauge", "person", "organization"),
    ("They met the Tern Gauge.", ["organization nominal 0.4: the Tern Gauge"], "Tern Gauge", "person", "organization"),
    # the text says that it is a person
    ("They met Mr Wadi Harshan.", ["place name 0.9: Wadi Harshan"], "Wadi Harshan", "person", "person"),
    ("They met Tomas Harshan.", ["place name 0.9: Tomas Harshan"], "Tomas Harshan", "person", "person"),
    ("They met Wadi Harshan, a teacher.", ["organization name 0.9: Wadi Harshan"], "Wadi Harshan", "person", "person"),
    # sighted both ways
    (
        "They met Wadi Harshan.\n\nWADI HARSHAN: No.",
        ["place name 0.3: Wadi Harshan", "person name 0.7: WADI HARSHAN"],
        "Wadi Harshan",
        "person",
        "person",
    ),
    # a sighted person is no evidence: states and armed groups are sighted as persons, too
    ("{Qarsha} said no. In Qarsha it rained.", ["person name 0.9: Qarsha"], "Qarsha", "unknown", "unknown"),
]


@pytest.mark.parametrize(("text", "seen", "name", "without", "with_them"), KINDS)
def test_kinds(
    text: str, seen: list[str], name: str, without: str, with_them: str, passage: Callable[..., Any]
) -> None:
    marked = text if "{" in text else f"{text} {{{name}}} is here."

    def kind(found: Any) -> str:
        return next(e.kind for e in found.resolved.entities if e.name == name)

    assert kind(passage(marked)) == without
    assert kind(passage(marked, seen=seen)) == with_them


WHY = [
    (HELPED[0], "sighted-name", 0.65),
    (HELPED[5], "sighted-person", 0.55),
    (HELPED[7], "full-name-sighted", 0.7),
]


@pytest.mark.parametrize(("row", "why", "score"), WHY)
def test_why_says_what_decided(row: Row, why: str, score: float, passage: Callable[..., Any]) -> None:
    found = passage(row[0], seen=row[1])
    assert found.speakers[-1][1] == why
    assert {m.score for m in found.resolved.mentions if m.why == why} == {score}


def test_a_place_is_no_person_of_the_record(passage: Callable[..., Any]) -> None:
    text = "Rain fell on Wadi Harshan. {Elif Demir} said no."
    people = [a.name for a in resolve(passage(text).resolved.entities, Project())[0]]
    assert people == ["Elif Demir", "Wadi Harshan"]
    seen = passage(text, seen=["place name 0.4: Wadi Harshan"]).resolved
    people = [a.name for a in resolve(seen.entities, Project())[0]]
    assert people == ["Elif Demir"]
