"""What the rules know and the tagger does not: acts, addressees, relays, inner and laid-out attributions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.attribution.finds import Find
from onrecord.attribution.lexicon import lexicon
from onrecord.model import Attribution, Range
from onrecord.span import overlap

LAYOUT = frozenset(("speaker-label", "quote-then-dash-name", "colon-then-quote"))
_WORD = re.compile(r"\w+(?:['’]\w+)?")


@dataclass(frozen=True, slots=True)
class Known:
    """What a cue does, to whom the words were said, and who relayed them."""

    act: str
    addressee: Sequence[Range] = ()
    via: Sequence[Range] = ()


class Details:
    """The rules' finds of one article, to be asked about attributions that the tagger found."""

    def __init__(self, text: str, finds: Sequence[Find]) -> None:
        self._text = text
        self._finds = finds

    def of(self, cue: Sequence[Range], content: Sequence[Range]) -> Known:
        """What the find with the same cue says; else the act of the cue's own words."""
        for find in self._finds:
            if _meet(cue, find.cue) and _meet(content, find.content):
                apart = [[r for r in rs if not _meet([r], content)] for rs in (find.addressee, find.via)]
                return Known(find.act, *apart)
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
        return [f for f in self._finds if f.rule.startswith("nested") and f.source and self._inside(f, found)]

    def _inside(self, find: Find, found: Sequence[Attribution]) -> bool:
        mine = [*find.source, *find.cue, *find.content]
        low, high = min(r[0] for r in mine), max(r[1] for r in mine)
        return any(s <= low and high <= e for a in found for s, e in a.content)


def outside(bundle_cue: Sequence[Range], content: Sequence[Range], forms: Sequence[Find]) -> tuple[Range, ...]:
    """The pieces of a content that no layout form claims; one whose cue lies with it in the form's content stays."""
    kept = []
    for piece in content:
        claimed = [f for f in forms if _meet([piece], [*f.content, *f.cue, *f.source])]
        if all(_within(bundle_cue, f.content) and _within([piece], f.content) for f in claimed):
            kept.append(piece)
    return tuple(kept)


def _within(some: Sequence[Range], others: Sequence[Range]) -> bool:
    return all(any(s <= a and b <= e for s, e in others) for a, b in some)


def _meet(some: Sequence[Range], others: Sequence[Range]) -> bool:
    return any(overlap(a, b) for a in some for b in others)
