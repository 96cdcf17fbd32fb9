"""From paragraph to article: speakers' turns, and quotations that go on with what was said
before.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from onrecord.attribution import clauses, lines
from onrecord.attribution.finds import Find
from onrecord.attribution.tokens import QUOTE, Tokens
from onrecord.findings import Range


@dataclass(slots=True)
class _Thread:
    """Who is speaking: the last find that a quotation without a cue can continue."""

    last: Find | None = None
    waiting: Find | None = None  # a find whose content is the next paragraph
    block: Range | None = None  # a paragraph that is one quotation without a speaker
    plain: Range | None = None  # a paragraph before in which nobody speaks: a block quotation without marks, perhaps


def article(paragraphs: list[Tokens], titled: list[bool]) -> list[Find]:
    """All finds of an article in reading order, every quotation without a speaker linked.

    `titled` says which paragraphs are headlines.
    """
    turns = lines.turns(paragraphs)
    thread = _Thread()
    out: list[Find] = []
    for k, t in enumerate(paragraphs):
        if k in turns and not titled[k]:
            thread = _Thread()
            out.append(lines.turn(t, turns[k]))
            continue
        finds = lines.headline(t) if titled[k] else []
        out.extend(finds or _paragraph(t, thread))
        if titled[k]:
            thread.plain = None
    return out


def _paragraph(t: Tokens, thread: _Thread) -> list[Find]:
    """The finds of one paragraph; quotations without a cue go to the speaker of the thread."""
    sign = lines.signature(t) or lines.signs(t)
    if sign:
        block = thread.block or (thread.plain if "," in t.low else None)
        if not sign.content and block:
            sign.content = [block]
        thread.last = thread.waiting = thread.block = thread.plain = None
        return [sign] if sign.content else []
    out: list[Find] = []
    quotes = [(q.start, q.end) for q in t.quote.values()]
    waiting, thread.waiting = thread.waiting, None
    only = _only_quotations(t)
    if not only:
        thread.last = None
    free: Range | None = None
    for lo, hi in t.sentences:
        finds = clauses.read(t, lo, hi)
        alone = not finds and t.low[lo] == QUOTE and hi - lo <= 2
        if waiting and (alone or (lo == 0 and not finds and waiting.rule != "colon-then-quote")):
            waiting.content.append((t.start[0], t.end[-1]) if only or not alone else t.span(lo, lo))
            thread.last, waiting = waiting, None
        elif finds:
            out.extend(finds)
            quoted = [f for f in finds if f.open_end or _touches(f, quotes)]
            thread.last = quoted[-1] if quoted else finds[-1]
        elif alone and thread.last:
            thread.last.content.append(t.span(lo, lo))
        elif alone:
            free = (t.start[lo], t.end[hi - 1])
    thread.block = free if only else None
    ended = t.low and t.low[-1] in (".", "!", "?", "…")
    thread.plain = (t.start[0], t.end[-1]) if ended and not out and not t.quote else None
    opened = [f for f in out if f.open_end and not f.content]
    introduced = lines.introduces(t) if not opened and t.low and t.low[-1] == ":" else None
    if introduced:
        out.append(introduced)
    thread.waiting = opened[-1] if opened else introduced
    return out


def _only_quotations(t: Tokens) -> bool:
    return all(t.low[lo] == QUOTE and hi - lo <= 2 for lo, hi in t.sentences)


def _touches(find: Find, quotes: list[Range]) -> bool:
    """Whether the last piece of the content holds quoted words."""
    if not find.content:
        return False
    start, end = find.content[-1]
    k = bisect_left(quotes, (end, 0)) - 1
    return k >= 0 and quotes[k][1] > start
