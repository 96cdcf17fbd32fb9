"""Accuracy floors: on the sample coverage always, on the shared corpora where they stand beside the project.

    python bench/gate.py [--json] [--raise]

Floors stand in floors.json, each with every value it ever had, beside a hash of the gold and the
articles they were measured on. They only rise (`--raise` lifts each to just under what is measured
now). A floor below one that stood before, in the file or in the last commit, needs its reason, word
for word, in CHANGELOG.md; changed gold needs `--gold-changed "reason"`, likewise. Exit status 1 where
a figure is under its floor or has none, or the floors were tampered with.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from onrecord.backends import DEFAULT_ATTRIBUTOR  # noqa: E402

SHARED = ROOT.parent / "shared"
FLOORS = ROOT / "bench/floors.json"
SAMPLE = ROOT / "src/onrecord/data/sample"
COVERAGE = ROOT / "bench/gold/coverage"
REGISTERS_A, REGISTERS_B = ROOT / "bench/gold/registers-a", ROOT / "bench/gold/registers-b"
POLNEAR = SHARED / "data/polnear/dev.jsonl.gz"
POLNEAR_TRAIN = SHARED / "data/polnear/train.jsonl.gz"
ECB = SHARED / "data/ecbplus/dev.jsonl"
DATES = SHARED / "data/dates"
STANCE = SHARED / "data/stance"
PLV = SHARED / "data/events/plv_plover"
PLACES = ROOT / "bench/gold/places/unseen.jsonl"
EVENT_FIGURES = ("found", "precision", "type", "quad", "status", "actors", "recipients")
JUNK = ROOT / "bench/gold/junk"
GUM = SHARED / "data/gum/dev.jsonl"
NEWSWCL = SHARED / "data/newswcl50/newswcl50.jsonl"
NAMES = SHARED / "data/names"
NAME_FIGURES = ("bench_f1", "state_actor_f1", "arabic_f1", "un_precision", "un_recall")
SPEAKERS = ROOT / "bench/gold/polnear-speakers/speakers.jsonl"
SCORER = SHARED / "tools/score_attributions.py"
RULES = "attribution.rules"
SLACK = 0.01  # how far under the measured figure --raise puts a floor: another processor may differ by a few words

Figures = dict[str, float]


def digest(paths: Iterable[Path]) -> str:
    """One hash over the names and bytes of the gold."""
    h = hashlib.sha256()
    for path in sorted(paths):
        h.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return h.hexdigest()[:16]


def by_rules(folder: Path) -> Figures:
    """The whole chain on articles with gold, without the networks."""
    figures = json.loads(bench("chain.py", folder, "--backend", RULES))
    del figures["speakers"]
    return {name: float(value) for name, value in figures.items()}


_FOLDERS: defaultdict[Path, dict[str, Any]] = defaultdict(dict)
_FOLDER_LOCKS: defaultdict[Path, Lock] = defaultdict(Lock)


def part(name: str, folder: Path, *figures: str) -> Figures:
    """Some figures, or all, of one measurement of a folder with gold; all of the folder are made at once."""
    with _FOLDER_LOCKS[folder]:
        if folder not in _FOLDERS:
            _FOLDERS[folder] = json.loads(bench("folder.py", folder))
    found = _FOLDERS[folder][name]
    return {figure: float(found[figure]) for figure in figures or found}


def attribution(data: Path, backend: str = DEFAULT_ATTRIBUTOR) -> Figures:
    """A backend on annotated articles, by the shared scorer's measure."""
    result = json.loads(bench("attribution.py", data, "--backend", backend))
    scores = result["scores"]

    def figure(cls: str, level: str, name: str = "f1") -> float:
        return float(scores[cls]["attribution"][level][name])

    return {
        "found": figure("all", "found"),
        "attributed": figure("all", "attributed"),
        "direct_found": figure("direct", "found"),
        "direct_attributed": figure("direct", "attributed"),
        "direct_attributed_precision": figure("direct", "attributed", "precision"),
    }


