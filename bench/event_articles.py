"""Articles of a coverage folder -> a record of the shipped models, and which of its events are brought together.

A gold event is found where the trigger of a report of ours lies in its quotation (of several the one of its type, then
the surest); pairs of gold events that are found are judged by whether their reports are counted as one event.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

from event_chain import stands
from lines import rows
from onrecord import project, record
from onrecord.project import Project
from onrecord.store import queries
from onrecord.store.event_rows import EventReport

Gold = dict[str, Any]


def measure(folder: Path) -> tuple[dict[str, Any], list[str]]:
    """The figures of a folder, and the pairs that are wrong or not found."""
    gold = list(rows(folder / "gold" / "events.jsonl"))
    toml = folder / "onrecord.toml"
    settings = replace(project.load(toml), actors=()) if toml.is_file() else Project()
    with (
        tempfile.TemporaryDirectory() as place,
        record.open(Path(place) / "r.onrecord", project=settings, create=True) as rec,
    ):
        rec.add(folder / "articles")
        events = list(rec.events(limit=None).events)
        texts = {v.document.id: (v.document.file, v.text) for v in queries.documents(rec.store)}
    head = {r.id: e.id for e in events for r in e.reports}
    reports = [r for e in events for r in e.reports]
    of = {n: best for n, row in enumerate(gold) if (best := _found(row, reports, texts, folder))}
    found, wrong, missed, apart = 0, 0, 0, []
    for i, j in combinations(sorted(of), 2):
        a, b = of[i], of[j]
        if a.id == b.id:
            continue  # one report of ours for two of gold's: nothing was brought together
        same, ours = gold[i]["cluster"] == gold[j]["cluster"], head[a.id] == head[b.id]
        found += same and ours
        wrong += ours and not same
        missed += same and not ours
        if same != ours:
            apart.append(f"{'wrong' if ours else 'missed'}: {_told(gold[i], a)} | {_told(gold[j], b)}")
            if ours:
                apart[-1] += f" [{b.joined_why or a.joined_why}]"
    return {
        "reports": len(reports),
        "events": len(events),
        "of_several_reports": sum(len(e.reports) > 1 for e in events),
        "gold_reports": len(gold),
        "gold_reports_found": len(of),
        "same_pairs": found + missed,
        "found": found,
        "wrongly_merged": wrong,
        "recall": round(found / max(1, found + missed), 4),
    }, [*sorted(apart), *_merged(events)]


def _found(
    row: Gold, reports: list[EventReport], texts: dict[str, tuple[str, str]], folder: Path
) -> EventReport | None:
    here = {d: text for d, (file, text) in texts.items() if file.removeprefix(f"{folder}/articles/") == row["file"]}
    at = {d: where for d, text in here.items() if (where := stands(text, row["quote"]))}
    inside = [
        r
        for r in reports
        if (where := at.get(r.document.id)) and where[0] <= r.trigger.start and r.trigger.end <= where[1]
    ]
    return min(inside, key=lambda r: (r.type != row["type"], r.status != row["status"], -r.score), default=None)


def _told(row: Gold, r: EventReport) -> str:
    return f"{row['file']} [{r.type} {r.trigger.text!r} {r.status}] {row['quote']!r}"


def _merged(events: list[Any]) -> list[str]:
    """All events of several reports, for reading: most are of no gold."""
    out = []
    for e in events:
        if len(e.reports) > 1:
            out.append(f"event {e.best.type} {e.since}:")
            for r in e.reports:
                said = f"{r.document.file.rsplit('/', 1)[-1]} [{r.type}/{r.mode} {r.status} {r.trigger.text!r}]"
                out.append(f"    {said} {r.quote[:160]} <- {r.joined_score} {r.joined_why}")
    return out
