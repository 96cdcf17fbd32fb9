"""`events` and `event ID`: what happened, each event once however many articles report it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Unpack

import sqlalchemy as sa

from onrecord.errors import NotFound, UsageError
from onrecord.project import DEFAULT_SURE
from onrecord.store import event_facts as facts
from onrecord.store import event_filters, event_reports, review, state, surroundings
from onrecord.store.disagreements import disagreements
from onrecord.store.encode import printable
from onrecord.store.event_filters import EventFilters, conditions
from onrecord.store.event_rows import EventList, EventReport, EventRow, EventView
from onrecord.store.ids import SHORTEST, begun
from onrecord.store.put import AT_ONCE, chunks
from onrecord.store.schema import actor, document, event, reprint, statement, story, telling

if TYPE_CHECKING:
    from onrecord.store.db import Store

COUNTED = ("events", "statements", "reports")
_SAID = sa.func.coalesce(event.c.act_of, event.c.within)
_SAYS = {"accept": "accepted by a reviewer", "correct": "corrected by a reviewer", "reject": "rejected by a reviewer"}


# ---------------------------------------------------------------------------- the questions


def events(
    store: Store,
    *,
    count: str = "events",
    limit: int | None = None,
    offset: int = 0,
    threshold: float = DEFAULT_SURE,
    **filters: Unpack[EventFilters],
) -> EventList:
    """Events, newest first; those without any date last. With `count` one row for each statement or report instead.

    What waits for review comes the surest first. Raises UsageError or NotFound for what cannot be asked.
    """
    if (limit is not None and limit < 0) or offset < 0:
        raise UsageError("limit and offset are numbers from 0")
    if count not in COUNTED:
        raise UsageError(f"{count!r} cannot be counted; what can: {', '.join(COUNTED)}")
    with store.read() as conn:
        asked = count, threshold, state.said(filters)
        every = store.remembered.get(conn, "events", asked, lambda: _ordered(conn, count, threshold, filters))
        numbers = every[offset:][:limit]
        query = event_reports.select()
        found: dict[int, EventReport] = {}
        for some in chunks(numbers):
            found |= dict(event_reports.rows(conn, query.where(event.c.n.in_(some))))
        chosen = [(n, found[n]) for n in numbers]
        rejected = bool(filters.get("include_rejected"))
        return EventList(counted=count, total=len(every), events=tuple(_rows(conn, chosen, count, rejected=rejected)))


def _ordered(conn: sa.Connection, count: str, threshold: float, filters: EventFilters) -> tuple[int, ...]:
    """The reports that stand for what fits, by their numbers, in the order of the list."""
    fits = _fitting(count, conditions(conn, filters, threshold)).subquery()
    query = facts.joined(sa.select(event.c.n)).where(event.c.n.in_(sa.select(fits.c.n).where(fits.c.place == 1)))
    if filters.get("sure") is False:
        query = query.order_by(event.c.score.desc())
    query = query.order_by(facts.DAY.desc().nulls_last(), document.c.id, event.c.start, event.c.id)
    return tuple(conn.scalars(query))


def of_documents(conn: sa.Connection, groups: Mapping[int, Iterable[int]]) -> dict[int, list[EventRow]]:
    """For each group of documents, by their numbers, the events that they tell: each once, in order of time, those
    without a day last."""
    told: defaultdict[int, set[int]] = defaultdict(set)
    for some in chunks(sorted({n for documents in groups.values() for n in documents})):
        query = facts.joined(sa.select(event.c.document, facts.CLUSTER).distinct())
        for n, head in conn.execute(query.where(facts.CURRENT, facts.NOT_REJECTED, event.c.document.in_(some))):
            told[n].add(head)
    rows: dict[int, EventRow] = {}
    for some in chunks(sorted(set().union(*told.values()))):
        fits = _fitting("events", [facts.CURRENT, facts.NOT_REJECTED, facts.CLUSTER.in_(some)]).subquery()
        query = event_reports.select().where(event.c.n.in_(sa.select(fits.c.n).where(fits.c.place == 1)))
        best = list(event_reports.rows(conn, query))
        heads = {r.n: r.head for r in conn.execute(_heads().where(event.c.n.in_([n for n, _ in best])))}
        made = _rows(conn, best, "events", rejected=False)
        rows.update((heads[n], row) for (n, _), row in zip(best, made, strict=True))
    return {
        group: sorted((rows[head] for head in set().union(*(told[n] for n in documents))), key=_by_time)
        for group, documents in groups.items()
    }


def _by_time(e: EventRow) -> tuple[str, str, int, str]:
    return str(e.on or "~"), e.best.document.id, e.best.trigger.start, e.id


def reports(store: Store, *, threshold: float = DEFAULT_SURE, **filters: Unpack[EventFilters]) -> Iterator[EventReport]:
    """Every report of an event, read as it is asked for, by article and place in it."""
    with store.read() as conn:
        query = event_reports.select().where(*conditions(conn, filters, threshold))
        found = event_reports.rows(conn, query.order_by(event.c.document, event.c.start, event.c.id))
        yield from (report for _, report in found)


def of_document(conn: sa.Connection, n: int) -> tuple[EventReport, ...]:
    """The reports of one article in the order of its text, those that a reviewer rejected too."""
    query = event_reports.select().where(event.c.document == n).order_by(event.c.start, event.c.id)
    return tuple(report for _, report in event_reports.rows(conn, query))


def event_of(store: Store, what: str, *, threshold: float = DEFAULT_SURE) -> EventView:
    """The event that a report of this id (or of this beginning of an id) tells. Raises NotFound."""
    wanted = printable(what).strip()
    with store.read() as conn:
        whole = wanted if is_event(conn, wanted) else begun_by(conn, wanted)
        if whole is None:
            short = f"; an id may be shortened to {SHORTEST} characters" if len(wanted) < SHORTEST else ""
            raise NotFound(f"no event has an id that begins with {wanted!r}{short or _elsewhere(conn, wanted)}")
        return view(conn, whole, threshold)


def _elsewhere(conn: sa.Connection, what: str) -> str:
    """What to do where something else has this id."""
    kinds = {"a statement": statement, "an article": document, "an actor": actor}
    for kind, table in kinds.items():
        if begun(conn, table, what):
            return f": it is {kind}; see it with: show {what}"
    if begun(conn, story, what):
        return f": it is a story; see it with: story {what}"
    return "; list them with: events"


def is_event(conn: sa.Connection, what: str) -> bool:
    return conn.scalar(sa.select(event.c.n).where(event.c.id == what)) is not None


def begun_by(conn: sa.Connection, what: str) -> str | None:
    """The one event whose id begins so."""
    ids = begun(conn, event, what) if len(what) >= SHORTEST else []
    if len(ids) > 1:
        raise NotFound(f"{what!r} is the beginning of several events' ids; write more of it")
    return ids[0] if ids else None


def view(conn: sa.Connection, event_id: str, threshold: float) -> EventView:
    """`event_of` on a connection, by a whole id."""
    ((n, report),) = event_reports.rows(conn, event_reports.select().where(event.c.id == event_id))
    article = conn.execute(sa.select(document).join_from(event, document).where(event.c.n == n)).one()
    if article.superseded_by == article.n:
        raise NotFound(f"the article of event {event_id} ({article.file}) was taken out; add it again to bring it back")
    row = next(_rows(conn, [(n, report)], "events", rejected=False))
    if report.id not in {r.id for r in row.reports}:  # rejected, or of an older version: shown with the others
        row = next(_rows(conn, [(n, report)], "events", rejected=True))
    span = report.evidence
    ids = dict.fromkeys([report.id, *(r.id for r in row.reports)])
    log = {j.id: j for one in ids for j in review.select(conn, target=one)}
    return EventView(
        event=row,
        report=report,
        passage=surroundings.passage(article.id, article.text, article.parts, (span.start, span.end)),
        judgements=tuple(log[k] for k in sorted(log)),
        run=article.run,
        sure=_sure(row, report, threshold)[0],
        sure_why=_sure(row, report, threshold)[1],
        superseded_by=conn.scalar(sa.select(document.c.id).where(document.c.n == article.superseded_by)),
    )


def _sure(row: EventRow, report: EventReport, threshold: float) -> tuple[bool, str]:
    """Whether an event belongs to the checked record, and why: one report that does is enough."""
    if report.verdict == "reject":
        return False, _SAYS["reject"]
    judged = next((r for r in row.reports if r.verdict in ("accept", "correct")), None)
    if judged is not None:
        return True, _SAYS[judged.verdict or ""] + (
            "" if judged.id == report.id else f" in another report ({judged.id})"
        )
    best = max((report, *row.reports), key=lambda r: r.score)
    score, least = f"{best.score:.4g}", f"{threshold:.4g}"
    of = "its score" if len(row.reports) < 2 else "the best score of its reports,"
    if best.score >= threshold:
        return True, f"{of} {score} reaches {least}"
    return False, f"{of} {score} is below {least}, and nobody has judged it"


def counts(conn: sa.Connection, threshold: float) -> tuple[int, int, int]:
    """How many events there are, how many reports of them, and how many events wait for review."""
    number = sa.func.count(sa.distinct(facts.CLUSTER))
    here = (facts.CURRENT, facts.NOT_REJECTED)
    every, told = conn.execute(facts.joined(sa.select(number, sa.func.count())).where(*here)).one()
    waits = event_filters.condition(False, threshold)
    waiting = conn.scalar(facts.joined(sa.select(number)).where(*here, waits))
    return int(every), int(told), int(waiting or 0)


# ---------------------------------------------------------------------------- which


def _fitting(count: str, where: Sequence[Any]) -> Any:
    """The reports that fit, each with its place among those that are counted as one with it."""
    told = sa.func.coalesce(telling.c.utterance, _SAID)
    parts = {"events": (facts.CLUSTER,), "statements": (facts.CLUSTER, told), "reports": (event.c.n,)}[count]
    # the report that the event is counted as; else an original, a full one, an early one
    known = facts.SINCE.is_not(None).cast(sa.Integer) + event.c.place.is_not(None).cast(sa.Integer)
    order = (
        event.c.n != facts.CLUSTER, reprint.c.document.is_not(None), known.desc(),
        document.c.published.asc().nulls_last(), event.c.score.desc(), event.c.id,
    )  # fmt: skip
    place = sa.func.row_number().over(partition_by=parts, order_by=order)
    query = facts.joined(sa.select(event.c.n.label("n"), place.label("place")))
    query = query.outerjoin(reprint, reprint.c.document == event.c.document)
    query = query.outerjoin(telling, telling.c.statement == _SAID).where(*where)
    return query.where(_SAID.is_not(None)) if count == "statements" else query


def _rows(
    conn: sa.Connection, chosen: Sequence[tuple[int, EventReport]], count: str, *, rejected: bool
) -> Iterator[EventRow]:
    """The events of these reports, in this order."""
    for some in chunks(chosen, AT_ONCE):
        mates = _mates(conn, [n for n, _ in some], rejected=rejected) if count != "reports" else {}
        said = _utterances(conn, [n for n, _ in some]) if count == "statements" else {}
        for n, report in some:
            every = mates.get(n, [(n, report)])
            if count == "statements":
                mine = _utterances(conn, [k for k, _ in every])
                every = [(k, r) for k, r in every if mine.get(k) == said[n]]
            yield _row(report, [r for _, r in every], count)


def _row(best: EventReport, found: Sequence[EventReport], count: str) -> EventRow:
    every = sorted(found, key=lambda r: (r.id != best.id, r.id != r.event, str(r.document.published or "~"), r.id))
    dated = [r for r in every if r.since is not None]
    exact = best if best.since else min(dated, key=_width, default=None)
    return EventRow(
        id=best.event if count == "events" else best.id,
        best=best,
        since=exact.since if exact else None,
        until=exact.until if exact else None,
        reports=tuple(every),
        outlets=tuple(sorted({r.document.outlet for r in every if r.document.outlet})),
        documents=len({r.document.id for r in every}),
        disagreements=disagreements(every),
    )


def _width(r: EventReport) -> int:
    return (r.until - r.since).days if r.since and r.until else 0


def _mates(conn: sa.Connection, numbers: Sequence[int], *, rejected: bool) -> dict[int, list[tuple[int, EventReport]]]:
    """For each of these reports all of the same event, itself included."""
    heads = {r.n: r.head for r in conn.execute(_heads().where(event.c.n.in_(numbers)))}
    by_head: defaultdict[int, list[tuple[int, EventReport]]] = defaultdict(list)
    for some in chunks(sorted(set(heads.values()))):
        query = event_reports.select().add_columns(facts.CLUSTER.label("head")).where(facts.CLUSTER.in_(some))
        query = query.where(facts.CURRENT | event.c.n.in_(numbers)) if rejected else query.where(facts.CURRENT)
        if not rejected:
            query = query.where(facts.NOT_REJECTED)
        rows = conn.execute(query.order_by(event.c.n)).all()
        for r, made in zip(rows, event_reports.made(conn, rows), strict=True):
            by_head[r.head].append(made)
    return {n: by_head[heads[n]] for n in numbers}


def _heads() -> Any:
    return facts.joined(sa.select(event.c.n, facts.CLUSTER.label("head")))


def _utterances(conn: sa.Connection, numbers: Iterable[int]) -> dict[int, int]:
    """The utterance that each of these reports stands in, or is."""
    told = sa.func.coalesce(telling.c.utterance, _SAID).label("told")
    found: dict[int, int] = {}
    for some in chunks(sorted(numbers)):
        query = sa.select(event.c.n, told).outerjoin(telling, telling.c.statement == _SAID)
        found.update((r.n, r.told) for r in conn.execute(query.where(event.c.n.in_(some), _SAID.is_not(None))))
    return found
