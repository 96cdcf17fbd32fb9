"""Where quotation marks open and close, paragraph by paragraph.

Marks are read by what stands around them and by what is open, never by counting: one missing mark
spoils its own quotation and no other. A quotation left open runs to the end of its paragraph, and
`runs_on` says so, because writers open every further paragraph of a long quotation anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from onrecord.attribution.lexicon import lexicon
from onrecord.layout import Layout

_MARK = re.compile(
    r"[\"“”„«»]|``|''"
    r"|(?<![\w'’])['‘‚](?=[\w\[($£€…“\"])"  # single mark that can open
    r"|(?<=[^\s(\[])['’](?!\w)"  # single mark that can close
)
_OPENERS = "“„«`‘‚"
_LOOK_AHEAD = 60
_CLOSERS = {
    "“": '”"',
    '"': '"”',
    "„": '“”"',
    "«": "»",
    "``": "''\"”",
    "''": "''”",
    "»": "«",
    "”": "”",
}


_TURN = re.compile(r"[\"“](?=(?:[A-Z][A-Z .'’-]{1,40}|[QA]): )")
"""The mark before each turn of a transcript that is printed as one long quotation: it quotes nothing there."""


class Quote(NamedTuple):
    """A quotation with its marks; `closed` is false where it runs to the end of the paragraph."""

    start: int
    end: int
    closed: bool


def of_paragraphs(page: Layout) -> Iterator[tuple[int, list[Quote]]]:
    """For every paragraph of an article, in order: where its words begin, and its quotations."""
    runs_on = False
    for p in page.paragraphs:
        mark = _TURN.match(page.text, p.start, p.end)
        start = mark.end() if mark else p.start
        found = quotations(page.text, start, p.end, runs_on)
        runs_on = bool(found) and not found[-1].closed
        yield start, found


def quotations(text: str, start: int, end: int, runs_on: bool = False) -> list[Quote]:
    """The outermost quotations of the paragraph text[start:end], in order and disjoint.

    `runs_on`: the paragraph before ended inside a quotation, so a mark that closes may come first.
    """
    marks = list(_MARK.finditer(text, start, end))
    out: list[Quote] = []
    opened, mark = -1, ""
    skip_to = 0
    for k, m in enumerate(marks):
        c, at = m.group(), m.start()
        if k < skip_to:
            continue
        if c in "'’‘‚":
            if opened < 0:
                close = _single(text, marks, k, start)
                if close:
                    out.append(Quote(at, marks[close].end(), True))
                    skip_to = close + 1
            continue
        opens = _can_open(text, m.start(), m.end(), start, end)
        if opened < 0:
            if opens or c in _OPENERS:
                opened, mark = at, c
            elif runs_on and not out:
                out.append(Quote(start, m.end(), True))
        elif c in _CLOSERS[mark] and not (opens and text[at - 1] not in ",:-" and c in ('"', "''")):
            out.append(Quote(opened, m.end(), True))
            opened = -1
        elif opens and (c == mark or c in _CLOSERS[mark]):  # opened again: the mark before was never closed
            out.append(Quote(opened, _trimmed(text, opened, at), True))
            opened, mark = at, c
        elif not opens and c == mark:  # an opening mark typed where a closing one belongs
            out.append(Quote(opened, m.end(), True))
            opened = -1
        runs_on = False
    if opened >= 0:
        out.append(Quote(opened, end, False))
    return out


def _can_open(text: str, s: int, e: int, start: int, end: int) -> bool:
    """Whether a mark stands where one opens: after a space, dash or bracket and before a word."""
    before = text[s - 1] if s > start else " "
    after = text[e] if e < end else " "
    return (
        (before.isspace() or before in "([{—–-:,“‘'")
        and not after.isspace()
        and (after not in ".,;:!?)]" or text[e : e + 2] in ("..", ". "))
    )


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end


def _single(text: str, marks: list[re.Match[str]], k: int, start: int) -> int:
    """The index of the mark that closes the single quotation opened at marks[k], or 0.

    An apostrophe after a plural ("the workers' demands") looks the same as a closing mark; one
    after punctuation does not, so that is preferred where both come before another opening mark.
    """
    m = marks[k]
    before = text[m.start() - 1] if m.start() > start else " "
    if not (before.isspace() or before in "([{—–-"):
        return 0
    word = re.compile(r"\w*").match(text, m.end())
    elided = word.group().lower() if word else ""
    if (elided[:2].isdigit() and elided[2:] in ("", "s")) or (m.group() != "‚" and elided in lexicon().sets["elision"]):
        return 0
    first = 0
    for j in range(k + 1, min(k + 1 + _LOOK_AHEAD, len(marks))):
        c = marks[j].group()
        if c in ("‘", "‚") or (
            c == "'" and text[marks[j].end() : marks[j].end() + 1].strip() not in ("", *".,;:!?)—–-")
        ):
            if first:
                break
            continue
        if c not in "'’":
            continue
        last = text[marks[j].start() - 1]
        if last in ".,?!…" or (m.group() == "'" and c == "'" and last != "s"):
            return j
        first = first or j
        if last != "s":
            return j
    return first
