"""The text as blocks: paragraphs with what the labeller needs to know of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.findings import Range
from onrecord.layout import lay_out
from onrecord.model import Part
from onrecord.span import words

_FINAL = re.compile(r"[.!?…。؟](?:[\"”’'»)\]]|\s)*$|[.,!?][\"”’'»]+$")
_BULLET = re.compile(r"^\s*(?:[•·▪●■◆►▶▸‣*–—-]+|\(?\d{1,2}[.)])\s+")
_COLUMN = re.compile(r"\S(?: {2,}|\t| ?[|·•»›] ?)(?=\S)")
_RULER = re.compile(r"[ \t]*(?:[-_=*~#]{2,}|(?:[-_=*~] ?){3,})[ \t]*$", re.MULTILINE)
_BY = re.compile(r"(?<=\n)(?:[Bb]y|BY|[Ff]rom) [^\W\d_a-z][^\n]{3,60}(?=\n|$)")
_SHORT = 200  # characters of a headline with the byline wrapped below it
_HEADING = re.compile(r"#{1,6}[ \t]+(?=[^\s#])")  # of Markdown
_LINKED = re.compile(
    r"(?:[-*+] +|\d{1,2}\. +)?(?:\[[^\[\]\n]{1,300}\]\([^()\s]{0,500}(?: \"[^\"\n]{0,200}\")?\)[ \t|·•,]*)+"
)
_DOUBLE_SPACE = re.compile(r"\s+")


@dataclass(slots=True, eq=False)
class Block:
    """One paragraph or line. `label` is empty until a rule has spoken; empty at the end means body.

    `extracted`: it came out of a page whose furniture was left behind. `linked`: in Markdown, it is
    links and nothing else.
    """

    start: int
    end: int
    line: str
    gap: bool
    count: int
    final: bool
    bullet: bool
    columns: int = 1
    extracted: bool = False
    linked: bool = False
    label: str = ""
    why: str = ""
    key: str = field(default="", repr=False)

    def set(self, label: str, why: str) -> None:
        if not self.label:
            self.label, self.why = label, why

    @property
    def open(self) -> bool:
        """No rule has spoken yet."""
        return not self.label

    @property
    def solid(self) -> bool:
        """Reads as a paragraph of an article: sentences, not a line of furniture."""
        return (self.final and self.count >= 10) or self.count >= 30

    @property
    def same(self) -> str:
        """What makes two blocks the same: their words."""
        if not self.key:
            self.key = words(self.line) or self.line
        return self.key


def blocks(text: str, start: int = 0) -> list[Block]:
    """The blocks of `text` from `start` on, in order."""
    parts = (Part(start=start, end=len(text), label="body"),) if start else ()
    layout = lay_out(text, parts)
    out: list[Block] = []
    before = start
    for p_start, p_end in (piece for p in layout.paragraphs for piece in _apart(text, p.start, p.end)):
        if mark := _HEADING.match(layout.text, p_start, p_end):
            p_start = mark.end()
        plain = layout.text[p_start:p_end]
        line = _DOUBLE_SPACE.sub(" ", plain)
        bullet = _BULLET.match(line)
        stripped = line[bullet.end() :] if bullet else line
        between = text[before:p_start]
        out.append(
            Block(
                start=p_start,
                end=p_end,
                line=stripped or line,
                gap=between.count("\n") > 1 or between.count("\r") > 1 or not out,
                count=stripped.count(" ") + 1,
                final=_FINAL.search(line) is not None,
                bullet=bullet is not None,
                linked=not mark and text[p_start - 1 : p_start] == "[" and _is_linked(text, p_start, p_end),
                columns=1 + len(_COLUMN.findall(plain)) if p_end - p_start < 300 else 1,
            )
        )
        before = p_end
    return out


def _is_linked(text: str, start: int, end: int) -> bool:
    """Whether the whole line of the file is links of Markdown."""
    close = text.find("\n", end)
    return _LINKED.fullmatch(text[text.rfind("\n", 0, start) + 1 : close if close >= 0 else None].strip()) is not None


def _apart(text: str, start: int, end: int) -> Iterator[Range]:
    """A paragraph of wrapped lines, cut where one is a ruler ("-----") and above a short one's "By ..."."""
    by = _BY.search(text, start, end) if end - start < _SHORT and "\n" in text[start:end] else None
    if by:
        yield start, start + len(text[start : by.start()].rstrip())
        start = by.start()
    for m in _RULER.finditer(text, start, end) if "\n" in text[start:end] else ():
        before = text[start : m.start()]
        if before.strip():
            yield start, start + len(before.rstrip())
        ruler = m.group()
        at = m.start() + len(ruler) - len(ruler.lstrip())
        yield at, m.start() + len(ruler.rstrip())
        rest = text[m.end() : end]
        start = m.end() + len(rest) - len(rest.lstrip())
    if start < end:
        yield start, end
