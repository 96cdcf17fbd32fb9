"""Which statements of an article may be about an issue, by words alone, and which words say so.

An issue is told by the words of its name, its proposition and its other wordings that few articles have. A statement is
worth reading where such a word stands in its sentences or the one before, or where its article has several of them;
but not one that its speaker makes within another of his. Where the user gives words of which one must appear, the
article must hold one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.positions import passage
from onrecord.positions.spoken import Spoken
from onrecord.project import Issue
from onrecord.stories import wording

COMMON = 0.12
"""A word that this share of all news has tells little of an issue."""
RARE = 0.03
"""One word that no more than this share of all news has makes an article one about the issue; of others it takes
two."""


@dataclass(frozen=True, slots=True)
class Matter:
    """An issue as it is looked for: stems that tell it, and words of which one must appear (in lower case)."""

    stems: frozenset[str]
    words: tuple[str, ...]


@lru_cache(maxsize=256)
def matter(issue: Issue) -> Matter:
    """What tells an issue."""
    general = wording.common()
    stems = {
        wording.stemmed(w)
        for text in (issue.name, issue.statement, *issue.support, *issue.oppose, *issue.words)
        for w in wording.words(text)
    }
    telling = {s for s in stems if general.get(s, 0.0) < COMMON and len(s) > 2 and s not in _MODAL}
    return Matter(frozenset(telling or stems), tuple(w.casefold() for w in issue.words))


_MODAL = frozenset(wording.stemmed(w) for w in ("should", "must", "ought", "need", "needs", "shall", "not", "never"))


def told_by(spoken: Spoken, issue: Issue, lead: bool = True) -> list[str]:
    """The telling words in a statement's sentences and, with `lead`, in the sentence before them; in their order."""
    start, end = passage.extent(spoken)
    if lead:
        start, _ = passage.before(spoken, start)
    stems = matter(issue).stems
    found = [w for w in wording.words(spoken.text[start:end]) if wording.stemmed(w) in stems]
    return list(dict.fromkeys(found))


def candidates(spoken: Sequence[Spoken], issue: Issue) -> list[int]:
    """Which statements of one article may be about an issue: their numbers, in order."""
    if not spoken:
        return []
    sought = matter(issue)
    text = f"{spoken[0].title}\n{spoken[0].text}"
    low = text.casefold()
    if sought.words and not any(w in low for w in sought.words):
        return []
    held = sought.stems.intersection(map(wording.stemmed, wording.words(text)))
    own = _own(spoken)
    if len(held) > 1 or any(wording.common().get(s, 0.0) <= RARE for s in held):
        return own
    return [i for i in own if held and told_by(spoken[i], issue)]


def _own(spoken: Sequence[Spoken]) -> list[int]:
    """The numbers of the statements that say something of their own.

    "She said she could support the toll" is two statements of one speaker; the inner one says nothing more.
    """
    speakers = {s.statement.id: s.statement.speaker for s in spoken}
    return [
        i
        for i, s in enumerate(spoken)
        if s.statement.within is None
        or s.statement.speaker is None
        or speakers.get(s.statement.within) != s.statement.speaker
    ]
