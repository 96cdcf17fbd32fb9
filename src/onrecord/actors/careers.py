"""What a clause says somebody is, was, becomes or ceases to be: "was elected chair on Monday", "resigned as mayor".

Nothing is taken from what is denied, asked, wished or supposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.actors import tenure
from onrecord.actors.appointments import CLAUSE, Clause, as_object, is_body, is_office, turn
from onrecord.actors.career_words import (
    GAP,
    MIDDLE,
    becomes,
    behind_subject,
    enters,
    leading_titles,
    leads,
    leaves,
    left_too,
    succeeds,
    supposed,
)
from onrecord.actors.phrases import names_within
from onrecord.actors.pieces import Name
from onrecord.actors.pronouns import person
from onrecord.actors.role_phrases import Fact, also, noun_phrase, phrase_end, readable
from onrecord.actors.scene import Scene, lies_in
from onrecord.actors.sentences import sentence_start
from onrecord.actors.tenure import BEGINS, ENDS, HELD, HOLDS
from onrecord.layout import Layout

_MODIFIERS = re.compile(r"(?:[a-z][a-z-]+ ){0,2}")
_QUESTION = re.compile(r"[^.!\n]{0,120}\?")
_AND_LEFT = re.compile(r",? and (?:then |later )?")
_PRONOUN = re.compile(r"(?:\A|\n|[.!?][\"”’)]*\s+)\b(He|She)\b(?= )")
_WHOLE = re.compile(
    r"\Z|[.,;:)]| (?:and|in|from|since|until|between|over|but|or|for|as|on|after|at|with|when|during|is|was|has|had"
    r"|said|says|told|will|who)\b"
    r"| \("
)
_BACK, _FAR = 160, 240
_IN_RELATIVE = re.compile(r"\b(?:who|which|whose|that) [^,.;:!?]*\Z")
"""Before a name that a relative clause ends with: "Alvarn, the minister who built the *Orn Dam*, became ..."."""
_PRONOUN_COST = 0.15
SUCCEEDED = "succeeded"
"""The rule by which somebody held an office until another came."""


def careers(layout: Layout, names: Sequence[Name], beside: Sequence[Fact]) -> list[Fact]:
    """The offices that clauses give the names; facts `beside` a name that such a clause begins or ends are changed."""
    text = readable(layout.text)
    starts = [n.start for n in names]
    titles: dict[int, list[Fact]] = {}
    for fact in beside:
        if fact.head:
            titles.setdefault(id(fact.name), []).append(fact)
    out: list[Fact] = []
    for name in names:
        if name.kind not in ("person", "unknown") or name.quoted:
            continue
        p = layout.paragraphs[name.paragraph]
        held = titles.get(id(name), [])
        first = min([name.title_start, *(f.start for f in held)])
        floor = sentence_start(text, max(p.start, first - _BACK), first)
        r = Clause(text=text, names=names, starts=starts, name=name, floor=floor, ceiling=p.end, lead=text[floor:first])
        if not name.possessive and not supposed(r.lead) and not _IN_RELATIVE.search(r.lead):
            out += predicates(r, name.end, held)
        out += as_object(r, first, held)
    return out


def of_pronouns(scene: Scene) -> list[Fact]:
    """The offices that clauses give a "he" or "she" that opens a sentence, of whoever is meant."""
    text = readable(scene.layout.text)
    out: list[Fact] = []
    for m in _PRONOUN.finditer(text):
        if lies_in(scene.quoted, m.start(1)) or not scene.layout.paragraphs:
            continue
        p = scene.layout.paragraphs[scene.paragraph(m.start(1))]
        verbs = [behind_subject(f" {MIDDLE}", pattern.pattern) for pattern in (becomes(), leads(), succeeds())]
        gone = leaves().match(text, m.end(), p.end)
        if not p.start <= m.start(1) < p.end or not (gone or any(v.match(text, m.end(), p.end) for v in verbs)):
            continue
        who = person(scene, m.start(1), "m" if m[1] == "He" else "f").entity
        if who is None or not scene.cast.ents[who].names:
            continue
        name = scene.cast.ents[who].names[0]
        r = Clause(text=text, names=scene.names, starts=scene.starts, name=name, floor=p.start, ceiling=p.end, lead="")
        held = {f.head: f for f in scene.cast.ents[who].facts if f.head and is_office(f)}
        if gone is not None and len(held) == 1:
            (fact,) = held.values()
            out.append(replace(_gone(fact, gone.end()), rule=f"{fact.rule}-ends-pronoun"))
        for fact in predicates(r, m.end(), ()):
            start = m.start(1) if fact.name is name else fact.start
            out.append(replace(fact, start=start, score=fact.score - _PRONOUN_COST, rule=f"{fact.rule}-pronoun"))
    return out


def predicates(r: Clause, at: int, held: Sequence[Fact]) -> list[Fact]:
    """Every predicate of the subject that ends at `at`; one that only ends or begins an office changes `held`."""
    out: list[Fact] = []
    for pattern, make in ((becomes(), _copula), (leads(), _leading), (succeeds(), _successor)):
        for m in _each(pattern, r, at):
            found = list(make(r, m))
            out += found
            if found:
                break
            if make is _successor and len(held) == 1:
                out += _instead(r, m, held[0])
    own = [f for f in out if f.name is r.name and f.change in (HOLDS, BEGINS)]
    for pattern, change in ((leaves(), ENDS), (enters(), BEGINS)):
        alone = pattern.match(r.text, at, min(r.ceiling, at + _FAR))
        if alone is None:
            continue
        for fact in held:
            turn(fact, change, alone.end(), r)
        out += [_gone(fact, alone.end()) for fact in own if change == ENDS and fact.tail < alone.end()]
    for fact in own:
        joined = _AND_LEFT.search(r.text, fact.tail, min(r.ceiling, fact.tail + 60))
        left = left_too().match(r.text, joined.end(), r.ceiling) if joined else None
        if left is not None and "." not in r.text[fact.tail : left.start()]:
            out.append(_gone(fact, left.end()))
            break
    return out


def _gone(fact: Fact, tail: int) -> Fact:
    """The same office as it ends; when stands after `tail`."""
    return replace(fact, change=ENDS, tail=tail, lead="", near=False)


def _each(pattern: re.Pattern[str], r: Clause, at: int) -> Iterator[re.Match[str]]:
    """The pattern right behind the subject, and behind an apposition or a relative clause."""
    stop = min(r.ceiling, at + _FAR)
    ends: set[int] = set()
    for lead in (rf"(?:,? \(?\d{{1,3}}\)?)?,?(?: who)? {MIDDLE}", rf"{GAP}{MIDDLE}"):
        m = behind_subject(lead, pattern.pattern).match(r.text, at, stop)
        if m is not None and m.end() not in ends:
            ends.add(m.end())
            yield m


def _copula(r: Clause, m: re.Match[str]) -> Iterator[Fact]:
    """is the party's leader; was elected chair; resigned as mayor"""
    change = next(c for c in (BEGINS, ENDS, HELD, HOLDS) if m[c] is not None)
    start = m.end()
    while r.text[start : start + 1] == " ":
        start += 1
    end = phrase_end(r.text, start, r.ceiling)
    fact = noun_phrase(r.text, r.names, r.starts, r.name, start, end)
    if fact is None or _QUESTION.match(r.text, end):
        return
    for found in (fact, *also(r.text, r.names, r.starts, fact, end, r.ceiling)):
        if is_office(found):
            yield _clausal(r, m, found, change)


