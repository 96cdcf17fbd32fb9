#!/usr/bin/env python3
"""Positions from the page to who takes which side on what, against gold in the sample's form.

    bench/positions.py --data DIR [--json] [--misses N] [--sure X] [--helped]

DIR holds articles/, gold/positions.jsonl and gold/actors.jsonl (by quoted words; see the README of
src/onrecord/data/sample) and an onrecord.toml, of which outlets and issues are used; with --helped its aliases too. The
articles are added to a record and its positions asked for, implied ones among them. A gold position's statement is the
one of ours, read with its issue, whose content shares most words with gold's, half of all of them at least. Printed:

statement    share of gold positions whose statement is found; `actor`: and its speaker is gold's
precision    of our positions (support, oppose, conditional; with a known actor) that are gold's: statement, actor,
stance recall, f1   of gold's positions that are found so
explicit     the same over explicit positions: ours that are explicit and found gold, gold's that are explicit
stances      recall of each stance given that the statement is found, and their mean over support, oppose, conditional
conditions   share of gold conditions of found statements that the record has as words of a condition of that statement
             (edges of marks left out): `exact`, and `overlap` (half of the words of both)
changes      what `changes` lists: reversals by actor and issue, beside those that gold's own explicit rows make
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPO / "src"), str(REPO)]

from onrecord import project, record  # noqa: E402
from onrecord.model import Span  # noqa: E402
from onrecord.store import queries  # noqa: E402
from onrecord.store.position_rows import ConditionRow, PositionRow  # noqa: E402

SIDES = ("support", "oppose", "conditional")
HALF = 0.5
_WORD = re.compile(r"[^\W_]+")
Gold = dict[str, Any]


def bag(pieces: Iterable[str]) -> Counter[str]:
    return Counter(w.casefold() for piece in pieces for w in _WORD.findall(piece))


def share(one: Counter[str], other: Counter[str]) -> float:
    """The words that two texts share, of all that either has."""
    every = (one | other).total()
    return (one & other).total() / every if every else 0.0


def said(spans: Sequence[Span]) -> list[str]:
    return [s.text for s in spans]


def canonical(path: Path) -> dict[str, str]:
    """Printed names in lower case -> the actor's name."""
    out: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for name in (row["name"], *row.get("aliases", ())):
            out[fold(name)] = row["name"]
    return out


def fold(name: str) -> str:
    return " ".join(name.replace("’", "'").casefold().split()).removeprefix("the ")


def measure(folder: Path, *, helped: bool, sure: float | None, misses: list[str]) -> dict[str, Any]:
    settings = project.load(folder / "onrecord.toml")
    settings = settings if helped else replace(settings, actors=())
    if sure is not None:
        settings = replace(settings, side=sure)
    gold = [json.loads(line) for line in (folder / "gold/positions.jsonl").read_text(encoding="utf-8").splitlines()]
    names = canonical(folder / "gold/actors.jsonl")
    with (
        tempfile.TemporaryDirectory() as place,
        record.open(Path(place) / "r.onrecord", project=settings, create=True) as rec,
    ):
        rec.add(folder / "articles")
        ours = list(queries.positions(rec.store, implied=True, stance=(*SIDES, "unclear", "none")))
        depends = list(queries.stated(rec.store))
    return compare(folder, gold, ours, depends, names, misses)


