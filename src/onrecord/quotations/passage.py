"""What the record has, made ready for comparison: a statement's content in its pieces, or a stretch of an article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from onrecord.findings import Range
from onrecord.model import Span
from onrecord.quotations.tokens import Word, words

_DOUBLE = {"“": 1, "”": -1, "„": 1, "«": 1, "»": -1, "「": 1, "」": -1}
_OPENING = re.compile(r"(?<!\w)[‘'](?=\w)")
_CLOSING = re.compile(r"(?<=[\w.,!?…])[’'](?!\w)")


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Words at the characters of their article. `direct`: given as the speaker's own words."""

    words: tuple[Word, ...]
    direct: bool

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(w.key for w in self.words)


def of_statement(content: Iterable[Span], kind: str) -> Passage:
    """The content of a statement of this kind: of a mixed one only what stands between quotation marks is quoted."""
    found: list[Word] = []
    for span in content:
        marks = None if kind == "direct" else quoted(span.text, span.start) if kind == "mixed" else ()
        some = words(span.text, span.start, marks)
        if some and found:
            found[-1] = found[-1]._replace(ends=_closes(found[-1], some[0]))
        found += some
    if found:
        found[-1] = found[-1]._replace(ends=True)
    return Passage(words=tuple(found), direct=kind == "direct")


def _closes(last: Word, after: Word) -> bool:
    """Whether a sentence ends with a piece of a content: the next begins with a capital that is no mere "I"."""
    return not after.text[0].islower() and (last.ends or after.key != "i")


def of_text(text: str, start: int, end: int) -> Passage:
    """A stretch of an article."""
    marks = quoted(text[start:end], start)
    return Passage(words=tuple(words(text[start:end], start, marks)), direct=False)


def quoted(text: str, at: int = 0) -> tuple[Range, ...]:
    """What stands between quotation marks, single ones where there are no double ones."""
    out: list[Range] = []
    opened: int | None = None
    for i, c in enumerate(text):
        if c == "\n" and text[i + 1 : i + 2] == "\n" and opened is not None:
            out.append((opened, i))  # a quotation that runs over paragraphs is opened again in each
            opened = None
        turn = _DOUBLE.get(c, 0) if c != '"' else (-1 if opened is not None else 1)
        if turn > 0 and opened is None:
            opened = i + 1
        elif turn < 0:
            out.append((opened if opened is not None else 0, i))
            opened = None
    if opened is not None:
        out.append((opened, len(text)))
    return tuple((s + at, e + at) for s, e in out or _single(text))


def _single(text: str) -> list[Range]:
    out: list[Range] = []
    here = 0
    while opening := _OPENING.search(text, here):
        closing = _CLOSING.search(text, opening.end())
        out.append((opening.end(), closing.start() if closing else len(text)))
        here = closing.end() if closing else len(text)
    return out
