"""ECB+ -> mentions with vectors, and pairs of them as the judge that ships sees them."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.encoder import act_vectors as vectors
from onrecord.encoder import act_words
from onrecord.encoder.embedding import open_rows
from onrecord.encoder.engine import load
from onrecord.encoder.pieces import WordPieces
from onrecord.events.coreference import comparing
from onrecord.events.coreference.reading import Traits, read
from onrecord.events.coreference.table import table
from onrecord.stories.grouping import cluster
from onrecord.stories.records import StoryDocument

BENCH = Path(__file__).resolve().parents[2] / "bench"
sys.path.insert(0, str(BENCH))
import ecb  # noqa: E402
from lines import rows  # noqa: E402

TRIGGER, AROUND, WORD = 96, 48, 128
"""Numbers that are kept of a trigger's vector, of its surroundings', and of a word's meaning by itself."""
AT_ONCE = 16_384
"""Pairs that are compared together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the corpus: its mentions, their traits, and the story that each article was put into."""

    mentions: Sequence[ecb.Mentioned]
    traits: Sequence[Traits]
    found: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of mentions, group by group: their numbers, whether they are of one chain, and their topic."""

    groups: Sequence[Sequence[int]]
    x: Any
    y: Any
    topic: Any


def mentions(file: Path) -> list[ecb.Mentioned]:
    """The gold mentions of a file with the encoder's inner vectors."""
    return list(ecb.mentions(file, load("attribution")))


def fit_axes(found: Sequence[ecb.Mentioned]) -> vectors.Axes:
    """The directions in which triggers, and their surroundings, differ most."""
    trigger = np.stack([m.rows[slice(*m.within)].mean(0) for m in found])
    low = [max(0, m.within[0] - vectors.AROUND) for m in found]
    around = np.stack([m.rows[s : m.within[1] + vectors.AROUND].mean(0) for s, m in zip(low, found, strict=True)])
    mean = trigger.mean(0)
    out = []
    for some, keep in ((trigger, TRIGGER), (around, AROUND)):
        out.append(np.linalg.svd(some - mean, full_matrices=False)[2][:keep])
    return vectors.Axes(mean.astype(np.float32), *(x.astype(np.float32) for x in out))


def fit_words(found: Sequence[ecb.Mentioned]) -> tuple[Any, Any]:
    """The mean of the words of triggers in the encoder's table of word pieces, and where they differ most."""
    with resources.as_file(resources.files("onrecord") / "models" / "attribution") as folder:
        rows = open_rows(Path(folder, "model.onnx"), act_words.TABLE, act_words.WIDTH)
        vocabulary = WordPieces.read(Path(folder, "vocabulary.txt"))
    told = sorted({w for m in found for w in m.words if w.isalpha()})
    some = np.stack([act_words.raw(rows, vocabulary, w) for w in told])
    return some.mean(0), np.linalg.svd(some - some.mean(0), full_matrices=False)[2][:WORD]


def part(file: Path, found: Sequence[ecb.Mentioned]) -> Part:
    """The mentions as they are compared; `vectors.axes` gives the axes."""
    full = [replace(m, rows=None, report=replace(m.report, vector=vectors.shorten(m.rows, m.within))) for m in found]
    return Part(mentions=full, traits=[read(m.report) for m in full], found=stories(file))


def stories(file: Path) -> dict[str, str]:
    """The story that the product puts each article into."""
    documents = []
    for row in rows(file):
        text = row["text"]
        documents.append(
            StoryDocument(id=str(row["id"]), text=text.partition("\n")[2] if ecb.ADDRESS.match(text) else text)
        )
    return {d: g.id for g in cluster(documents) for d in g.documents}


def pairs(held: Part, key: Callable[[ecb.Mentioned], Hashable]) -> Pairs:
    """All pairs of mentions of one group."""
    keys = [str(key(m)) for m in held.mentions]
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for i, k in enumerate(keys):
        groups[k].append(i)
    a, b = np.array([ij for rows_ in groups.values() for ij in each_pair(rows_)], np.int64).reshape(-1, 2).T
    told = table(held.traits, keys)
    x = np.concatenate(
        [comparing.compare(told, a[s : s + AT_ONCE], b[s : s + AT_ONCE]) for s in range(0, len(a), AT_ONCE)]
    )
    chain = np.array([m.chain for m in held.mentions])
    topic = np.array([int(m.topic) for m in held.mentions])
    return Pairs(groups=list(groups.values()), x=x, y=chain[a] == chain[b], topic=topic[a])


def each_pair(group: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pairs of a group, in the order of `pairs`."""
    for k, i in enumerate(group):
        for j in group[:k]:
            yield j, i
