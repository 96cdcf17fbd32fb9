"""Invented stories with marked mentions -> who is meant: actors, and the camps they form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from onrecord.actors.speakers import resolve_document
from onrecord.actors.story.actors import (
    StoryArticle,
    StoryCluster,
    StoryMention,
    article_of,
    camps_of,
    story_actors,
)
from onrecord.attribution.rules import Rules
from onrecord.findings import Sighting
from onrecord.model import Document, Reading
from onrecord.project import Project
from onrecord.vocabulary import ACTOR_KINDS

MARK = re.compile(r"[\[\]]")


def article(number: int, marked: str, sightings: Sequence[Sighting] = ()) -> StoryArticle:
    """An article whose mentions stand in brackets; they may lie in one another."""
    text, at = "", 0
    opened: list[int] = []
    mentions: list[StoryMention] = []
    for m in MARK.finditer(marked):
        text += marked[at : m.start()]
        at = m.end()
        if m.group() == "[":
            opened.append(len(text))
        else:
            mentions.append(StoryMention(start=opened.pop(), end=len(text)))
    return StoryArticle(
        document=f"d{number}",
        outlet="The Verran Post",
        text=text + marked[at:],
        mentions=tuple(mentions),
        sightings=tuple(sightings),
    )


def written(clusters: Sequence[StoryCluster], articles: Sequence[StoryArticle]) -> list[list[str]]:
    """The clusters as words, with the article's number where there are several; by where they first stand."""
    texts = {a.document: a.text for a in articles}
    several = len(articles) > 1
    out = []
    for cluster in clusters:
        rows = [(k.document, k.start, k.end) for k in cluster.mentions]
        out.append((rows, [(d[1:] + ":" if several else "") + texts[d][s:e] for d, s, e in rows]))
    return [words for rows, words in sorted(out) if rows]


def actors(*marked: str) -> list[list[str]]:
    articles = [article(i, m) for i, m in enumerate(marked)]
    return written(story_actors(articles), articles)


def camps(*marked: str) -> list[list[str]]:
    articles = [article(i, m) for i, m in enumerate(marked)]
    return written(camps_of(story_actors(articles)), articles)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (  # two persons with one surname, and a title that tells which
            "[Petar Smith] met [Mary Smith]. [Mr. Smith] left. [Ms. Smith] stayed.",
            [["Petar Smith", "Mr. Smith"], ["Mary Smith", "Ms. Smith"]],
        ),
        (  # father and son
            "[Petar Dossen] and his son, [Petar Dossen Jr.], came. [Dossen] spoke. [Dossen Jr.] did not.",
            [["Petar Dossen", "Dossen"], ["Petar Dossen Jr.", "Dossen Jr."]],
        ),
        (  # a wife whose first name is not told
            "[Tomas Alvarn] voted. [Mrs. Alvarn] waited. [Mr. Alvarn] waved.",
            [["Tomas Alvarn", "Mr. Alvarn"], ["Mrs. Alvarn"]],
        ),
        (  # a family name that stands first
            "[Park Min-ho] met [Park Yong-su]. [Park Yong-su] left, and [Park] waved from his car.",
            [["Park Min-ho"], ["Park Yong-su", "Park Yong-su", "Park"]],
        ),
        ("[Omar bin Alvarn] spoke. [Bin Alvarn] left. [Tarek al-Dossen] sat. [al-Dossen] stood. [Mr. Dossen] left.",
         [["Omar bin Alvarn", "Bin Alvarn"], ["Tarek al-Dossen", "al-Dossen", "Mr. Dossen"]]),
        ("[Crown Prince Omar bin Alvarn] spoke. [Prince Omar] left. [OBA] returned.",
         [["Crown Prince Omar bin Alvarn", "Prince Omar", "OBA"]]),
        ("[Omar Alvarn] bowed to [King Omar].", [["Omar Alvarn"], ["King Omar"]]),
        ("[Tomas Alvarn] and [Mira Alvarn] came. [Mr. and Mrs. Alvarn] left. [The Alvarns] slept.",
         [["Tomas Alvarn", "Mr. and Mrs. Alvarn"], ["Mira Alvarn", "Mr. and Mrs. Alvarn"], ["The Alvarns"]]),
        ("[Tomas Alvarn] met [Mira Dossen]. [Alvarn and Dossen] left.",
         [["Tomas Alvarn", "Alvarn and Dossen"], ["Mira Dossen", "Alvarn and Dossen"]]),
        ("[Salt and Pepper] sued. [Salt and Pepper] lost.", [["Salt and Pepper", "Salt and Pepper"]]),
        ("[Bob Alvarn] and [Robert T. Alvarn] are one.", [["Bob Alvarn", "Robert T. Alvarn"]]),
        ("[George W. Alvarn] met [George H. Alvarn].", [["George W. Alvarn"], ["George H. Alvarn"]]),
        ("[Mira Papadossou] left. [Papadosssou] returned.", [["Mira Papadossou", "Papadosssou"]]),
        ("[Mr. Alvarn and Mrs. Dossen] came. [Tomas Alvarn] left.", [["Mr. Alvarn and Mrs. Dossen"],
                                                                     ["Mr. Alvarn and Mrs. Dossen", "Tomas Alvarn"]]),
    ],
)  # fmt: skip
def test_names_of_one_article(marked: str, expected: list[list[str]]) -> None:
    assert actors(marked) == expected


