"""What changes prints: who changed, both passages side by side."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from onrecord.cli.forms import Cells, emit, heading, line, printable
from onrecord.cli.render_positions import NO_ISSUE, many, outlets, stance, when, words
from onrecord.store.path_rows import Change, Changes, Taken
from onrecord.store.timeline_order import label

TITLES = ("Reversals", "Softenings: towards support", "Hardenings: away from it", "Both sides on the same days")
LEAST = 72  # columns of a terminal in which two passages have room beside each other
CSV_HEADER = (
    "kind", "actor", "actor_id", "issue", "was", "held_since", "before", "before_until", "before_words",
    "before_outlets", "before_file", "before_statement", "before_id", "became", "after", "after_until", "after_words",
    "after_outlets", "after_file", "after_statement", "after_id", "through",
)  # fmt: skip


def changes(answer: Changes, form: str) -> None:
    every = [*answer.reversals, *answer.softenings, *answer.hardenings, *answer.contradicting]

    def text() -> None:
        if not answer.issues:
            click.echo(NO_ISSUE, err=True)
            return
        kinds = (answer.reversals, answer.softenings, answer.hardenings, answer.contradicting)
        for title, some in zip(TITLES, kinds, strict=True):
            if some:
                heading(f"{title} ({len(some):,})")
            for change in some:
                line(f"  {_named(change)}")
                _passages(change)
        if not every:
            line("nobody changed, as far as explicit statements tell")
        if answer.contradictions and not answer.contradicting:
            times = many(answer.contradictions, "time")
            click.echo(f"{times} somebody took both sides on the same days: --all", err=True)
        if answer.waiting:
            click.echo("some documents were not read with every issue yet: run onrecord add again", err=True)

    emit(form, answer, every, CSV_HEADER, _csv, text)


def _named(c: Change) -> str:
    """Who, on what, and how."""
    if c.kind == "contradiction":
        return f"{c.actor.name} on {c.issue}"
    through = f" (through a condition, {', '.join(when(t) for t in c.through)})" if c.through else ""
    return f"{c.actor.name} on {c.issue}: {c.was}, then {c.became}{through}"


def _passages(c: Change) -> None:
    """Both passages: beside each other on a terminal, below each other elsewhere."""
    if not sys.stdout.isatty() or _width() < LEAST:
        for one in (c.before, *c.through, c.after):
            line(f"    {when(one)}  {stance(one)}: {words(one)}  [{_source(one)}]")
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 2), expand=True)
    sides = [c.before, *c.through[-1:], c.after]
    for one in sides:
        shown.add_column(Text(printable(f"{when(one)}  {stance(one)}")), ratio=1, overflow="fold")
    shown.add_row(*(Text(printable(words(one))) for one in sides))
    shown.add_row(*(Text(printable(f"[{_source(one)}]"), style="dim") for one in sides))
    Console().print(Padding(shown, (0, 0, 0, 4)))


def _width() -> int:
    from rich.console import Console

    return Console().width


def _source(one: Taken) -> str:
    first = one.sources[0]
    where = outlets(one) or first.document.file
    return f"{where}; {first.id}"


def _csv(c: Change) -> Cells:
    through = "; ".join(f"{label(t.since, t.until)} {t.words}" for t in c.through)
    return (
        c.kind,
        c.actor.name,
        c.actor.id,
        c.issue,
        c.was,
        c.held,
        *_side(c.before),
        c.became,
        *_side(c.after),
        through or None,
    )


def _side(one: Taken) -> Sequence[object]:
    first = one.sources[0]
    return one.since, one.until, one.words, "; ".join(one.outlets), first.document.file, first.id, one.id
