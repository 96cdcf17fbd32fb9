"""What the rules know and the tagger does not: acts, addressees, relays, inner and laid-out attributions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from onrecord.attribution import cue_acts, told, via
from onrecord.attribution.acts import act_of
from onrecord.attribution.finds import Find
from onrecord.attribution.lexicon import lexicon
from onrecord.attribution.tokens import Tokens
from onrecord.findings import Attribution, Range
from onrecord.span import merge, overlap, trim

LAYOUT = frozenset(("speaker-label", "quote-then-dash-name", "colon-then-quote"))
FORM_SCORES = {"speaker-label": 0.9, "quote-then-dash-name": 0.95}
"""Shares that are right, rounded down: 47 of 49 and 22 of 22 on PolNeAR dev and registers-a. The lower figures in
data/rules.tsv are of PolNeAR train, whose annotators left many transcripts out."""
QUOTED = "quoted-as-saying"
ACCORDING = frozenset(("clause-then-according-to", "according-to-then-clause"))
AGREE = 0.5
_MADE = re.compile(r"\b(?:published|released)\b[^,]*\bby\s*$")
_WORD = re.compile(r"\w+(?:['’]\w+)?")


@dataclass(frozen=True, slots=True)
class Known:
    """What a cue does, to whom the words were said, and who relayed them.

    `same`: the rules found this content, too; `both`: with this source. `instead`: the find whose source, cue and
    content hold, because who quotes is easily taken for who speaks ("Y quoted X as saying").
    """

    act: str
    addressee: tuple[Range, ...] = ()
    via: tuple[Range, ...] = ()
    same: bool = False
    both: bool = False
    instead: Find | None = None


class Details:
    """The rules' finds of one article, to be asked about attributions that the tagger found."""

    def __init__(self, text: str, finds: Sequence[Find], paragraphs: Sequence[Tokens]) -> None:
        self._text = text
        self._finds = finds
        self._paragraphs = [t for t in paragraphs if t.start]
        self._starts = [t.start[0] for t in self._paragraphs]
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
        """What the find with the same cue says, and what the words around the cue say."""
        find = next((f for f in self._with_cue(cue) if _meet(content, f.content)), None)
        same = find is not None and _shared(content, find.content) >= AGREE
        both = same and find is not None and (_shared(source, find.source) >= AGREE if source else not find.source)
        quoting = find if find and find.rule == QUOTED and find.source else None
        if quoting is None and source:
            quoting = via.spoken_through(self._text, source, cue, content)
        if quoting:
            act = cue_acts.act(self._text, quoting.source, quoting.cue, quoting.content, "assertion")
            return Known(act, (*quoting.addressee,), (*quoting.via,), same=same, both=both, instead=quoting)
        act = cue_acts.act(self._text, source, cue, content, find.act if find else self._act(cue))
        to = [r for r in find.addressee if not _meet([r], content)] if find else []
        through = self._relays(find.via, source, content) if find else []
        if not (to and through):
            others, relays = self._around(source, cue, content)
            to, through = to or others, through or relays
        return Known(act, (*to,), (*through,), same=same, both=both)

    def _around(
        self, source: Sequence[Range], cue: Sequence[Range], content: Sequence[Range]
    ) -> tuple[list[Range], list[Range]]:
        """Whom the words around the cue name as addressed, and as having relayed it."""
        k = bisect_right(self._starts, cue[-1][0]) - 1
        if k < 0:
            return [], []
        t = self._paragraphs[k]
        who = told.addressee(t, source, cue, content)
        mine = Find("", "", [*cue], [*content], [*source], [who] if who else [])
        lo, hi = told.sentence(t, cue[-1][0])
        if lo < hi:
            here = (t.start[lo], t.end[hi - 1])
            others = (f for f in self._with_cue([here]) if not _meet(cue, f.cue) and f.rule not in ACCORDING)
            via.relayed(t, lo, hi, [mine, *(replace(f, via=[*f.via]) for f in others)])
        return mine.addressee, self._relays(mine.via, source, content)

    def _relays(self, found: Sequence[Range], source: Sequence[Range], content: Sequence[Range]) -> list[Range]:
        """The relays, cut where the content begins; none that lies in it."""
        out = []
        for s, e in found:
            start, end = trim(self._text, s, min([e, *(a for a, b in content if s < a < e)]), ",;: ")
            if start < end and not _meet([(start, end)], content) and not self._publishes((start, end), source):
                out.append((start, end))
        return out

    def _publishes(self, relay: Range, source: Sequence[Range]) -> bool:
        """Whether the source is what the relay made itself: "a report published by the commission"."""
        return any(s <= relay[0] and relay[1] <= e and _MADE.search(self._text, s, relay[0]) for s, e in source)

    def _act(self, cue: Sequence[Range]) -> str:
        """The act of the last verb of the cue that the lists know, with the preposition that goes with it."""
        words = [m.group().lower() for s, e in cue for m in _WORD.finditer(self._text, s, e)]
        act = "assertion"
        for k, word in enumerate(words):
            for form in lexicon().verbs.get(word, ()):
                if tuple(words[k + 1 : k + 1 + len(form.cue.rest)]) == form.cue.rest:
                    act = form.cue.act
                    break
        return act

    def forms(self) -> list[Find]:
        """The finds that the layout makes plain: they stand, whatever the tagger says."""
        laid = [f for f in self._finds if f.rule in LAYOUT and f.content and f.source]
        return [self._acted(f) for f in told.turns(self._text, laid)]

    def nested(self, found: Sequence[Attribution]) -> list[Find]:
        """The finds that lie with source, cue and content in another attribution's content."""
        pieces, reach = _pieces(found)
        nested = [f for f in self._finds if f.rule.startswith("nested") and f.source and _inside(f, pieces, reach)]
        return [self._acted(f) for f in nested]

    def quoting(self, found: Sequence[Attribution]) -> list[Find]:
        """The finds that say who quotes whom, where nothing else was found."""
        pieces, reach = _pieces(found)
        quoting = [f for f in self._finds if f.rule == QUOTED and f.source and _free(f, pieces, reach)]
        return [self._acted(f) for f in quoting]

    def _acted(self, find: Find) -> Find:
        """The find with the act that `cue_acts` gives it, where that act then stands."""
        act = cue_acts.act(self._text, find.source, find.cue, find.content, find.act)
        stands = act_of(self._text, find.cue, find.content, act, find.source) == act
        return replace(find, act=act) if stands and act != find.act else find


