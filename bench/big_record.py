#!/usr/bin/env python3
"""A made-up record of 10,000 articles and 100,000 statements, to measure questions on.

    python bench/big_record.py [--articles 10000] [--out FILE]

Articles (`big_articles`) are written through the store's own append, in four runs; reprints, tellings, stories and
events are found by the code that finds them in any record. Positions are decided and written as ever, of vectors that
are made up: no network is run. Some hundred things are judged, a few articles come anew, are removed, rejected or
wanted. The same call makes the same rows. The record is kept in bench/.cache, or in the folder that
$ONRECORD_BENCH_CACHE names.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPO / "src"), str(REPO / "bench")]

import sqlalchemy as sa  # noqa: E402

from big_articles import ISSUES, SEED, readings, sha  # noqa: E402
from onrecord.actors.resolve import resolve  # noqa: E402
from onrecord.model import Reading, Rejected, Wanted  # noqa: E402
from onrecord.project import Issue, Project  # noqa: E402
from onrecord.store.db import Store  # noqa: E402

from onrecord.store import actor_log, issues, removal, review, schema, shared  # isort: skip  # noqa: E402
from onrecord.store.put import chunks, put  # isort: skip  # noqa: E402

ARTICLES, BATCH, RUNS = 10_000, 200, 4
POSITIONS = 3  # statements of an article that take a side
VERDICTS, ON_POSITIONS, MERGES = 600, 24, 12
STARTED = datetime(2024, 1, 1, tzinfo=UTC)


def cached(articles: int = ARTICLES) -> Path:
    """Where the record of so many articles is kept."""
    folder = Path(os.environ.get("ONRECORD_BENCH_CACHE") or REPO / "bench/.cache")
    return folder / f"big-{articles}.onrecord"


def project() -> Project:
    """The settings that the record is of: an issue for each dispute."""
    return Project(issues=tuple(Issue(name=name, statement=f"The {name} must come.") for name in ISSUES))


def tell(what: str, since: float) -> None:
    print(f"{time.perf_counter() - since:6.0f} s  {what}", file=sys.stderr, flush=True)


def make(target: Path, articles: int) -> None:
    """Make the record at `target`, which is there whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".making")
    for leftover in target.parent.glob(f"{fresh.name}*"):
        leftover.unlink()
    since = time.perf_counter()
    with Store.create(fresh) as store:
        topics = _fill(store, articles, since)
        _positions(store, topics, since)
        _judge(store)
        tell("judged", since)
        _others(store)
        shared.settle(store)
        tell("settled", since)
    fresh.rename(target)


# ---------------------------------------------------------------------------- articles


