"""The first note: what there is, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from onrecord.export.notes.links import Library
from onrecord.export.notes.marks import escaped
from onrecord.export.wording import counted
from onrecord.store.issue_rows import IssueRow
from onrecord.store.path_rows import Paths
from onrecord.store.rows import ActorRef
from onrecord.store.status_rows import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An actor with the number of its statements."""

    actor: ActorRef
    statements: int


def note(
    status: Status, issues: Sequence[IssueRow], entries: Sequence[Entry], paths: Paths, library: Library
) -> Iterator[str]:
    """The lines of the note."""
    yield f"# {escaped(PurePath(status.path).stem)}\n"
    yield f"{counted(status.documents, 'article')}, {counted(status.statements, 'statement')}, " + (
        f"{counted(len(entries), 'actor')}.\n"
    )
    if issues:
        yield "## Issues\n"
        yield "".join(f"- {library.issue(row.name)}\n" for row in issues)
    yield "## Actors\n"
    for one in sorted(entries, key=lambda e: (-e.statements, e.actor.name, e.actor.id)):
        yield f"- {library.actor(one.actor)} ({escaped(one.actor.kind)}): {counted(one.statements, 'statement')}"
    yield "\n## Left out\n"
    yield "- The articles' texts, events, and statements that a reviewer rejected."
    yield f"- Positions: {paths.implied} that only follow from the words, {paths.unclear} without a clear side, " + (
        f"{paths.nobody} of nobody known."
    )