def test_a_surname_goes_to_who_bears_it_in_its_own_article() -> None:
    assert actors("[Petar Smith] spoke. [Smith] left.", "[Mary Smith] spoke. [Smith] left.") == [
        ["0:Petar Smith", "0:Smith"],
        ["1:Mary Smith", "1:Smith"],
    ]


def test_a_surname_alone_goes_to_the_only_one_of_the_story() -> None:
    assert actors("[Petar Smith] spoke.", "[Mr. Smith] left.") == [["0:Petar Smith", "1:Mr. Smith"]]


def test_a_surname_of_several_stays_alone() -> None:
    found = actors("[Petar Smith] met [Mary Smith].", "[Smith] left.", "[Smith] returned.")
    assert found == [["0:Petar Smith"], ["0:Mary Smith"], ["1:Smith"], ["2:Smith"]]


def test_junior_is_left_out_by_some_articles_but_never_where_both_are_named() -> None:
    assert actors("[Roger Alvarn Jr.] spoke.", "[Roger Alvarn] spoke.") == [["0:Roger Alvarn Jr.", "1:Roger Alvarn"]]
    both = actors("[Roger Alvarn Jr.] met [Roger Alvarn].", "[Roger Alvarn] spoke.")
    assert both == [["0:Roger Alvarn Jr."], ["0:Roger Alvarn", "1:Roger Alvarn"]]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[French President] [Mira Alvarn] left. [The French leader] waved.",
         [["French President", "Mira Alvarn", "The French leader"]]),
        ("[Mira Alvarn], [the defence minister], left.", [["Mira Alvarn", "the defence minister"]]),
        ("[The defence minister], [Mira Alvarn], left.", [["The defence minister", "Mira Alvarn"]]),
        ("[Mira Alvarn] is [the director]. [The director] left.", [["Mira Alvarn", "the director", "The director"]]),
        ("[North Korean leader] Kim Dok-su waved. [Kim Dok-su] left.", [["North Korean leader", "Kim Dok-su"]]),
        ("[A minister] met [Foreign Minister Mira Alvarn].", [["A minister"], ["Foreign Minister Mira Alvarn"]]),
        ("[Foreign Minister Mira Alvarn] met [the defence minister].",
         [["Foreign Minister Mira Alvarn"], ["the defence minister"]]),
        ("[Deputy Director Mira Alvarn] left. [The director] stayed.",
         [["Deputy Director Mira Alvarn"], ["The director"]]),
        ("[Turkish President Mira Alvarn] met [Greek President Tomas Dossen]. [The Greek president] left.",
         [["Turkish President Mira Alvarn"], ["Greek President Tomas Dossen", "The Greek president"]]),
        ("[President Mira Alvarn] met [Prime Minister Petar Dossen]. [The two leaders] shook hands.",
         [["President Mira Alvarn", "The two leaders"], ["Prime Minister Petar Dossen", "The two leaders"]]),
        ("[Mr. Tomas Alvarn] met [Ms. Mira Dossen]. [She] left and [he] stayed.",
         [["Mr. Tomas Alvarn", "he"], ["Ms. Mira Dossen", "She"]]),
        ("[President Mira Alvarn] welcomed [President Tomas Dossen]. [Alvarn] said: “Welcome, [Mr. President].”",
         [["President Mira Alvarn", "Alvarn"], ["President Tomas Dossen", "Mr. President"]]),
        ("[It] rained.", [["It"]]),
        ("[The leader of a small sect] left. [President Mira Alvarn] stayed.",
         [["The leader of a small sect"], ["President Mira Alvarn"]]),
    ],
)  # fmt: skip
def test_roles_and_pronouns(marked: str, expected: list[list[str]]) -> None:
    assert actors(marked) == expected


