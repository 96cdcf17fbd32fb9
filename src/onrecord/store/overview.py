"""What the record holds as a whole, and what wants attention."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.model import Judgement, Run
from onrecord.project import DEFAULT_SURE
from onrecord.store import events, review, storylines
from onrecord.store.actors import ranked
from onrecord.store.checked import waiting
from onrecord.store.encode import day, evidence, moment
from onrecord.store.rows import NameCount
from onrecord.store.schema import actor, document, rejected, run, source, statement, telling, version
from onrecord.store.statements import SPEAKER, conditions, joined, nowhere_sure, once
from onrecord.store.status_rows import RejectedRow, Status, UndatedRow
from onrecord.store.wanting import count_wanted

if TYPE_CHECKING:
    from onrecord.store.db import Store

SPEAKERS = 20  # of the most quoted
DOUBT = "date.doubt"  # a field of an article's evidence: a date in it that cannot be


def status(store: Store, *, threshold: float = DEFAULT_SURE) -> Status:
    """What the record holds, what was rejected, what is orphaned or unfinished.

    Counts are of current versions, without statements a reviewer rejected: what `said` answers.
    """
    with store.read() as conn:
        return store.remembered.get(conn, "status", threshold, lambda: _status(conn, str(store.path), threshold))


def _status(conn: sa.Connection, path: str, threshold: float) -> Status:
    d = document.c
    current = d.superseded_by.is_(None)
    counts = conn.execute(
        sa.select(
            sa.func.count(sa.case((current, 1))).label("documents"),
            sa.func.count(sa.case((d.superseded_by != d.n, 1))).label("superseded"),
            sa.func.count(sa.case((d.superseded_by == d.n, 1))).label("removed"),
            sa.func.count(sa.distinct(sa.case((current, d.raw_sha)))).label("different"),
            sa.func.min(sa.case((current, d.published))).label("first"),
            sa.func.max(sa.case((current, d.published))).label("last"),
            sa.func.count(sa.case((current & d.published.is_(None), 1))).label("undated"),
        )
    ).one()
    carried = sa.select(d.outlet, sa.func.count()).where(current, d.outlet.is_not(None)).group_by(d.outlet)
    kinds, resolved, unnamed, to_review, speakers = _statements(conn, threshold)
    log = review.select(conn)
    runs = _runs(conn)
    happened, reported, to_judge = events.counts(conn, threshold)
    stories, lines = storylines.counts(conn)
    total = sum(kinds.values())
    return Status(
        path=path,
        schema=str(conn.scalar(sa.select(version.c.version_num))),
        documents=counts.documents,
        superseded=counts.superseded,
        statements=total,
        by_kind=kinds,
        resolved=resolved,
        unresolved=total - resolved - unnamed,
        unnamed=unnamed,
        actors=int(conn.scalar(sa.select(sa.func.count()).where(actor.c.shown == 1)) or 0),
        outlets=ranked(tuple(r) for r in conn.execute(carried)),
        speakers=speakers,
        first=day(counts.first),
        last=day(counts.last),
        undated=counts.undated,
        without_date=tuple(_without_date(conn)) if counts.undated else (),
        rejected=rejections(conn),
        judgements=_verdicts(log),
        orphaned=tuple(j for j in log if j.state == "orphaned" and j.undone_at is None),
        runs=runs,
        unfinished_runs=_unfinished(runs),
        changed=_changed(runs, log),
        copies=counts.documents - counts.different,
        removed=counts.removed,
        sure=total - to_review,
        to_review=to_review,
        threshold=threshold,
        wanted=count_wanted(conn),
        stories=stories,
        storylines=lines,
        events=happened,
        event_reports=reported,
        events_to_review=to_judge,
        tellings=total + int(conn.scalar(sa.select(sa.func.count()).select_from(telling)) or 0),
    )


def runs(store: Store) -> list[Run]:
    """Every run of `add`, the first one first."""
    with store.read() as conn:
        return list(_runs(conn))


def _statements(conn: sa.Connection, threshold: float) -> tuple[dict[str, int], int, int, int, tuple[NameCount, ...]]:
    """Statements by kind; how many have a known speaker, name no source, wait for review; who speaks most."""
    n = SPEAKER
    unnamed = sa.func.sum(sa.case((n.is_(None) & (statement.c.source_at == "[]"), 1), else_=0))
    waits = sa.func.sum(sa.case((waiting(threshold) & nowhere_sure(threshold), 1), else_=0))
    query = joined(sa.select(statement.c.kind, n, unnamed, waits, sa.func.count()))
    query = query.where(*conditions(conn, {}, threshold), *once(conn, {}, threshold))
    kinds: dict[str, int] = {}
    speakers: dict[int, int] = {}
    resolved = nameless = to_review = 0
    for kind, who, no_name, unsure, count in conn.execute(query.group_by(statement.c.kind, n)):
        kinds[kind] = kinds.get(kind, 0) + count
        nameless += no_name
        to_review += unsure
        if who is not None:
            resolved += count
            speakers[who] = speakers.get(who, 0) + count
    top = sorted(speakers, key=lambda k: -speakers[k])
    least = speakers[top[SPEAKERS - 1]] if len(top) > SPEAKERS else 0
    chosen = [k for k in top if speakers[k] >= least]  # ties are cut by name, so that order does not matter
    query = sa.select(actor.c.n, actor.c.name).where(actor.c.n.in_(chosen[:1000]))
    names = {row.n: row.name for row in conn.execute(query)}
    shown = ranked((names[k], speakers[k]) for k in chosen[:1000])
    return dict(sorted(kinds.items())), resolved, nameless, to_review, shown[:SPEAKERS]


def rejections(conn: sa.Connection) -> tuple[RejectedRow, ...]:
    """The sources that are no documents; of some an older version is one and is kept."""
    r, d = rejected.c, document.c
    query = (
        sa.select(rejected, d.id.label("kept"))
        .outerjoin(source, source.c.location == r.location)
        .outerjoin(document, d.n == source.c.document)
        .order_by(r.file, r.location)
    )
    return tuple(
        RejectedRow(
            file=row.file,
            reason=row.reason,
            detail="; ".join(x for x in (row.detail, "the version read before is kept" if row.kept else "") if x),
            run=row.run,
            kept=row.kept,
        )
        for row in conn.execute(query)
    )


def _without_date(conn: sa.Connection) -> Iterator[UndatedRow]:
    d = document.c
    query = sa.select(d.id, d.file, d.evidence).where(d.superseded_by.is_(None), d.published.is_(None))
    for row in conn.execute(query.order_by(d.file, d.n)):
        doubts = (f"{e.value}: {e.origin}" for e in evidence(row.evidence) if e.field == DOUBT)
        yield UndatedRow(id=row.id, file=row.file, doubts=tuple(doubts))


def _verdicts(log: Sequence[Judgement]) -> dict[str, int]:
    """How many judgements of each verdict are not undone."""
    counts = dict.fromkeys(("accept", "reject", "correct"), 0)
    for j in log:
        if j.undone_at is None:
            counts[j.verdict] = counts.get(j.verdict, 0) + 1
    return counts


def _runs(conn: sa.Connection) -> tuple[Run, ...]:
    return tuple(_run(row) for row in conn.execute(sa.select(run).order_by(run.c.id)))


def _run(row: Any) -> Run:
    started = moment(row.started)
    assert started is not None  # noqa: S101 - the column is NOT NULL
    return Run(
        id=row.id,
        started=started,
        finished=moment(row.finished),
        project_sha=row.project_sha,
        versions=json.loads(row.versions),
        counts=json.loads(row.counts),
        seconds=row.seconds,
    )


def _unfinished(runs: Sequence[Run]) -> int:
    """Runs that were stopped and that no finished run came after: that one did what they had left."""
    last = max((r.id for r in runs if r.finished is not None), default=0)
    return sum(r.finished is None and r.id > last for r in runs)


def _changed(runs: Sequence[Run], log: Sequence[Judgement]) -> datetime | None:
    times = [r.finished or r.started for r in runs] + [j.undone_at or j.at for j in log]
    return max(times, default=None)