def extraction() -> Figures:
    """Article text out of HTML, by the extraction benchmark's own 4-gram F1."""
    result = json.loads(bench("extraction.py", SHARED / "data/extraction/pages.jsonl.gz"))
    return {"f1": float(result["onrecord"]["f1"])}


def flat(script: str, data: Path, *names: str) -> Figures:
    """Some figures of a bench whose JSON is one flat object."""
    result = json.loads(bench(script, data))
    return {name: float(result[name]) for name in names}


def names() -> Figures:
    """Printed names: two that are one actor's, single words, and names with errors looked for among many."""
    measured = ("bench", "state_actor", "arabic", "un")
    found = json.loads(bench("names.py", NAMES, *(word for part in measured for word in ("--part", part))))
    return {name: float(found[name]) for name in NAME_FIGURES}


def coreference() -> Figures:
    """Chains of mentions within articles, on news, interviews and speeches (GUM dev)."""
    return {"conll": float(json.loads(bench("coreference.py", GUM))["found"]["bar"]["conll"])}


def pronouns() -> Figures:
    """Who is meant by pronoun and role sources of real news, given the right attributions."""
    figures = json.loads(bench("pronouns.py", POLNEAR))["figures"]["all"]
    return {"resolved_right": figures["resolved_right"], "not_wrong": 1.0 - figures["wrong"]}


def junk() -> Figures:
    """Lines that are no article, on marked pages and on pages made up of many patterns."""
    found = json.loads(bench("junk.py"))
    return {f"{part}_{name}": float(found[part][name]) for part in found for name in ("precision", "recall")}


def reprints() -> Figures:
    """Copies, excerpts and shared quotations among articles whose every word's origin is known."""
    found = json.loads(bench("reprints.py", POLNEAR_TRAIN))
    pairs, quotations = found["pairs"], found["quotations"]
    return {
        "pair_recall": pairs["recall"],
        "pair_precision_strict": pairs["precision_strict"],
        "quotation_recall": quotations["recall"],
        "quotation_precision": quotations["precision"],
    }


def tellings() -> Figures:
    """Statements that several of those articles report."""
    found = json.loads(bench("tellings.py", POLNEAR))["all"]
    return {"precision": found["precision"], "recall": found["recall"]}


def quotations() -> Figures:
    """Verdicts on quotations of which it is known how they were made: thirty of each verdict, a few hundred in all."""
    found = json.loads(bench("quotations.py", POLNEAR, "--each", "30"))
    return {"accuracy": found["accuracy"], "not_false_verbatim": 1.0 - found["false_verbatim"]}


def temporal() -> Figures:
    """Temporal expressions: their values given the spans, and found from the text alone."""
    found = json.loads(bench("dates.py", DATES, "--part", "dev"))
    return {name: found[name] for name in ("value_given", "strict", "value")}


def events() -> Figures:
    """Events in single sentences; the shipped weights were made from these, so this only guards them."""
    found = json.loads(bench("events.py", PLV))
    return {
        "root": found["pair"]["root"],
        "quad": found["pair"]["quad"],
        "heads_f1": found["heads"]["f1"],
        "not_false": 1.0 - found["false"]["without_calls"],
    }


def event_coreference() -> Figures:
    """One event, many reports: B-cubed F1 on gold mentions, in stories of our own finding."""
    found = json.loads(bench("event_coreference.py", ECB))
    return {"b3_f1_stories": found["stories"]["b3"]["f1"], "b3_f1_subtopics": found["gold"]["b3"]["f1"]}


def places() -> Figures:
    """Names of places: found, and in the right country."""
    found = json.loads(bench("places.py", PLACES))["unseen"]
    return {name: float(found[name]) for name in ("precision", "recall", "resolved_right")}


def stance(name: str) -> tuple[Callable[[], Figures], tuple[Path, ...]]:
    """The macro F1 of the shipped stance network on a dev part, with what it is measured on."""
    data = STANCE / f"{name}.jsonl.gz"
    return partial(flat, "stance.py", data, "macro_f1"), (data,)


