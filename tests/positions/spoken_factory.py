"""Statements made of marked texts: {source} <cue> [content], in an article of their own."""

from __future__ import annotations

from onrecord.model import Span, Statement
from onrecord.positions.spoken import Spoken

_MARKS = {"{": ("source", "}"), "<": ("cue", ">"), "[": ("content", "]")}


def spoken(marked: str, title: str = "") -> Spoken:
    """The statement of a marked article; what stands in no marks is the article around it."""
    text, spans, opened = "", {"source": [], "cue": [], "content": []}, 0  # type: ignore[var-annotated]
    kind = end = ""
    for c in marked:
        if c in _MARKS and not kind:
            kind, end = _MARKS[c]
            opened = len(text)
        elif kind and c == end:
            spans[kind].append(Span(doc="d", start=opened, end=len(text), text=text[opened:]))
            kind = ""
        else:
            text += c
    return Spoken(
        statement=Statement(
            id="s",
            doc="d",
            source=tuple(spans["source"]),
            cue=tuple(spans["cue"]),
            content=tuple(spans["content"]),
            speaker=None,
            kind="indirect",
            act="assertion",
            score=1.0,
            why="",
            by="",
        ),
        text=text,
        title=title,
    )