def _clausal(r: Clause, m: re.Match[str], fact: Fact, change: str) -> Fact:
    """What the noun phrase of a predicate says, with the predicate's tense and dates."""
    end = fact.tail
    lead = m["middle"] or r.lead
    fact.change, fact.near, fact.lead, fact.rule, fact.score = change, False, lead, f"clause-{change}", CLAUSE
    dated = next((m.start(g) for g in ("begun", "ended", "gone") if m[g]), None)
    fact.start, fact.tail = r.name.title_start, end if dated is None else dated
    fact.end = max(end, fact.end)
    return fact


def _leading(r: Clause, m: re.Match[str]) -> Iterator[Fact]:
    """who leads the Upper River Bloc; heads the ministry"""
    verb = m["holds"] or m["held"]
    head = leading_titles()[verb]
    start = m.end()
    inside = names_within(r.names, r.starts, start, min(r.ceiling, start + 80))
    owner = inside[0] if inside and inside[0].kind != "person" else None
    if owner is not None and not _MODIFIERS.fullmatch(r.text, start, owner.title_start):
        owner = None
    noun = re.compile(r"([a-z]+)(?: ([a-z]+))?").match(r.text, start, r.ceiling)
    said = [w for w in noun.groups() if w and is_body(w)] if noun and r.text[start - 4 : start] == "the " else []
    word = said[0] if owner is None and said else ""
    if owner is None and not word:
        return
    end = owner.end if owner else r.text.index(word, start) + len(word)
    if owner is not None and (owner.possessive or not _WHOLE.match(r.text, owner.end)):
        return  # "led the Alvarn administration's team"
    change = HOLDS if m["holds"] else HELD
    if change == HELD and re.compile(r" (?:to|into|through|in a|on a|out)\b").match(r.text, end):
        return  # "led the Front to victory"
    yield Fact(
        name=r.name, title=head, head=head, words=frozenset((head,)), start=r.name.start, end=end,
        org=owner.text if owner else None, owner=owner, owner_word=word, change=change, near=False, tail=end,
        lead=m["middle"] or r.lead, rule="leads", score=CLAUSE,
    )  # fmt: skip


