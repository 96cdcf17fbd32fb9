"""The words around a row, with marks on what is judged; each run of words knows where it stands in its article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from onrecord.findings import Range
from onrecord.model import Span
from onrecord.store.context_rows import Context, Core
from onrecord.store.event_rows import EventReport
from onrecord.store.rows import Said
from onrecord.web.marked import Run, runs

Marked = Mapping[str, Sequence[Span]]
"""Spans by the part that they play (`marked.CLASSES`)."""


def of_statement(said: Said, conditions: Sequence[Span] = ()) -> Marked:
    """What is marked of a statement."""
    return {"source": said.source, "cue": said.cue, "content": said.content, "condition": conditions}


def of_event(report: EventReport) -> Marked:
    """What is marked of a report of an event: the sentence, the words of the act, and who takes part."""
    people = [p.span for p in (*report.actors, *report.recipients) if p.span]
    return {"content": (report.evidence,), "act": (report.trigger,), "source": people}


def core(doc: str, marked: Marked, statement: str = "") -> Core:
    """The characters from the first mark to the last."""
    spans = [s for some in marked.values() for s in some]
    start, end = min((s.start for s in spans), default=0), max((s.end for s in spans), default=1)
    return Core(doc=doc, start=start, end=end, statement=statement)


def blocks(context: Context, marked: Marked) -> tuple[tuple[Run, ...], ...]:
    """The paragraphs of a context, each as runs that join to it."""
    return tuple(tuple(runs(_span(context, block), marked)) for block in context.blocks)


def words(context: Context) -> tuple[tuple[Run, ...], ...]:
    """The paragraphs of a context word by word, for those who set characters by their numbers."""
    return tuple(tuple(_words(_span(context, block))) for block in context.blocks)


def written(spans: Sequence[Span]) -> str:
    """Spans as characters are written: "120-180,190-200"."""
    return ",".join(f"{s.start}-{s.end}" for s in spans)


def _span(context: Context, block: Range) -> Span:
    start, end = block
    return Span(doc=context.doc, start=start, end=end, text=context.text[start - context.start : end - context.start])


def _words(block: Span) -> Iterator[Run]:
    at = block.start
    for word in block.text.split(" "):
        if word:
            yield Run(start=at, text=word, style="")
        at += len(word) + 1


__all__ = ["Marked", "blocks", "core", "of_event", "of_statement", "words", "written"]
