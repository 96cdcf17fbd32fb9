"""Everything about actors: the list of them, and of one its names, roles, relations, links and statements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.model import Span
from onrecord.project import DEFAULT_SURE
from onrecord.store import event_facts, links, lookup, review, statements
from onrecord.store.encode import day
from onrecord.store.naming import fold
from onrecord.store.put import chunks
from onrecord.store.rows import (
    ActorRef,
    ActorRow,
    ActorView,
    Dossier,
    MentionRow,
    NameCount,
    PrintedName,
    RelationRow,
    RoleRow,
)
from onrecord.store.schema import actor, actor_name, document, entity, link, mention, relation, role, statement
from onrecord.vocabulary import ACTOR_KINDS

if TYPE_CHECKING:
    from onrecord.store.db import Store

_REF = tuple(document.c[x].label(f"doc_{x}") for x in ("id", "file", "outlet", "title", "published", "url"))
_current = document.c.superseded_by.is_(None)


# ---------------------------------------------------------------------------- the list


def listing(
    store: Store, *, text: str = "", kind: str = "", limit: int | None = None, offset: int = 0
) -> list[ActorRow]:
    """Actors, those with the most statements first; of a kind, or with these words in one of their names, if told so.

    Raises UsageError for a kind there is not.
    """
    if kind and kind not in ACTOR_KINDS:
        raise UsageError(f"no actor is of the kind {kind!r}; there are: {', '.join(ACTOR_KINDS)}")
    if (limit is not None and limit < 0) or offset < 0:
        raise UsageError("limit and offset are numbers from 0")
    with store.read() as conn:
        counted = store.remembered.get(conn, "actors", None, lambda: counts(conn), verdicts=False)
        query = sa.select(actor.c.n, actor.c.id, actor.c.name, actor.c.kind, actor.c.fold).where(actor.c.shown == 1)
        if kind:
            query = query.where(actor.c.kind == kind)
        if text:
            like = f"%{lookup.plain(fold(text))}%"
            named = sa.select(actor_name.c.actor).where(
                actor_name.c.fold.like(like, escape="\\"), actor_name.c.documents > 0
            )
            roots = sa.select(actor.c.root).where(actor.c.n.in_(named))
            query = query.where(actor.c.n.in_(roots) | actor.c.fold.like(like, escape="\\"))
        said, near = counted.said, counted.near
        ordered = sorted(conn.execute(query), key=lambda r: (-said[r.n], -near[r.n], r.fold, r.id))
        return [_row(r, counted) for r in ordered[offset:][:limit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the list of actors counts, by the number of the actor.

    `said` are statements, `near` is in about how many documents each is named: what puts those without statements in
    order. `names` are those that are printed, the most frequent first.
    """

    said: Counter[int]
    near: Counter[int]
    mentions: Counter[int]
    documents: Counter[int]
    names: Mapping[int, tuple[str, ...]]


def counts(conn: sa.Connection) -> Counts:
    """Of all actors at once: of one after the other it takes longer than a page may."""
    mentions: Counter[int] = Counter()
    names: defaultdict[int, Counter[str]] = defaultdict(Counter)
    printed = (
        sa.select(actor.c.root, mention.c.text, mention.c.kind, sa.func.count())
        .select_from(mention)
        .join(document, document.c.n == mention.c.document)
        .join(link, link.c.entity == mention.c.entity)
        .join(actor, actor.c.n == link.c.actor)
        .where(_current)
        .group_by(actor.c.root, mention.c.kind, mention.c.text)
    )
    for n, text, kind, count in conn.execute(printed):
        mentions[n] += count
        if kind == "name":
            names[n][" ".join(text.split())] += count
    within = sa.select(mention.c.entity).where(mention.c.entity.is_not(None)).distinct().subquery()
    named = (
        sa.select(actor.c.root, sa.func.count(sa.distinct(entity.c.document)))
        .select_from(within)
        .join(entity, entity.c.n == within.c.entity)
        .join(document, document.c.n == entity.c.document)
        .join(link, link.c.entity == entity.c.n)
        .join(actor, actor.c.n == link.c.actor)
        .where(_current)
        .group_by(actor.c.root)
    )
    documents = Counter(dict(map(tuple, conn.execute(named))))
    return Counts(
        said=spoken(conn), near=_documents(conn), mentions=mentions, documents=documents,
        names={n: tuple(c.name for c in ranked(some.items())) for n, some in names.items()},
    )  # fmt: skip


