"""A statement in its article -> the text that its position is read from, with the part that each stretch plays."""

from __future__ import annotations

import re

from onrecord.actors.sentences import ends_sentence, sentence_start
from onrecord.encoder.prompt import CONTENT, CONTEXT, CUE, SOURCE, Segment
from onrecord.findings import Range
from onrecord.positions.spoken import Spoken

WIDEST = 400
"""Characters of context before and behind a statement that are read at most."""
_STOP = re.compile(r"[.!?][\"”’'»)\]]*(?=\s)|\n")


def extent(spoken: Spoken) -> Range:
    """Where the sentences begin and end in which a statement stands."""
    spans = (*spoken.statement.source, *spoken.statement.cue, *spoken.statement.content)
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    floor = max(0, first - WIDEST, spoken.text.rfind("\n", 0, first) + 1)
    return sentence_start(spoken.text, floor, first), _sentence_end(spoken.text, last)


def before(spoken: Spoken, start: int) -> Range:
    """The sentence before an offset: of the same paragraph, or the last of the one before."""
    end = start
    while end > 0 and spoken.text[end - 1].isspace():
        end -= 1
    floor = max(0, end - WIDEST, spoken.text.rfind("\n", 0, end) + 1)
    return sentence_start(spoken.text, floor, max(floor, end - 1)), end


def stretches(spoken: Spoken, lead: bool) -> list[tuple[int, int, int]]:
    """The statement's sentences cut into start, end and part; `lead` puts the sentence before them in front."""
    text, s = spoken.text, spoken.statement
    start, end = extent(spoken)
    marked = sorted(
        (span.start, span.end, part)
        for spans, part in ((s.source, SOURCE), (s.cue, CUE), (s.content, CONTENT))
        for span in spans
    )
    out: list[tuple[int, int, int]] = []
    if lead:
        out.append((*before(spoken, start), CONTEXT))
    at = start
    for a, b, part in marked:
        if a < at:  # a cue inside a content: the part that begins first keeps it
            continue
        out += [(at, a, CONTEXT), (a, b, part)]
        at = b
    out.append((at, end, CONTEXT))
    return [(a, b, part) for a, b, part in out if text[a:b].strip()]


def segments(spoken: Spoken, lead: bool) -> list[Segment]:
    """`stretches` with their words."""
    return [(spoken.text[a:b], part) for a, b, part in stretches(spoken, lead)]


def _sentence_end(text: str, at: int) -> int:
    """Where the sentence ends that an offset stands in."""
    stop = min(len(text), at + WIDEST)
    if text[:at].rstrip().endswith((".", "!", "?", ".”", '."', ".»", "!”", '!"', "?”", '?"', ".’", ".'")):
        return at
    for m in _STOP.finditer(text, at, stop):
        if text[m.start()] == "\n":
            return m.start()
        if ends_sentence(text, m.start()):
            return m.end()
    return stop
