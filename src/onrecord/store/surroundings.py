"""The words around a row: the paragraphs that a reader needs to judge it."""

from __future__ import annotations

from onrecord.findings import Range
from onrecord.layout import lay_out
from onrecord.model import Span
from onrecord.store.encode import parts

AROUND = 1_500  # characters of a passage, where its paragraphs are longer


def passage(doc: str, text: str, labelled: str, core: Range) -> Span:
    """The paragraphs in which these characters stand; of long ones what is around them."""
    first, last = core
    whole = [p for p in lay_out(text, parts(labelled)).paragraphs if p.start < last and p.end > first]
    if whole and whole[0].start <= first and whole[-1].end >= last:
        start, end = whole[0].start, whole[-1].end
    else:
        start = text.rfind("\n", 0, first) + 1
        end = text.find("\n", last)
        end = len(text) if end < 0 else end
    start, end = _near(text, (start, end), core)
    return Span(doc=doc, start=start, end=end, text=text[start:end])


def _near(text: str, whole: Range, core: Range) -> Range:
    """`whole`, or where that is long what of it is around `core`, from word to word."""
    start, end = whole
    room = max(0, AROUND - (core[1] - core[0])) // 2
    if end - start > AROUND and core[0] - start > room:
        start = core[0] - room
        gap = text.find(" ", start, core[0])
        start = start if gap < 0 else gap + 1
    if end - start > AROUND and end - core[1] > room:
        end = core[1] + room
        gap = text.rfind(" ", core[1], end)
        end = end if gap < 0 else gap
    return start, end