def test_ten_of_one_surname_are_ten() -> None:
    first = ["Ada", "Boris", "Clara", "Dmitri", "Elena", "Faisal", "Greta", "Hugo", "Irina", "Jonas"]
    together = "; ".join(f"[{name} Alvarn] came" for name in first)
    apart = [f"[{name} Alvarn] spoke. [Alvarn] left." for name in first]
    found = actors(together + ".", *apart, "[Alvarn] slept.")
    assert len(found) == 11
    for number, name in enumerate(first, start=1):
        assert [f"0:{name} Alvarn", f"{number}:{name} Alvarn", f"{number}:Alvarn"] in found
    assert ["11:Alvarn"] in found


def test_an_article_given_twice_is_read_once() -> None:
    story = article(0, "[Mira Alvarn] left. [A ghost] sang.")
    assert story_actors([story, story]) == story_actors([story])


def test_a_role_is_resolved_over_articles() -> None:
    found = actors("[French President Mira Alvarn] left.", "[The French leader] left. [Alvarn] waved.")
    assert found == [["0:French President Mira Alvarn", "1:The French leader", "1:Alvarn"]]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[Iran] spoke. [Tehran] and [the Iranians] waited.", [["Iran", "Tehran", "the Iranians"]]),
        ("[the U.S.] told us. [America] and [Washington]", [["the U.S.", "America", "Washington"]]),
        ("[South Korea] spoke to [North Korea]. [The North] waited. [The two Koreas] met.",
         [["South Korea", "The two Koreas"], ["North Korea", "The North", "The two Koreas"]]),
        ("[French President Mira Alvarn] said [her country] would wait.",
         [["French President Mira Alvarn"], ["her country"]]),
        ("[Kenya] and [Ghana] signed. [Both countries] agreed.",
         [["Kenya", "Both countries"], ["Ghana", "Both countries"]]),
        ("[Kenya] signed. [The country] was divided.", [["Kenya", "The country"]]),
        ("[Anna Jordan] met [the Republicans]. [A Republican] left.",
         [["Anna Jordan"], ["the Republicans", "A Republican"]]),
        ("[The Democrats] sued. [The party] won, and [party officials] sang.",
         [["The Democrats", "The party", "party officials"]]),
        ("[The Verran Trade Committee] met. [The committee] voted.",
         [["The Verran Trade Committee"], ["The committee"]]),
        ("[The Democratic National Committee] met. [The committee] voted.",
         [["The Democratic National Committee", "The committee"]]),
        ("[The Kremlin] answered. [Our country] is calm.", [["The Kremlin"], ["Our country"]]),
        ("[Kenyan President Mira Alvarn] met [Ghana]’s king. [The two countries] agreed.",
         [["Kenyan President Mira Alvarn"], ["Ghana", "The two countries"], ["The two countries"]]),
        ("[The migrants] waited. [Asylum seekers] slept. [The refugees] left. [The group] sang.",
         [["The migrants", "Asylum seekers", "The refugees", "The group"]]),
    ],
)  # fmt: skip
def test_states_parties_and_groups(marked: str, expected: list[list[str]]) -> None:
    assert actors(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[Russia] spoke. [The Kremlin] and [Russian officials] agreed. [Russian President Mira Alvarn] did not.",
         [["Russia", "The Kremlin", "Russian officials"], ["Russian President Mira Alvarn"]]),
        ("[French President Mira Alvarn] spoke. [Her government] and [the Alvarn administration] agreed with [France].",
         [["French President Mira Alvarn"], ["Her government", "the Alvarn administration", "France"]]),
        ("[Petar Dossen], [the French ambassador], spoke for [France]. [President Mira Alvarn] left."
         + " [Alvarn]" * 25,
         [["Petar Dossen", "the French ambassador", "France"], ["President Mira Alvarn"] + ["Alvarn"] * 25]),
        ("[Mira Alvarn]'s campaign lost. [Alvarn's lawyers], [Alvarn's associates] and [campaign aides] left.",
         [["Mira Alvarn"], ["Alvarn's lawyers", "Alvarn's associates", "campaign aides"]]),
        ("[The migrants] came. [Hundreds of migrants] waited. [The families] slept. [The children] cried.",
         [["The migrants", "Hundreds of migrants", "The families", "The children"]]),
        ("[European Union officials] met [the EU].", [["European Union officials", "the EU"]]),
        ("[President Mira Alvarn] spoke. [The president's lawyers] and [Alvarn's lawyer] left.",
         [["President Mira Alvarn"], ["The president's lawyers", "Alvarn's lawyer"]]),
        ("[Mira Alvarn] left. [Alvarn adviser Petar Dossen] stayed. [Dossen associate Hugo Lund] and "
         "[Alvarn's lawyers] slept." + " [Tarek Reyes]" * 30,
         [["Mira Alvarn"], ["Alvarn adviser Petar Dossen", "Dossen associate Hugo Lund", "Alvarn's lawyers"],
          ["Tarek Reyes"] * 30]),
        ("[The Kremlin] met [lawmakers]. [The ministry] and [federal prosecutors] agreed.",
         [["The Kremlin", "lawmakers", "The ministry", "federal prosecutors"]]),
        ("[The state-run Yonhap] wrote. [Yonhap] is in [South Korea].",
         [["The state-run Yonhap", "Yonhap", "South Korea"]]),
        ("[Kenya] and [Ghana] met. [Negotiators from both sides] agreed.",
         [["Kenya", "Negotiators from both sides"], ["Ghana", "Negotiators from both sides"]]),
        ("[Kenya] and its [army] waited. [French President Mira Alvarn] called [her ministers] and [her scientists].",
         [["Kenya", "army"], ["French President Mira Alvarn"], ["her ministers", "her scientists"]]),
        ("[French and Kenyan athletes] met [Kenyan settlers].",
         [["French and Kenyan athletes"], ["French and Kenyan athletes", "Kenyan settlers"]]),
        ("[The Democrats] and [Petar Dossen] (D-Verra) voted. [Democratic donors] paid." + " [Mira Alvarn]" * 25,
         [["The Democrats", "Petar Dossen", "Democratic donors"], ["Mira Alvarn"] * 25]),
        ("[Reuters] wrote of [London] and [the British public].", [["Reuters"], ["London", "the British public"]]),
        ("[President Mira Alvarn] of [France] spoke of [former President Petar Dossen]. [The Dossen administration] "
         "and [the Alvarn administration] differ.",
         [["President Mira Alvarn"], ["France", "the Alvarn administration"],
          ["former President Petar Dossen", "The Dossen administration"]]),
        ("[Japanese troops] and [Chinese troops] met.", [["Japanese troops"], ["Chinese troops"]]),
        ("[American and Kenyan officials] met.",
         [["American and Kenyan officials"], ["American and Kenyan officials"]]),
    ],
)  # fmt: skip
def test_camps(marked: str, expected: list[list[str]]) -> None:
    assert camps(marked) == expected


