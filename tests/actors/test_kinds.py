"""What kind of actor a name is: by its words, by what stands beside its mentions, by what the world knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.actors.cast import GROUPS
from onrecord.actors.lexicon import table
from onrecord.actors.names import kind
from onrecord.actors.scene import GROUPS as SCENE_GROUPS
from onrecord.actors.speakers import resolve_document
from onrecord.findings import Attribution
from onrecord.project import KnownActor, KnownOutlet, Project
from onrecord.vocabulary import ACTOR_KINDS


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("House of Representatives", "parliament"),
        ("Verran House of Assembly", "parliament"),
        ("National Assembly of Verran", "parliament"),
        ("Verran Senate", "parliament"),
        ("Legislative Council", "parliament"),
        ("Office of the National Assembly", "organization"),
        ("Verran Opera House", "government"),  # by its last word: nothing says what is sung there
        ("Verran Freedom Coalition", "coalition"),
        ("Alliance of Verran Teachers", "coalition"),
        ("Civic List", "party"),
        ("Verran Unity Party", "party"),
        ("Merrun Liberation Army", "armed_group"),
        ("Verran Army", "government"),
        ("Merrun Liberation Front", "armed_group"),
        ("Merrun Defence Front", "organization"),
        ("Kata’ib al-Sahra", "armed_group"),
        ("Verran Press Service", "media"),
        ("Verran News Agency", "media"),
        ("Verran Water Agency", "organization"),
        ("Verran Water Commission", "organization"),
        ("Supreme Court", "government"),
        ("World Court of Trade", "organization"),
        ("Joint Police Council", "organization"),
        ("National Furrow", "unknown"),
        ("Evening Whistle", "unknown"),
        ("Natan Furrow", "person"),
        ("Le Van Dosc", "person"),
    ],
)
def test_by_its_words(name: str, expected: str) -> None:
    assert kind(name) == expected


PASSAGES = [
    # beside the name
    ("The militia Asad al-Sahra said no.", "Asad al-Sahra", "armed_group"),
    ("The armed group Asad al-Sahra said no.", "Asad al-Sahra", "armed_group"),
    ("A group of gunmen said no. Asad al-Sahra said no.", "Asad al-Sahra", "person"),
    ("The broadcaster Tern Wave said no.", "Tern Wave", "media"),
    ("He told the newspaper “Jasno” as much. “Jasno” said no.", "Jasno", "media"),
    ("The ruling Verran Union said no.", "Verran Union", "party"),
    ("The opposition Verran Union said no.", "Verran Union", "party"),
    ("The Verran Union party said no.", "Verran Union", "party"),
    ("The mining company Redrock Tern said no.", "Redrock Tern", "organization"),
    ("A group calling itself the Tern Guard Union said no.", "Tern Guard Union", "organization"),
    ("The Merrun Front rebels left. The Merrun Front said no.", "Merrun Front", "armed_group"),
    ("A Norwick company left. Norwick said no.", "Norwick", "unknown"),
    ("The Alvarn clan left. Alvarn said no.", "Alvarn", "unknown"),
    ("The Alvarn campaign left. Alvarn said no.", "Alvarn", "unknown"),
    ("The Supreme Court ruling held. The Supreme Court said no.", "Supreme Court", "government"),
    # in apposition
    ("The Merrun Defence Front, an armed group that wants autonomy, said no.", "Merrun Defence Front", "armed_group"),
    ("The Merrun Defence Front, a bloc of eleven parties, said no.", "Merrun Defence Front", "party"),
    ("The Merrun Defence Front, an alliance of unions, said no.", "Merrun Defence Front", "coalition"),
    ("The Merrun Defence Front is a militia. The Merrun Defence Front said no.", "Merrun Defence Front", "armed_group"),
    ("The Tern, a daily newspaper in Ostria, said no.", "Tern", "media"),
    ("The Sobrat, the Ostrian parliament, said no.", "Sobrat", "parliament"),
    ("The Ostrian Union, the country’s largest opposition party, said no.", "Ostrian Union", "party"),
    ("Ayllan Quor, an association of nineteen communities, said no.", "Ayllan Quor", "organization"),
    ("The Merrun Front, the army’s enemy, said no.", "Merrun Front", "organization"),
    # what only such bodies have
    ("Gunmen came. The Merrun Front’s fighters left. The Merrun Front said no.", "Merrun Front", "armed_group"),
    ("A commander of the Merrun Front came. The Merrun Front said no.", "Merrun Front", "armed_group"),
    ("The Merrun Union’s candidates lost. The Merrun Union said no.", "Merrun Union", "party"),
    ("The Merrun Front’s political wing lost. The Merrun Front said no.", "Merrun Front", "armed_group"),
    ("The political wing of the Merrun Front lost. The Merrun Front said no.", "Merrun Front", "armed_group"),
    ("The Merrun Front said troops left. The Merrun Front said no.", "Merrun Front", "organization"),
    ("A reporter for Geesk came. Geesk said no.", "Geesk", "media"),
    ("Members of Asad al-Sahra came. Asad al-Sahra said no.", "Asad al-Sahra", "organization"),
    # states
    ("Tarkhania’s ambassador left. Fog lay in Tarkhania. Tarkhania said no.", "Tarkhania", "state"),
    ("The ambassador of Tarkhania left. Tarkhania said no.", "Tarkhania", "state"),
    ("Alvarn’s prime minister left. Alvarn said no.", "Alvarn", "unknown"),
    ("Fog lay in Tajmir and in Tajmir. Rain fell in Tajmir. Tajmir said no.", "Tajmir", "unknown"),
    ("The Tarkhanian foreign ministry and the Tarkhanian army agree. Tarkhania said no.", "Tarkhania", "state"),
    ("The Minister of Fisheries of Tajmir came. Tajmir said no.", "Tajmir", "state"),
    ("The neighbouring country Tajmir said no.", "Tajmir", "state"),
    ("Redrock’s president left. Redrock said no.", "Redrock", "unknown"),
    ("A mayor of Tajmir came. Tajmir said no.", "Tajmir", "unknown"),
    # abbreviations
    ("The Sunja People’s Militia (SPM) left. The SPM said no.", "SPM", "armed_group"),
    ("VELISAR (TPA) — It rained.\n\nNobody knew why, TPA said.", "TPA", "media"),
    # persons stay persons
    ("Petar Dossen, an armed man, left. Petar Dossen said no.", "Petar Dossen", "person"),
    ("Minister Tern Alvarn, of a militia, said no. Alvarn said no.", "Tern Alvarn", "person"),
    ("The militia of Hamid Alvarn, the general, came. Hamid Alvarn said no.", "Hamid Alvarn", "person"),
]


def kinds(make_document: Callable[..., Any], text: str, project: Project | None = None, **given: Any) -> dict[str, str]:
    """Name -> kind of the actors of a text whose last sentence is attributed to its first words, up to "said"."""
    start = max(text.rfind(". ", 0, text.rfind(" said")), text.rfind("\n", 0, text.rfind(" said"))) + 1
    source = (start + (len(text[start:]) - len(text[start:].lstrip())), text.rfind(" said"))
    said = Attribution(source=(source,), cue=(), content=((source[1], len(text)),), kind="indirect")
    document = make_document(text, **given)
    return {e.name: e.kind for e in resolve_document(document, [said], project or Project())[1]}


@pytest.mark.parametrize(("text", "name", "expected"), PASSAGES, ids=[p[0][:60] for p in PASSAGES])
def test_by_what_stands_beside(text: str, name: str, expected: str, make_document: Callable[..., Any]) -> None:
    assert kinds(make_document, text).get(name) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected", "without"),
    [
        ("The Kremlin said no.", "Kremlin", "government", "government"),
        ("The Knesset said no.", "Knesset", "parliament", "parliament"),
        ("TRT said no.", "TRT", "media", "organization"),
        ("The Holy See said no.", "Holy See", "state", "person"),
        ("UNHCR said no.", "UNHCR", "organization", "organization"),
        ("The General Assembly of the world met. The United Nations said no.", "United Nations", "organization", None),
        ("Baghdad said no.", "Baghdad", "government", "state"),
        ("Iraq said no.", "Iraq", "state", "state"),
        ("Al Arabiya said no.", "Al Arabiya", "media", "person"),
    ],
)
def test_by_what_the_world_knows(
    text: str, name: str, expected: str, without: str | None, make_document: Callable[..., Any]
) -> None:
    assert kinds(make_document, text)[name] == expected
    if without is not None:
        assert kinds(make_document, text, Project(gazetteer=False))[name] == without


def test_a_capital_that_only_lies_there_is_no_government(make_document: Callable[..., Any]) -> None:
    text = "Petar Dossen flew to Baghdad. Petar Dossen said no."
    assert kinds(make_document, text).get("Baghdad") != "government"


def test_what_the_project_says_goes_before_the_gazetteer(make_document: Callable[..., Any]) -> None:
    own = Project(actors=(KnownActor(name="Kremlin Bar", kind="organization", aliases=("the Kremlin",)),))
    assert kinds(make_document, "The Kremlin said no.", own) == {"Kremlin Bar": "organization"}
    person = Project(actors=(KnownActor(name="Georgia", kind="person"),))
    assert kinds(make_document, "Georgia said no.", person) == {"Georgia": "person"}


def test_an_outlet_is_media_under_its_name_and_its_initials(make_document: Callable[..., Any]) -> None:
    plain = Project()
    ours = Project(outlets=(KnownOutlet(name="Sarrin Tern Post"), KnownOutlet(name="The Comet Tail")))
    for text, name in (("STP said no.", "STP"), ("The Comet Tail said no.", "Comet Tail")):
        assert kinds(make_document, text, plain)[name] != "media"
        assert kinds(make_document, text, ours)[name] == "media"
    assert kinds(make_document, "The Comet Tail said no.", plain, outlet="The Comet Tail")["Comet Tail"] == "media"


def test_one_word_beside_a_name_does_not_outvote_a_word_in_it_but_two_do(make_document: Callable[..., Any]) -> None:
    once = "The Verran Unity Party, a militia, left. The Verran Unity Party said no."
    twice = "The Verran Unity Party, a militia, left. The militia Verran Unity Party fled. The Verran Unity Party is a"
    twice += " militia. The Verran Unity Party said no."
    assert kinds(make_document, once)["Verran Unity Party"] == "party"
    assert kinds(make_document, twice)["Verran Unity Party"] == "armed_group"


def test_bodies_of_every_kind_can_be_called_by_their_head_word() -> None:
    bodies = set(ACTOR_KINDS) - {"person", "group", "unknown"}
    assert bodies <= set(GROUPS)
    assert bodies <= set(SCENE_GROUPS)


def test_every_row_of_context() -> None:
    """The example has a word of its row, the counter-example none."""
    for told, words, example, counter in table("org_words.tsv"):
        if told.startswith("context:"):
            listed = words.split(",")
            assert any(
                f" {w} " in f" {example.casefold().replace('’s', '').replace(chr(39) + 's', '')} " for w in listed
            ), told
            assert not any(f" {w} " in f" {counter.casefold()} " for w in listed), told
            whose = told.removeprefix("context:").removeprefix("owned_by_")
            assert whose in (*ACTOR_KINDS, "state_only", "between_states", "no_given_name"), told


@settings(max_examples=times(60), deadline=None)
@given(
    st.lists(st.sampled_from(["The", "Merrun", "Front", ",", "a", "militia", "’s", "army", "of", "(", ")", "—", "\n"]))
)
def test_any_text_is_settled(words: list[str]) -> None:
    from tests.actors.conftest import document

    text = " ".join(words) + " said no."
    rows = resolve_document(document(text), [], replace(Project(), gazetteer=False))[1]
    assert all(e.kind in ACTOR_KINDS for e in rows)