def _successor(r: Clause, m: re.Match[str]) -> Iterator[Fact]:
    """Ewa Lisiecka succeeded Jan Mroz as speaker of the Senate on Thursday: one comes, one goes."""
    other = _other(r, m)
    if other is None:
        return
    role = re.compile(r"(?:, [^.;:!?\n]{1,60},)? (?:as|in the post of) ").match(r.text, other.end, r.ceiling)
    if role is None:
        return
    end = phrase_end(r.text, role.end(), r.ceiling)
    fact = noun_phrase(r.text, r.names, r.starts, r.name, role.end(), end)
    if fact is None:
        return
    came, went = (other, r.name) if m["passive"] else (r.name, other)
    shared = replace(fact, start=r.name.start, end=end, tail=end, near=False, lead=r.lead, score=CLAUSE)
    yield replace(shared, name=came, change=BEGINS, rule="succeeds")
    yield replace(shared, name=went, change=ENDS, rule=SUCCEEDED, gender="")


def _other(r: Clause, m: re.Match[str]) -> Name | None:
    """The person named right behind "succeeded"."""
    after = names_within(r.names, r.starts, m.end(), min(r.ceiling, m.end() + 100))
    other = after[0] if after and r.text[m.end() : after[0].title_start].strip() in ("", "the", "his", "her") else None
    return None if other is None or other.kind not in ("person", "unknown") or other.possessive else other


def _instead(r: Clause, m: re.Match[str], held: Fact) -> Iterator[Fact]:
    """The mediator, Mira Alvarn, who took over from Petar Dossen in January: in the office that she holds"""
    other = _other(r, m)
    if other is None or held.change != HOLDS or tenure.mark_of(held.words):
        return
    came, went = (other, r.name) if m["passive"] else (r.name, other)
    shared = replace(held, start=min(held.start, r.name.start), end=other.end, tail=other.end, near=False, lead="")
    yield replace(shared, name=came, change=BEGINS, rule="succeeds", score=CLAUSE - _PRONOUN_COST)
    yield replace(shared, name=went, change=ENDS, rule=SUCCEEDED, score=CLAUSE - _PRONOUN_COST, gender="", age="")
