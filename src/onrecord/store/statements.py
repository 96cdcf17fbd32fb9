"""Statements as they are answered: joined with place, speaker and date, after the judgements that stand."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import sqlalchemy as sa

from onrecord.errors import NotFound, UsageError
from onrecord.project import DEFAULT_SURE
from onrecord.store import checked, fulltext, lookup, state, words
from onrecord.store.encode import day, pieces
from onrecord.store.put import AT_ONCE, chunks
from onrecord.store.rows import ActorRef, DocumentRef, Said
from onrecord.store.schema import actor, document, link, standing, statement, telling, via
from onrecord.vocabulary import ACTS, STATEMENT_KINDS

if TYPE_CHECKING:
    from onrecord.store.db import Store

UNRESOLVED = "?"


class Filters(TypedDict, total=False):
    """What narrows a list of statements. `by` is a name, alias or id of an actor; "?" is nobody known.

    `since` and `until` compare the day it was said where the text tells, else the day of publication.
    `sure` is True for the checked record, False for what waits for review (`checked`). Statements that tell one
    utterance are answered as one, by the original or, of those that the other filters leave, the earliest; with
    `every` all of them are answered.
    """

    by: str | None
    text: str | None
    outlet: str | None
    since: date | str | None
    until: date | str | None
    kind: str | None
    act: str | None
    min_score: float | None
    sure: bool | None
    include_rejected: bool
    every: bool


# ---------------------------------------------------------------------------- the questions


def said(
    store: Store,
    *,
    limit: int | None = None,
    offset: int = 0,
    threshold: float = DEFAULT_SURE,
    **filters: Unpack[Filters],
) -> list[Said]:
    """Statements, newest first; those without any date last.

    What waits for review comes the surest first: there a reviewer's minute adds most to the checked record.
    """
    if (limit is not None and limit < 0) or offset < 0:
        raise UsageError("limit and offset are numbers from 0")
    s, d = statement.c, document.c
    with store.read() as conn:
        where = (*conditions(conn, filters, threshold), *once(conn, filters, threshold))
        surest = (s.score.desc(),) if filters.get("sure") is False else ()
        order = (*surest, s.day.desc().nulls_last(), d.id, s.start, s.id)
        if limit is None and not offset:
            return list(rows(conn, select().where(*where).order_by(*order)))
        page = joined(sa.select(s.n)).where(*where).order_by(*order).limit(limit).offset(offset or None)
        return numbered(conn, conn.scalars(page).all())


def count_said(store: Store, *, threshold: float = DEFAULT_SURE, **filters: Unpack[Filters]) -> int:
    """How many statements `said` would answer without a limit."""
    with store.read() as conn:

        def made() -> int:
            where = [*conditions(conn, filters, threshold), *once(conn, filters, threshold)]
            spoken = filters.get("by") is not None
            return int(conn.scalar(joined(sa.select(sa.func.count()), spoken=spoken).where(*where)) or 0)

        asked, verdicts = (threshold, state.said(filters)), filters.get("sure") is not None
        return store.remembered.get(conn, "count of statements", asked, made, verdicts=verdicts)


def statements(store: Store, *, threshold: float = DEFAULT_SURE, **filters: Unpack[Filters]) -> Iterator[Said]:
    """Every statement, read as it is asked for, by article and place in it: all tellings, unless `every` is False."""
    with store.read() as conn:
        filters = {"every": True, **filters}
        query = select().where(*conditions(conn, filters, threshold), *once(conn, filters, threshold))
        yield from rows(conn, query.order_by(statement.c.document, statement.c.start, statement.c.id))


def current(conn: sa.Connection, outlet: str | None = None) -> Iterator[Said]:
    """Every statement of current articles that was not rejected, by article; of one outlet, if it is named."""
    where = [document.c.outlet.in_(outlets_called(conn, outlet))] if outlet else []
    query = select().where(CURRENT, NOT_REJECTED, *where).order_by(document.c.id, statement.c.start, statement.c.id)
    for _, said in answers(conn, query):
        yield said


# ---------------------------------------------------------------------------- which


_speaker_link = link.alias("speaker_link")
_speaker = actor.alias("speaker_actor")
_to_link = link.alias("addressee_link")
_to = actor.alias("addressee_actor")
_to_node = actor.alias("addressee_node")
_node = actor.alias("speaker_node")
_others, _root = telling.alias("others"), statement.alias("root")
_one_report, _its_verdict, _its_reports = (
    statement.alias("one_report"),
    standing.alias("its_verdict"),
    telling.alias("its_reports"),
)
# The name of the record that spoke, the corrected one where a correction stands; and the actor whose name it is.
_NODE = sa.case((standing.c.verdict == "correct", standing.c.speaker), else_=_speaker_link.c.actor)
SPEAKER = _node.c.root
UTTERANCE = sa.func.coalesce(telling.c.utterance, statement.c.n)  # the statement that a statement is counted as
CURRENT = document.c.superseded_by.is_(None)
NOT_REJECTED = sa.func.coalesce(standing.c.verdict, "") != "reject"


def conditions(conn: sa.Connection, filters: Filters, threshold: float) -> list[Any]:
    """The filters as SQL conditions on `select()`. Raises UsageError or NotFound for values that cannot match."""
    there = Filters.__annotations__
    if not filters.keys() <= there.keys():
        unknown = sorted(filters.keys() - there.keys())
        raise UsageError(f"no such filter: {', '.join(unknown)}; there are: {', '.join(there)}")
    get: dict[str, Any] = dict(filters)
    s = statement.c
    where: list[Any] = [CURRENT]
    if not get.get("include_rejected"):
        where.append(NOT_REJECTED)
    if get.get("by") is not None:
        where += _by(conn, get["by"])
    if get.get("text") is not None:
        where.append(fulltext.within(s.n, conn, "statement_fts", words.query(get["text"], "content")))
    if get.get("outlet") is not None:
        where.append(document.c.outlet.in_(outlets_called(conn, get["outlet"])))
    if get.get("since") is not None:
        where.append(s.day >= bound(get["since"], "since"))
    if get.get("until") is not None:
        where.append(s.day <= bound(get["until"], "until"))
    for name, known in (("kind", STATEMENT_KINDS), ("act", ACTS)):
        if get.get(name) is not None:
            where.append(s[name] == _one_of(conn, name, get[name], known))
    if get.get("min_score") is not None:
        where.append(s.score >= float(get["min_score"]))
    if get.get("sure") is not None:
        where.append(checked.condition(get["sure"], threshold))
    return where


def once(conn: sa.Connection, filters: Filters, threshold: float) -> list[Any]:
    """The condition on `select()` that leaves one statement of those that tell an utterance, out of those that fit."""
    if filters.get("every"):
        return []
    told = telling.c.statement
    if filters.get("sure") is False:
        return [*once(conn, {**filters, "sure": None}, threshold), nowhere_sure(threshold)]
    if not any(value is not None for name, value in filters.items() if name not in ("every", "include_rejected")):
        return [told.is_(None)]  # the one that its utterance is counted as always fits
    order = (told.is_not(None), statement.c.day.asc().nulls_last(), document.c.id, statement.c.start, statement.c.id)
    place = sa.func.row_number().over(partition_by=UTTERANCE, order_by=order)
    several = told.is_not(None) | sa.exists().where(_others.c.utterance == statement.c.n).correlate(statement)
    fits = joined(sa.select(statement.c.n.label("n"), place.label("place")))
    fits = fits.where(*conditions(conn, filters, threshold), several).subquery()
    first = sa.select(fits.c.n).where(fits.c.place == 1)
    return [statement.c.n.in_(first) | sa.not_(several)]


def nowhere_sure(threshold: float) -> sa.ColumnElement[bool]:
    """Whether no report of a statement's utterance is sure: then it waits for review, and once."""
    one, verdict, others = _one_report, _its_verdict, _its_reports
    judged = sa.func.coalesce(verdict.c.verdict, "").in_(("accept", "correct"))
    sure = (one.c.score >= threshold) | judged
    itself = sa.select(one.c.n).outerjoin(verdict, verdict.c.statement == one.c.n)
    told = itself.join(others, others.c.statement == one.c.n)
    here = sa.exists(itself.where(one.c.n == UTTERANCE, sure).correlate(statement, telling))
    there = sa.exists(told.where(others.c.utterance == UTTERANCE, sure).correlate(statement, telling))
    return sa.not_(here) & sa.not_(there)