def _row(row: Any, counted: Counts) -> ActorRow:
    return ActorRow(
        actor=ActorRef(id=row.id, name=row.name, kind=row.kind),
        names=counted.names.get(row.n, ()),
        mentions=counted.mentions[row.n],
        statements=counted.said[row.n],
        documents=counted.documents[row.n],
    )


def spoken(conn: sa.Connection) -> Counter[int]:
    """How many statements of the record each actor made; what several articles tell counts once."""
    query = statements.joined(sa.select(statements.SPEAKER, sa.func.count(sa.distinct(statements.UTTERANCE))))
    query = query.where(statements.CURRENT, statements.NOT_REJECTED).group_by(statements.SPEAKER)
    return Counter({n: count for n, count in conn.execute(query) if n is not None})


def _documents(conn: sa.Connection) -> Counter[int]:
    """In about how many documents each actor is named: what puts those without statements in order."""
    query = sa.select(actor.c.root, sa.func.sum(actor_name.c.documents)).join_from(actor_name, actor)
    return Counter({row[0]: row[1] for row in conn.execute(query.group_by(actor.c.root))})


# ---------------------------------------------------------------------------- one


def dossier_of(store: Store, what: str, *, limit: int | None = None) -> Dossier:
    """The dossier of an actor, by name, alias or id, with the newest `limit` of its statements. Raises NotFound."""
    with store.read() as conn:
        row = lookup.find_actor(conn, what)
        asked = row.n, limit
        found = store.remembered.get(conn, "dossier", asked, lambda: _lasting(conn, row, limit), verdicts=False)
        return _judged(conn, row, *found)


def dossier(conn: sa.Connection, row: Any, *, limit: int | None = None) -> Dossier:
    """All that the record says of the actor with this row of table actor; with `limit` the newest statements alone."""
    return _judged(conn, row, *_lasting(conn, row, limit))


def _judged(conn: sa.Connection, row: Any, lasting: Dossier, newest: Sequence[int]) -> Dossier:
    """A dossier with its statements and judgements."""
    said = tuple(statements.numbered(conn, newest))
    return replace(lasting, said=said, judgements=tuple(review.of_actor(conn, row.n)))


def _lasting(conn: sa.Connection, row: Any, limit: int | None) -> tuple[Dossier, list[int]]:
    """What stands in a dossier whoever accepts a statement, and the numbers of the statements that it shows."""
    c = statement.c
    own: statements.Filters = {"by": row.id}
    told = statements.conditions(conn, own, DEFAULT_SURE)
    its = [*told, *statements.once(conn, own, DEFAULT_SURE)]  # each utterance once, as it was told first
    newest = statements.joined(sa.select(c.n, c.day)).where(*its)
    newest = newest.order_by(c.day.desc().nulls_last(), document.c.id, c.start, c.id)
    rows = conn.execute(newest).all()
    days = [r.day for r in rows if r.day is not None]
    by_outlet = statements.joined(sa.select(document.c.outlet, sa.func.count())).where(*told, document.c.outlet != "")
    outlets = [(name, n) for name, n in conn.execute(by_outlet.group_by(document.c.outlet))]
    mentions, documents = conn.execute(
        of(sa.select(sa.func.count(), sa.func.count(sa.distinct(document.c.n))), row.n)
    ).one()
    printed = printed_names(conn, row.n)
    lasting = Dossier(
        actor=ActorRef(id=row.id, name=row.name, kind=row.kind),
        names=ranked((p.name, p.count) for p in printed),
        outlets=ranked(outlets),
        roles=_roles(conn, [row.n])[row.n],
        statements=len(rows),
        mentions=mentions,
        documents=documents,
        first=day(min(days, default=None)),
        last=day(max(days, default=None)),
        said=(),
        printed=printed,
        relations=_relations(conn, [row.n])[row.n],
        links=tuple(links.of_actor(conn, row.n)),
        judgements=(),
        events=_events(conn, row.n),
    )
    return lasting, [r.n for r in rows[:limit]]


