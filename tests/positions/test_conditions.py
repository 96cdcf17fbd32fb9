"""Sentences and their conditions: every row of the tables, whose they are, what follows and what that is."""

from __future__ import annotations

import re

import pytest

from onrecord.model import Condition, Span, Statement
from onrecord.positions.condition_effects import effect
from onrecord.positions.condition_rules import MAINS
from onrecord.positions.condition_words import KINDS, Marker, Shape, Words, effects, lists, markers, shapes
from onrecord.positions.conditions import BY, find
from onrecord.vocabulary import CONDITION_EFFECTS, CONDITION_POLARITIES

_PIECE = re.compile(r"[{<\[]|[}>\]]")
_KINDS = {"{": "source", "<": "cue", "[": "content"}


def said(marked: str, **fields: object) -> tuple[str, Statement]:
    """A text with {source}, <cue> and [content] marked, and its statement; without marks, all of it is content."""
    text, spans = "", {"source": [], "cue": [], "content": []}
    open_: list[tuple[str, int]] = []
    at = 0
    for m in _PIECE.finditer(marked):
        text += marked[at : m.start()]
        at = m.end()
        if m.group() in _KINDS:
            open_.append((_KINDS[m.group()], len(text)))
        else:
            kind, start = open_.pop()
            spans[kind].append((start, len(text)))
    text += marked[at:]
    if not spans["content"]:
        spans["content"] = [(0, len(text))]
    made = {k: tuple(Span(doc="d", start=s, end=e, text=text[s:e]) for s, e in v) for k, v in spans.items()}
    row: dict[str, object] = {
        "id": "s1", "doc": "d", "speaker": None, "kind": "indirect", "act": "assertion", "score": 1.0, "why": "",
        "by": "", **made,
    }  # fmt: skip
    return text, Statement(**{**row, **fields})


def texts(found: list[Condition]) -> list[str]:
    return [" / ".join(s.text for s in c.spans) for c in found]


def held_to(example: str) -> tuple[list[str], list[str]]:
    """What an example marks, and what is found in it, without marks at the edges."""
    text, statement = said(re.sub(r"[{}]", "", example))
    want = re.findall(r"\{(.*?)\}", example)
    return [w.strip(" .") for w in want], [t.strip(" .") for t in texts(find(text, [statement], ()))]


@pytest.mark.parametrize("row", markers(), ids=lambda r: r.phrases[0])
def test_markers(row: Marker) -> None:
    assert row.kind in KINDS
    if row.kind != "never":
        assert row.polarity in CONDITION_POLARITIES
        assert row.main in MAINS
        assert 0 < row.score < 1
    for example in (row.example, row.counter_example):
        want, got = held_to(example)
        assert got == want
    assert any(p.rstrip(",:") in row.example.lower() for p in row.phrases)


@pytest.mark.parametrize("row", shapes(), ids=lambda r: f"{r.rule}: {r.phrases[0]}")
def test_shapes(row: Shape) -> None:
    assert row.polarity in CONDITION_POLARITIES
    for example in (row.example, row.counter_example):
        want, got = held_to(example)
        assert got == want


@pytest.mark.parametrize("row", [*lists().values(), *effects()], ids=lambda r: r.name)
def test_words(row: Words) -> None:
    assert row.pattern.search(row.example.lower())
    assert not row.pattern.search(row.counter_example.lower())


def test_every_effect_is_one() -> None:
    assert {e.name for e in effects()} | {"other"} == set(CONDITION_EFFECTS)


