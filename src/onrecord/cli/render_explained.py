"""What explain prints of a position: what decided it, and which words did."""

from __future__ import annotations

from onrecord.cli import render
from onrecord.cli.forms import Cells, emit, heading, line, table
from onrecord.store.position_rows import PositionExplanation, WordWeight

HEADER = ("weight", "part", "words")
CSV_HEADER = ("weight", "part", "words", "start", "end")


def position(answer: PositionExplanation, form: str) -> None:
    emit(form, answer, answer.weights, CSV_HEADER, _csv, lambda: _text(answer))


def _text(answer: PositionExplanation) -> None:
    row = answer.position
    heading(f"{render.speaker(row.said)}: {row.said.quote}")
    ref = row.document
    line("  ".join(str(x) for x in (ref.outlet, ref.title, ref.published, ref.file) if x))
    line("")
    side = row.stance if row.stance == "none" else f"{row.stance}, {row.strength}"
    line(f"on       {row.issue}")
    line(f"side     {side}; score {row.score:.2f}, {row.by}")
    if row.condition:
        line(f"if       {' ... '.join(' '.join(s.text.split()) for s in row.condition)}")
    line(f"read     the statement {row.found}" if row.found else "read     because it was judged")
    line(f"decided  {row.why}")
    for j in answer.judgements:
        undone = f", undone {j.undone_at:%Y-%m-%d}" if j.undone_at else ""
        change = ", ".join(f"{k} {v}" for k, v in j.change.items())
        line(f"judged   {j.verdict}{f' ({change})' if change else ''} by {j.who} on {j.at:%Y-%m-%d}{undone}")
    if answer.weights:
        line("")
        line(f"what the words did for “{row.stance}” (log odds; without them it is that much less likely):")
        table(HEADER, ((f"{w.weight:+.2f}", w.part, " ".join(w.span.text.split())) for w in answer.weights), wide=(2,))


def _csv(w: WordWeight) -> Cells:
    return w.weight, w.part, " ".join(w.span.text.split()), w.span.start, w.span.end
