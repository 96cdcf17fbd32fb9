"""`diff`: what is new in the record since a day.

Everything is derived from one reading of the record: its acts (`timeline`), and when each article was published and
added (`arrivals`). Nothing of it is stored.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.model import Span
from onrecord.project import DEFAULT_SURE
from onrecord.store import arrivals, entry_stances, outcomes, paths, reversals, timeline
from onrecord.store.arrivals import Article
from onrecord.store.diff_rows import Contradiction, Diff, NewActor, NewRole, Reversal, Tally
from onrecord.store.encode import day
from onrecord.store.event_rows import EventReport
from onrecord.store.naming import fold
from onrecord.store.path_rows import Taken
from onrecord.store.position_changes import changes as changed_sides
from onrecord.store.rows import ActorRef, DocumentRef
from onrecord.store.schema import actor, document, link, mention, role
from onrecord.store.statements import document_ref
from onrecord.store.timeline_entries import Act, acts, entry, in_order
from onrecord.store.timeline_filters import asked, bounds
from onrecord.store.timeline_order import overlaps
from onrecord.store.timeline_rows import SourceRow, TimelineEntry

if TYPE_CHECKING:
    from onrecord.store.db import Store

_REF = tuple(document.c[x].label(f"doc_{x}") for x in ("id", "file", "outlet", "title", "published", "url"))
_root, _node = actor.alias("named"), actor.alias("named_node")


NO_CONTRADICTION = ("type", "status")  # how a report was classed; what became of a plan is told as such


@dataclass(frozen=True, slots=True)
class _Window:
    """What counts as new: days from `first` to `last`, of what was told, or with `added` of when it came."""

    first: date
    last: date | None
    added: bool
    articles: Mapping[str, Article]

    def holds(self, at: date | None) -> bool:
        return at is not None and overlaps(at, at, self.first, self.last)

    def article(self, document: DocumentRef) -> bool:
        """Whether an article is new; a newer version of one that was there is not, but is told as corrected."""
        found = self.articles.get(document.id)
        if found is None:
            return False
        return self.holds(found.added) and not found.replaces if self.added else self.holds(found.published)

    def entry(self, e: TimelineEntry | Taken) -> bool:
        """Whether an entry is new: it begins in these days, or is of a longer time and first told in them."""
        if self.added:
            return all(self.article(s.document) for s in e.sources)
        if e.since is None:
            return False
        if self.holds(e.since):
            return True
        first = min((s.document.published for s in e.sources if s.document.published), default=None)
        return e.until is not None and e.until >= self.first and self.holds(first)

    def report(self, r: EventReport) -> bool:
        return self.article(r.document)


def diff(
    store: Store,
    since: date | str,
    *,
    until: date | str | None = None,
    added: bool = False,
    sure: bool | None = None,
    threshold: float = DEFAULT_SURE,
) -> Diff:
    """What is new from this day on: said, happened or published; with `added`, added to the record since.

    Raises UsageError for what is no date, or for a time that ends before it begins.
    """
    first, last = bounds({"since": since, "until": until} if until is not None else {"since": since})
    if first is None:
        raise UsageError("since: say from which day on")
    with store.read() as conn:
        asked = first, last, added, sure, threshold
        return store.remembered.get(conn, "diff", asked, lambda: _diff(store, conn, *asked))


def _diff(
    store: Store, conn: sa.Connection, first: date, last: date | None, added: bool, sure: bool | None, threshold: float
) -> Diff:
    window = _Window(first, last, added, arrivals.articles(conn))
    every = store.remembered.get(conn, "acts", threshold, lambda: _made(conn, threshold))
    made = [(a, e) for a, e in every if sure in (None, e.sure)]
    new = [e for _, e in made if window.entry(e)]
    held = reversals.taken(made)
    return Diff(
        since=first,
        until=last,
        added=added,
        documents=sum(map(window.article, _documents(conn))),
        entries=tuple(new),
        speakers=_speakers(new),
        happened=_happened(new),
        changes=tuple(outcomes.changes(made, window.entry, threshold)),
        actors=tuple(_new_actors(conn, window, new)),
        roles=tuple(_new_roles(conn, window)),
        positions=tuple(c for c in changed_sides(paths.sides(store, conn, {})) if window.entry(c.after)),
        reversals=tuple(_elsewhere(conn, reversals.reversals(held, window.entry))),
        contradictions=(*reversals.denials(made, held, window.entry), *_differing(made, window)),
        rises=tuple(outcomes.rises(made, window.report)),
        corrected=arrivals.corrected(conn, window.holds),
        removed=arrivals.removed(conn, window.holds),
        judgements=arrivals.judged(conn, window.holds),
    )


def _made(conn: sa.Connection, threshold: float) -> list[tuple[Act, TimelineEntry]]:
    """Every act of the record with its entry, in order of time."""
    want = asked(conn, {"only": ("event", "statement")}, threshold)
    reports, told = timeline.fitting(conn, want)
    found = acts((r for _, r in reports), (s for _, s in told))
    by_id = {(e.kind, e.id): (a, e) for a in found for e in [entry(a, threshold)]}
    return [by_id[e.kind, e.id] for e in in_order(e for _, e in by_id.values())]


def _documents(conn: sa.Connection) -> list[DocumentRef]:
    rows = conn.execute(sa.select(*_REF).where(document.c.superseded_by.is_(None)))
    return [document_ref(r) for r in rows]


# ---------------------------------------------------------------------------- counts


def _speakers(new: Iterable[TimelineEntry]) -> tuple[Tally, ...]:
    """Who said how much, by act."""
    said = ((e.who[0].name if e.who and e.who[0].actor else "?", e.act or "") for e in new if e.kind == "statement")
    return _tallied(said)


def _happened(new: Iterable[TimelineEntry]) -> tuple[Tally, ...]:
    """Events by type and status, acts of speech among them."""
    return _tallied((e.type, e.status or "") for e in new if e.type)


def _tallied(found: Iterable[tuple[str, str]]) -> tuple[Tally, ...]:
    counts = Counter(found)
    ordered = sorted(counts.items(), key=lambda x: (-x[1], x[0]))
    return tuple(Tally(name=name, sort=sort, count=count) for (name, sort), count in ordered)


# ---------------------------------------------------------------------------- actors and offices


def _new_actors(conn: sa.Connection, window: _Window, new: Sequence[TimelineEntry]) -> list[NewActor]:
    """Actors of whom every article that names them is new."""
    query = (
        sa.select(_root.c.id, _root.c.name, _root.c.kind, sa.func.count().label("times"), *_REF)
        .join_from(mention, document, document.c.n == mention.c.document)
        .join(link, link.c.entity == mention.c.entity)
        .join(_node, _node.c.n == link.c.actor)
        .join(_root, _root.c.n == _node.c.root)
        .where(document.c.superseded_by.is_(None), _root.c.shown == 1)
        .group_by(_root.c.n, document.c.n)
    )
    named: defaultdict[ActorRef, list[tuple[DocumentRef, int]]] = defaultdict(list)
    for r in conn.execute(query):
        named[ActorRef(id=r.id, name=r.name, kind=r.kind)].append((document_ref(r), r.times))
    said = Counter(e.who[0].actor.id for e in new if e.kind == "statement" and e.who and e.who[0].actor)
    out = [
        NewActor(
            actor=who,
            first=_first(d for d, _ in some),
            document=min((d for d, _ in some), key=_early),
            mentions=sum(n for _, n in some),
            statements=said[who.id],
        )
        for who, some in named.items()
        if all(window.article(d) for d, _ in some)
    ]
    return sorted(out, key=lambda a: (-a.statements, -a.mentions, a.actor.name, a.actor.id))


def _first(documents: Iterable[DocumentRef]) -> date | None:
    return min((d.published for d in documents if d.published), default=None)


def _early(d: DocumentRef) -> tuple[str, str]:
    return d.published.isoformat() if d.published else "~", d.id


def _new_roles(conn: sa.Connection, window: _Window) -> list[NewRole]:
    """Offices that only new articles give an actor."""
    by: defaultdict[tuple[str, str, str], list[Any]] = defaultdict(list)
    query = (
        sa.select(role, _root.c.id.label("actor_id"), _root.c.name, _root.c.kind, *_REF)
        .join_from(role, document, document.c.n == role.c.document)
        .join(link, link.c.entity == role.c.entity)
        .join(_node, _node.c.n == link.c.actor)
        .join(_root, _root.c.n == _node.c.root)
        .where(document.c.superseded_by.is_(None), _root.c.shown == 1)
    )
    for r in conn.execute(query.order_by(document.c.published.nulls_last(), document.c.id, role.c.start)):
        by[r.actor_id, fold(r.title), fold(r.org or "")].append(r)
    out = [_role(some) for some in by.values() if all(window.article(document_ref(r)) for r in some)]
    return sorted(out, key=lambda n: (n.actor.name, n.title, n.org or "", n.actor.id))


def _role(some: Sequence[Any]) -> NewRole:
    first = some[0]
    sources = tuple(
        SourceRow(id=r.id, document=document_ref(r), spans=(Span(doc=r.doc_id, start=r.start, end=r.end, text=r.text),))
        for r in some
    )
    return NewRole(
        actor=ActorRef(id=first.actor_id, name=first.name, kind=first.kind),
        title=first.title,
        org=first.org,
        since=next((day(r.since) for r in some if r.since), None),
        until=next((day(r.until) for r in some if r.until), None),
        sources=sources,
    )


# ---------------------------------------------------------------------------- what does not agree


def _elsewhere(conn: sa.Connection, turns: Sequence[Reversal]) -> list[Reversal]:
    """Turns on what is no issue of the record: not both statements of them take a side on one."""
    ids = {s.id for r in turns for e in (r.before, r.after) for s in e.sources}
    found = entry_stances.of_statements(conn, ids)

    def on(e: TimelineEntry) -> set[str]:
        return {side.issue for s in e.sources for _, side in found.get(s.id, ())}

    return [r for r in turns if not on(r.before) & on(r.after)]


def _differing(made: Sequence[tuple[Act, TimelineEntry]], window: _Window) -> Iterator[Contradiction]:
    """Days, places, people and numbers on which the reports of one event differ, where a new report gives one."""
    for _, e in made:
        for d in e.disagreements:
            if d.field not in NO_CONTRADICTION and any(window.article(ref) for v in d.values for ref in v.documents):
                yield Contradiction(kind=d.field, event=e, differs=d)