def _by(conn: sa.Connection, by: str) -> list[Any]:
    if by.strip() == UNRESOLVED:
        return [SPEAKER.is_(None)]
    return of_actor(lookup.find_actor(conn, by).n)


def of_actor(n: int) -> list[Any]:
    """Conditions on `select()` for what an actor said."""
    nodes = sa.select(actor.c.n).where(actor.c.root == n)
    meant = sa.select(link.c.entity).where(link.c.actor.in_(nodes))
    linked = sa.select(statement.c.n).where(statement.c.speaker.in_(meant))
    credited = sa.select(standing.c.statement).where(standing.c.speaker.in_(nodes))
    either = linked.correlate(None).union_all(credited.correlate(None))
    return [statement.c.n.in_(either), n == SPEAKER]


def outlets_called(conn: sa.Connection, name: str) -> list[str]:
    every = [o for o in conn.scalars(sa.select(document.c.outlet).distinct()) if o is not None]
    wanted = " ".join(name.casefold().split())
    found = [o for o in every if " ".join(o.casefold().split()) == wanted]
    if not found:
        there = ", ".join(sorted(every)[:8]) + (", ..." if len(every) > 8 else "")
        raise NotFound(f"no outlet is called {name!r}; there are: {there or 'none'}")
    return found


def bound(value: date | str, name: str) -> str:
    """A day, or a month or year as its first or last day, as ISO text."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day).isoformat()
    last = name == "until"
    text = str(value).strip()  # a year may come as a number
    try:
        if len(text) == 4:
            return date(int(text), 12 if last else 1, 31 if last else 1).isoformat()
        if len(text) == 7:
            first = date.fromisoformat(f"{text}-01")
            return first.replace(day=monthrange(first.year, first.month)[1] if last else 1).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise UsageError(f"{name}: the calendar has no such day as {text!r}") from None
        raise UsageError(f"{name}: {value!r} is no date; write 2024-03-09, 2024-03 or 2024") from None


def _one_of(conn: sa.Connection, name: str, value: str, known: Sequence[str]) -> str:
    if value not in known:  # a backend may have words of its own
        there = set(conn.scalars(sa.select(statement.c[name]).distinct()))
        if value not in there:
            raise UsageError(f"no {name} is called {value!r}; there are: {', '.join(sorted({*known, *there}))}")
    return value


# ---------------------------------------------------------------------------- rows


def joined(query: Any, *, spoken: bool = True) -> Any:
    """A query over statements with their documents, what was judged and what they tell; `spoken`: and `SPEAKER`."""
    query = (
        query.select_from(statement)
        .join(document, document.c.n == statement.c.document)
        .outerjoin(standing, standing.c.statement == statement.c.n)
        .outerjoin(telling, telling.c.statement == statement.c.n)
    )
    if not spoken:
        return query
    query = query.outerjoin(_speaker_link, _speaker_link.c.entity == statement.c.speaker)
    return query.outerjoin(_node, _node.c.n == _NODE)


@cache
def select() -> Any:
    """Statements with all that `Said` needs but who relayed them."""
    query = sa.select(
        statement,
        standing.c.verdict,
        UTTERANCE.label("utterance"),
        *(document.c[x].label(f"doc_{x}") for x in ("id", "file", "outlet", "title", "published", "url")),
        *(_speaker.c[x].label(f"speaker_{x}") for x in ("id", "name", "kind")),
        *(_to.c[x].label(f"to_{x}") for x in ("id", "name", "kind")),
    )
    return (
        joined(query)
        .outerjoin(_speaker, _speaker.c.n == SPEAKER)
        .outerjoin(_to_link, _to_link.c.entity == statement.c.addressee)
        .outerjoin(_to_node, _to_node.c.n == _to_link.c.actor)
        .outerjoin(_to, _to.c.n == _to_node.c.root)
    )


def numbered(conn: sa.Connection, numbers: Sequence[int]) -> list[Said]:
    """The statements of these numbers, in this order: what is on a page is chosen by numbers alone, then read."""
    found: dict[int, Said] = {}
    for some in chunks(numbers):
        found.update((r.n, said) for r, said in answers(conn, select().where(statement.c.n.in_(some))))
    return [found[n] for n in numbers]


def rows(conn: sa.Connection, query: Any) -> Iterator[Said]:
    """The answers to a query made from `select()`, read in steps."""
    return (made for _, made in answers(conn, query))


def answers(conn: sa.Connection, query: Any) -> Iterator[tuple[Any, Said]]:
    """`rows`, each behind the row of the table it is made of: a query may ask for more than statements."""
    for some in chunks(conn.execute(query), AT_ONCE):
        relayed = _via(conn, [r.n for r in some if r.via])
        told = _told(conn, {r.utterance for r in some})
        for r in some:
            yield r, _said(r, relayed.get(r.n, ()), told.get(r.utterance, _ALONE))


@dataclass(frozen=True, slots=True)
class _Told:
    """An utterance that several statements tell: the id of the one it is counted as, and in how many documents."""

    id: str = ""
    documents: int = 1


_ALONE = _Told()


def _told(conn: sa.Connection, utterances: Iterable[int]) -> dict[int, _Told]:
    """Of these statements, those that others tell too."""
    root = _root
    elsewhere = sa.func.count(sa.distinct(sa.case((statement.c.document != root.c.document, statement.c.document))))
    found: dict[int, _Told] = {}
    for some in chunks(sorted(utterances)):
        query = (
            sa.select(root.c.n, root.c.id, elsewhere.label("elsewhere"))
            .join_from(telling, root, root.c.n == telling.c.utterance)
            .join(statement, statement.c.n == telling.c.statement)
            .where(telling.c.utterance.in_(some))
            .group_by(root.c.n, root.c.id)
        )
        found.update((r.n, _Told(r.id, r.elsewhere + 1)) for r in conn.execute(query))
    return found


def _via(conn: sa.Connection, numbers: Sequence[int]) -> dict[int, tuple[ActorRef, ...]]:
    if not numbers:
        return {}
    query = (
        sa.select(via.c.statement, actor.c.id, actor.c.name, actor.c.kind)
        .join_from(via, link, link.c.entity == via.c.entity)
        .join(_node, _node.c.n == link.c.actor)
        .join(actor, actor.c.n == _node.c.root)
        .where(via.c.statement.in_(numbers))
        .order_by(via.c.statement, via.c.place)
    )
    found = groupby(conn.execute(query), lambda r: r.statement)
    return {n: tuple(ActorRef(id=r.id, name=r.name, kind=r.kind) for r in some) for n, some in found}


def document_ref(r: Any, prefix: str = "doc_") -> DocumentRef:
    get = r._mapping
    return DocumentRef(
        id=get[prefix + "id"],
        file=get[prefix + "file"],
        outlet=get[prefix + "outlet"],
        title=get[prefix + "title"],
        published=day(get[prefix + "published"]),
        url=get[prefix + "url"],
    )


def _said(r: Any, relayed: tuple[ActorRef, ...], told: _Told) -> Said:
    doc = r.doc_id
    return Said(
        id=r.id,
        document=document_ref(r),
        speaker=ActorRef(id=r.speaker_id, name=r.speaker_name, kind=r.speaker_kind) if r.speaker_id else None,
        source=pieces(doc, r.source, r.source_at),
        cue=pieces(doc, r.cue, r.cue_at),
        content=pieces(doc, r.content, r.content_at),
        kind=r.kind,
        act=r.act,
        via=relayed,
        addressee=ActorRef(id=r.to_id, name=r.to_name, kind=r.to_kind) if r.to_id else None,
        said_since=day(r.said_since),
        said_until=day(r.said_until),
        score=r.score,
        why=r.why,
        by=r.by,
        within=r.within,
        verdict=r.verdict,
        utterance=told.id or r.id,
        told=told.documents,
    )
