"""Words in which others stand: cut where these begin and end, so that a page can mark them."""

from __future__ import annotations

from collections.abc import Mapping

Stretch = tuple[str, str]
"""Words, and what they are: a name of `parts`, "" for the rest."""


def marked(text: str, parts: Mapping[str, str]) -> list[Stretch]:
    """`text` in runs, those of `parts` by their names; pieces of a part are joined by " ... ".

    A piece that does not stand in the text, or stands in words that are another's already, is left out.
    """
    taken: list[tuple[int, int, str]] = []
    for name, words in parts.items():
        for piece in filter(None, words.split(" ... ")):
            start = _free(text, piece, taken)
            if start >= 0:
                taken.append((start, start + len(piece), name))
    found: list[Stretch] = []
    at = 0
    for start, end, name in sorted(taken):
        if start > at:
            found.append((text[at:start], ""))
        found.append((text[start:end], name))
        at = end
    return [*found, (text[at:], "")] if at < len(text) else found


def _free(text: str, piece: str, taken: list[tuple[int, int, str]]) -> int:
    """Where these words stand first outside of what is taken; -1 where they do not."""
    start = text.find(piece)
    while start >= 0 and any(start < end and start + len(piece) > begin for begin, end, _ in taken):
        start = text.find(piece, start + 1)
    return start


__all__ = ["Stretch", "marked"]
