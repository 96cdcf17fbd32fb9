"""Who changed, on what conditions things hang, and why a position stands in the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter

from onrecord.store import condition_rows, path_rows, position_rows
from onrecord.vocabulary import CONDITION_EFFECTS
from onrecord.web.asked import PER_PAGE, Flag, From, Limit, Offset, Opened, To, Words
from onrecord.web.listing import Listing
from onrecord.web.page import page
from onrecord.web.standing_in import marked
from onrecord.web.weighed import weighed

router = APIRouter(tags=["positions"])
KINDS = ("reversals", "softenings", "hardenings", "contradicting")


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
        for c in getattr(view, kind)
    )  # fmt: skip


@page(
    router,
    "/changes",
    "changes.html",
    name="changes",
    answers=path_rows.Changes,
    summary="Who turned, softened or hardened on an issue",
    presents=lambda _request, view: {"issues": view.issues},
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
