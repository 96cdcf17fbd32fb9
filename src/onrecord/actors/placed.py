"""Attributions cut to the article, with ids and the statement each lies in."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.actors.references import Reference
from onrecord.findings import Attribution, Range
from onrecord.model import Document
from onrecord.span import merge, stable_id, trim, words
from onrecord.vocabulary import ARTICLE_LABELS

_DEEPEST = 40


@dataclass(slots=True, kw_only=True, eq=False)
class Said:
    """One attribution with its ranges inside the article, and what was found out about it."""

    given: Attribution
    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    addressee: tuple[Range, ...]
    via: tuple[Range, ...]
    id: str = ""
    depth: int = 0
    within: Said | None = None
    speaker: Reference | None = None
    to: Reference | None = None
    through: list[Reference] = field(default_factory=list)

    @property
    def hull(self) -> Range:
        """From the first character of the content to the last."""
        return self.content[0][0], self.content[-1][1]


def place(document: Document, attributions: Sequence[Attribution]) -> list[Said]:
    """The attributions in text order, with ids, cut to the article, each with the statement it lies in."""
    zones = _zones(document)
    out = []
    for a in attributions:
        content = _cut(document.text, a.content, zones)
        if content:
            cut = [_cut(document.text, r, zones) for r in (a.source, a.cue, a.addressee, a.via)]
            out.append(Said(given=a, content=content, source=cut[0], cue=cut[1], addressee=cut[2], via=cut[3]))
    out.sort(key=lambda s: (s.hull[0], -s.hull[1], s.cue, s.source, s.content))
    counts: Counter[tuple[str, ...]] = Counter()
    for s in out:
        quotes = [document.text[b:e] for b, e in s.content]
        same = tuple(map(words, quotes))
        s.id = stable_id("s", document.id, "statement", quotes, counts[same])
        counts[same] += 1
    _nest(out)
    return out


def _zones(document: Document) -> list[Range]:
    """The stretches of the text that are article; parts with only white space between are one."""
    if not document.parts:
        return [(0, len(document.text))]
    out: list[Range] = []
    for p in document.parts:
        if p.label not in ARTICLE_LABELS:
            continue
        if out and not document.text[out[-1][1] : p.start].strip():
            out[-1] = (out[-1][0], p.end)
        else:
            out.append((p.start, p.end))
    return out


def _cut(text: str, ranges: Iterable[Range], zones: Sequence[Range]) -> tuple[Range, ...]:
    """The ranges' parts inside the zones, trimmed, in order."""
    out = []
    starts = [z[0] for z in zones]
    for s, e in merge((max(0, s), min(len(text), e)) for s, e in ranges):
        for i in range(max(0, bisect_right(starts, s) - 1), len(zones)):
            if zones[i][0] >= e:
                break
            piece = trim(text, max(s, zones[i][0]), min(e, zones[i][1]))
            if piece[0] < piece[1]:
                out.append(piece)
    return tuple(out)


def _nest(said: Sequence[Said]) -> None:
    """Give each statement the smallest other statement in whose content it lies with its cue."""
    open_: list[Said] = []
    for s in said:
        open_ = [o for o in open_[-_DEEPEST:] if o.hull[1] > s.hull[0]]
        mine = s.content + s.cue
        for outer in reversed(open_):
            larger = outer.hull[1] - outer.hull[0] > s.hull[1] - s.hull[0]
            if larger and all(any(b <= x and y <= e for b, e in outer.content) for x, y in mine):
                s.within, s.depth = outer, outer.depth + 1
                break
        open_.append(s)
