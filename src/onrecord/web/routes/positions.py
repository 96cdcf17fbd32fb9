"""Who changed, on what conditions things hang, and why a position stands in the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.errors import UsageError
from onrecord.store import condition_rows, path_rows, position_rows
from onrecord.vocabulary import CONDITION_EFFECTS
from onrecord.web.asked import PER_PAGE, Flag, From, Limit, Offset, Opened, To, Words, subject
from onrecord.web.listing import Listing, portion
from onrecord.web.page import page
from onrecord.web.standing_in import marked
from onrecord.web.weighed import weighed

router = subject("positions")
KINDS = {
    "reversals": "From one side to the other",
    "softenings": "Towards support",
    "hardenings": "Towards opposing",
    "contradicting": "Both sides on the same days",
}
"""The sorts of changes, as rows and pages name them."""
FIRST = 20
"""Changes of a sort that are shown beside the others."""


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
        for c in view.some.items
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """Who changed, and a part of all changes, sort after sort: of one sort (`only`), where it was asked for alone."""

    found: path_rows.Changes
    only: str | None
    some: Listing[path_rows.Change]

    @property
    def part(self) -> Listing[path_rows.Change] | None:
        """The part that the page shows; with changes of every sort it shows the first of each."""
        return self.some if self.only else None

    @property
    def shown(self) -> Mapping[str, Listing[path_rows.Change]]:
        """The changes of the page by sort."""
        if self.only:
            return {self.only: self.some}
        return {kind: portion(_of(self.found, kind), FIRST, 0) for kind in KINDS}


def _of(found: path_rows.Changes, kind: str) -> tuple[path_rows.Change, ...]:
    some: tuple[path_rows.Change, ...] = getattr(found, kind)
    return some


@page(
    router,
    "/changes",
    "changes.html",
    name="changes",
    answers=Listing[path_rows.Change],
    summary="Who turned, softened or hardened on an issue",
    presents=lambda _request, _view: {"sorts": KINDS},
    table=_changes_table,
    twin=lambda view: view.some,
    part=lambda view: view.some,
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
    only: Words = None,
    limit: Limit = PER_PAGE,
    offset: Offset = 0,
) -> ChangesPage:
    """With the statements before and after: reversals, then softenings, then hardenings, each in order of time; with
    `contradictions` then who took both sides at a time. `only` one of these sorts: reversals, softenings, hardenings or
    contradicting."""
    found = record.changes(
        issue=issue, actor=actor, outlet=outlet, since=since, until=until, as_known=as_known, implied=implied,
        contradictions=contradictions,
    )  # fmt: skip
    if only is not None and only not in KINDS:
        raise UsageError(f"only: no sort of changes is called {only!r}; there are: {', '.join(KINDS)}")
    every = [change for kind in ([only] if only else KINDS) for change in _of(found, kind)]
    return ChangesPage(found=found, only=only, some=portion(every, limit, offset))


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
