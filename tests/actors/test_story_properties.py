"""Any articles, any mentions: nothing raises, nothing is lost, and the order of articles does not matter."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.actors.story.actors import StoryArticle, StoryMention, camps_of, story_actors
from onrecord.findings import Sighting
from onrecord.vocabulary import ACTOR_KINDS, SIGHTING_KINDS

WORDS = st.sampled_from(
    [
        "Mira", "Alvarn", "Petar", "Alvarn Jr.", "Kim", "Park Min-ho", "President", "Mr.", "Mrs.", "the president",
        "The leader", "its leader", "he", "his", "their", "government", "officials", "the two leaders", "France",
        "French", "the North", "North Korea", "South Korea", "the Koreas", "Democrats", "the party", "migrants",
        "campaign", "Alvarn's", "lawyers", "of", "and", ",", ".", "\n", "’", "\"", "—", "II", "-", " - ", "中国",
        "محمد", "ß", "İ", "\u0301", "\xad", "(D - CA)",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=40).map(" ".join))
SPANS = st.lists(st.tuples(st.integers(-3, 200), st.integers(1, 40)), max_size=12)


@st.composite
def articles(draw: st.DrawFn) -> list[StoryArticle]:
    out = []
    for number in range(draw(st.integers(0, 3))):
        text = draw(TEXTS)
        seen = draw(
            st.lists(st.tuples(st.integers(0, 100), st.integers(1, 20), st.sampled_from(SIGHTING_KINDS)), max_size=4)
        )
        out.append(
            StoryArticle(
                document=f"d{number}",
                outlet="",
                text=text,
                mentions=tuple(StoryMention(start=s, end=s + n) for s, n in draw(SPANS)),
                sightings=tuple(Sighting(start=s, end=s + n, kind=k, form="name", score=0.5) for s, n, k in seen),
            )
        )
    return out


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=times(150))
@given(articles(), st.randoms(use_true_random=False))
def test_every_mention_has_a_place_in_any_order(story: list[StoryArticle], random: object) -> None:
    clusters = story_actors(story)
    texts = {a.document: a.text for a in story}
    given_spans = {
        (a.document, m.start, m.end) for a in story for m in a.mentions if 0 <= m.start < m.end <= len(a.text)
    }
    placed = {(k.document, k.start, k.end) for c in clusters for k in c.mentions}
    assert placed == given_spans
    assert len({c.id for c in clusters}) == len(clusters)
    for cluster in clusters:
        assert cluster.kind in ACTOR_KINDS
        assert cluster.name.strip() or all(not texts[k.document][k.start : k.end].strip() for k in cluster.mentions)
        assert all(0 < k.score <= 1 and k.why for k in cluster.mentions)
        assert not cluster.acts_for or cluster.acts_for != cluster.id
    camps = camps_of(clusters)
    assert {(k.document, k.start, k.end) for c in camps for k in c.mentions} == placed
    assert len(camps) <= len(clusters)
    shuffled = list(story)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = [
        StoryArticle(
            document=a.document, outlet=a.outlet, text=a.text, mentions=a.mentions[::-1], sightings=a.sightings[::-1]
        )
        for a in shuffled
    ]
    assert story_actors(again) == clusters


def test_who_acts_for_each_other_is_still_in_one_camp() -> None:
    (first, second) = story_actors(
        [
            StoryArticle(
                document="d",
                outlet="",
                text="France. Kenya.",
                mentions=(StoryMention(start=0, end=6), StoryMention(start=8, end=13)),
            )
        ]
    )
    from dataclasses import replace

    ring = [replace(first, acts_for=second.id), replace(second, acts_for=first.id)]
    assert sum(len(c.mentions) for c in camps_of(ring)) == 2


def word(number: int) -> str:
    """A first name of its own."""
    letters = "bcdfghklmnprstvz"
    return "".join(letters[(number >> shift) % 16] + "aeiou"[(number >> shift) % 5] for shift in (0, 4, 8)).title()


def test_long_texts_and_many_mentions() -> None:
    many = times(3000, 1000)
    names = " ".join(f"{word(i)} Alvarn" for i in range(many))
    spans = []
    at = 0
    for i in range(many):
        size = len(f"{word(i)} Alvarn")
        spans.append(StoryMention(start=at, end=at + size))
        at += size + 1
    assert len(story_actors([StoryArticle(document="d", outlet="", text=names, mentions=tuple(spans))])) > many * 5 // 6
    whole = StoryArticle(document="d", outlet="", text="A'" * 12_500, mentions=(StoryMention(start=0, end=25_000),))
    assert len(story_actors([whole])) == 1
