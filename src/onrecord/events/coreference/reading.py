"""A report as it is compared: its act, the words around it, names and numbers, what its article is about."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.encoder.act_vectors import parts
from onrecord.encoder.act_words import meaning
from onrecord.encoder.decode import Floats
from onrecord.events.coreference.acts import WORD, base, empty, families, forms, is_common, rarity
from onrecord.events.coreference.reports import EventReport

BESIDE, NEAR, NAMES = 4, 5, 8
"""Words on either side of a trigger: what it is done to, its clause, the names of those who take part."""
DENIED, MOOD = 4, 3
"""Words before a trigger among which it is denied, or made a thing of the future or of the mind."""
LATEST = 8
"""Sentences beyond this are all late."""
_HEADLINE = 0.7
_VERB = re.compile(r"(?:ed|ing)$")
Words = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What of a report is compared. Words are base forms, names are in lower case."""

    doc: str
    number: int
    at: int
    head: str
    full: Words
    content: Words
    families: Mapping[int, float]
    areas: Words
    verb: bool
    bag: Words
    near: Words
    left: Words
    right: Words
    after: Words
    names: Words
    names_left: Words
    names_right: Words
    numbers: Words
    negated: bool
    unreal: bool
    article: Mapping[str, float]
    vectors: tuple[Floats, ...]
    meaning: tuple[Floats, ...]


def read(report: EventReport) -> Traits:
    """The traits of a report. A trigger that holds no word is read as the word nearest to it."""
    words = [(m.group(), m.start()) for m in WORD.finditer(report.sentence)] or [("", 0)]
    first, last = _trigger(words, report.trigger)
    bases = [base(w) for w, _ in words]
    full = bases[first:last]
    content = [w for w in full if w not in empty()] or full
    start = words[first][0].lower()
    verb = bool(_VERB.search(start)) or start in forms().bases
    found = families(full, bases[last : last + 2])
    names = _names([w for w, _ in words])
    around = set(range(len(words))) - set(range(first, last))

    def kept(low: int, high: int) -> Words:
        return frozenset(bases[i] for i in around if low <= i < high and bases[i] not in empty())

    def named(low: int, high: int) -> Words:
        return frozenset(words[i][0].lower() for i in around & names if low <= i < high)

    sets = forms().sets
    return Traits(
        doc=report.doc,
        number=report.number,
        at=report.at,
        head=content[0] if verb or len(content) == 1 else content[-1],
        full=frozenset(full),
        content=frozenset(content),
        families=found,
        areas=_areas(found),
        verb=verb,
        bag=kept(0, len(words)),
        near=kept(first - NEAR, last + NEAR),
        left=kept(first - BESIDE, first),
        right=kept(last, last + BESIDE),
        after=frozenset(bases[last : last + BESIDE]),
        names=named(0, len(words)),
        names_left=named(first - NAMES, first),
        names_right=named(last, last + NAMES),
        numbers=frozenset(w for w, _ in words if w[:1].isdigit()),
        negated=any(w.lower() in sets["negation"] for w, _ in words[max(0, first - DENIED) : first]),
        unreal=any(w.lower() in sets["modal"] for w, _ in words[max(0, first - MOOD) : first]),
        article=report.article,
        vectors=parts(report.vector),
        meaning=meaning([words[i][0] for i in range(first, last) if bases[i] in content], verb),
    )


def _trigger(words: Sequence[tuple[str, int]], at: tuple[int, int]) -> tuple[int, int]:
    inside = [i for i, (w, start) in enumerate(words) if start < at[1] and start + len(w) > at[0]]
    if not inside:
        inside = [min(range(len(words)), key=lambda i: abs(words[i][1] - at[0]))]
    return inside[0], inside[-1] + 1


def _areas(found: Mapping[int, float]) -> Words:
    from onrecord.events.coreference.acts import acts

    return frozenset(acts().areas[k] for k in found)


def _names(words: Sequence[str]) -> set[int]:
    """The places of words that are names: capitalised, and in a headline or at the beginning no common word."""
    capitals = {i for i, w in enumerate(words) if w[:1].isupper()}
    long = [i for i, w in enumerate(words) if len(w) > 3]
    headline = len(capitals.intersection(long)) >= _HEADLINE * len(long)
    doubtful = capitals if headline else capitals & {0}
    return capitals - {i for i in doubtful if is_common(base(words[i])) or families([base(words[i])])}


def article(text: str) -> dict[str, float]:
    """What an article is about: its words by their base forms, weighted by how often and how rare; of length 1."""
    counts = Counter(b for m in WORD.finditer(text) if (b := base(m.group())) not in empty())
    weights = {w: (1 + math.log(n)) * rarity(w) for w, n in counts.items()}
    length = math.sqrt(sum(x * x for x in weights.values()))
    return {w: x / length for w, x in sorted(weights.items()) if x} if length else {}


def named(phrases: Iterable[str]) -> Words:
    """The words, by their base forms, by which those who take part are named; pronouns name nobody."""
    return frozenset(b for p in phrases for m in WORD.finditer(p) if (b := base(m.group())) not in empty())
