"""Issues: the list of them, and of one the camps, the positions over time, who changed, and on what conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from fastapi import Query, Request

from onrecord.errors import NotFound
from onrecord.record import Record
from onrecord.store import audit_rows, issue_rows, path_rows
from onrecord.store.path_rows import Taken
from onrecord.vocabulary import STANCES
from onrecord.web import stances
from onrecord.web.asked import PER_PAGE, Flag, From, Limit, Offset, Opened, To, Words, subject
from onrecord.web.charts import positions
from onrecord.web.charts.chart import Chart
from onrecord.web.listing import Listing, portion
from onrecord.web.page import page

router = subject("positions")
MEMBERS = 12
"""So many actors of a camp stand on the page of an issue, before one asks for all."""
POSITIONS = (
    "date", "until", "actor", "stance", "strength", "words", "condition", "outlets", "articles", "sure", "verdict",
    "score", "actor_id", "statement", "id",
)  # fmt: skip


# ---------------------------------------------------------------------------- the list


def _issues_table(view: Any) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    header = ("issue", "proposition", *STANCES, "articles", "waiting", "judged", "origin")
    return header, (
        (i.name, i.statement, *(i.positions[s] for s in STANCES), i.documents, i.waiting, i.labels, i.origin)
        for i in view
    )


@page(
    router,
    "/issues",
    "issues.html",
    name="issues",
    answers=list[issue_rows.IssueRow],
    summary="What actors take sides on",
    table=_issues_table,
)
def issues(record: Opened) -> list[issue_rows.IssueRow]:
    """Each issue with how far it is read and what positions there are on it, unclear and implied ones too."""
    return record.issues()


# ---------------------------------------------------------------------------- one


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePage:
    """An issue: its wordings, the paths on it, who stands where, who changed, how often the machine is right, a part of
    the positions.

    `days` are those of the first and last position, whatever day is asked for; `every` are all positions; `some` is
    the part of the paths that programs are answered.
    """

    issue: issue_rows.IssueRow
    paths: path_rows.Paths
    camps: tuple[stances.Camp, ...]
    changes: path_rows.Changes
    audit: audit_rows.AuditReport | None
    days: tuple[date, date] | None
    every: tuple[Taken, ...]
    part: Listing[Taken]
    some: Listing[path_rows.Path]

    @property
    def conditional(self) -> list[Taken]:
        """What hangs on a condition."""
        return stances.conditional(self.every)

    @property
    def shares(self) -> tuple[stances.OutletShare, ...]:
        """What each outlet tells."""
        return stances.shares(self.every)


def _table(view: Any) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    return POSITIONS, (
        (
            t.since, t.until, t.actor.name, t.stance, t.strength, t.words, t.condition or None, "; ".join(t.outlets),
            t.documents, t.sure, t.verdict, t.score, t.actor.id, t.sources[0].id, t.id,
        )
        for t in view.part.items
    )  # fmt: skip


def _drawn(view: IssuePage) -> Chart | None:
    by_camp = [m.path for camp in view.camps for m in camp.members]
    return positions.lanes(by_camp, by="actor", title=f"Positions on “{view.issue.name}”", at=view.paths.at)


def _presents(request: Request, _view: IssuePage) -> Mapping[str, Any]:
    return {"members": None if request.query_params.get("members") == "all" else MEMBERS, "sides": STANCES}


@page(
    router,
    "/issue",
    "issue.html",
    name="issue",
    answers=path_rows.Paths,
    summary="Where each actor stands on an issue, in order of time",
    presents=_presents,
    table=_table,
    charts={"positions": _drawn},
    twin=lambda view: replace(view.paths, paths=view.some.items),
    part=lambda view: view.some,
)
def issue(
    record: Opened,
    name: Annotated[str, Query(min_length=1)],
    actor: Words = None,
    outlet: Words = None,
    stance: Words = None,
    since: From = None,
    until: To = None,
    at: To = None,
    as_known: To = None,
    implied: Flag = False,
    unclear: Flag = False,
    limit: Limit = PER_PAGE,
    offset: Offset = 0,
) -> IssuePage:
    """Each utterance once. Only positions count whose words take the side themselves; `implied` and `unclear` add the
    others. With `at` it is answered for that day, with `as_known` by what was published by a day. A part is so many
    actors with their paths; of the CSV, and on the page, so many positions."""
    same: dict[str, Any] = {"issue": name, "actor": actor, "outlet": outlet, "as_known": as_known, "implied": implied}
    found = record.positions(**same, stance=stance, since=since, until=until, at=at, unclear=unclear)
    every = stances.newest(found.paths)
    all_days = stances.newest(record.positions(**same, stance=stance, unclear=unclear).paths) if at else every
    return IssuePage(
        issue=next(i for i in record.issues() if i.name == found.issues[0]),
        paths=found,
        camps=stances.camps(found.paths),
        changes=record.changes(**same, since=since, until=until or at, contradictions=True),
        audit=_audited(record, found.issues[0], implied=implied),
        days=_days(all_days),
        every=tuple(every),
        part=portion(every, limit, offset),
        some=portion(found.paths, limit, offset),
    )


def _days(taken: Sequence[Taken]) -> tuple[date, date] | None:
    known = [t.since for t in taken if t.since]
    return (min(known), max(known)) if known else None


def _audited(record: Record, name: str, *, implied: bool) -> audit_rows.AuditReport | None:
    try:
        return record.audit_report(name, implied=implied)
    except NotFound:  # none was drawn
        return None
