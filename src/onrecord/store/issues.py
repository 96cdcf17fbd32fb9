"""The issues of a record: those of the project as the last `add` knew them, and those that were added to the record.

    note(store, issues)   the project's, in place of those before
    add(store, issue)     one of the record's own
    remove(store, name)   take such a one out, with its positions
    known(conn)           all of them; listing(store): with what was read of them

An issue that changes keeps its number, and its judgements; what was read of it under another wording is read anew by
`positions_reading.settle`. One that goes takes its positions with it. Judgements on these stay in the log, orphaned,
and stand again where an issue of that name comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.alias_table import LONGEST
from onrecord.errors import NotFound, UsageError
from onrecord.project import Issue
from onrecord.store import position_standing as standing
from onrecord.store.encode import printable, storable
from onrecord.store.encode_positions import PROJECT, RECORD, issue_cells, issue_of
from onrecord.store.issue_rows import IssueRow
from onrecord.store.schema import document, issue, issue_head, position, position_read, position_standing
from onrecord.vocabulary import STANCES

if TYPE_CHECKING:
    from onrecord.store.db import Store

LISTED = 8  # names that an error lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An issue of the record: its number, what it is, the hash of what positions depend on, where it comes from."""

    n: int
    issue: Issue
    key: str
    origin: str


def known(conn: sa.Connection) -> list[Known]:
    """All issues: the project's in the order of its file, then the record's own in the order in which they came."""
    rows = conn.execute(sa.select(issue).order_by(issue.c.origin, issue.c.place, issue.c.n))
    return [Known(n=r.n, issue=issue_of(r), key=r.key, origin=r.origin) for r in rows]


def find(conn: sa.Connection, name: str) -> Known:
    """The issue of this name, small and capital letters being the same. Raises NotFound."""
    every = known(conn)
    asked = printable(name)
    found = [k for k in every if k.issue.name == asked] or [k for k in every if _fold(k.issue.name) == _fold(asked)]
    if len(found) != 1:
        names = [k.issue.name for k in every]
        there = ", ".join(map(repr, names[:LISTED])) + (", ..." if len(names) > LISTED else "")
        raise NotFound(f"no issue is called {asked!r}; there are: {there or 'none'}")
    return found[0]


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


# ---------------------------------------------------------------------------- those of the project


def note(store: Store, issues: Iterable[Issue]) -> None:
    """Keep the project's issues in place of those before. One that the record had of its own becomes the project's."""
    wanted = {i.name: i for i in map(storable, issues)}
    with store.read() as conn:
        if _project(conn) == list(wanted.values()):
            return
    with store.write() as conn:
        there = {k.issue.name: k for k in known(conn)}
        for k in there.values():
            if k.origin == PROJECT and k.issue.name not in wanted:
                _drop(conn, k)
        for place, one in enumerate(wanted.values()):
            cells = {"origin": PROJECT, "place": place, **issue_cells(one)}
            if one.name in there:
                conn.execute(sa.update(issue).where(issue.c.n == there[one.name].n).values(cells))
            else:
                _insert(conn, cells)


def _project(conn: sa.Connection) -> list[Issue] | None:
    """The project's issues as they are kept; None where a version kept them that did not know all of their settings."""
    mine = [k for k in known(conn) if k.origin == PROJECT]
    return [k.issue for k in mine] if all(k.key for k in mine) else None


# ---------------------------------------------------------------------------- those of the record itself


def worded(
    name: str, statement: str, support: Sequence[str], oppose: Sequence[str], words: Sequence[str], parent: str
) -> Issue:
    """An issue as a person types it. Raises UsageError where it has no name, or what is there is empty."""
    called = " ".join(printable(name).split())
    if not any(c.isalnum() for c in called):
        raise UsageError("an issue needs a name")
    if len(called) > LONGEST:
        raise UsageError(f"{len(called)} characters ({called[:40]!r}...) are no name; write at most {LONGEST}")
    made = {}
    for key, texts in (("support", support), ("oppose", oppose), ("words", words)):
        made[key] = tuple(" ".join(printable(text).split()) for text in texts)
        if not all(made[key]):
            raise UsageError(f"{key}: an empty text says nothing; leave it out")
    said, above = (" ".join(printable(text).split()) for text in (statement, parent))
    return Issue(name=called, statement=said, parent=above, **made)


def add(store: Store, one: Issue, project: Sequence[Issue] = ()) -> Issue:
    """Add an issue of the record's own; the very same again changes nothing. `project` are those of its file.

    Raises UsageError where it is called as another, or its parent is not there.
    """
    one = storable(one)
    with store.write() as conn:
        every = known(conn)
        mine = [k.issue for k in every if k.origin == RECORD]
        if one in mine:
            return one
        _check(one, [*(k.issue for k in every if k.origin == PROJECT), *project], mine)
        last = conn.scalar(sa.select(sa.func.max(issue.c.place)).where(issue.c.origin == RECORD))
        _insert(conn, {"origin": RECORD, "place": 0 if last is None else last + 1, **issue_cells(one)})
    return one