def test_a_person_is_never_of_one_actor_with_the_state_it_heads() -> None:
    found = actors("[Russian President Mira Alvarn] met [Russian officials] of [Russia] in [the Kremlin].")
    assert [len(c) for c in found] == [1, 1, 1, 1]


def test_who_held_an_office_once_acts_for_nobody() -> None:
    crowd = " [Mira Alvarn]" * 30
    assert ["former French minister Tomas Dossen"] in camps(
        f"[France] and [former French minister Tomas Dossen].{crowd}"
    )
    assert ["France", "French minister Tomas Dossen"] in camps(f"[France] and [French minister Tomas Dossen].{crowd}")


def test_a_main_person_in_office_acts_for_itself() -> None:
    (minister, *_) = camps("[Foreign Minister Mira Alvarn] of [France] spoke. [Alvarn] left. [Alvarn] slept.")
    assert minister == ["Foreign Minister Mira Alvarn", "Alvarn", "Alvarn"]


def test_a_party_speaks_through_its_officers_where_it_is_a_side_of_the_story() -> None:
    found = camps(
        "[The Democrats] sued [the Republicans]. [Democratic Party chairman Petar Dossen] spoke. [Dossen] left."
    )
    assert ["The Democrats", "Democratic Party chairman Petar Dossen", "Dossen"] in found


