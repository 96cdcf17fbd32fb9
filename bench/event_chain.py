"""Events in whole articles, from the page to type, actors, status, date and place, against gold in the sample's form.

    python bench/event_chain.py --data DIR [--json] [--misses N]

DIR holds articles/ and gold/ (events.jsonl, actors.jsonl by quoted words; see the README of src/onrecord/data/sample)
and perhaps an onrecord.toml, of which only the outlets are used. A gold event is found where the trigger of an event of
ours lies in its quotation, in part or whole; of several the one of the same type is taken. What is compared then, over
the found ones: type, quad class, mode, status; where the sentence prints a name of one that gold gives, actors and
recipients (one of ours is one of gold's, a state and its government being the same); where gold gives any, date (the
same days) and place (the words are in one another). Precision: the share of our events that are found gold; gold may
leave out what is told in passing. `status_share` is over all gold events: found with the right status.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import of_folder
from onrecord import plover, project, record
from onrecord.model import Event, Reading
from onrecord.project import Project

Gold = dict[str, Any]


def measure(folder: Path, misses: list[str]) -> dict[str, float]:
    """The figures (0..1) of one folder; what differs is told in `misses`."""
    toml = folder / "onrecord.toml"
    settings = replace(project.load(toml), actors=(), issues=()) if toml.is_file() else Project()
    gold = [json.loads(line) for line in (folder / "gold/events.jsonl").read_text(encoding="utf-8").splitlines()]
    names = canonical(folder / "gold/actors.jsonl")
    counts: Counter[str] = Counter(gold=len(gold))
    for reading in record.run(folder / "articles", settings):
        if isinstance(reading, Reading):
            file = reading.document.file.removeprefix(f"{folder}/articles/")
            compare(reading, [g for g in gold if g["file"] == file], names, counts, misses)

    def share(part: str, whole: str) -> float:
        return counts[part] / max(1, counts[whole])

    recall, precision = share("found", "gold"), share("matched", "ours")
    return {
        "found": recall,
        "precision": precision,
        "f1": 2 * recall * precision / max(1e-9, recall + precision),
        "type": share("type", "found"),
        "quad": share("quad", "found"),
        "mode": share("mode", "moded"),
        "status": share("status", "found"),
        "status_share": share("status", "gold"),
        "actors": share("actors", "with_actors"),
        "recipients": share("recipients", "with_recipients"),
        "date": share("date", "dated"),
        "date_invented": share("date_invented", "undated"),
        "place": share("place", "placed"),
        "events": counts["ours"],
        "gold": counts["gold"],
    }


def compare(
    reading: Reading, gold: Iterable[Gold], names: dict[str, str], counts: Counter[str], misses: list[str]
) -> None:
    """Count what is right about the events of one article."""
    text = reading.document.text
    counts["ours"] += len(reading.events)
    matched: set[str] = set()
    for row in gold:
        at = stands(text, row["quote"])
        here = [e for e in reading.events if at and e.trigger.start < at[1] and at[0] < e.trigger.end]
        if not here:
            misses.append(f"MISSED {row['type']} {row['file']}: {row['quote']}")
            continue
        best = min(here, key=lambda e: (e.type != row["type"], e.status != row["status"], -e.score))
        matched.add(best.id)
        judge(reading, best, row, names, counts, misses)
    counts["matched"] += len(matched)
    misses.extend(
        f"EXTRA {e.type}/{e.mode} {e.status} {e.score:.2f} {e.why} {reading.document.file.rsplit('/', 1)[-1]}:"
        f" [{e.trigger.text}] {' '.join(e.evidence.text.split())[:200]}"
        for e in reading.events
        if e.id not in matched
    )


def judge(
    reading: Reading, e: Event, row: Gold, names: dict[str, str], counts: Counter[str], misses: list[str]
) -> None:
    """Count which fields of a found event are gold's."""
    entities = {x.id: x.name for x in reading.entities}
    when = {"from": e.when.since.isoformat(), "to": e.when.until.isoformat()} if e.when else None
    checks = {"type": e.type == row["type"], "quad": plover.quad(e.type) == plover.quad(row["type"])}
    checks["status"] = e.status == row["status"]
    printed = fold(e.evidence.text)
    if row["mode"] and checks["type"]:
        counts["moded"] += 1
        checks["mode"] = e.mode == row["mode"]
    for field, ours in (("actors", e.actors), ("recipients", e.recipients)):
        if any(n in printed for n in known(row[field], names)):
            counts["with_" + field] += 1
            got = {names.get(fold(n), fold(n)) for p in ours for n in (entities.get(p.entity or "", ""), p.span.text)}
            checks[field] = bool(got & {names.get(fold(n), fold(n)) for n in row[field]})
    if row["date"]:
        counts["dated"] += 1
        checks["date"] = when == row["date"]
    else:
        counts["undated"] += 1
        counts["date_invented"] += when is not None
    if row["location"]:
        counts["placed"] += 1
        place, want = fold(e.place.span.text) if e.place else "", fold(row["location"])
        checks["place"] = bool(place) and (place in want or want in place)
    counts["found"] += 1
    for name, right in checks.items():
        counts[name] += right
    wrong = [name for name, right in checks.items() if not right]
    if wrong:
        who = [[entities.get(p.entity or "", f"({p.span.text})") for p in ps] for ps in (e.actors, e.recipients)]
        misses.append(
            f"WRONG {','.join(wrong)} {row['file']}: {row['quote']}\n"
            f"    gold {row['type']}/{row['mode']} {row['status']} {row['actors']} -> {row['recipients']}"
            f" {row['date']} {row['location']}\n"
            f"    ours {e.type}/{e.mode} {e.status} {who[0]} -> {who[1]} {when} {e.place.name if e.place else None}"
            f" {e.score:.2f} {e.why} [{e.trigger.text}]"
        )


def known(wanted: Iterable[str], names: dict[str, str]) -> list[str]:
    """Every name that these actors are printed by."""
    whole = {names.get(fold(n), fold(n)) for n in wanted}
    return [*whole, *(n for n, actor in names.items() if actor in whole)]


def stands(text: str, quote: str) -> tuple[int, int] | None:
    """Where a quotation stands in a text, white space taken as equal."""
    m = re.search(r"\s+".join(re.escape(w) for w in quote.split()), text)
    return m.span() if m else None


def canonical(path: Path) -> dict[str, str]:
    """Printed names -> the actor's name, a state and its government being one."""
    out: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for name in (row["name"], *row.get("aliases", ())):
            out[fold(name)] = fold(row["name"])
    return {name: out.get(whole.removeprefix("government of "), whole) for name, whole in out.items()}


def fold(name: str) -> str:
    """A name without case, article and spare white space."""
    return " ".join(name.replace("’", "'").casefold().split()).removeprefix("the ")


if __name__ == "__main__":
    sys.exit(of_folder.main(__doc__, "gold/events.jsonl", measure))
