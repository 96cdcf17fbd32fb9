"""What `merge` prints of another record."""

from __future__ import annotations

from collections.abc import Sequence

import click

from onrecord.cli.forms import line
from onrecord.forms import to_json
from onrecord.store.merge_rows import Conflict, Merged, Verdict


def merged(done: Merged, *, as_json: bool) -> None:
    """What came in, and what waits for a person."""
    if as_json:
        click.echo(to_json(done, indent=1))
        return
    parts = [f"{done.taken:,} of {done.lines:,} judgements taken in"]
    parts += [f"{done.already:,} were here"] if done.already else []
    parts += [f"{done.undone:,} taken back there since"] if done.undone else []
    line(f"{done.record}: {', '.join(parts)}")
    for name in done.files:
        line(f"with the hand-coded file {name}")
    for name in done.issues:
        line(f"with the issue {name}")
    if done.elsewhere:
        line(f"{done.elsewhere:,} are about what this record lacks: add the same articles, and merge again")
    conflicts(done.conflicts, as_json=False)


def conflicts(found: Sequence[Conflict], *, as_json: bool) -> None:
    """What two coders judged differently."""
    if as_json:
        click.echo(to_json(list(found), indent=1))
        return
    if not found:
        line("no conflicts")
        return
    line(f"{len(found):,} {'conflict' if len(found) == 1 else 'conflicts'}; what was judged here stands")
    for one in found:
        line(f"{one.target}  {one.what}")
        line(f"  here   {_said(one.here)}")
        line(f"  there  {_said(one.there)}  [{one.record}]")
    line("settle each by judging it anew: onrecord judge ID accept|reject|correct")


def _said(one: Verdict) -> str:
    change = ", ".join(f"{name} {value}" for name, value in one.change.items() if not name.endswith("_id"))
    note = f" ({one.note})" if one.note else ""
    return f"{one.verdict}{': ' + change if change else ''}, by {one.who} on {one.at:%Y-%m-%d}{note}"