def test_what_a_tagger_saw_tells_bodies_from_persons() -> None:
    text = "[Amber Wells] sued [Petar Dossen]. [Wells] lost."
    plain = article(0, text).text
    seen = [
        Sighting(start=m.start(), end=m.end(), kind=kind, form="name", score=0.9)
        for words, kind in (("Amber Wells", "organization"), ("Wells", "organization"), ("Petar Dossen", "person"))
        for m in re.finditer(words, plain)
    ]
    with_tagger = {c.name: c.kind for c in story_actors([article(0, text, seen)])}
    assert with_tagger["Petar Dossen"] == "person"
    assert with_tagger["Amber Wells"] == "organization"


def test_every_link_says_why_and_clusters_are_named() -> None:
    clusters = story_actors(
        [article(0, "[President Mira Alvarn] of [France] left. [The president] waved. [A ghost] sang.")]
    )
    assert {c.name for c in clusters} == {"Mira Alvarn", "France", "A ghost"}
    assert {k.why for c in clusters for k in c.mentions} == {"full-name", "role", "state-name", "alone"}
    assert all(c.kind in ACTOR_KINDS for c in clusters)


def test_scripts_without_capitals_are_compared_whole() -> None:
    assert actors("[中国政府] 说 [中国政府]", "[محمد] [中国政府]") == [
        ["0:中国政府", "0:中国政府", "1:中国政府"],
        ["1:محمد"],
    ]


def test_nothing_of_nothing() -> None:
    assert story_actors([]) == []
    assert camps_of([]) == []
    assert story_actors([StoryArticle(document="d", outlet="", text="", mentions=())]) == []
    outside = StoryArticle(document="d", outlet="", text="Ai", mentions=(StoryMention(start=1, end=9),))
    assert story_actors([outside]) == []


def test_what_is_known_of_a_mention_goes_before_its_look() -> None:
    def only(form: str, kind: str = "") -> StoryCluster:
        mention = StoryMention(start=0, end=7, form=form, kind=kind)
        (cluster,) = story_actors([StoryArticle(document="d", outlet="", text="echolot", mentions=(mention,))])
        return cluster

    assert only("").mentions[0].why == "alone"
    assert only("name", "organization").mentions[0].why == "name"
    assert only("name", "organization").kind == "organization"
    assert only("nominal").mentions[0].why == "alone"


def test_the_actors_of_a_story_out_of_what_was_read_in_its_articles(make_document: Callable[..., Document]) -> None:
    readings = []
    for number, text in enumerate(
        (
            "Foreign Minister Mira Alvarn of France said the port would close. “It is late,” Alvarn said.",
            "“We will wait,” said Ms. Alvarn. “No,” said Tomas Dossen of the Harbour Union. Dossen left.",
        )
    ):
        document = make_document(text, id=f"d{number}")
        resolved = resolve_document(document, Rules().attribute(text), Project())
        readings.append(Reading(document=document, mentions=resolved.mentions, entities=resolved.entities))
    clusters = story_actors([article_of(r) for r in readings])
    texts = {r.document.id: r.document.text for r in readings}
    alvarn = next(c for c in clusters if c.name == "Mira Alvarn")
    assert {k.document for k in alvarn.mentions} == {"d0", "d1"}
    assert any(texts[k.document][k.start : k.end].endswith("Alvarn") for k in alvarn.mentions if k.document == "d1")
    assert any(c.name == "Tomas Dossen" for c in clusters)
