"""A title for a story, out of its own words: the headline that says most of what its documents share."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.stories import wording

OPENING = 120  # characters of a text without a headline
ENOUGH = 3  # terms of a headline: one of fewer ("Live", "Transcript") is chosen only where there is no other

Terms = NDArray[np.int32]
Rarity = NDArray[np.float64]


def rarity(texts: Sequence[Terms], width: int) -> Rarity:
    """How telling each term is: the fewer of all documents have it, the more; never quite nothing."""
    documents = np.bincount(np.concatenate([*texts, np.zeros(0, np.int32)]), minlength=width)
    return np.log((len(texts) + 2) / (documents + 0.5))


def central(texts: Sequence[Terms], headings: Sequence[Terms], rare: Rarity) -> int:
    """Which document gives the title, by its place; the first of equals.

    A headline is worth what its terms tell, each as far as other documents of the story have it, divided by
    the root of how many there are: it should say much of the story and little else.
    """
    shares: Counter[int] = Counter()
    for terms in texts:
        shares.update(terms.tolist())
    return max(range(len(texts)), key=lambda i: (*_worth(headings[i], shares, rare), -i))


def _worth(heading: Terms, shares: Counter[int], rare: Rarity) -> tuple[bool, float]:
    terms = heading.tolist()
    said = sum((shares[t] - 1) * float(rare[t]) for t in terms)
    return len(terms) >= ENOUGH, round(said / math.sqrt(len(terms)), 9) if terms else -1.0


def of_lines(
    lines: Iterable[Sequence[str]], terms: Mapping[str, Collection[str]], headlines: Mapping[str, str]
) -> list[str]:
    """For each line of stories the one whose headline says most of what they share; `terms` are those of all."""
    numbers: dict[str, int] = {}

    def numbered(some: Iterable[str]) -> Terms:
        return np.array([numbers.setdefault(t, len(numbers)) for t in some], np.int32)

    texts = {s: numbered(sorted(terms[s])) for s in sorted(terms)}
    width = len(numbers)
    rare = rarity(list(texts.values()), width)
    out = []
    for line in lines:
        heads = [numbered(t for t in wording.read("", headlines[s]).all if t in numbers) for s in line]
        out.append(line[central([texts[s] for s in line], heads, rare)] if len(line) > 1 else line[0])
    return out


def opening(text: str) -> str:
    """The beginning of a text as a title, cut between words."""
    line = next((" ".join(row.split()) for row in text.split("\n") if row.strip()), "")
    if len(line) <= OPENING:
        return line
    return line[:OPENING].rsplit(" ", 1)[0] + " ..."
