"""What conditions prints: who makes what depend on what."""

from __future__ import annotations

import click

from onrecord.cli.forms import Cells, emit, table
from onrecord.cli.render_positions import cut
from onrecord.store.condition_rows import Conditional, ConditionList
from onrecord.store.timeline_order import label

HEADER = ("date", "who", "effect", "condition", "what follows", "outlets", "told", "id")
NARROW = (0, 1, 2, 3, 4)
CSV_HEADER = (
    "since", "until", "told_on", "actor", "actor_id", "source", "effect", "consequence", "condition", "marker",
    "polarity", "words", "outlets", "reports", "documents", "score", "file", "start", "end", "statement", "id",
)  # fmt: skip
MARKS = {"accept": "+ ", "correct": "* "}


def conditions(answer: ConditionList, form: str) -> None:
    def text() -> None:
        if not answer.conditions:
            click.echo("nothing fits", err=True)
            return
        table(HEADER, map(_cells, answer.conditions), wide=(3, 4), narrow=NARROW)
        shown = f"{len(answer.conditions):,} of " if len(answer.conditions) < answer.total else ""
        kinds = ", ".join(f"{count:,} {effect}" for effect, count in answer.effects)
        click.echo(f"{shown}{answer.total:,} condition{'' if answer.total == 1 else 's'}: {kinds}", err=True)

    emit(form, answer, answer.conditions, CSV_HEADER, _csv, text)


def _cells(c: Conditional) -> Cells:
    days = label(c.since, c.until)
    who = c.actor.name if c.actor else f"({cut(c.source, 60)})" if c.source else "(not named)"
    follows = c.consequence or c.words
    mark = MARKS.get(c.verdict or "", "")
    return (
        f"({days})" if c.told_on else days, who, c.effect, mark + cut(c.condition), cut(follows),
        ", ".join(c.outlets), c.documents, c.sources[0].id,
    )  # fmt: skip


def _csv(c: Conditional) -> Cells:
    first = c.sources[0]
    return (
        c.since, c.until, c.told_on, c.actor.name if c.actor else None, c.actor.id if c.actor else None, c.source,
        c.effect, c.consequence, c.condition, c.marker, c.polarity, c.words, "; ".join(c.outlets), c.reports,
        c.documents, c.score, first.document.file, first.spans[0].start, first.spans[-1].end, first.id, c.id,
    )  # fmt: skip
