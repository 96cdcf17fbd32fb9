"""Words of an article in runs: cut where the spans that play a part in them begin and end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.export.segments import Mark, Segment, flatten
from onrecord.model import Span

CLASSES = {"source": "s", "cue": "q", "content": "c", "act": "v", "condition": "i"}
"""The classes of marked words by the part that they play (`static/marks.css`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words under the same marks: the character of the article at which they begin, and their classes ("" for none).

    Of content the first run has the class "b", the last one "e".
    """

    start: int
    text: str
    style: str


def runs(passage: Span, marks: Mapping[str, Sequence[Span]]) -> list[Run]:
    """The passage in runs that join to it. `marks` are spans of its article by part; what lies outside is left out."""
    given = [
        Mark(start=s.start, end=s.end, role=role, number=n)
        for role, some in marks.items()
        for n, s in enumerate(some)
        if s.doc == passage.doc
    ]
    (found,) = flatten([(passage.start, passage.end)], given)
    return [_run(passage, segment) for segment in found]


def _run(passage: Span, segment: Segment) -> Run:
    start, end = segment.start, segment.end
    roles = {m.role for m in segment.marks}
    style = [CLASSES[role] for role in CLASSES if role in roles]
    content = [m for m in segment.marks if m.role == "content"]
    style += ["b"] * any(m.start == start for m in content) + ["e"] * any(m.end == end for m in content)
    text = passage.text[start - passage.start : end - passage.start]
    return Run(start=start, text=text, style=" ".join(style))


__all__ = ["CLASSES", "Run", "runs"]