def _events(conn: sa.Connection, n: int) -> int:
    """How many events an actor takes part in."""
    query = event_facts.joined(sa.select(sa.func.count(sa.distinct(event_facts.CLUSTER))))
    where = (event_facts.CURRENT, event_facts.NOT_REJECTED, event_facts.of_actor(n))
    return int(conn.scalar(query.where(*where)) or 0)


def of(query: Any, n: int, table: sa.Table = mention) -> Any:
    """Mentions (or roles) of an actor in current articles."""
    return _of_any(query, table).where(actor.c.root == n)


def _of_each(query: Any, numbers: Sequence[int], table: sa.Table = mention) -> Any:
    """Mentions (or roles) of each of these actors, with its number as `root`."""
    return _of_any(query.add_columns(actor.c.root), table).where(actor.c.root.in_(numbers))


def _of_any(query: Any, table: sa.Table) -> Any:
    return (
        query.select_from(actor)
        .join(link, link.c.actor == actor.c.n)
        .join(table, table.c.entity == link.c.entity)
        .join(document, document.c.n == table.c.document)
        .where(_current)
    )


def _names(conn: sa.Connection, numbers: Sequence[int]) -> dict[int, tuple[NameCount, ...]]:
    """Every printed name of each of these actors, the most frequent first."""
    query = _of_each(sa.select(mention.c.text, sa.func.count()), numbers).where(mention.c.kind == "name")
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for text, count, n in conn.execute(query.group_by(mention.c.text, actor.c.root)):
        counts[n][" ".join(text.split())] += count
    return {n: ranked(counts[n].items()) for n in numbers}


def printed_names(conn: sa.Connection, n: int) -> tuple[PrintedName, ...]:
    """Every printed name of an actor with the outlets that print it, the most frequent first."""
    columns = sa.select(mention.c.text, document.c.outlet, sa.func.count())
    query = of(columns, n).where(mention.c.kind == "name").group_by(mention.c.text, document.c.outlet)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text, outlet, count in conn.execute(query):
        counts[" ".join(text.split())][outlet or "?"] += count
    made = [
        PrintedName(name=name, count=found.total(), outlets=ranked(found.items())) for name, found in counts.items()
    ]
    return tuple(sorted(made, key=lambda p: (-p.count, p.name)))


def ranked(counts: Any) -> tuple[NameCount, ...]:
    """Counts, the highest first, of equal ones in the order of the alphabet."""
    return tuple(NameCount(name=n, count=c) for n, c in sorted(counts, key=lambda x: (-x[1], x[0])))


def _roles(conn: sa.Connection, numbers: Sequence[int]) -> dict[int, tuple[RoleRow, ...]]:
    """Roles of each over time: by the day they began where the text tells, else the day of the article."""
    at = sa.func.coalesce(role.c.since, document.c.published)
    query = _of_each(sa.select(role, *_REF), numbers, role)
    found: dict[int, list[RoleRow]] = {n: [] for n in numbers}
    for r in conn.execute(query.order_by(at, document.c.published, document.c.id, role.c.start)):
        found[r.root].append(_role(r))
    return {n: tuple(rows) for n, rows in found.items()}


def role_row(conn: sa.Connection, n: int) -> RoleRow:
    """One role, by its number."""
    query = sa.select(role, *_REF).join_from(role, document, document.c.n == role.c.document)
    return _role(conn.execute(query.where(role.c.n == n)).one())


def _role(r: Any) -> RoleRow:
    return RoleRow(
        title=r.title,
        org=r.org,
        document=statements.document_ref(r),
        evidence=Span(doc=r.doc_id, start=r.start, end=r.end, text=r.text),
        since=day(r.since),
        until=day(r.until),
    )


