"""Quotations that run over paragraphs: one speaker from the first opening mark to the closing one.

Writers open every further paragraph of a long quotation anew and close only the last, so a paragraph
whose quotation is not closed, before one that opens with a mark, is of the same quotation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from onrecord.attribution.assemble import CONTENT, Bundle
from onrecord.encoder.decode import Tagged
from onrecord.encoder.sheet import OPENS, OUTSIDE, UNCLOSED, Sheet
from onrecord.model import Range


def whole(bundles: Sequence[Bundle], sheet: Sheet) -> list[Bundle]:
    """The bundles, with the paragraphs of every running quotation given to one of them.

    That is the one whose cue stands in the first of the paragraphs, else in the next that has a cue; where none
    has, it is the one that holds the first paragraph's words.
    """
    held: list[list[Tagged]] = [list(b.contents) for b in bundles]
    for chain in _chains(sheet):
        _join(chain, bundles, held, sheet)
    return [
        replace(b, contents=tuple(sorted(h, key=lambda t: t.first))) for b, h in zip(bundles, held, strict=True) if h
    ]


def _chains(sheet: Sheet) -> list[list[int]]:
    """The runs of paragraphs, by index, that one quotation covers."""
    out: list[list[int]] = []
    for k in range(1, len(sheet.paragraphs)):
        first, before = sheet.paragraphs[k][0], sheet.paragraphs[k - 1][1] - 1
        if sheet.quote[before] == UNCLOSED and sheet.quote[first] == OPENS:
            if out and out[-1][-1] == k - 1:
                out[-1].append(k)
            else:
                out.append([k - 1, k])
    return out


def _join(chain: list[int], bundles: Sequence[Bundle], held: list[list[Tagged]], sheet: Sheet) -> None:
    """Give the quoted words of paragraphs without a cue of their own to the bundle of the chain."""
    owner: dict[int, int] = {}
    for k, b in enumerate(bundles):
        owner.setdefault(_paragraph(sheet, b.cue.first), k)
    for place, p in enumerate(chain):
        if p in owner:
            continue
        before = [owner[k] for k in chain[:place] if k in owner]
        after = [owner[k] for k in chain[place:] if k in owner]
        target = before[-1] if before else after[0] if after else _holder(sheet.paragraphs[chain[0]], held)
        if target is not None:
            _give(sheet.paragraphs[p], target, held, sheet)


def _paragraph(sheet: Sheet, word: int) -> int:
    return bisect_right(sheet.paragraphs, (word, len(sheet.start))) - 1


def _holder(paragraph: Range, held: list[list[Tagged]]) -> int | None:
    """Which bundle holds words of the paragraph."""
    for k, pieces in enumerate(held):
        if any(paragraph[0] <= t.first < paragraph[1] for t in pieces):
            return k
    return None


def _give(paragraph: Range, target: int, held: list[list[Tagged]], sheet: Sheet) -> None:
    """All of a paragraph's quotation goes to the target; what the tagger left out of it comes along."""
    first, last = paragraph
    sure = held[target][:1]
    for pieces in held:
        taken = [t for t in pieces if first <= t.first < last and sheet.quote[t.first] != OUTSIDE]
        for t in taken:
            pieces.remove(t)
        sure = sure or taken
    begin = next((i for i in range(first, last) if sheet.quote[i] != OUTSIDE), last)
    end = next((i for i in range(begin, last) if sheet.quote[i] == OUTSIDE), last)
    if sure and begin < end:
        held[target].append(Tagged(CONTENT, begin, end, sure[0].score, sure[0].least))
