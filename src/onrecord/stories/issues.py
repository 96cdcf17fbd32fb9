"""Which of the project's issues an article speaks of, by words alone.

An issue is spoken of where one paragraph has all the telling words of its name, or of its sentence: "Filling of the
Tarsil reservoir" is in "the reservoir of Tarsil would be filled". Words that all news has tell nothing, and an issue
that has no others is in no article.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from onrecord.stories import wording

COMMON = 0.3
"""A word that this share of all news has tells nothing of an issue."""
MOST = 0.5
"""The share of a story's documents that must speak of an issue for the story to do so."""


class Issues:
    """The issues of a project, ready to be looked for: names with the words that tell them."""

    def __init__(self, issues: Iterable[tuple[str, str]]) -> None:
        """`issues` are names, each with its sentence or nothing."""
        self._wanted = [(name, [t for t in (_telling(name), _telling(sentence)) if t]) for name, sentence in issues]

    def __bool__(self) -> bool:
        return any(ways for _, ways in self._wanted)

    def held(self, title: str, text: str) -> tuple[str, ...]:
        """The names of the issues that an article speaks of, in the project's order."""
        if not self:
            return ()
        every = _terms(f"{title}\n{text}")
        wanted = [(name, near) for name, ways in self._wanted if (near := [way for way in ways if way <= every])]
        lines = [_terms(line) for line in (title, *text.split("\n"))] if wanted else []
        return tuple(name for name, ways in wanted if any(way <= line for way in ways for line in lines))

    def of_story(self, held: Sequence[Sequence[str]]) -> tuple[str, ...]:
        """The issues of a story, from those that each of its documents speaks of."""
        counts = Counter(name for some in held for name in some)
        enough = max(1, math.ceil(MOST * len(held)))
        return tuple(name for name, _ in self._wanted if counts[name] >= enough)


def _telling(text: str) -> frozenset[str]:
    general = wording.common()
    return frozenset(t for t in _terms(text) if general.get(t, 0.0) < COMMON)


def _terms(text: str) -> frozenset[str]:
    return frozenset(map(wording.stemmed, wording.words(text)))
