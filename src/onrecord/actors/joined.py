"""Organizations' names that capitals cut in pieces: "Guardians of the Dawn", "General Staff"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from onrecord.actors.lexicon import listed
from onrecord.actors.names import kind, plain
from onrecord.actors.pieces import Name
from onrecord.actors.scene import GROUPS
from onrecord.actors.sighted import Sighted
from onrecord.findings import Range
from onrecord.layout import Layout

_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_SURE = 0.35
_LONGEST = 8
_MANY = 64


def join(layout: Layout, names: Sequence[Name], sighted: Sighted) -> list[Name]:
    """The names, with those put together that one sighted organization holds, there and wherever its words stand."""
    text = layout.text
    whole = list(
        dict.fromkeys(w for s in sighted.organizations() if s.score >= _SURE for w in _whole(text, s.start, s.end))
    )
    starts = [n.start for n in names]
    taken: dict[int, tuple[int, Name]] = {}
    for words in whole[:_MANY]:
        for m in re.finditer(rf"\b{re.escape(words)}\b", text):
            held = _held(layout, names, starts, m.span())
            if held and not any(i in taken for i in range(*held)):
                made = _name(text, m.span(), names[held[0]])
                taken.update((i, (held[0], made)) for i in range(*held))
    out: list[Name] = []
    for i, name in enumerate(names):
        if i not in taken:
            out.append(name)
        elif taken[i][0] == i:
            out.append(taken[i][1])
    return out


def _whole(text: str, start: int, end: int) -> Iterator[str]:
    """The words of a sighting without its article, if they are written as one name is."""
    article = _ARTICLE.match(text, start, end)
    found = text[article.end() if article else start : end]
    words = found.split(" ")
    small = listed("connector") | {"the"}
    if not 1 < len(words) <= _LONGEST or "\n" in found:
        return
    left, _, right = found.partition(" and the ")
    if right and kind(left) in GROUPS and kind(right) in GROUPS:
        return  # "the Hill Battalion and the Falcon Battalion" are two
    if words[0][:1].isupper() and words[-1][:1].isupper() and all(w[:1].isupper() or w in small for w in words):
        yield found


def _held(layout: Layout, names: Sequence[Name], starts: Sequence[int], span: Range) -> Range | None:
    """The names inside the span, as a range of indexes; none where one is as long, sticks out, or is a person's."""
    first = max(0, bisect_right(starts, span[0]) - 1)
    while first < len(names) and names[first].end <= span[0]:
        first += 1
    last = bisect_left(starts, span[1])
    inside = names[first:last]
    if not inside or any(n.title_start < span[0] or n.end > span[1] for n in inside):
        return None
    paragraph = layout.paragraphs[inside[0].paragraph]
    if span[0] < paragraph.start or paragraph.end < span[1]:
        return None
    if any((n.start, n.end) == span or (n.kind == "person" and len(n.words) > 1) for n in inside):
        return None
    return first, last


def _name(text: str, span: Range, first: Name) -> Name:
    written = text[slice(*span)]
    what = kind(written)
    return Name(
        start=span[0],
        end=span[1],
        text=written,
        words=tuple(plain(written).split()),
        kind=what if what in GROUPS and what != "state" else "organization",
        title_start=span[0],
        paragraph=first.paragraph,
        quoted=first.quoted,
        opens=first.opens,
        possessive=text[span[1] : span[1] + 2] in ("'s", "’s"),
        definite=text[max(0, span[0] - 4) : span[0]].casefold() in ("the ", "\nthe"),
        sighted=True,
    )