CONDITIONS = {
    # where the condition ends
    "“If the families are given title to land, not tents, the bloc will vote yes,”":
        "If the families are given title to land, not tents",
    "that support would lapse “if a single title deed is late”": "“if a single title deed is late”",
    "paid only if “independent observers are allowed to stand at the gates”.":
        "only if “independent observers are allowed to stand at the gates”",
    "They would leave if the camp, the road and the port were closed, he said":
        "if the camp, the road and the port were closed",
    "If the Union, the Front and the Bloc agree, we will sign": "If the Union, the Front and the Bloc agree",
    "If the pipe is closed and we have to buy abroad, we will be bankrupt":
        "If the pipe is closed and we have to buy abroad",
    "The bill would pass if the old keep their pensions, but the rest is theft": "if the old keep their pensions",
    "Nobody would refuse if the sum were doubled, because it buys a door and no house": "if the sum were doubled",
    "If he were a smuggler he would choose an easier road": "If he were a smuggler",
    "Only after the land register is clean can we talk of prices": "Only after the land register is clean",
    "Until there is a road to Kiroba nobody is going anywhere": "Until there is a road to Kiroba",
    "Without a ceasefire no talks": "Without a ceasefire",
    "She may accept a lake if, and only if, the wall is lowered": "if, and only if, the wall is lowered",
    "If 1,500 homes are built, we will vote for it": "If 1,500 homes are built",
    "We will pay unless (as he fears) the bank fails; then we wait": "unless (as he fears) the bank fails",
    # markers
    "I would leave were he to come back": "were he to come back",
    "Should talks fail, the army will return": "Should talks fail",
    "My vote depends on whether the mine is closed": "depends on whether the mine is closed",
    "We will not sign before the last man has left": "before the last man has left",
    "Our condition is that the camp must be empty": "Our condition is that the camp must be empty",
    "She laid down one condition: a line between the two rooms": "one condition: a line between the two rooms",
    "Their yes comes with one condition: it must lapse": "with one condition: it must lapse",
}  # fmt: skip


@pytest.mark.parametrize(("text", "want"), CONDITIONS.items())
def test_a_condition_goes_as_far_as_its_clause(text: str, want: str | None) -> None:
    text, statement = said(text)
    assert texts(find(text, [statement], ())) == ([want] if want else [])


LOOK_ALIKES = [
    "He asked if the army would leave",
    "The ministers were asked on Monday if they would sign",
    "It is unclear if the dam will be filled",
    "He would not say if the frigates would be back",
    "We will leave even if they pay",
    "They will behave as if nothing had happened",
    "What if they refuse?",
    "This is, if anything, too little",
    "They will need years, if not decades",
    "Until 2019 he had opposed the dam",
    "Yusuf al-Khatmi, once the fiercest opponent of the dam, would not speak",
    "When he visited the camp, he wept",
    "The gates will stay shut until Monday",
    "If the first speech was a warning, the second was a threat",
    "He spoke on condition of anonymity",
    "The law provided that the tax could be raised by a vote of the assembly",
    "The wall is as long as the river",
    "The farmers depend on the river",
    "The cases are pending",
    "They got a park in exchange for their votes",
    "The men should never have left",
    "This, he said, should be enough",
    "They were the first to leave",
    "He had no evidence that they had lied",
    "There is no water, no bread and no road",
    "First he came to the talks and then he left",
    "We have never gone there before, to be honest",
]


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_look_alikes_are_no_conditions(text: str) -> None:
    text, statement = said(text)
    assert texts(find(text, [statement], ())) == []


OF_STATEMENTS = {
    # marked sentence -> condition, consequence
    "If the flow stays low, {Ghazwan} <said>, [Qasira would leave the accord].": (
        "If the flow stays low",
        "Qasira would leave the accord",
    ),
    "[If the flow stays low], {he} <said>, [Qasira would leave].": ("If the flow stays low", "Qasira would leave"),
    "{The Union} would <support> [the lake] only if the wall is low.": ("only if the wall is low", "the lake"),
    "“[If the army,]” {he} <said>, “[stays in the villages, we go].”": (
        "If the army,” / stays in the villages",
        "we go",
    ),
    "{She} <said> [they would drain the lake unless the army left, and that nobody could stop them].": (
        "unless the army left",
        "they would drain the lake",
    ),
    "{He} <said> [the dam is safe. If it breaks, we will pay. It rained].": ("If it breaks", "we will pay"),
    "[“No house, no water.”]": ("“No house, no water.”", "no water"),
    "[The army must leave. Otherwise, there will be war.]": ("The army must leave", "there will be war"),
}  # fmt: skip


