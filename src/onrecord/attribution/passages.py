"""An article's paragraphs as the encoder takes them: with their quotations and their place."""

from __future__ import annotations

from onrecord.attribution.quotes import of_paragraphs
from onrecord.encoder.sheet import FIRST, HEADLINE, LATER, Passage
from onrecord.layout import Layout


def passages(page: Layout) -> list[Passage]:
    """The passages of an article laid out, in order."""
    out: list[Passage] = []
    body = False
    for p, (start, quotes) in zip(page.paragraphs, of_paragraphs(page), strict=True):
        place = HEADLINE if p.label == "headline" else LATER if body else FIRST
        body = body or place == FIRST
        out.append(Passage(start=start, end=p.end, quotes=quotes, place=place))
    return out
