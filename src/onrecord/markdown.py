"""The signs of Markdown in a text -> spaces, one for one, so that offsets never move and words stand free of them.

"said [Amit Desai](https://...)" and "**said** Amit Desai" are then what they are to a reader. Only forms that nobody
writes by chance are taken: pairs around words, brackets with an address behind them, ">" at a line's start.
"""

from __future__ import annotations

import re

_TITLE = r"(?:[ ]\"[^\"\n]{0,300}\")?"
_TARGET = r"(?:https?://|www\.|mailto:|[/#.])[^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?"
_TEXT = r"\[(?P<keep>[^\[\]\n]{1,500})\]"
# A sign without which the pattern cannot match, and the pattern. What of a match is the group "keep" stays.
_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("![", re.compile(rf"!\[[^\[\]\n]{{0,500}}\]\([^()\s]{{1,2000}}{_TITLE}\)")),  # an image
    ("](", re.compile(rf"{_TEXT}\({_TARGET}{_TITLE}\)")),  # a link
    ("]: ", re.compile(rf"^\[[^\[\]\n^]{{1,200}}\]:[ ]<?https?://\S{{1,2000}}{_TITLE}[ ]*$", re.MULTILINE)),
    ("][", re.compile(rf"{_TEXT}\[[^\[\]\n]{{0,200}}\]")),  # a link whose address stands elsewhere
    ("[^", re.compile(r"\[\^[\w-]{1,40}\]:?")),  # a footnote's mark
    ("*", re.compile(r"(?<![\w*\\])(?P<mark>\*{1,3})(?=[^\s*])(?P<keep>[^*\n]{1,1000})(?<=\S)(?P=mark)(?![\w*])")),
    ("_", re.compile(r"(?<![\w\\])(?P<mark>_{1,3})(?=[^\s_])(?P<keep>[^_\n]{1,1000})(?<=\S)(?P=mark)(?!\w)")),
    ("`", re.compile(r"(?<!`)`(?P<keep>[^`\n]{1,300})`(?!`)")),
    (">", re.compile(r"^[ ]{0,3}(?:>[ ]?){1,5}(?=\S)", re.MULTILINE)),  # a quotation's margin
)


def without_signs(text: str) -> str:
    """The text with spaces for the signs of Markdown; as long as before, with the same line breaks."""
    for sign, pattern in _SIGNS:
        if sign in text:
            text = pattern.sub(_blanked, text)
    return text


def _blanked(m: re.Match[str]) -> str:
    """As many spaces as there were characters, but for what stays."""
    start, end = m.span("keep") if "keep" in m.re.groupindex else (m.start(), m.start())
    return " " * (start - m.start()) + m.string[start:end] + " " * (m.end() - end)
