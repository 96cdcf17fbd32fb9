"""`positions` and `changes`: where actors stand on issues over time, who changed; each of one state of the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.positions.decision import NO_STANCE
from onrecord.store import issues, positions_reading, state
from onrecord.store import position_facts as facts
from onrecord.store.path_rows import Changes, Path, Paths, Taken
from onrecord.store.position_changes import CONTRADICTION, HARDENING, REVERSAL, SOFTENING
from onrecord.store.position_changes import changes as changed
from onrecord.store.position_facts import PositionFilters
from onrecord.store.position_paths import Utterance, by_actor, path, sorted_out, taken
from onrecord.store.position_rows import PositionRow
from onrecord.store.put import chunks
from onrecord.store.retold import LEAD
from onrecord.store.rows import Said
from onrecord.store.schema import document, issue, position_standing, statement, telling
from onrecord.store.timeline_filters import bounds
from onrecord.store.timeline_order import overlaps
from onrecord.vocabulary import STANCES

if TYPE_CHECKING:
    from onrecord.store.db import Store


DOCUMENTS = 100  # whose texts are in memory


class PathFilters(TypedDict, total=False):
    """What narrows paths. `issue` is a name, `actor` a name, alias or id, `outlet` one that tells it.

    `since` and `until` bound the days of what was said, `stance` is what it takes. With `at` it is answered for that
    day; with `as_known` only articles count that were published by that day. Without `implied` only positions count
    whose words take the side themselves, without `unclear` none that takes no clear one.
    """

    issue: str | None
    actor: str | None
    outlet: str | None
    stance: str | None
    since: date | str | None
    until: date | str | None
    at: date | str | None
    as_known: date | str | None
    implied: bool
    unclear: bool


class ChangeFilters(TypedDict, total=False):
    """What narrows changes: `since` and `until` bound the days of the later statement, the rest as in `PathFilters`."""

    issue: str | None
    actor: str | None
    outlet: str | None
    since: date | str | None
    until: date | str | None
    as_known: date | str | None
    implied: bool


def paths(store: Store, *, limit: int | None = None, offset: int = 0, **filters: Unpack[PathFilters]) -> Paths:
    """The stances of each actor on each issue in order of time; with `limit` those with the most statements, the first
    `offset` of these left out.

    Raises UsageError or NotFound for values that cannot match.
    """
    get = _given(filters, PathFilters)
    first, last = bounds(get)
    if _day(get, "at") is not None and (first is not None or last is not None):
        raise UsageError("at: says where actors stand on a day; leave out since and until")
    if (stance := get.get("stance")) is not None and stance not in STANCES:
        raise UsageError(f"no stance is called {stance!r}; there are: {', '.join(STANCES)}")
    _day(get, "as_known")
    if (limit is not None and limit < 0) or offset < 0:
        raise UsageError("limit and offset are numbers from 0")
    with store.read() as conn:
        asked = state.said(get)
        whole = store.remembered.get(conn, "positions", asked, lambda: _paths(store, conn, get), verdicts=False)
    return replace(whole, paths=whole.paths[offset:][:limit])


def _paths(store: Store, conn: sa.Connection, get: dict[str, Any]) -> Paths:
    """All paths that fit."""
    (first, last), at, known, stance = bounds(get), _day(get, "at"), _day(get, "as_known"), get.get("stance")
    names, waiting = _issues(store, conn, get)
    every, nobody = _taken(store, conn, get, known)
    fit = [t for t in every if overlaps(t.since, t.until, first, last) and stance in (None, t.stance)]
    unclear = bool(get.get("unclear")) or stance == "unclear"
    kept, implied, vague = sorted_out(fit, implied=bool(get.get("implied")), unclear=unclear)
    made = [path(some, at=at) for some in by_actor(kept).values()]
    found = sorted((p for p in made if p.steps or (p.unplaced and at is None)), key=_most_said(names))
    return Paths(
        issues=names, waiting=waiting, at=at, known=known, statements=sum(p.statements for p in found),
        implied=implied, unclear=vague, nobody=nobody, total=len(found), paths=tuple(found),
    )  # fmt: skip


def _most_said(names: Sequence[str]) -> Callable[[Path], tuple[int, int, str, str]]:
    """By issue, in their order; those with the most statements first."""
    places = {name: place for place, name in enumerate(names)}
    return lambda p: (places[p.issue], -p.statements, p.actor.name, p.actor.id)


def changes(store: Store, *, contradictions: bool = False, **filters: Unpack[ChangeFilters]) -> Changes:
    """Who turned, softened or hardened on an issue, in order of time; with `contradictions` also who took both sides.

    Raises UsageError or NotFound for values that cannot match.
    """
    get = _given(filters, ChangeFilters)
    bounds(get)
    with store.read() as conn:
        asked = state.said(get)
        whole = store.remembered.get(conn, "changes", asked, lambda: _changes(store, conn, get), verdicts=False)
    return whole if contradictions else replace(whole, contradicting=())


def _changes(store: Store, conn: sa.Connection, get: dict[str, Any]) -> Changes:
    """All changes that fit."""
    (first, last), known = bounds(get), _day(get, "as_known")
    names, waiting = _issues(store, conn, get)
    every = sides(store, conn, get, known=known)
    found = [c for c in changed(every) if overlaps(c.after.since, c.after.until, first, last)]
    by_kind = {k: tuple(c for c in found if c.kind == k) for k in (REVERSAL, SOFTENING, HARDENING, CONTRADICTION)}
    return Changes(
        issues=names, waiting=waiting, known=known, reversals=by_kind[REVERSAL], softenings=by_kind[SOFTENING],
        hardenings=by_kind[HARDENING], contradictions=len(by_kind[CONTRADICTION]),
        contradicting=by_kind[CONTRADICTION],
    )  # fmt: skip


def sides(store: Store, conn: sa.Connection, get: dict[str, Any], *, known: date | None = None) -> list[Taken]:
    """The sides that known actors took, each utterance once; explicit ones, or with `implied` all."""
    every, _ = _taken(store, conn, get, known)
    kept, _, _ = sorted_out(every, implied=bool(get.get("implied")), unclear=False)
    return kept


# ---------------------------------------------------------------------------- what is asked for


def _given(filters: Any, known: type) -> dict[str, Any]:
    there = known.__annotations__
    if not filters.keys() <= there.keys():
        unknown = sorted(filters.keys() - there.keys())
        raise UsageError(f"no such filter: {', '.join(unknown)}; there are: {', '.join(there)}")
    return {name: value for name, value in filters.items() if value is not None}


def _day(get: dict[str, Any], name: str) -> date | None:
    """A day, or the last one of a month or year."""
    _, last = bounds({"until": get[name]}) if name in get else (None, None)
    return last


def _issues(store: Store, conn: sa.Connection, get: dict[str, Any]) -> tuple[tuple[str, ...], int]:
    """The issues that are asked of, and how many readings of documents with them are still to be done."""
    every = [issues.find(conn, get["issue"])] if "issue" in get else issues.known(conn)
    left = store.remembered.get(conn, "positions waiting", None, lambda: positions_reading.waiting(conn))
    return tuple(k.issue.name for k in every), sum(left[k.n] for k in every)


def _rows(conn: sa.Connection, get: dict[str, Any], known: date | None) -> Iterable[PositionRow]:
    """The reports of all positions, of those articles alone that were published by the day that is known."""
    same: Any = {name: get[name] for name in ("issue", "actor", "outlet") if name in get}
    own: PositionFilters = {"implied": True}
    own |= same
    for row in facts.taken(conn, **own):
        published = row.document.published
        if known is None or (published is not None and published <= known):
            yield row


def _taken(store: Store, conn: sa.Connection, get: dict[str, Any], known: date | None) -> tuple[list[Taken], int]:
    """What is taken by known actors, and by how many others, of those reports that fit."""

    def made() -> tuple[list[Taken], int]:
        rows = list(_rows(conn, get, known))
        return taken(rows, denied(conn), _leads(conn, rows))

    asked = *(get.get(name) for name in ("issue", "actor", "outlet")), known
    return store.remembered.get(conn, "sides", asked, made, verdicts=False)


def _leads(conn: sa.Connection, rows: Iterable[PositionRow]) -> dict[str, str]:
    """The words before the cues of statements whose day is not told, by the ids of these."""
    wanted: defaultdict[str, list[Said]] = defaultdict(list)
    for row in rows:
        if row.said.said_since is None and row.said.cue:
            wanted[row.document.id].append(row.said)
    found = {}
    for some in chunks(sorted(wanted), DOCUMENTS):
        for r in conn.execute(sa.select(document.c.id, document.c.text).where(document.c.id.in_(some))):
            for said in wanted[r.id]:
                start = said.cue[0].start
                found[said.id] = r.text[max(start - LEAD, 0) : start]
    return found


def denied(conn: sa.Connection) -> set[Utterance]:
    """The utterances of which a person said that they take no side on an issue."""
    s, root = position_standing.c, statement.alias("root")
    query = (
        sa.select(root.c.id, issue.c.name)
        .select_from(position_standing)
        .join(issue, issue.c.n == s.issue)
        .outerjoin(telling, telling.c.statement == s.statement)
        .join(root, root.c.n == sa.func.coalesce(telling.c.utterance, s.statement))
        .where(s.stance == NO_STANCE)
    )
    return {(r.id, r.name) for r in conn.execute(query)}


__all__ = ["ChangeFilters", "PathFilters", "changes", "denied", "paths", "sides"]