def ensure(conn: sa.Connection, names: Iterable[str]) -> dict[str, Known]:
    """The issues of these names, as a file has them; those that are not there become the record's own.

    A name that no issue has as it is written means the one that has it in small and capital letters alike.
    """
    every = known(conn)
    own = {k.issue.name: k for k in every}
    alike = {_fold(k.issue.name): k for k in every}
    last = max((place for place in conn.scalars(sa.select(issue.c.place).where(issue.c.origin == RECORD))), default=-1)
    found: dict[str, Known] = {}
    for name in dict.fromkeys(names):
        called = " ".join(printable(name).split())
        there = own.get(called) or alike.get(_fold(called))
        if there is None:
            last += 1
            _insert(conn, {"origin": RECORD, "place": last, **issue_cells(Issue(name=called))})
            there = own[called] = find(conn, called)
        found[name] = there
    return found


def _check(one: Issue, project: Sequence[Issue], mine: Sequence[Issue]) -> None:
    name = _fold(one.name)
    for other in project:
        if _fold(other.name) == name:
            raise UsageError(f"{other.name!r} is an issue of onrecord.toml: change it there, or choose another name")
    for other in mine:
        if _fold(other.name) == name:
            raise UsageError(
                f"{other.name!r} is an issue of this record already, in other words; take it out first: "
                "onrecord issue remove"
            )
    names = [other.name for other in (*project, *mine)]
    if one.parent and one.parent not in names:
        there = ", ".join(map(repr, dict.fromkeys(names)))
        raise UsageError(f"parent: no issue is called {one.parent!r}; there are: {there or 'none'}")


def remove(store: Store, name: str) -> Issue:
    """Take an issue of the record's own out, with its positions. Raises NotFound, or UsageError for the project's."""
    with store.write() as conn:
        found = find(conn, name)
        if found.origin == PROJECT:
            raise UsageError(
                f"{found.issue.name!r} is an issue of onrecord.toml: take it out there, then run onrecord add"
            )
        children = [k.issue.name for k in known(conn) if k.issue.parent == found.issue.name]
        if children:
            of = ", ".join(map(repr, children))
            raise UsageError(f"{found.issue.name!r} is the parent of {of}; take that out first")
        _drop(conn, found)
    return found.issue


def listing(store: Store) -> list[IssueRow]:
    """All issues, each with how far it is read and what positions there are on it."""
    with store.read() as conn:
        return list(store.remembered.get(conn, "issues", None, lambda: _rows(conn)))


def _rows(conn: sa.Connection) -> list[IssueRow]:
    from onrecord.store import positions_reading

    documents = conn.scalar(sa.select(sa.func.count()).select_from(document).where(document.c.superseded_by.is_(None)))
    waiting, counts = positions_reading.waiting(conn), _counts(conn)
    s = position_standing.c
    judged = sa.select(s.issue, sa.func.count().label("labels")).group_by(s.issue)
    labels = {r.issue: r.labels for r in conn.execute(judged)}
    return [_row(k, int(documents or 0), waiting[k.n], counts.get(k.n, {}), labels.get(k.n, 0)) for k in known(conn)]


def _counts(conn: sa.Connection) -> dict[int, dict[str, int]]:
    """Positions of current documents by issue and stance, as judged, in the order of STANCES."""
    p, s = position.c, position_standing.c
    stance = sa.func.coalesce(s.stance, p.stance)
    query = (
        sa.select(p.issue, stance, sa.func.count())
        .join(document, document.c.n == p.document)
        .outerjoin(position_standing, (s.statement == p.statement) & (s.issue == p.issue))
        .where(document.c.superseded_by.is_(None))
        .group_by(p.issue, stance)
    )
    found: dict[int, dict[str, int]] = {}
    for n, name, count in conn.execute(query):
        if name in STANCES:
            found.setdefault(n, dict.fromkeys(STANCES, 0))[name] = count
    return found


def _row(k: Known, documents: int, waiting: int, positions: dict[str, int], labels: int) -> IssueRow:
    i = k.issue
    return IssueRow(
        name=i.name, statement=i.statement, support=i.support, oppose=i.oppose, words=i.words, parent=i.parent,
        origin=k.origin, documents=documents - waiting, waiting=waiting,
        positions=positions or dict.fromkeys(STANCES, 0), labels=labels,
    )  # fmt: skip


def _insert(conn: sa.Connection, cells: dict[str, Any]) -> None:
    conn.execute(sa.insert(issue).values(cells))
    standing.derive_issue(conn, cells["name"])


def _drop(conn: sa.Connection, gone: Known) -> None:
    standing.leave_issue(conn, gone.n)
    for table in (position, position_read, issue_head):
        conn.execute(sa.delete(table).where(table.c.issue == gone.n))
    conn.execute(sa.delete(issue).where(issue.c.n == gone.n))
    standing.derive_issue(conn, gone.issue.name)