def bench(script: str, data: Path | None = None, *more: str) -> str:
    """What a bench prints as JSON; without data of what it brings itself."""
    of = ["--data", str(data)] if data else []
    command = [sys.executable, str(ROOT / "bench" / script), *of, "--json", *more]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def gold_of(folder: Path) -> tuple[Path, ...]:
    return (*folder.glob("gold/*.jsonl"), *folder.glob("articles/*"))


SETS: dict[str, tuple[Callable[[], Figures], tuple[Path, ...]]] = {
    "sample": (partial(part, "chain", SAMPLE), gold_of(SAMPLE)),
    "coverage-1": (partial(part, "chain", COVERAGE / "set1"), gold_of(COVERAGE / "set1")),
    "coverage-2": (partial(part, "chain", COVERAGE / "set2"), gold_of(COVERAGE / "set2")),
    "sample-rules": (partial(by_rules, SAMPLE), gold_of(SAMPLE)),
    "registers-a": (partial(attribution, REGISTERS_A), (*gold_of(REGISTERS_A), SCORER)),
    "registers-b": (partial(attribution, REGISTERS_B), (*gold_of(REGISTERS_B), SCORER)),
    "polnear-dev": (partial(attribution, POLNEAR, RULES), (POLNEAR,)),
    "polnear-dev-neural": (partial(attribution, POLNEAR), (POLNEAR,)),
    "clusters-sample": (partial(part, "clusters", SAMPLE, "b3_precision", "b3_f1"), gold_of(SAMPLE)),
    "names": (names, tuple(NAMES.glob("*.jsonl"))),
    "newswcl-dev": (partial(flat, "newswcl.py", NEWSWCL, "persons", "all"), (NEWSWCL,)),
    "coreference-dev": (coreference, (GUM,)),
    "pronouns-dev": (pronouns, (POLNEAR, SPEAKERS)),
    "junk": (junk, (*JUNK.glob("*.txt"), *(ROOT / "bench/gold/junk-patterns").iterdir(), *gold_of(SAMPLE))),
    "stories-dev": (partial(flat, "stories.py", ECB, "ari", "b3_f1"), (ECB,)),
    "dates-dev": (temporal, tuple(DATES.glob("*.jsonl"))),
    "said-on-sample": (partial(part, "said_on", SAMPLE, "dated"), gold_of(SAMPLE)),
    "events-sample": (partial(part, "events", SAMPLE, *EVENT_FIGURES), gold_of(SAMPLE)),
    "events-coverage-1": (
        partial(part, "events", COVERAGE / "set1", *EVENT_FIGURES),
        gold_of(COVERAGE / "set1"),
    ),
    "events-coverage-2": (
        partial(part, "events", COVERAGE / "set2", *EVENT_FIGURES),
        gold_of(COVERAGE / "set2"),
    ),
    "events-plv": (events, tuple(PLV.glob("*.jsonl"))),
    "event-coreference-dev": (event_coreference, (ECB,)),
    "places": (places, (PLACES,)),
    "stance-perspectrum": stance("perspectrum/dev"),
    "stance-gwsd": stance("gwsd/dev"),
    "stance-newsmtsc": stance("newsmtsc/dev_mt"),
    "stance-directed": stance("directed_sentiment/dev"),
    "stance-procon20": stance("procon20/dev"),
    "conditions-sample": (partial(part, "conditions", SAMPLE, "recall", "exact"), gold_of(SAMPLE)),
    "reprints-train": (reprints, (POLNEAR_TRAIN,)),
    "tellings-dev": (tellings, (POLNEAR,)),
    "quotations-dev": (quotations, (POLNEAR,)),
    "extraction-dev": (extraction, (SHARED / "data/extraction/pages.jsonl.gz",)),
}


