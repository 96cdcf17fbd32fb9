#!/usr/bin/env python3
"""Expressions of time: found and read, against TIMEX3 gold.

    bench/dates.py --data FILE [FILE ...] [--part train|dev|all] [--json] [-v]

FILE is JSON Lines ({"id", "dct", "text", "timex": [{"s", "e", "type", "value"}]}) or a folder of such files.

Given the gold span: `value_given` is the share of exact values over all expressions, `value_given_dates` over those
of type DATE. End to end, micro-averaged: `strict` (both ends right), `relaxed` (overlap, one to one), `type` and
`value` (relaxed, and the attribute right, as TempEval-3 counts). `words_per_second` is `find` alone on one core.

Peers in the same run: `dateparser` (its own search, values at day precision) where it is installed, and
`baseline`: plain weekdays, months, years, "today" and "yesterday".

Documents are cut by the hash of their ids: dev is every fifth, for numbers only; -v lists errors of train alone.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO / "src"))

from onrecord.temporal import Anchor, find, normalise  # noqa: E402

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_SIMPLE = re.compile(rf"\b(?:{'|'.join(MONTHS + DAYS)}|today|yesterday|tomorrow|now|19\d\d|20\d\d)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """One expression of time of the gold or of a system."""

    start: int
    end: int
    kind: str
    value: str


Finder = Callable[[str, date | None], list[Timex]]


def ours(text: str, published: date | None) -> list[Timex]:
    """What the package finds."""
    return [
        Timex(start=x.start, end=x.end, kind=x.kind, value=x.value) for x in find(text, Anchor(published=published))
    ]


def baseline(text: str, published: date | None) -> list[Timex]:
    """Plain words for days, months and years, the nearest in the past."""
    out = []
    base = published or date(2000, 1, 1)
    for m in _SIMPLE.finditer(text):
        word = m[0]
        if word in DAYS:
            value = (base - timedelta((base.weekday() - DAYS.index(word)) % 7)).isoformat()
        elif word in MONTHS:
            number = MONTHS.index(word) + 1
            value = f"{base.year - (number > base.month)}-{number:02d}"
        elif word == "now":
            value = "PRESENT_REF"
        elif word.isdigit():
            value = word
        else:
            value = (base + timedelta({"yesterday": -1, "today": 0, "tomorrow": 1}[word])).isoformat()
        out.append(Timex(start=m.start(), end=m.end(), kind="DATE", value=value))
    return out


def peer(text: str, published: date | None) -> list[Timex]:
    """The search of `dateparser`; its results have no offsets, so they are looked for in order."""
    from dateparser.search import search_dates  # type: ignore[import-untyped]

    settings = {"RELATIVE_BASE": datetime.combine(published or date(2000, 1, 1), datetime.min.time()),
                "PREFER_DATES_FROM": "past"}  # fmt: skip
    out, at = [], 0
    for words, moment in search_dates(text, languages=["en"], settings=settings) or []:
        start = text.find(words, at)
        if start < 0:
            continue
        at = start + len(words)
        out.append(Timex(start=start, end=at, kind="DATE", value=moment.date().isoformat()))
    return out


def documents(paths: Iterable[Path], part: str) -> list[dict[str, Any]]:
    """The documents of the files that belong to a part."""
    out: list[dict[str, Any]] = []
    for path in paths:
        names = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        for name in names:
            rows = [json.loads(line) for line in name.read_text("utf-8").splitlines() if line.strip()]
            out += [d for d in rows if part == "all" or is_dev(d["id"]) == (part == "dev")]
    return out


def is_dev(name: str) -> bool:
    """Every fifth document by the hash of its id."""
    return zlib.crc32(name.encode()) % 5 == 0


def published(document: dict[str, Any]) -> date | None:
    """The day of a document; None where it has none."""
    try:
        return date.fromisoformat((document.get("dct") or "")[:10])
    except ValueError:
        return None


def gold_of(document: dict[str, Any]) -> list[Timex]:
    """The gold expressions with words, in order."""
    found = [Timex(start=t["s"], end=t["e"], kind=t["type"], value=t["value"]) for t in document["timex"]]
    return sorted((t for t in found if t.end > t.start), key=lambda t: t.start)


def given(documents_: list[dict[str, Any]], errors: list[str]) -> dict[str, float]:
    """Exact values where the span is given."""
    count: Counter[str] = Counter()
    for d in documents_:
        gold = gold_of(d)
        read = normalise(d["text"], [(t.start, t.end) for t in gold], Anchor(published=published(d)))
        for t, x in zip(gold, read, strict=True):
            right = x is not None and x.value == t.value
            count["all"] += 1
            count["right"] += right
            count[t.kind] += 1
            count[f"{t.kind} right"] += right
            if not right:
                errors.append(_line("VALUE", d, t, x.value if x else "-"))
    kinds = [k for k in ("DATE", "TIME", "DURATION", "SET") if count[k]]
    shares = {f"value_given_{k.lower()}s": count[f"{k} right"] / count[k] for k in kinds}
    return {"value_given": count["right"] / max(1, count["all"]), **shares}


def whole(documents_: list[dict[str, Any]], finder: Finder, errors: list[str] | None) -> dict[str, float]:
    """F1 end to end, and words a second."""
    count: Counter[str] = Counter()
    seconds, words = 0.0, 0
    for d in documents_:
        began = time.perf_counter()
        found = finder(d["text"], published(d))
        seconds += time.perf_counter() - began
        words += len(d["text"].split())
        gold = gold_of(d)
        count["gold"] += len(gold)
        count["found"] += len(found)
        spans = {(x.start, x.end) for x in gold}
        count["strict"] += sum((x.start, x.end) in spans for x in found)
        free = list(found)
        for t in gold:
            near = [x for x in free if x.start < t.end and t.start < x.end]
            if not near:
                if errors is not None:
                    errors.append(_line("MISSED", d, t, ""))
                continue
            best = max(near, key=lambda x: min(x.end, t.end) - max(x.start, t.start))
            free.remove(best)
            count["relaxed"] += 1
            count["type"] += best.kind == t.kind
            count["value"] += best.value == t.value
            if errors is not None and (best.start, best.end) != (t.start, t.end):
                errors.append(_line("SPAN", d, t, " ".join(d["text"][best.start : best.end].split())))
        if errors is not None:
            errors += [_line("FALSE", d, x, "") for x in free]
    out = {
        name: 2 * count[name] / max(1, count["gold"] + count["found"])
        for name in ("strict", "relaxed", "type", "value")
    }
    out["strict_precision"] = count["strict"] / max(1, count["found"])
    out["strict_recall"] = count["strict"] / max(1, count["gold"])
    return {**out, "words_per_second": words / max(seconds, 1e-9)}


def _line(label: str, d: dict[str, Any], t: Timex, got: str) -> str:
    text = d["text"]
    before, after = " ".join(text[max(0, t.start - 60) : t.start].split()), " ".join(text[t.end : t.end + 30].split())
    words = " ".join(text[t.start : t.end].split())
    return f"{label} {d.get('dct', '')[:10]} {before} [[{words}]] {after} = {t.kind} {t.value} | {got}"


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", nargs="+", type=Path, required=True)
    parser.add_argument("--part", choices=("train", "dev", "all"), default="all")
    parser.add_argument("--peers", action="store_true", help="the baseline and dateparser beside it")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true", help="errors of the train part")
    asked = parser.parse_args()
    if not all(path.exists() for path in asked.data):
        print("no data there: nothing measured")
        return 0
    read = documents(asked.data, asked.part)
    errors: list[str] = []
    find("Warm on Monday.", Anchor(published=date(2020, 1, 1)))
    out: dict[str, Any] = {
        "documents": len(read),
        "expressions": sum(len(gold_of(d)) for d in read),
        "part": asked.part,
    }
    out |= given(read, errors) | whole(read, ours, errors)
    if asked.peers:
        out["baseline"] = whole(read, baseline, None)
        try:
            out["dateparser"] = whole(read, peer, None)
        except ImportError:
            out["dateparser"] = "not installed"
    if asked.verbose and asked.part == "train":
        print("\n".join(sorted(errors)))
    print(json.dumps(out, indent=None if asked.json else 2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
