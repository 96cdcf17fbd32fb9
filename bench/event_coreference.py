#!/usr/bin/env python3
"""One event, many reports: how well reports of one event are brought together, within and across articles.

    python bench/event_coreference.py --data FILE [--json] [--no-vectors]
    python bench/event_coreference.py --sample [FOLDER] [--json] [--misses]
    python bench/event_coreference.py --articles [FOLDER] [--json] [--misses]
    python bench/event_coreference.py --scale N [--json]

FILE is ECB+ as JSON Lines: {"id", "topic", "subtopic", "text", "sents": [[start, end, curated], ...], "mentions":
[{"s", "e", "tag", "c"}, ...]}. Mentions are given: those with a tag ACTION_* or NEG_ACTION_* in curated sentences;
one without a chain is of an event of its own, and such singletons count, in all measures but MUC, which knows links
only. Printed are B-cubed (Bagga and Baldwin 1998), MUC, CEAF-e (Luo 2005) and their mean (CoNLL), with the articles
grouped by the project's own stories (`stories`, the real condition and main figure), by the gold subtopics (`gold`),
not at all (`pool`), and with chains cut at articles (`within`). `interval` is the 95 in 100 interval of B-cubed F1 over
samples of the gold subtopics with replacement. Floors: mentions with the same last word (`last_word`), with the same
head by its base form (`lemma`), in one gold subtopic or one found story.

--sample FOLDER (default: the sample coverage) has gold/events.jsonl with the fields of each event given (type, mode,
actors, recipients, date, place, status, quotation, file) and `cluster`. Printed are the pairs of reports that are
brought together, and how many of them are right.

--articles FOLDER adds its articles to a record with the shipped models and compares the events of that record with
gold/events.jsonl: what a user gets. --misses prints the pairs that are wrong or not found, and all events that several
reports tell.

--scale N brings together N reports made by rule and prints the seconds and the memory that took.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPO / "src"), str(REPO / "bench")]

import ecb  # noqa: E402
from coreference import b_cubed, ceaf_e, muc  # noqa: E402
from onrecord.encoder.act_vectors import shorten  # noqa: E402
from onrecord.encoder.engine import load  # noqa: E402
from onrecord.errors import ModelError  # noqa: E402
from onrecord.events.coreference.reading import read  # noqa: E402
from onrecord.events.same import EventReport, cluster  # noqa: E402
from onrecord.stories.grouping import cluster as into_stories  # noqa: E402
from onrecord.stories.records import StoryDocument  # noqa: E402

SAMPLE = REPO / "src" / "onrecord" / "data" / "sample"
DRAWS, SEED = 1000, 7
Labels = Sequence[Hashable]


def measure(file: Path, *, vectors: bool) -> dict[str, Any]:
    """All figures of a file."""
    found = list(ecb.mentions(file, load("attribution") if vectors else None))
    if vectors:
        found = [replace(m, rows=None, report=replace(m.report, vector=shorten(m.rows, m.within))) for m in found]
    gold = [m.chain for m in found]
    stories = told(file)
    out: dict[str, Any] = {"mentions": len(found), "chains": len({*gold}), "documents": len({m.doc for m in found})}
    keys: dict[str, Callable[[ecb.Mentioned], str]] = {
        "stories": lambda m: stories[m.doc],
        "gold": lambda m: m.story,
        "pool": lambda _: "",
    }
    for name, key in keys.items():
        groups = brought_together([replace(m.report, story=key(m)) for m in found])
        out[name] = figures(gold, groups)
        if name != "pool":
            out[name]["interval"] = interval(found, groups)
            out[name]["last_word"] = figures(gold, [f"{key(m)} {m.words[-1]}" for m in found])
            out[name]["lemma"] = figures(gold, [f"{key(m)} {read(m.report).head}" for m in found])
    groups = brought_together([replace(m.report, story=m.doc) for m in found])
    out["within"] = figures([f"{m.doc} {m.chain}" for m in found], groups)
    return out


def brought_together(reports: Sequence[EventReport]) -> list[str]:
    """The group of each report."""
    of = {r: g.id for g in cluster(reports) for r in g.reports}
    return [of[r.id] for r in reports]


def told(file: Path) -> dict[str, str]:
    """The story that the product puts each article into."""
    documents = []
    for row in ecb.rows(file):
        text = row["text"]
        if ecb.ADDRESS.match(text):
            text = text.partition("\n")[2]
        documents.append(StoryDocument(id=str(row["id"]), text=text))
    return {d: g.id for g in into_stories(documents) for d in g.documents}


def figures(gold: Labels, found: Labels) -> dict[str, Any]:
    """Precision, recall and F1 by three measures, and the mean of their F1."""
    a, b = _clusters(gold), _clusters(found)
    out: dict[str, Any] = {}
    linked = [[c for c in x if len(c) > 1] for x in (a, b)]
    for name, (right, of, kept, wanted) in (("b3", b_cubed(a, b)), ("muc", muc(*linked)), ("ceafe", ceaf_e(a, b))):
        p, r = right / of if of else 0.0, kept / wanted if wanted else 0.0
        out[name] = {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / (p + r) if p + r else 0.0, 4)}
    out["conll"] = round(sum(out[n]["f1"] for n in ("b3", "muc", "ceafe")) / 3, 4)
    return out


def _clusters(labels: Labels) -> list[list[tuple[int, int]]]:
    groups: defaultdict[Hashable, list[tuple[int, int]]] = defaultdict(list)
    for i, label in enumerate(labels):
        groups[label].append((i, i + 1))
    return [*groups.values()]


def interval(found: Sequence[ecb.Mentioned], groups: Labels) -> list[float]:
    """The 95 in 100 interval of B-cubed F1, over gold subtopics drawn with replacement."""
    gold = [m.chain for m in found]
    both, a, b = Counter(zip(gold, groups, strict=True)), Counter(gold), Counter(groups)
    sums: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for m, g in zip(found, groups, strict=True):
        n = both[m.chain, g]
        held = sums[m.story]
        sums[m.story] = [held[0] + n / b[g], held[1] + n / a[m.chain], held[2] + 1]
    rnd, drawn = random.Random(SEED), []
    for _ in range(DRAWS):
        p, r, n = (sum(x) for x in zip(*rnd.choices([*sums.values()], k=len(sums)), strict=True))
        drawn.append(2 * p * r / (p + r) / n)
    drawn.sort()
    return [round(drawn[int(DRAWS * q)], 4) for q in (0.025, 0.975)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sample", type=Path, nargs="?", const=SAMPLE)
    parser.add_argument("--articles", type=Path, nargs="?", const=SAMPLE)
    parser.add_argument("--scale", type=int, metavar="N")
    parser.add_argument("--misses", action="store_true", help="also print the pairs that are wrong or not found")
    parser.add_argument("--no-vectors", action="store_true", help="without the encoder, by words alone")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    misses: list[str] = []
    try:
        if given.sample:
            result, misses = importlib.import_module("event_reports").measure(given.sample)
        elif given.articles:
            result, misses = importlib.import_module("event_articles").measure(given.articles)
        elif given.scale:
            result = importlib.import_module("event_scale").measure(given.scale)
        elif given.data and given.data.exists():
            result = measure(given.data, vectors=not given.no_vectors)
        else:
            print(f"skipped: no file {given.data}; --data FILE, --sample [FOLDER] or --articles [FOLDER]")
            return 0
    except ModelError as e:
        print(f"skipped: {e}")
        return 0
    print(json.dumps(result) if given.json else json.dumps(result, indent=1))
    if given.misses:
        print(*misses, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