def committed() -> dict[str, Any]:
    """The floors of the last commit; none outside a checkout, or before the first."""
    shown = subprocess.run(["git", "show", "HEAD:bench/floors.json"], cwd=ROOT, capture_output=True, check=False)
    return json.loads(shown.stdout) if shown.returncode == 0 else {}


def tampered(floors: dict[str, Any], before: dict[str, Any], changelog: str) -> list[str]:
    """Floors that fell, or gold that changed, without a reason that stands in the changelog."""
    problems = []
    for name, entry in before.items():
        now = floors.get(name, {"gold": [], "floors": {}})
        if now["gold"][: len(entry["gold"])] != entry["gold"]:
            problems.append(f"{name}: the history of its gold was rewritten")
        for metric, steps in entry["floors"].items():
            if now["floors"].get(metric, [])[: len(steps)] != steps:
                problems.append(f"{name} {metric}: the history of its floor was rewritten; add a step instead")
    for name, entry in floors.items():
        for metric, steps in entry["floors"].items():
            for before, after in zip(steps, steps[1:], strict=False):
                if after["floor"] < before["floor"] and not (after.get("reason") and after["reason"] in changelog):
                    problems.append(f"{name} {metric}: lowered to {after['floor']} with no reason in CHANGELOG.md")
        if any(not step.get("reason") or step["reason"] not in changelog for step in entry["gold"][1:]):
            problems.append(f"{name}: the gold was changed with no reason in CHANGELOG.md")
    return problems


LONGEST = ("quotations-dev", "sample", "reprints-train", "tellings-dev")
"""What is begun first, so that nothing long is left for the end."""


def _started() -> dict[str, Future[Figures]]:
    """Every measurement whose gold is here, two at a time: each is a process of its own."""
    pool = ThreadPoolExecutor(2)
    here = {name: measure for name, (measure, gold) in SETS.items() if gold and all(p.is_file() for p in gold)}
    begun = {name: pool.submit(here[name]) for name in sorted(here, key=lambda name: name not in LONGEST)}
    return {name: begun[name] for name in here}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to just under today's")
    parser.add_argument("--gold-changed", metavar="REASON", help="take the gold as it is now")
    options = parser.parse_args(argv)
    floors: dict[str, Any] = json.loads(FLOORS.read_text()) if FLOORS.is_file() else {}
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    failures, report = [], {}
    measured = _started()
    for name, (_, gold) in SETS.items():
        if not gold or not all(p.is_file() for p in gold):
            print(f"{name}: skipped, {gold[0] if gold else name} is not here", file=sys.stderr)
            continue
        entry = floors.setdefault(name, {"gold": [{"sha": digest(gold)}], "floors": {}})
        if entry["gold"][-1]["sha"] != digest(gold):
            if options.gold_changed:
                entry["gold"].append({"sha": digest(gold), "reason": options.gold_changed})
            else:
                failures.append(f"{name}: the gold is not the one the floors were measured on (--gold-changed REASON)")
        report[name] = rows = {}
        for metric, value in measured[name].result().items():
            steps = entry["floors"].setdefault(metric, [])
            floor = steps[-1]["floor"] if steps else None
            lifted = max(0.0, math.floor((value - SLACK) * 1000) / 1000) if value < 1 else 1.0
            if options.lift and (floor is None or lifted > floor):
                steps.append({"floor": lifted})
            if floor is None and not options.lift:
                failures.append(f"{name} {metric}: has no floor; set one with --raise")
            if floor is not None and value < floor:
                failures.append(f"{name} {metric}: {value:.3f} is under its floor {floor:.3f}")
            rows[metric] = {"value": round(value, 4), "floor": steps[-1]["floor"] if steps else None}
    failures += tampered(floors, committed(), changelog)
    if options.lift or options.gold_changed:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n")
    if options.json:
        print(json.dumps({"sets": report, "failures": failures}, indent=1))
    else:
        for name, rows in report.items():
            for metric, row in rows.items():
                print(f"{name:20}{metric:30}{row['value']:8.3f}   floor {row['floor']}")
        for failure in failures:
            print(f"FAIL {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
