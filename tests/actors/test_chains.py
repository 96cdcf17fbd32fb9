"""What the ranker linked, and what rules add: text and references -> antecedents and chains."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.actors.chains import Chains, chains
from onrecord.findings import Attribution, Candidate, Coreferent, Range


def at(text: str, part: str, which: int = 0) -> Range:
    """Where `part` stands in `text` as whole words, the `which`-th time."""
    return [m.span() for m in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", text)][which]


def reference(
    text: str, part: str, which: int, chain: int, form: str, *before: Range, linked: bool = True
) -> Coreferent:
    """A reference whose antecedents are `before`, each less likely than the one before it."""
    start, end = at(text, part, which)
    rivals = tuple(Candidate(start=s, end=e, score=0.8 / (k + 1)) for k, (s, e) in enumerate(before))
    linked = linked and bool(before)
    return Coreferent(start=start, end=end, form=form, chain=chain, score=0.8, linked=linked, rivals=rivals)


def made(text: str, found: Sequence[Coreferent], *said: Attribution) -> Chains:
    return chains(text, sorted(found, key=lambda r: (r.start, -r.end)), said)


def direct(text: str, source: str, content: str) -> Attribution:
    return Attribution(source=(at(text, source),), cue=(), content=(at(text, content),), kind="direct", act="say")


def words(text: str, spans: Sequence[Range]) -> list[str]:
    return [text[s:e] for s, e in spans]


STORY = "Mira Alvarn, the mayor of Dorn, met Oruk. She left. The mayor's car broke down."


def story() -> Chains:
    name = at(STORY, "Mira Alvarn")
    return made(
        STORY,
        [
            reference(STORY, "Mira Alvarn", 0, 0, "name"),
            reference(STORY, "She", 0, 0, "pronoun", name, at(STORY, "Oruk")),
            reference(STORY, "The mayor's", 0, 0, "nominal", at(STORY, "She")),
        ],
    )


def test_the_ranker_says_what_a_pronoun_means() -> None:
    found = story().antecedent(*at(STORY, "She"))
    assert found is not None
    assert STORY[found.start : found.end] == "Mira Alvarn"
    assert (found.why, found.linked, found.score) == ("ranker", True, 0.8)


def test_the_fullest_name_of_the_chain_is_given() -> None:
    found = story().antecedent(*at(STORY, "The mayor's"))
    assert found is not None
    assert STORY[found.start : found.end] == "She"
    assert found.named == at(STORY, "Mira Alvarn")


@pytest.mark.parametrize("part", ["The mayor's", "The mayor", "mayor"])
def test_an_owners_ending_or_a_determiner_makes_no_difference(part: str) -> None:
    which = -1 if part == "mayor" else 0
    assert words(STORY, story().chain_of(*at(STORY, part, which))) == ["Mira Alvarn", "She", "The mayor's"]


def test_words_that_are_no_mention_have_no_chain() -> None:
    assert story().chain_of(*at(STORY, "car")) == ()
    assert story().antecedent(*at(STORY, "car")) is None
    assert story().antecedent(*at(STORY, "Mira Alvarn")) is None


def test_a_mention_with_its_description_answers_for_its_name() -> None:
    whole = "Mira Alvarn, the mayor of Dorn"
    found = made(
        STORY,
        [reference(STORY, whole, 0, 0, "name"), reference(STORY, "She", 0, 0, "pronoun", at(STORY, whole))],
    )
    assert words(STORY, found.chain_of(*at(STORY, "Mira Alvarn"))) == [whole, "She"]


@pytest.mark.parametrize(
    ("text", "described", "why"),
    [
        ("Mira Alvarn, the mayor of Dorn, left.", "the mayor of Dorn", "apposition"),
        ("Mira Alvarn is the mayor of Dorn.", "the mayor of Dorn", "copula"),
        ("Mira Alvarn, the mayor of Dorn and a friend left.", "the mayor of Dorn", None),
        ("Mira Alvarn saw the mayor of Dorn.", "the mayor of Dorn", None),
        ("Mira Alvarn. The mayor of Dorn left.", "The mayor of Dorn", None),
    ],
)
def test_descriptions_are_of_the_name_before(text: str, described: str, why: str | None) -> None:
    found = made(text, [reference(text, "Mira Alvarn", 0, 0, "name")]).antecedent(*at(text, described))
    assert (found.why if found else None) == why


QUOTED = "“I am tired,” Alvarn told Oruk. “I am not,” he said."


def test_the_first_person_inside_a_quotation_is_its_source() -> None:
    found = made(
        QUOTED,
        [
            reference(QUOTED, "I", 0, 0, "pronoun"),
            reference(QUOTED, "Alvarn", 0, 1, "name"),
            reference(QUOTED, "Oruk", 0, 2, "name"),
            reference(QUOTED, "I", 1, 1, "pronoun", at(QUOTED, "Alvarn")),
            reference(QUOTED, "he", 0, 2, "pronoun", at(QUOTED, "Oruk")),
        ],
        direct(QUOTED, "Alvarn", "I am tired"),
        direct(QUOTED, "he", "I am not"),
    )
    assert words(QUOTED, found.chain_of(*at(QUOTED, "Alvarn"))) == ["I", "Alvarn"]
    assert words(QUOTED, found.chain_of(*at(QUOTED, "Oruk"))) == ["Oruk", "I", "he"]
    first = found.antecedent(*at(QUOTED, "I"))
    assert first is not None
    assert (first.why, QUOTED[first.start : first.end]) == ("speaker", "Alvarn")


def test_others_inside_a_quotation_are_not_its_source() -> None:
    text = "“They saw him,” Alvarn said."
    found = made(
        text,
        [reference(text, "him", 0, 0, "pronoun"), reference(text, "Alvarn", 0, 1, "name")],
        direct(text, "Alvarn", "They saw him"),
    )
    assert found.chain_of(*at(text, "him")) == (at(text, "him"),)


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("The Union of Dorn (UD) met. Then UD left.", True),
        ("The Union of Dorn, or UD, met. Then the UD left.", True),
        ("The Union of Dorn (XY) met. Then XY left.", False),
    ],
)
def test_letters_in_brackets_mean_the_name_before(text: str, one: bool) -> None:
    letters = "UD" if "UD" in text else "XY"
    found = made(
        text,
        [reference(text, "The Union of Dorn", 0, 0, "name"), reference(text, letters, 1, 1, "name")],
    )
    if "the UD" in text:
        start, end = at(text, "UD", 1)
        assert found.chain_of(start - 4, end) == found.chain_of(start, end)
    assert (len(found.chain_of(*at(text, "The Union of Dorn"))) == 2) is one
    assert (len(found.chain_of(*at(text, letters, 1))) == 2) is one


def test_an_unlinked_pronoun_still_tells_its_likeliest_antecedent() -> None:
    text = "Alvarn met Oruk. He left."
    before = at(text, "Oruk"), at(text, "Alvarn")
    found = made(text, [reference(text, "He", 0, 0, "pronoun", *before, linked=False)])
    answer = found.antecedent(*at(text, "He"))
    assert answer is not None
    assert (text[answer.start : answer.end], answer.linked, answer.named) == ("Oruk", False, None)


def test_nothing_gives_nothing() -> None:
    found = chains("", ())
    assert found.clusters() == []
    assert found.antecedent(0, 0) is None
    assert found.chain_of(0, 5) == ()


@settings(max_examples=times(80), deadline=None)
@given(st.data())
def test_chains_are_disjoint_and_hold_every_reference(data: st.DataObject) -> None:
    text = " ".join(data.draw(st.lists(st.sampled_from(["I", "Alvarn", "UD", "(UD)", "Una Dorn", "she"]), max_size=12)))
    spans = sorted({m.span() for m in re.finditer(r"\w+", text)})
    numbers = data.draw(st.lists(st.integers(0, 3), min_size=len(spans), max_size=len(spans)))
    found = [
        Coreferent(start=s, end=e, form="name", chain=n, score=0.5, linked=False, rivals=())
        for (s, e), n in zip(spans, numbers, strict=True)
    ]
    said = [
        Attribution(
            source=(data.draw(st.sampled_from(spans)),), cue=(), content=((0, len(text)),), kind="direct", act="say"
        )
        for _ in spans[:1]
    ]
    out = chains(text, found, said)
    held = {span: out.chain_of(*span) for span in spans}
    assert all(span in chain for span, chain in held.items())
    assert all(held[other] == chain for chain in held.values() for other in chain)
    assert sorted({c for c in held.values() if len(c) > 1}) == out.clusters()
