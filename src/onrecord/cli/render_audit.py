"""What `audit` prints."""

from __future__ import annotations

from collections.abc import Iterator

import click

from onrecord.analysis.audited import LEVEL, SIDES, Estimate, Figures
from onrecord.cli.forms import Cells, emit, heading, line, table
from onrecord.cli.render import speaker
from onrecord.store.audit_rows import Audit, AuditItem, AuditReport

SAMPLE = ("#", "id", "decided", "sure", "who", "statement", "outlet", "judged", "chance")
FIGURES = ("decided", "figure", "of", "share", "low", "high", "pairs", "coverage")


def sample(found: Audit, form: str) -> None:
    """What was drawn, in the order in which it is to be judged."""

    def text() -> None:
        what = "drawn just now" if found.fresh else f"drawn on {found.at:%Y-%m-%d}"
        heading(f"{found.issue}: {len(found.items)} of {found.pairs:,} pairs, {what}; {found.judged} judged")
        table(SAMPLE, map(_cells, found.items), wide=(5,), narrow=(0, 1, 2, 5, 7))
        _ways(found)

    emit(form, found, found.items, SAMPLE, _cells, text)


def _cells(item: AuditItem) -> Cells:
    decided = f"{item.stance} (implied)" if item.strength == "implied" and item.stance != "none" else item.stance
    who, words = (speaker(item.said), item.said.quote) if item.said else ("", "not in the record any more")
    sure = f"{item.score:.2f}" if item.read else ""
    shown = decided if item.read else "not read"
    return (item.place, item.id, shown, sure, who, words, item.outlet or "", item.right or "", f"{item.chance:.4f}")


def _ways(found: Audit) -> None:
    if found.judged == len(found.items):
        click.echo(f"all judged; draw others with: --seed {found.seed + 1}", err=True)
        return
    ways = "onrecord judge ID accept, or: onrecord judge ID correct --stance STANCE (none: it takes no side)"
    click.echo(f"judge them from the top: {ways}", err=True)
    if any(not item.read for item in found.items):
        click.echo(f"what was not read: onrecord judge ID correct --stance STANCE --issue {found.issue!r}", err=True)


# ---------------------------------------------------------------------------- what the samples tell


def report(found: AuditReport, form: str) -> None:
    """Figures with their intervals, and what they cannot see."""
    rows = [*_lines("then", found.then), *_lines("now", found.now)]

    def text() -> None:
        audits = "audit" if len(found.audits) == 1 else "audits"
        heading(f"{found.issue}: {len(found.audits)} {audits}, {found.drawn} pairs drawn, {found.judged} judged")
        if not found.judged:
            line("nothing is judged yet: no figure holds")
            return
        table(FIGURES, rows, wide=(2,), narrow=(0, 1, 2, 3, 4, 5, 6))
        line("")
        for note in _notes(found):
            line(note)

    emit(form, found, rows, FIGURES, lambda row: row, text)


def _lines(decided: str, figures: Figures) -> Iterator[Cells]:
    def row(figure: str, of: str, e: Estimate, coverage: str = "") -> Cells:
        told = ("-", "-", "-") if e.share is None else (f"{e.share:.2f}", f"{e.low:.2f}", f"{e.high:.2f}")
        return (decided, figure, of, *told, e.pairs, coverage)

    yield row("right", "all", figures.accuracy)
    yield row("precision", ", ".join(SIDES), figures.sides)
    for figure, found in (("precision", figures.precision), ("recall", figures.recall), ("found", figures.found)):
        yield from (row(figure, stance, e) for stance, e in found.items() if e.pairs)
    yield from (row("outlet", name, e) for name, e in figures.outlets.items())
    for t in figures.thresholds:
        yield row("precision", f"sides from {t.sure:.2f}", t.precision, f"{t.coverage:.2f}")


def _notes(found: AuditReport) -> Iterator[str]:
    """What the figures mean, and what they do not tell."""
    yield f"low, high: {LEVEL:.0%} intervals; pairs: judged ones that a figure rests on"
    yield "then: as decided when they were drawn, before any of them was learnt from"
    yield f"now: as decided today; {found.learnt} of these pairs were learnt from since, so that it looks too good"
    if found.then.found:
        yield "recall: of what was read; found: of all statements, those included that the words left out"
    else:
        yield "recall: of what was read; statements that the words left out are not seen (draw some with --unread)"
    if not found.implied:
        yield "positions that only follow from the words are left out (--implied draws them too)"
    if found.then.pooled:
        yield f"(others): {found.then.pooled} outlets with few judged pairs together"
    if found.missing:
        yield f"drawn, and nothing judged yet: {', '.join(found.missing)}; the figures are of the others"
    if found.gone:
        yield f"{found.gone} drawn statements are not in the record any more"
    if found.elsewhere:
        yield f"{found.elsewhere} other positions were judged; nobody drew them at random: they count for nothing here"
    if any(t.coverage < 1 for t in found.then.thresholds):
        yield "sides from: if onrecord.toml asked for as much (sure); coverage: the sides that would be left"
