"""Sentences of which one relation is known (PLV's form) -> examples: the root, its actor and its recipient."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from onrecord.attribution.neural import Neural
from training.events.data import Example, blank, read, within
from training.tagger.data import rows

_STOPS = frozenset([",", ";", "(", "-", "who", "which", "that", "whose", "where"])


def sentences(folder: Path) -> Iterator[dict[str, Any]]:
    """The rows of both files: with a root, and without."""
    for name in ("train", "noevent"):
        yield from rows(folder / f"{name}.jsonl")


def examples(found: Sequence[dict[str, Any]], neural: Neural, seed: int = 0) -> list[Example]:
    """Each row as an example, read alone (seed 0) or among others; the group is that of the sentence."""
    order = list(range(len(found)))
    size = 6 if seed else 1
    random.Random(seed).shuffle(order)
    out = []
    for at in range(0, len(order), size):
        some = [found[k] for k in order[at : at + size]]
        for row, got in zip(some, read([r["text"] for r in some], neural), strict=True):
            e = blank(got, row["text"], row["id"], known=False)
            e.root, e.group = row["root"], str(row.get("sid", row["id"]))
            if e.root:
                sides = [_core(row, e, got.places, side) for side in ("source_spans", "target_spans")]
                e.weak = [(sides[0], sides[1], 0)]
            out.append(e)
    return sorted(out, key=lambda e: e.id)


def _core(row: dict[str, Any], e: Example, places: list[tuple[int, int]], side: str) -> list[int]:
    """The words of the spans of a side, each up to an apposition or a relative clause."""
    out: list[int] = []
    for span in row.get(side) or ():
        words = within(places, (span[0], span[1]))
        for k, w in enumerate(words):
            if k and e.text[e.start[w] : e.end[w]].lower() in _STOPS:
                break
            out.append(w)
    return out
