"""What `issue` prints."""

from __future__ import annotations

from onrecord.cli.forms import Cells, emit, line, table
from onrecord.store.issue_rows import IssueRow
from onrecord.vocabulary import STANCES


def listing(found: list[IssueRow], form: str) -> None:
    """The issues, a line each."""
    header = ("issue", "statement", "part of", "from", *STANCES, "judged", "documents", "waiting")

    def cells(row: IssueRow) -> Cells:
        where = "onrecord.toml" if row.origin == "project" else "this record"
        counts = [row.positions[s] for s in STANCES]
        return (row.name, row.statement, row.parent, where, *counts, row.labels, row.documents, row.waiting)

    def text() -> None:
        if not found:
            line(
                'there is no issue; add one with: onrecord issue add NAME --statement "What one can be for or against."'
            )
            return
        table(header, map(cells, found), wide=(1,), narrow=(0, 4, 5, 6, 7, 8))
        if any(row.waiting for row in found):
            line("some documents were not read with every issue yet: run onrecord add again")

    emit(form, found, found, header, cells, text)


def added(row: IssueRow) -> None:
    """What was found on an issue that was added."""
    counts = ", ".join(f"{row.positions[s]:,} {s}" for s in STANCES)
    line(f"{row.name}: {row.documents:,} {'document' if row.documents == 1 else 'documents'} read; {counts}")
