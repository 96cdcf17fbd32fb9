#!/usr/bin/env python3
"""How well the tagger sees persons, organizations and places.

    bench/mentions.py --data FILE [--json]

FILE is JSON Lines in GUM's converted form: {"id", "genre", "text", "entities": [{"type", "m": [[start, end]]}]}.
Exact spans are compared: names (kind counted, and not), and outermost mentions of any form. Letters are
left out, as in training. Compared with nothing but capitals: runs of capitalised words, never first in a sentence.
Where the data is absent this says so and exits 0.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPO / "src"), str(REPO)]

from onrecord.attribution.neural import Neural  # noqa: E402
from onrecord.encoder.decode import Tagged, spans  # noqa: E402
from onrecord.model import SIGHTING_KINDS  # noqa: E402
from training.tagger.data import entities  # noqa: E402

Found = set[tuple[str, int, int, str]]
_CAPITALS = re.compile(r"(?<![.!?”\"]\s)(?<!^)\b[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*", re.MULTILINE)


def gold_of(example: Any, layer: list[int], name: str) -> Found:
    """The spans that a layer of tags marks, in characters."""
    import numpy as np

    tags = np.asarray(layer)
    blank = np.zeros((len(tags), 7), dtype=np.float32)
    found: list[Tagged] = []
    for first, last in example.sheet.paragraphs:
        found.extend(spans(tags[first:last], blank[first:last], first))
    s = example.sheet
    return {(name, s.start[t.first], s.end[t.last - 1], SIGHTING_KINDS[t.role]) for t in found}


def f1(gold: Found, found: Found) -> dict[str, float]:
    hit = len(gold & found)
    p, r = hit / max(1, len(found)), hit / max(1, len(gold))
    return {"precision": p, "recall": r, "f1": 2 * p * r / (p + r) if hit else 0.0, "gold": len(gold)}


def bare(found: Found) -> Found:
    """The spans without their kinds."""
    return {(d, s, e, "") for d, s, e, _ in found}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if not args.data.is_file():
        print(f"skipped: no {args.data}")
        return 0
    tagger = Neural()
    texts = [r for r in map(json.loads, args.data.read_text(encoding="utf-8").splitlines()) if r["genre"] != "letter"]
    sets: dict[str, Found] = {k: set() for k in ("names", "mentions", "gold names", "gold mentions", "capitals")}
    for row, example in zip(texts, entities(args.data, tagger.encoder.vocabulary), strict=True):
        d = row["id"]
        for s in tagger.find(row["text"]).sightings:
            sets["names" if s.form == "name" else "mentions"].add((d, s.start, s.end, s.kind))
        names = gold_of(example, example.names, d)
        sets["gold names"] |= names
        sets["gold mentions"] |= gold_of(example, example.mentions, d) - names
        sets["capitals"] |= {(d, *m.span(), "") for m in _CAPITALS.finditer(row["text"])}
    gold, found = sets["gold names"], sets["names"]
    result = {
        "articles": len(texts),
        "names": f1(bare(gold), bare(found)),
        "names by capitals alone": f1(bare(gold), sets["capitals"]),
        "names with kind": f1(gold, found),
        "other mentions": f1(bare(sets["gold mentions"]), bare(sets["mentions"])),
        "other mentions with kind": f1(sets["gold mentions"], sets["mentions"]),
    }
    if args.json:
        print(json.dumps(result))
        return 0
    for name, m in result.items():
        if isinstance(m, dict):
            p, r, f = (100 * m[k] for k in ("precision", "recall", "f1"))
            print(f"{name:26} P {p:.1f}  R {r:.1f}  F1 {f:.1f}  ({m['gold']})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