def _fill(store: Store, articles: int, since: float) -> dict[str, str]:
    """Write the articles in runs. Answers the issue that each speaks of."""
    settings = project()
    topics: dict[str, str] = {}
    every = _batches(articles)
    share = -(-articles // BATCH // RUNS)
    for k in range(RUNS):
        run = store.begin_run(settings.sha, {"onrecord": "bench"}, STARTED + timedelta(days=30 * k))
        count = 0
        for _ in range(share):
            some = next(every, [])
            _append(store, run, [r for r, _ in some], settings)
            topics.update((r.document.id, topic) for r, topic in some)
            count += len(some)
        tell(f"run {run}: {count} articles appended", since)
        issues.note(store, settings.issues)
        shared.settle(store)
        tell(f"run {run}: compared", since)
        store.finish_run(run, {"added": count}, 60.0, STARTED + timedelta(days=30 * k, hours=1))
    return topics


def _batches(articles: int) -> Iterator[list[tuple[Reading, str]]]:
    return chunks(readings(articles), BATCH)


def _append(store: Store, run: int, some: Sequence[Reading], settings: Project) -> None:
    if some:
        actors, links = resolve([e for r in some for e in r.entities], settings)
        store.append(run, some, [], actors, links)


def _others(store: Store) -> None:
    """A run that brings new versions, rejects and wants; and what a person took out."""
    rnd = random.Random(SEED)
    with store.read() as conn:
        ids = conn.scalars(sa.select(schema.document.c.id).order_by(schema.document.c.n)).all()
    run = store.begin_run(project().sha, {"onrecord": "bench"}, STARTED + timedelta(days=150))
    renewed: list[Reading] = []
    for doc in rnd.sample(ids[:-1], min(100, len(ids) // 4)):
        old = store.reading(doc)
        if old is not None:
            text = old.document.text + "A correction was made."
            changed = replace(old.document, text=text, text_sha=sha(text), raw_sha=sha(text))
            renewed.append(Reading(document=replace(changed, id="d" + sha("new " + doc)[:16])))
    rejected = [Rejected(file=f"r{i}.pdf", location=f"/r{i}.pdf", reason="unreadable") for i in range(200)]
    actors, links = resolve([e for r in renewed for e in r.entities], project())
    store.append(run, renewed, rejected, actors, links)
    store.want(run, [Wanted(file="list.csv", location=f"/l#{i}", url=f"https://e.org/w/{i}") for i in range(2_000)])
    store.finish_run(run, {"updated": len(renewed)}, 5.0, STARTED + timedelta(days=150, hours=1))
    for doc in ids[-1:]:
        removal.remove(store, doc, "Ada")


# ---------------------------------------------------------------------------- positions


def _positions(store: Store, topics: dict[str, str], since: float) -> None:
    """Three statements of each article take a side on its issue: the same speaker mostly the same one."""
    from onrecord.store import position_heads, spoken
    from onrecord.store.positions_reading import _AGAIN, _seen, made

    with store.read() as conn:
        known = {k.issue.name: k for k in issues.known(conn)}
        numbers = {r.id: r.n for r in conn.execute(sa.select(schema.document.c.id, schema.document.c.n))}
    mine: dict[str, list[int]] = {}
    for doc, topic in topics.items():
        mine.setdefault(topic, []).append(numbers[doc])
    for topic, documents in mine.items():
        for some in chunks(documents, 500):
            with store.write() as conn:
                here = spoken.articles(conn, some)
                flat = [
                    (a, i, _scored(topic, a.spoken[i].statement.speaker, a.spoken[i].statement.id), False)
                    for a in here
                    for i in range(0, len(a.spoken), -(-len(a.spoken) // POSITIONS))
                ]
                put(conn, schema.position, made(conn, known[topic], flat, 0.6))
        with store.write() as conn:
            rows = [(n, k.n, _seen(k)) for k in known.values() for n in documents]
            put(conn, schema.position_read, rows, on_conflict=_AGAIN)
    position_heads.settle(store, 0.6)
    tell("positions written", since)


def _scored(topic: str, speaker: str | None, statement: str) -> object:
    """A vector that the general head decides for the side of the speaker, or in a tenth for another one."""
    import numpy as np

    from onrecord.positions.decision import Scored
    from onrecord.positions.reading import ADDED

    side = int(sha(f"{topic} {speaker}")[:4], 16) % 2
    chance = int(sha(statement)[:4], 16) % 10
    side = 1 - side if chance == 0 else 3 if chance == 1 else side
    vector = np.zeros(ADDED.stop, dtype=np.float16)
    vector[ADDED.start + side] = 12.0
    return Scored(vector=vector, why=f"speaks of {topic}")


# ---------------------------------------------------------------------------- judgements


def _judge(store: Store) -> None:
    """Verdicts on statements and positions, and actors that are merged."""
    rnd = random.Random(SEED)
    with store.read() as conn:
        said = conn.scalars(sa.select(schema.statement.c.id).order_by(schema.statement.c.n)).all()
        taken = conn.scalars(sa.select(schema.position.c.id).order_by(schema.position.c.n)).all()
        names = conn.scalars(sa.select(schema.actor.c.name).where(schema.actor.c.shown == 1).limit(400)).all()
    at = STARTED + timedelta(days=120)
    for k, target in enumerate(rnd.sample(said, min(VERDICTS, len(said)))):
        verdict = ("accept", "accept", "accept", "reject", "correct")[k % 5]
        change = {"speaker": rnd.choice(names)} if verdict == "correct" else None
        review.judge(store, target, verdict, change, ("Ada", "Bo")[k % 2], at=at + timedelta(minutes=k))
    for k, target in enumerate(rnd.sample(taken, min(ON_POSITIONS, len(taken)))):
        review.judge(store, target, "accept", None, "Ada", at=at + timedelta(days=1, minutes=k))
    for one, other in zip(rnd.sample(names, MERGES), rnd.sample(names, MERGES), strict=True):
        if one != other:
            actor_log.merge(store, one, other, "Ada", "")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--out", type=Path, help="where it is to be, and not in the cache")
    options = parser.parse_args()
    target = options.out or cached(options.articles)
    if target.exists():
        print(f"{target} is there")
        return 0
    make(target, options.articles)
    print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
