"""What statements make what they say depend on: "if", "unless", "only after", "No house, no water" and their kin.

find(text, statements, parts)     the conditions of one article's statements, in text order

A condition belongs to the innermost statement in whose content its first word stands, and to those whose content it
stands beside in the same sentence: "he would sign [the accord] if ...", "If the flow stays low, he said, [...]".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from onrecord.findings import Range
from onrecord.layout import lay_out
from onrecord.model import Condition, Part, Span, Statement
from onrecord.positions.condition_effects import effect
from onrecord.positions.condition_found import Found, at_marker, in_shape
from onrecord.positions.condition_holders import Holder, Holders
from onrecord.positions.condition_sentences import Sentences
from onrecord.positions.condition_words import Hit, hits, lowered
from onrecord.span import merge, stable_id, subtract, trim, words

BY = "positions.conditions/1"
MOST = 24
"""Markers that are looked at in one sentence, at most."""
_CLAUSE = re.compile(r"[;:.!?]\s|\s[—–-]\s|[—–]|, but ")
_JOINING = re.compile(r"(?:that|then|and|but|so|fine)\b[\s,]*")
_EDGE = ',;:.!?…—–-"“”«»'
_OUTSIDE = 0.85


def find(text: str, statements: Sequence[Statement], parts: Sequence[Part]) -> list[Condition]:
    """The conditions of an article's statements, each with its place, what follows from it, and how sure it is."""
    if not statements:
        return []
    page = lay_out(text, parts)
    low = lowered(page.text)
    sentences = Sentences(page.text, [(p.start, p.end) for p in page.paragraphs])
    holders = Holders(statements, len(text))
    counted: Counter[tuple[str, ...]] = Counter()
    return [
        _condition(text, low, found, holder, inside, counted)
        for found, owners in _all(low, sentences, holders)
        for holder, inside in owners
    ]


def _all(low: str, sentences: Sentences, holders: Holders) -> Iterator[tuple[Found, list[tuple[Holder, bool]]]]:
    """The conditions of the text, each with the statements that it is of, and whether their content holds it."""
    done, tried, here = 0, 0, (-1, -1)
    for hit in hits(low):
        sentence = sentences.around(hit.start)
        if sentence is None:
            continue
        inside = holders.innermost(hit.start)
        tried, here = (tried + 1 if sentence == here else 1), sentence
        if hit.start < done or tried > MOST or (inside is None and not holders.near(sentence)):
            continue
        around = holders.around(inside) if inside else []
        ceiling = sentence[1] if around else holders.parted(low, hit.end, sentence[1])
        found = _found(low, hit, sentences, sentence, around, ceiling)
        if found is None or found.ranges[0][0] < done:
            continue
        beside = holders.beside(low, found.ranges[0][0], found.ranges[-1][1], sentence, found.front)
        owners = [(h, True) for h in around] + [(h, False) for h in beside if h not in around]
        if owners:
            done = found.until
            yield found, owners


def _found(
    low: str, hit: Hit, sentences: Sentences, sentence: Range, around: Sequence[Holder], ceiling: int
) -> Found | None:
    """The condition that words of the tables make, if they make one."""
    found = at_marker(low, hit, sentence, _bounds(sentence, around, hit.start, ceiling)) if hit.marker else None
    if found is not None or not hit.shapes:
        return found
    whole = sentence
    if not low[sentence[0] : hit.start].strip(' "“‘«('):  # "Otherwise, ...": of the sentence before
        whole = sentences.before(sentence)[0], sentence[1]
    return in_shape(low, hit, sentence, _bounds(whole, around, hit.start, ceiling))


def _bounds(sentence: Range, around: Sequence[Holder], at: int, ceiling: int) -> list[Range]:
    """Where a condition may stand whose first word is at `at`: the content that holds it, or the sentence.

    `ceiling` is where the sentence, or what of it no statement holds, ends. Further ranges are where it may go on:
    `"If the army," he said, "stays, we go."` A speaker's words about his own go as far as the widest content.
    """
    if not around:
        return [(sentence[0], ceiling)]
    starts, ends = [], []
    for holder in around:
        own = [s.start for s in (*holder.statement.source, *holder.statement.cue) if s.start > at]
        start, end = next(((s, e) for s, e in holder.content if s <= at < e), (at, at))
        starts.append(start)
        ends.append(min([end, *own]))
    first = max(sentence[0], min(starts[0], at)), min(sentence[1], max(ends))
    later = ((s, min(e, sentence[1])) for s, e in around[-1].content if s >= first[1])
    return [first, *(r for r in later if r[0] < r[1])]


def _condition(
    text: str, low: str, found: Found, holder: Holder, inside: bool, counted: Counter[tuple[str, ...]]
) -> Condition:
    statement = holder.statement

    def spans(ranges: Sequence[Range]) -> tuple[Span, ...]:
        return tuple(Span(doc=statement.doc, start=s, end=e, text=text[s:e]) for s, e in ranges)

    own = spans(found.ranges)
    follows = spans(_consequence(low, found, holder))
    said = (statement.id, *(s.text for s in own))
    same = tuple(words(x) for x in said)
    counted[same] += 1
    return Condition(
        id=stable_id("c", statement.doc, "condition", said, counted[same] - 1),
        doc=statement.doc,
        statement=statement.id,
        spans=own,
        marker=found.marker,
        polarity=found.polarity,
        consequence=follows,
        effect=effect(statement.act, " ".join(c.text for c in statement.cue), " ".join(s.text for s in follows)),
        score=round(found.score * (1 if inside else _OUTSIDE), 3),
        why=f"{found.rule}: {found.marker}{'' if inside else ', beside the content'}",
        by=BY,
    )


def _consequence(low: str, found: Found, holder: Holder) -> list[Range]:
    """The words of a statement's content in the condition's sentence that say what follows from it."""
    whole = found.consequence or (min(found.sentence[0], found.ranges[0][0]), found.sentence[1])
    content = [(max(s, whole[0]), min(e, whole[1])) for s, e in holder.content]
    left = subtract([r for r in content if r[0] < r[1]], found.ranges)
    first = found.ranges[0][0]
    ahead = [r for r in left if r[1] <= first]
    behind = [r for r in left if r[0] >= first]
    if ahead:
        s, e = ahead[-1]
        breaks = [m.end() for m in _CLAUSE.finditer(low, s, max(s, e - 2))]
        ahead = [*(ahead[:-1] if not breaks else []), (breaks[-1] if breaks else s, e)]
    chosen = (behind or ahead) if found.front else (ahead or behind)
    tidy = [_tidied(low, s, e) for s, e in chosen]
    return [r for r in merge(tidy) if any(c.isalnum() for c in low[slice(*r)])]


def _tidied(low: str, start: int, end: int) -> Range:
    """A range without marks at its edges and without the word that joins it to the condition."""
    start, end = trim(low, start, end, _EDGE)
    m = _JOINING.match(low, start, end)
    if m and m.end() < end:
        start = m.end()
    return trim(low, start, end, _EDGE)