def _relations(conn: sa.Connection, numbers: Sequence[int]) -> dict[int, tuple[RelationRow, ...]]:
    """What articles say each of these actors is to others, and others to it."""
    found: dict[int, list[RelationRow]] = {n: [] for n in numbers}
    for of_other in (False, True):
        for r in conn.execute(_related(of_other), {"roots": numbers}):
            found[r.root].append(_relation(r, of_other=of_other))
    return {
        n: tuple(sorted(rows, key=lambda r: (r.kind, r.of_other, r.other.name, str(r.since), r.document.id)))
        for n, rows in found.items()
    }


@cache
def _related(of_other: bool) -> Any:
    """The question what actors are to others, or others to them."""
    own, other = (relation.c.subject, relation.c.object)[:: -1 if of_other else 1]
    mine, node = link.alias("mine"), actor.alias("node")
    theirs, their_node, them = link.alias("theirs"), actor.alias("their_node"), actor.alias("them")
    return (
        sa.select(relation, *_REF, *(them.c[x].label(f"other_{x}") for x in ("id", "name", "kind")), node.c.root)
        .join_from(relation, document, document.c.n == relation.c.document)
        .join(mine, mine.c.entity == own)
        .join(node, node.c.n == mine.c.actor)
        .join(theirs, theirs.c.entity == other)
        .join(their_node, their_node.c.n == theirs.c.actor)
        .join(them, them.c.n == their_node.c.root)
        .where(node.c.root.in_(sa.bindparam("roots", expanding=True)), _current)
    )


def _relation(r: Any, *, of_other: bool) -> RelationRow:
    return RelationRow(
        kind=r.kind,
        of_other=of_other,
        other=ActorRef(id=r.other_id, name=r.other_name, kind=r.other_kind),
        document=statements.document_ref(r),
        evidence=Span(doc=r.doc_id, start=r.start, end=r.end, text=r.text),
        since=day(r.since),
        until=day(r.until),
        score=r.score,
        why=r.why,
    )


def _mentions(conn: sa.Connection, numbers: Sequence[int]) -> Iterator[tuple[int, MentionRow]]:
    query = _of_each(sa.select(mention, *_REF), numbers)
    for r in conn.execute(query.order_by(mention.c.document, mention.c.start, mention.c.n)):
        yield r.root, mention_row(r)


def mention_row(r: Any) -> MentionRow:
    """A mention with its document's columns as `MentionRow`."""
    span = Span(doc=r.doc_id, start=r.start, end=r.end, text=r.text)
    return MentionRow(document=statements.document_ref(r), span=span, kind=r.kind, score=r.score, why=r.why)


def mentions(store: Store, name: str) -> Iterator[MentionRow]:
    """Every mention of an actor in current articles, read as it is asked for."""
    with store.read() as conn:
        yield from (row for _, row in _mentions(conn, [lookup.find_actor(conn, name).n]))


def actors(store: Store) -> Iterator[ActorView]:
    """Every actor that shows, by name, with its names, mentions, roles, relations and links."""
    with store.read() as conn:
        shown: Sequence[Any] = conn.execute(
            sa.select(actor).where(actor.c.shown == 1).order_by(actor.c.fold, actor.c.id)
        ).all()
        for some in chunks(shown):
            yield from _viewed(conn, some)


def _viewed(conn: sa.Connection, some: Sequence[Any]) -> Iterator[ActorView]:
    """These actors, of whom all is asked together: to ask costs more than one actor's answer."""
    numbers = [row.n for row in some]
    names, roles, relations = _names(conn, numbers), _roles(conn, numbers), _relations(conn, numbers)
    mentioned: defaultdict[int, list[MentionRow]] = defaultdict(list)
    for n, found in _mentions(conn, numbers):
        mentioned[n].append(found)
    several = set(_joined(conn, numbers))
    for row in some:
        yield ActorView(
            actor=ActorRef(id=row.id, name=row.name, kind=row.kind),
            names=names[row.n],
            mentions=tuple(mentioned[row.n]),
            roles=roles[row.n],
            relations=relations[row.n],
            links=tuple(links.of_actor(conn, row.n)) if row.n in several else (),
        )


def _joined(conn: sa.Connection, some: Sequence[int]) -> Iterator[int]:
    """Those of these actors that have several names."""
    query = sa.select(actor.c.root).where(actor.c.root.in_(some), actor.c.n != actor.c.root).distinct()
    yield from conn.scalars(query)
