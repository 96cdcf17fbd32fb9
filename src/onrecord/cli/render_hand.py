"""What `import` and `agreement` print."""

from __future__ import annotations

import click

from onrecord.analysis.hand import Difference, HandAgreement, Side
from onrecord.cli.forms import line, table
from onrecord.forms import plain, to_json
from onrecord.store.dna_rows import Imported

_SAYS = {
    "stance": "another stance",
    "concept": "another concept",
    "actor": "another actor",
    "missed": "only by hand",
    "added": "only by the machine",
}


def imported(done: Imported, *, as_json: bool, quiet: bool) -> None:
    """What came in."""
    if as_json:
        click.echo(to_json(done, indent=1))
        return
    if not quiet:
        coders = ", ".join(f"{name or '(no name)'} {n:,}" for name, n in done.coders.items())
        changed = f", {done.renewed:,} changed" if done.renewed else ""
        line(f"{done.file}: {_count(done.documents, 'document')} ({done.added:,} new{changed})")
        line(
            f"{_count(done.statements, 'statement')}, {_count(done.positions, 'position')}; coders: {coders or 'none'}"
        )
        for name in done.issues:
            line(f"new issue: {name}")
        for name, n in done.kept.items():
            line(f"kept as it is, since it codes no statement: {n:,} {name}")
    for note in done.notes:
        click.echo(f"note: {note}", err=True)


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" + ("" if n == 1 else "s")


def agreement(found: HandAgreement, *, as_json: bool, limit: int | None) -> None:
    """The figures, and what the two do not agree on."""
    shown = found.differences if limit is None else found.differences[:limit]
    if as_json:
        figures = {
            level: {"precision": f.precision, "recall": f.recall, "f1": f.f1, "hand": f.gold, "machine": f.predicted,
                    "matched": f.gold_right}
            for level, f in found.figures.items()
        }  # fmt: skip
        value = plain(found) | {"figures": figures, "differences": plain(shown)}
        click.echo(to_json(value, indent=1))
        return
    line(f"{found.file}: {_count(found.documents, 'document')} in common; coders: {', '.join(found.coders)}")
    table(
        ("same", "precision", "recall", "F1", "matched", "by hand", "machine"),
        (
            (level, *(_share(x) for x in (f.precision, f.recall, f.f1)), f.gold_right, f.gold, f.predicted)
            for level, f in found.figures.items()
        ),
    )
    alpha = "cannot be told" if found.alpha is None else f"{found.alpha:.3f}"
    line(f"Krippendorff's alpha of the stances (nominal): {alpha} ({_count(found.pairs, 'pair')})")
    for name in found.concepts:
        line(f"no issue is called as the concept {name!r}: add it with onrecord issue add")
    for title in found.missing:
        line(f"not in the record: {title}")
    for note in found.notes:
        line(f"note: {note}")
    for one in shown:
        _difference(one)
    if len(shown) < len(found.differences):
        line(f"... and {len(found.differences) - len(shown):,} more (--limit)")


def _difference(one: Difference) -> None:
    line(f"{one.document}: {_SAYS[one.kind]}")
    for who, side in (("hand   ", one.hand), ("machine", one.machine)):
        if side is not None:
            line(f"  {who}  {_side(side)}")


def _side(side: Side) -> str:
    return f"{side.actor or '(nobody)'}: {side.stance}: {side.concept}: {' '.join(side.passage.split())}  [{side.id}]"


def _share(x: float | None) -> str:
    return "-" if x is None else f"{x:.2f}"
