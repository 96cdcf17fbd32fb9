"""Labelled blocks -> parts: disjoint, in order, covering every character that is no space."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.clean.lines import Block
from onrecord.model import Part

_INK = re.compile(r"\S+")


def parts(text: str, found: Sequence[Block]) -> tuple[Part, ...]:
    """Neighbouring body blocks become one part; signs no block holds (a byte order mark) are "other"."""
    merged = [p for p in _merged(found) if p.start < p.end]  # a form feed alone leaves a block without ink
    out: list[Part] = []
    at = 0
    for part in merged:
        out.extend(_stray(text, at, part.start))
        out.append(part)
        at = part.end
    out.extend(_stray(text, at, len(text)))
    return tuple(out)


def _merged(found: Sequence[Block]) -> Iterator[Part]:
    run: list[Block] = []
    for b in found:
        if b.label:
            yield from _body(run)
            run = []
            yield Part(start=b.start, end=b.end, label=b.label, why=b.why)
        else:
            run.append(b)
    yield from _body(run)


def _body(run: Sequence[Block]) -> Iterator[Part]:
    if run:
        yield Part(start=run[0].start, end=run[-1].end, label="body")


def _stray(text: str, start: int, end: int) -> Iterator[Part]:
    """Invisible characters and the like between blocks."""
    for m in _INK.finditer(text, start, end):
        yield Part(
            start=m.start(),
            end=m.end(),
            label="other",
            why="signs of layout" if m[0].isprintable() else "invisible characters",
        )
