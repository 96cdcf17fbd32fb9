"""Somebody as the object of a clause about an office: "named Ruben Castell as chief", "is led by Said Wazir"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.actors.career_words import appointment, appoints, dismisses, leading_titles, resignation, supposed
from onrecord.actors.lexicon import lexicon
from onrecord.actors.phrases import names_within
from onrecord.actors.pieces import Name
from onrecord.actors.role_phrases import Fact, noun_phrase, phrase_before, phrase_end
from onrecord.actors.tenure import BEGINS, ENDS, HELD, HOLDS

_LED_BY = re.compile(
    r"\b(?P<be>is|was|are|were|been|,)? ?(?P<verb>led|headed|chaired|commanded|founded|run) by (?:the )?\Z"
)
_COPULA = re.compile(r" (?P<be>is|was|remains|has been)(?: now| still)? \Z")
_ROLE = re.compile(r"(?:, [^.;:!?\n]{1,60},(?= as ))? (?:as |to be )?|, as ")
_BODY = re.compile(r"\b[Tt]he ([a-z]+) (?:has |had )?\Z")
_PART = re.compile(r"\b(?:of|from|for|in|at|with)(?: the)? \Z")
CLAUSE = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The parts of a clause that one person's name opens."""

    text: str
    names: Sequence[Name]
    starts: Sequence[int]
    name: Name
    floor: int
    ceiling: int
    lead: str


def as_object(r: Clause, first: int, held: Sequence[Fact]) -> Iterator[Fact]:
    """The bank appointed Ruben Castell as chief executive; sacked Interior Minister Nikola Stanev"""
    m = dismisses().search(r.text, r.floor, first) or resignation().search(r.text, r.floor, first)
    if m is not None and held and not supposed(r.text[r.floor : m.start()]):
        for beside in held:
            if beside.start == first:
                turn(beside, ENDS, r.name.end, replace(r, lead=""))
    m = _COPULA.search(r.text, max(r.floor, first - 20), first)
    if m is not None:
        yield from _turned(r, m)
    m = _LED_BY.search(r.text, max(r.floor, first - 40), first)
    if m is not None and not r.name.possessive:
        yield from _led_by(r, m)
    m = appoints().search(r.text, r.floor, first) or appointment().search(r.text, r.floor, first)
    if m is None or supposed(r.text[r.floor : m.start()]):
        return
    role = _ROLE.match(r.text, r.name.end, r.ceiling)
    if role is None:
        return
    end = phrase_end(r.text, role.end(), r.ceiling)
    if m[1] and " as " not in role.group():
        return
    fact = noun_phrase(r.text, r.names, r.starts, r.name, role.end(), end)
    if fact is None or ("," in role.group() and "as " not in role.group()):
        return
    before = names_within(r.names, r.starts, max(r.floor, m.start() - 80), m.start())
    if fact.owner is None and not fact.owner_word and before and before[-1].kind not in ("person", "unknown", "state"):
        if r.text[before[-1].end : m.start()].strip() in ("", "has", "had"):
            fact.owner, fact.org = before[-1], before[-1].text
    body = _BODY.search(r.text, r.floor, m.start())
    if fact.owner is None and not fact.owner_word and body is not None and is_body(body[1]):
        fact.owner_word = body[1]
    fact.start, fact.end, fact.tail, fact.near = m.start(), end, end, False
    fact.change, fact.rule, fact.score, fact.owner_pronoun = BEGINS, "appoints", CLAUSE, ""
    yield fact


def _turned(r: Clause, m: re.Match[str]) -> Iterator[Fact]:
    """The chairman of the Farmers Union is Petar Dossen"""
    fact = phrase_before(r.text, r.names, r.starts, r.name, r.floor, m.start())
    if fact is None or not is_office(fact) or supposed(r.text[r.floor : fact.start]):
        return
    fact.change, fact.near, fact.rule, fact.score = HELD if m["be"] == "was" else HOLDS, False, "clause-turned", CLAUSE
    fact.end = fact.tail = r.name.end
    yield fact


def _led_by(r: Clause, m: re.Match[str]) -> Iterator[Fact]:
    """The Ridge Movement, led by Said Wazir"""
    before = names_within(r.names, r.starts, max(r.floor, m.start() - 120), m.start())
    owner = before[-1] if before else None
    if owner is None or owner.kind == "person" or owner.possessive or supposed(r.text[owner.end : m.start()]):
        return
    if not re.fullmatch(
        r"(?: \([^()\n]{1,20}\))?(?:, [^.;:!?\n]{1,80})?,?(?: which| that)?(?: now| currently)? ?",
        r.text[owner.end : m.start()],
    ):
        return
    if _PART.search(r.text, max(r.floor, owner.start - 10), owner.start):
        return  # "the delegation of the Bloc was led by"
    head = {**leading_titles(), "led": "leader", "run": "head", "founded": "founder"}[m["verb"]]
    yield Fact(
        name=r.name, title=head, head=head, words=frozenset((head,)), start=owner.start, end=r.name.end,
        org=owner.text, owner=owner, change=HELD if m["be"] in ("was", "were") and head != "founder" else HOLDS,
        near=False, tail=r.name.end, rule="led-by", score=CLAUSE,
    )  # fmt: skip


def is_office(fact: Fact) -> bool:
    """What "is" gives is an office where it is no mere character of the person."""
    return lexicon().noun(fact.head, "no_office") is None and lexicon().noun(fact.head, "person") is not None


def is_body(word: str) -> bool:
    return lexicon().noun(word, "organization") is not None or lexicon().noun(word, "generic") is not None


def turn(fact: Fact, change: str, tail: int, r: Clause) -> None:
    fact.change, fact.tail, fact.near, fact.lead = change, tail, False, r.lead
    fact.rule = f"{fact.rule}-{change}"
