"""An article's paragraphs as the encoder takes them: with their quotations and their place."""

from __future__ import annotations

from onrecord.attribution.quotes import quotations
from onrecord.encoder.sheet import FIRST, HEADLINE, LATER, Passage
from onrecord.layout import Layout


def passages(page: Layout) -> list[Passage]:
    """The passages of an article laid out, in order."""
    out: list[Passage] = []
    runs_on, body = False, False
    for p in page.paragraphs:
        quotes = quotations(page.text, p.start, p.end, runs_on)
        runs_on = bool(quotes) and not quotes[-1].closed
        place = HEADLINE if p.label == "headline" else LATER if body else FIRST
        body = body or place == FIRST
        out.append(Passage(start=p.start, end=p.end, quotes=quotes, place=place))
    return out
