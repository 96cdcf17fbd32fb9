"""What the rules know and the tagger does not: acts, addressees, relays, inner and laid-out attributions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from onrecord.attribution.finds import Find
from onrecord.attribution.lexicon import lexicon
from onrecord.model import Attribution, Range
from onrecord.span import merge, overlap

LAYOUT = frozenset(("speaker-label", "quote-then-dash-name", "colon-then-quote"))
AGREE = 0.5
_WORD = re.compile(r"\w+(?:['’]\w+)?")


@dataclass(frozen=True, slots=True)
class Known:
    """What a cue does, to whom the words were said, and who relayed them.

    `same`: the rules found this content, too; `both`: with this source.
    """

    act: str
    addressee: Sequence[Range] = ()
    via: Sequence[Range] = ()
    same: bool = False
    both: bool = False


class Details:
    """The rules' finds of one article, to be asked about attributions that the tagger found."""

    def __init__(self, text: str, finds: Sequence[Find]) -> None:
        self._text = text
        self._finds = finds
        self._cues = sorted((s, e, k) for k, f in enumerate(finds) for s, e in f.cue)
        self._longest = max((e - s for s, e, _ in self._cues), default=0)

    def _with_cue(self, cue: Sequence[Range]) -> list[Find]:
        """The finds whose cue shares characters with this one, in reading order."""
        found: set[int] = set()
        for start, end in cue:
            first = bisect_left(self._cues, (start - self._longest, 0, 0))
            for s, e, k in self._cues[first : bisect_left(self._cues, (end, 0, 0))]:
                if e > start and s < end:
                    found.add(k)
        return [self._finds[k] for k in sorted(found)]

    def of(self, source: Sequence[Range], cue: Sequence[Range], content: Sequence[Range]) -> Known:
        """What the find with the same cue says; else the act of the cue's own words."""
        for find in self._with_cue(cue):
            if _meet(content, find.content):
                to, through = ([r for r in rs if not _meet([r], content)] for rs in (find.addressee, find.via))
                same = _shared(content, find.content) >= AGREE
                both = same and (_shared(source, find.source) >= AGREE if source else not find.source)
                return Known(find.act, to, through, same=same, both=both)
        return Known(self._act(cue))

    def _act(self, cue: Sequence[Range]) -> str:
        """The act of the last word of the cue that the lists know."""
        lex = lexicon()
        act = "assertion"
        for s, e in cue:
            for m in _WORD.finditer(self._text, s, e):
                forms = lex.verbs.get(m.group().lower())
                if forms and not forms[0].cue.rest:
                    act = forms[0].cue.act
        return act

    def forms(self) -> list[Find]:
        """The finds that the layout makes plain: they stand, whatever the tagger says."""
        return [f for f in self._finds if f.rule in LAYOUT and f.content and f.source]

    def inner(self, found: Sequence[Attribution]) -> list[Find]:
        """The finds that lie with source, cue and content in another attribution's content."""
        pieces = sorted(r for a in found for r in a.content)
        reach = list(accumulate((e for _, e in pieces), max))  # how far any piece up to this one goes
        return [f for f in self._finds if f.rule.startswith("nested") and f.source and _inside(f, pieces, reach)]


def _inside(find: Find, pieces: Sequence[Range], reach: Sequence[int]) -> bool:
    """Whether a find lies in one of the sorted pieces."""
    mine = [*find.source, *find.cue, *find.content]
    low, high = min(r[0] for r in mine), max(r[1] for r in mine)
    k = bisect_left(pieces, (low + 1, 0))
    return k > 0 and high <= reach[k - 1]


class Forms:
    """Layout forms of an article, which no tagged content may cross."""

    def __init__(self, text: str, finds: Sequence[Find]) -> None:
        self._text = text
        self.finds = finds
        self._parts = sorted((*r, k) for k, f in enumerate(finds) for r in (*f.content, *f.cue, *f.source))
        self._longest = max((e - s for s, e, _ in self._parts), default=0)

    def outside(self, cue: Sequence[Range], content: Sequence[Range]) -> tuple[Range, ...]:
        """The pieces of a content that no form claims; one that lies with its cue in a form's content stays."""
        kept = []
        for piece in content:
            if self.finds and not _WORD.search(self._text, *piece):
                continue  # the mark that is left of a quotation whose words a form took
            first = bisect_left(self._parts, (piece[0] - self._longest, 0, 0))
            near = self._parts[first : bisect_left(self._parts, (piece[1], 0, 0))]
            claimed = [self.finds[k] for _, e, k in near if e > piece[0]]
            if all(_within([*cue, piece], f.content) for f in claimed):
                kept.append(piece)
        return tuple(kept)


def _within(some: Sequence[Range], others: Sequence[Range]) -> bool:
    return all(any(s <= a and b <= e for s, e in others) for a, b in some)


def _meet(some: Sequence[Range], others: Sequence[Range]) -> bool:
    return any(overlap(a, b) for a in some for b in others)


def _shared(some: Sequence[Range], others: Sequence[Range]) -> float:
    """The characters that both cover, as a share of those that either covers."""
    both = sum(overlap(a, b) for a in merge(some) for b in merge(others))
    either = sum(e - s for s, e in (*merge(some), *merge(others))) - both
    return both / either if either else 0.0
