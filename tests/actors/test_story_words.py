"""The word tables of story resolution: every row's example and counter-example, and how mentions are read by them."""

from __future__ import annotations

import pytest

from onrecord.actors.gazetteer import gazetteer
from onrecord.actors.lexicon import table
from onrecord.actors.story.reading import Read, read_mention
from onrecord.actors.story.words import hits, lemma, nouns, plural, sort_of, story_list, tokens_of

NOUNS = list(table("story_nouns.tsv"))
PARTIES = list(table("story_parties.tsv"))


def read(text: str, lead: str = "") -> Read:
    (only,) = read_mention(text, {}, {}, lead)
    return only


@pytest.mark.parametrize("row", NOUNS, ids=[row[0] for row in NOUNS])
def test_each_sort_of_nouns(row: list[str]) -> None:
    name, kind, words, example, counter = row
    found = read(example).sort
    assert found is not None
    assert (found.name, found.kind) == (name, kind)
    other = read(counter).sort
    assert other is None or other.name != name
    assert all(w == w.strip().lower() for w in words.split(","))
    assert all(nouns()[w.partition("=")[2]].sort == found for w in words.split(",") if "=" in w)


@pytest.mark.parametrize("row", list(table("story_lists.tsv")), ids=lambda row: row[0])
def test_each_list_has_an_example_and_a_counter_example(row: list[str]) -> None:
    name, words, note, example, counter = row
    listed = set(words.split())
    assert story_list(name) == listed
    assert note

    def shown(text: str) -> bool:
        found = text.lower().split()
        if name == "agent_ending":
            return lemma(found[-1]).endswith(tuple(listed))
        return any(w in listed or lemma(w) in listed for w in found)

    assert shown(example)
    assert name in ("cut", "leads", "part") or not shown(counter)


def test_no_noun_is_of_two_sorts() -> None:
    words = [w.partition("=")[0] for row in NOUNS for w in row[2].split(",")]
    assert len(words) == len(set(words))
    assert len(nouns()) > 250


@pytest.mark.parametrize("row", PARTIES, ids=[row[0] for row in PARTIES])
def test_each_party(row: list[str]) -> None:
    party, _, example, counter = row
    assert party in read(example).parties
    assert party not in read(counter).parties
    known = gazetteer().find(party)
    assert known is None or (known.kind, known.name) == ("party", party)


@pytest.mark.parametrize(
    ("word", "one", "many"),
    [
        ("officials", "official", True),
        ("agencies", "agency", True),
        ("women", "woman", True),
        ("congress", "congress", False),
        ("police", "police", True),
        ("bus", "bus", False),
        ("branches", "branch", True),
        ("chairman", "chairman", False),
        ("chairmen", "chairman", True),
        ("", "", False),
    ],
)
def test_number(word: str, one: str, many: bool) -> None:
    assert lemma(word) == one
    assert plural(word) == many


def test_the_longest_noun_wins() -> None:
    assert sort_of(["the", "special", "prosecutors"])[0] == "special prosecutor"
    assert sort_of([]) == ("", None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the U.S.", [("state", "USA")]),
        ("North and South Korea", [("state", "KOR")]),
        ("White House officials", [("body", "government:USA")]),
        ("the National Security Council", []),
        ("Anna Jordan", []),
        ("Mr. Jordan", []),
        ("Jordan's king", [("state", "JOR")]),
        ("ex-British spy", [("state", "GBR")]),
        ("us", []),
        ("the D.N.C.'s chairman", [("party", "Democratic Party")]),
        ("democratic votes", []),
    ],
)
def test_what_names_states_and_bodies(text: str, found: list[tuple[str, str]]) -> None:
    assert [(h.sort, h.name) for h in hits(tuple(tokens_of(text)))] == found


@pytest.mark.parametrize(
    ("text", "form", "kind", "said"),
    [
        ("President Mira Alvarn", "name", "person", {"words": ("mira", "alvarn"), "head": "president"}),
        ("former Verran Defence Minister Mira Alvarn", "name", "person", {"words": ("mira", "alvarn"), "former": True}),
        ("Mira Alvarn", "name", "person", {"words": ("mira", "alvarn")}),
        ("Alvarn", "name", "unknown", {"words": ("alvarn",)}),
        ("Kim Dok - su", "name", "person", {"words": ("kim", "dok", "su")}),
        ("President Mira Alvarn of France", "name", "person", {"words": ("mira", "alvarn"), "states": ("FRA",)}),
        ("Alvarn's son, Tomas Alvarn", "name", "person", {"words": ("tomas", "alvarn")}),
        ("the French president", "nominal", "person", {"head": "president", "states": ("FRA",), "definite": True}),
        ("ambassador to France", "nominal", "person", {"head": "ambassador", "states": ()}),
        ("the leader of France's oldest ally", "nominal", "person", {"head": "leader", "states": ()}),
        ("officials from Japan", "nominal", "group", {"head": "official", "states": ("JPN",), "plural": True}),
        ("Alvarn's lawyers", "nominal", "group", {"head": "lawyer", "owner": ("alvarn",)}),
        ("the Alvarn administration", "nominal", "organization", {"head": "administration"}),
        ("Department of Justice", "nominal", "organization", {"head": "department"}),
        ("communist China", "name", "state", {"states": ("CHN",), "whole": True}),
        ("a tired, divided Democratic Party", "name", "party", {"parties": ("Democratic Party",), "whole": True}),
        ("the two countries", "nominal", "state", {"several": True, "plural": True}),
        ("hundreds of French migrants", "nominal", "group", {"head": "migrant", "states": ("FRA",)}),
        ("a group of former campaign aides", "nominal", "group", {"head": "campaign aide", "former": True}),
        ("one of its leaders", "nominal", "group", {"head": "one"}),
        ("the PM", "nominal", "person", {"head": "prime minister"}),
        ("its chairwoman", "nominal", "person", {"head": "chair", "owner": ("its",)}),
        ("that nation", "nominal", "state", {"definite": True}),
        ("that Mr. Alvarn", "name", "person", {"words": ("alvarn",)}),
        ("he", "pronoun", "other", {"head": "he"}),
        ("US", "name", "state", {"states": ("USA",)}),
        ("to wait for rain", "nominal", "other", {}),
        ("—", "nominal", "other", {}),
        ("   ", "nominal", "other", {}),
    ],
)
def test_what_a_mention_says(text: str, form: str, kind: str, said: dict[str, object]) -> None:
    found = read(text)
    assert (found.form, found.kind) == (form, kind)
    assert {name: getattr(found, name) for name in said} == said


def test_the_word_before_a_mention_may_be_its_determiner() -> None:
    assert read("president", "by the ").definite
    assert not read("president", "by a ").definite
    assert read("spies", "Verra and its ").owner == ("its",)
    assert not read("president", "bathe").definite


def test_two_titled_names_are_two_readings() -> None:
    assert [r.words for r in read_mention("Mr. Alvarn and Mrs. Dossen", {}, {})] == [("alvarn",), ("dossen",)]


def test_short_and_shared_names_of_states() -> None:
    short = {"north": "PRK", "south": "KOR"}
    shared = {"korea": ("KOR", "PRK")}
    assert read_mention("the North", short, shared)[0].states == ("PRK",)
    assert read_mention("the North Pole", short, shared)[0].states == ()
    assert set(read_mention("the two Koreas", short, shared)[0].states) == {"KOR", "PRK"}
    assert set(read_mention("North and South Korea", short, shared)[0].states) == {"KOR", "PRK"}