@pytest.mark.parametrize(("marked", "want"), OF_STATEMENTS.items())
def test_what_follows(marked: str, want: tuple[str, str]) -> None:
    text, statement = said(marked)
    (found,) = find(text, [statement], ())
    assert texts([found])[0].strip("“”.") == want[0].strip("“”.")
    assert " / ".join(s.text for s in found.consequence) == want[1] or want[1] in found.spans[0].text


@pytest.mark.parametrize(
    "marked",
    [
        "If he was worried, {Alvarn} <said> [the dam was safe].",
        "{Alvarn} <said> [the dam was safe]. If it breaks, the town will drown.",
    ],
)
def test_the_narrators_conditions_are_nobodys(marked: str) -> None:
    text, statement = said(marked)
    assert find(text, [statement], ()) == []


def nested(speaker: str | None) -> tuple[str, list[Statement]]:
    text, outer = said(
        "{Alvarn} <wrote> [that he would accept the dam if every family has a roof].", id="out", speaker="a"
    )
    _, inner = said(
        "Alvarn wrote that {he} would <accept> [the dam if every family has a roof].", id="in", speaker=speaker
    )
    fields = {f: getattr(inner, f) for f in ("source", "cue", "content", "speaker")}
    return text, [outer, said(text, id="in", within="out", **fields)[1]]


def test_a_condition_is_the_innermost_statements() -> None:
    text, both = nested("b")
    assert [c.statement for c in find(text, both, ())] == ["in"]


def test_of_his_own_words_it_is_the_speakers_in_both() -> None:
    text, both = nested("a")
    found = find(text, both, ())
    assert sorted(c.statement for c in found) == ["in", "out"]
    assert len({c.id for c in found}) == 2


def test_beside_the_inner_content_it_is_both() -> None:
    text, outer = said("{He} <said> [the Union backs the filling only if the wall is lowered].", id="out", speaker="a")
    _, inner = said(
        "He said {the Union} <backs> [the filling] only if the wall is lowered.", id="in", speaker="b", within="out"
    )
    found = {c.statement: c for c in find(text, [outer, inner], ())}
    assert set(found) == {"in", "out"}
    assert found["in"].score < found["out"].score
    assert [s.text for s in found["in"].consequence] == ["the filling"]


POLARITIES = {
    "We will sign if they leave": "met",
    "We will sign only if they leave": "met",
    "We will fight unless they leave": "unmet",
    "We will fight until they have left": "unmet",
    "Without guarantees there will be no deal": "unmet",
}


@pytest.mark.parametrize(("text", "want"), POLARITIES.items())
def test_polarity(text: str, want: str) -> None:
    text, statement = said(text)
    (found,) = find(text, [statement], ())
    assert (found.polarity, found.by) == (want, BY)
    assert found.marker in found.why


EFFECTS = [
    ("threat", "warned", "Qasira would leave the accord", "threat"),
    ("threat", "warned", "the villages would starve", "warning"),
    ("assertion", "said", "we will close the road", "threat"),
    ("promise", "vowed", "to close the road", "threat"),
    ("promise", "promised", "to rebuild the school", "promise"),
    ("assertion", "said", "we will pay", "promise"),
    ("assertion", "said", "we will not sign", "refusal"),
    ("opposition", "rejected", "the filling", "refusal"),
    ("assertion", "said", "the bloc will vote yes", "support"),
    ("support", "would back", "the filling", "support"),
    ("assertion", "said", "they must leave", "demand"),
    ("order", "ordered", "his men to fire", "demand"),
    ("assertion", "said", "the river is low", "other"),
    ("assertion", "warned", "the river would be low", "warning"),
]


@pytest.mark.parametrize(("act", "cue", "consequence", "want"), EFFECTS)
def test_effects(act: str, cue: str, consequence: str, want: str) -> None:
    assert effect(act, cue, consequence) == want


def test_ids_keep_to_the_words() -> None:
    text, statement = said("We will sign if they leave. We will sing if they leave!")
    found = find(text, [statement], ())
    assert len({c.id for c in found}) == 2
    later, moved = said("It rained. [We will sign if they leave. We will sing if they leave!]")
    assert [c.id for c in find(later, [moved], ())] == [c.id for c in found]