def _pieces(found: Sequence[Attribution]) -> tuple[list[Range], list[int]]:
    """The pieces of all contents in order, and how far any piece up to each one goes."""
    pieces = sorted(r for a in found for r in a.content)
    return pieces, list(accumulate((e for _, e in pieces), max))


def _inside(find: Find, pieces: Sequence[Range], reach: Sequence[int]) -> bool:
    """Whether a find lies in one of the sorted pieces."""
    mine = [*find.source, *find.cue, *find.content]
    low, high = min(r[0] for r in mine), max(r[1] for r in mine)
    k = bisect_left(pieces, (low + 1, 0))
    return k > 0 and high <= reach[k - 1]


def _free(find: Find, pieces: Sequence[Range], reach: Sequence[int]) -> bool:
    """Whether no piece shares characters with the content of a find."""
    for low, high in find.content:
        k = bisect_left(pieces, (high, 0))
        if k > 0 and reach[k - 1] > low:
            return False
    return True


class Forms:
    """Layout forms of an article, which no tagged content may cross."""

    def __init__(self, finds: Sequence[Find]) -> None:
        self.finds = finds
        self._parts = sorted((*r, k) for k, f in enumerate(finds) for r in (*f.content, *f.cue, *f.source))
        self._longest = max((e - s for s, e, _ in self._parts), default=0)

    def outside(self, cue: Sequence[Range], content: Sequence[Range]) -> tuple[Range, ...]:
        """The pieces of a content that no form claims; one that lies with its cue in a form's content stays."""
        kept = []
        for piece in content:
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
