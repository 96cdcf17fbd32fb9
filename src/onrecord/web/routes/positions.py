"""Who changed, on what conditions things hang, and why a position stands in the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request

from onrecord.store import condition_rows, path_rows, position_rows
from onrecord.vocabulary import CONDITION_EFFECTS
from onrecord.web.asked import PER_PAGE, Flag, From, Limit, Offset, Opened, To, Words
from onrecord.web.listing import Listing
from onrecord.web.page import page
from onrecord.web.standing_in import marked
from onrecord.web.weighed import weighed

router = APIRouter(tags=["positions"])
KINDS = {
    "reversals": "From one side to the other",
    "softenings": "Towards support",
    "hardenings": "Towards opposing",
    "contradicting": "Both sides on the same days",
}
"""The sorts of changes, as rows and pages name them."""
FIRST = 20
"""Changes of a sort that are shown beside the others; of one sort alone a page shows `PER_PAGE`."""


# ---------------------------------------------------------------------------- changes


def _changes_table(view: Any) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    header = (
        "kind", "actor", "issue", "was", "since", "before", "before_words", "became", "after", "after_words",
        "outlets_before", "outlets_after", "actor_id",
    )  # fmt: skip
    return header, (
        (
            c.kind, c.actor.name, c.issue, c.was, c.held, c.before.since, c.before.words, c.became, c.after.since,
            c.after.words, "; ".join(c.before.outlets), "; ".join(c.after.outlets), c.actor.id,
        )
        for kind in KINDS
        for c in _of(view, kind)
    )  # fmt: skip


def _sorts(request: Request, view: path_rows.Changes) -> Mapping[str, Any]:
    """The first changes of each sort, or a part of those of one."""
    only, at = request.query_params.get("only", ""), request.query_params.get("offset", "0")
    if only not in KINDS:
        every = {kind: _of(view, kind) for kind in KINDS}
        parts = {kind: Listing(items=some[:FIRST], limit=FIRST, total=len(some)) for kind, some in every.items()}
        return {"issues": view.issues, "sorts": KINDS, "shown": parts, "only": None}
    offset = int(at) if at.isascii() and at.isdigit() and len(at) < 9 else 0
    some = _of(view, only)
    part = Listing(items=some[offset : offset + PER_PAGE], limit=PER_PAGE, offset=offset, total=len(some))
    return {"issues": view.issues, "sorts": KINDS, "shown": {only: part}, "only": part}


def _of(view: path_rows.Changes, kind: str) -> tuple[path_rows.Change, ...]:
    found: tuple[path_rows.Change, ...] = getattr(view, kind)
    return found


@page(
    router,
    "/changes",
    "changes.html",
    name="changes",
    answers=path_rows.Changes,
    summary="Who turned, softened or hardened on an issue",
    presents=_sorts,
    table=_changes_table,
)
def changes(
    record: Opened,
    issue: Words = None,
    actor: Words = None,
    outlet: Words = None,
    since: From = None,
    until: To = None,
    as_known: To = None,
    implied: Flag = False,
    contradictions: Flag = False,
) -> path_rows.Changes:
    """With the statements before and after, in order of time; with `contradictions` who took both sides at a time."""
    return record.changes(
        issue=issue, actor=actor, outlet=outlet, since=since, until=until, as_known=as_known, implied=implied,
        contradictions=contradictions,
    )  # fmt: skip


# ---------------------------------------------------------------------------- conditions


def _conditions_table(view: Any) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    header = (
        "date", "actor", "effect", "condition", "polarity", "consequence", "words", "outlets", "articles", "actor_id",
        "statement",
    )  # fmt: skip
    return header, (
        (
            c.since, c.actor.name if c.actor else c.source, c.effect, c.condition, c.polarity, c.consequence, c.words,
            "; ".join(c.outlets), c.documents, c.actor.id if c.actor else None, c.sources[0].id,
        )
        for c in view.part.items
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionsPage:
    """A part of the conditions that fit, and how many of all of them there are by what follows."""

    part: Listing[condition_rows.Conditional]
    effects: tuple[tuple[str, int], ...]


@page(
    router,
    "/conditions",
    "conditions.html",
    name="conditions",
    answers=Listing[condition_rows.Conditional],
    summary="Who threatens, promises or demands what, under which condition",
    presents=lambda _request, _view: {"effects": CONDITION_EFFECTS, "marked": marked},
    table=_conditions_table,
    twin=lambda view: view.part,
)
def conditions(
    record: Opened,
    actor: Words = None,
    effect: Words = None,
    about: Words = None,
    outlet: Words = None,
    since: From = None,
    until: To = None,
    limit: Limit = PER_PAGE,
    offset: Offset = 0,
) -> ConditionsPage:
    """The newest first, each once however many articles tell it."""
    found = record.conditions(
        actor=actor, effect=effect, about=about, outlet=outlet, since=since, until=until, limit=offset + limit
    )
    part = Listing(items=found.conditions[offset:], limit=limit, offset=offset, total=found.total)
    return ConditionsPage(part=part, effects=found.effects)


# ---------------------------------------------------------------------------- one position


@page(
    router,
    "/positions/{position}",
    "position.html",
    name="position",
    answers=position_rows.PositionExplanation,
    summary="Why a position stands in the record",
    presents=lambda _request, view: {"runs": weighed(view)},
)
def position(record: Opened, position: str) -> position_rows.PositionExplanation:
    """What decided, which words did, and what people judged."""
    return record.position_explained(position)
