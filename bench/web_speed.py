#!/usr/bin/env python3
"""What each question of the workbench's pages costs on a large record.

    python bench/web_speed.py [--record FILE] [--times 5] [--only NAME] [--json]

Without --record the made-up one of `big_record` is made and asked. Each question is asked the way a page asks it, once
(`first`: what it may share with questions before it is remembered) and then several times. Told are milliseconds of the
processor, their median (`p50`) and 95th percentile (`p95`), and which questions miss `LIMIT`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPO / "src"), str(REPO / "bench")]

from onrecord import record  # noqa: E402

LIMIT, PAGE = 150.0, 50
Question = tuple[str, Callable[[], Any]]


def questions(r: record.Record) -> Iterator[Question]:
    """Every question with the values that a page would have."""
    status = r.status()
    top = status.speakers[0].name
    middle = r.actors(limit=2_000)[-1].actor.id
    newest = r.said(limit=1)[0]
    issues = [i.name for i in r.issues()]
    outlet = status.outlets[0].name
    first, last = status.first, status.last
    assert first is not None and last is not None
    until = str(first.replace(year=first.year + 1))
    words = newest.quote.split()
    common, rare = "the", words[-1]
    position = r.positions(issue=issues[0], limit=1).paths[0].steps[0].taken[0].id
    event = r.events(limit=1).events[0]
    story = r.stories(limit=1).storylines[0].stories[0]
    lineage = r.reprints(limit=1)[0]
    yield "status", r.status
    yield from _statements(r, top, outlet, until, common, rare)
    yield "find rare", lambda: r.find(rare, limit=PAGE)
    yield "find common", lambda: r.find(common, limit=PAGE)
    yield "find common, offset 5,000", lambda: r.find(common, limit=PAGE, offset=5_000)
    yield "find two words", lambda: r.find(" ".join(words[1:3]), limit=PAGE)
    yield "show article", lambda: r.show(newest.document.id)
    yield "dossier of the most frequent actor", lambda: r.dossier(top, limit=PAGE)
    yield "dossier of the 2,000th actor", lambda: r.dossier(middle, limit=PAGE)
    yield "explain statement", lambda: r.explain(newest.id)
    yield "actors", lambda: r.actors(limit=PAGE)
    yield "actors of text", lambda: r.actors(text="kes", limit=PAGE)
    yield "positions", lambda: r.positions(limit=PAGE)
    yield "positions of issue", lambda: r.positions(issue=issues[0], limit=PAGE)
    yield "positions of actor", lambda: r.positions(actor=top)
    yield "position", lambda: r.position(position)
    yield "changes", r.changes
    yield "changes of issue", lambda: r.changes(issue=issues[0])
    yield "changes of actor", lambda: r.changes(actor=top)
    yield "conditions", lambda: r.conditions(limit=PAGE)
    yield "conditions of actor", lambda: r.conditions(actor=top, limit=PAGE)
    yield "issues", r.issues
    yield "network", lambda: list(r.network().edges())[:PAGE]
    yield "network of issue", lambda: list(r.network(issue=issues[0]).edges())[:PAGE]
    yield "network in windows", lambda: r.network(issue=issues[0], window="365d", step="180d")
    yield from _time(r, top, outlet, issues[0], str(last))
    yield "stories", lambda: r.stories(limit=PAGE)
    yield "stories of actor", lambda: r.stories(actor=top, limit=PAGE)
    yield "story", lambda: r.story(story.id)
    yield "storyline", lambda: r.story(story.id, line=True, limit=10)
    yield "events", lambda: r.events(limit=PAGE)
    yield "events, offset 5,000", lambda: r.events(limit=PAGE, offset=5_000)
    yield "events of actor", lambda: r.events(who=top, limit=PAGE)
    yield "events of type", lambda: r.events(type="ASSAULT", limit=PAGE)
    yield "events to review", lambda: r.events(sure=False, limit=PAGE)
    yield "event", lambda: r.event(event.id)
    yield "outlets", r.outlets
    yield "outlets of a year", lambda: r.outlets(until=until)
    yield "outlet page", lambda: r.outlets(outlet)
    yield "check", lambda: r.check(newest.quote)
    yield "drift", lambda: r.drift(limit=PAGE)
    yield "drift of actor", lambda: r.drift(by=top, limit=PAGE)
    yield "reprints", lambda: r.reprints(limit=PAGE)
    yield "reprints of document", lambda: r.reprints(lineage.original.id)
    yield "diff of a month", lambda: r.diff(last.replace(day=1))
    yield "doubtful", lambda: r.doubtful(limit=PAGE)
    yield "wanted", lambda: r.wanted(limit=PAGE)
    yield "feeds", r.feeds


def _statements(r: record.Record, top: str, outlet: str, until: str, common: str, rare: str) -> Iterator[Question]:
    yield "said", lambda: r.said(limit=PAGE)
    yield "said, offset 50,000", lambda: r.said(limit=PAGE, offset=50_000)
    yield "said by actor", lambda: r.said(by=top, limit=PAGE)
    yield "said by nobody known", lambda: r.said(by="?", limit=PAGE)
    yield "said in outlet", lambda: r.said(outlet=outlet, limit=PAGE)
    yield "said with rare word", lambda: r.said(text=rare, limit=PAGE)
    yield "said with common word", lambda: r.said(text=common, limit=PAGE)
    yield "said since a day", lambda: r.said(since=until, limit=PAGE)
    yield "said in a year", lambda: r.said(until=until, limit=PAGE)
    yield "said of an act", lambda: r.said(act="threat", limit=PAGE)
    yield "said, checked", lambda: r.said(sure=True, limit=PAGE)
    yield "said, to review", lambda: r.said(sure=False, limit=PAGE)
    yield "said, to review, offset 5,000", lambda: r.said(sure=False, limit=PAGE, offset=5_000)


def _time(r: record.Record, top: str, outlet: str, issue: str, last: str) -> Iterator[Question]:
    yield "timeline", lambda: r.timeline(limit=PAGE)
    yield "timeline by month", lambda: r.timeline(step="month", limit=PAGE, offset=5_000)
    yield "timeline of actor", lambda: r.timeline(who=top, limit=PAGE)
    yield "timeline of issue", lambda: r.timeline(issue=issue, limit=PAGE)
    yield "timeline of a month", lambda: r.timeline(since=last[:7], limit=PAGE)
    yield "timeline of outlet", lambda: r.timeline(outlet=outlet, limit=PAGE)
    yield "periods by year", lambda: r.periods(step="year", limit=5)
    yield "periods of actor", lambda: r.periods(step="month", by=top, limit=5)


def measure(ask: Callable[[], Any], times: int) -> dict[str, float]:
    """CPU milliseconds of the first call, then the median and the 95th percentile of the others."""

    def spent() -> float:
        before = time.process_time()
        ask()
        return (time.process_time() - before) * 1000

    first = spent()
    if first > 20 * LIMIT:
        times = min(times, 2)
    later = sorted(spent() for _ in range(times))
    high = later[min(len(later) - 1, round(0.95 * len(later)))]
    return {"first": round(first, 1), "p50": round(statistics.median(later), 1), "p95": round(high, 1)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", type=Path, help="the record to ask; else the made-up one")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--only", default="", help="only questions whose names hold this")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    import big_record

    target = options.record or big_record.cached()
    if not target.exists():
        big_record.make(target, big_record.ARTICLES)
    out: dict[str, dict[str, float]] = {}
    with record.open(target, project=big_record.project()) as r:
        for name, ask in questions(r):
            if options.only in name:
                out[name] = measure(ask, options.times)
                if not options.json:
                    late = "  misses" if out[name]["p50"] > LIMIT else ""
                    print(
                        f"{name:32}" + "".join(f"{out[name][k]:10.1f}" for k in ("first", "p50", "p95")) + late,
                        flush=True,
                    )
    missing = [name for name, spent in out.items() if spent["p50"] > LIMIT]
    if options.json:
        print(json.dumps({"limit_ms": LIMIT, "questions": out, "missing": missing}))
    else:
        print(f"{len(out) - len(missing)} of {len(out)} within {LIMIT:g} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
