"""When each article came into the record, and what of its history is new: versions, removals, judgements."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from onrecord.model import Judgement
from onrecord.store import review, schema
from onrecord.store.diff_rows import Corrected, Removed
from onrecord.store.encode import day, moment
from onrecord.store.schema import document, run, statement
from onrecord.store.statements import document_ref

Within = Callable[[date | None], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A current article: when it was published, when it was added, and whether it replaced an older version."""

    n: int
    published: date | None
    added: date | None
    replaces: bool


def articles(conn: sa.Connection) -> dict[str, Article]:
    """Every current article by its id."""
    d = document.c
    came = added(conn)
    older = set(conn.scalars(sa.select(d.superseded_by).where(d.superseded_by.is_not(None), d.superseded_by != d.n)))
    rows = conn.execute(sa.select(d.n, d.id, d.published).where(d.superseded_by.is_(None)))
    return {
        r.id: Article(
            n=r.n, published=day(r.published), added=came[r.n].date() if r.n in came else None, replaces=r.n in older
        )
        for r in rows
    }


def added(conn: sa.Connection) -> dict[int, datetime]:
    """When each document came, by number.

    A document keeps its number when it is analysed anew, but not its run. Numbers count up, so that the counts of the
    runs say which of them each run added; where a run was stopped before it was counted, no document came later than
    the run of any that follows it.
    """
    numbers = conn.execute(sa.select(document.c.n, document.c.run).order_by(document.c.n)).all()
    runs = conn.execute(sa.select(run.c.id, run.c.started, run.c.finished, run.c.counts).order_by(run.c.id)).all()
    started = {r.id: moment(r.started) for r in runs}
    by_count = [r.id for r in runs for _ in range(_came(r.counts))]
    if len(by_count) == len(numbers):
        found = zip((r.n for r in numbers), by_count, strict=True)
    else:
        found = zip((r.n for r in numbers), _at_latest([r.run for r in numbers]), strict=True)
    return {n: at for n, own in found if (at := started.get(own))}


def _came(counts: str) -> int:
    given = json.loads(counts or "{}")
    return int(given.get("added", 0)) + int(given.get("updated", 0))


def _at_latest(runs: list[int]) -> list[int]:
    """For each the least of its own and all that follow."""
    out, least = [], max(runs, default=0)
    for own in reversed(runs):
        least = min(least, own)
        out.append(least)
    return out[::-1]


# ---------------------------------------------------------------------------- what was put right


def corrected(conn: sa.Connection, within: Within) -> tuple[Corrected, ...]:
    """Versions that replaced others, with how many statements have words that the other has not."""
    new, old = document.alias("new"), document.alias("old")
    ref = ("id", "file", "outlet", "title", "published", "url")
    query = (
        sa.select(
            new.c.n, old.c.n.label("old_n"),
            *(new.c[x].label(f"doc_{x}") for x in ref), *(old.c[x].label(f"old_{x}") for x in ref),
        )
        .join_from(old, new, new.c.n == old.c.superseded_by)
        .where(old.c.superseded_by != old.c.n)
        .order_by(new.c.n, old.c.n)
    )  # fmt: skip
    came = added(conn)
    out = []
    for r in conn.execute(query):
        at = came.get(r.n)
        if at is not None and within(at.date()):
            now, then = _words(conn, r.n), _words(conn, r.old_n)
            out.append(
                Corrected(
                    at=at,
                    document=document_ref(r),
                    before=document_ref(r, "old_"),
                    came=len(now - then),
                    went=len(then - now),
                )
            )
    return tuple(out)


def _words(conn: sa.Connection, n: int) -> set[str]:
    found: Iterable[Any] = conn.scalars(sa.select(statement.c.content).where(statement.c.document == n))
    return {" ".join(text.split()) for text in found}


def removed(conn: sa.Connection, within: Within) -> tuple[Removed, ...]:
    query = (
        sa.select(
            schema.removed.c.who, schema.removed.c.at,
            *(document.c[x].label(f"doc_{x}") for x in ("id", "file", "outlet", "title", "published", "url")),
        )
        .join_from(schema.removed, document, document.c.n == schema.removed.c.document)
        .order_by(schema.removed.c.at, document.c.id)
    )  # fmt: skip
    found = ((moment(r.at), r) for r in conn.execute(query))
    return tuple(Removed(at=at, who=r.who, document=document_ref(r)) for at, r in found if at and within(at.date()))


def judged(conn: sa.Connection, within: Within) -> tuple[Judgement, ...]:
    """Judgements that were made, or taken back."""
    return tuple(j for j in review.select(conn) if within(j.at.date()) or (j.undone_at and within(j.undone_at.date())))
