"""Quotations without a cue of their own: they go on with what was said just before."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.attribution.clauses import Find
from onrecord.attribution.tokens import QUOTE, Tokens
from onrecord.layout import Paragraph
from onrecord.model import Range


@dataclass(slots=True)
class Read:
    """A paragraph after reading: its tokens and, sentence by sentence, its finds."""

    paragraph: Paragraph
    tokens: Tokens
    finds: list[list[Find]]


def join(read: list[Read]) -> list[tuple[Find, list[Range]]]:
    """All finds with the quotations near them, after every quotation without a speaker is linked."""
    out: list[tuple[Find, list[Range]]] = []
    last: Find | None = None
    quotes: list[Range] = []
    for k, r in enumerate(read):
        t = r.tokens
        here = [(q.start, q.end) for q in t.quote.values()]
        quotes = [*quotes, *here] if last else here
        waiting = last if last and last.open_end and not last.content else None
        if not _only_quotes(t) and not waiting:
            last = None
        for (lo, hi), finds in zip(t.sentences, r.finds, strict=True):
            if finds:
                out.extend((f, quotes) for f in finds)
                quoted = [f for f in finds if f.open_end or _quoted(f, here)]
                last = quoted[-1] if quoted else None
            elif t.low[lo] == QUOTE and hi - lo <= 2:
                if last is not None:
                    last.content.append(t.span(lo, lo))
            elif waiting and not waiting.content:
                waiting.content.append((t.start[lo], t.end[hi - 1]))
            else:
                last = None
        if len(quotes) > 60:
            quotes = here
    return out


def _only_quotes(t: Tokens) -> bool:
    return all(t.low[lo] == QUOTE and hi - lo <= 2 for lo, hi in t.sentences)


def _quoted(find: Find, quotes: list[Range]) -> bool:
    return any(s < e2 and s2 < e for s, e in find.content[-1:] for s2, e2 in quotes)
