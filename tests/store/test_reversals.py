"""Denials and turns are found by the words they share: found is what comparing all with all finds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onrecord.store.reversals import EACH, NEAR, denials, reversals, taken
from onrecord.store.rows import ActorRef
from onrecord.store.stances import FACT, Stance, matter, one_matter

FIRST = date(2019, 1, 1)
NOUNS = ("toll", "bridge", "harbour", "strike", "treaty", "border", "council", "quarry")
WHO = [ActorRef(id=f"a{n}", name=name, kind="person") for n, name in enumerate(("Ann Lee", "Bo Ford", "Cy Orr"))]
CUES = (("denied", "denial"), ("said", "assertion"), ("admitted", "assertion"), ("opposed", "opposition"))


def act(n: int, who: ActorRef | None, how: tuple[str, str], nouns: Sequence[str], after: int, new: bool) -> Any:
    """An act of speech as the functions see it, with its entry."""
    cue, kind = how
    quote = " ".join(f"the {noun}" for noun in nouns) + ("" if cue == "opposed" else " collapsed")
    told = SimpleNamespace(act=kind, cue=(SimpleNamespace(text=cue),), quote=quote)
    entry = SimpleNamespace(
        id=f"s{n:03}", act=kind, who=(SimpleNamespace(actor=who, name="x"),), since=FIRST + timedelta(after),
        words=quote, told_on=False, new=new,
    )  # fmt: skip
    return SimpleNamespace(told=(told,)), entry


spoken = st.tuples(
    st.sampled_from([*WHO, None]), st.sampled_from(CUES), st.lists(st.sampled_from(NOUNS), min_size=1, max_size=5),
    st.integers(0, 3 * NEAR), st.booleans(),
)  # fmt: skip


def is_new(entry: Any) -> bool:
    return bool(entry.new)


@given(st.lists(spoken, max_size=25))
def test_denials_are_those_that_comparing_all_finds(acts: list[Any]) -> None:
    made = [act(n, *one) for n, one in enumerate(acts)]
    stances = taken(made)
    found = [(c.matter, c.said.id, c.denied.id) for c in denials(made, stances, is_new) if c.said and c.denied]
    assert [pair[1:] for pair in found] == plain_denials(made, stances)


def plain_denials(made: Sequence[Any], stances: Sequence[Any]) -> list[tuple[str, str]]:
    out = []
    for denial in stances:
        if (denial.stance.axis, denial.stance.side) != (FACT, "-"):
            continue
        near = []
        for a, e in made:
            other, apart = e.who[0].actor, abs((e.since - denial.on).days)
            if e.act not in ("assertion", "accusation") or other == denial.actor or e.id == denial.entry.id:
                continue
            claim = Stance(axis=FACT, side="+", word="", matter=matter(a.told[0].quote))
            if (shared := one_matter(denial.stance, claim)) and apart <= NEAR:
                near.append((apart, -len(shared), e.id, e))
        nearest = [e for *_, e in sorted(near, key=lambda f: f[:3])[:EACH]]
        out += [(e.id, denial.entry.id) for e in nearest if e.new or denial.entry.new]
    return out


@given(st.lists(spoken, max_size=25))
def test_turns_are_those_that_comparing_all_finds(acts: list[Any]) -> None:
    made = [act(n, *one) for n, one in enumerate(acts)]
    stances = taken(made)
    found = {(r.before.id, r.after.id) for r in reversals(stances, is_new)}
    assert found == set(plain_turns(stances))


def plain_turns(stances: Sequence[Any]) -> list[tuple[str, str]]:
    out, told = [], set()
    for k, after in enumerate(stances):
        key = (after.actor.id, after.on, after.stance.axis, after.stance.side, after.stance.matter)
        mine = [t for t in stances[:k] if t.actor == after.actor and t.on < after.on]
        earlier = [t for t in mine if one_matter(t.stance, after.stance)]
        if key in told or not earlier:
            continue
        before = earlier[-1]
        if before.stance.side == after.stance.side or before.stance.open:
            continue
        if any(t.on == before.on and t.stance.side == after.stance.side for t in earlier):
            continue
        told.add(key)
        if after.entry.new:
            out.append((before.entry.id, after.entry.id))
    return out


def test_the_examples_find_something() -> None:
    nouns = NOUNS[:4]
    made = [
        act(0, WHO[0], ("said", "assertion"), nouns, 0, False),
        act(1, WHO[1], ("denied", "denial"), nouns, 5, True),
        act(2, WHO[1], ("admitted", "assertion"), nouns, 9, True),
    ]
    stances = taken(made)
    found = [(c.said.id, c.denied.id) for c in denials(made, stances, is_new) if c.said and c.denied]
    assert found == [("s000", "s001")]
    assert [(r.was, r.became) for r in reversals(stances, is_new)] == [("denied", "admitted")]
