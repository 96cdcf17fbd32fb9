#!/usr/bin/env python3
"""Names of places: found, resolved, and given to the acts that took place there.

    bench/places.py [--data FILE_OR_DIR ...] [--json] [-v]

Lines with "places" measure `places.find`: precision and recall of the names (any overlap, one to one), and the share
of all gold names that are found with the right country (null: none) and, where "near" is given, within 100 km of it.
Lines with "trigger" measure `places.place_of`. A folder with articles/ and gold/events.jsonl (the sample's form)
measures place_of by the quoted acts: a place counts where it contains the gold's words, or they it. Without --data:
bench/gold/places and the sample coverage.
Speed is `find` alone on one core, over the texts (dense: nothing but places) and over ordinary articles, and the first
look-up by itself.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPO), str(REPO / "src")]

from onrecord import places  # noqa: E402
from onrecord.model import Place  # noqa: E402

GOLD = REPO / "bench/gold/places"
NEWS = REPO / "bench/gold/registers-a/articles"
SAMPLE = REPO / "src/onrecord/data/sample"
NEAR_KM = 100.0


def lines(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """The rows of the files and folders."""
    for path in paths:
        for name in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
            for line in name.read_text("utf-8").splitlines():
                if line.strip():
                    yield json.loads(line)


def named(rows: list[dict[str, Any]], errors: list[str]) -> dict[str, float]:
    """Names found, and their countries."""
    count: Counter[str] = Counter()
    for row in rows:
        text = row["text"]
        free = list(places.find(text, home=row.get("home")))
        count["found"] += len(free)
        for wanted in row["places"]:
            count["gold"] += 1
            count["known"] += wanted["country"] is not None
            spans = [m.span() for m in re.finditer(rf"\b{re.escape(wanted['words'])}(?!\w)", text)]
            hits = [p for p in free if any(p.span.start < e and s < p.span.end for s, e in spans)]
            hits.sort(key=lambda p: (wanted["words"] not in p.span.text.partition(",")[0], p.span.start))
            if not hits:
                errors.append(f"MISSED {wanted['words']} | {text}")
                continue
            hit = hits[0]
            for same in [p for p in hits if p.name == hit.name]:  # one name twice in a text is one line of the gold
                free.remove(same)
                count["extra"] += same is not hit
            count["hit"] += 1
            right = hit.country == wanted["country"] and _near(hit, wanted.get("near"))
            count["right"] += right
            if not right:
                errors.append(f"WRONG {wanted['words']}: {hit.country} {hit.name} ({hit.score}, {hit.why}) | {text}")
            if wanted["country"] is None:
                count["nameless"] += 1
                count["nameless right"] += hit.country is None
        errors += [f"FALSE {p.span.text} ({p.why}) | {text}" for p in free]
    found = count["found"] - count["extra"]
    return {
        "names": count["gold"],
        "precision": count["hit"] / max(1, found),
        "recall": count["hit"] / max(1, count["gold"]),
        "resolved_right": count["right"] / max(1, count["gold"]),
        "unresolved_kept": count["nameless right"] / max(1, count["nameless"]),
    }


def _near(place: Place, at: list[float] | None) -> bool:
    if at is None:
        return True
    if place.latitude is None or place.longitude is None:
        return False
    dy = (place.latitude - at[0]) * 111.2
    dx = (place.longitude - at[1]) * 111.2 * math.cos(math.radians(at[0]))
    return math.hypot(dx, dy) <= NEAR_KM


def acted(rows: list[dict[str, Any]], errors: list[str]) -> dict[str, float]:
    """Places of acts."""
    count: Counter[str] = Counter()
    nearest: Counter[str] = Counter()
    for row in rows:
        found = places.find(row["text"])
        _judge(nearest, row["place"], _nearest(found, row["sentence"], row["trigger"][0]), [], "")
        got = places.place_of(
            row["text"],
            tuple(row["sentence"]),
            tuple(row["trigger"]),
            found,
            type=row.get("type", ""),
            dateline=places.dateline_of(row["text"], found),
        )
        _judge(count, row["place"], got, errors, f"{row['text']} [{row['text'][slice(*row['trigger'])]}]")
    return {**_shares(count), "nearest_in_sentence_accuracy": _shares(nearest)["accuracy"]}


def _judge(count: Counter[str], wanted: str | None, got: Place | None, errors: list[str], shown: str) -> None:
    words, name = (wanted or "").casefold(), f"{got.span.text} {got.name}".casefold() if got else ""
    right = bool(got) == bool(wanted) and (not got or words in name or got.name.casefold() in words)
    count["all"] += 1
    count["with"] += wanted is not None
    count["given"] += got is not None
    count["right"] += right
    count["placed"] += right and wanted is not None
    count["open"] += right and wanted is None
    if not right:
        errors.append(f"ACT wanted {wanted}, got {got.span.text if got else None} ({got.why if got else ''}) | {shown}")


def _shares(count: Counter[str]) -> dict[str, float]:
    return {
        "acts": count["all"],
        "accuracy": count["right"] / max(1, count["all"]),
        "placed_right": count["placed"] / max(1, count["with"]),
        "left_open_right": count["open"] / max(1, count["all"] - count["with"]),
        "precision": count["placed"] / max(1, count["given"]),
    }


def coverage(folder: Path, errors: list[str]) -> dict[str, float]:
    """Places of a coverage's gold events, given the quoted words and the type."""
    from bench.speakers import documents
    from onrecord.project import Project, load

    toml = folder / "onrecord.toml"
    read = documents(folder / "articles", load(toml) if toml.is_file() else Project())
    count: Counter[str] = Counter()
    nearest: Counter[str] = Counter()
    for event in lines([folder / "gold/events.jsonl"]):
        document = read[event["file"]]
        text = document.text
        body = [(p.start, p.end) for p in document.parts if p.label in ("headline", "body")]
        start = next((i for s, e in body if (i := text.find(event["quote"], s, e)) >= 0), -1)
        if start < 0:
            errors.append(f"NOT THERE {event['file']} {event['quote']}")
            continue
        found = places.find(text, body)
        trigger = (start, start + len(event["quote"]))
        got = places.place_of(
            text, _sentence(text, trigger), trigger, found, type=event["type"], dateline=places.dateline_of(text, found)
        )
        _judge(count, event["location"], got, errors, f"{event['file']} {event['type']} {event['quote']}")
        _judge(nearest, event["location"], _nearest(found, _sentence(text, trigger), start), [], "")
    return {**_shares(count), "nearest_in_sentence_accuracy": _shares(nearest)["accuracy"]}


