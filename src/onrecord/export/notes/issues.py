"""The note of an issue: the proposition, who stands where, and every statement that takes a side, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from onrecord.export.notes.links import Library
from onrecord.export.notes.marks import escaped, front
from onrecord.export.notes.taken import row, stances
from onrecord.store.issue_rows import IssueRow
from onrecord.store.path_rows import BOTH, Path

ORDER = ("support", "conditional", "oppose", BOTH)


def note(issue: IssueRow, paths: Sequence[Path], library: Library) -> Iterator[str]:
    """The lines of the note. `paths` are those of this issue."""
    taken = [t for p in paths for step in p.steps for t in step.taken] + [t for p in paths for t in p.unplaced]
    taken.sort(key=lambda t: (-(t.since or date.min).toordinal(), t.actor.name, t.id))
    yield front(
        {"issue": issue.name, "proposition": issue.statement, "part of": issue.parent, "statements": len(taken)}
    )
    yield f"# {escaped(issue.name)}\n"
    yield f"> {escaped(issue.statement)}\n"
    if issue.parent:
        yield f"Part of {library.issue(issue.parent)}.\n"
    for stance in ORDER:
        standing = [p for p in paths if p.stands and p.stands.stance == stance]
        if standing:
            yield f"## {stance.capitalize()}\n"
            yield "".join(f"- {library.actor(p.actor)}: {stances(p, library)}\n" for p in standing)
    yield "## Statements\n"
    if not taken:
        yield "None that take a side in their own words."
    for one in taken:
        yield f"- {row(one, library)}"