def compare(
    folder: Path,
    gold: Sequence[Gold],
    ours: Sequence[PositionRow],
    depends: Sequence[ConditionRow],
    names: dict[str, str],
    misses: list[str],
) -> dict[str, Any]:
    by: defaultdict[tuple[str, str], list[PositionRow]] = defaultdict(list)
    for row in ours:
        by[row.document.file.removeprefix(f"{folder}/articles/"), row.issue].append(row)
    conditions: defaultdict[str, list[ConditionRow]] = defaultdict(list)
    for c in depends:
        conditions[c.said.id].append(c)
    used: set[str] = set()
    n: Counter[str] = Counter(gold=len(gold), gold_explicit=sum(g["strength"] == "explicit" for g in gold))
    stances: Counter[tuple[str, bool]] = Counter()
    hits: set[str] = set()
    for g in gold:
        words = bag(g["content"])
        some = [(share(words, bag(said(r.said.content))), r.id not in used, r) for r in by[g["file"], g["issue"]]]
        best = max(some, key=lambda x: x[:2], default=None)
        if best is None or best[0] < HALF:
            misses.append(f"NO STATEMENT {g['file']} {g['actor']} {g['stance']}: {' | '.join(g['content'])}")
            continue
        row = best[2]
        used.add(row.id)
        actor = row.actor.name if row.actor else None
        right_actor = actor is not None and names.get(fold(actor), actor) == g["actor"]
        right = row.stance == g["stance"]
        n["statement"] += 1
        n["actor"] += right_actor
        stances[g["stance"], right] += 1
        if g["condition"]:
            n["conditions"] += 1
            found = [share(bag(g["condition"]), bag(said(c.spans))) for c in conditions[row.said.id]]
            n["exact"] += max(found, default=0.0) == 1.0
            n["overlap"] += max(found, default=0.0) >= HALF
        if right and right_actor:
            n["hit"] += 1
            n["hit_explicit"] += g["strength"] == "explicit"
            hits.add(row.id)
        else:
            misses.append(
                f"WRONG {g['file']} [{g['issue']}] {g['stance']}/{g['strength']} by {g['actor']}: "
                f"{' | '.join(g['content'])}\n    ours {row.stance} by {actor}: {row.why}"
            )
    told = [r for r in ours if r.stance in SIDES and r.actor is not None]
    plain = [r for r in told if r.strength == "explicit"]
    misses.extend(
        f"EXTRA {r.document.file.rsplit('/', 1)[-1]} [{r.issue}] {r.stance}/{r.strength} {r.score:.2f} by "
        f"{r.actor.name if r.actor else None}: {' '.join(said(r.said.cue))} | {' '.join(said(r.said.content))[:160]}"
        for r in told
        if r.id not in used
    )

    def rate(part: float, whole: float) -> float:
        return round(part / whole, 4) if whole else 0.0

    def f1(p: float, r: float) -> float:
        return round(2 * p * r / (p + r), 4) if p + r else 0.0

    precision, recall = rate(n["hit"], len(told)), rate(n["hit"], n["gold"])
    sharp = rate(sum(r.id in hits for r in plain), len(plain)), rate(n["hit_explicit"], n["gold_explicit"])
    per = {s: rate(stances[s, True], stances[s, True] + stances[s, False]) for s in (*SIDES, "unclear")}
    here = [per[s] for s in SIDES if stances[s, True] + stances[s, False]]
    return {
        "gold": n["gold"],
        "ours": len(told),
        "pairs_read": len(ours),
        "statement": rate(n["statement"], n["gold"]),
        "actor": rate(n["actor"], n["gold"]),
        "precision": precision,
        "recall": recall,
        "f1": f1(precision, recall),
        "explicit": {"precision": sharp[0], "recall": sharp[1], "f1": f1(*sharp)},
        "stances": per,
        "macro_recall": rate(sum(here), len(here)),
        "conditions": {
            "gold": n["conditions"],
            "exact": rate(n["exact"], n["conditions"]),
            "overlap": rate(n["overlap"], n["conditions"]),
        },
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--sure", type=float)
    parser.add_argument("--helped", action="store_true")
    options = parser.parse_args()
    if not (options.data / "gold/positions.jsonl").is_file():
        print(f"skipped: {options.data} holds no gold/positions.jsonl")
        return 0
    misses: list[str] = []
    found = measure(options.data, helped=options.helped, sure=options.sure, misses=misses)
    print(json.dumps(found) if options.json else json.dumps(found, indent=1))
    for miss in misses[: options.misses]:
        print(miss)
    return 0


if __name__ == "__main__":
    sys.exit(main())