def _nearest(found: tuple[Place, ...], sentence: tuple[int, int], at: int) -> Place | None:
    """The floor: the place of the sentence that stands nearest to the act."""
    here = [p for p in found if sentence[0] <= p.span.start < sentence[1]]
    return min(here, key=lambda p: abs(p.span.start - at), default=None)


def _sentence(text: str, around: tuple[int, int]) -> tuple[int, int]:
    """The sentence that the words stand in, by its marks."""
    ends = [m.end() for m in re.finditer(r"[.!?][\"”’']*\s|\n", text)]
    return max((e for e in ends if e <= around[0]), default=0), min(
        (e for e in ends if e >= around[1]), default=len(text)
    )


def speed(texts: list[str]) -> dict[str, float]:
    """Words a second."""
    words = sum(len(t.split()) for t in texts)
    began = time.perf_counter()
    for text in texts:
        places.find(text)
    return {"words": words, "words_per_second": words / max(1e-9, time.perf_counter() - began)}


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", nargs="+", type=Path, default=[GOLD])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true", help="list the errors")
    asked = parser.parse_args()
    missing = [str(p) for p in asked.data if not p.exists()]
    if missing:
        print(f"no data there: {', '.join(missing)}", file=sys.stderr)
        return 2
    began = time.perf_counter()
    places.find("Rain fell in Aleppo.")
    out: dict[str, Any] = {"first_look_up_seconds": time.perf_counter() - began}
    rows = list(lines(asked.data))
    errors: list[str] = []
    for path in asked.data:
        for name in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
            held = [r for r in lines([name]) if "places" in r]
            if held:
                out[name.stem] = named(held, errors)
    acts = [r for r in rows if "trigger" in r]
    if acts:
        out["acts"] = acted(acts, errors)
    for folder in [*asked.data, *([SAMPLE] if asked.data == [GOLD] else [])]:
        if (folder / "gold/events.jsonl").is_file():
            out[folder.name] = coverage(folder, errors)
    if rows:
        out["speed_dense"] = speed(["\n".join(r["text"] for r in rows)] * 5)
    if NEWS.is_dir():
        out["speed"] = speed([p.read_text("utf-8") for p in sorted(NEWS.glob("*.txt"))])
    if asked.verbose:
        print("\n".join(errors))
    print(json.dumps(out, indent=None if asked.json else 2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
