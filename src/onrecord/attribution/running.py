"""Quotations that run over paragraphs: one speaker from the first opening mark to the closing one.

Writers open every further paragraph of a long quotation anew and close only the last, so a paragraph
whose quotation is not closed, before one that opens with a mark, is of the same quotation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.attribution.assemble import CONTENT, Bundle
from onrecord.encoder.decode import Tagged
from onrecord.encoder.sheet import OPENS, OUTSIDE, UNCLOSED, Sheet


def whole(bundles: Sequence[Bundle], sheet: Sheet) -> list[Bundle]:
    """The bundles, with the paragraphs of every running quotation given to one of them.

    That is the one whose cue stands in the first of the paragraphs, else in the next that has a cue; where none
    has, it is the one that holds the first paragraph's words.
    """
    held: defaultdict[int, list[tuple[Tagged, int]]] = defaultdict(list)  # by paragraph, each with its bundle
    owner: dict[int, int] = {}
    for k, b in enumerate(bundles):
        owner.setdefault(_paragraph(sheet, b.cue.first), k)
        for t in b.contents:
            held[_paragraph(sheet, t.first)].append((t, k))
    for chain in _chains(sheet):
        _join(chain, owner, held, bundles, sheet)
    contents: list[list[Tagged]] = [[] for _ in bundles]
    for pieces in held.values():
        for t, k in pieces:
            contents[k].append(t)
    return [
        replace(b, contents=tuple(sorted(c, key=lambda t: t.first)))
        for b, c in zip(bundles, contents, strict=True)
        if c
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


Held = Mapping[int, list[tuple[Tagged, int]]]


def _join(chain: list[int], owner: Mapping[int, int], held: Held, bundles: Sequence[Bundle], sheet: Sheet) -> None:
    """Give the quoted words of paragraphs without a cue of their own to the bundle of the chain."""
    for place, p in enumerate(chain):
        if p in owner:
            continue
        before = [owner[k] for k in chain[:place] if k in owner]
        after = [owner[k] for k in chain[place:] if k in owner]
        first = [k for _, k in held[chain[0]]]
        target = before[-1:] or after[:1] or first[:1]
        if target:
            _give(p, target[0], held, bundles, sheet)


def _paragraph(sheet: Sheet, word: int) -> int:
    return bisect_right(sheet.paragraphs, (word, len(sheet.start))) - 1


def _give(paragraph: int, target: int, held: Held, bundles: Sequence[Bundle], sheet: Sheet) -> None:
    """The quotation that opens a paragraph goes to the target whole, with what the tagger left out of it."""
    first, last = sheet.paragraphs[paragraph]
    begin = next((i for i in range(first, last) if sheet.quote[i] != OUTSIDE), last)
    if sheet.quote[last - 1] == UNCLOSED:  # the first of the chain: its last quotation is the one that runs on
        begin = max((i for i in range(first, last) if sheet.quote[i] == OPENS), default=begin)
    end = next((i for i in range(begin, last) if sheet.quote[i] == OUTSIDE), last)
    if begin >= end:
        return
    pieces = held[paragraph]
    taken = [(t, k) for t, k in pieces if begin <= t.first < end]
    for entry in taken:
        pieces.remove(entry)
    sure = next((t for t, _ in taken), bundles[target].contents[0])
    pieces.append((Tagged(CONTENT, begin, end, sure.score, sure.least), target))
