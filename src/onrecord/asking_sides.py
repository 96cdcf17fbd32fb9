"""What a record is asked about sides: issues, where actors stand on them, conditions, and networks of it all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Unpack

if TYPE_CHECKING:
    from onrecord.analysis.networks.representation import Represented
    from onrecord.project import Project
    from onrecord.store import (
        condition_rows,
        issue_rows,
        networks,
        path_rows,
        position_rows,
    )
    from onrecord.store.condition_list import ConditionFilters
    from onrecord.store.db import Store
    from onrecord.store.paths import ChangeFilters, PathFilters


class AskingSides:
    """The questions of a `Record` about issues; `Asking` has the others."""

    def __init__(self, store: Store, project: Project) -> None:
        self.store = store
        self.project = project

    def issues(self) -> list[issue_rows.IssueRow]:
        """What actors take sides on, each issue with how far it is read and what positions there are on it."""
        from onrecord.store import queries

        return queries.issues(self.store)

    def position(self, what: str) -> position_rows.PositionRow:
        """A position, by its id or the beginning of it, as it stands after judgements. Raises NotFound."""
        from onrecord.store import queries

        return queries.position(self.store, what)

    def position_explained(self, what: str) -> position_rows.PositionExplanation:
        """Why a position stands there: what decided, and which words did. Raises NotFound, ModelError."""
        from onrecord.store import queries

        return queries.position_explained(self.store, what)

    def positions(
        self, *, limit: int | None = None, offset: int = 0, **filters: Unpack[PathFilters]
    ) -> path_rows.Paths:
        """Where each actor stands on each issue: the stances in order of time, each utterance once.

        Filters: issue, actor, outlet, stance, since, until; at (where they stand on a day), as_known (by what was
        published until a day). Only positions count whose words take the side themselves; implied=True and
        unclear=True add the others. With `limit` those actors who said most, behind the first `offset` of them.
        """
        from onrecord.store import queries

        return queries.paths(self.store, limit=limit, offset=offset, **filters)

    def sides(self, document: str) -> list[position_rows.PositionRow]:
        """The sides that an article's statements take on issues, implied and unclear ones too, in order of time.

        `document` is an id, file or title. Raises NotFound.
        """
        from onrecord.store import queries

        return list(queries.positions(self.store, document=document, implied=True))

    def changes(self, *, contradictions: bool = False, **filters: Unpack[ChangeFilters]) -> path_rows.Changes:
        """Who turned, softened or hardened on an issue, with the statements before and after, in order of time.

        Filters: issue, actor, outlet, as_known, implied; since and until bound the later statement. With
        `contradictions` also who took both sides on the same days.
        """
        from onrecord.store import queries

        return queries.changes(self.store, contradictions=contradictions, **filters)

    def conditions(
        self, *, limit: int | None = None, offset: int = 0, **filters: Unpack[ConditionFilters]
    ) -> condition_rows.ConditionList:
        """Who threatens, promises, demands or refuses what, under which condition, the newest first; each once.

        Filters: actor, effect ("threat", "promise", "support", "refusal", "demand", "warning", "other", or several),
        about (words of the statement), outlet, since, until.
        """
        from onrecord.store import queries

        return queries.conditions(self.store, limit=limit, offset=offset, **filters)

    def network(
        self,
        *,
        issue: str | Sequence[str] = (),
        kind: str | None = None,
        outlet: str | None = None,
        implied: bool = False,
        **choices: Any,
    ) -> networks.RecordNetwork:
        """Who sides with whom on issues: a matrix, its ties, and the statements behind each.

        `kind`: congruence (the default), conflict, subtract, ignore; of two-mode networks subtract, combine, ignore.
        Choices: nodes, via, type, qualifier, normalize, duplicates, since, until, window, step, kernel, threshold,
        confidence ("expected" adds expected weights), minimum_node, minimum_concept, backbone; most (windows beyond
        that are refused). Raises UsageError.
        """
        from onrecord.store import queries

        return queries.network(
            self.store, self.project, issue=issue, kind=kind, outlet=outlet, implied=implied, **choices
        )

    def representation(self, *, actors: str = "actor", outlet: str | None = None, **choices: Any) -> list[Represented]:
        """Whom outlets quote more or less than the others do on the same stories, the most unusual first.

        `actors`: actor, person, organization or camp. Choices: since, until, threshold, minimum_concept.
        """
        from onrecord.store import queries

        return queries.representation(self.store, self.project, actors=actors, outlet=outlet, **choices)


__all__ = ["AskingSides"]
